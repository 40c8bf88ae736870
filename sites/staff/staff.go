// Package staff reads lists of people as spreadsheets write them: CSV with a line of headings, one person a line.
package staff

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"muster/roster"
)

// Line is a person, and the line of the file on which they stand. Without languages they read the site's.
type Line struct {
	Number  int
	Person  roster.Responder
	Columns []string // that the file has
}

// Over is what the line makes of somebody who is there already: what the file has no column for stays as it is.
func (l Line) Over(was roster.Responder) roster.Responder {
	p := l.Person
	if !slices.Contains(l.Columns, "languages") {
		p.Languages = was.Languages
	}
	if !slices.Contains(l.Columns, "skills") {
		p.Skills = was.Skills
	}
	if !slices.Contains(l.Columns, "group") {
		p.Group = was.Group
	}
	return p
}

// Problem is what is wrong with a line.
type Problem struct {
	Line int
	Text string // a sentence
}

// Where is the problem's place in the file.
func (p Problem) Where() string { return fmt.Sprintf("line %d", p.Line) }

// The columns. The first three must be there.
var columns = []string{"id", "name", "phone", "languages", "skills", "group"}

const required = 3

const mostLines = 10000

var (
	ids    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$`)
	phones = regexp.MustCompile(`^\+[1-9][0-9]{7,14}$`)
	known  = []string{"en", "zh"}
)

// Read reads people. Where there are problems, they are all told, and nobody is to be taken in.
func Read(data []byte) ([]Line, []Problem) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if n := broken(data); n > 0 {
		return nil, []Problem{{n, "this is not UTF-8: save the list as \"CSV UTF-8\"."}}
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	head, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	}
	t := &table{reader: r, seen: map[string]int{}, phones: map[string]int{}}
	t.head()
	for len(t.columns) > 0 && t.next() {
		continue
	}
	return t.lines, t.problems
}

// broken is the line of the first byte that is not UTF-8, 0 if all are.
func broken(data []byte) int {
	for n, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return n + 1
		}
	}
	return 0
}

// table is a file that is being read.
type table struct {
	reader   *csv.Reader
	columns  []string // by position
	lines    []Line
	problems []Problem
	seen     map[string]int // lines by id
	phones   map[string]int // lines by phone and name
}

func (t *table) say(line int, format string, args ...any) {
	t.problems = append(t.problems, Problem{line, fmt.Sprintf(format, args...)})
}

// head reads the headings.
func (t *table) head() {
	row, err := t.reader.Read()
	if err != nil {
		t.say(1, "there is no line of headings: begin with %s.", strings.Join(columns, ","))
		return
	}
	for n, cell := range row {
		name := strings.ToLower(strings.TrimSpace(cell))
		switch {
		case !slices.Contains(columns, name):
			t.say(1, "column %d has the unknown heading %q: write %s.", n+1, short(cell), strings.Join(columns, ", "))
		case slices.Contains(t.columns, name):
			t.say(1, "the heading %s stands twice: take one of the columns out.", name)
		}
		t.columns = append(t.columns, name)
	}
	for _, name := range columns[:required] {
		if !slices.Contains(t.columns, name) {
			t.say(1, "the column %s is missing: add it.", name)
		}
	}
	if len(t.problems) > 0 {
		t.columns = nil
	}
}

// next reads one line; false at the end, or where nothing more can be read.
func (t *table) next() bool {
	row, err := t.reader.Read()
	if errors.Is(err, io.EOF) {
		return false
	}
	var at *csv.ParseError
	if errors.As(err, &at) {
		t.say(at.Line, "a quotation mark is not closed or stands in the middle of a cell: correct it; what follows was not read.")
		return false
	}
	number, _ := t.reader.FieldPos(0)
	switch {
	case err != nil:
		t.say(number, "this cannot be read.")
		return false
	case len(t.lines) >= mostLines:
		t.say(number, "the list has more than %d people: split it.", mostLines)
		return false
	case empty(row):
		return true
	case len(row) != len(t.columns):
		t.say(number, "there are %d cells and %d headings: give each heading a cell, an empty one where nothing is to be said.", len(row), len(t.columns))
		return true
	}
	t.person(number, row)
	return true
}

// empty says whether nothing stands in a row, as spreadsheets write below a list.
func empty(row []string) bool {
	return !slices.ContainsFunc(row, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

func (t *table) person(number int, row []string) {
	cell := func(name string) string {
		if n := slices.Index(t.columns, name); n >= 0 {
			return strings.TrimSpace(row[n])
		}
		return ""
	}
	p := roster.Responder{
		ID: cell("id"), Name: cell("name"), Phone: plain(cell("phone")), Languages: words(cell("languages")), Skills: words(cell("skills")), Group: cell("group"),
	}
	before := len(t.problems)
	t.check(number, p)
	if len(t.problems) == before {
		t.lines = append(t.lines, Line{number, p, t.columns})
	}
}

func (t *table) check(n int, p roster.Responder) {
	if !ids.MatchString(p.ID) {
		t.say(n, "%q cannot be an id: write up to 40 letters, digits and dashes, such as zhang-wei.", short(p.ID))
	} else if first, twice := t.seen[p.ID]; twice {
		t.say(n, "%s stands on line %d already: take one of the lines out.", p.ID, first)
	}
	t.seen[p.ID] = n
	if p.Name == "" || utf8.RuneCountInString(p.Name) > 120 || strings.ContainsFunc(p.Name, unicode.IsControl) {
		t.say(n, "the name must be one line of 1 to 120 characters: write it so.")
	}
	if !phones.MatchString(p.Phone) {
		t.say(n, "the phone is not an international number: write + and 8 to 15 digits, such as +8613800000000; a spreadsheet keeps the + if the column is text.")
	} else if first, twice := t.phones[p.Phone+"\n"+p.Name]; twice {
		t.say(n, "the name and the phone stand on line %d already: write names that tell the two apart.", first)
	}
	t.phones[p.Phone+"\n"+p.Name] = n
	for _, l := range p.Languages {
		if !slices.Contains(known, l) {
			t.say(n, "the language %q is not known: write en or zh, the best one first.", short(l))
		}
	}
	for _, s := range p.Skills {
		if !ids.MatchString(s) {
			t.say(n, "%q cannot be a skill: write letters, digits and dashes, such as first-aid, with a space between two.", short(s))
		}
	}
}

// plain takes out what people write into numbers to read them more easily.
func plain(phone string) string {
	return strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(phone)
}

// words splits a cell with several words.
func words(cell string) []string {
	var list []string
	for _, w := range strings.FieldsFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("|;,/、", r) }) {
		if !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

func short(word string) string {
	if r := []rune(word); len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return word
}

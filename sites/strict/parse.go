// This file turns bytes into a syntax tree: one document, no anchors, nothing nested absurdly deep.

package strict

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// No file of ours needs half of these; past them the parser's memory grows with the square of the input.
const (
	maxDepth = 32    // brackets open at once, or dashes at the start of one line
	maxKeys  = 5_000 // fields of one mapping
	maxLines = 200_000
)

// parse gives the file's one document, or the first thing that keeps it from being read.
func parse(data []byte) (body ast.Node, fault *Problem) {
	if fault := unreadable(data); fault != nil {
		return nil, fault
	}
	defer func() { // a parser that gives up on strange input must not take the program with it
		if recover() != nil {
			body, fault = nil, syntax(Position{1, 1}, "this cannot be read as YAML; check the indentation and the quotes")
		}
	}()
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxFrom(err)
	}
	return single(file)
}

func single(file *ast.File) (ast.Node, *Problem) {
	var body ast.Node
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case body != nil:
			return nil, syntax(start(doc.Body), "this file holds a second document; write one document per file and take the --- line out")
		default:
			body = doc.Body
		}
	}
	if body == nil {
		return nil, syntax(Position{1, 1}, "this file is empty; write the document into it")
	}
	return body, nil
}

func syntaxFrom(err error) *Problem {
	at := Position{1, 1}
	what := ""
	var fault yaml.Error
	if errors.As(err, &fault) {
		what = ": " + fault.GetMessage()
		if t := fault.GetToken(); t != nil && t.Position != nil && t.Position.Line > 0 && t.Position.Column > 0 {
			at = Position{t.Position.Line, t.Position.Column}
		}
	}
	return syntax(at, fmt.Sprintf("this is not YAML%s; correct this line or the one above it", what))
}

func syntax(at Position, text string) *Problem {
	return &Problem{Position: at, Rule: "syntax", Text: text}
}

// unreadable finds what the parser should not be troubled with.
func unreadable(data []byte) *Problem {
	s := scan{at: Position{1, 1}, leading: true}
	for len(data) > 0 {
		r, width := utf8.DecodeRune(data)
		if r == utf8.RuneError && width == 1 {
			return syntax(s.at, "this is not UTF-8 text; save the file as UTF-8")
		}
		if fault := s.next(r); fault != "" {
			return syntax(s.at, fault)
		}
		data = data[width:]
	}
	return nil
}

// scan counts what a reader of characters has seen.
type scan struct {
	at       Position
	open     int  // brackets
	dashes   int  // at the start of this line
	leading  bool // nothing but blanks and dashes on this line so far
	mappings []level
}

// level is how many lines begin at an indentation, one mapping's fields among them.
type level struct{ indent, lines int }

// next takes one character; its answer is why the file cannot be read, or nothing.
func (s *scan) next(r rune) string {
	if r < ' ' && !strings.ContainsRune("\t\r\n", r) {
		return "this is a control character; take it out"
	}
	s.bracket(r)
	if s.leading && r == '-' {
		s.dashes++
	}
	if s.leading && !strings.ContainsRune(" \r\n#", r) && s.begins(r) > maxKeys {
		return fmt.Sprintf("more than %d fields stand in one mapping; split it", maxKeys)
	}
	if s.open > maxDepth || s.dashes > maxDepth {
		return fmt.Sprintf("more than %d brackets or dashes are nested here; write it flatter", maxDepth)
	}
	s.leading = s.leading && (r == ' ' || r == '-')
	s.at.Column++
	if r == '\n' {
		s.at, s.dashes, s.leading = Position{s.at.Line + 1, 1}, 0, true
	}
	if s.at.Line > maxLines {
		return fmt.Sprintf("this file has more than %d lines; split it", maxLines)
	}
	return ""
}

func (s *scan) bracket(r rune) {
	switch r {
	case '[', '{':
		s.open++
	case ']', '}':
		s.open = max(0, s.open-1)
	}
}

// begins notes what stands first at an indentation, and says how many lines of its mapping do so. A dash begins a new
// mapping within it.
func (s *scan) begins(r rune) int {
	indent := s.at.Column - 1
	for len(s.mappings) > 0 && s.mappings[len(s.mappings)-1].indent > indent {
		s.mappings = s.mappings[:len(s.mappings)-1]
	}
	if r == '-' {
		return 0
	}
	if len(s.mappings) == 0 || s.mappings[len(s.mappings)-1].indent < indent {
		s.mappings = append(s.mappings, level{indent: indent})
	}
	top := &s.mappings[len(s.mappings)-1]
	top.lines++
	return top.lines
}

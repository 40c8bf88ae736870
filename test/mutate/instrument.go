package main

// Instrumenting: copies of the packages in which every condition can be negated, one of them at a time.

import (
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// mutant is one condition, negated.
type mutant struct {
	id       int
	pkg      string
	file     string
	line     int
	from, to string
	survives bool
	reached  bool // by a test
}

// String is how a mutant is listed.
func (m *mutant) String() string {
	text := fmt.Sprintf("%s:%d: %s -> %s", m.file, m.line, m.from, m.to)
	if !m.reached {
		text += " (no test comes by)"
	}
	return text
}

// switchName is the package that is compiled in beside the instrumented ones. Its file knows which condition is negated,
// notes which ones a run comes by, and ends a run that a negation has let grow without bound.
const (
	switchName = "zzmutate"
	switchFile = `package zzmutate

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

var (
	chosen, _ = strconv.Atoi(os.Getenv("MUTATE_CHOSEN"))
	notes     = os.Getenv("MUTATE_REACHED")
	noted     sync.Map
)

func init() {
	if chosen > 0 {
		go watch()
	}
}

func watch() {
	for {
		var mem runtime.MemStats
		if runtime.ReadMemStats(&mem); mem.HeapAlloc > 1<<28 {
			os.Exit(3)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Flip is the condition, negated if it is the chosen one.
func Flip[B ~bool](id int, condition B) B {
	if notes != "" {
		note(id)
	}
	return condition != B(id == chosen)
}

func note(id int) {
	if _, before := noted.LoadOrStore(id, true); before {
		return
	}
	file, err := os.OpenFile(notes, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(file, id)
	file.Close()
}
`
)

// instrument writes the copies to a folder, with the overlay that makes the compiler take them for the originals.
func instrument(folder string, targets []*target) (overlay string, mutants []*mutant, err error) {
	replace := map[string]string{}
	write := func(original, text string) error {
		replace[original] = filepath.Join(folder, strconv.Itoa(len(replace))+".go")
		return os.WriteFile(replace[original], []byte(text), 0o600)
	}
	for _, t := range targets {
		for _, name := range t.GoFiles {
			text, found, err := t.rewrite(filepath.Join(t.Dir, name), len(mutants)+1)
			if err != nil {
				return "", nil, err
			}
			mutants = append(mutants, found...)
			if err := write(filepath.Join(t.Dir, name), text); err != nil {
				return "", nil, err
			}
		}
		if err := write(filepath.Join(t.Module.Dir, switchName, "switch.go"), switchFile); err != nil {
			return "", nil, err
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", nil, err
	}
	overlay = filepath.Join(folder, "overlay.json")
	return overlay, mutants, os.WriteFile(overlay, text, 0o600)
}

// rewrite gives a file with every condition switchable, and the conditions. Lines stay where they are.
func (t *target) rewrite(file string, first int) (string, []*mutant, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return "", nil, fmt.Errorf("read %s: %w", file, err)
	}
	tree := t.files[file]
	edits := []edit{{at: t.set.Position(tree.Name.End()).Offset, text: fmt.Sprintf("; import %s %q", switchName, path.Join(t.Module.Path, switchName))}}
	var mutants []*mutant
	for _, e := range conditions(t.info, tree) {
		from, to := t.set.Position(e.Pos()), t.set.Position(e.End())
		m := &mutant{id: first + len(mutants), pkg: t.ImportPath, file: t.shown(file), line: from.Line, from: oneLine(source[from.Offset:to.Offset])}
		m.to = negated(e, m.from, func(e ast.Expr) string {
			return oneLine(source[t.set.Position(e.Pos()).Offset:t.set.Position(e.End()).Offset])
		})
		mutants = append(mutants, m)
		edits = append(edits,
			edit{at: from.Offset, length: to.Offset - from.Offset, text: fmt.Sprintf("%s.Flip(%d, ", switchName, m.id)},
			edit{at: to.Offset, text: ")", closes: true})
	}
	if len(mutants) == 0 {
		return string(source), nil, nil
	}
	return apply(source, edits), mutants, nil
}

func oneLine(source []byte) string { return strings.Join(strings.Fields(string(source)), " ") }

// negated is how the opposite of a condition reads.
func negated(e ast.Expr, text string, source func(ast.Expr) string) string {
	if b, ok := e.(*ast.BinaryExpr); ok && comparison(b.Op) {
		return source(b.X) + " " + opposites[b.Op].String() + " " + source(b.Y)
	}
	return "!" + text
}

// edit inserts a text. Of several at one place, what closes comes first, and then what belongs to the longer condition.
type edit struct {
	at, length int
	text       string
	closes     bool
}

func apply(source []byte, edits []edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.at, b.at), order(b.closes)-order(a.closes), cmp.Compare(b.length, a.length))
	})
	var out []byte
	last := 0
	for _, e := range edits {
		out = append(append(out, source[last:e.at]...), e.text...)
		last = e.at
	}
	return string(append(out, source[last:]...))
}

func order(closes bool) int {
	if closes {
		return 1
	}
	return 0
}

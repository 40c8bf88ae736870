// This file checks the values that a condition compares with.

package condition

import (
	"slices"
	"strings"

	"muster/incident/cond"
)

// values refuses texts that what they are compared with can never be.
func (w *walker) values(e cond.Expr) {
	var known []string
	named := ""
	for _, arg := range e.Args {
		if n, ok := w.reader.names[arg.Name]; ok && arg.Op == cond.OpVar && len(n.Values) > 0 {
			known, named = n.Values, arg.Name
		}
		w.values(arg)
	}
	if named == "" || (e.Op != cond.OpEq && e.Op != cond.OpNe && e.Op != cond.OpIn) {
		return
	}
	for _, arg := range e.Args {
		if arg.Op == cond.OpLit && arg.Lit.Kind == cond.KindString && !slices.Contains(known, arg.Lit.Str) {
			w.faults = append(w.faults, Fault{
				Char: w.at[arg.Lit], Rule: RuleValue,
				Text: named + ` is never "` + arg.Lit.Str + `"; compare it with ` + strings.Join(known, ", "),
			})
		}
	}
}

// Compared lists the texts with which a tree compares a name.
func Compared(e *cond.Expr, name string) []string {
	if e == nil {
		return nil
	}
	var texts []string
	reads := slices.ContainsFunc(e.Args, func(a cond.Expr) bool { return a.Op == cond.OpVar && a.Name == name })
	for i := range e.Args {
		if arg := &e.Args[i]; reads && arg.Op == cond.OpLit {
			texts = append(texts, arg.Lit.Str)
		}
		texts = append(texts, Compared(&e.Args[i], name)...)
	}
	return texts
}

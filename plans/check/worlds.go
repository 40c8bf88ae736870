// This file tries out what conditions can be, by going through everything that their names can stand for.

package check

import (
	"slices"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/plans/condition"
	"muster/plans/document"
)

// budget is how many steps are played, or conditions read, to check one thing; what would take more is taken to be sound.
const budget = 400_000

// anythingElse stands for every text that no condition names.
const anythingElse = "another text"

// world gives each name a value.
type world map[string]cond.Value

func (w world) look(name string) cond.Value { return w[name] }

// each visits every combination of values until visit says stop; ok is false where there are more than most.
func each(names []string, domains map[string][]cond.Value, most int, visit func(world) (stop bool)) (ok bool) {
	count := 1
	for _, name := range names {
		if count *= max(1, len(domains[name])); count > most {
			return false
		}
	}
	w := world{}
	var try func(int) bool
	try = func(n int) bool {
		if n == len(names) {
			return visit(w)
		}
		for _, value := range domains[names[n]] {
			w[names[n]] = value
			if try(n + 1) {
				return true
			}
		}
		return false
	}
	try(0)
	return true
}

// never says whether a condition is true in no world.
func (s *subject) never(e *cond.Expr) bool {
	names := cond.Names(e)
	domains := map[string][]cond.Value{}
	for _, name := range names {
		domains[name] = append(s.domain(name, e), cond.Nothing())
	}
	found := false
	tried := each(names, domains, budget, func(w world) bool {
		found = cond.Eval(e, w.look) == cond.True
		return found
	})
	return tried && !found
}

// domain lists what a name can stand for, as far as the conditions can tell values apart.
func (s *subject) domain(name string, readers ...*cond.Expr) []cond.Value {
	declared := s.known[name]
	switch {
	case len(declared.Values) > 0:
		return texts2values(declared.Values)
	case s.truth(name):
		return []cond.Value{cond.Bool(true), cond.Bool(false)}
	}
	values := []cond.Value{cond.String(anythingElse)}
	if declared.Kind == condition.Number {
		values = []cond.Value{cond.Number(0)}
	}
	for _, e := range readers {
		for _, lit := range compared(e, name) {
			if lit.Kind == cond.KindNumber {
				values = append(values, cond.Number(lit.Num-1), lit, cond.Number(lit.Num+1))
			} else {
				values = append(values, lit)
			}
		}
	}
	return values
}

func (s *subject) truth(name string) bool {
	id, ok := factNamed(name)
	return ok && s.doc.Facts[id].Type == frozen.FactBool
}

func factNamed(name string) (string, bool) {
	const prefix = "facts."
	if len(name) <= len(prefix) || name[:len(prefix)] != prefix {
		return "", false
	}
	return name[len(prefix):], true
}

func texts2values(words []string) []cond.Value {
	values := make([]cond.Value, 0, len(words))
	for _, w := range words {
		values = append(values, cond.String(w))
	}
	return values
}

// compared lists the literals with which a tree compares a name.
func compared(e *cond.Expr, name string) []cond.Value {
	var values []cond.Value
	reads := slices.ContainsFunc(e.Args, func(a cond.Expr) bool { return a.Op == cond.OpVar && a.Name == name })
	for i := range e.Args {
		if arg := &e.Args[i]; reads && arg.Op == cond.OpLit {
			values = append(values, *arg.Lit)
		}
		values = append(values, compared(&e.Args[i], name)...)
	}
	return values
}

// stated is the fact that a step's value states, as a name, and its value there.
func (s *subject) stated(step *document.Step, value cond.Value) (name string, as cond.Value, ok bool) {
	if step.Evidence.States == "" {
		return "", cond.Value{}, false
	}
	if value.Kind == cond.KindString {
		value = s.factOf(step.Evidence.States, value.Str)
	}
	return "facts." + step.Evidence.States, value, true
}

// This file finds conditions that come true because a step was left out: the value of a skipped step equals nothing, so
// != is true of it.

package check

import (
	"slices"
	"strings"

	"muster/incident/cond"
)

func skipped(s *subject) {
	if slices.ContainsFunc(s.problems, broken) {
		return
	}
	for i := range s.doc.Steps {
		id, path := s.doc.Steps[i].ID, stepPath(i, "when")
		s.trueBySkip(path, []string{id}, func(p *play) bool { return p.opened[id] })
	}
	for n := range s.doc.Raise {
		s.afterwards(item("raise", n) + ".when")
	}
	for n := range s.doc.Links {
		s.afterwards(item("links", n) + ".when")
	}
}

// afterwards checks a condition that belongs to no step.
func (s *subject) afterwards(path string) {
	e := s.conditions[path]
	s.trueBySkip(path, s.stepsRead(e), func(p *play) bool { return cond.Eval(e, p.known.look) == cond.True })
}

// trueBySkip reports a condition that holds in a play in which a step that it denies something of was left out.
func (s *subject) trueBySkip(path string, targets []string, holds func(*play) bool) {
	e := s.conditions[path]
	denied := slices.DeleteFunc(s.stepsRead(e), func(id string) bool { return s.find(id).When == "" })
	if e == nil || len(denied) == 0 || !denies(e) {
		return
	}
	s.newGame(targets, e).each(func(_ world, p *play) bool {
		for _, id := range denied {
			if value, ok := p.known[stepName(id)]; ok && value.Kind == cond.KindNothing && holds(p) {
				s.warn(path, "skipped-true", "this holds when the step %s is left out, because it then equals nothing; if that is not meant, name the answers that you mean with == or in", id)
				return true
			}
		}
		return false
	})
}

// denies says whether a condition holds a != or a !.
func denies(e *cond.Expr) bool {
	return e != nil && (e.Op == cond.OpNe || e.Op == cond.OpNot || slices.ContainsFunc(e.Args, func(a cond.Expr) bool { return denies(&a) }))
}

// stepsRead lists the steps whose values a condition asks about.
func (s *subject) stepsRead(e *cond.Expr) []string {
	var ids []string
	for _, name := range cond.Names(e) {
		if id, ok := stepNamed(name); ok && strings.HasSuffix(name, ".value") {
			ids = append(ids, id)
		}
	}
	return ids
}

// This file plays a part of a plan: it completes steps in order with chosen answers, and sees what opens.

package check

import (
	"slices"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/plans/document"
)

// game is some steps with all that they wait for, and the answers on which their opening depends.
type game struct {
	s       *subject
	chain   []string // each after what it waits for
	names   []string
	domains map[string][]cond.Value
}

// play is how one combination of answers went.
type play struct {
	known  world
	over   map[string]bool
	opened map[string]bool
	again  bool // a step's answer makes it ask again: this was not its last one
}

// newGame prepares to play towards some steps; further conditions are asked about afterwards.
func (s *subject) newGame(targets []string, further ...*cond.Expr) *game {
	g := &game{s: s, chain: s.ancestors(targets), domains: map[string][]cond.Value{}}
	readers := slices.Clone(further)
	for _, id := range g.chain {
		for _, field := range []string{"when", "repeat.until"} {
			if e := s.conditions[stepPath(s.steps[id], field)]; e != nil {
				readers = append(readers, e)
			}
		}
	}
	for _, id := range g.chain {
		if asked := s.reading(s.find(id), readers); len(asked) > 0 {
			name := stepName(id)
			g.names, g.domains[name] = append(g.names, name), s.domain(name, asked...)
		}
	}
	return g
}

// each plays every combination of answers until visit says stop.
func (g *game) each(visit func(world, *play) (stop bool)) {
	each(g.names, g.domains, budget/max(1, len(g.chain)), func(w world) bool { return visit(w, g.play(w)) })
}

func (g *game) play(answers world) *play {
	p := &play{
		known: world{"level": cond.String(string(g.s.doc.Level)), "mode": cond.String(string(frozen.Real))},
		over:  map[string]bool{}, opened: map[string]bool{},
	}
	for _, id := range g.chain {
		i := g.s.steps[id]
		step := &g.s.doc.Steps[i]
		if step.OnDemand || slices.ContainsFunc(step.After, func(before string) bool { return !p.over[before] }) {
			continue
		}
		switch cond.Eval(g.s.conditions[stepPath(i, "when")], p.known.look) {
		case cond.Unknown:
		case cond.False:
			p.over[id], p.known[stepName(id)] = true, cond.Nothing()
		case cond.True:
			p.over[id], p.opened[id] = true, true
			g.complete(step, answers, p.known)
			p.again = p.again || g.s.repeats(i, p.known)
		}
	}
	return p
}

func (g *game) complete(step *document.Step, answers, known world) {
	value, asked := answers[stepName(step.ID)]
	if !asked {
		value = cond.String("done")
	}
	known[stepName(step.ID)] = value
	if name, as, ok := g.s.stated(step, value); ok {
		known[name] = as
	}
}

// repeats says whether a step's own answer makes it ask again.
func (s *subject) repeats(i int, known world) bool {
	until, step := s.conditions[stepPath(i, "repeat.until")], &s.doc.Steps[i]
	return until != nil && len(s.reading(step, []*cond.Expr{until})) > 0 && cond.Eval(until, known.look) != cond.True
}

// ancestors lists some steps and all that they wait for, each after what it waits for.
func (s *subject) ancestors(ids []string) []string {
	var chain []string
	seen := map[string]bool{}
	var visit func(id string)
	visit = func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		for _, before := range s.before(s.steps[id]) {
			visit(before)
		}
		for _, name := range cond.Names(s.conditions[stepPath(s.steps[id], "when")]) {
			if fact, ok := factNamed(name); ok {
				for _, source := range s.sources(fact) {
					visit(source)
				}
			}
		}
		chain = append(chain, id)
	}
	for _, id := range ids {
		visit(id)
	}
	return chain
}

// sources are the steps whose values state a fact.
func (s *subject) sources(fact string) []string {
	var ids []string
	for _, step := range s.doc.Steps {
		if step.Evidence.States == fact {
			ids = append(ids, step.ID)
		}
	}
	return ids
}

// reading lists those of some conditions that ask about a step's value, by itself or by the fact that it states.
func (s *subject) reading(step *document.Step, conditions []*cond.Expr) []*cond.Expr {
	var readers []*cond.Expr
	for _, e := range conditions {
		asks := slices.ContainsFunc(cond.Names(e), func(name string) bool {
			return name == stepName(step.ID) || (step.Evidence.States != "" && name == "facts."+step.Evidence.States)
		})
		if asks {
			readers = append(readers, e)
		}
	}
	return readers
}

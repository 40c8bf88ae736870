// This file checks how an incident comes to its end.

package check

import (
	"fmt"
	"slices"
	"strings"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/sites/strict"
)

// endings checks the steps that stand the incident down, each by itself.
func endings(s *subject) {
	for i := range s.doc.Steps {
		step := &s.doc.Steps[i]
		if step.StandDown == "" {
			continue
		}
		path := stepPath(i, "stand_down")
		if !step.HardGate {
			s.at(path, "stand-down", "standing down is a person's decision; write hard_gate: true at this step")
		}
		if recovering(step) {
			s.at(path, "stand-down", "recovery begins after the stand-down; move this step to alarm or response")
		}
	}
}

// ends warns where, whatever people answer, no step that stands the incident down opens: the order to stand down is always
// there.
func ends(s *subject) {
	var last []string
	handled := false
	for i := range s.doc.Steps {
		if step := &s.doc.Steps[i]; step.StandDown != "" && !recovering(step) {
			last = append(last, step.ID)
			handled = handled || step.StandDown == frozen.Handled
		}
	}
	if !handled {
		s.warn("steps", "no-end", "no step stands the incident down as handled, so it stands down by order, or once every step of alarm and response is over; an all-clear step with stand_down: handled and hard_gate: true leaves that to a person")
		return
	}
	if !slices.ContainsFunc(s.problems, broken) {
		s.everyBranchEnds(last)
		s.recoveryEnds()
	}
}

// recoveryEnds warns of recovery steps that can wait for ever: the incident closes only once each is done or left out. Before
// the stand-down a step may wait for a fact, because the stand-down leaves it out.
func (s *subject) recoveryEnds() {
	for i := range s.doc.Steps {
		id, when := s.doc.Steps[i].ID, s.conditions[stepPath(i, "when")]
		if !recovering(&s.doc.Steps[i]) || when == nil {
			continue
		}
		s.newGame([]string{id}).each(func(_ world, p *play) bool {
			if p.again || cond.Eval(when, p.known.look) != cond.Unknown {
				return false
			}
			s.warn(stepPath(i, "when"), "waits-forever", "nobody is asked for a fact that this reads, so the incident stays open until somebody states it or skips the step; reading a step's answer is surer")
			return true
		})
	}
}

// broken is a fault that leaves the graph without a meaning.
func broken(p strict.Problem) bool {
	return slices.Contains([]string{"cycle", "unknown-step", "duplicate-step", "condition", "condition-name", "condition-value"}, p.Rule)
}

// everyBranchEnds plays the plan with each combination of answers on which an ending can depend.
func (s *subject) everyBranchEnds(last []string) {
	g := s.newGame(last)
	g.each(func(w world, p *play) bool {
		if p.again || slices.ContainsFunc(last, func(id string) bool { return p.opened[id] }) {
			return false
		}
		s.warn(stepPath(s.steps[last[0]], ""), "no-end", "with %s no step that stands the incident down opens by itself, so it stands down by order, or once every step of alarm and response is over; let one follow from there", describe(g.names, w))
		return true
	})
}

func describe(names []string, w world) string {
	said := make([]string, 0, len(names))
	for _, name := range names {
		id, _ := stepNamed(name)
		value := w[name].Str
		if w[name].Kind == cond.KindNumber {
			value = fmt.Sprint(w[name].Num)
		}
		said = append(said, id+" = "+value)
	}
	if len(said) == 0 {
		return "everything done"
	}
	return strings.Join(said, ", ")
}

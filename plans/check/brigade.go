// This file holds the rule that nothing but the confirmation of a fire may keep the fire brigade from being called.

package check

import (
	"slices"
	"strings"
	"time"

	"muster/incident/cond"
	"muster/plans/document"
)

// fireBrigade is the party that the rule is about, confirmed the fact that the confirmation states.
const (
	fireBrigade = "fire-brigade"
	confirmed   = "confirmed"
)

// deadline is how long a fire may go unconfirmed before it counts as true.
const deadline = 120 * time.Second

// brigade applies to plans with the word fire in their id.
func brigade(s *subject) {
	if !slices.Contains(strings.Split(s.doc.ID, "-"), "fire") {
		return
	}
	calls := 0
	for i := range s.doc.Steps {
		step := &s.doc.Steps[i]
		if step.Call != nil && step.Call.Party == fireBrigade && !step.OnDemand {
			calls++
			s.brigadeCall(i, step)
		}
	}
	if calls == 0 {
		s.at("steps", "brigade", "no step calls the fire brigade; write one with call: {party: fire-brigade, ...}")
	}
}

func (s *subject) brigadeCall(i int, step *document.Step) {
	if seat := s.doc.Seats[step.Seat]; seat.FromLevel != "" {
		s.at(stepPath(i, "seat"), "brigade", "the call to the fire brigade belongs to a seat that opens only from level %s; give it to one that opens at once", seat.FromLevel)
	}
	waits := s.before(i)
	if step.Start > 0 && len(step.After) == 0 {
		s.at(stepPath(i, "start"), "brigade", "the call to the fire brigade waits for a time; take its start out")
	}
	if len(waits) == 0 && step.When == "" {
		return
	}
	confirmation := s.confirmation()
	if len(waits) > 1 || confirmation == nil || (len(waits) == 1 && waits[0] != confirmation.ID) || !s.onlyConfirmed(i, confirmation) {
		s.at(stepPath(i, ""), "brigade", "the call to the fire brigade may wait for the confirmation of the fire only; follow the step that states confirmed, with when: steps.<it>.value == \"true\"")
		return
	}
	s.prompt(confirmation)
}

// confirmation is the step whose evidence states that the fire is confirmed.
func (s *subject) confirmation() *document.Step {
	if ids := s.sources(confirmed); len(ids) == 1 {
		return s.find(ids[0])
	}
	return nil
}

// onlyConfirmed says whether a call's condition holds whenever the fire is confirmed, and asks nothing else.
func (s *subject) onlyConfirmed(i int, confirmation *document.Step) bool {
	e := s.conditions[stepPath(i, "when")]
	known := world{stepName(confirmation.ID): cond.String("true"), "facts." + confirmed: cond.Bool(true)}
	return cond.Eval(e, known.look) == cond.True
}

// prompt checks that the confirmation begins at once and that two minutes of silence count as a fire.
func (s *subject) prompt(step *document.Step) {
	i := s.steps[step.ID]
	if len(step.After) > 0 || step.When != "" || step.OnDemand || step.Start > 0 {
		s.at(stepPath(i, ""), "brigade", "the confirmation %s must open at once; take its after, when, start and on_demand out", step.ID)
	}
	assumed := slices.ContainsFunc(step.OnLate, func(l document.Late) bool {
		return l.Assume == "true" && l.At.Of() <= deadline
	})
	if !assumed {
		s.at(stepPath(i, ""), "brigade", "silence must count as a fire after 120 seconds at most; write on_late: [{at: 2m, assume: \"true\"}] at %s", step.ID)
	}
}

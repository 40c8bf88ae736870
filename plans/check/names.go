// This file checks that whatever a plan names exists, once, and that what it declares is named.

package check

import (
	"slices"
	"strings"

	"muster/plans/document"
)

func uniqueSteps(s *subject) {
	for i, step := range s.doc.Steps {
		if first := s.steps[step.ID]; first != i && step.ID != "" {
			s.at(stepPath(i, "id"), "duplicate-step", "the step %s stands in line %d already; give this one an id of its own",
				step.ID, s.index.Of(stepPath(first, "id")).Line)
		}
	}
}

func knownNames(s *subject) {
	for n, feature := range s.doc.Requires {
		if !document.Knows(feature) {
			s.at(item("requires", n), "unknown-feature", "%q is no feature that a plan can require; write one of %s", feature, strings.Join(document.Required, ", "))
		}
	}
	s.seat("command.seat", s.doc.Command.Seat)
	s.seat("command.deputy", s.doc.Command.Deputy)
	for i := range s.doc.Steps {
		s.stepNames(i)
	}
	for _, id := range s.index.Keys("notices") {
		n := s.doc.Notices[id]
		s.seat("notices."+id+".approver", n.Approver)
		if _, ok := s.doc.Notices[n.Corrects]; n.Corrects != "" && (!ok || n.Corrects == id) {
			s.at("notices."+id+".corrects", "unknown-notice", "there is no other notice %s to correct; name one under notices", n.Corrects)
		}
	}
}

func (s *subject) stepNames(i int) {
	step := &s.doc.Steps[i]
	s.seat(stepPath(i, "seat"), step.Seat)
	for n, id := range step.After {
		path := item(stepPath(i, "after"), n)
		switch {
		case s.find(id) == nil:
			s.at(path, "unknown-step", "there is no step %s to follow; name one of the plan's steps", id)
		case slices.Contains(step.After[:n], id):
			s.at(path, "duplicate-step", "%s stands in this list twice; keep one of them", id)
		}
	}
	for n, late := range step.OnLate {
		if late.Open != "" && s.find(late.Open) == nil {
			s.at(item(stepPath(i, "on_late"), n)+".open", "unknown-step", "there is no step %s to open; name one of the plan's steps", late.Open)
		}
	}
	if step.Notice != nil {
		if _, ok := s.doc.Notices[step.Notice.ID]; !ok {
			s.at(stepPath(i, "notice"), "unknown-notice", "there is no notice %s; write its text under notices or correct the name", step.Notice.ID)
		}
	}
	if step.Call != nil {
		if _, ok := s.doc.Scripts[step.Call.Script]; !ok && step.Call.Script != "" {
			s.at(stepPath(i, "call.script"), "unknown-script", "there is no script %s; write its text under scripts or correct the name", step.Call.Script)
		}
	}
	if _, ok := s.doc.Facts[step.Evidence.States]; !ok && step.Evidence.States != "" {
		s.at(stepPath(i, "evidence.states"), "unknown-fact", "there is no fact %s to state; declare it under facts or correct the name", step.Evidence.States)
	}
}

// seat reports a seat that the plan does not have; an empty one is not asked about.
func (s *subject) seat(path, id string) {
	if _, ok := s.doc.Seats[id]; !ok && id != "" {
		s.at(path, "unknown-seat", "there is no seat %s; name one of %s", id, strings.Join(s.index.Keys("seats"), ", "))
	}
}

// used warns of notices and scripts that no step sends or reads out: most likely a step has lost its line.
func used(s *subject) {
	notices, scripts := map[string]bool{}, map[string]bool{}
	for _, step := range s.doc.Steps {
		if step.Notice != nil {
			notices[step.Notice.ID] = true
		}
		if step.Call != nil {
			scripts[step.Call.Script] = true
		}
	}
	for _, id := range s.index.Keys("notices") {
		if !notices[id] {
			s.warnKey("notices."+id, "unused", "no step sends the notice %s; write notice: %s at the step that does, or take it out", id, id)
		}
	}
	for _, id := range s.index.Keys("scripts") {
		if !scripts[id] {
			s.warnKey("scripts."+id, "unused", "no step's call uses the script %s; name it at the call that does, or take it out", id)
		}
	}
}

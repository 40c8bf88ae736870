// This file checks what a plan does about steps that are late.

package check

import (
	"slices"
	"strconv"

	"muster/incident/frozen"
	"muster/plans/document"
)

func lateness(s *subject) {
	for i := range s.doc.Steps {
		step := &s.doc.Steps[i]
		if len(step.OnLate) == 0 {
			continue
		}
		for n := range step.OnLate {
			s.lateOrder(i, n)
			s.lateAction(i, n)
		}
	}
}

func (s *subject) lateOrder(i, n int) {
	list, path := s.doc.Steps[i].OnLate, item(stepPath(i, "on_late"), n)
	switch {
	case list[n].At == 0:
		s.at(path, "late-order", "this happens at once; write at: with a time after the step's opening")
	case n > 0 && list[n].At < list[n-1].At:
		s.at(path+".at", "late-order", "this is earlier than the entry before it; put them in the order of time")
	case n > 0 && list[n-1].Assume != "":
		s.at(path, "late-order", "the entry before has completed the step; put this one before it or take it out")
	}
}

func (s *subject) lateAction(i, n int) {
	step, path := &s.doc.Steps[i], item(stepPath(i, "on_late"), n)
	late := step.OnLate[n]
	switch {
	case late.Assume == "" && len(late.Page) == 0 && late.Open == "" && late.Level == "":
		s.at(path, "late-action", "this entry does nothing; write one or more of assume, page, open and level")
	case len(late.Page) == 0 && (len(late.By) > 0 || late.Repeat > 0):
		s.at(path, "late-action", "only a page has by and repeat; take them out")
	case late.Repeat > 0 && slices.ContainsFunc(step.OnLate[n+1:], func(l document.Late) bool { return len(l.Page) > 0 }):
		s.at(path+".repeat", "late-action", "only the last page repeats; take this repeat out")
	case late.Repeat > 0 && late.Repeat.Of() < shortest:
		s.at(path+".repeat", "late-action", "the repeat is too short; write 30s or more")
	}
	if late.Assume != "" {
		s.assume(step, path, late.Assume)
	}
	if late.Open != "" {
		s.opens(step, path, late.Open)
	}
}

func (s *subject) opens(step *document.Step, path, id string) {
	other := s.find(id)
	switch {
	case other == nil:
	case id == step.ID:
		s.at(path+".open", "on-demand", "a step cannot open itself; name another")
	case recovering(step) && !recovering(other):
		s.at(path+".open", "on-demand", "the step %s is over once the incident has stood down; name a step of recovery", id)
	}
}

// assume checks a value that silence stands for.
func (s *subject) assume(step *document.Step, path, value string) {
	if step.HardGate {
		s.at(path+".assume", "gate", "nothing passes a hard gate but a named person; take this assume out or the hard_gate")
		return
	}
	fits := true
	switch step.Kind() {
	case frozen.EvidenceChoice:
		fits = slices.Contains(document.Values(step.Evidence.Choice), value)
	case frozen.EvidenceNumber:
		n, err := strconv.ParseFloat(value, 64)
		e := step.Evidence.Number
		fits = err == nil && (e.Min == nil || n >= *e.Min) && (e.Max == nil || n <= *e.Max)
	case frozen.EvidenceAck:
		fits = value == "done"
	case frozen.EvidenceCount, frozen.EvidenceText, frozen.EvidencePhoto, frozen.EvidenceConnected:
		fits = false
	}
	if !fits {
		s.at(path+".assume", "assume", "%q cannot be assumed here; write one of the step's own choices, a reading within its bounds, or done for an ack", value)
	}
}

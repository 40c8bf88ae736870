// This file checks each step by itself: its target, its gate, its evidence, and what goes with what.

package check

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/plans/document"
)

func steps(s *subject) {
	if len(s.doc.Steps) == 0 {
		s.at("steps", "missing", "the plan has no steps; write what is to be done")
	}
	for i := range s.doc.Steps {
		s.timing(i)
		s.phase(i)
		s.source(i)
	}
}

func (s *subject) timing(i int) {
	step := &s.doc.Steps[i]
	if step.Target == 0 && !step.HardGate && len(step.OnLate) == 0 {
		s.warn(stepPath(i, ""), "target", "the step %s has no target, so nobody notices when it is late; write by when it is done, such as target: 5m", step.ID)
	}
	if step.HardGate && step.Repeat != nil {
		s.at(stepPath(i, "repeat"), "gate", "a hard gate is passed once, by a named person; take the repeat out or the hard_gate")
	}
	if step.Warn > 0 && step.Target == 0 {
		s.at(stepPath(i, "warn"), "target", "this is a share of a target, and the step %s has none; write one, or take warn out", step.ID)
	}
	if step.OnDemand && (len(step.After) > 0 || step.When != "" || step.Start > 0) {
		s.at(stepPath(i, "on_demand"), "on-demand", "a step on demand opens by another step's on_late alone; take on_demand out, or its after, when and start")
	}
	if step.Repeat != nil {
		s.repeating(i)
	}
}

func (s *subject) repeating(i int) {
	step := &s.doc.Steps[i]
	if step.Repeat.Every.Of() < time.Minute {
		s.at(stepPath(i, "repeat.every"), "repeat", "this repeats too often; write every: 1m or more")
	}
	if recovering(step) && step.Repeat.Until == "" {
		s.warn(stepPath(i, "repeat"), "repeat", "nothing ends this repeat after the stand-down but an order to skip the step; write until: with a condition")
	}
	if step.StandDown != "" {
		s.at(stepPath(i, "repeat"), "repeat", "a step that stands the incident down cannot repeat; take the repeat out")
	}
}

func (s *subject) phase(i int) {
	step := &s.doc.Steps[i]
	if len(step.Outcomes) > 0 && !recovering(step) {
		s.at(stepPath(i, "outcomes"), "outcomes", "outcomes belong to recovery steps; take them out or move the step to recovery")
	}
	if step.Hours != "" && !recovering(step) {
		s.at(stepPath(i, "hours"), "hours", "only recovery can wait for working hours; take hours out")
	}
}

// numbered is what the reference of a standard or regulation must hold: a number to look it up by.
var numbered = regexp.MustCompile(`[0-9]`)

func (s *subject) source(i int) {
	source := s.doc.Steps[i].Source
	law := source.Kind == "standard" || source.Kind == "regulation"
	if law && !numbered.MatchString(source.Ref) {
		s.at(stepPath(i, "source.ref"), "source", "this names no standard by its number; write the number, or kind: published-plan or design")
	}
}

func evidence(s *subject) {
	for i := range s.doc.Steps {
		step, path := &s.doc.Steps[i], stepPath(i, "evidence")
		kinds := step.Evidence.Kinds()
		switch {
		case step.Call != nil && len(kinds) > 0:
			s.at(path, "evidence", "an outside call is completed by \"connected\"; take the evidence out")
		case len(kinds) > 1:
			s.at(path, "evidence", "a step has one kind of evidence; keep one of ack, choice, number, count, text and photo")
		case step.Evidence.Choice != nil:
			s.choiceList(path, step.Evidence.Choice)
		case step.Evidence.Number != nil:
			s.span(path, step.Evidence.Number)
		}
		if step.Evidence.States != "" {
			s.states(i)
		}
	}
}

// mostChoices is how many choices one digit can tell apart.
const mostChoices = 9

func (s *subject) choiceList(path string, list []document.Choice) {
	if len(list) == 0 || len(list) > mostChoices {
		s.at(path+".choice", "evidence", "a choice has 1 to %d answers, each a digit; write so many", mostChoices)
	}
	s.distinct(path+".choice", list)
}

func (s *subject) span(path string, n *document.Number) {
	if n.Min != nil && n.Max != nil && *n.Min > *n.Max {
		s.at(path+".number", "evidence", "min is above max; no reading fits, exchange them")
	}
}

// states checks that a step's value fits the fact that it states, and that its seat may state it.
func (s *subject) states(i int) {
	step := &s.doc.Steps[i]
	fact, ok := s.doc.Facts[step.Evidence.States]
	if !ok {
		return
	}
	path := stepPath(i, "evidence.states")
	if !slices.Contains(fact.By, step.Seat) {
		s.at(path, "states", "the seat %s may not state the fact %s; add it to the fact's by", step.Seat, step.Evidence.States)
	}
	if want, fits := fitting(step, fact); !fits {
		s.at(path, "states", "this evidence does not fit the fact %s; write evidence with %s", step.Evidence.States, want)
	}
}

// fitting says what evidence states a fact, and whether the step's does.
func fitting(step *document.Step, fact document.Fact) (want string, fits bool) {
	values, allowed := document.Values(step.Evidence.Choice), []string{"true", "false"}
	switch fact.Type {
	case frozen.FactNumber:
		return "number", step.Kind() == frozen.EvidenceNumber
	case frozen.FactText:
		return "text", step.Kind() == frozen.EvidenceText
	case frozen.FactChoice:
		allowed = document.Values(fact.Choices)
	case frozen.FactBool:
	}
	known := !slices.ContainsFunc(values, func(v string) bool { return !slices.Contains(allowed, v) })
	return "choice among " + strings.Join(allowed, ", "), step.Kind() == frozen.EvidenceChoice && known
}

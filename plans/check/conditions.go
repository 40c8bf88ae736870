// This file reads a plan's conditions and declares the names that they may use.

package check

import (
	"fmt"
	"maps"
	"slices"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/plans/condition"
	"muster/plans/document"
)

func readConditions(s *subject) {
	s.known = s.names()
	reader, err := condition.NewReader(s.known)
	if err != nil { // an id that CEL cannot take has been reported by its pattern
		s.at("steps", "condition", "the conditions cannot be checked before the ids of steps and facts are corrected")
		return
	}
	for i, step := range s.doc.Steps {
		s.condition(reader, stepPath(i, "when"), step.When)
		if step.Repeat != nil {
			s.condition(reader, stepPath(i, "repeat.until"), step.Repeat.Until)
			s.untilOwn(i)
		}
	}
	for n, raise := range s.doc.Raise {
		s.condition(reader, item("raise", n)+".when", raise.When)
	}
	for n, link := range s.doc.Links {
		s.condition(reader, item("links", n)+".when", link.When)
	}
}

func (s *subject) condition(reader *condition.Reader, path, text string) {
	if text == "" {
		return
	}
	tree, faults := reader.Read(text)
	for _, f := range faults {
		s.report(s.index.Inside(path, f.Char), f.Rule, "%s", f.Text)
	}
	if tree != nil {
		s.conditions[path] = tree
	}
}

// untilOwn warns of repeats after the stand-down that do not ask about their own answers: nothing else is sure to end them.
func (s *subject) untilOwn(i int) {
	until, step := s.conditions[stepPath(i, "repeat.until")], &s.doc.Steps[i]
	if until != nil && recovering(step) && len(s.reading(step, []*cond.Expr{until})) == 0 {
		s.warn(stepPath(i, "repeat.until"), "repeat", "nobody need ever state this, and the incident stays open until the repeat ends or the step is skipped; asking about the step's own answer is surer")
	}
}

// names declares what the plan's conditions can ask about.
func (s *subject) names() condition.Names {
	names := condition.Names{
		"level": {Kind: condition.Text, Values: []string{"L1", "L2", "L3", "L4"}},
		"mode":  {Kind: condition.Text, Values: []string{string(frozen.Real), string(frozen.Drill)}},
	}
	for i := range s.doc.Steps {
		if step := &s.doc.Steps[i]; step.ID != "" {
			names[stepName(step.ID)] = stepValue(step)
		}
	}
	for id, fact := range s.doc.Facts {
		names["facts."+id] = factValue(fact)
	}
	return names
}

func stepName(id string) string { return "steps." + id + ".value" }

func stepValue(step *document.Step) condition.Name {
	switch step.Kind() {
	case frozen.EvidenceChoice:
		return condition.Name{Values: placed(step, document.Values(step.Evidence.Choice))}
	case frozen.EvidenceNumber:
		return condition.Name{Kind: condition.Number}
	case frozen.EvidenceAck:
		return condition.Name{Values: placed(step, []string{"done"})}
	case frozen.EvidenceCount, frozen.EvidenceText:
		return condition.Name{}
	case frozen.EvidencePhoto, frozen.EvidenceConnected:
	}
	return condition.Name{Refuse: fmt.Sprintf("the step %s has no value to compare; follow it with after, or ask its outcome in a step with a choice", step.ID)}
}

func factValue(fact document.Fact) condition.Name {
	switch fact.Type {
	case frozen.FactBool:
		return condition.Name{Kind: condition.Truth}
	case frozen.FactNumber:
		return condition.Name{Kind: condition.Number}
	case frozen.FactChoice:
		return condition.Name{Values: document.Values(fact.Choices)}
	case frozen.FactText:
	}
	return condition.Name{}
}

// choices finds answers that change nothing although other answers of the same step do: most likely a branch was forgotten.
func choices(s *subject) {
	if slices.ContainsFunc(s.problems, broken) {
		return
	}
	for i := range s.doc.Steps {
		step := &s.doc.Steps[i]
		readers := s.readersOf(step)
		if step.Kind() != frozen.EvidenceChoice || len(readers) == 0 {
			continue
		}
		words := document.Values(step.Evidence.Choice)
		if len(words) <= 2 {
			continue // the other answer is the plain "no"
		}
		for n, word := range words {
			if !slices.ContainsFunc(readers, func(e *cond.Expr) bool { return s.knows(e, step, word) }) {
				s.at(item(stepPath(i, "evidence.choice"), n), "choice-unknown",
					"no condition knows the answer %q, although others of %s are asked about; write what follows from it, or take it out", word, step.ID)
			}
		}
	}
}

// readersOf lists the conditions that ask about a step's value, by itself or by the fact that it states.
func (s *subject) readersOf(step *document.Step) []*cond.Expr {
	return s.reading(step, slices.Collect(maps.Values(s.conditions)))
}

// knows says whether a condition names an answer, or could come true with it.
func (s *subject) knows(e *cond.Expr, step *document.Step, word string) bool {
	own, fact := stepName(step.ID), "facts."+step.Evidence.States
	if slices.Contains(condition.Compared(e, own), word) || slices.Contains(condition.Compared(e, fact), word) {
		return true
	}
	return cond.Eval(e, func(name string) cond.Value {
		switch name {
		case own:
			return cond.String(word)
		case fact:
			return s.factOf(step.Evidence.States, word)
		}
		return cond.Value{}
	}) != cond.False
}

// factOf is a fact's value as a step's answer states it.
func (s *subject) factOf(fact, word string) cond.Value {
	if s.doc.Facts[fact].Type == frozen.FactBool {
		return cond.Bool(word == "true")
	}
	return cond.String(word)
}

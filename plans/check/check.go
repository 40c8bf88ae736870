// Package check holds the rules that a plan must keep: every name known, every step reachable, no ladder that can end in
// silence, texts that fit their messages, and conditions that can be decided.
package check

import (
	"fmt"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/plans/condition"
	"muster/plans/document"
	"muster/sites/strict"
)

// Conditions are a plan's conditions as trees, by their paths ("steps[3].when").
type Conditions map[string]*cond.Expr

// Found is what the checks say: the conditions as trees, what must be mended, and what may be meant so. The lists are
// sorted by place.
type Found struct {
	Conditions         Conditions
	Problems, Warnings []strict.Problem
}

// Plan checks a document whose form is sound, its defaults filled in.
func Plan(doc *document.Document, index *strict.Index) Found {
	s := &subject{doc: doc, index: index, conditions: Conditions{}, steps: map[string]int{}}
	for i, step := range doc.Steps {
		if _, twice := s.steps[step.ID]; !twice {
			s.steps[step.ID] = i
		}
	}
	for _, rule := range rules {
		rule(s)
	}
	return Found{Conditions: s.conditions, Problems: strict.Sort(s.problems), Warnings: strict.Sort(s.warnings)}
}

// rules run in this order: conditions first, since others read their trees.
var rules = []func(*subject){
	readConditions,
	uniqueSteps, knownNames, used,
	seats, ladders, facts, audiences,
	steps, evidence, forEach, lateness, endings,
	order, reachable,
	choices, ends, skipped, brigade, links,
	texts, reserved, drill,
}

type subject struct {
	doc        *document.Document
	index      *strict.Index
	steps      map[string]int // the first step of each id
	known      condition.Names
	conditions Conditions
	problems   []strict.Problem
	warnings   []strict.Problem
}

func (s *subject) report(at strict.Position, rule, format string, args ...any) {
	s.problems = append(s.problems, strict.Problem{Position: at, Rule: rule, Text: fmt.Sprintf(format, args...)})
}

// at reports a problem with the value at a path.
func (s *subject) at(path, rule, format string, args ...any) {
	s.report(s.index.Of(path), rule, format, args...)
}

// warn reports what may be meant so, with the value at a path.
func (s *subject) warn(path, rule, format string, args ...any) {
	s.warnings = append(s.warnings, strict.Problem{Position: s.index.Of(path), Rule: rule, Text: fmt.Sprintf(format, args...)})
}

// key reports a problem with a map's key, or with the field as a whole.
func (s *subject) key(path, rule, format string, args ...any) {
	s.report(s.index.Key(path), rule, format, args...)
}

// warnKey does the same with a map's key.
func (s *subject) warnKey(path, rule, format string, args ...any) {
	s.warnings = append(s.warnings, strict.Problem{Position: s.index.Key(path), Rule: rule, Text: fmt.Sprintf(format, args...)})
}

func stepPath(i int, field string) string {
	if field == "" {
		return fmt.Sprintf("steps[%d]", i)
	}
	return fmt.Sprintf("steps[%d].%s", i, field)
}

func item(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// find gives a step by its id, nil if there is none.
func (s *subject) find(id string) *document.Step {
	if i, ok := s.steps[id]; ok {
		return &s.doc.Steps[i]
	}
	return nil
}

func recovering(step *document.Step) bool { return step.Phase == frozen.Recovery }

// This file checks the plan's graph: what follows what, and what can never open.

package check

import (
	"slices"
	"strings"

	"muster/incident/cond"
	"muster/plans/document"
)

// before lists the steps that a step waits for: those it follows, and those whose values its condition reads.
func (s *subject) before(i int) []string {
	var ids []string
	for _, id := range s.doc.Steps[i].After {
		if s.find(id) != nil {
			ids = append(ids, id)
		}
	}
	for _, name := range cond.Names(s.conditions[stepPath(i, "when")]) {
		if id, ok := stepNamed(name); ok && s.find(id) != nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func stepNamed(name string) (string, bool) {
	id, ok := strings.CutPrefix(name, "steps.")
	return strings.TrimSuffix(id, ".value"), ok
}

// order reports circles, each once.
func order(s *subject) {
	const visiting, done = 1, 2
	state := map[string]int{}
	var path []string
	var visit func(id string)
	visit = func(id string) {
		state[id] = visiting
		path = append(path, id)
		for _, next := range s.before(s.steps[id]) {
			switch state[next] {
			case visiting:
				s.circle(path[slices.Index(path, next):])
			case done:
			default:
				visit(next)
			}
		}
		path = path[:len(path)-1]
		state[id] = done
	}
	for i := range s.doc.Steps {
		if id := s.doc.Steps[i].ID; state[id] == 0 {
			visit(id)
		}
	}
}

// circle reports steps that wait for one another; path goes from each to the one that it waits for.
func (s *subject) circle(path []string) {
	waits := append(slices.Clone(path), path[0])
	i := s.steps[path[len(path)-1]]
	where := stepPath(i, "after")
	if n := slices.Index(s.doc.Steps[i].After, path[0]); n >= 0 {
		where = item(where, n)
	} else {
		where = stepPath(i, "when")
	}
	if len(path) == 1 {
		s.at(where, "cycle", "the step %s waits for itself; take it out here", path[0])
		return
	}
	s.at(where, "cycle", "these steps wait for one another and never open: %s; take one of the arrows out", strings.Join(waits, " -> "))
}

// reachable reports steps that can never open, whatever happens. Steps that only follow such a step are not listed again.
func reachable(s *subject) {
	demanded := map[string]bool{}
	for _, step := range s.doc.Steps {
		for _, late := range step.OnLate {
			demanded[late.Open] = demanded[late.Open] || late.Open != step.ID
		}
	}
	for i := range s.doc.Steps {
		step := &s.doc.Steps[i]
		if step.OnDemand && !demanded[step.ID] {
			s.at(stepPath(i, "on_demand"), "unreachable", "no step's on_late opens %s; write open: %s where it is needed, or take on_demand out", step.ID, step.ID)
		}
		if when := stepPath(i, "when"); s.conditions[when] != nil && s.never(s.conditions[when]) {
			s.at(when, "unreachable", "this can never be true, so %s never opens; correct the condition", step.ID)
		}
		s.afterRecovery(i, step)
	}
}

// afterRecovery reports steps before the stand-down that wait for one that opens only after it.
func (s *subject) afterRecovery(i int, step *document.Step) {
	if recovering(step) {
		return
	}
	for _, id := range s.before(i) {
		if recovering(s.find(id)) {
			s.at(stepPath(i, "after"), "unreachable", "the step %s waits for %s, which opens only once the incident has stood down; take it out or move the step to recovery", step.ID, id)
		}
	}
}

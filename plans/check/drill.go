// This file checks what trainers are given: injects and scores.

package check

import (
	"slices"

	"muster/incident/frozen"
	"muster/plans/document"
)

func drill(s *subject) {
	if s.doc.Drill == nil {
		return
	}
	var seen []string
	for n, inject := range s.doc.Drill.Injects {
		path := item("drill.injects", n)
		s.seat(path+".to", inject.To)
		if slices.Contains(seen, inject.ID) {
			s.at(path+".id", "drill", "the inject %s stands here twice; give this one an id of its own", inject.ID)
		}
		seen = append(seen, inject.ID)
		if (inject.At > 0) == (inject.After != "") {
			s.at(path, "drill", "an inject comes at a time or after a step; write one of at and after")
		}
		if inject.After != "" && s.find(inject.After) == nil {
			s.at(path+".after", "unknown-step", "there is no step %s; name one of the plan's steps", inject.After)
		}
	}
	for n, score := range s.doc.Drill.Scores {
		s.score(item("drill.scores", n), score)
	}
}

func (s *subject) score(path string, score document.Score) {
	step := s.find(score.Step)
	switch {
	case step == nil:
		s.at(path+".step", "unknown-step", "there is no step %s; name one of the plan's steps", score.Step)
	case (score.Within > 0) == (score.AtLeast > 0):
		s.at(path, "drill", "a score is a time or a share; write one of within and at_least")
	case score.AtLeast > 0 && step.Kind() != frozen.EvidenceCount:
		s.at(path+".at_least", "drill", "the step %s counts nothing; write within, or give the step evidence: count", score.Step)
	}
}

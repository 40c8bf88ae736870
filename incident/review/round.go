package review

// Rounds: from the opening of a step until it was done, against what was allowed.

import (
	"time"

	"muster/incident"
)

// round is one opening of a step until it was done, skipped, or the end.
type round struct {
	opened  time.Time
	done    bool
	allowed *Span
	took    Span
}

// late is by how much a round ran over its target, 0 if it did not.
func (r round) late() Span {
	if r.allowed == nil {
		return 0
	}
	return max(0, r.took-*r.allowed)
}

func (l *look) step(planned incident.StepView) Step {
	s := Step{ID: planned.ID, Title: planned.Title, Phase: planned.Phase, Seat: planned.Seat}
	done, skipped := l.about(incident.KindStepDone, s.ID), l.about(incident.KindStepSkipped, s.ID)
	s.Rounds = len(done)
	if started := l.about(incident.KindStepStarted, s.ID); len(started) > 0 {
		s.StartedAt = timeOf(&started[0].At)
	}
	if len(done) > 0 {
		last := done[len(done)-1]
		s.DoneAt, s.By, s.Name, s.Value = timeOf(&last.At), optional(last.By), optional(l.name(last.By)), optional(last.Value)
	}
	rounds := l.rounds(planned, done, skipped)
	s.measure(rounds)
	s.Verdict = l.verdict(s, rounds, skipped)
	if len(skipped) > 0 && s.Rounds == 0 {
		s.Reason = reason(skipped[len(skipped)-1])
	}
	return s
}

// verdict says what became of a step.
func (l *look) verdict(s Step, rounds []round, skipped []incident.Entry) StepVerdict {
	open := len(rounds) > 0 && !rounds[len(rounds)-1].done
	switch {
	case open && l.end == nil && len(skipped) == 0:
		return StepOpen
	case s.Rounds > 0:
		return s.howDone()
	}
	return undone(open, skipped)
}

// howDone is the verdict on a step that was done.
func (s *Step) howDone() StepVerdict {
	switch {
	case deref(s.By) == incident.ByAssumption:
		return StepAssumed
	case s.LateRounds > 0:
		return StepLate
	case s.Allowed == nil:
		return StepDone
	}
	return StepOnTime
}

// undone is the verdict on a step that was not done. What the plan itself skips after its opening was left undone; what a
// person skips, or what never opened, was left out.
func undone(open bool, skipped []incident.Entry) StepVerdict {
	switch {
	case len(skipped) > 0 && (!open || skipped[len(skipped)-1].By != incident.ByPlan):
		return StepSkipped
	case open:
		return StepNever
	}
	return StepWaiting
}

// rounds pairs the openings of a step with what ended them. A step may be done that was never opened.
func (l *look) rounds(planned incident.StepView, done, skipped []incident.Entry) []round {
	var all []round
	openings := l.about(incident.KindStepOpened, planned.ID)
	for k, o := range openings {
		next := l.until
		if k+1 < len(openings) {
			next = openings[k+1].At
		}
		r := round{opened: o.At}
		over := between(done, o.At, next)
		r.done = over != nil
		if over == nil {
			over = between(skipped, o.At, next)
		}
		if over == nil {
			over = &next
		}
		r.took, r.allowed = l.took(o.At, *over), l.allowed(planned, o, *over)
		all = append(all, r)
	}
	return all
}

// between is the first moment of entries in a stretch of time, nil if none is in it.
func between(entries []incident.Entry, from, to time.Time) *time.Time {
	for k := range entries {
		if at := entries[k].At; !at.Before(from) && !at.After(to) {
			return &entries[k].At
		}
	}
	return nil
}

// allowed is how long a round might take: until the target that was the last one to be set before it was over.
func (l *look) allowed(planned incident.StepView, opened incident.Entry, over time.Time) *Span {
	set, due := opened.At, opened.DueAt
	for _, e := range l.about(incident.KindStepExtended, opened.Step) {
		if e.DueAt != nil && !e.At.Before(opened.At) && !e.At.After(over) {
			set, due = e.At, e.DueAt
		}
	}
	if due == nil && !l.detailed && planned.TargetAt != nil {
		due = (*time.Time)(planned.TargetAt)
	}
	if due == nil {
		return nil
	}
	allowed := l.took(opened.At, set) + Span(millis(*due).Sub(set))
	return &allowed
}

// measure takes over the times of the worst round: the latest against its target, and among equals the longest.
func (s *Step) measure(rounds []round) {
	worst := -1
	for k, r := range rounds {
		if r.done && r.late() > 0 {
			s.LateRounds++
		}
		if worst < 0 || r.late() > rounds[worst].late() || (r.late() == rounds[worst].late() && r.took > rounds[worst].took) {
			worst = k
		}
	}
	if worst < 0 {
		return
	}
	r := rounds[worst]
	s.OpenedAt, s.Took, s.Allowed = timeOf(&r.opened), &r.took, r.allowed
	if late := r.late(); late > 0 {
		s.LateBy = &late
	}
}

package incident

// Orders about steps.

import (
	"slices"
	"time"

	"muster/incident/words"
)

// StartStep performs the order.
func (i *Incident) StartStep(now time.Time, o StartStep) error {
	s, err := i.findStep(now, o.Step)
	if err != nil {
		return err
	}
	if s.State == StepStarted {
		return nil
	}
	if !s.active() {
		return fail(CodeStepState, "Step %s is %s: only an open step can be started.", s.ID, s.State)
	}
	i.start(s, o.By, o.Note)
	return nil
}

func (i *Incident) start(s *Step, by, note string) {
	at := i.now
	s.State, s.StartedAt, s.Note, s.Rev = StepStarted, &at, note, i.touch()
	i.log(KindStepStarted, by, words.StepStarted(s.ID, i.planStep(s.ID).Title, i.name(by)), about{Step: s.ID})
}

// FinishStep performs the order. A waiting step may be completed too: life is not always in the plan's order. A hard gate
// wants a name, and all that it waits for first.
func (i *Incident) FinishStep(now time.Time, o FinishStep) error {
	s, err := i.findStep(now, o.Step)
	if err != nil {
		return err
	}
	if s.State == StepDone || s.State == StepSkipped {
		return fail(CodeStepState, "Step %s is %s already.", s.ID, s.State)
	}
	p := i.planStep(s.ID)
	if p.HardGate && o.By == "" {
		return fail(CodeHardGate, "Step %s is a hard gate: it needs the name of the person who decides.", s.ID)
	}
	if p.HardGate && s.State == StepWaiting {
		return fail(CodeHardGate, "Step %s is a hard gate and still waits: complete what comes before it first, or skip it with a reason.", s.ID)
	}
	value, err := checkValue(p, o.Value)
	if err != nil {
		return err
	}
	note := words.AsWritten(o.Note)
	if o.Radio != "" {
		note = words.Radio(o.Radio)
	}
	defer i.through(o.Account)()
	i.finish(s, o.By, value, note)
	return nil
}

// SkipStep performs the order.
func (i *Incident) SkipStep(now time.Time, o SkipStep) error {
	s, err := i.findStep(now, o.Step)
	if err != nil {
		return err
	}
	if s.State == StepDone {
		return fail(CodeStepState, "Step %s is done already.", s.ID)
	}
	if i.planStep(s.ID).HardGate && o.By == "" {
		return fail(CodeHardGate, "Step %s is a hard gate: it needs the name of the person who decides.", s.ID)
	}
	i.skip(s, o.By, words.ReasonPerson(i.name(o.By), o.Reason))
	return nil
}

// ReassignStep performs the order.
func (i *Incident) ReassignStep(now time.Time, o ReassignStep) error {
	s, err := i.findStep(now, o.Step)
	if err != nil {
		return err
	}
	if err := i.findResponder(o.To); err != nil {
		return err
	}
	if !s.active() {
		return fail(CodeStepState, "Step %s is %s: only an open step can be given to somebody.", s.ID, s.State)
	}
	i.log(KindStepReassigned, o.By, words.StepReassigned(s.ID, i.planStep(s.ID).Title, i.name(o.To), o.Reason), about{Step: s.ID, Responder: o.To, detail: detail{Reason: words.ReasonGiven(o.Reason)}})
	i.give(s, o.To)
	return nil
}

// give hands a step to one person and takes it from all others.
func (i *Incident) give(s *Step, id string) {
	for _, other := range s.Assignees {
		if other != id {
			i.takeBack(s, other)
		}
	}
	s.Assignees = slices.DeleteFunc(slices.Clone(s.Assignees), func(a string) bool { return a != id })
	s.Rev = i.touch()
	i.assignStep(s, id)
}

// ExtendStep performs the order: the target moves, and the ladder for lateness with it.
func (i *Incident) ExtendStep(now time.Time, o ExtendStep) error {
	s, err := i.findStep(now, o.Step)
	if err != nil {
		return err
	}
	if !s.active() {
		return fail(CodeStepState, "Step %s is %s: only an open step can be given more time.", s.ID, s.State)
	}
	if !o.Until.After(now) {
		return fail(CodeField, "Give a time for \"until\" that is still to come.")
	}
	until := o.Until.UTC()
	if c := i.climb(Subject{AboutLate, s.ID}); c != nil && s.TargetAt != nil {
		moved := until.Sub(*s.TargetAt)
		c.Base, c.DueAt = c.Base.Add(moved), later(c.DueAt.Add(moved), now)
	}
	s.TargetAt, s.Late, s.Rev = &until, false, i.touch()
	i.log(KindStepExtended, o.By, words.StepExtended(s.ID, i.planStep(s.ID).Title, i.clock(until, "en"), i.clock(until, "zh"), o.Reason),
		about{Step: s.ID, Value: until.Format(time.RFC3339), detail: detail{DueAt: &until, Reason: words.ReasonGiven(o.Reason)}})
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

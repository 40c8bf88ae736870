package incident

// Steps: the plan's graph, who does what, and what completing a step sets going.

import (
	"slices"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/words"
)

// Who acts where no person does.
const (
	ByPlan       = "plan"
	ByAssumption = "assumed"
)

// valueDone is the value of a step that was completed without one.
const valueDone = "done"

// active says whether a step is being worked on, or waits to be.
func (s *Step) active() bool {
	return s.State == StepOpen || s.State == StepStarted || s.State == StepBlocked
}

// over says whether what follows a step may go on.
func (s *Step) over() bool {
	return s.State == StepDone || s.State == StepSkipped || s.Rounds > 0
}

// openStep sets a step's clock going and hands it out.
func (i *Incident) openStep(s *Step) {
	if s.State != StepWaiting && s.State != StepDone {
		return
	}
	p := i.planStep(s.ID)
	if p.Call != nil && i.Drill() && !p.Call.Simulate {
		i.skip(s, ByPlan, words.ReasonDrill())
		return
	}
	at := i.now
	s.State, s.OpenedAt, s.StartedAt, s.DoneAt, s.AgainAt, s.TargetAt, s.Late = StepOpen, &at, nil, nil, nil, nil, false
	if p.Target > 0 {
		target := at.Add(p.Target)
		s.TargetAt = &target
	}
	s.Rev = i.touch()
	i.log(KindStepOpened, ByPlan, words.StepOpened(s.ID, p.Title), about{Step: s.ID, Seat: p.Seat, detail: detail{DueAt: s.TargetAt}})
	if len(p.Late) > 0 {
		i.begin(Subject{AboutLate, s.ID})
	}
	i.handOut(s, p)
	if p.Notice != nil && p.Notice.At == frozen.AtOpen {
		i.notice(p)
	}
	if p.Call != nil {
		i.outsideCall(p)
	}
}

// handOut gives an open step to whoever does it now; blocked is a step that nobody can be given.
func (i *Incident) handOut(s *Step, p *frozen.Step) {
	crew := i.doers(p)
	if len(crew) == 0 {
		s.State, s.Assignees = StepBlocked, nil
		return
	}
	if !p.Everyone {
		crew = crew[:1]
	}
	for _, id := range crew {
		i.assignStep(s, id)
	}
}

// doers are the people to whom a step can be given, the least busy first: the holders of its seat; in recovery whoever is on
// duty for it now before those who held it; where nobody is asked for the seat, whoever has taken command; and after a
// succession the new commander, for the seat of command.
func (i *Incident) doers(p *frozen.Step) []string {
	s := i.seat(p.Seat)
	ids := i.keepReachable(s.present())
	switch {
	case p.Phase != frozen.Recovery && p.Seat == i.In.Plan.Command.Seat && i.bySuccession():
		return i.firstOf([]string{i.State.Commander}, ids)
	case p.Phase == frozen.Recovery:
		ids = i.firstOf(i.awake(i.moment().Holders(p.Seat)), i.awake(ids), i.commanders(), ids)
	case !s.Wanted && len(ids) == 0:
		ids = i.keepReachable(i.inCommand())
	}
	slices.SortStableFunc(ids, func(a, b string) int { return i.load(a) - i.load(b) })
	return ids
}

// firstOf is the first of several lists in which somebody can be reached.
func (i *Incident) firstOf(lists ...[]string) []string {
	for _, list := range lists {
		if ids := i.keepReachable(list); len(ids) > 0 {
			return ids
		}
	}
	return nil
}

// load is how many steps a person has in hand.
func (i *Incident) load(id string) int {
	n := 0
	for _, s := range i.State.Steps {
		if s.active() && slices.Contains(s.Assignees, id) {
			n++
		}
	}
	return n
}

// assignStep gives a step to a person and sends its task.
func (i *Incident) assignStep(s *Step, id string) {
	if slices.Contains(s.Assignees, id) {
		return
	}
	s.Assignees, s.Rev = append(s.Assignees, id), i.touch()
	if s.State == StepBlocked {
		s.State = StepOpen
	}
	if i.reachable(id) {
		i.sendTask(s, id)
	}
}

// sendTask tells a person of a step that they have now. Whoever had it before is told again under the same code, so that the
// older message still answers for it; whoever still has it knows.
func (i *Incident) sendTask(s *Step, id string) {
	p := i.task(s.ID, id)
	switch {
	case p == nil:
		p = i.newPage(TaskPage, id)
		p.Step, p.Token = s.ID, i.newToken(id)
	case p.waits() || p.State == PageAccepted:
		return
	}
	p.State, p.AnsweredAt, p.Owed, p.Rev = PageQueued, nil, true, i.touch()
}

// takeBack ends the message that gave a step to a person who no longer has it.
func (i *Incident) takeBack(s *Step, id string) {
	if p := i.task(s.ID, id); p != nil {
		p.close(i, false)
	}
}

// task is the message that gave a step to a person in its present round, nil if none.
func (i *Incident) task(step, id string) *Page {
	s := i.step(step)
	for _, p := range i.State.Pages {
		if p.Kind == TaskPage && p.Step == step && p.Responder == id && s.OpenedAt != nil && !p.OpenedAt.Before(*s.OpenedAt) {
			return p
		}
	}
	return nil
}

// handOver gives the steps of a person who has dropped out to others.
func (i *Incident) handOver(id string) {
	for k, s := range i.State.Steps {
		if !s.active() || !slices.Contains(s.Assignees, id) {
			continue
		}
		s.Assignees = slices.DeleteFunc(slices.Clone(s.Assignees), func(a string) bool { return a == id })
		s.Rev = i.touch()
		if len(s.Assignees) == 0 {
			i.handOut(s, &i.In.Plan.Steps[k])
		}
		if !slices.Contains(s.Assignees, id) {
			i.takeBack(s, id)
		}
	}
}

// handOutTo gives somebody who has just taken a seat what waits for them: steps that nobody has, and those that are everybody's.
func (i *Incident) handOutTo(id string) {
	for k, s := range i.State.Steps {
		p := &i.In.Plan.Steps[k]
		if s.active() && (len(s.Assignees) == 0 || p.Everyone) && slices.Contains(i.doers(p), id) {
			i.assignStep(s, id)
		}
	}
}

// finish completes a step and sets going what hangs on it.
func (i *Incident) finish(s *Step, by, value string, note Text) {
	if s.State == StepDone || s.State == StepSkipped {
		return
	}
	p, at := i.planStep(s.ID), i.now
	if value == "" {
		value = valueDone
	}
	if s.OpenedAt == nil {
		s.OpenedAt = &at
	}
	if s.StartedAt == nil {
		s.StartedAt = &at
	}
	s.State, s.DoneAt, s.By, s.Value, s.Note, s.Rev = StepDone, &at, by, value, note.EN, i.touch()
	s.Assignees = nil
	i.doneThrough(s.ID)
	i.stepOver(s.ID)
	i.log(KindStepDone, by, words.StepDone(s.ID, p.Title, i.name(by), value, note), about{Step: s.ID, Seat: p.Seat, Value: value})
	if p.Evidence.States != "" {
		i.state(p.Evidence.States, value, by)
	}
	if p.Notice != nil && p.Notice.At == frozen.AtDone {
		i.notice(p)
	}
	if p.Repeat != nil {
		s.Rounds++
		again := at.Add(p.Repeat.Every)
		s.AgainAt = &again
	}
	if p.StandDown != "" {
		i.standDown(by, p.StandDown, "")
	}
}

// skip leaves a step out, with the reason.
func (i *Incident) skip(s *Step, by string, reason Text) {
	if s.State == StepSkipped || (s.State == StepDone && s.AgainAt == nil) {
		return
	}
	p := i.planStep(s.ID)
	if s.Rounds > 0 { // a repeating step that was done before ends as done
		s.State, s.AgainAt, s.Rev = StepDone, nil, i.touch()
	} else {
		s.State, s.Reason, s.By, s.Rev = StepSkipped, reason.EN, by, i.touch()
		i.log(KindStepSkipped, by, words.StepSkipped(s.ID, p.Title, reason), about{Step: s.ID, Seat: p.Seat, detail: detail{Reason: reason}})
	}
	s.Assignees = nil
	i.stepOver(s.ID)
}

// stepOver ends all that was going on about a step.
func (i *Incident) stepOver(id string) {
	i.halt(Subject{AboutLate, id})
	i.dropAll(Subject{AboutLate, id})
	for _, p := range i.State.Pages {
		if p.Kind == TaskPage && p.Step == id && p.waits() {
			p.close(i, i.step(id).By == p.Responder)
		}
	}
}

// repeatDue opens repeating steps again, until their condition holds.
func (i *Incident) repeatDue() bool {
	changed := false
	for k, s := range i.State.Steps {
		if s.AgainAt == nil {
			continue
		}
		p := &i.In.Plan.Steps[k]
		if p.Repeat.Until != nil && cond.Eval(p.Repeat.Until, i.lookup) == cond.True {
			s.AgainAt, s.Rev = nil, i.touch()
			changed = true
		} else if !s.AgainAt.After(i.now) {
			i.openStep(s)
			changed = true
		}
	}
	return changed
}

// lateDue marks the steps that have run over their target.
func (i *Incident) lateDue() {
	for k, s := range i.State.Steps {
		if s.active() && !s.Late && s.TargetAt != nil && !s.TargetAt.After(i.now) {
			s.Late, s.Rev = true, i.touch()
			i.log(KindStepLate, ByPlan, words.StepLate(s.ID, i.In.Plan.Steps[k].Title), about{Step: s.ID, Seat: i.In.Plan.Steps[k].Seat})
		}
	}
}

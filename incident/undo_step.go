package incident

// Undoing answers about steps: what hangs on a step goes back to waiting, as long as nobody has begun it.

import (
	"slices"
	"strings"
	"time"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

func (i *Incident) undoTask(o *Undo) Text {
	s := i.step(o.Step.ID)
	switch {
	case i.page(o.Page) == nil:
		return words.NothingToUndo()
	case o.Action == reply.ActDone:
		return i.undoDone(o, s)
	case o.Action == reply.ActCannot:
		return i.undoCannot(o, s)
	case s.Rev != o.StepRev:
		return words.ChangedSince(i.planStep(s.ID).Title)
	}
	i.restoreStep(o, s)
	return Text{}
}

// restoreStep puts a step and its person's message back to what they were. Where the message has been pruned meanwhile, to make
// room for those that tell the others, the person is told of the step anew.
func (i *Incident) restoreStep(o *Undo, s *Step) {
	*s = *o.Step
	s.Rev = i.touch()
	p := i.page(o.Page)
	if p != nil {
		p.State, p.AnsweredAt, p.Rev = o.PageState, o.AnsweredAt, i.touch()
	}
	for _, id := range s.Assignees {
		if id != o.Responder || p == nil {
			i.sendTask(s, id)
		}
	}
}

// undoCannot gives a step back to somebody who said no by mistake, unless another has begun it.
func (i *Incident) undoCannot(o *Undo, s *Step) Text {
	if !s.active() || (s.State == StepStarted && o.Step.State != StepStarted) {
		return words.ChangedSince(i.planStep(s.ID).Title)
	}
	for _, id := range s.Assignees {
		if !slices.Contains(o.Step.Assignees, id) {
			i.withdrawTask(s, id)
		}
	}
	i.restoreStep(o, s)
	return Text{}
}

// withdrawTask takes a step from a person and says so.
func (i *Incident) withdrawTask(s *Step, id string) {
	i.takeBack(s, id)
	title := i.planStep(s.ID).Title
	i.tell(id, func(lang string) string { return words.TaskWithdrawn(lang, title.In(lang)) })
}

// undoDone opens a step again that was completed by mistake.
// timeToAnswer is what a step has at least, whose answer was taken back, before its lateness goes on. [design]
const timeToAnswer = time.Minute

// climbAgain takes up the ladder of a step where it stood when the step was answered: the time in between does not count, so
// that taking an answer back assumes nothing in its place.
func (i *Incident) climbAgain(c Climb, answered time.Time) *Climb {
	due := later(c.DueAt.Add(i.now.Sub(answered)), i.now.Add(timeToAnswer))
	c.Base, c.DueAt = c.Base.Add(due.Sub(c.DueAt)), due
	return &c
}

func (i *Incident) undoDone(o *Undo, s *Step) Text {
	if why := i.standsDone(o, s); why.EN != "" {
		return why
	}
	since := i.hanging(o, i.hangers([]string{o.Step.ID}))
	for _, id := range since {
		if why := i.begunSince(id); why.EN != "" {
			return why
		}
	}
	for _, id := range since {
		i.withdraw(id)
	}
	i.unstate(i.planStep(o.Step.ID).Evidence.States, o)
	i.restoreStep(o, s)
	if o.Climb != nil {
		i.State.Climbs = append(i.State.Climbs, i.climbAgain(*o.Climb, o.At))
	}
	if i.State.Phase != o.Phase {
		i.State.Phase, i.State.HeadRev = o.Phase, i.touch()
	}
	return Text{}
}

// standsDone says why a completed step cannot be opened again, whatever hangs on it.
func (i *Incident) standsDone(o *Undo, s *Step) Text {
	p := i.planStep(s.ID)
	f := i.fact(p.Evidence.States)
	switch {
	case i.State.Lifecycle != Open && (p.StandDown != "" || p.Phase != frozen.Recovery):
		return words.StoodDownSince()
	case s.State != StepDone || s.Rev != o.StepRev || (f != nil && f.Rev != o.FactRev):
		return words.ChangedSince(p.Title)
	case p.Notice != nil && p.Notice.At == frozen.AtDone:
		return words.NoticeSince()
	case i.State.Level != o.Level:
		return words.LevelSince()
	}
	return Text{}
}

// hanging are those of some steps that have changed since an answer, but for its own step.
func (i *Incident) hanging(o *Undo, on []string) []string {
	return slices.DeleteFunc(on, func(id string) bool {
		s := i.step(id)
		return (o.Step != nil && id == o.Step.ID) || s.State == StepWaiting || s.Rev <= o.Rev
	})
}

// hangers are some steps with all that hang on them: by the plan's order, or by what they state.
func (i *Incident) hangers(on []string) []string {
	for grown := true; grown; {
		grown = false
		for k := range i.In.Plan.Steps {
			if p := &i.In.Plan.Steps[k]; !slices.Contains(on, p.ID) && i.hangsOn(p, on) {
				on, grown = append(on, p.ID), true
			}
		}
	}
	return on
}

// hangsOn says whether a step comes after one of others, or has a condition that reads what they say.
func (i *Incident) hangsOn(p *frozen.Step, others []string) bool {
	return slices.ContainsFunc(others, func(id string) bool {
		written := writtenID(i.planStep(id))
		if slices.Contains(p.After, written) || reads(p.When, "steps."+written+".value") {
			return true
		}
		fact := i.planStep(id).Evidence.States
		return fact != "" && reads(p.When, "facts."+fact)
	})
}

func reads(e *cond.Expr, name string) bool {
	if e == nil {
		return false
	}
	return strings.EqualFold(e.Name, name) || slices.ContainsFunc(e.Args, func(a cond.Expr) bool { return reads(&a, name) })
}

// begunSince says why a step that hangs on another cannot go back to waiting: somebody is at it, or it has reached people outside.
func (i *Incident) begunSince(id string) Text {
	s, p := i.step(id), i.planStep(id)
	switch {
	case s.State == StepSkipped && s.By == ByPlan:
		return Text{}
	case s.State != StepOpen && s.State != StepBlocked:
		return words.ChangedSince(p.Title)
	case p.Call != nil, p.Notice != nil && p.Notice.At == frozen.AtOpen:
		return words.ChangedSince(p.Title)
	}
	return Text{}
}

// withdraw puts a step back to waiting; whoever has it is told.
func (i *Incident) withdraw(id string) {
	s := i.step(id)
	for _, who := range s.Assignees {
		i.withdrawTask(s, who)
	}
	i.stepOver(id)
	*s = Step{ID: id, State: StepWaiting, Rev: i.touch()}
	i.log(KindStepWithdrawn, ByPlan, words.StepWithdrawn(id, i.planStep(id).Title), about{Step: id})
}

// unstate puts a fact back to what it was before an answer stated it.
func (i *Incident) unstate(id string, o *Undo) {
	f := i.fact(id)
	if f == nil {
		return
	}
	kept := Fact{ID: f.ID} // nobody had stated it: the shadow has to hear that
	if o.Fact != nil {
		kept = *o.Fact
	}
	if kept.Value != f.Value {
		*f = kept
		f.Rev = i.touch()
		i.log(KindFact, o.Responder, words.FactWithdrawn(i.factTitle(f.ID)), about{Fact: f.ID, Value: f.Value})
	}
}

func (i *Incident) factTitle(id string) Text {
	if p := i.planFact(id); p != nil {
		return p.Title
	}
	return words.AsWritten(id)
}

package incident

// Undoing answers to questions: the fact is unknown again, and what hangs on it waits again.

import (
	"slices"

	"muster/incident/cond"
	"muster/incident/reply"
	"muster/incident/words"
)

// askedBefore keeps what the answer to a question is about to change. That people were released stands.
func (o *Undo) askedBefore(i *Incident, p *Page, u reply.Understanding) {
	o.What, o.Asked = i.asks(p), p.Fact
	switch {
	case p.lists() && u.Action == reply.ActState:
		o.What, o.Asked = i.factTitle(u.Value), u.Value
	case p.lists():
		return
	case p.Fact == "":
		o.Kind = ""
		return
	}
	if f := i.fact(o.Asked); f != nil {
		kept := *f
		o.Fact = &kept
	}
}

// undoAnswered takes the answer to a question back: it is open again, for everybody who was asked.
func (i *Incident) undoAnswered(o *Undo) Text {
	p := i.page(o.Page)
	if p == nil {
		return words.NothingToUndo()
	}
	if o.Action == reply.ActState {
		if why := i.undoStated(o); why.EN != "" {
			return why
		}
	}
	p.State, p.AnsweredAt, p.Rev = o.PageState, o.AnsweredAt, i.touch()
	return Text{}
}

// undoStated makes a fact what it was before somebody stated it, as long as nobody has begun what hangs on it.
func (i *Incident) undoStated(o *Undo) Text {
	f := i.fact(o.Asked)
	switch {
	case f == nil || f.Rev != o.FactRev:
		return words.ChangedSince(i.factTitle(o.Asked))
	case i.State.Level != o.Level:
		return words.LevelSince()
	}
	since := i.hanging(o, i.hangers(i.readers("facts."+o.Asked)))
	for _, id := range since {
		if why := i.begunSince(id); why.EN != "" {
			return why
		}
	}
	for _, id := range since {
		i.withdraw(id)
	}
	i.unstate(o.Asked, o)
	i.repeatAgain(o)
	return Text{}
}

// readers are the steps whose condition reads a name.
func (i *Incident) readers(name string) []string {
	var ids []string
	for k := range i.In.Plan.Steps {
		if p := &i.In.Plan.Steps[k]; reads(p.When, name) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// repeatAgain lets the steps go on repeating that a fact had ended.
func (i *Incident) repeatAgain(o *Undo) {
	for k, s := range i.State.Steps {
		p := &i.In.Plan.Steps[k]
		ended := p.Repeat != nil && s.State == StepDone && s.AgainAt == nil && s.Rev > o.Rev && reads(p.Repeat.Until, "facts."+o.Asked)
		if ended && slices.Contains([]cond.Truth{cond.False, cond.Unknown}, cond.Eval(p.Repeat.Until, i.lookup)) {
			again := later(s.DoneAt.Add(p.Repeat.Every), i.now)
			s.AgainAt, s.Rev = &again, i.touch()
		}
	}
}

package incident

// Undo: "9" takes a person's last answer back, within five minutes and while nothing has been done that hangs on it.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// undoWithin is for how long an answer may be taken back (RESPONSE.md section 4).
const undoWithin = 5 * time.Minute

// Undo is a person's last answer, with all that was there before it.
type Undo struct {
	Responder  string       `json:"responder"`
	At         time.Time    `json:"at"`
	Action     reply.Action `json:"action"`
	Kind       reply.Kind   `json:"kind,omitempty"` // of what was answered; empty: an answer that cannot be taken back
	Page       string       `json:"page,omitempty"`
	What       Text         `json:"what"`
	Rev        int          `json:"rev"` // of the state when it had been applied
	PageState  PageState    `json:"page_state,omitempty"`
	AnsweredAt *time.Time   `json:"answered_at,omitempty"`
	About      []Subject    `json:"about,omitempty"`
	Holdings   []Holding    `json:"holdings,omitempty"`
	Step       *Step        `json:"step,omitempty"`
	StepRev    int          `json:"step_rev,omitempty"`
	Climb      *Climb       `json:"climb,omitempty"`
	Fact       *Fact        `json:"fact,omitempty"` // as it was before the step stated it
	FactRev    int          `json:"fact_rev,omitempty"`
	Level      frozen.Level `json:"level"`
	Phase      frozen.Phase `json:"phase"`
	Commander  string       `json:"commander,omitempty"`
}

// Holding is a seat as a person held it.
type Holding struct {
	Seat   string `json:"seat"`
	Holder Holder `json:"holder"`
}

// applyUndoably performs an answer, and keeps what it takes to undo it.
func (i *Incident) applyUndoably(id string, u reply.Understanding, it reply.Item) string {
	if u.Action == reply.ActSeen || !i.rules(frozen.AnswersAreUndone) {
		return i.applyTo(id, u, it)
	}
	before := i.snapshot(id, u, it)
	said := i.applyTo(id, u, it)
	before.Rev = i.State.Rev
	if before.Step != nil {
		before.StepRev = i.step(before.Step.ID).Rev
		if f := i.fact(i.planStep(before.Step.ID).Evidence.States); f != nil {
			before.FactRev = f.Rev
		}
	}
	i.keepUndo(before)
	return said
}

// final notes an answer that cannot be taken back, so that "9" does not take an older one instead.
func (i *Incident) final(id string, u reply.Understanding) {
	switch u.Action {
	case reply.ActDanger, reply.ActRealEmergency, reply.ActNeedHelp, reply.ActRelief, reply.ActOptOut, reply.ActOptIn, reply.ActWrongNumber:
		if i.rules(frozen.AnswersAreUndone) {
			i.keepUndo(Undo{Responder: id, At: i.now, Action: u.Action})
		}
	default:
	}
}

// keepUndo keeps a person's last answer, and forgets those that are too old.
func (i *Incident) keepUndo(u Undo) {
	i.State.Undos = slices.DeleteFunc(slices.Clone(i.State.Undos), func(o Undo) bool {
		return o.Responder == u.Responder || i.now.Sub(o.At) > undoWithin
	})
	i.State.Undos = append(i.State.Undos, u)
}

func (i *Incident) forgetUndo(id string) {
	i.State.Undos = slices.DeleteFunc(slices.Clone(i.State.Undos), func(o Undo) bool { return o.Responder == id })
}

// snapshot is what an answer is about to change.
func (i *Incident) snapshot(id string, u reply.Understanding, it reply.Item) Undo {
	o := Undo{
		Responder: id, At: i.now, Action: u.Action, Kind: it.Kind, What: words.Post(), Level: i.State.Level, Phase: i.State.Phase,
		Commander: i.State.Commander,
	}
	for _, s := range i.State.Seats {
		if h := s.holder(id); h != nil {
			o.Holdings = append(o.Holdings, Holding{s.ID, *h})
		}
	}
	p := i.page(it.Ref)
	if it.Kind == reply.Post || p == nil {
		return o
	}
	o.Page, o.PageState, o.AnsweredAt, o.About = p.ID, p.State, p.AnsweredAt, slices.Clone(p.About)
	if it.Kind == reply.Page {
		o.What = i.subjects(p)
		return o
	}
	o.stepBefore(i, p.Step)
	return o
}

func (o *Undo) stepBefore(i *Incident, id string) {
	s, p := *i.step(id), i.planStep(id)
	s.Assignees = slices.Clone(s.Assignees)
	o.Step, o.What = &s, p.Title
	if c := i.climb(Subject{AboutLate, id}); c != nil {
		kept := *c
		o.Climb = &kept
	}
	if f := i.fact(p.Evidence.States); f != nil {
		kept := *f
		o.Fact = &kept
	}
}

// undo takes the last answer of a person back, or says why it stands.
func (i *Incident) undo(id string, u reply.Understanding, text string) string {
	r, _ := i.responder(id)
	lang := r.Language()
	if !i.rules(frozen.AnswersAreUndone) {
		i.log(KindReply, id, words.Reply(r.Name, clip(text)), about{Responder: id})
		return words.CannotUndo(lang)
	}
	why, o := words.NothingToUndo(), i.lastAnswer(id)
	if o != nil {
		why = i.takeBackAnswer(o, u)
	}
	if why.EN != "" {
		i.log(KindReply, id, words.Reply(r.Name, clip(text)), about{Responder: id})
		return words.NotUndone(lang, why)
	}
	i.log(KindUndone, id, words.Undone(r.Name, string(o.Action), o.What), o.entry())
	said := words.UndoneTaken(lang, string(o.Action), o.What)
	i.forgetUndo(id)
	return said
}

// lastAnswer is what a person said last, nil if that is too long ago.
func (i *Incident) lastAnswer(id string) *Undo {
	for k := range i.State.Undos {
		if o := i.State.Undos[k]; o.Responder == id && i.now.Sub(o.At) <= undoWithin {
			return &o
		}
	}
	return nil
}

func (o *Undo) entry() about {
	ref := about{Page: o.Page, Responder: o.Responder, Value: string(o.Action)}
	if o.Step != nil {
		ref.Step = o.Step.ID
	}
	return ref
}

// takeBackAnswer takes an answer back; a text says why it cannot be.
func (i *Incident) takeBackAnswer(o *Undo, u reply.Understanding) Text {
	named := func(it reply.Item) bool { return it.Ref == o.Page || it.Kind == o.Kind && it.Kind == reply.Post }
	if len(u.Targets) > 0 && !slices.ContainsFunc(u.Targets, named) {
		return words.OnlyTheLast()
	}
	switch o.Kind {
	case reply.Task:
		return i.undoTask(o)
	case reply.Page:
		return i.undoPage(o)
	case reply.Post:
		return i.undoPost(o)
	}
	return words.NeverUndone()
}

func (i *Incident) undoPage(o *Undo) Text {
	p := i.page(o.Page)
	if p == nil || i.State.Lifecycle != Open {
		return words.StoodDownSince()
	}
	if o.Action == reply.ActCannot {
		return i.undoDecline(o, p)
	}
	return i.undoAccept(o, p)
}

// undoDecline asks a person again who said no by mistake.
func (i *Incident) undoDecline(o *Undo, p *Page) Text {
	live := i.stillAsked(o.About)
	if len(live) == 0 {
		return words.TakenSince()
	}
	for _, s := range i.State.Seats {
		if slices.Contains(live, Subject{AboutSeat, s.ID}) {
			s.Declined = slices.DeleteFunc(slices.Clone(s.Declined), func(d string) bool { return d == o.Responder })
			s.Rev = i.touch()
		}
	}
	i.reopenPage(o, p, live)
	return Text{}
}

// stillAsked are the subjects about which somebody is still being called.
func (i *Incident) stillAsked(subjects []Subject) []Subject {
	return slices.DeleteFunc(slices.Clone(subjects), func(s Subject) bool { return i.climb(s.climbed()) == nil })
}

// reopenPage has a page wait for its answer again; somebody who has another one open by now is asked by that.
func (i *Incident) reopenPage(o *Undo, p *Page, live []Subject) {
	p.PromisedAt, p.AnsweredAt, p.Rev = nil, nil, i.touch()
	if other := i.openCall(o.Responder); (other != nil && other != p) || len(live) == 0 {
		p.State = PageStoodDown
		i.askAnew(p, live)
		return
	}
	p.State, p.About = o.PageState, live
}

// undoAccept opens again what a person took on by mistake.
func (i *Incident) undoAccept(o *Undo, p *Page) Text {
	if slices.ContainsFunc(p.About, func(a Subject) bool { return a.Kind == AboutCommand }) {
		return words.CommandHasPassed()
	}
	for _, seat := range p.seats() {
		s, held := i.seat(seat), false
		for _, h := range o.Holdings {
			held = held || h.Seat == seat
		}
		if !held && s.holder(o.Responder) != nil {
			i.leave(s, o.Responder, o.Responder)
			s.Declined = slices.DeleteFunc(slices.Clone(s.Declined), func(d string) bool { return d == o.Responder })
		}
	}
	for _, a := range p.About {
		if a.Kind != AboutSeat {
			i.handAgain(a, o.Responder)
		}
	}
	i.reopenPage(o, p, i.stillAsked(o.About))
	return Text{}
}

// handAgain lets climb again what somebody had taken in hand.
func (i *Incident) handAgain(a Subject, id string) {
	switch a.Kind {
	case AboutDanger, AboutHelp:
		i.begin(a)
		return
	case AboutLate:
		if s := i.step(a.Ref); s.active() && slices.Contains(s.Assignees, id) {
			i.unassign(s, id)
		}
	case AboutSeat, AboutGap, AboutCommand:
	}
	if c := i.climb(a.climbed()); c != nil && c.InHand == id {
		i.letGo(c)
	}
}

// unassign takes a step from a person and gives it to somebody else if nobody has it then.
func (i *Incident) unassign(s *Step, id string) {
	s.Assignees = slices.DeleteFunc(slices.Clone(s.Assignees), func(a string) bool { return a == id })
	s.Rev = i.touch()
	i.takeBack(s, id)
	if len(s.Assignees) == 0 {
		i.handOut(s, i.planStep(s.ID))
	}
}

// undoPost gives a holder back what they were before.
func (i *Incident) undoPost(o *Undo) Text {
	if i.State.Lifecycle != Open {
		return words.StoodDownSince()
	}
	if o.Action == reply.ActCannot {
		return i.undoLeave(o)
	}
	for _, held := range o.Holdings {
		s := i.seat(held.Seat)
		if h := s.holder(o.Responder); h != nil {
			*h, s.Rev = held.Holder, i.touch()
			if s.short() > 0 && i.climb(Subject{AboutSeat, s.ID}) == nil {
				i.reopen(s)
			}
		}
	}
	for _, p := range i.State.Pages {
		if o.Action == reply.ActOnScene && p.Kind == CallPage && p.Responder == o.Responder && p.State == PageOnScene && !i.onScene(o.Responder) {
			p.State, p.Rev = PageAccepted, i.touch()
		}
	}
	return Text{}
}

// undoLeave lets a person back into the seats that they left, while nobody else has taken them.
func (i *Incident) undoLeave(o *Undo) Text {
	if o.Commander == o.Responder && i.State.Commander != "" && i.State.Commander != o.Responder {
		return words.CommandHasPassed()
	}
	for _, held := range o.Holdings {
		s := i.seat(held.Seat)
		if (s.Wanted && s.short() == 0) || s.holder(o.Responder) != nil || !i.free(o.Responder, i.planSeat(s.ID), false) {
			return words.TakenSince()
		}
	}
	for _, held := range o.Holdings {
		s := i.seat(held.Seat)
		s.Declined = slices.DeleteFunc(slices.Clone(s.Declined), func(d string) bool { return d == o.Responder })
		s.Holders, s.Rev = append(s.Holders, held.Holder), i.touch()
		i.seatGrown(s)
		i.commandTaken(s, o.Responder)
	}
	i.handOutTo(o.Responder)
	return Text{}
}

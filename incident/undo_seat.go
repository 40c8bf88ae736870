package incident

// Undoing answers to pages, and about posts: seats are asked for again, or given back.

import (
	"slices"

	"muster/incident/reply"
	"muster/incident/words"
)

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
	if live = i.notApart(live, o.Responder); len(live) == 0 {
		return words.OtherSince()
	}
	for _, s := range i.State.Seats {
		if slices.Contains(live, Subject{AboutSeat, s.ID}) {
			s.unrefused(o.Responder)
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
	if p.approval() {
		return words.NoticeSince()
	}
	for _, seat := range p.seats() {
		s, held := i.seat(seat), false
		for _, h := range o.Holdings {
			held = held || h.Seat == seat
		}
		if !held && s.holder(o.Responder) != nil {
			i.leave(s, o.Responder, o.Responder)
			s.unrefused(o.Responder)
		}
	}
	for _, a := range p.About {
		if a.Kind != AboutSeat {
			i.handAgain(a, o.Responder)
		}
	}
	i.reopenPage(o, p, i.notApart(i.stillAsked(o.About), o.Responder))
	return Text{}
}

// handAgain lets climb again what somebody had taken in hand.
func (i *Incident) handAgain(a Subject, id string) {
	switch a.Kind {
	case AboutDanger, AboutHelp, AboutSilent:
		i.begin(a)
		return
	case AboutLate:
		if s := i.step(a.Ref); s.active() && slices.Contains(s.Assignees, id) {
			i.unassign(s, id)
		}
	case AboutSeat, AboutGap, AboutCommand, AboutNotice, AboutSame, AboutOpen:
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
			held.Holder.keepWish(*h)
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
		s.unrefused(o.Responder)
		s.Holders, s.Rev = append(s.Holders, held.Holder), i.touch()
		i.askedApart(s, o.Responder)
		i.seatGrown(s)
		i.commandTaken(s, o.Responder)
	}
	i.handOutTo(o.Responder)
	return Text{}
}

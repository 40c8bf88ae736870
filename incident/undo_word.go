package incident

// Undoing words that answered nothing that was asked: a call for help or relief, a wrong number. Danger and opting out stand.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// undoWord takes back a word of somebody's own; a text says why it cannot be.
func (i *Incident) undoWord(o *Undo) Text {
	if i.rules(frozen.WordsAreUndone) {
		switch o.Action {
		case reply.ActNeedHelp:
			return i.undoHelp(o.Responder)
		case reply.ActRelief:
			return i.undoRelief(o)
		case reply.ActWrongNumber:
			return i.undoWrongNumber(o.Responder)
		default:
		}
	}
	return words.NeverUndone()
}

// undoHelp calls nobody any more to help a person, as long as nobody sees to it; who was called is told.
func (i *Incident) undoHelp(id string) Text {
	help := Subject{AboutHelp, id}
	c := i.climb(help)
	if c == nil || c.InHand != "" {
		return words.NeverUndone()
	}
	i.halt(help)
	for _, called := range i.askedAbout(help) {
		i.tell(called, func(lang string) string { return words.HelpWithdrawn(lang, i.hazard(lang), i.name(id)) })
	}
	i.dropAll(help)
	return Text{}
}

// askedAbout are those who may have read a page about a subject and have not answered it.
func (i *Incident) askedAbout(s Subject) []string {
	var ids []string
	for _, p := range i.State.Pages {
		if p.waits() && p.has(s) && p.left() {
			ids = append(ids, p.Responder)
		}
	}
	return ids
}

// undoRelief keeps a holder in the seats for which they have asked for relief lately, while they are still in all of them. A
// shift that has ended meanwhile has ended.
func (i *Incident) undoRelief(o *Undo) Text {
	var wished []*Seat
	for _, held := range o.Holdings {
		s := i.seat(held.Seat)
		h := s.holder(o.Responder)
		if h == nil {
			return words.TakenSince()
		}
		if h.Relief == ReliefAsked && i.now.Sub(*h.ReliefAt) <= undoWithin {
			wished = append(wished, s)
		}
	}
	if len(wished) == 0 { // their word had somebody called to help them instead
		return i.undoHelp(o.Responder)
	}
	for _, s := range wished {
		h := s.holder(o.Responder)
		h.ReliefAt, h.Relief, s.Rev = nil, "", i.touch()
		i.seatGrown(s)
	}
	return Text{}
}

// undoWrongNumber reaches a person by their number again, and asks them again for what is still open of what they were asked.
func (i *Incident) undoWrongNumber(id string) Text {
	person := i.person(id)
	if person == nil || person.Bad != FailWrongNumber || i.State.Lifecycle != Open {
		return words.NeverUndone()
	}
	person.Bad = ""
	for _, p := range slices.Clone(i.State.Pages) {
		if p.Responder == id && p.State == PageUnreachable {
			i.askAnew(p, i.notApart(i.stillAsked(p.About), id))
		}
	}
	i.handOutTo(id)
	return Text{}
}

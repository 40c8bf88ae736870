package incident

// Holding seats: accepting, coming, arriving, declining and leaving.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// accept takes what a page has told its person of. By radio, where nothing of it has arrived, the desk has told them all.
func (i *Incident) accept(p *Page, lang string, as HolderState, minutes time.Duration) string {
	told := i.told(p)
	if len(told) == 0 {
		told = p.About
	}
	return i.acceptOnly(p, told, lang, as, minutes)
}

// acceptOnly takes a part of what a page asks: its seats are promised, and the rest of it is in this person's hand. What is
// not part of it is asked anew, under a code of its own.
func (i *Incident) acceptOnly(p *Page, part []Subject, lang string, as HolderState, minutes time.Duration) string {
	at, rest := i.now, without(p.About, part)
	p.About = part
	p.State, p.AnsweredAt, p.Owed, p.Rev = PageAccepted, &at, false, i.touch()
	if as == HolderOnScene {
		p.State = PageOnScene
	}
	seats := p.seats()
	p.PromisedAt = i.promised(seats, as, minutes)
	i.log(KindPageAccepted, p.Responder, words.Accepted(i.name(p.Responder), i.subjects(p), i.clockText(p.PromisedAt)),
		about{Page: p.ID, Responder: p.Responder, Value: string(as), detail: detail{Seats: seats, DueAt: p.PromisedAt}})
	for _, id := range seats {
		i.seatTaken(i.seat(id), p.Responder, as, minutes)
	}
	for _, a := range slices.Clone(p.About) {
		if a.Kind != AboutSeat {
			i.takeOn(a, p.Responder)
		}
	}
	i.askAnew(p, rest)
	if asked := i.approves(p); asked != nil {
		return i.approvalTaken(asked, p.Responder, lang)
	}
	if len(seats) == 0 {
		return words.InHandTaken(lang) + i.inHandNow(p, lang)
	}
	return words.AcceptTaken(lang, i.titles(p, p.Responder), i.clockIn(p.PromisedAt, lang)) + i.inHandNow(p, lang)
}

// promised is when the person must be there: by their own word, or by the shortest of the seats' own times.
func (i *Incident) promised(seats []string, as HolderState, minutes time.Duration) *time.Time {
	within := minutes
	if within == 0 {
		for _, id := range seats {
			if w := i.planSeat(id).ArriveWithin; w > 0 && (within == 0 || w < within) {
				within = w
			}
		}
	}
	if within == 0 || as == HolderOnScene {
		return nil
	}
	at := i.now.Add(within)
	return &at
}

// seatTaken puts a person into a seat; a seat that is filled by it stands down the others whom it had asked.
func (i *Incident) seatTaken(s *Seat, id string, as HolderState, minutes time.Duration) {
	s.unrefused(id)
	h := s.holder(id)
	fresh := h == nil
	if fresh {
		s.Holders = append(s.Holders, Holder{Responder: id})
		h = &s.Holders[len(s.Holders)-1]
	}
	if h.Relief != ReliefOptOut || i.reachable(id) {
		h.stay()
	}
	if h.State == HolderOnScene { // whoever is there is not sent for again
		as = HolderOnScene
	}
	h.State, h.Since, h.AskedAt, h.PromisedAt, s.Rev = as, i.now, nil, i.promised([]string{s.ID}, as, minutes), i.touch()
	if fresh {
		i.lateShift(s, h)
	}
	i.askedApart(s, id)
	i.seatGrown(s)
	i.commandTaken(s, id)
	i.handOutTo(id)
}

// seatGrown notes a seat that is filled now.
func (i *Incident) seatGrown(s *Seat) {
	if s.Wanted && s.short() == 0 && i.climb(Subject{AboutSeat, s.ID}) != nil {
		i.log(KindSeatFilled, "", words.SeatFilled(i.planSeat(s.ID).Title, len(s.staying()), s.Needs), about{Seat: s.ID, detail: s.staffing()})
		i.seatSettled(s)
	}
}

func (i *Incident) commandTaken(s *Seat, id string) {
	if c := i.seeking(); c != nil && id != i.State.Commander && (s.ID == i.In.Plan.Command.Seat || s.ID == i.In.Plan.Command.Deputy) {
		i.passCommand(c.About.Ref, id)
		return
	}
	if s.ID != i.In.Plan.Command.Seat && (s.ID != i.In.Plan.Command.Deputy || i.State.Commander != "") {
		return
	}
	if current := i.inCommand(); i.State.Commander != "" && slices.Contains(current, i.State.Commander) {
		return
	}
	i.putInCommand(id, s.ID, words.CommandTaken(i.name(id)))
}

// decline notes that a person cannot, and calls the next one at once.
func (i *Incident) decline(p *Page) {
	at := i.now
	p.State, p.AnsweredAt, p.Owed, p.Rev = PageDeclined, &at, false, i.touch()
	i.log(KindPageDeclined, p.Responder, words.Declined(i.name(p.Responder), i.subjects(p)), about{Page: p.ID, Responder: p.Responder, detail: detail{Seats: p.seats()}})
	for _, id := range p.seats() {
		if s := i.seat(id); !slices.Contains(s.Declined, p.Responder) {
			s.Declined = append(s.Declined, p.Responder)
		}
	}
	i.replace(p)
}

// promise renews a promise that a holder gave before.
func (i *Incident) promise(id, lang string, minutes time.Duration) string {
	if minutes == 0 {
		return i.renew(id, lang)
	}
	at := i.now.Add(minutes)
	for _, s := range i.State.Seats {
		if h := s.holder(id); h != nil && h.State != HolderOnScene {
			h.State, h.Since, h.PromisedAt, h.AskedAt, s.Rev = HolderAccepted, i.now, &at, nil, i.touch()
			i.seatGrown(s)
		}
	}
	i.log(KindPageAccepted, id, words.Promised(i.name(id), i.clockText(&at)), about{Responder: id, detail: detail{DueAt: &at}})
	return words.PromiseTaken(lang, i.clockIn(&at, lang))
}

// renew takes a second acceptance: of seats for which the person counts as late, or has been asked where they are, it is a
// promise like the first.
func (i *Incident) renew(id, lang string) string {
	late := i.lateFor(id)
	if len(late) == 0 || i.State.Lifecycle != Open || !i.rules(frozen.LatePeopleRenew) {
		return words.AcceptedAlready(lang)
	}
	at, titles := i.promised(late, HolderAccepted, 0), i.titlesOf(late)
	i.log(KindPageAccepted, id, words.Accepted(i.name(id), titles, i.clockText(at)), about{Responder: id, detail: detail{Seats: late, DueAt: at}})
	for _, seat := range late {
		i.seatTaken(i.seat(seat), id, HolderAccepted, 0)
	}
	return words.AcceptTaken(lang, titles.In(lang), i.clockIn(at, lang))
}

// lateFor are the seats whose promise a person has broken.
func (i *Incident) lateFor(id string) []string {
	var late []string
	for _, s := range i.State.Seats {
		if h := s.holder(id); h != nil && (h.State == HolderLate || h.AskedAt != nil) {
			late = append(late, s.ID)
		}
	}
	return late
}

// arrive marks a holder as on scene, also one who had been counted out.
func (i *Incident) arrive(s *Seat, h *Holder) {
	h.State, h.PromisedAt, h.AskedAt, s.Rev = HolderOnScene, nil, nil, i.touch()
	i.seatGrown(s)
}

// leave takes a person out of a seat, who is not asked for it again; the seat opens anew if it is short now.
func (i *Incident) leave(s *Seat, id, by string) {
	s.Holders = slices.DeleteFunc(slices.Clone(s.Holders), func(h Holder) bool { return h.Responder == id })
	s.Declined, s.Held, s.Rev = append(s.Declined, id), s.heldBy(id), i.touch()
	title := i.planSeat(s.ID).Title
	i.log(KindSeatReopened, by, words.SeatLeft(title, i.name(id)), about{Seat: s.ID, Responder: id})
	if s.ID == i.In.Plan.Command.Seat || s.ID == i.In.Plan.Command.Deputy {
		i.commandLeft(id)
	}
	i.handOver(id)
	if !i.holds(id) {
		i.handBack(id)
	}
	if s.short() > 0 && i.climb(Subject{AboutSeat, s.ID}) == nil {
		i.reopen(s)
	}
}

func (i *Incident) commandLeft(id string) {
	if i.State.Commander != id {
		return
	}
	i.State.Commander, i.State.HeadRev = "", i.touch()
	if i.rules(frozen.CommandPasses) {
		i.State.Command.Succeeded = false
		i.retire(id)
	}
	next := i.inCommand()
	if i.rules(frozen.CommandPasses) { // not back to whoever was succeeded because they were silent
		next = i.keepReachable(i.awake(next))
	}
	if len(next) > 0 {
		i.putInCommand(next[0], "", words.CommandTaken(i.name(next[0])))
		return
	}
	i.seekCommander(id)
}

// optOut marks a person as out of reach by SMS; the ladders go on without them.
func (i *Incident) optOut(id string) {
	i.log(KindUnreachable, id, words.Unreachable(i.name(id), string(FailOptedOut)), about{Responder: id, Value: string(FailOptedOut)})
	i.lose(id, FailOptedOut)
}

// optIn takes that back; whom nobody has relieved yet stays.
func (i *Incident) optIn(id string) {
	i.State.People = slices.DeleteFunc(i.State.People, func(p *Person) bool { return p.ID == id && p.Bad == FailOptedOut })
	for _, s := range i.State.Seats {
		if h := s.holder(id); h != nil && h.Relief == ReliefOptOut {
			h.ReliefAt, h.Relief, s.Rev = nil, "", i.touch() // a shift that has ended meanwhile has ended
			i.seatGrown(s)
		}
	}
}

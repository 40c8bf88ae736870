package incident

// Absorbing: an incident takes over what another one has. Doing it twice changes nothing twice, and in whatever order it comes.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// Absorbed is what an incident remembers of one that has become a part of it.
type Absorbed struct {
	From    string    `json:"from"`
	Held    []Refusal `json:"held,omitempty"`    // who came with which seat
	Codes   []Codes   `json:"codes,omitempty"`   // under which those people may answer here
	Heard   time.Time `json:"heard,omitzero"`    // when the last note of it was written
	Lacking []string  `json:"lacking,omitempty"` // what had no place here, and was said
}

// Absorb takes over what another incident has. It refuses if this one is over, or is itself about to become another's part.
func (i *Incident) Absorb(now time.Time, c Carried) error {
	if err := i.absorbable(now, c.From); err != nil {
		return err
	}
	i.dropMerge() // both at once: the other's is the one that counts; under way into a third one it is not absorbable
	a, first := i.absorbed(c.From)
	people := i.carrySeats(c, a)
	facts := i.carryFacts(c.Facts)
	i.loseCarried(c.Unreachable)
	i.raiseCarried(c)
	lacking := i.seatsLacking(c, a)
	i.hearRemarks(c, a)
	a.Codes = c.Codes
	i.link(Link{Incident: c.From, Kind: LinkMerged, Plan: c.Plan})
	i.settleDecision(Subject{AboutSame, c.From})
	for _, l := range c.Links {
		if l.Incident != i.In.ID {
			i.link(l)
		}
	}
	if first || people+facts+len(lacking) > 0 {
		i.sayAbsorbed(c, people, facts, lacking)
	}
	return nil
}

// hearRemarks puts the other incident's notes on the timeline, each once.
func (i *Incident) hearRemarks(c Carried, a *Absorbed) {
	for _, r := range c.Remarks {
		if r.At.After(a.Heard) {
			i.log(KindNote, r.By, Text{EN: r.Text, ZH: r.Text}, about{Value: c.From})
			a.Heard = r.At
		}
	}
}

// absorbable says why another incident cannot become a part of this one. Where two are merged into one another at once, the one
// with the lower id stays.
func (i *Incident) absorbable(now time.Time, from string) error {
	if err := i.running(now); err != nil {
		return err
	}
	_, known := i.linked(LinkMerged, from)
	m := i.State.Kin.Merging
	switch {
	case !i.rules(frozen.IncidentsMerge):
		return fail(CodeStepState, "It began under a version that could not merge.")
	case i.State.Lifecycle != Open && !known:
		return fail(CodeStepState, "It has stood down.")
	case m != nil && (m.Into != from || from < i.In.ID):
		return fail(CodeStepState, "It is itself being merged into %s.", m.Into)
	}
	return nil
}

// absorbed is what is remembered of an incident; first says that it was nothing yet.
func (i *Incident) absorbed(from string) (a *Absorbed, first bool) {
	k := &i.State.Kin
	for n := range k.Absorbed {
		if k.Absorbed[n].From == from {
			return &k.Absorbed[n], false
		}
	}
	k.Absorbed = append(slices.Clone(k.Absorbed), Absorbed{From: from})
	return &k.Absorbed[len(k.Absorbed)-1], true
}

// carrySeats puts people into the seats that they hold in the other incident, and says for how many that was news. Nobody is
// asked: they have accepted. Whoever has left a seat there since the last time leaves it here.
func (i *Incident) carrySeats(c Carried, a *Absorbed) (news int) {
	var people []string
	for _, h := range c.Holders {
		if s := i.seat(h.Seat); s != nil && i.reaches(h.Responder) && i.carry(s, h) {
			i.log(KindCarried, h.Responder, words.Carried(h.Name, i.planSeat(s.ID).Title, c.Title), about{Seat: s.ID, Responder: h.Responder, Value: string(h.State)})
			people = append(people, h.Responder)
			news++
		}
	}
	for _, id := range people {
		i.answeredThere(id)
	}
	i.carryRefusals(c.Declined)
	for _, h := range c.Holders {
		if s := i.seat(h.Seat); s != nil && slices.Contains(people, h.Responder) && s.holder(h.Responder) != nil {
			i.seatGrown(s)
			i.commandTaken(s, h.Responder)
			i.handOutTo(h.Responder)
			if h.ReliefAt != nil {
				i.wishRelief(h.Responder, []*Seat{s}, h.Relief)
			}
		}
	}
	i.leaveAsThere(c, a)
	return news
}

// reaches says whether a person is one of those whom this incident can call.
func (i *Incident) reaches(id string) bool {
	_, ok := i.responder(id)
	return ok
}

// carry notes a holder, unless they are known here to be as far already.
func (i *Incident) carry(s *Seat, there SeatHolder) bool {
	here := s.holder(there.Responder)
	if here != nil && (further(here.State) >= further(there.State)) {
		return false
	}
	if here == nil && !i.makesRoom(s, there) {
		return false
	}
	s.unrefused(there.Responder)
	if here == nil {
		s.Holders = append(s.Holders, Holder{Responder: there.Responder})
		here = &s.Holders[len(s.Holders)-1]
	}
	here.State, here.Since, here.PromisedAt, here.AskedAt, here.OffSince, s.Rev = there.State, i.now, there.PromisedAt, there.AskedAt, there.OffSince, i.touch()
	return true
}

// further orders how far a holder has come.
func further(s HolderState) int {
	switch s {
	case HolderLate:
		return 0
	case HolderAccepted:
		return 1
	case HolderOnScene:
		return 2
	}
	return 0
}

// answeredThere ends what a person is asked here about seats: they have answered in the other incident. What else their page is
// about stays open; seats that they do not hold go on to others.
func (i *Incident) answeredThere(id string) {
	p := i.openCall(id)
	if p == nil || len(p.seats()) == 0 {
		return
	}
	var held, left []Subject
	for _, a := range seatSubjects(p.seats()) {
		if i.seat(a.Ref).holder(id) != nil {
			held = append(held, a)
		} else {
			left = append(left, a)
		}
	}
	rest := without(p.About, append(slices.Clone(held), left...))
	switch {
	case len(rest) > 0:
		p.About = rest
	case len(held) > 0:
		at := i.now
		p.State, p.AnsweredAt, p.About, p.Owed = PageAccepted, &at, held, false
	default:
		p.State, p.Owed = PageStoodDown, false
	}
	p.Rev = i.touch()
	for _, a := range left {
		i.widen(a.Ref)
	}
}

// carryRefusals asks nobody again who has declined a seat in the other incident.
func (i *Incident) carryRefusals(list []Refusal) {
	for _, r := range list {
		s := i.seat(r.Seat)
		if s == nil || s.holder(r.Responder) != nil || slices.Contains(s.Declined, r.Responder) {
			continue
		}
		s.Declined, s.Rev = append(slices.Clone(s.Declined), r.Responder), i.touch()
		about := Subject{AboutSeat, s.ID}
		if p := i.openCall(r.Responder); p != nil && p.has(about) {
			i.drop(p, about)
			i.widen(s.ID)
		}
	}
}

// leaveAsThere takes people out of seats with which they came, and which they have left in the other incident since.
func (i *Incident) leaveAsThere(c Carried, a *Absorbed) {
	var held []Refusal
	for _, h := range c.Holders {
		held = append(held, Refusal{h.Seat, h.Responder})
	}
	for _, before := range a.Held {
		if s := i.seat(before.Seat); s != nil && !slices.Contains(held, before) && s.holder(before.Responder) != nil {
			i.leave(s, before.Responder, before.Responder)
		}
	}
	a.Held = held
}

// TakenOf says where the people of a hand-over stand here.
func (i *Incident) TakenOf(c Carried) Taken {
	t := Taken{Plan: i.In.Plan.ID, Title: i.In.Plan.Title, Location: i.In.Declaration.Location}
	if i.State.Commander != "" {
		t.Commander = i.name(i.State.Commander)
	}
	for _, id := range c.Called {
		switch p := i.openCall(id); {
		case i.holds(id):
			t.Seated = append(t.Seated, id)
		case p != nil && len(p.seats()) > 0:
			t.Asked = append(t.Asked, id)
		}
	}
	for _, id := range slices.Concat(c.Dangers, c.Silent) {
		if !i.reaches(id) {
			t.Unknown = append(t.Unknown, id)
		}
	}
	return t
}

// carriedCodes are the codes of other incidents under which a person may answer here.
func (i *Incident) carriedCodes(id string) []string {
	var tokens []string
	for _, a := range i.State.Kin.Absorbed {
		for _, c := range a.Codes {
			if c.Responder == id {
				tokens = append(tokens, c.Tokens...)
			}
		}
	}
	return tokens
}

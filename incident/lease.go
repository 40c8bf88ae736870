package incident

// Leases: a person works in one incident at a time. No lock is held: each incident tells the shadow whom it holds, reads there
// who is held elsewhere, and decides by the same rule from the same facts.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// Crew is whom an incident holds, and how grave it is, for the others.
type Crew struct {
	Site  string       `json:"site"`
	Mode  frozen.Mode  `json:"mode"`
	Title Text         `json:"title"`
	Level frozen.Level `json:"level"`
	Life  bool         `json:"life,omitempty"`
	Holds []Hold       `json:"holds,omitempty"` // none once it stands down
}

// Hold is a person in an incident's seats. Hash is the keyed hash of their number, by which other sites know them.
type Hold struct {
	Responder string    `json:"responder"`
	Hash      string    `json:"hash,omitempty"`
	Since     time.Time `json:"since"` // their last word about it
}

// Elsewhere is what an incident learns of the others of its mode.
type Elsewhere struct {
	Busy   []string `json:"busy,omitempty"`   // responders of its site who work in other incidents
	Claims []Claim  `json:"claims,omitempty"` // on people whom it holds itself
}

// Claim is another incident's hold on somebody whom this one holds too.
type Claim struct {
	Incident  string       `json:"incident"`
	Responder string       `json:"responder"` // as this incident knows them
	Theirs    string       `json:"theirs"`    // as that incident does
	Title     Text         `json:"title"`
	Level     frozen.Level `json:"level"`
	Life      bool         `json:"life,omitempty"`
	Since     time.Time    `json:"since"`
	LetGo     bool         `json:"let_go,omitempty"` // that incident has left them to this one
}

// Leases is what an incident keeps of all that.
type Leases struct {
	Busy    []string  `json:"busy,omitempty"`
	Taken   []string  `json:"taken,omitempty"` // who was left to other incidents, while they work there
	Settled []Settled `json:"settled,omitempty"`
	Owed    []Verdict `json:"owed,omitempty"` // what other incidents have to be told
}

// Verdict tells another incident what was decided about somebody.
type Verdict struct {
	To    string `json:"to"`
	Claim Claim  `json:"claim"` // as that one reads it
}

// Settled is a claim that has been decided: by the words that the person had given to both by then, and by how grave both were.
type Settled struct {
	Incident    string    `json:"incident"`
	Responder   string    `json:"responder"`
	Theirs      time.Time `json:"theirs"`
	Mine        time.Time `json:"mine"`
	TheirsGrave bool      `json:"theirs_grave,omitempty"` // since frozen.LevelsReopenLeases
	MineGrave   bool      `json:"mine_grave,omitempty"`
}

// mostSettled bounds the decided claims that are kept.
const mostSettled = 50

// Crew is whom the incident holds now. hash gives the keyed hash of a person's number.
func (i *Incident) Crew(hash func(responder string) string) Crew {
	c := Crew{Site: i.In.Site.ID, Mode: i.In.Declaration.Mode, Title: i.In.Plan.Title, Level: i.State.Level, Life: i.In.Plan.Life}
	if i.State.Lifecycle != Open {
		return c
	}
	for _, s := range i.State.Seats {
		for _, id := range s.present() {
			if !slices.ContainsFunc(c.Holds, func(h Hold) bool { return h.Responder == id }) {
				since, _ := i.heldSince(id)
				c.Holds = append(c.Holds, Hold{id, hash(id), since})
			}
		}
	}
	return c
}

// heldSince is when a person has last said that they work here; ok is false if they do not.
func (i *Incident) heldSince(id string) (since time.Time, ok bool) {
	for _, s := range i.State.Seats {
		if h := s.holder(id); h != nil && h.State != HolderLate {
			since, ok = later(since, h.Since), true
		}
	}
	return since, ok
}

// Learn takes in who works in other incidents by now.
func (i *Incident) Learn(now time.Time, e Elsewhere) {
	i.now = now
	if !i.rules(frozen.OneLeaseEach) {
		return
	}
	l := &i.State.Leases
	l.Busy = e.Busy
	l.Taken = slices.DeleteFunc(slices.Clone(l.Taken), func(id string) bool { return !slices.Contains(e.Busy, id) })
	for _, c := range e.Claims {
		i.Claimed(now, c)
	}
}

// Claimed decides about somebody whom another incident holds too. What was decided once is not told again.
func (i *Incident) Claimed(now time.Time, c Claim) {
	i.now = now
	since, held := i.heldSince(c.Responder)
	mine := Claim{Incident: i.In.ID, Responder: c.Theirs, Theirs: c.Responder, Title: i.In.Plan.Title, Level: i.State.Level, Life: i.In.Plan.Life, Since: since}
	decided := i.settling(c, mine)
	l := &i.State.Leases
	if !held || i.State.Lifecycle != Open || !i.rules(frozen.OneLeaseEach) || slices.ContainsFunc(l.Settled, decided.same) || i.becomesOne(c.Incident) {
		return
	}
	l.Settled = append(l.Settled, decided)
	l.Settled = l.Settled[max(0, len(l.Settled)-mostSettled):]
	switch {
	case c.LetGo || mine.outranks(c):
		i.keeps(c)
		if !c.LetGo {
			l.Owed = append(l.Owed, Verdict{c.Incident, mine})
		}
	default:
		mine.LetGo = true
		l.Owed = append(l.Owed, Verdict{c.Incident, mine})
		i.letsGo(c)
	}
}

// becomesOne says whether another incident and this one are being merged, or were: their people are the same.
func (i *Incident) becomesOne(other string) bool {
	_, there := i.linked(LinkDuplicate, other)
	_, here := i.linked(LinkMerged, other)
	return there || here || (i.State.Kin.Merging != nil && i.State.Kin.Merging.Into == other)
}

// settling is what a claim is decided by. A later word of the person, here or there, makes it another one, and so does a level by
// which lives are at stake now, or are not any more: else both could keep somebody, each by what it knew when it decided.
func (i *Incident) settling(c, mine Claim) Settled {
	s := Settled{Incident: c.Incident, Responder: c.Responder, Theirs: c.Since, Mine: mine.Since}
	if i.rules(frozen.LevelsReopenLeases) {
		s.TheirsGrave, s.MineGrave = c.grave(), mine.grave()
	}
	return s
}

// same says whether two claims are decided by the same.
func (s Settled) same(o Settled) bool {
	return s.Incident == o.Incident && s.Responder == o.Responder && s.Theirs.Equal(o.Theirs) && s.Mine.Equal(o.Mine) &&
		s.TheirsGrave == o.TheirsGrave && s.MineGrave == o.MineGrave
}

// outranks says which of two incidents keeps a person: the one in which lives are at stake; of two alike the one to which
// they have given their word last. No two incidents both outrank one another.
func (c Claim) outranks(other Claim) bool {
	switch {
	case c.grave() != other.grave():
		return c.grave()
	case !c.Since.Equal(other.Since):
		return c.Since.After(other.Since)
	}
	return c.Incident < other.Incident
}

// grave says whether lives are at stake: by the plan, or at the highest level.
func (c Claim) grave() bool { return c.Life || c.Level == frozen.L1 }

// keeps notes that somebody works here and no longer elsewhere.
func (i *Incident) keeps(c Claim) {
	i.log(KindTaken, "", words.TakenFrom(i.name(c.Responder), c.Title, c.Incident), about{Responder: c.Responder, Value: c.Incident})
	i.tellCommanders(c.Responder, func(lang string) string {
		return words.TakenFromNote(lang, i.hazard(lang), i.name(c.Responder), c.Title.In(lang))
	})
}

// letsGo leaves a person to another incident. Their seats open again; they are not asked for them while they work there.
func (i *Incident) letsGo(c Claim) {
	id := c.Responder
	if !slices.Contains(i.State.Leases.Taken, id) {
		i.State.Leases.Taken = append(i.State.Leases.Taken, id)
	}
	if !slices.Contains(i.State.Leases.Busy, id) {
		i.State.Leases.Busy = append(slices.Clone(i.State.Leases.Busy), id)
	}
	i.log(KindLetGo, "", words.TakenBy(i.name(id), c.Title, c.Incident), about{Responder: id, Value: c.Incident})
	for _, s := range i.State.Seats {
		if s.holder(id) != nil {
			i.leave(s, id, ByPlan)
			s.unrefused(id)
		}
	}
	i.tell(id, func(lang string) string { return words.YouWorkElsewhere(lang, i.hazard(lang), c.Title.In(lang)) })
	i.tellCommanders(id, func(lang string) string { return words.TakenByNote(lang, i.hazard(lang), i.name(id), c.Title.In(lang)) })
}

// tellCommanders tells whoever commands, other than a person.
func (i *Incident) tellCommanders(but string, body func(lang string) string) {
	for _, id := range i.commanders() {
		if id != but {
			i.tell(id, body)
		}
	}
}

// freeFirst puts whoever works in another incident last: they are called when nobody else is there.
func (i *Incident) freeFirst(ids []string) []string {
	busy := i.State.Leases.Busy
	if len(busy) == 0 || !i.rules(frozen.OneLeaseEach) {
		return ids
	}
	var free, last []string
	for _, id := range ids {
		if slices.Contains(busy, id) {
			last = append(last, id)
		} else {
			free = append(free, id)
		}
	}
	return append(free, last...)
}

// takeVerdicts hands out what other incidents have to be told, each once.
func (i *Incident) takeVerdicts() []Verdict {
	owed := i.State.Leases.Owed
	i.State.Leases.Owed = nil
	return owed
}

package incident_test

// The county's desk: what is declared, and the orders that people at it give.

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/plans"
	"muster/roster"
	"muster/sites"
)

// The library and the site are read once, and the site's roster is laid out once a day.
var (
	library   = sync.OnceValue(plans.Library)
	riverside = sync.OnceValue(sites.Riverside)
	rosters   sync.Map // by day
)

// rosterOn is the site's roster as it is frozen on a day.
func rosterOn(day time.Time) roster.Roster {
	if known, ok := rosters.Load(day); ok {
		return known.(roster.Roster)
	}
	known, _ := rosters.LoadOrStore(day, riverside().Roster(day).Between(day.AddDate(0, 0, -1), day.AddDate(0, 0, 60)).Indexed())
	return known.(roster.Roster)
}

// newCounty is the demonstration site at a random hour with random people, of whom one of the company answers everything.
func newCounty(t *testing.T, seed uint64) *county {
	dice := rand.New(rand.NewPCG(seed, 11))
	at := time.Date(2026, 11, 20, 0, 0, 0, 0, riverside().Location()).UTC().Add(time.Duration(dice.IntN(14*24*60)) * time.Minute)
	c := &county{t: t, seed: seed, dice: dice, began: at, now: at, crews: map[string]incident.Crew{}, byPhone: map[string]*handset{}}
	if c.chance(0.3) {
		c.down[0] = at.Add(c.upTo(time.Hour))
		c.down[1] = c.down[0].Add(c.upTo(2 * time.Minute))
	}
	if c.chance(0.3) {
		c.away[0] = at.Add(c.upTo(2 * time.Hour))
		c.away[1] = c.away[0].Add(c.upTo(10 * time.Minute))
	}
	for _, r := range rosterOn(at.Truncate(24 * time.Hour)).Responders {
		h := &handset{phone: r.Phone}
		z := &citizen{county: c, handset: h, id: r.ID, habit: dice.IntN(habits), after: c.between(2*time.Second, 2*time.Minute)}
		h.owners, h.bounces = []*citizen{z}, c.chance(0.06)
		c.citizens, c.byPhone[r.Phone] = append(c.citizens, z), h
	}
	helper := c.citizen(oneOf(c, riverside().Company...))
	helper.habit, helper.bounces, helper.steady = obliges, false, true
	for range c.dice.IntN(4) {
		c.household(oneOf(c, c.citizens...), oneOf(c, c.citizens...))
	}
	return c
}

// household has two people share a phone, unless one of them is the one who answers everything.
func (c *county) household(a, b *citizen) {
	if a.handset == b.handset || a.steady || b.steady || len(b.owners) > 1 {
		return
	}
	delete(c.byPhone, b.phone)
	b.handset = a.handset
	a.owners = append(a.owners, b)
}

// roster is the site's as it is frozen today, with the phones that people have.
func (c *county) roster() roster.Roster {
	r := rosterOn(c.now.Truncate(24 * time.Hour))
	r.Responders = slices.Clone(r.Responders)
	for k := range r.Responders {
		r.Responders[k].Phone = c.citizen(r.Responders[k].ID).phone
	}
	return r.Indexed()
}

func (c *county) citizen(id string) *citizen {
	return c.citizens[slices.IndexFunc(c.citizens, func(z *citizen) bool { return z.id == id })]
}

// input freezes a declaration of a plan.
func (c *county) input(id string, p *plans.Plan, location string, places []frozen.Spot) frozen.Input {
	site := riverside()
	in := frozen.Input{
		ID: id, DeclaredAt: c.now, Plan: p.Frozen, Channels: []frozen.Channel{frozen.SMS}, Simulated: true, Rules: frozen.Rules, Busy: c.busyBut(id),
		Declaration: frozen.Declaration{Plan: p.Frozen.ID, Site: site.ID, Mode: frozen.Real, Location: location, Summary: "as seen", Places: places},
		Site: frozen.Site{
			ID: site.ID, Name: site.Name, Languages: site.Languages, Company: site.Company, Emergency: site.Emergency, Roster: c.roster(),
		},
	}
	for _, l := range site.Labels() {
		if len(l) == 3 {
			in.Site.Labels = append(in.Site.Labels, l)
		}
	}
	for _, b := range site.Buildings {
		in.Site.Places = append(in.Site.Places, frozen.Place{Building: b.ID, Name: b.Name, MusterPoint: site.Muster(b).Name, Gate: b.Gate})
	}
	for _, p := range site.Parties {
		in.Site.Parties = append(in.Site.Parties, frozen.Party{ID: p.ID, Label: p.Label, Number: p.Number})
	}
	return in
}

// emergencies declares two or three incidents within a while. Two of one plan may be one emergency that two people have seen.
func (c *county) emergencies() {
	n := 2 + c.dice.IntN(2)
	plan := library()[c.seed%uint64(len(library()))]
	for k := range n {
		if k > 0 && !c.chance(0.4) {
			plan = oneOf(c, library()...)
		}
		places := []frozen.Spot{{Building: "B3", Floor: "12"}}
		if c.chance(0.2) {
			places = append(places, frozen.Spot{Building: "B3", Floor: "13"})
		}
		id, p := fmt.Sprintf("inc-%c%d", 'a'+c.dice.IntN(26), k), plan
		c.later(time.Duration(k)*c.upTo(20*time.Minute), func() {
			in := c.input(id, p, "Building 3, floor 12", places)
			in.Declaration.ReportedBy = oneOf(c, c.citizens...).id
			if c.chance(0.3) {
				yes := true
				in.Declaration.Confirmed = &yes
			}
			w := c.declare(in)
			for range 2 {
				c.later(c.upTo(4*time.Hour), w.renew)
			}
		})
	}
}

// orders has the desk give so many orders in the hours after the first declaration.
func (c *county) orders(n int, while time.Duration) {
	for range n {
		c.later(c.upTo(while), func() {
			open := slices.DeleteFunc(slices.Clone(c.wards), func(w *ward) bool { return w.inc.Ended() })
			if len(open) == 0 {
				return
			}
			w := oneOf(c, open...)
			name, err := w.order(oneOf(c, open...))
			c.tell("%s: the desk orders %s: %v", w.name(), name, err)
			w.turn()
		})
	}
}

// The desk's rounds: when the first one is, and how far apart they are while the response or a repetition goes on.
const (
	firstRound = 2 * time.Hour
	roundEvery = 4 * time.Hour
)

// rounds is what people at the desk do about an incident that goes on and on: they state what it may be waiting for, and after some
// hours they leave out what goes round and round, and end its response.
func (w *ward) rounds() {
	if w.inc.Ended() {
		return
	}
	for range w.inc.In.Plan.Facts {
		_ = w.stateAny("desk")
	}
	old, next := w.now.Sub(w.inc.State.OpenedAt) > firstRound, 5*24*time.Hour
	for k, s := range w.inc.State.Steps {
		if w.inc.In.Plan.Steps[k].Repeat == nil || s.State == incident.StepDone && s.AgainAt == nil || s.State == incident.StepSkipped {
			continue
		}
		if next = roundEvery; old && s.Rounds > 0 {
			_ = w.inc.SkipStep(w.now, incident.SkipStep{Step: s.ID, By: "desk", Reason: "enough"})
		}
	}
	if old && w.isOpen() {
		w.tell("%s: the desk ends its response: %v", w.name(), w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "desk"}))
	}
	if w.turn(); w.isOpen() {
		next = roundEvery
	}
	w.later(next, w.rounds)
}

// order gives an incident one order at random. One that is refused changes nothing.
func (w *ward) order(other *ward) (name string, err error) {
	const by = "desk"
	s, who := w.inc.State, oneOf(w.county, w.citizens...).id
	step, seat := oneOf(w.county, s.Steps...), oneOf(w.county, s.Seats...)
	switch w.dice.IntN(16) {
	case 0, 1:
		level := oneOf(w.county, frozen.L1, frozen.L2, frozen.L3)
		return "level " + string(level), w.inc.SetLevel(w.now, incident.SetLevel{Level: level, By: by})
	case 2, 3:
		return "a fact", w.stateAny(by)
	case 4:
		return "a place", w.inc.AddPlace(w.now, incident.AddPlace{By: by, Building: "B3", Floor: oneOf(w.county, "12", "13", "14")})
	case 5, 6:
		if w.holdsAny(who) { // whoever puts somebody into a second seat decides so
			return "nothing", nil
		}
		return seat.ID + " for " + who, w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: seat.ID, Responder: who, By: by})
	case 7:
		if len(seat.Holders) > 0 {
			who = oneOf(w.county, seat.Holders...).Responder
		}
		return seat.ID + " without " + who, w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: seat.ID, Responder: who, By: by})
	case 8:
		return "escalation", w.inc.Escalate(w.now, incident.Escalate{By: by})
	case 9:
		return "skip " + step.ID, w.inc.SkipStep(w.now, incident.SkipStep{Step: step.ID, By: by, Reason: "not now"})
	case 10:
		return step.ID + " to " + who, w.inc.ReassignStep(w.now, incident.ReassignStep{Step: step.ID, By: by, To: who})
	case 11:
		return "more time for " + step.ID, w.inc.ExtendStep(w.now, incident.ExtendStep{Step: step.ID, By: by, Until: w.now.Add(time.Hour)})
	case 12:
		return "a step", w.inc.AddStep(w.now, incident.AddStep{Title: "look again", Seat: seat.ID, Target: w.upTo(time.Hour), By: by})
	case 13, 14:
		return "merge", w.merge(other.inc.In.ID, by)
	default:
		outcome := oneOf(w.county, frozen.Handled, frozen.Handled, frozen.FalseAlarm, frozen.HandedOver)
		return string(outcome), w.inc.StandDown(w.now, incident.StandDown{Outcome: outcome, By: by})
	}
}

func (w *ward) stateAny(by string) error {
	if len(w.inc.In.Plan.Facts) == 0 {
		return nil
	}
	f := oneOf(w.county, w.inc.In.Plan.Facts...)
	value := "all well"
	switch f.Type {
	case frozen.FactBool:
		value = oneOf(w.county, "true", "true", "false")
	case frozen.FactNumber:
		value = oneOf(w.county, "0", "2", "5")
	case frozen.FactChoice:
		value = oneOf(w.county, f.Choices...)
	case frozen.FactText:
	}
	w.tell("%s: %s is %s", w.name(), f.ID, value)
	return w.inc.StateFact(w.now, incident.StateFact{Name: f.ID, Value: value, By: by})
}

func (w *ward) holdsAny(id string) bool { return len(w.seatsOf(id)) > 0 }

// seatsOf are the seats that a person holds here.
func (w *ward) seatsOf(id string) []string {
	var ids []string
	for _, s := range w.inc.State.Seats {
		if slices.ContainsFunc(s.Holders, func(h incident.Holder) bool { return h.Responder == id }) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

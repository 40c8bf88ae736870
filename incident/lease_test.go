package incident_test

// Stories of people whom two incidents need: each decides alone, by what the shadow tells of the other.

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// pair are two incidents at one house, and what the shadow shows of each.
type pair struct {
	storm, fire *town
	crews       map[string]incident.Crew
}

// twice opens a storm and a fire, in which lives are at stake if it says so, at a house where everybody may guard.
func twice(t *testing.T, life bool) *pair {
	t.Helper()
	site := house(post("SEC", "ann", "ben", "dai"), post("MED", "ann", "eve"))
	storm, fire := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC")), plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC"))
	storm.ID, storm.Title, fire.Life = "storm", both("Storm"), life
	a, b := declared(storm, site), declared(fire, site)
	a.ID, b.ID = "inc-storm", "inc-fire"
	return &pair{begin(t, a), begin(t, b), map[string]incident.Crew{}}
}

// reads has an incident write whom it holds, and then read whom the other one does.
func (p *pair) reads(w, other *town) {
	hash := func(id string) string { return "h-" + id }
	p.crews[w.inc.In.ID] = w.inc.Crew(hash)
	theirs, mine := p.crews[other.inc.In.ID], p.crews[w.inc.In.ID]
	var known incident.Elsewhere
	for _, h := range theirs.Holds {
		known.Busy = append(known.Busy, h.Responder)
		if slices.ContainsFunc(mine.Holds, func(o incident.Hold) bool { return o.Responder == h.Responder }) {
			known.Claims = append(known.Claims, incident.Claim{
				Incident: other.inc.In.ID, Responder: h.Responder, Theirs: h.Responder, Title: theirs.Title, Level: theirs.Level, Life: theirs.Life, Since: h.Since,
			})
		}
	}
	w.inc.Learn(w.now, known)
	p.pass(w, other)
}

// pass brings what an incident has to tell the other one there, and back, until there is no more to tell.
func (p *pair) pass(w, other *town) {
	for n := 0; ; n++ {
		require.Less(w.t, n, 10, "they go on telling each other")
		work := w.inc.Take(w.now, false, false)
		w.perform(work)
		if work.Empty() {
			break
		}
		for _, v := range work.Tell {
			require.Equal(w.t, other.inc.In.ID, v.To)
			other.inc.Claimed(other.now, v.Claim)
			p.pass(other, w)
		}
	}
	w.settle()
}

// inBoth are the people whom both hold.
func (p *pair) inBoth() []string {
	var ids []string
	for _, s := range p.storm.inc.State.Seats {
		for _, h := range s.Holders {
			for _, o := range p.fire.inc.State.Seats {
				if h.State != incident.HolderLate && slices.ContainsFunc(o.Holders, func(x incident.Holder) bool { return x.Responder == h.Responder && x.State != incident.HolderLate }) {
					ids = append(ids, h.Responder)
				}
			}
		}
	}
	return ids
}

func TestBusyPeopleAreCalledLast(t *testing.T) {
	in := declared(plan([]frozen.Seat{asks("SEC", 2)}), house(post("SEC", "ann", "ben", "dai")))
	in.Busy = []string{"ann", "gus"}
	w := begin(t, in)
	w.to(0)
	require.Equal(t, []string{"0s ben", "0s dai"}, w.calls())
	w.says("ben", "5")
	require.Equal(t, []string{"0s ben", "0s dai", "0s ann"}, w.calls(), "and never refused")
}

func TestTheGraverIncidentKeepsThePerson(t *testing.T) {
	for _, first := range []string{"the storm reads first", "the fire reads first"} {
		t.Run(first, func(t *testing.T) {
			p := twice(t, true)
			p.storm.to(0)
			p.fire.to(0)
			p.fire.says("ann", "1")
			p.storm.to(time.Minute)
			p.fire.to(time.Minute)
			p.storm.says("ann", "1") // later, and the fire is graver all the same
			require.NotEmpty(t, p.inBoth())
			if first == "the storm reads first" {
				p.reads(p.fire, p.storm)
				p.reads(p.storm, p.fire)
			} else {
				p.reads(p.storm, p.fire)
				p.reads(p.fire, p.storm)
			}
			require.Empty(t, p.inBoth())
			require.Contains(t, p.fire.holders("SEC"), "ann")
			require.Equal(t, []string{"1m0s Ann works here from now on, taken from Storm (inc-storm)"}, p.fire.entries(incident.KindTaken))
			require.Equal(t, []string{"1m0s Ann works in Fire (inc-fire) from now on: somebody else is called here"}, p.storm.entries(incident.KindLetGo))
			require.Contains(t, p.storm.last("ann"), "Storm: you are released, since you work in: Fire.")
			require.Contains(t, p.storm.last("boss"), "Storm: Ann has gone to: Fire. Somebody else is being called.")
			require.Contains(t, p.fire.last("boss"), "Fire: Ann is yours now, taken from: Storm.")
			require.NotNil(t, p.storm.seat("SEC").Ladder, "her seat is called for again")
			require.Empty(t, p.storm.inc.State.Seats[0].Declined)
			before := len(p.storm.calls())
			p.storm.to(10 * time.Minute)
			for _, c := range p.storm.calls()[before:] {
				require.NotContains(t, c, "ann", "while she works in the fire")
			}
			p.fire.order(p.fire.inc.Cancel(p.fire.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
			p.reads(p.fire, p.storm)
			p.reads(p.storm, p.fire)
			require.Empty(t, p.storm.inc.State.Leases.Taken, "she may be called again")
		})
	}
}

func TestOfTwoAlikeTheLastWordCounts(t *testing.T) {
	p := twice(t, false)
	p.storm.to(0)
	p.fire.to(0)
	p.fire.says("ann", "1")
	p.storm.to(time.Minute)
	p.fire.to(time.Minute)
	p.storm.says("ann", "1")
	p.reads(p.fire, p.storm)
	p.reads(p.storm, p.fire)
	p.reads(p.fire, p.storm)
	require.Empty(t, p.inBoth())
	require.Contains(t, p.storm.holders("SEC"), "ann")
	require.Len(t, p.storm.entries(incident.KindTaken), 1, "told once")
	require.Len(t, p.fire.entries(incident.KindLetGo), 1)
}

// Both decide while the storm's level rises: the fire by what the shadow still shows, the storm by its new one.
func TestLevelThatRisesWhileBothDecideLeavesNobodyInBoth(t *testing.T) {
	for _, rules := range []int{3, frozen.Rules} {
		p := twice(t, false)
		p.storm.inc.In.Rules, p.fire.inc.In.Rules = rules, rules
		p.storm.to(0)
		p.fire.to(0)
		p.storm.says("ann", "1")
		p.storm.to(time.Minute)
		p.fire.to(time.Minute)
		p.fire.says("ann", "1")
		p.crews["inc-storm"] = p.storm.inc.Crew(func(id string) string { return "h-" + id })
		p.storm.order(p.storm.inc.SetLevel(p.storm.now, incident.SetLevel{Level: frozen.L1, By: "gus"}))
		p.reads(p.fire, p.storm)
		p.reads(p.storm, p.fire)
		if rules == 3 {
			require.Equal(t, []string{"ann"}, p.inBoth(), "as it was under older rules")
			continue
		}
		require.Empty(t, p.inBoth())
		require.Contains(t, p.storm.holders("SEC"), "ann")
		require.Len(t, p.storm.entries(incident.KindTaken), 1, "told once")
		p.reads(p.fire, p.storm)
		p.reads(p.storm, p.fire)
		require.Len(t, p.storm.entries(incident.KindTaken), 1)
	}
}

func TestOlderIncidentsShareNobody(t *testing.T) {
	p := twice(t, true)
	p.storm.inc.In.Rules = 2
	p.storm.to(0)
	p.storm.says("ann", "1")
	p.fire.to(0)
	p.fire.says("ann", "1")
	p.reads(p.fire, p.storm)
	p.reads(p.storm, p.fire)
	require.Contains(t, p.storm.holders("SEC"), "ann", "its history goes on by its own rules")
}

func TestSeedsNobodyWorksInTwoIncidents(t *testing.T) {
	for seed := range seeds(t, 5) {
		t.Run(strconv.Itoa(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(seed), 7))
			p := twice(t, seed%2 == 0)
			for step := range 120 {
				w, other := p.storm, p.fire
				if r.IntN(2) == 0 {
					w, other = other, w
				}
				at := max(p.storm.passed(), p.fire.passed()) + time.Duration(r.IntN(40))*time.Second
				p.storm.to(at)
				p.fire.to(at)
				switch r.IntN(4) {
				case 0, 1:
					w.says(people[r.IntN(7)], []string{"1", "1", "3", "5", "8", "2 3"}[r.IntN(6)])
				case 2:
					_ = w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: []string{"SEC", "MED"}[r.IntN(2)], Responder: people[r.IntN(7)], By: "gus"})
					w.settle()
				}
				if r.IntN(3) > 0 {
					p.reads(w, other)
				}
				if r.IntN(10) == 0 || step == 119 {
					p.reads(p.storm, p.fire)
					p.reads(p.fire, p.storm)
					p.reads(p.storm, p.fire)
					require.Empty(t, p.inBoth(), fmt.Sprint("at ", at))
				}
			}
		})
	}
}

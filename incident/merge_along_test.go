package incident_test

// What goes along when two incidents merge: danger, notes, what the other plan lacks; and the property of all merges.

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestSeatThatTheOtherPlanLacksIsTheCommandersToKnow(t *testing.T) {
	gas := patrol(1)
	gas.Seats = append([]frozen.Seat{asks("VALVE", 1, climbs(life()...))}, gas.Seats...)
	site := house(post("VALVE", "eve"), post("SEC", "ann"), post("MED", "cao"))
	b := begin(t, declared(patrol(1), site))
	b.to(0)
	in := declared(gas, site)
	in.ID = "inc-2"
	a := begin(t, in)
	a.to(0)
	a.errand = b.takesOver
	a.says("eve", "1")
	require.NoError(t, a.mergeInto(b))
	require.Contains(t, a.told("eve")[len(a.told("eve"))-1], "report to")
	require.True(t, slices.ContainsFunc(b.record, func(e incident.Entry) bool { return strings.Contains(e.Text.EN, "Eve accepted Seat VALVE there") }))
	require.True(t, slices.ContainsFunc(b.told("boss"), func(s string) bool { return strings.Contains(s, "without a place here") }))
}

func TestDangerThatNobodyHasSeenToGoesAlong(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	a.says("ann", "1")
	a.says("ann", "7")
	require.NoError(t, a.mergeInto(b))
	b.to(2 * time.Minute)
	require.True(t, slices.ContainsFunc(b.told("boss"), func(s string) bool { return strings.Contains(s, "DANGER reported by Ann") }))
}

func TestNotesGoAlongOnce(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	require.NoError(t, a.inc.AddNote(a.now, incident.AddNote{By: "gus", Text: "the gate is open"}))
	tries := 0
	a.errand = func(e incident.Errand) *incident.ErrandResult {
		r := b.takesOver(e)
		if tries++; tries < 3 { // the answer is lost
			return nil
		}
		return r
	}
	require.NoError(t, a.mergeInto(b))
	a.to(time.Minute)
	n := 0
	for _, e := range b.record {
		if e.Text.EN == "the gate is open" {
			n++
			require.Equal(t, "gus", e.By)
		}
	}
	require.Equal(t, 1, n)
	require.Equal(t, incident.Closed, a.view().State)
}

func TestMergedDrillEndsAsADuplicateToo(t *testing.T) {
	b := begin(t, practised(patrol(2), gatehouse()))
	b.to(0)
	in := practised(patrol(2), gatehouse())
	in.ID = "inc-2"
	a := begin(t, in)
	a.to(0)
	a.errand = b.takesOver
	a.says("ann", "1")
	require.NoError(t, a.mergeInto(b))
	require.Equal(t, string(frozen.Duplicate), *a.view().Outcome)
	require.Contains(t, a.told("ann")[len(a.told("ann"))-1], "DRILL")
}

// Whatever two incidents have been through: after a merge nobody who accepted is owed a call for a seat, every fact is known, and
// doing it again changes nothing.
func TestPropertyOfMerges(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			a, b := twins(t, busy(), busyHouse())
			for range r.IntN(25) {
				w := []*town{a, b}[r.IntN(2)]
				w.to(w.passed() + time.Duration(r.IntN(40))*time.Second)
				if w.inc.Ended() {
					break
				}
				if r.IntN(4) == 0 {
					w.meddle(r)
					w.settle()
				} else {
					w.says(people[r.IntN(len(people))], sayings[r.IntN(len(sayings))])
				}
			}
			latest := a.now
			if b.now.After(latest) {
				latest = b.now
			}
			a.to(latest.Sub(a.opened))
			b.to(latest.Sub(b.opened))
			var c incident.Carried
			a.errand = func(e incident.Errand) *incident.ErrandResult {
				c = *e.Carried
				return b.takesOver(e)
			}
			accepted, facts := map[string]bool{}, a.view().Facts
			for _, s := range a.view().Seats {
				for _, h := range s.Holders {
					accepted[h.Responder] = true
				}
			}
			if a.mergeInto(b) != nil || a.view().State != incident.Closed || *a.view().Outcome != string(frozen.Duplicate) {
				return // one of them was over
			}
			for _, p := range b.inc.State.Pages {
				asks := slices.ContainsFunc(p.About, func(s incident.Subject) bool { return s.Kind == incident.AboutSeat })
				require.False(t, open(p) && asks && accepted[p.Responder] && p.OpenedAt.Before(b.now), "%s is still asked", p.Responder)
			}
			for _, f := range facts {
				if f.Value != nil {
					require.NotNil(t, factOf(b, f.Name).Value, f.Name)
				}
			}
			before := heart(t, b)
			require.NoError(t, b.inc.Absorb(b.now, c))
			require.JSONEq(t, before, heart(t, b), "absorbed twice")
		})
	}
}

// heart is an incident's state.
func heart(t *testing.T, w *town) string {
	t.Helper()
	data, err := json.Marshal(w.inc.State)
	require.NoError(t, err)
	return string(data)
}

package workflows_test

// The properties of a whole incident, over random people and networks.

import (
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/plans"
)

// seeds is how many random towns a property is tried on: MUSTER_SEEDS, or a few.
func seeds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("MUSTER_SEEDS")); err == nil {
		return n
	}
	return few
}

// randomTown is a plan at a random hour with random people. One of them answers everything within six hours.
func randomTown(t *testing.T, seed int64, mode frozen.Mode) *town {
	dice := rand.New(rand.NewSource(seed))
	library := plans.Library()
	plan := library[int(seed)%len(library)].Frozen.ID
	at := shanghai(t, "2026-11-20 00:00").Add(time.Duration(dice.Intn(14*24*60)) * time.Minute)
	w := newTown(t, seed, begin(t, plan, mode, at))
	w.network.lose, w.network.refuse = dice.Float64()*0.1, dice.Float64()*0.1
	if dice.Intn(4) == 0 {
		from := at.Add(time.Duration(dice.Intn(600)) * time.Second)
		w.network.down = [2]time.Time{from, from.Add(time.Duration(dice.Intn(120)) * time.Second)}
	}
	people := w.start.In.Site.Roster.Responders
	for _, r := range people {
		w.network.people[r.Phone] = randomPerson(w, dice, r.Phone)
	}
	one := w.start.In.Site.Company[dice.Intn(len(w.start.In.Site.Company))]
	helper, _ := w.start.In.Site.Roster.Find(one)
	delete(w.network.bounce, helper.Phone)
	w.network.people[helper.Phone] = obliging{w, helper.Phone, time.Duration(dice.Intn(6*3600)) * time.Second}
	return w
}

func randomPerson(w *town, dice *rand.Rand, phone string) person {
	after := time.Duration(1+dice.Intn(300)) * time.Second
	switch dice.Intn(9) {
	case 0:
		return silent{}
	case 1:
		return refusing{w, phone, after}
	case 2:
		return breaking{w, phone, after}
	case 3:
		return leaving{w, phone}
	case 4:
		return muddled{w, phone, after}
	case 5:
		w.network.bounce[phone] = []int{30003, 30005, 30006, 21610}[dice.Intn(4)]
		return silent{}
	}
	return obliging{w, phone, after}
}

func TestEveryIncidentEndsWithEachStepDoneOrSkipped(t *testing.T) {
	for seed := range seeds(40) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			w := randomTown(t, int64(seed), frozen.Real)
			w.until = w.start.In.DeclaredAt.AddDate(0, 4, 0)
			w.run()
			require.NoError(t, w.err)
			require.Empty(t, w.shadow.broken)
			status := w.status()
			require.Equal(t, incident.Closed, status.View.State)
			for _, s := range status.View.Steps {
				require.Contains(t, []incident.StepState{incident.StepDone, incident.StepSkipped}, s.State, s.ID)
				if s.State == incident.StepSkipped {
					require.NotNil(t, s.Reason, s.ID)
				}
			}
			require.Empty(t, w.network.doubled())
		})
	}
}

func TestSilenceKeepsTheIncidentOpenAndMissesNoRung(t *testing.T) {
	for _, plan := range plans.Library() {
		t.Run(plan.Frozen.ID, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, 7, begin(t, plan.Frozen.ID, frozen.Real, shanghai(t, "2026-11-23 03:00")))
			w.until = w.start.In.DeclaredAt.AddDate(0, 0, 7)
			w.run()
			require.Empty(t, w.shadow.broken)
			require.Equal(t, incident.Open, w.shadow.head.State)
			for _, id := range w.start.In.Site.Company {
				boss, _ := w.start.In.Site.Roster.Find(id)
				requireRhythm(t, w, boss.Phone)
			}
		})
	}
}

// requireRhythm checks that somebody at the last rung of every seat was called again and again until the end, as the plan says.
func requireRhythm(t *testing.T, w *town, phone string) {
	t.Helper()
	got := w.messagesTo(phone)
	opened := map[string]time.Time{}
	for _, s := range w.status().View.Seats {
		if s.Open {
			opened[s.ID] = time.Time(*s.OpenedAt)
		}
	}
	for _, s := range w.start.In.Plan.Seats {
		last := s.Ladder[len(s.Ladder)-1]
		from, asked := opened[s.ID]
		for at := from.Add(last.At); asked && at.Before(w.until); at = at.Add(last.Repeat) {
			k := slices.IndexFunc(got, func(m accepted) bool { return m.Created.After(at.Add(-last.Repeat)) })
			require.GreaterOrEqual(t, k, 0, "%s: nobody called at %s", s.ID, at)
			require.False(t, got[k].Created.After(at.Add(time.Second)), "%s: called at %s instead of %s", s.ID, got[k].Created, at)
			got = got[k:]
		}
		got = w.messagesTo(phone)
	}
}

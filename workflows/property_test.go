package workflows_test

// The properties of a whole incident, over random people and networks.

import (
	"fmt"
	"math/rand"
	"os"
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
	for seed := range seeds(30) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
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

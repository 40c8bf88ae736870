package workflows_test

// The properties of a whole incident, over random people and networks. They read MUSTER_SEEDS; without it they try a few.

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// seeds is how many random towns a property is tried on: MUSTER_SEEDS, or a few.
func seeds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("MUSTER_SEEDS")); err == nil {
		return n
	}
	return few
}

// firstSeed is where the random towns begin: MUSTER_FIRST_SEED, or 0. What a seed's towns were made of stays in the process's
// memory, some 6 MB of it, so that a thousand are tried by one process after the other.
func firstSeed() uint64 {
	n, _ := strconv.ParseUint(os.Getenv("MUSTER_FIRST_SEED"), 10, 64)
	return n
}

// The habits of people, and how many of them there are among nine. Another one bounces.
const (
	silent = iota
	declines
	breaks
	optsOut
	muddles
	bounces
	obliges // and all that follow
	habits  = obliges + 3
)

// randomTown is a plan at a random hour with random people. One of them answers everything within six hours.
func randomTown(t *testing.T, seed uint64, mode frozen.Mode) *town {
	dice := rand.New(rand.NewPCG(seed, 1))
	plan := library()[seed%uint64(len(library()))].Frozen.ID
	at := shanghai(t, "2026-11-20 00:00").Add(time.Duration(dice.IntN(14*24*60)) * time.Minute)
	w := newTown(t, seed, begin(t, plan, mode, at))
	w.network.lose, w.network.refuse = dice.Float64()*0.1, dice.Float64()*0.1
	w.network.slow = time.Duration(dice.IntN(1500)) * time.Millisecond
	if dice.IntN(4) == 0 {
		from := at.Add(time.Duration(dice.IntN(600)) * time.Second)
		w.network.down = [2]time.Time{from, from.Add(time.Duration(dice.IntN(120)) * time.Second)}
	}
	for _, r := range w.start.In.Site.Roster.Responders {
		w.settle(r.Phone, dice.IntN(habits), time.Duration(1+dice.IntN(300))*time.Second, []int{30003, 30005, 30006, 21610}[dice.IntN(4)])
		w.gone[r.Phone] = dice.IntN(10) == 0
	}
	company := w.start.In.Site.Company
	helper := w.phone(company[dice.IntN(len(company))])
	delete(w.network.bounce, helper)
	delete(w.gone, helper)
	w.network.people[helper] = oblige(w, helper, time.Duration(dice.IntN(6*3600))*time.Second)
	return w
}

// settle gives a phone an owner with a habit.
func (w *town) settle(phone string, habit int, after time.Duration, code int) {
	switch habit {
	case silent:
	case declines:
		w.network.people[phone] = replying{w, phone, after, "5"}
	case breaks:
		w.network.people[phone] = replying{w, phone, after, "2 5"}
	case optsOut:
		w.network.people[phone] = leaving{w, phone}
	case muddles:
		w.network.people[phone] = muddled{w, phone, after}
	case bounces:
		w.network.bounce[phone] = code
	default:
		w.network.people[phone] = oblige(w, phone, after)
	}
}

// runToTheEnd runs a town whose incident has to end, with each step done or skipped, and nothing said twice.
func (w *town) runToTheEnd() {
	w.until = w.start.In.DeclaredAt.AddDate(2, 0, 0)
	w.run()
	require.NoError(w.t, w.err)
	require.Empty(w.t, w.shadow.broken)
	view := w.status().View
	require.Equal(w.t, incident.Closed, view.State)
	for _, s := range view.Steps {
		require.Contains(w.t, []incident.StepState{incident.StepDone, incident.StepSkipped}, s.State, s.ID)
		if s.State == incident.StepSkipped {
			require.NotNil(w.t, s.Reason, s.ID)
		}
	}
	require.Empty(w.t, w.network.doubled())
	w.requireSound(w.review())
}

// reached is how many residents real incidents told, of those whose plan has notices.
type reached struct {
	mu         sync.Mutex
	told, able int
}

func (r *reached) count(w *town) {
	if len(w.start.In.Plan.Notices) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.able++
	if w.outside.residents > 0 {
		r.told++
	}
}

func TestSeedsEveryIncidentEndsAndDrillsStayInside(t *testing.T) {
	var real reached
	t.Run("towns", func(t *testing.T) {
		for n := range uint64(seeds(1)) {
			seed := firstSeed() + n
			t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
				t.Parallel()
				w := randomTown(t, seed, frozen.Real)
				w.runToTheEnd()
				real.count(w)
				w = randomTown(t, seed, frozen.Drill)
				w.runToTheEnd()
				w.requireContained()
			})
		}
	})
	t.Logf("%d real incidents of %d whose plan notifies told residents", real.told, real.able)
	require.GreaterOrEqual(t, real.told*10, real.able*9)
}

// requireContained checks that a drill reached its staff only, and said to them that it was one.
func (w *town) requireContained() {
	require.Zero(w.t, w.outside.residents, "residents were told")
	require.Zero(w.t, w.outside.calls, "an outside party was called")
	require.NotEmpty(w.t, w.network.ledger)
	for _, m := range w.network.ledger {
		require.True(w.t, w.isStaff(m.To), "a message reached %s, who is no responder", m.To)
		require.True(w.t, strings.HasPrefix(m.Body, "DRILL DRILL DRILL ") || strings.HasPrefix(m.Body, "【演练】"), m.Body)
	}
}

// silentDays is how long nobody answers: a week by make properties, a day where time is short.
func silentDays() int {
	if seeds(0) >= 1000 {
		return 7
	}
	return 1
}

func TestSeedsSilenceKeepsTheIncidentOpenAndMissesNoRung(t *testing.T) {
	if seeds(0) == 0 {
		t.Skip("seven days take a while: make test-seeds")
	}
	for _, plan := range library() {
		for _, at := range []string{"03:00", "10:00"} {
			t.Run(plan.Frozen.ID+" at "+at, func(t *testing.T) {
				t.Parallel()
				w := newTown(t, 7, begin(t, plan.Frozen.ID, frozen.Real, shanghai(t, "2026-11-23 "+at)))
				w.until = w.start.In.DeclaredAt.AddDate(0, 0, silentDays())
				w.run()
				require.Empty(t, w.shadow.broken)
				require.Equal(t, incident.Open, w.shadow.head.State)
				w.requireRungs()
				for _, id := range w.start.In.Site.Company {
					w.requireRhythm(w.phone(id))
				}
			})
		}
	}
}

// requireRhythm checks that somebody at the last rung of every seat was called again and again until the end, as the plan says.
func (w *town) requireRhythm(phone string) {
	opened := map[string]time.Time{}
	for _, s := range w.status().View.Seats {
		if s.Open {
			opened[s.ID] = time.Time(*s.OpenedAt)
		}
	}
	got := w.network.to(phone)
	for _, s := range w.start.In.Plan.Seats {
		last := s.Ladder[len(s.Ladder)-1]
		from, asked := opened[s.ID]
		k := 0
		for at := from.Add(last.At); asked && at.Before(w.until); at = at.Add(last.Repeat) {
			for k < len(got) && !got[k].Created.After(at.Add(-last.Repeat)) {
				k++
			}
			require.Less(w.t, k, len(got), "%s: nobody called at %s (%v)", s.ID, at, w.err)
			require.False(w.t, got[k].Created.After(at.Add(time.Second)), "%s: called at %s instead of %s", s.ID, got[k].Created, at)
		}
	}
}

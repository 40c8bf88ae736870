package incident_test

// Stories of day and night: what a seat needs follows the hour, and nobody goes home by it.

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
)

// The two ends of the house's night, ten minutes before them.
var (
	beforeDay   = time.Date(2026, 11, 23, 6, 50, 0, 0, time.UTC)
	beforeNight = time.Date(2026, 11, 23, 18, 50, 0, 0, time.UTC)
)

func byNight(needs int) func(*frozen.Seat) { return func(s *frozen.Seat) { s.Night = needs } }

// dayAndNight has three guards by day and one by night, logistics by day only, and drivers by day only at a higher level.
func dayAndNight() frozen.Plan {
	return plan([]frozen.Seat{asks("SEC", 3, byNight(1)), asks("LOG", 1, byNight(0)), asks("DRV", 1, byNight(0), from(frozen.L1))}, does("S1", "SEC"))
}

func roundTheClock() frozen.Site {
	return house(post("SEC", "ann", "ben", "dai", "eve"), post("LOG", "fay"), post("DRV", "ida"))
}

// opens is an incident that is declared at a moment.
func opens(t *testing.T, at time.Time, in frozen.Input) *town {
	t.Helper()
	in.DeclaredAt = at
	w := begin(t, in)
	w.trip = true
	w.to(0)
	return w
}

func TestSeatsNeedMorePeopleOnceDayBegins(t *testing.T) {
	for name, in := range map[string]frozen.Input{"real": declared(dayAndNight(), roundTheClock()), "drill": practised(dayAndNight(), roundTheClock())} {
		t.Run(name, func(t *testing.T) {
			w := opens(t, beforeDay, in)
			require.Equal(t, []string{"0s ann"}, w.calls(), "by night one guard is called")
			w.says("ann", "3")
			require.Nil(t, w.seat("SEC").Ladder)
			w.to(10 * time.Minute)
			require.Equal(t, []string{"10m0s Seat SEC needs 3 by day and has 1: more are called"}, w.entries(incident.KindSeatNeeds))
			require.Equal(t, []string{"10m0s Seat LOG asked for (1)"}, w.entries(incident.KindSeatOpened), "what is for the day only opens")
			require.Equal(t, []string{"10m0s ben", "10m0s dai", "10m0s fay"}, w.calls()[1:], "as many as are missing, at once")
			require.Equal(t, 1, w.seat("SEC").Ladder.Rung, "a vacancy begins at the bottom")
			require.False(t, w.seat("DRV").Open, "the level does not call for it")
			w.to(10*time.Minute + 30*time.Second)
			require.Contains(t, w.calls(), "10m30s ben #2", "its ladder climbs as any does")
			w.says("ben", "1")
			w.says("dai", "1")
			w.to(20 * time.Minute)
			require.Equal(t, []string{"ann", "ben", "dai"}, w.holders("SEC"))
			require.Nil(t, w.seat("SEC").Ladder)
			require.Len(t, w.entries(incident.KindSeatNeeds), 1)
			w.order(w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.L1, By: "boss"}))
			require.True(t, w.seat("DRV").Open)
		})
	}
}

func TestSeatsNeedFewerPeopleOnceNightFallsAndAllStay(t *testing.T) {
	w := opens(t, beforeNight, declared(dayAndNight(), roundTheClock()))
	w.says("boss", "1")
	w.says("ann", "3")
	w.says("ben", "1")
	w.says("fay", "3")
	w.to(9 * time.Minute)
	require.Equal(t, 3, w.seat("SEC").Needs)
	require.NotNil(t, w.seat("SEC").Ladder, "one is still being called")
	w.to(10 * time.Minute)
	require.Equal(t, []string{
		"10m0s Seat SEC needs 1 by night and has 2: nobody more is called, all stay",
		"10m0s Seat LOG is not needed by night: nobody is called, who holds it stays",
	}, w.entries(incident.KindSeatNeeds))
	require.Contains(t, w.entries(incident.KindSeatFilled), "10m0s Seat SEC filled (2/1)")
	require.Contains(t, w.entries(incident.KindPageStoodDown), "10m0s Dai no longer needed", "who has not answered yet is stood down")
	require.Nil(t, w.seat("SEC").Ladder)
	require.False(t, w.seat("LOG").Open)
	require.Zero(t, w.seat("LOG").Needs)
	before := len(w.calls())
	w.to(20 * time.Minute)
	require.Equal(t, []string{"ann", "ben"}, w.holders("SEC"), "who is there, and who is on the way, stays")
	require.Equal(t, []string{"fay"}, w.holders("LOG"))
	require.Len(t, w.calls(), before)
	w.to(12*time.Hour + 20*time.Minute)
	require.True(t, w.seat("LOG").Open, "by day it is called for again")
	require.Equal(t, 1, w.seat("LOG").Filled, "and has its people")
	require.Contains(t, w.entries(incident.KindSeatNeeds), "12h10m0s Seat SEC needs 3 by day and has 2: more are called")
}

func TestTheCommanderSaysWhetherTheDaysPeopleMayGo(t *testing.T) {
	p := dayAndNight()
	p.Seats[len(p.Seats)-1].FromLevel = ""
	w := opens(t, beforeNight, declared(p, roundTheClock()))
	w.says("boss", "3")
	w.says("fay", "3")
	w.to(11 * time.Minute)
	require.Contains(t, w.last("boss"), "Not called for any more, but on scene: reply ")
	require.Contains(t, w.last("boss"), "1 to release Fay")
	require.Equal(t, []string{"fay"}, w.holders("LOG"), "and until then they stay")
}

func TestANightThatNeedsFewerSendsNobodyHomeBeforeItsOwnHaveCome(t *testing.T) {
	site := house()
	site.Roster.Shifts = []roster.Shift{
		shift("day", "07:00", "19:00", post("SEC", "ann", "ben", "dai"), post("CMD", "boss")),
		shift("night", "19:00", "07:00", post("SEC", "eve", "gus"), post("CMD", "don")),
	}
	w := opens(t, beforeNight, declared(plan([]frozen.Seat{asks("SEC", 3, byNight(1))}, does("S1", "SEC")), site))
	for _, id := range []string{"ann", "ben", "dai"} {
		w.says(id, "3")
	}
	w.to(15 * time.Minute)
	require.Len(t, w.entries(incident.KindReliefAsked), 3)
	require.Equal(t, []string{"ann", "ben", "dai"}, w.holders("SEC"), "people on scene stay until a relief accepts")
	w.says("eve", "1")
	require.Equal(t, []string{"eve"}, w.holders("SEC"))
	require.Nil(t, w.seat("SEC").Ladder)
}

func TestTheHourMeetsALadderThatIsBeingClimbed(t *testing.T) {
	for name, row := range map[string]struct {
		at    time.Time
		hand  bool
		needs int
		calls []string
	}{
		"more people are called at once where it stands": {at: beforeDay, needs: 3, calls: []string{"10m0s dai", "10m0s eve"}},
		"and where somebody sees to it":                  {at: beforeDay, needs: 3, hand: true, calls: []string{"10m0s dai", "10m0s eve"}},
		"fewer are still too many":                       {at: beforeNight, needs: 1},
	} {
		t.Run(name, func(t *testing.T) {
			quiet := []frozen.Rung{
				{At: 0, Page: []frozen.Selector{frozen.Holders}},
				{At: time.Minute, Page: []frozen.Selector{frozen.Commander}},
				{At: 5 * time.Minute, Page: []frozen.Selector{frozen.Company}, Repeat: 7 * time.Minute},
			}
			w := opens(t, row.at, declared(plan([]frozen.Seat{asks("SEC", 3, byNight(1), climbs(quiet...))}), house(post("SEC", "ann", "ben", "dai", "eve"))))
			w.says("ann", "5") // ben is called instead, or eve
			if row.hand {
				w.to(6 * time.Minute)
				w.says("coy", "1")
			}
			w.to(10*time.Minute - time.Second)
			before := len(w.calls())
			w.to(10 * time.Minute)
			require.Equal(t, row.needs, w.seat("SEC").Needs)
			require.ElementsMatch(t, row.calls, w.calls()[before:])
			require.NotNil(t, w.seat("SEC").Ladder)
			require.Equal(t, 3, w.seat("SEC").Ladder.Rung, "it climbs on")
		})
	}
}

func TestADaySeatOpensThoughNobodyIsThereByNight(t *testing.T) {
	w := opens(t, beforeDay, declared(plan([]frozen.Seat{asks("LOG", 1, byNight(0))}), roundTheClock()))
	require.Empty(t, w.calls())
	w.to(10 * time.Minute)
	require.Equal(t, []string{"10m0s fay"}, w.calls())
}

func TestWhoCommandsStaysThoughTheirSeatIsForTheDay(t *testing.T) {
	p := dayAndNight()
	p.Seats[len(p.Seats)-1].FromLevel, p.Seats[len(p.Seats)-1].Night = "", 0
	w := opens(t, beforeNight, declared(p, roundTheClock()))
	w.says("boss", "3")
	w.to(20 * time.Minute)
	require.False(t, w.seat("CMD").Open)
	require.Equal(t, "boss", w.inc.State.Commander)
	require.Equal(t, []string{"boss"}, w.holders("CMD"))
}

func TestAPausedDrillLooksAtItsNeedsWhenItGoesOn(t *testing.T) {
	w := opens(t, beforeDay, practised(dayAndNight(), roundTheClock()))
	w.says("ann", "3")
	w.to(9 * time.Minute)
	w.says("ann", "7")
	w.to(15 * time.Minute)
	require.Equal(t, 1, w.seat("SEC").Needs)
	w.order(w.inc.ResumeDrill(w.now, incident.ResumeDrill{By: "boss"}))
	w.to(15 * time.Minute)
	require.Equal(t, 3, w.seat("SEC").Needs)
	require.True(t, w.seat("LOG").Open)
}

func TestNoSeatOpensAfterTheStandDown(t *testing.T) {
	p := dayAndNight()
	p.Steps = append(p.Steps, does("R1", "SEC", in(frozen.Recovery)))
	w := opens(t, beforeDay, declared(p, roundTheClock()))
	w.says("ann", "3")
	w.to(5 * time.Minute)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "boss"}))
	before := len(w.calls())
	w.to(time.Hour)
	require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle)
	require.Empty(t, w.entries(incident.KindSeatNeeds))
	require.Empty(t, w.entries(incident.KindSeatOpened))
	require.Len(t, w.calls(), before)
}

func TestOlderIncidentsKeepTheNeedsOfTheirOpening(t *testing.T) {
	for at, needs := range map[time.Time]int{beforeDay: 1, beforeNight: 3} {
		in := declared(dayAndNight(), roundTheClock())
		in.Rules = 5
		w := opens(t, at, in)
		w.says("ann", "3")
		w.to(20 * time.Minute)
		require.Equal(t, needs, w.seat("SEC").Needs)
		require.Equal(t, at.Equal(beforeNight), w.seat("LOG").Open)
		require.Empty(t, w.entries(incident.KindSeatNeeds))
	}
}

func TestSeedsNeedsAreThoseOfTheHourWhateverHappens(t *testing.T) {
	for seed := range seeds(t, 4) {
		t.Run(strconv.Itoa(seed), func(t *testing.T) {
			p := busy()
			for k, needs := range []int{1, 2, 1, 3, 0, 1} {
				p.Seats[k].Night = needs
			}
			w := opens(t, []time.Time{beforeDay, beforeNight}[seed%2], declared(p, busyHouse()))
			w.live(rand.New(rand.NewPCG(uint64(seed), 6)), 20*time.Minute)
			for k, s := range w.inc.State.Seats {
				if planned := p.Seats[k]; s.Wanted && w.passed() > 10*time.Minute && w.inc.State.Lifecycle == incident.Open {
					require.Equal(t, []int{planned.Day, planned.Night}[seed%2], s.Needs, s.ID)
				}
			}
		})
	}
}

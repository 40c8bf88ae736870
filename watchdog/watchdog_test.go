package watchdog_test

// Stories of what goes wrong and who hears of it.

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/words"
	"muster/watchdog"
)

func at(m time.Time) *time.Time { return &m }

func TestAHouseWhereAllIsWellIsQuiet(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").pulse = incident.Pulse{DueAt: at(three.Add(time.Hour)), UnshadowedSince: at(three.Add(59 * time.Minute))}
	dog := h.watch()
	h.pass(30*time.Minute, dog)
	open, looked := dog.Open()
	require.Empty(t, open)
	require.Equal(t, h.now, looked)
	require.Empty(t, h.network.Ledger())
	require.Equal(t, 1, h.felt, "whose history does not grow is not asked again")
}

func TestAStuckIncidentIsToldToOperatorAndCompanyAndItsEndToo(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").task = watchdog.Task{Pending: true, Attempt: 2, Scheduled: three}
	h.runs("inc-2", "lake")
	dog := h.watch()
	h.pass(5*time.Second, dog)
	require.Empty(t, h.network.Ledger(), "a step that was lost with its worker fails once")
	h.pass(10*time.Second, dog)
	for _, number := range []string{operator, hill} {
		require.Len(t, h.heard(number), 1)
		require.Regexp(t, `^Muster ALARM: Fire, Hill House: STUCK since 11:00, calls nobody\. Call by hand\.\n山居火灾：11:00起停滞，不再呼叫，请人工呼叫 \[[0-9a-f]{6}\]$`, h.heard(number)[0])
	}
	require.Empty(t, h.heard(lake), "another site")
	open, _ := dog.Open()
	require.Equal(t, []string{"inc-1"}, open[0].Refs)
	require.Equal(t, 2, open[0].Told)
	require.Equal(t, "Fire, Hill House: STUCK since 11:00, calls nobody. Call by hand.", open[0].Text.EN)

	h.pass(9*time.Minute+50*time.Second, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(hill))
	h.pass(10*time.Second, dog)
	require.Equal(t, [2]int{2, 0}, h.alarms(hill), "it lasts")
	require.Contains(t, h.heard(hill)[1], "Muster ALARM (2): ")

	h.engine["inc-1"].task = watchdog.Task{}
	h.pass(10*time.Second, dog)
	require.Equal(t, [2]int{2, 1}, h.alarms(hill))
	require.Contains(t, h.heard(operator)[2], "Muster ALL CLEAR: Fire, Hill House: ")
	open, _ = dog.Open()
	require.Empty(t, open)
	h.pass(time.Hour, dog)
	require.Equal(t, [2]int{2, 1}, h.alarms(operator))
}

func TestWhatMakesAnIncidentStuck(t *testing.T) {
	for name, harm := range map[string]func(*house, *life){
		"its step fails again and again": func(_ *house, l *life) {
			l.task = watchdog.Task{Pending: true, Attempt: 7, Scheduled: three.Add(time.Hour)}
		},
		"nobody takes its step": func(_ *house, l *life) {
			l.task = watchdog.Task{Pending: true, Attempt: 1, Scheduled: three.Add(-time.Minute)}
		},
		"nobody ends its step": func(_ *house, l *life) {
			l.task = watchdog.Task{Pending: true, Attempt: 1, Scheduled: three, Started: three.Add(-time.Minute)}
		},
		"it cannot take up its history": func(_ *house, l *life) { l.err = watchdog.ErrStuck },
		"the engine says so":            func(h *house, _ *life) { h.failing = []string{"inc-1"} },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			harm(h, h.runs("inc-1", "hill"))
			dog := h.watch()
			h.pass(15*time.Second, dog)
			require.Equal(t, [2]int{1, 0}, h.alarms(operator))
			delete(h.engine, "inc-1")
			h.failing = nil
			h.pass(25*time.Second, dog)
			require.Equal(t, [2]int{1, 1}, h.alarms(operator), "what has ended is not stuck")
		})
	}
}

func TestWhatIsUnderWayIsNotStuck(t *testing.T) {
	h := newHouse(t)
	l := h.runs("inc-1", "hill")
	dog := h.watch()
	for range 60 {
		l.task = watchdog.Task{Pending: true, Attempt: 1, Scheduled: h.now.Add(-5 * time.Second), Started: h.now}
		h.pass(5*time.Second, dog)
	}
	require.Empty(t, h.network.Ledger())
}

func TestAnOverdueRungIsTold(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").pulse = incident.Pulse{DueAt: at(three.Add(time.Minute))}
	dog := h.watch()
	h.pass(80*time.Second, dog)
	require.Empty(t, h.network.Ledger())
	h.pass(15*time.Second, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(hill))
	require.Contains(t, h.heard(hill)[0], "call due at 11:01 is LATE")
	l := h.engine["inc-1"]
	l.task.Events, l.pulse.DueAt = 40, at(three.Add(time.Hour))
	h.pass(10*time.Second, dog)
	require.Equal(t, [2]int{1, 1}, h.alarms(hill))
}

func TestAShadowThatLagsIsToldUnlessItsDatabaseIsAway(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").pulse = incident.Pulse{UnshadowedSince: at(three)}
	dog := h.watch()
	h.pass(75*time.Second, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(hill))
	require.Contains(t, h.heard(hill)[0], "record behind since 11:00. Calling goes on.")

	h = newHouse(t)
	h.runs("inc-1", "hill").pulse = incident.Pulse{UnshadowedSince: at(three)}
	h.dead = errors.New("locked")
	h.pass(5*time.Minute, h.watch())
	require.Len(t, h.heard(hill), 1)
	require.Contains(t, h.heard(hill)[0], "database away since 11:00. Calling goes on; lists are old.")
	require.Empty(t, h.heard(lake), "nothing runs there")
}

func TestADatabaseThatIsBusyForAWhileIsNoAlarm(t *testing.T) {
	h := newHouse(t)
	dog := h.watch()
	h.dead = errors.New("busy")
	h.pass(25*time.Second, dog)
	h.dead = nil
	h.pass(5*time.Second, dog)
	h.dead = errors.New("busy")
	h.pass(25*time.Second, dog)
	require.Empty(t, h.network.Ledger())
}

func TestWithoutIncidentsTheDatabaseConcernsTheOperatorOrElseEveryCompany(t *testing.T) {
	h := newHouse(t)
	h.dead = errors.New("gone")
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{1, 0}, h.alarms(operator))
	require.Empty(t, h.heard(hill))
	h = newHouse(t)
	h.dead = errors.New("gone")
	h.pass(time.Minute, h.watch(func(o *watchdog.Options) { o.Operator = nil }))
	require.Equal(t, [2]int{1, 0}, h.alarms(hill))
	require.Equal(t, [2]int{1, 0}, h.alarms(lake))
}

func TestAnEngineThatDoesNotAnswerIsToldToAllAndOtherwiseChangesNothing(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").task = watchdog.Task{Pending: true, Attempt: 3, Scheduled: three}
	dog := h.watch()
	h.pass(15*time.Second, dog)
	h.away = errors.New("unavailable")
	h.pass(time.Minute, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(lake))
	require.Contains(t, h.heard(lake)[0], "Muster ALARM: engine away since")
	require.Equal(t, [2]int{2, 0}, h.alarms(hill), "nothing is known of the incident now: it is not over")
	h.away = nil
	h.pass(20*time.Second, dog)
	require.Equal(t, [2]int{1, 1}, h.alarms(lake))
	require.Equal(t, [2]int{2, 1}, h.alarms(hill))
}

func TestADrillConcernsTheOperatorAlone(t *testing.T) {
	h := newHouse(t)
	l := h.runs("inc-1", "hill")
	l.Drill, l.err = true, watchdog.ErrStuck
	h.pass(time.Minute, h.watch())
	require.Contains(t, h.heard(operator)[0], "Muster ALARM: DRILL Fire, Hill House")
	require.Contains(t, h.heard(operator)[0], "演练：山居火灾")
	require.Empty(t, h.heard(hill))
}

// Without an operator nobody would hear of it.
func TestWithoutAnOperatorADrillConcernsItsSitesCompany(t *testing.T) {
	h := newHouse(t)
	l := h.runs("inc-1", "hill")
	l.Drill, l.err = true, watchdog.ErrStuck
	h.firings = []watchdog.Firing{{Schedule: "drill-1", Site: "lake", Title: words.Text{EN: "Monthly fire drill", ZH: "月度消防演练"}, DueAt: three, Missed: true}}
	dog := h.watch(func(o *watchdog.Options) { o.Operator = nil })
	h.pass(time.Minute, dog)
	require.Contains(t, h.heard(hill)[0], "Muster ALARM: DRILL Fire, Hill House")
	require.Contains(t, h.heard(lake)[0], "Monthly fire drill, Lake House: due at 03:00, did NOT begin.")
	require.Equal(t, [2]int{1, 0}, h.alarms(hill), "each hears of their own")
	require.Equal(t, [2]int{1, 0}, h.alarms(lake))
	h.engine["inc-1"].err, h.firings = nil, nil
	h.pass(time.Minute, dog)
	require.Equal(t, [2]int{1, 1}, h.alarms(hill))
	require.Equal(t, [2]int{1, 1}, h.alarms(lake))
}

func TestTwentyIncidentsMakeFewTexts(t *testing.T) {
	h := newHouse(t)
	dog := h.watch()
	for k := range 20 {
		h.runs(fmt.Sprintf("inc-%02d", k), "hill").err = watchdog.ErrStuck
		h.pass(5*time.Second, dog)
	}
	h.pass(2*time.Minute, dog)
	require.LessOrEqual(t, h.alarms(hill)[0], 4)
	require.Contains(t, h.heard(hill)[h.alarms(hill)[0]-1], "Fire +19, Hill House")
}

func TestOfManyIncidentsSomeAreLookedAtInEachRound(t *testing.T) {
	h := newHouse(t)
	for k := range 1000 {
		h.runs(fmt.Sprintf("inc-%04d", k), "hill").pulse = incident.Pulse{DueAt: at(three.Add(time.Hour))}
	}
	dog := h.watch()
	h.pass(50*time.Second, dog)
	require.Equal(t, 500, h.asked)
	h.pass(50*time.Second, dog)
	require.Equal(t, 1000, h.felt, "each has had its turn")
	h.engine["inc-0999"].pulse.DueAt = at(h.now.Add(time.Second))
	h.engine["inc-0999"].task.Events++
	h.failing = []string{"inc-0500"}
	h.pass(15*time.Second, dog)
	require.Contains(t, h.heard(hill)[0], "STUCK", "what the engine reports comes first")
}

func TestAnEngineThatIsSlowIsAskedForLess(t *testing.T) {
	h := newHouse(t)
	for k := range 200 {
		h.runs(fmt.Sprintf("inc-%04d", k), "hill").err = context.DeadlineExceeded
	}
	dog := h.watch()
	h.pass(5*time.Second, dog)
	require.Equal(t, 50, h.asked)
	h.pass(5*time.Minute, dog)
	require.Less(t, h.asked, 50+25+12+6+5*60)
	require.Empty(t, h.network.Ledger(), "what is not known is not said")
	for _, l := range h.engine {
		l.err = nil
	}
	before := h.asked
	h.pass(5*time.Minute, dog)
	require.Greater(t, h.asked-before, 50*50)
}

package incident_test

// Stories of working hours: what can wait for the morning does.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func working(s *frozen.Step) { s.Working = true }

// overnight has stood down at a time after noon; the site's day is from 07:00 to 19:00.
func overnight(t *testing.T, rules int, stoodDown time.Duration, steps ...frozen.Step) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 1)}, steps...)
	w := begin(t, under(declared(p, house(post("SEC", "ann"), post("", "hal"))), rules))
	w.to(0)
	w.says("ann", "3")
	w.to(stoodDown)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	return w
}

func TestStepThatBecomesDueByNightIsToldInTheMorning(t *testing.T) {
	const morning = 19 * time.Hour
	for rules, opened := range map[int]time.Duration{1: 10 * time.Hour, frozen.Rules: morning} {
		w := overnight(t, rules, 10*time.Hour, does("R1", "SEC", in(frozen.Recovery), working, target(100*time.Second), late(defaults()...)))
		w.to(morning - time.Second)
		require.Equal(t, opened == morning, w.step("R1").State == incident.StepWaiting)
		w.to(morning)
		require.Equal(t, noon.Add(opened), time.Time(*w.step("R1").OpenedAt), "under rules %d", rules)
		require.Equal(t, noon.Add(opened+100*time.Second), time.Time(*w.step("R1").TargetAt), "its target counts from then")
		if rules == frozen.Rules {
			w.to(morning + 80*time.Second)
			require.Contains(t, w.last("ann"), "LATE: Do R1")
		}
	}
}

func TestStepWithoutWorkingHoursIsToldAtOnceByNight(t *testing.T) {
	w := overnight(t, frozen.Rules, 10*time.Hour, does("R1", "SEC", in(frozen.Recovery)), does("R2", "SEC", in(frozen.Recovery), working))
	require.Equal(t, incident.StepOpen, w.step("R1").State)
	require.Equal(t, incident.StepWaiting, w.step("R2").State)
}

func TestNobodyIsWokenAboutALateStepWithWorkingHours(t *testing.T) {
	w := overnight(t, frozen.Rules, 6*time.Hour, does("R1", "SEC", in(frozen.Recovery), working, target(2*time.Hour), late(
		frozen.Late{At: 90 * time.Minute, Page: []frozen.Selector{frozen.Holders}},
		frozen.Late{At: 2 * time.Hour, Page: []frozen.Selector{frozen.Commander}},
		frozen.Late{At: 3 * time.Hour, Page: []frozen.Selector{frozen.Company}, Repeat: time.Hour})))
	require.Equal(t, incident.StepOpen, w.step("R1").State)
	before := len(w.sent)
	w.to(19*time.Hour - time.Second)
	require.Len(t, w.sent, before, "the night is quiet")
	w.to(19 * time.Hour)
	require.Contains(t, w.last("ann"), "LATE: Do R1")
	w.to(19*time.Hour + 30*time.Minute)
	require.Contains(t, w.last("boss"), "LATE: Do R1", "the ladder goes on with the same steps")
}

func TestTaskThatIsGivenToSomebodyByNightIsSentInTheMorning(t *testing.T) {
	w := overnight(t, frozen.Rules, 6*time.Hour, does("R1", "SEC", in(frozen.Recovery), working))
	w.to(9 * time.Hour)
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "R1", By: "gus", To: "ben"}))
	require.Empty(t, w.bodies("ben", incident.TaskPage))
	w.to(19 * time.Hour)
	require.Len(t, w.bodies("ben", incident.TaskPage), 1)
}

func TestRoundOfAStepWithWorkingHoursWaitsForTheMorning(t *testing.T) {
	again := func(s *frozen.Step) {
		s.Repeat = &frozen.Repeat{Every: 3 * time.Hour, Until: whenExpr("steps.R2.value", "done")}
	}
	w := overnight(t, frozen.Rules, 6*time.Hour, does("R1", "SEC", in(frozen.Recovery), working, again), does("R2", "SEC", in(frozen.Recovery)))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "R1", By: "ann"}))
	w.to(19*time.Hour - time.Second)
	require.Equal(t, incident.StepDone, w.step("R1").State)
	w.to(19 * time.Hour)
	require.Equal(t, incident.StepOpen, w.step("R1").State)
}

func TestIncidentWakesInTheMorningForWhatSleepsAndForNothingElse(t *testing.T) {
	morning := noon.Add(19 * time.Hour)
	quiet, loud := does("R1", "SEC", in(frozen.Recovery), working), does("R1", "SEC", in(frozen.Recovery))
	second := does("R2", "SEC", in(frozen.Recovery), working, after("R1"))
	for name, row := range map[string]struct {
		rules     int
		stoodDown time.Duration
		steps     []frozen.Step
		wakes     bool
	}{
		"a step sleeps":                       {frozen.Rules, 10 * time.Hour, []frozen.Step{quiet}, true},
		"it does not keep working hours":      {frozen.Rules, 10 * time.Hour, []frozen.Step{loud}, false},
		"it waits for another one":            {frozen.Rules, 10 * time.Hour, []frozen.Step{loud, second}, false},
		"its people were told of it by day":   {frozen.Rules, 6 * time.Hour, []frozen.Step{quiet}, false},
		"nobody slept under the first rules":  {frozen.NightsAreQuiet - 1, 10 * time.Hour, []frozen.Step{quiet}, false},
		"whatever waits for what sleeps does": {frozen.Rules, 10 * time.Hour, []frozen.Step{quiet, second}, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := overnight(t, row.rules, row.stoodDown, row.steps...)
			w.to(11 * time.Hour)
			due, ok := w.inc.NextDue()
			require.Equal(t, row.wakes, ok && due.Equal(morning), due)
			w.to(20 * time.Hour)
			require.Nil(t, w.inc.State.Morning, "by day nothing sleeps")
		})
	}
}

func TestIncidentWakesInTheMorningForATaskThatWasHeld(t *testing.T) {
	w := overnight(t, frozen.Rules, 6*time.Hour, does("R1", "SEC", in(frozen.Recovery), working))
	w.to(9 * time.Hour)
	require.Nil(t, w.inc.State.Morning)
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "R1", By: "gus", To: "ben"}))
	due, ok := w.inc.NextDue()
	require.True(t, ok)
	require.Equal(t, noon.Add(19*time.Hour), due)
}

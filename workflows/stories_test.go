package workflows_test

// The walked scenarios, each with its golden timeline. What the plan promises is asserted here by the plan's own figures.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

func TestStoryConfirmedFireRunsToItsEndWhenEverybodyAnswers(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	confirmed := true
	w.start.In.Declaration.Confirmed = &confirmed
	w.calm = true
	w.everybodyObliges(20 * time.Second)
	w.runToTheEnd()
	view := w.status().View
	require.Equal(t, string(frozen.Handled), *view.Outcome)
	for _, s := range view.Seats {
		require.GreaterOrEqual(t, s.Filled, s.Needs, s.ID)
	}
	for _, s := range view.Steps {
		if s.ID == "F02" || s.ID == "F04" {
			require.Equal(t, incident.StepDone, s.State, s.ID)
		}
	}
	require.Empty(t, w.recorded(incident.KindSeatReopened))
	w.requireGolden("fire")
	w.requireReview("fire")
}

func TestStorySeatIsTakenByTheFourthWhenThePlanSays(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	w.everybodyObliges(5 * time.Second)
	k := slices.IndexFunc(w.start.In.Plan.Seats, func(s frozen.Seat) bool { return s.ID == "DUTY" })
	duty := w.start.In.Plan.Seats[k]
	require.Equal(t, 1, duty.Day)
	const declined = 5 * time.Second
	asked := []string{duty.Title.EN, duty.Title.ZH}
	holder, first, second, third := "he-ping", "zhang-wei", "li-hua", "deng-chao"
	delete(w.network.people, w.phone(holder))
	w.network.people[w.phone(first)] = replying{w, w.phone(first), declined, "5"}
	w.network.bounce[w.phone(second)] = 30003
	w.until = w.start.In.DeclaredAt.Add(90 * time.Second)
	w.run()
	substitutes := duty.Ladder[1]
	require.Contains(t, substitutes.Page, frozen.Substitutes)
	w.requireMoments(w.calls(holder, asked...), duty.Ladder[0].At, substitutes.At, duty.Ladder[2].At)
	w.requireMoments(w.calls(first, asked...), substitutes.At)
	w.requireMoments(w.calls(second, asked...), w.since(incident.KindPageDeclined, first))
	w.requireMoments(w.calls(third, asked...), w.since(incident.KindUnreachable, second))
	require.Less(t, w.calls(third, asked...)[0], duty.Ladder[2].At, "nobody waits for the next rung")
	w.requireGolden("fourth-is-called")
	w.requireReview("fourth-is-called")
}

func TestStoryNobodyOnDutyReachesCommanderAndCompany(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 03:00")))
	w.start.In.Site.Roster.Shifts, w.start.In.Site.Roster.Overrides = nil, nil
	w.until = w.start.In.DeclaredAt.Add(10 * time.Minute)
	w.run()
	require.Equal(t, incident.Open, w.status().View.State)
	for _, id := range w.start.In.Site.Company {
		calls := w.calls(id, "NOBODY YET", "无人")
		require.NotEmpty(t, calls)
		require.Less(t, calls[0], time.Second, "nobody is waited for where nobody is on duty")
		require.GreaterOrEqual(t, len(calls), 5, "the last rung repeats")
	}
	w.requireGolden("nobody-on-duty")
	w.requireReview("nobody-on-duty")
}

func TestStoryDangerDuringFireReachesTheCommanderAtOnce(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	w.everybodyObliges(5 * time.Second)
	const hurt, commander = "luo-yong", "he-ping"
	const in = 3 * time.Minute
	w.network.people[w.phone(commander)] = deaf{w.network.people[w.phone(commander)], []string{"危险", "DANGER"}}
	w.at(in, func() { w.text(w.phone(hurt), "7") })
	w.until = w.start.In.DeclaredAt.Add(5 * time.Minute)
	w.run()
	require.Len(t, w.recorded(incident.KindDanger), 1)
	w.requireMoments(w.calls(commander, "Luo Yong")[:2], in, in+30*time.Second)
	for _, id := range w.start.In.Site.Company {
		w.requireMoments(w.calls(id, "Luo Yong"), in+30*time.Second)
	}
	require.Len(t, w.recorded(incident.KindInHand), 1, "whoever answers first has it in hand, and the alarm stops")
	w.requireGolden("danger")
	w.requireReview("danger")
}

func TestStoryDrillHoldsStillForDangerAndGoesOn(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Drill, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	w.everybodyObliges(5 * time.Second)
	const paused, resumed = 30 * time.Second, 12 * time.Minute
	w.at(paused, func() { w.text(w.phone("luo-yong"), "7") })
	w.at(resumed, func() {
		w.order(workflows.Resume, workflows.Order[incident.ResumeDrill]{Body: incident.ResumeDrill{By: "he-ping", Reason: "a twisted ankle, seen to"}},
			func(err error) { require.NoError(t, err) })
	})
	w.runToTheEnd()
	for _, m := range w.network.ledger {
		at := m.Created.Sub(w.start.In.DeclaredAt)
		held := at > paused+time.Second && at < resumed
		require.False(t, held && token(m.Body) != "" && !strings.Contains(m.Body, "Luo Yong"), "%s: %s", at, m.Body)
	}
	require.Equal(t, string(frozen.DrillEnded), *w.status().View.Outcome)
	require.Len(t, w.recorded(incident.KindPaused), 1, "it was still going on")
	require.Len(t, w.recorded(incident.KindResumed), 1)
	require.Zero(t, w.outside.residents+w.outside.calls)
	w.requireGolden("drill-paused")
	w.requireReview("drill-paused")
	w.requireReviewPage("drill-paused")
}

func TestStoryDrillGivesWayToTheRealIncident(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Drill, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	w.everybodyObliges(30 * time.Second)
	const overtaken = 90 * time.Second
	w.at(overtaken, func() { w.env.SignalWorkflow(workflows.RealDeclared, "inc-real") })
	w.run()
	require.NoError(t, w.err)
	require.Equal(t, incident.Cancelled, w.status().View.State)
	told := map[string]bool{}
	for _, m := range w.network.ledger {
		at := m.Created.Sub(w.start.In.DeclaredAt)
		stopped := strings.Contains(m.Body, "The drill is STOPPED") || strings.Contains(m.Body, "演练终止")
		require.Equal(t, at >= overtaken, stopped, "%s: %s", at, m.Body)
		told[m.To] = stopped
	}
	for phone, stopped := range told {
		require.True(t, stopped, "%s was called and never told that the drill is over", w.name(phone))
	}
	w.requireGolden("drill-overtaken")
	w.requireReview("drill-overtaken")
}

func TestStoryLicensedStepGoesLateAndClimbs(t *testing.T) {
	w := newTown(t, 1, begin(t, "pipe-burst", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.start.In.Declaration.Summary = "water from the ceiling near the switch room"
	w.calm = true
	w.everybodyObliges(30 * time.Second)
	k := slices.IndexFunc(w.start.In.Plan.Steps, func(s frozen.Step) bool { return s.ID == "B05" })
	dead := w.start.In.Plan.Steps[k]
	late := []string{dead.Title.EN, dead.Title.ZH, "All-clear", "响应终止"}
	electrician, lead, commander := "tang-wei", "feng-kai", "he-ping"
	for _, id := range []string{electrician, lead, commander} {
		w.network.people[w.phone(id)] = deaf{w.network.people[w.phone(id)], late}
	}
	const seen = 10 * time.Second
	w.at(seen, func() {
		w.order(workflows.StateFact, workflows.Order[incident.StateFact]{Body: incident.StateFact{Name: "water_at_power", Value: "true", By: "luo-yong"}},
			func(err error) { require.NoError(t, err) })
	})
	w.runToTheEnd()
	seat := slices.IndexFunc(w.start.In.Plan.Seats, func(s frozen.Seat) bool { return s.ID == dead.Seat })
	require.Equal(t, "high-low-voltage", w.start.In.Plan.Seats[seat].Skill)
	reached := slices.DeleteFunc(w.recorded(incident.KindRung), func(e incident.Entry) bool { return e.Step != dead.ID })
	require.Len(t, reached, len(dead.Late))
	called := [][]string{{electrician}, {lead, commander}, append([]string{commander}, w.start.In.Site.Company...)}
	for k, rung := range dead.Late {
		at := seen + rung.At
		require.Equal(t, at, reached[k].At.Sub(w.start.In.DeclaredAt))
		for _, id := range called[k] {
			w.requireCalledAt(id, at, dead.Title.EN, dead.Title.ZH)
		}
	}
	w.requireGolden("late-step")
	w.requireReview("late-step")
}

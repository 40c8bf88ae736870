package review_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/review"
)

func TestEachStepIsSetAgainstItsTarget(t *testing.T) {
	for name, row := range map[string]struct {
		tell    func(t *tale)
		verdict review.StepVerdict
		took    *review.Span
		late    *review.Span
	}{
		"done before its target": {func(t *tale) {
			t.step(10, "F01", 70).tell(40, incident.KindStepDone, about("F01"), by("li")).end(200, 300)
		}, review.StepOnTime, span(30), nil},
		"done at its target to the second": {func(t *tale) {
			t.step(10, "F01", 70).tell(70, incident.KindStepDone, about("F01"), by("li")).end(200, 300)
		}, review.StepOnTime, span(60), nil},
		"done a moment later": {func(t *tale) {
			t.step(10, "F01", 70).tell(70.5, incident.KindStepDone, about("F01"), by("li")).end(200, 300)
		}, review.StepLate, span(60.5), span(0.5)},
		"without a target": {func(t *tale) {
			t.step(10, "F01", 0).tell(1000, incident.KindStepDone, about("F01"), by("li")).end(2000, 3000)
		}, review.StepDone, span(990), nil},
		"known at the declaration": {func(t *tale) {
			t.tell(0, incident.KindStepDone, about("F01"), by("li")).end(200, 300)
		}, review.StepDone, nil, nil},
		"open at the stand-down": {func(t *tale) {
			t.step(10, "F01", 70).tell(200, incident.KindStepSkipped, about("F01"), by(incident.ByPlan)).end(200, 300)
		}, review.StepNever, span(190), span(130)},
		"open at the end, and nobody said so": {func(t *tale) { t.step(10, "F01", 400).end(200, 300) }, review.StepNever, span(290), nil},
		"skipped by somebody while open": {func(t *tale) {
			t.step(10, "F01", 70).tell(30, incident.KindStepSkipped, about("F01"), by("he")).end(200, 300)
		}, review.StepSkipped, span(20), nil},
		"skipped before it opened": {func(t *tale) {
			t.tell(30, incident.KindStepSkipped, about("F01"), by(incident.ByPlan)).end(200, 300)
		}, review.StepSkipped, nil, nil},
		"given more time, and done in it": {func(t *tale) {
			t.step(10, "F01", 70).tell(80, incident.KindStepExtended, about("F01"), by("he"), due(120)).tell(110, incident.KindStepDone, about("F01"), by("li")).end(200, 300)
		}, review.StepOnTime, span(100), nil},
		"given more time, and done after that": {func(t *tale) {
			t.step(10, "F01", 70).tell(80, incident.KindStepExtended, about("F01"), by("he"), due(120)).tell(125, incident.KindStepDone, about("F01"), by("li")).end(200, 300)
		}, review.StepLate, span(115), span(5)},
		"held up by a pause": {func(t *tale) {
			t.step(10, "F01", 70).tell(30, incident.KindPaused, of("li")).tell(630, incident.KindResumed).tell(660, incident.KindStepDone, about("F01"), by("li")).end(800, 900)
		}, review.StepOnTime, span(50), nil},
		"late in spite of a pause": {func(t *tale) {
			t.step(10, "F01", 70).tell(30, incident.KindPaused, of("li")).tell(630, incident.KindResumed).tell(680, incident.KindStepDone, about("F01"), by("li")).end(800, 900)
		}, review.StepLate, span(70), span(10)},
		"opened in a pause": {func(t *tale) {
			t.tell(5, incident.KindPaused, of("li")).step(10, "F01", 70).tell(630, incident.KindResumed).tell(680, incident.KindStepDone, about("F01"), by("li")).end(800, 900)
		}, review.StepOnTime, span(50), nil},
		"done in a pause": {func(t *tale) {
			t.step(10, "F01", 70).tell(60, incident.KindPaused, of("li")).tell(200, incident.KindStepDone, about("F01"), by("li")).tell(630, incident.KindResumed).end(800, 900)
		}, review.StepOnTime, span(50), nil},
		"extended after a pause": {func(t *tale) {
			t.step(10, "F01", 70).tell(30, incident.KindPaused, of("li")).tell(630, incident.KindResumed).
				tell(640, incident.KindStepExtended, about("F01"), by("he"), due(700)).tell(701, incident.KindStepDone, about("F01"), by("li")).end(800, 900)
		}, review.StepLate, span(91), span(1)},
	} {
		t.Run(name, func(t *testing.T) {
			tale := fire(frozen.Drill)
			row.tell(tale)
			s := tale.find("F01")
			require.Equal(t, row.verdict, s.Verdict)
			require.Equal(t, row.took, s.Took)
			require.Equal(t, row.late, s.LateBy)
		})
	}
}

func TestAStepThatRepeatsShowsItsWorstRound(t *testing.T) {
	tale := fire(frozen.Real)
	for k, took := range []float64{20, 50, 35, 40} {
		from := float64(k) * 100
		tale.step(from, "F03", from+30).tell(from+took, incident.KindStepDone, about("F03"), by("wu"), value("ok"))
	}
	s := tale.find("F03")
	require.Equal(t, review.StepLate, s.Verdict)
	require.Equal(t, 4, s.Rounds)
	require.Equal(t, 3, s.LateRounds)
	require.Equal(t, span(50), s.Took)
	require.Equal(t, span(20), s.LateBy)
	require.Equal(t, span(30), s.Allowed)
	require.Equal(t, incident.Time(opening.Add(seconds(100))), *s.OpenedAt)
	require.Equal(t, incident.Time(opening.Add(seconds(340))), *s.DoneAt)
	tale.step(400, "F03", 430).view.Now = incident.Time(opening.Add(seconds(500)))
	require.Equal(t, review.StepOpen, tale.find("F03").Verdict)
	require.Equal(t, span(70), tale.find("F03").LateBy)
	tale.end(600, 700)
	require.Equal(t, review.StepLate, tale.find("F03").Verdict, "it was done, if not in its last round")
	onTime := fire(frozen.Real).step(0, "F03", 30).tell(10, incident.KindStepDone, about("F03")).step(100, "F03", 130).tell(125, incident.KindStepDone, about("F03")).find("F03")
	require.Equal(t, review.StepOnTime, onTime.Verdict)
	require.Equal(t, span(25), onTime.Took, "the longest of equals")
}

func TestAStepSaysWhoDidItAndWithWhat(t *testing.T) {
	tale := whole()
	first := tale.find("F01")
	require.Equal(t, review.Step{
		ID: "F01", Title: review.Text{EN: "Confirm", ZH: "确认、上报"}, Phase: frozen.Alarm, Seat: "SEC", Verdict: review.StepLate,
		OpenedAt: ptr(incident.Time(opening)), DoneAt: ptr(incident.Time(opening.Add(seconds(80)))), Allowed: span(60), Took: span(80), LateBy: span(20),
		Rounds: 1, LateRounds: 1, By: ptr("li"), Name: ptr("Li Hua"), Value: ptr("true"),
	}, first)
	assumed := tale.find("F02")
	require.Equal(t, review.StepAssumed, assumed.Verdict)
	require.Equal(t, incident.ByAssumption, *assumed.By)
	require.Equal(t, review.Text{EN: "its condition does not hold", ZH: "条件不成立"}, *tale.find("F09").Reason)
	started := fire(frozen.Real).step(0, "F01", 30).tell(7, incident.KindStepStarted, about("F01"), by("li")).tell(8, incident.KindStepStarted, about("F01"), by("wu"))
	require.Equal(t, incident.Time(opening.Add(seconds(7))), *started.find("F01").StartedAt)
}

func TestWhatWasNotRunAsWrittenIsListedInOrder(t *testing.T) {
	changes := whole().review().Changes
	type row struct {
		kind       incident.Kind
		step, by   string
		value, why string
	}
	var got []row
	for _, c := range changes {
		r := row{kind: c.Kind, step: c.Step, by: *c.By}
		if c.Value != nil {
			r.value = *c.Value
		}
		if c.Reason != nil {
			r.why = c.Reason.EN
		}
		got = append(got, r)
	}
	require.Equal(t, []row{
		{incident.KindStepReassigned, "F02", "he", "", "she is nearer"},
		{incident.KindStepExtended, "F02", "he", "", "line busy"},
		{incident.KindStepDone, "F02", "assumed", "true", ""},
		{incident.KindStepSkipped, "F09", "plan", "", "its condition does not hold"},
		{incident.KindStepSkipped, "F03", "plan", "", "stood down"},
	}, got)
	require.Equal(t, "He Ping", *changes[0].Name)
	require.Equal(t, *span(100), changes[0].After, "without the pause")
	added := fire(frozen.Real).tell(5, review.KindStepAdded, about("X1"), by("he"), why("a second seat of fire", "第二起火点")).review().Changes
	require.Len(t, added, 1)
	require.Equal(t, review.StepSums{Planned: 4, Late: 1, Assumed: 1, Never: 1, Skipped: 1}, whole().review().Sums.Steps)
}

func TestATimelineOfAnEarlierBuildIsHelpedOutByTheView(t *testing.T) {
	target, was := incident.Time(opening.Add(seconds(30))), 2
	tale := fire(frozen.Real).tell(0, incident.KindRung, func(e *incident.Entry) { e.Seat = "SEC" }, rung(1))
	tale.view.Steps[0].TargetAt, tale.view.Seats[0].Filled = &target, was
	tale.tell(0, incident.KindStepOpened, about("F01"), by(incident.ByPlan)).tell(9, incident.KindPageAccepted, of("li")).tell(50, incident.KindStepDone, about("F01"), by("li"))
	require.Equal(t, review.StepLate, tale.find("F01").Verdict)
	require.Equal(t, span(20), tale.find("F01").LateBy)
	require.Equal(t, review.SeatFilled, tale.seat("SEC").Verdict)
	tale.view.Level = "L2"
	require.Equal(t, "L3", tale.review().Level)
	tale.entries[0].Value = ""
	require.Equal(t, "L2", tale.review().Level)
}

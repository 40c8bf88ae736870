package incident_test

// Stories of the end: stand-down, its outcomes, the recovery, and what is left undone.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
)

// recovering is a plan with two steps of the response and recovery steps of several outcomes.
func recovering() frozen.Plan {
	p := plan([]frozen.Seat{asks("SEC", 1, spare(1)), asks("MED", 1)}, does("S1", "SEC"), does("S2", "MED", after("S1")))
	p.Steps = append(p.Steps,
		does("R1", "SEC", in(frozen.Recovery)), does("R2", "MED", in(frozen.Recovery), after("R1")),
		does("R3", "SEC", in(frozen.Recovery), only(frozen.FalseAlarm, frozen.Duplicate)), does("R4", "MED", in(frozen.Recovery), only(frozen.HandedOver)),
	)
	return p
}

func skips(w *town) map[string]string {
	reasons := map[string]string{}
	for _, s := range w.inc.View(w.now).Steps {
		if s.State == incident.StepSkipped {
			reasons[s.ID] = *s.Reason
		}
	}
	return reasons
}

func TestEachOutcomeHasItsRecovery(t *testing.T) {
	const out, not = "stood down", "does not belong to this outcome"
	for outcome, skipped := range map[frozen.Outcome]map[string]string{
		frozen.Handled:    {"S1": out, "S2": out, "END": out, "R3": not, "R4": not},
		frozen.HandedOver: {"S1": out, "S2": out, "END": out, "R3": not},
		frozen.FalseAlarm: {"S1": out, "S2": out, "END": out, "R1": not, "R2": not, "R4": not},
		frozen.Duplicate:  {"S1": out, "S2": out, "END": out, "R1": not, "R2": not, "R4": not},
	} {
		t.Run(string(outcome), func(t *testing.T) {
			w := arrived(begin(t, declared(recovering(), house(post("SEC", "ann", "dai"), post("MED", "ben")))))
			w.to(time.Minute)
			w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: outcome, By: "gus", Reason: "all out"}))
			require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle)
			require.Equal(t, frozen.Recovery, w.inc.State.Phase)
			require.Equal(t, skipped, skips(w))
			require.Equal(t, string(outcome), *w.inc.View(w.now).Outcome, "it is told from the stand-down on")
			for _, s := range w.inc.View(w.now).Seats {
				require.False(t, s.Open)
				require.Nil(t, s.Ladder)
			}
			refused(t, incident.CodeStepState, w.inc.StandDown(w.now, incident.StandDown{Outcome: outcome, By: "gus"}))
			refused(t, incident.CodeStepState, w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "eve", By: "gus"}))
			for _, s := range w.inc.View(w.now).Steps {
				if s.State != incident.StepSkipped {
					w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: s.ID, By: "gus"}))
				}
			}
			require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
			require.Equal(t, string(outcome), *w.inc.View(w.now).Outcome)
			require.NotNil(t, w.inc.View(w.now).EndedAt)
		})
	}
}

func TestEverybodyWhoWasCalledHearsHowItEnded(t *testing.T) {
	for outcome, text := range map[frozen.Outcome]string{
		frozen.Handled:    "Fire, Building 1, floor 2: stood down. Report to your lead before you leave. Thank you.",
		frozen.FalseAlarm: "Fire, Building 1, floor 2: false alarm. Everybody return; you are not needed. Thank you.",
		frozen.HandedOver: "Fire, Building 1, floor 2: handed over to the emergency service. Report to your lead before you leave.",
	} {
		t.Run(string(outcome), func(t *testing.T) {
			w := begin(t, declared(recovering(), house(post("SEC", "ann", "dai"), post("MED", "ben"))))
			w.to(10 * time.Second)
			w.says("ann", "5") // and eve is called as a substitute
			w.says("ben", "1")
			w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: outcome, By: "gus"}))
			require.Equal(t, []string{}, w.bodies("ann", incident.NotePage), "who declined is not told")
			require.Equal(t, []string{text + " [" + *w.pageOf("ben").Token + "]"}, w.bodies("ben", incident.NotePage))
			require.Equal(t, []string{text + " [" + *w.pageOf("dai").Token + "]"}, w.bodies("dai", incident.NotePage))
			require.Equal(t, incident.PageStoodDown, w.pageOf("dai").State)
			require.Equal(t, incident.PageAccepted, w.pageOf("ben").State)
			require.Equal(t, []string{"10s Stood down by Gus: " + map[frozen.Outcome]string{
				frozen.Handled: "handled", frozen.FalseAlarm: "false alarm", frozen.HandedOver: "handed over",
			}[outcome]}, w.entries(incident.KindStandDown))
		})
	}
}

func TestStartedStepMayBeFinishedAfterAHandledEnd(t *testing.T) {
	for outcome, state := range map[frozen.Outcome]incident.StepState{
		frozen.Handled: incident.StepStarted, frozen.FalseAlarm: incident.StepSkipped,
	} {
		w := arrived(begin(t, declared(recovering(), house(post("SEC", "ann"), post("MED", "ben")))))
		w.order(w.inc.StartStep(w.now, incident.StartStep{Step: "S1", By: "ann", Note: "at it"}))
		w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: outcome, By: "gus"}))
		require.Equal(t, state, w.step("S1").State)
	}
}

func TestRecoveryGoesToWhoIsOnDutyThen(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)})
	p.Steps = append(p.Steps, does("R1", "SEC", in(frozen.Recovery)), does("R2", "SEC", in(frozen.Recovery), after("R1")))
	site := house()
	site.Roster.Shifts = append(site.Roster.Shifts, shift("day", "07:00", "19:00", post("SEC", "ann")), shift("night", "19:00", "07:00", post("SEC", "ben")))
	w := begin(t, declared(p, site))
	w.to(0)
	w.says("ann", "3")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, []string{"ann"}, w.step("R1").Assignees)
	w.to(8 * time.Hour)
	w.says("ann", "4")
	require.Equal(t, []string{"ben"}, w.step("R2").Assignees)
}

func TestRecoveryWithNobodyOnDutyGoesToWhoWasThereThenToTheCommander(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)})
	p.Steps = append(p.Steps, does("R1", "SEC", in(frozen.Recovery)), does("R2", "MED", in(frozen.Recovery)))
	site := house()
	site.Roster.Shifts = append(site.Roster.Shifts, shift("until one", "07:00", "13:00", post("SEC", "ann"), post("MED", "ben")))
	w := begin(t, declared(p, site))
	w.to(0)
	w.says("ann", "3")
	w.to(2 * time.Hour)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, []string{"ann"}, w.step("R1").Assignees)
	require.Equal(t, []string{"boss"}, w.step("R2").Assignees)
}

func TestIncidentWithoutRecoveryClosesAtOnce(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "1")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
	require.Equal(t, []string{"1s Incident ended: handled"}, w.entries(incident.KindEnded))
	require.Contains(t, w.last("ann"), "stood down", "what is owed then is still sent")
	require.True(t, w.inc.Ended())
	require.True(t, w.inc.Quiet())
	_, due := w.inc.NextDue()
	require.False(t, due)
}

func TestNothingInAnEndedIncidentCanBeChanged(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	before := text(w.inc.State)
	for _, err := range []error{
		w.inc.StartStep(w.now, incident.StartStep{Step: "END"}), w.inc.FinishStep(w.now, incident.FinishStep{Step: "END"}),
		w.inc.SkipStep(w.now, incident.SkipStep{Step: "END"}), w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "END", To: "ann"}),
		w.inc.ExtendStep(w.now, incident.ExtendStep{Step: "END", Until: noon.Add(time.Hour)}), w.inc.StateFact(w.now, incident.StateFact{Name: "x"}),
		w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.L1}), w.inc.AddNote(w.now, incident.AddNote{Text: "x"}),
		w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "ELEC", Responder: "ann"}), w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "ELEC"}),
		w.inc.Escalate(w.now, incident.Escalate{}), w.inc.StandDown(w.now, incident.StandDown{}), w.inc.Cancel(w.now, incident.Cancel{}),
		w.inc.ResumeDrill(w.now, incident.ResumeDrill{}), w.inc.Report(w.now, incident.ReportAnswer{Responder: "ann", Answer: "accept"}),
	} {
		refused(t, incident.CodeEnded, err)
	}
	require.Equal(t, before, text(w.inc.State))
	require.Equal(t, "Fire: this incident has ended. Thank you.", w.inc.Answer(w.now, incident.Inbound{ID: "x", From: w.phone("ann"), Body: "1"}))
	require.Equal(t, "中Fire：事件已结束，谢谢。", w.inc.Answer(w.now, incident.Inbound{ID: "y", From: w.phone("cao"), Body: "1"}))
}

func TestLateRecoveryStillClimbs(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)})
	p.Steps = append(p.Steps, does("R1", "SEC", in(frozen.Recovery), target(100*time.Second), late(defaults()...)))
	w := begin(t, declared(p, house(post("SEC", "ann"), post("", "hal"))))
	w.to(0)
	w.says("ann", "3")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	w.to(200 * time.Second)
	require.Equal(t, []string{"1m20s ann", "1m40s hal", "2m30s boss", "3m20s coy", "3m20s may"}, w.calls()[1:])
	require.True(t, w.step("R1").Late)
}

func TestCancelEndsAtOnceAndSaysWhatWasUndone(t *testing.T) {
	w := arrived(begin(t, declared(recovering(), house(post("SEC", "ann", "dai"), post("MED", "ben")))))
	w.says("ann", "4")
	w.to(time.Minute)
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.FalseAlarm, By: "gus", Reason: "toast"}))
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle, "only a drill that a real incident stopped is cancelled")
	require.Equal(t, frozen.FalseAlarm, w.inc.State.Outcome)
	require.Equal(t, map[string]string{
		"S2": "the incident was ended", "END": "the incident was ended", "R1": "the incident was ended", "R2": "the incident was ended",
		"R3": "the incident was ended", "R4": "the incident was ended",
	}, skips(w))
	require.Equal(t, []string{"1m0s Ended at once by Gus (false alarm): toast"}, w.entries(incident.KindCancelled))
	require.Contains(t, w.last("ben"), "false alarm")
	for _, s := range w.inc.View(w.now).Seats {
		require.False(t, s.Open)
	}
}

func TestCancelDuringStandDownKeepsTheOutcome(t *testing.T) {
	w := arrived(begin(t, declared(recovering(), house(post("SEC", "ann", "dai"), post("MED", "ben")))))
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.HandedOver, By: "gus"}))
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, frozen.HandedOver, w.inc.State.Outcome)
}

func TestCancelStandsUnansweredPagesDown(t *testing.T) {
	w := begin(t, declared(recovering(), house(post("SEC", "ann", "dai"), post("MED", "ben"))))
	w.to(time.Second)
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, incident.PageStoodDown, w.pageOf("ann").State)
	require.Len(t, w.bodies("ann", incident.NotePage), 1)
}

func TestPhasesFollowThePlan(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("A1", "SEC", in(frozen.Alarm)), does("S1", "SEC", after("A1")))
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(0)
	w.says("ann", "3")
	require.Equal(t, frozen.Alarm, w.inc.State.Phase)
	w.says("ann", "4")
	require.Equal(t, frozen.Response, w.inc.State.Phase)
	require.Equal(t, incident.Open, w.inc.State.Lifecycle)
	w.says("ann", "4")
	require.Equal(t, incident.Open, w.inc.State.Lifecycle, "the all-clear is missing")
}

func TestAllStepsDoneStandsDownAsHandled(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC"))
	p.Steps = append(p.Steps[:1], does("R1", "SEC", in(frozen.Recovery)))
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ann", "4")
	require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle)
	require.Equal(t, []string{"0s Stood down by plan: handled"}, w.entries(incident.KindStandDown))
	require.Equal(t, incident.StepOpen, w.step("R1").State)
}

func TestRepeatingRecoveryKeepsTheIncidentOpen(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)})
	watch := does("R1", "SEC", in(frozen.Recovery))
	watch.Repeat = &frozen.Repeat{Every: time.Hour, Until: whenExpr("steps.R2.value", "done")}
	p.Steps = append(p.Steps, watch, does("R2", "SEC", in(frozen.Recovery)))
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(0)
	w.says("ann", "3")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "R1", By: "ann"}))
	w.to(90 * time.Minute)
	require.Equal(t, incident.StepOpen, w.step("R1").State)
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "R1", By: "ann"}))
	require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle)
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "R2", By: "ann"}))
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
}

func TestStepThatWasBegunAndNeverFinishedIsSkippedAtTheEnd(t *testing.T) {
	w := arrived(begin(t, declared(recovering(), house(post("SEC", "ann"), post("MED", "ben")))))
	w.order(w.inc.StartStep(w.now, incident.StartStep{Step: "S1", By: "ann"}))
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	w.says("ann", token(w, "ann", "R1")+" 4")
	require.Equal(t, incident.StepStarted, w.step("S1").State)
	w.says("ben", "4")
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
	require.Equal(t, "the incident was ended", *w.step("S1").Reason)
}

func TestRepeatingStepHoldsTheRecoveryOpenAndNotTheResponse(t *testing.T) {
	again := func(s *frozen.Step) {
		s.Repeat = &frozen.Repeat{Every: time.Hour, Until: &cond.Expr{Op: cond.OpVar, Name: "facts.out"}}
	}
	p := plan([]frozen.Seat{asks("SEC", 1)})
	p.Steps = []frozen.Step{does("S1", "SEC", again), does("R1", "SEC", in(frozen.Recovery), again)}
	p.Facts = []frozen.Fact{{ID: "out", Type: frozen.FactBool, Title: both("Out")}}
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ann", "4")
	require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle, "one round is enough for the response")
	w.says("ann", "4")
	require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle, "the recovery goes round until its condition holds")
	w.to(time.Hour)
	require.Equal(t, incident.StepOpen, w.step("R1").State)
	w.says("ann", "4")
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "out", Value: "true", By: "gus"}))
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
}

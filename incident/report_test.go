package incident_test

// Stories of the radio: what a desk records for people who do not text.

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
)

func report(w *town, who string, verb reply.Verb) error {
	return w.inc.Report(w.now, incident.ReportAnswer{Responder: who, Answer: verb, Minutes: 5, By: "gus"})
}

func TestRadioCountsLikeAText(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"))))
	w.to(time.Second)
	w.order(report(w, "ann", reply.ETA))
	require.Equal(t, 301*time.Second, promisedAt(w, "SEC"))
	w.order(report(w, "ann", reply.OnScene))
	require.Equal(t, incident.HolderOnScene, w.seat("SEC").Holders[0].State)
	w.order(report(w, "ann", reply.Done))
	require.Equal(t, incident.StepDone, w.step("S1").State)
	w.order(report(w, "ben", reply.Cannot))
	require.Equal(t, incident.PageDeclined, w.pageOf("ben").State)
	w.order(report(w, "ann", reply.NeedHelp))
	w.order(report(w, "ann", reply.Relief))
	require.Len(t, w.entries(incident.KindHelp), 1)
	require.Equal(t, []string{"1s Ann is to be relieved (Seat SEC): has asked for it"}, w.entries(incident.KindReliefAsked))
	w.order(report(w, "ben", reply.Danger))
	require.Equal(t, []string{"1s Ben reports danger: commander alerted"}, w.entries(incident.KindDanger))
}

func TestRadioMayNameTheStep(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("S2", "SEC", wants(choice("yes", "no"))))
	refused(t, incident.CodeNothing, report(w, "ann", reply.Done))
	w.order(w.inc.Report(w.now, incident.ReportAnswer{Responder: "ann", Answer: reply.Done, Step: "S1", By: "gus"}))
	require.Equal(t, []string{"0s S1 Do S1: done by Ann: by radio, noted by gus"}, w.entries(incident.KindStepDone))
	err := w.inc.Report(w.now, incident.ReportAnswer{Responder: "ann", Answer: reply.Done, Value: "perhaps", By: "gus"})
	refused(t, incident.CodeValue, err)
	require.EqualError(t, err, `The value "perhaps" does not fit the step: see its evidence.`)
	w.order(w.inc.Report(w.now, incident.ReportAnswer{Responder: "ann", Answer: reply.Accept, Step: "S2", By: "gus"}))
	require.NotEqual(t, incident.StepDone, w.step("S2").State, "a step is named by what is done only")
}

func TestRadioOfSomebodyWithNothingOpenIsRefused(t *testing.T) {
	w := staffed(t)
	refused(t, incident.CodeNoResponder, report(w, "zoe", reply.Accept))
	err := report(w, "fay", reply.Accept)
	refused(t, incident.CodeNothing, err)
	require.EqualError(t, err, `Fay has nothing open that "accept" answers. To put somebody into a seat, assign them.`)
}

func TestCannotByRadioIsAboutTheSeatWhereItCouldBeAboutATask(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("S2", "SEC"))
	w.order(report(w, "ann", reply.Cannot))
	require.Equal(t, 0, w.seat("SEC").Filled)
	require.Equal(t, incident.StepBlocked, w.step("S1").State)
}

func TestRadioThatCouldBeAboutTwoThingsIsRefused(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("S2", "SEC"))
	err := report(w, "ann", reply.Done)
	refused(t, incident.CodeNothing, err)
	require.EqualError(t, err, "Ann has several open things that this could be about: name the step.")
}

func TestWhoNotedARadioAnswerIsOnTheTimeline(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"))))
	w.to(time.Second)
	for _, verb := range []reply.Verb{reply.Accept, reply.ETA, reply.OnScene, reply.Done, reply.NeedHelp, reply.Relief, reply.Danger} {
		w.order(report(w, "ann", verb))
	}
	w.order(report(w, "ben", reply.Cannot))
	require.Equal(t, []string{
		"1s Ann accepts: by radio, noted by gus", "1s Ann comes in 5 min: by radio, noted by gus", "1s Ann is on scene: by radio, noted by gus",
		"1s Ann is done: by radio, noted by gus", "1s Ann asks for help: by radio, noted by gus", "1s Ann asks for relief: by radio, noted by gus",
		"1s Ann is in danger: by radio, noted by gus", "1s Ben cannot: by radio, noted by gus",
	}, w.entries(incident.KindReply))
	require.Equal(t, "gus", lastOf(w, incident.KindReply).By)
	require.Equal(t, "ben", lastOf(w, incident.KindReply).Responder)
	refused(t, incident.CodeNothing, report(w, "fay", reply.Accept))
	w.settle()
	require.Len(t, w.entries(incident.KindReply), 8, "what was refused was not noted")
}

func TestAnswerByTheLinkSaysSo(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}), house(post("SEC", "ann"))))
	w.to(time.Second)
	w.order(w.inc.Report(w.now, incident.ReportAnswer{Responder: "ann", Answer: reply.Accept, By: "ann", Linked: true}))
	require.Equal(t, []string{"1s Ann accepts: by the link"}, w.entries(incident.KindReply))
	require.Equal(t, 1, w.seat("SEC").Filled)
}

// lastOf is the last entry of a kind.
func lastOf(w *town, kind incident.Kind) incident.Entry {
	w.t.Helper()
	for _, e := range slices.Backward(w.record) {
		if e.Kind == kind {
			return e
		}
	}
	require.Fail(w.t, "no entry", kind)
	return incident.Entry{}
}

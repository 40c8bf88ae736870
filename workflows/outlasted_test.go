package workflows_test

// Notices that take longer than their incident: its workflow waits for them, and for nothing else.

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/workflows"
)

// outlasted is a fire that is cancelled after two minutes, while the notice of its plan takes an hour to leave; it gives what became of a text
// that came in so long after.
func outlasted(t *testing.T, rules int, after time.Duration) (*town, error) {
	t.Helper()
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.start.In.Rules = rules
	w.outside.takes = time.Hour
	obeyed := func(err error) { require.NoError(t, err) }
	w.at(2*time.Minute, func() {
		w.order(workflows.Cancel, workflows.Order[incident.Cancel]{Body: incident.Cancel{By: "he-ping", Outcome: frozen.Handled}}, obeyed)
	})
	refused := errors.New("no run took it in")
	w.at(2*time.Minute+after, func() {
		value, err := w.env.QueryWorkflow(workflows.Heard, "late")
		require.NoError(t, err)
		var heard workflows.HeardView
		require.NoError(t, value.Get(&heard))
		require.Equal(t, rules >= frozen.NoticesEndRecorded && after > time.Minute, heard.DeclaredAt.IsZero(), "who rests is not there")
	})
	w.at(2*time.Minute+after, func() {
		w.env.UpdateWorkflow(workflows.Answer, "late", &callback{done: func(_ any, err error) { refused = err }},
			activities.Text{ID: "late", From: w.phone("he-ping"), Body: "7"})
	})
	w.at(2*time.Minute+after, func() {
		for range 2 { // as it comes where the update was too slow
			w.env.SignalWorkflow(workflows.AnswerArrived, activities.Text{ID: "signalled", From: w.phone("he-ping"), Body: "7"})
		}
	})
	w.run()
	require.NoError(t, w.err)
	return w, refused
}

func TestAnIncidentThatHasEndedWaitsForItsNoticesAndRecordsTheirEnd(t *testing.T) {
	w, refused := outlasted(t, frozen.Rules, 10*time.Minute)
	require.Equal(t, []notice.State{notice.Sent}, states(w.shadow.head.Notices))
	require.Len(t, w.recorded(incident.KindNoticeSent), 1)
	require.Greater(t, w.recorded(incident.KindNoticeSent)[0].At.Sub(w.start.In.DeclaredAt), time.Hour)
	var said *temporal.ApplicationError
	require.ErrorAs(t, refused, &said)
	require.Equal(t, workflows.RefusalType, said.Type())
	var why *incident.Error
	require.NoError(t, said.Details(&why))
	require.Equal(t, incident.CodeEnded, why.Code, "texts go where they go once there is no incident")

	require.Equal(t, []string{"signalled"}, w.tooLate, "nobody's word is swallowed")

	_, refused = outlasted(t, frozen.Rules, 10*time.Second)
	require.NoError(t, refused, "at the end it still says that it has ended")
}

func TestByOlderRulesAnIncidentLeavesItsNotices(t *testing.T) {
	w, _ := outlasted(t, frozen.NoticesEndRecorded-1, 10*time.Second)
	require.Equal(t, []notice.State{notice.Sending}, states(w.shadow.head.Notices))
	require.Empty(t, w.recorded(incident.KindNoticeSent))
}

func states(views []incident.NoticeView) []notice.State {
	var all []notice.State
	for _, v := range views {
		all = append(all, v.State)
	}
	return all
}

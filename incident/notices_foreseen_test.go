package incident_test

// What is said of a notice before its step is done.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
)

func TestOnlyOpenStepsForeseeTheNoticesThatTheySendWhenDone(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC", notifies("N2", frozen.AtDone)), does("S2", "SEC", notifies("N1", frozen.AtOpen)),
		does("S3", "SEC", after("S1"), notifies("N1", frozen.AtDone)), does("S4", "SEC")), frozen.ApprovalNone)))
	before := w.inc.State.NextNotice
	foreseen := w.inc.Foreseen(w.now.Add(time.Minute))
	require.Len(t, foreseen, 1)
	require.Equal(t, []string{"N2", "S1", string(notice.Update)}, []string{foreseen[0].Plan, foreseen[0].Step, string(foreseen[0].Kind)})
	require.Contains(t, foreseen[0].Text.EN, "go to")
	require.Equal(t, before, w.inc.State.NextNotice, "nothing is proposed")

	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "ann"}))
	require.Equal(t, "S3", w.inc.Foreseen(w.now)[0].Step)
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus", Reason: "over"}))
	require.Empty(t, w.inc.Foreseen(w.now))
}

func TestUnderRulesThatSendNoNoticesNoneIsForeseen(t *testing.T) {
	w := arrived(begin(t, under(approving(telling(does("S1", "SEC", notifies("N1", frozen.AtDone))), frozen.ApprovalNone), frozen.NoticesAreSent-1)))
	require.Empty(t, w.inc.Foreseen(w.now))
}

func TestWhatLeavesAlreadyIsAheadOfWhatIsForeseen(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC")), frozen.ApprovalNone)))
	require.Zero(t, w.inc.Ahead())
	w.order(w.inc.SendNotice(w.now, byHand()))
	require.Equal(t, 5*time.Second, w.inc.Ahead())
}

func TestAStepsViewSaysWhatItsNoticeTakes(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	var v incident.StepView
	v.Expect(notice.Notice{Plan: "N3", Kind: notice.AllClear}, notice.Reach{Residents: 400, Parts: 800, Rate: 2}, at)
	require.Equal(t, &incident.ForeseenNotice{ID: "N3", Kind: notice.AllClear, AudienceCount: 400, ExpectedLastAt: incident.Time(at.Add(400 * time.Second))}, v.Notice)
}

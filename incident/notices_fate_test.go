package incident_test

// Notices after they were handed over: what the all clear and the end of the response stop, and what becomes of lost jobs.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
)

// jobsOf are the jobs of one kind by the notices that they are for.
func (w *town) jobsOf(kind incident.JobKind) []string {
	var ids []string
	for _, j := range w.jobs {
		if j.Kind == kind {
			ids = append(ids, j.Notice)
		}
	}
	return ids
}

// stateOf is what has become of a notice.
func (w *town) stateOf(id string) notice.State {
	w.t.Helper()
	for _, n := range w.inc.State.Notices {
		if n.ID == id {
			return n.State
		}
	}
	require.Fail(w.t, "no notice", id)
	return ""
}

func clearing() incident.SendNotice {
	o := byHand()
	o.Kind = notice.AllClear
	return o
}

func TestAllClearStopsEachNoticeOnce(t *testing.T) {
	w := noticing(t, frozen.ApprovalNone)
	for range 2 {
		w.order(w.inc.SendNotice(w.now, byHand()))
	}
	require.NoError(t, w.inc.SendNotice(w.now, clearing()))
	w.order(w.inc.SendNotice(w.now, clearing())) // before the first one has stopped them
	require.Equal(t, []string{"n1", "n2"}, w.jobsOf(incident.JobStop))
	require.Equal(t, []string{"n1", "n2", "n3", "n4"}, w.jobsOf(incident.JobBegin))
}

func TestAllClearOvertakesANoticeThatIsBeingHandedOver(t *testing.T) {
	for name, row := range map[string]struct {
		first, then incident.SendNotice
		stopped     []string
	}{
		"a notice":                        {byHand(), clearing(), []string{"n1"}},
		"not one that is written later":   {clearing(), byHand(), nil},
		"not another all clear":           {clearing(), clearing(), nil},
		"and no notice stops another one": {byHand(), byHand(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := noticing(t, frozen.ApprovalNone)
			require.NoError(t, w.inc.SendNotice(w.now, row.first))
			work := w.inc.Take(w.now, false, false) // it is being handed over
			require.Len(t, work.Jobs, 1)
			w.now = w.now.Add(time.Second)
			w.order(w.inc.SendNotice(w.now, row.then))
			w.perform1(work.Jobs[0])
			w.settle()
			require.Equal(t, row.stopped, w.jobsOf(incident.JobStop))
		})
	}
}

func TestAllClearThatWaitsForApprovalStopsNothing(t *testing.T) {
	w := noticing(t, frozen.ApprovalTwo)
	require.NoError(t, w.inc.SendNotice(w.now, byHand()))
	w.settle()
	require.NoError(t, w.inc.ApproveNotice(w.now, incident.ApproveNotice{Notice: "n1", By: "ben"}))
	work := w.inc.Take(w.now, false, false)
	require.Len(t, work.Jobs, 1)
	w.order(w.inc.SendNotice(w.now, clearing()))
	w.perform1(work.Jobs[0])
	w.settle()
	require.Empty(t, w.jobsOf(incident.JobStop), "residents would hear nothing at all")
	w.order(w.inc.ApproveNotice(w.now, incident.ApproveNotice{Notice: "n2", By: "ben"}))
	require.Equal(t, []string{"n1"}, w.jobsOf(incident.JobStop))
}

func TestStandDownEndsWhatWaitsAndAFalseAlarmWhatLeaves(t *testing.T) {
	for outcome, stopped := range map[frozen.Outcome][]string{frozen.Handled: nil, frozen.FalseAlarm: {"n1"}} {
		w := noticing(t, frozen.ApprovalTwo, does("R1", "SEC", in(frozen.Recovery)))
		for _, o := range []incident.SendNotice{byHand(), byHand(), clearing()} {
			w.order(w.inc.SendNotice(w.now, o))
		}
		w.order(w.inc.ApproveNotice(w.now, incident.ApproveNotice{Notice: "n1", By: "ben"}))
		w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: outcome, By: "gus"}))
		require.Equal(t, incident.StandingDown, w.view().State)
		require.Equal(t, stopped, w.jobsOf(incident.JobStop), outcome)
		require.Equal(t, notice.Rejected, w.stateOf("n2"), "nobody decides on it any more")
		require.Equal(t, notice.Proposed, w.stateOf("n3"), "the all clear waits for its approval")
	}
}

func TestJobsOfNoticesThatAreLost(t *testing.T) {
	lost := func(incident.Job) *incident.JobResult { return nil }
	w := noticing(t, frozen.ApprovalNone)
	w.job = lost
	w.order(w.inc.SendNotice(w.now, byHand()))
	require.Equal(t, notice.Lost, w.stateOf("n1"))

	w = noticing(t, frozen.ApprovalTwo)
	w.job = lost
	w.order(w.inc.SendNotice(w.now, byHand()))
	require.Equal(t, notice.Proposed, w.stateOf("n1"))
	require.Len(t, w.entries(incident.KindNoticeProposed), 1)
	require.NotEmpty(t, w.approvalsAsked("boss"), "nobody knows for how many it is, and it is asked about all the same")

	w = noticing(t, frozen.ApprovalNone)
	w.order(w.inc.SendNotice(w.now, byHand()))
	w.job = func(j incident.Job) *incident.JobResult {
		if j.Kind == incident.JobStop {
			return nil
		}
		return &incident.JobResult{Job: j.ID, Told: 5, Parts: 5, Rate: 1}
	}
	w.order(w.inc.SendNotice(w.now, clearing()))
	require.Equal(t, notice.Sending, w.stateOf("n1"), "it leaves still")
	require.Empty(t, w.entries(incident.KindJobLost))
}

func TestNoticeThatIsDecidedBeforeItIsWeighedIsNotAskedAbout(t *testing.T) {
	for _, lost := range []bool{false, true} {
		w := noticing(t, frozen.ApprovalTwo)
		require.NoError(t, w.inc.SendNotice(w.now, byHand()))
		work := w.inc.Take(w.now, false, false)
		require.Equal(t, []incident.JobKind{incident.JobWeigh}, kinds(work.Jobs))
		w.order(w.inc.RejectNotice(w.now, incident.RejectNotice{Notice: "n1", By: "ben", Reason: "no"}))
		if lost {
			w.inc.JobLost(w.now, work.Jobs[0])
		} else {
			w.inc.JobDone(w.now, work.Jobs[0], incident.JobResult{Job: work.Jobs[0].ID, Told: 5, Parts: 5, Rate: 1})
		}
		w.to(time.Minute)
		require.Empty(t, w.entries(incident.KindNoticeProposed))
		require.Empty(t, w.approvalsAsked("boss"))
	}
}

func TestEachNoticeThatOutlastsTheRecordIsNotedOnce(t *testing.T) {
	w := noticing(t, frozen.ApprovalNone)
	for _, parts := range []int{3600, 10} {
		w.job = func(j incident.Job) *incident.JobResult {
			return &incident.JobResult{Job: j.ID, Told: 5, Parts: parts, Rate: 1}
		}
		w.order(w.inc.SendNotice(w.now, byHand()))
	}
	w.inc.NoticeReported(w.now, incident.NoticeReport{Notice: "n1", Progress: notice.Progress{Sent: 5}}) // nearly
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus", Reason: "over"}))
	w.to(24 * time.Hour)
	goesOn := w.entries(incident.KindNoticeStarted)[2:]
	require.Len(t, goesOn, 2, "one entry each")
	require.True(t, w.inc.Quiet())
}

package incident_test

// Notices: who has to stand behind one, that none leaves without them, and what the timeline says of it.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
)

// approving is a house whose site wants notices approved in some way.
func approving(p frozen.Plan, a frozen.Approval) frozen.Input {
	in := declared(p, toldHouse())
	in.Site.Notices.Approval = a
	return in
}

func (w *town) notice() *notice.Notice { return w.inc.State.Notices[0] }

func byHand() incident.SendNotice {
	return incident.SendNotice{Text: frozen.Text{EN: "Keep away."}, By: "ann"}
}

func TestApprovalsThatANoticeNeeds(t *testing.T) {
	for _, c := range []struct {
		approval    frozen.Approval
		real, drill int
	}{{"", 0, 0}, {frozen.ApprovalNone, 0, 0}, {frozen.ApprovalOne, 1, 1}, {frozen.ApprovalTwo, 2, 1}} {
		p := frozen.Policy{Approval: c.approval}
		require.Equal(t, []int{c.real, c.drill}, []int{p.Needs(frozen.Real), p.Needs(frozen.Drill)}, "%s", c.approval)
	}
}

func TestWhoeverCompletesItsStepStandsBehindANotice(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC", notifies("N1", frozen.AtDone))), frozen.ApprovalOne)))
	w.says("ann", "4")
	require.Equal(t, notice.Sending, w.notice().State)
	require.Equal(t, "ann", w.notice().Consents[0].By)
	require.Len(t, w.entries(incident.KindNoticeApproved), 1)
}

func TestWithoutAPersonBehindItANoticeThatWantsOneWaits(t *testing.T) {
	w := begin(t, approving(telling(does("S1", "SEC", notifies("N1", frozen.AtOpen))), frozen.ApprovalOne))
	w.to(0)
	require.Equal(t, notice.Proposed, w.notice().State)
	require.Equal(t, []incident.JobKind{incident.JobWeigh}, kinds(w.jobs))
	w.to(time.Hour)
	require.Equal(t, notice.Proposed, w.notice().State, "it is never sent in silence")
}

func TestASiteThatWantsNoApprovalWaitsForNobody(t *testing.T) {
	w := begin(t, approving(telling(does("S1", "SEC", notifies("N1", frozen.AtOpen))), frozen.ApprovalNone))
	w.to(0)
	require.Equal(t, []incident.JobKind{incident.JobBegin}, kinds(w.jobs))
	require.Empty(t, w.entries(incident.KindNoticeApproved))
}

func kinds(jobs []incident.Job) []incident.JobKind {
	var all []incident.JobKind
	for _, j := range jobs {
		all = append(all, j.Kind)
	}
	return all
}

func TestTwoPeopleHaveToStandBehindANotice(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC")), frozen.ApprovalTwo)))
	w.order(w.inc.SendNotice(w.now, byHand()))
	w.settle()
	require.Equal(t, notice.Proposed, w.notice().State)
	require.Equal(t, []string{"ann"}, []string{w.notice().Consents[0].By})
	require.Error(t, w.inc.ApproveNotice(w.now, incident.ApproveNotice{Notice: "n1", By: "ann"}), "the same person does not count twice")
	require.Error(t, w.inc.ApproveNotice(w.now, incident.ApproveNotice{Notice: "n9", By: "ben"}))
	w.order(w.inc.ApproveNotice(w.now, incident.ApproveNotice{Notice: "n1", By: "ben"}))
	w.settle()
	require.Equal(t, notice.Sending, w.notice().State)
	require.Error(t, w.inc.RejectNotice(w.now, incident.RejectNotice{Notice: "n1", By: "ben", Reason: "no"}), "it is decided")
}

func TestApprovalIsAskedByAPageOfItsOwnUntilSomebodyAnswers(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC")), frozen.ApprovalTwo)))
	w.order(w.inc.SendNotice(w.now, byHand()))
	w.settle()
	w.to(w.passed() + 10*time.Minute)
	var asked *incident.Page
	for _, p := range w.inc.State.Pages {
		if len(p.About) > 0 && p.About[0].Kind == incident.AboutNotice && p.State == incident.PagePaging {
			asked = p
		}
	}
	require.NotNil(t, asked, "somebody is asked")
	require.NotEqual(t, "ann", asked.Responder, "not the one who sends it")
	require.Greater(t, asked.Made, 1, "again and again")
	require.Contains(t, w.last(asked.Responder), "APPROVE notice n1 to 5 residents")
	w.says(asked.Responder, asked.Token+" 1")
	require.Equal(t, notice.Sending, w.notice().State)
	require.Equal(t, asked.Responder, w.notice().Consents[1].By)
}

func TestRejectedNoticeIsNotSent(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC")), frozen.ApprovalTwo)))
	w.order(w.inc.SendNotice(w.now, byHand()))
	w.settle()
	w.order(w.inc.RejectNotice(w.now, incident.RejectNotice{Notice: "n1", By: "ben", Reason: "too early"}))
	w.to(w.passed() + time.Hour)
	require.Equal(t, []incident.JobKind{incident.JobWeigh}, kinds(w.jobs))
	require.Equal(t, "too early", w.notice().Reason)
}

func TestExpectedTimeIsPartsOverRateAfterWhatLeavesAlready(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC")), frozen.ApprovalNone)))
	w.job = func(j incident.Job) *incident.JobResult {
		return &incident.JobResult{Job: j.ID, Told: 50, Parts: 100, Rate: 2}
	}
	for range 2 {
		w.order(w.inc.SendNotice(w.now, byHand()))
		w.settle()
	}
	first, second := w.inc.State.Notices[0], w.inc.State.Notices[1]
	require.Equal(t, 50*time.Second, first.LastBy.Sub(w.now))
	require.Equal(t, 100*time.Second, second.LastBy.Sub(w.now))
}

func TestReportsOfANoticeOnlyGoForward(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC")), frozen.ApprovalNone)))
	w.order(w.inc.SendNotice(w.now, byHand()))
	w.settle()
	report := func(sent int, done bool) {
		p := notice.Progress{Sent: sent, Done: done}
		if done {
			p.Fail("recipient")
		}
		w.inc.NoticeReported(w.now, incident.NoticeReport{Notice: "n1", Progress: p})
	}
	report(3, false)
	report(1, false)
	require.Equal(t, 3, w.notice().Progress.Sent)
	report(4, true)
	report(4, true)
	report(5, false)
	w.settle()
	require.Equal(t, notice.Sent, w.notice().State)
	require.Len(t, w.entries(incident.KindNoticeSent), 1)
	require.Contains(t, w.entries(incident.KindNoticeSent)[0], "sent to 4 of 5 residents; 1 not reached (recipient 1)")
}

// leavingAtTheEnd is an incident that ends after ten minutes while a notice is leaving.
func leavingAtTheEnd(t *testing.T, rules int) *town {
	t.Helper()
	w := arrived(begin(t, under(approving(telling(does("S1", "SEC")), frozen.ApprovalNone), rules)))
	w.order(w.inc.SendNotice(w.now, byHand()))
	w.to(10 * time.Minute)
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus", Reason: "over"}))
	return w
}

func TestANoticeThatOutlastsItsIncidentEndsInTheRecord(t *testing.T) {
	w := leavingAtTheEnd(t, frozen.Rules)
	w.to(50 * time.Minute)
	require.False(t, w.inc.Quiet(), "it waits for the notice")
	w.inc.NoticeReported(w.now, incident.NoticeReport{Notice: "n1", Progress: notice.Progress{Sent: 5, Done: true}})
	w.settle()
	require.Equal(t, notice.Sent, w.notice().State)
	require.Contains(t, w.entries(incident.KindNoticeSent)[0], "sent to 5 of 5 residents")
	require.True(t, w.inc.Quiet())

	w = leavingAtTheEnd(t, frozen.NoticesEndRecorded-1)
	w.to(11 * time.Minute)
	require.True(t, w.inc.Quiet(), "by older rules it waits for half a minute")
	require.Contains(t, w.entries(incident.KindNoticeStarted)[1], "still leaves as the record closes")
}

func TestANoticeThatIsNeverHeardOfKeepsNoIncidentForEver(t *testing.T) {
	w := leavingAtTheEnd(t, frozen.Rules)
	w.to(2 * time.Hour)
	require.False(t, w.inc.Quiet())
	w.to(2*time.Hour + 30*time.Minute)
	require.True(t, w.inc.Quiet())
	require.Contains(t, w.entries(incident.KindNoticeStarted)[1], "still leaves as the record closes")
}

func TestAllClearEndsWhatStillLeavesAndWaits(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC")), frozen.ApprovalNone)))
	w.order(w.inc.SendNotice(w.now, byHand()))
	w.settle()
	clear := byHand()
	clear.Kind = notice.AllClear
	w.order(w.inc.SendNotice(w.now, clear))
	w.settle()
	require.ElementsMatch(t, []incident.JobKind{incident.JobBegin, incident.JobBegin, incident.JobStop}, kinds(w.jobs))
}

func TestBadNoticesChangeNothing(t *testing.T) {
	w := arrived(begin(t, approving(telling(does("S1", "SEC")), frozen.ApprovalNone)))
	long := make([]byte, 501)
	for k := range long {
		long[k] = 'x'
	}
	for _, o := range []incident.SendNotice{{By: "ann"}, {By: "ann", Notice: "N9"}, {By: "ann", Text: frozen.Text{EN: string(long)}}} {
		require.Error(t, w.inc.SendNotice(w.now, o))
	}
	require.Empty(t, w.inc.State.Notices)
	in := w.inc.In
	in.Rules = frozen.NoticesAreSent - 1
	require.Error(t, incident.Begin(in, w.now).SendNotice(w.now, byHand()), "by earlier rules none is sent")
}

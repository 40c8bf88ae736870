package incident_test

// What a notice of the plan is to its readers, and which notices it stops.

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
)

// gasLeak has a notice to leave, one for others, two that correct the first, for more and for fewer, and one to return. Each goes
// out when a step of its own is done.
func gasLeak(t *testing.T, rules int, a frozen.Approval) *town {
	t.Helper()
	p := telling(does("S1", "SEC"))
	p.Notices = []frozen.Notice{
		{ID: "N1", Audience: frozen.AudienceBuilding, Text: both("leave")},
		{ID: "N2", Audience: frozen.AudienceOthers, Text: both("keep away"), Kind: frozen.FirstNotice},
		{ID: "N3", Audience: frozen.AudienceSite, Text: both("still at it"), Corrects: "N1"},
		{ID: "N4", Audience: frozen.AudienceFloor, Text: both("this floor only"), Corrects: "N1"},
		{ID: "N5", Audience: frozen.AudienceBuilding, Text: both("return"), Kind: frozen.AllClearNotice, Corrects: "N1"},
	}
	for _, n := range p.Notices {
		p.Steps = append(p.Steps, does("T"+n.ID, "SEC", notifies(n.ID, frozen.AtDone)))
	}
	p.Steps = append(p.Steps, does("R1", "SEC", in(frozen.Recovery), notifies("N1", frozen.AtOpen)))
	return arrived(begin(t, under(approving(p, a), rules)))
}

// sends completes the steps that send some notices, each a while after the one before.
func (w *town) sends(notices ...string) {
	w.t.Helper()
	for _, id := range notices {
		w.to(w.passed() + 1)
		w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "T" + id, By: "ann"}))
		w.settle()
	}
}

func (w *town) kindsOfNotices() []notice.Kind {
	var all []notice.Kind
	for _, n := range w.inc.State.Notices {
		all = append(all, n.Kind)
	}
	return all
}

func TestWhatANoticeOfThePlanIsToItsReaders(t *testing.T) {
	for name, row := range map[string]struct {
		sent  []string
		kinds []notice.Kind
	}{
		"the first one":                       {[]string{"N1"}, []notice.Kind{notice.First}},
		"one that corrects another":           {[]string{"N3"}, []notice.Kind{notice.Update}},
		"one after another":                   {[]string{"N5", "N1"}, []notice.Kind{notice.AllClear, notice.Update}},
		"what the plan says, after another":   {[]string{"N1", "N2"}, []notice.Kind{notice.First, notice.First}},
		"what the plan says, in the response": {[]string{"N1", "N5"}, []notice.Kind{notice.First, notice.AllClear}},
	} {
		t.Run(name, func(t *testing.T) {
			w := gasLeak(t, frozen.Rules, frozen.ApprovalNone)
			w.sends(row.sent...)
			require.Equal(t, row.kinds, w.kindsOfNotices())
		})
	}
}

func TestWhatWasNeverSentMakesNoUpdateOfTheNext(t *testing.T) {
	w := gasLeak(t, frozen.Rules, frozen.ApprovalTwo)
	w.order(w.inc.SendNotice(w.now, byHand()))
	w.order(w.inc.RejectNotice(w.now, incident.RejectNotice{Notice: "n1", By: "ben", Reason: "wrong"}))
	w.sends("N1")
	require.Equal(t, notice.First, w.inc.State.Notices[1].Kind)
}

func TestANoticeOfTheRecoveryIsAnAllClear(t *testing.T) {
	w := gasLeak(t, frozen.Rules, frozen.ApprovalNone)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, []notice.Kind{notice.AllClear}, w.kindsOfNotices())
}

func TestWhichNoticesANoticeStops(t *testing.T) {
	for name, row := range map[string]struct{ sent, stopped []string }{
		"an all clear in the response, the order to leave":   {[]string{"N1", "N5"}, []string{"n1"}},
		"an all clear, all that tells residents otherwise":   {[]string{"N1", "N2", "N3", "N5"}, []string{"n1", "n2", "n3"}},
		"one that corrects another, that one alone":          {[]string{"N1", "N2", "N3"}, []string{"n1"}},
		"one that goes to fewer of them, none":               {[]string{"N1", "N4"}, nil},
		"one that corrects nothing, none":                    {[]string{"N1", "N2"}, nil},
		"one that corrects what comes after it, not that":    {[]string{"N3", "N1"}, nil},
		"each notice in its turn":                            {[]string{"N1", "N3", "N5"}, []string{"n1", "n2"}},
		"not what tells the same":                            {[]string{"N5", "N3"}, nil},
		"and one that corrects what was never sent, nothing": {[]string{"N3"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := gasLeak(t, frozen.Rules, frozen.ApprovalNone)
			w.sends(row.sent...)
			stopped := w.jobsOf(incident.JobStop)
			slices.Sort(stopped)
			require.Equal(t, row.stopped, slices.Compact(stopped), "to stop one twice does no harm")
		})
	}
}

func TestWhatACorrectionReplacesIsNotApprovedAnyMore(t *testing.T) {
	w := gasLeak(t, frozen.Rules, frozen.ApprovalTwo)
	w.sends("N1", "N3")
	w.order(w.inc.ApproveNotice(w.now, incident.ApproveNotice{Notice: "n2", By: "ben"}))
	require.Equal(t, notice.Rejected, w.stateOf("n1"))
	require.Equal(t, []string{"n2"}, w.jobsOf(incident.JobBegin))
}

func TestACorrectionOvertakesANoticeThatIsBeingHandedOver(t *testing.T) {
	w := gasLeak(t, frozen.Rules, frozen.ApprovalNone)
	require.NoError(t, w.inc.FinishStep(w.now, incident.FinishStep{Step: "TN1", By: "ann"}))
	work := w.inc.Take(w.now, false, false)
	w.sends("N3")
	require.Empty(t, w.jobsOf(incident.JobStop), "it is not leaving yet")
	for _, j := range work.Jobs {
		w.perform1(j)
	}
	w.settle()
	require.Equal(t, []string{"n1"}, w.jobsOf(incident.JobStop))
}

func TestANoticeOfThePlanThatIsSentByHandIsWhatThePlanSays(t *testing.T) {
	w := gasLeak(t, frozen.Rules, frozen.ApprovalNone)
	w.sends("N1")
	w.order(w.inc.SendNotice(w.now, incident.SendNotice{Notice: "N5", By: "ann"}))
	require.Equal(t, []notice.Kind{notice.First, notice.AllClear}, w.kindsOfNotices())
	require.Equal(t, []string{"n1"}, w.jobsOf(incident.JobStop))
	w.order(w.inc.SendNotice(w.now, incident.SendNotice{Notice: "N5", Kind: notice.Update, By: "ann"}))
	require.Equal(t, notice.Update, w.inc.State.Notices[2].Kind, "whoever sends it knows better")
}

func TestUnderEarlierRulesOnlyTheRecoverySaysThatItIsOver(t *testing.T) {
	w := gasLeak(t, frozen.NoticesSupersede-1, frozen.ApprovalNone)
	w.sends("N1", "N3", "N5")
	w.order(w.inc.SendNotice(w.now, incident.SendNotice{Notice: "N5", By: "ann"}))
	require.Equal(t, []notice.Kind{notice.First, notice.First, notice.First, notice.Update}, w.kindsOfNotices())
	require.Empty(t, w.jobsOf(incident.JobStop))
}

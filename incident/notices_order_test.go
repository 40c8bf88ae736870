package incident_test

// Notices by order: what is written by hand and what the plan has, whom they are for, and which of them a draft shows.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
)

// noticing is a house whose site approves of notices in some way, ann and ben on scene.
func noticing(t *testing.T, a frozen.Approval, steps ...frozen.Step) *town {
	t.Helper()
	p := telling(append([]frozen.Step{does("S1", "SEC")}, steps...)...)
	p.Notices[0].Zones, p.Notices[0].Assist = []string{"Z1"}, true
	return arrived(begin(t, approving(p, a)))
}

func TestNoticeByHandIsInBothLanguagesAndForTheBuilding(t *testing.T) {
	w := noticing(t, frozen.ApprovalNone)
	for _, row := range []struct{ given, sent frozen.Text }{
		{frozen.Text{EN: " Keep away. "}, frozen.Text{EN: "Keep away.", ZH: "Keep away."}},
		{frozen.Text{ZH: "请远离。"}, frozen.Text{EN: "请远离。", ZH: "请远离。"}},
		{frozen.Text{EN: "Keep away.", ZH: "请远离。"}, frozen.Text{EN: "Keep away.", ZH: "请远离。"}},
	} {
		n, err := w.inc.Draft(w.now, incident.SendNotice{Text: row.given, By: "Ann"})
		require.NoError(t, err)
		require.Equal(t, row.sent, n.Text)
		require.Equal(t, frozen.AudienceBuilding, n.Audience.Of)
		require.Equal(t, notice.Update, n.Kind)
		require.Equal(t, "ann", n.By)
	}
	require.Empty(t, w.inc.State.Notices, "a draft is none")
}

func TestAudienceIsTheOrdersOrElseThePlans(t *testing.T) {
	w := noticing(t, frozen.ApprovalNone)
	floor := notice.Audience{Of: frozen.AudienceFloor}
	for _, row := range []struct {
		order  incident.SendNotice
		of     frozen.Audience
		zones  []string
		assist bool
	}{
		{incident.SendNotice{Notice: "N1"}, frozen.AudienceFloor, []string{"Z1"}, true},
		{incident.SendNotice{Notice: "N2"}, frozen.AudienceBuilding, nil, false},
		{incident.SendNotice{Notice: "N1", Audience: notice.Audience{Of: frozen.AudienceBuilding}}, frozen.AudienceBuilding, nil, false},
		{incident.SendNotice{Text: both("x"), Audience: floor}, frozen.AudienceFloor, nil, false},
	} {
		n, err := w.inc.Draft(w.now, row.order)
		require.NoError(t, err)
		require.Equal(t, row.of, n.Audience.Of)
		require.Equal(t, row.zones, n.Audience.Zones)
		require.Equal(t, row.assist, n.Audience.Assist)
	}
	_, err := w.inc.Draft(w.now, incident.SendNotice{Notice: "N9"})
	refused(t, incident.CodeField, err)
}

func TestPlacesThatWereAddedAreTold(t *testing.T) {
	w := noticing(t, frozen.ApprovalNone)
	draft := func(a notice.Audience) []frozen.Spot {
		n, err := w.inc.Draft(w.now, incident.SendNotice{Text: both("x"), Audience: a})
		require.NoError(t, err)
		return n.Audience.Places
	}
	require.Empty(t, draft(notice.Audience{}), "the incident's own")
	first, second := frozen.Spot{Building: "B1", Floor: "2"}, frozen.Spot{Building: "B1", Floor: "3"}
	w.order(w.inc.AddPlace(w.now, incident.AddPlace{Building: "B1", Floor: "3", By: "gus"}))
	require.Equal(t, []frozen.Spot{first, second}, draft(notice.Audience{}), "all by now")
	require.Equal(t, []frozen.Spot{second}, draft(notice.Audience{Places: []frozen.Spot{second}}), "or those that the order names")
}

func TestIncidentThatHasEndedDraftsNoNotice(t *testing.T) {
	w := noticing(t, frozen.ApprovalNone)
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus", Reason: "over"}))
	n, err := w.inc.Draft(w.now, byHand())
	refused(t, incident.CodeEnded, err)
	require.Empty(t, n)
	refused(t, incident.CodeEnded, w.inc.SendNotice(w.now, byHand()))
	refused(t, incident.CodeEnded, w.inc.ApproveNotice(w.now, incident.ApproveNotice{Notice: "n1", By: "ann"}))
}

func TestKindOfAPlannedNoticeIsByWhenItIsSent(t *testing.T) {
	for rules, second := range map[int]notice.Kind{frozen.NoticesSupersede - 1: notice.First, frozen.Rules: notice.Update} {
		p := telling(does("S1", "SEC"), does("S2", "SEC", notifies("N1", frozen.AtOpen)), does("S3", "SEC", notifies("N2", frozen.AtOpen)),
			does("S4", "SEC", after("S1"), notifies("N1", frozen.AtOpen)), does("R1", "SEC", in(frozen.Recovery), notifies("N1", frozen.AtOpen)))
		w := arrived(begin(t, under(approving(p, frozen.ApprovalNone), rules)))
		w.says("ann", token(w, "ann", "S1")+" 4")
		w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
		require.Equal(t, []notice.Kind{notice.First, second, notice.Update, notice.AllClear}, w.kindsOfNotices(), "rules %d", rules)
	}
}

func TestWhoStandsBehindANoticeIsNotAskedToApproveIt(t *testing.T) {
	w := noticing(t, frozen.ApprovalTwo)
	o := byHand()
	o.By = "boss"
	w.order(w.inc.SendNotice(w.now, o))
	w.to(10 * time.Minute)
	for id, isAsked := range map[string]bool{"boss": false, "coy": true, "may": true} {
		require.Equal(t, isAsked, len(w.approvalsAsked(id)) > 0, id)
	}
}

// approvalsAsked are the pages by which somebody was asked to approve a notice.
func (w *town) approvalsAsked(id string) []*incident.Page {
	var list []*incident.Page
	for _, p := range w.inc.State.Pages {
		if p.Responder == id && len(p.About) > 0 && p.About[0].Kind == incident.AboutNotice {
			list = append(list, p)
		}
	}
	return list
}

func TestSecondOfTwoIsAskedAtOnceWhenTheFirstHasApproved(t *testing.T) {
	w := noticing(t, frozen.ApprovalTwo, does("S2", "SEC", notifies("N1", frozen.AtOpen)))
	require.Len(t, w.approvalsAsked("boss"), 1)
	require.Empty(t, w.approvalsAsked("coy"))
	w.to(20 * time.Second)
	w.says("boss", w.tagged("boss", "1"))
	require.Len(t, w.notice().Consents, 1)
	require.Len(t, w.approvalsAsked("coy"), 1, "not only when the minute is over")

	w = noticing(t, frozen.ApprovalTwo, does("S2", "SEC", notifies("N1", frozen.AtOpen)))
	w.to(20 * time.Second)
	w.order(w.inc.ApproveNotice(w.now, incident.ApproveNotice{Notice: "n1", By: "gus"}))
	require.Empty(t, w.approvalsAsked("coy"), "boss is still being asked")
}

func TestOldNoticesAreLetGoOfThatAreOver(t *testing.T) {
	w := noticing(t, frozen.ApprovalNone)
	for n := range 70 {
		w.order(w.inc.SendNotice(w.now, byHand()))
		if n != 1 { // the second one is still leaving
			w.inc.NoticeReported(w.now, incident.NoticeReport{Notice: w.inc.State.Notices[len(w.inc.State.Notices)-1].ID, Progress: notice.Progress{Sent: 5, Done: true}})
		}
	}
	var ids []string
	for _, n := range w.inc.State.Notices {
		ids = append(ids, n.ID)
	}
	require.Len(t, ids, 60)
	require.Equal(t, []string{"n2", "n12", "n13"}, ids[:3], "the oldest that are over")
	require.Equal(t, "n70", ids[59])
}

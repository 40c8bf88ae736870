package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
)

// told is the fire with a notice that somebody is yet to stand behind.
func toldOf(mode frozen.Mode) incident.View {
	v := fire(mode)
	v.Notices = []incident.NoticeView{{
		ID: "n1", Kind: notice.First, State: notice.Proposed, Audience: frozen.AudienceBuilding, Text: incident.Text{EN: "Leave by the stairs.", ZH: "请走楼梯。"}, By: "liu-yang",
		ProposedAt: incident.Time(now), AudienceCount: p(48), ApprovalsNeeded: 2, Approvals: []incident.ConsentView{{By: "liu-yang"}},
	}}
	return v
}

func TestNoticesShowWhatTheyReachAndWhoStandsBehindThem(t *testing.T) {
	h := open(t)
	h.holds(toldOf(frozen.Real))
	h.get("/console/incidents/"+known).has("Notices to residents 1", "1 to approve")
	h.get("/console/incidents/"+known+"/notices").is(http.StatusOK).has("Leave by the stairs.", "to be approved", "the building", "Residents: 48.", "Liu Yang", "1 more", "I stand behind it", "N1 Fire at")
	h.lang = "zh"
	h.get("/console/incidents/"+known+"/notices").has("请走楼梯。", "待批准", "还需1人批准")
	h.lang, h.who = "en", string(account.Trainer)
	h.get("/console/incidents/" + known + "/notices").is(http.StatusOK).lacks("<form method=\"post\" action=\"/console/incidents")
}

func TestNoticeIsLookedAtBeforeItIsSent(t *testing.T) {
	h := open(t)
	h.holds(toldOf(frozen.Real))
	form := url.Values{"en": {"Stay <inside>."}, "audience": {"zone:Z1"}, "kind": {"update"}}
	at := "/console/incidents/" + known + "/notices"
	h.post(at+"/preview", form).is(http.StatusOK).has("Message parts: 192, residents: 96.", "Another person has to stand behind it", "Hold to tell residents", "Stay &lt;inside&gt;.")
	require.Empty(t, h.desk.orders, "looking sends nothing")
	form.Set("key", strings.Repeat("k", 20))
	h.post(at, form).goesTo(at)
	require.Equal(t, incident.SendNotice{
		Text: incident.Text{EN: "Stay <inside>."}, Audience: notice.Audience{Of: frozen.AudienceZone, Zones: []string{"Z1"}}, Kind: notice.Update, By: "Ann Li", Account: "acc-duty-manager",
	}, h.desk.orders[0].order)
	h.post(at+"/n1/approve", url.Values{"key": {strings.Repeat("k", 20)}}).goesTo(at)
	require.Equal(t, incident.ApproveNotice{Notice: "n1", By: "Ann Li", Account: "acc-duty-manager"}, h.desk.orders[1].order)
	require.Equal(t, "approve-notice", h.audit.last().Action)
	require.Contains(t, h.audit.last().After, "n1")
	h.post(at+"/n1/reject", url.Values{"key": {strings.Repeat("k", 20)}, "reason": {"wrong building"}}).goesTo(at)
	require.Equal(t, incident.RejectNotice{Notice: "n1", By: "Ann Li", Reason: "wrong building"}, h.desk.orders[2].order)
}

func TestNoticeThatDoesNotFitIsShownAgainAsTyped(t *testing.T) {
	h := open(t)
	h.holds(toldOf(frozen.Real))
	at := "/console/incidents/" + known + "/notices"
	for _, form := range []url.Values{{}, {"notice": {"N1"}, "en": {"both"}}, {"en": {strings.Repeat("x", 501)}}} {
		form.Set("key", strings.Repeat("k", 20))
		h.post(at, form).is(http.StatusUnprocessableEntity).has(`role="alert"`)
		h.post(at+"/preview", form).is(http.StatusUnprocessableEntity).has(`role="alert"`)
	}
	h.post(at, url.Values{"key": {strings.Repeat("k", 20)}, "notice": {"N1"}, "zh": {"两个"}}).has("两个</textarea>")
	h.who = string(account.Responder)
	h.post(at+"/preview", url.Values{"notice": {"N1"}}).is(http.StatusForbidden)
	h.post(at, url.Values{"key": {strings.Repeat("k", 20)}, "notice": {"N1"}}).is(http.StatusForbidden)
	require.Empty(t, h.desk.orders)
}

package api_test

// Notices to residents over HTTP.

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/incident"
	"muster/incident/reply"
)

const noticesPath = "/api/v1/incidents/" + known + "/notices"

func TestNoticesAreListed(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	require.Empty(t, h.ask(http.MethodGet, noticesPath, nil).ok(http.StatusOK).items())
	h.ask(http.MethodGet, "/api/v1/incidents/inc-none/notices", nil).problem(http.StatusNotFound, "incident_unknown")
}

func TestANoticeIsLookedAtBeforeItIsSent(t *testing.T) {
	h := open(t)
	draft := h.ask(http.MethodPost, noticesPath+"/preview", map[string]any{"text": map[string]any{"en": "e"}, "by": "chen"}).ok(http.StatusOK).json()
	require.InDelta(t, 12, draft["audience_count"], 0)
	require.InDelta(t, 24, draft["parts"], 0)
	require.Contains(t, draft, "expected_last_at")
}

func TestAnOpenStepSaysWhatTheNoticeTakesThatItSends(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	sends := func() any {
		return h.ask(http.MethodGet, "/api/v1/incidents/"+known, nil).ok(http.StatusOK).json()["steps"].([]any)[0].(map[string]any)["notice"]
	}
	require.Subset(t, sends(), map[string]any{"id": "N3", "kind": "all-clear", "audience_count": 12.0})
	require.Contains(t, sends(), "expected_last_at")
}

func TestANoticeIsOneOfThePlanOrATextOfOnesOwn(t *testing.T) {
	h := open(t)
	for _, body := range []map[string]any{{"by": "chen"}, {"by": "chen", "notice": "N1", "text": map[string]any{"en": "e"}}} {
		for _, path := range []string{noticesPath, noticesPath + "/preview"} {
			h.ask(http.MethodPost, path, body).problem(http.StatusUnprocessableEntity, "request_invalid")
		}
	}
	require.Empty(t, h.desk.orders)
}

func TestOrdersAboutNoticesNameTheAccountThatGivesThem(t *testing.T) {
	h := staffed(t)
	manager := tokenOf(account.DutyManager, "riverside")
	for _, row := range []struct {
		path string
		body map[string]any
		want any
	}{
		{"notices", map[string]any{"notice": "N1", "by": "chen"}, incident.SendNotice{Notice: "N1", By: "chen", Account: "acc-duty-manager-riverside"}},
		{"notices/n1/approve", map[string]any{"by": "li"}, incident.ApproveNotice{Notice: "n1", By: "li", Account: "acc-duty-manager-riverside"}},
		{"steps/F01/done", map[string]any{"by": "chen"}, incident.FinishStep{Step: "F01", By: "chen", Account: "acc-duty-manager-riverside"}},
		{"answers", map[string]any{"responder": "w", "answer": "accept", "by": "chen"}, incident.ReportAnswer{Responder: "w", Answer: reply.Accept, By: "chen", Account: "acc-duty-manager-riverside"}},
	} {
		h.as(manager, http.MethodPost, "/api/v1/incidents/"+known+"/"+row.path, row.body).ok(http.StatusOK)
		require.Equal(t, row.want, h.desk.last().Body)
	}
}

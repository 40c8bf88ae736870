package api_test

// Notices to residents over HTTP.

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
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

package api_test

// When people were last reached, and the text that tries it.

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/api"
	"muster/audit"
	"muster/incident"
	"muster/incident/testpage"
)

const testPath = "/api/v1/sites/riverside/responders/li-hua/test"

func (h *house) reachedLiHua() {
	at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	h.shadow.contacts = map[string]api.Contact{"li-hua": {ReachedAt: at, Test: &testpage.Outcome{
		At: at.Add(-time.Hour), State: incident.AttemptUndelivered, Why: "unreachable",
	}}}
}

func (h *house) liHua(token string) map[string]any {
	h.t.Helper()
	for _, item := range h.as(token, "GET", "/api/v1/responders?limit=200&site=riverside", nil).ok(http.StatusOK).items() {
		if r, is := item.(map[string]any); is && r["id"] == "li-hua" {
			return r
		}
	}
	require.Fail(h.t, "li-hua is not in the list")
	return nil
}

func TestListSaysWhenSomebodyWasLastReachedToWhoeverMaySeePeople(t *testing.T) {
	h := open(t)
	h.reachedLiHua()
	seen := h.liHua(tokenOf(account.Responder, "riverside"))
	require.Equal(t, "2026-11-23T03:00:00.000Z", seen["last_reached_at"])
	require.Equal(t, map[string]any{
		"at": "2026-11-23T02:00:00.000Z", "state": "undelivered", "why": "unreachable", "delivered_at": nil, "answered_at": nil, "wrong_number": false,
	}, seen["test"])
	veiled := h.liHua(tokenOf(account.Viewer, "riverside"))
	require.Nil(t, veiled["last_reached_at"])
	require.Nil(t, veiled["test"])
	h.shadow.err = errAway
	away := h.liHua(tokenOf(account.Responder, "riverside"))
	require.Nil(t, away["last_reached_at"])
}

func TestTestPageIsOrderedUnderTheRequestAndNoted(t *testing.T) {
	h := open(t)
	made := h.ask("POST", testPath, nil, "Idempotency-Key", "once").ok(http.StatusAccepted).json()
	require.Equal(t, "li-hua", made["responder"])
	require.Equal(t, "sent", made["test"].(map[string]any)["state"])
	h.ask("POST", testPath, nil, "Idempotency-Key", "once").ok(http.StatusAccepted)
	require.Len(t, h.desk.tests, 2)
	require.Equal(t, order{"riverside", h.desk.tests[0].Request, "li-hua"}, h.desk.tests[0])
	require.Equal(t, h.desk.tests[0].Request, h.desk.tests[1].Request, "the Desk sends one under the same key")
	require.Equal(t, "test-responder", h.audit.last().Action)
	require.Equal(t, "riverside", h.audit.last().Subject)
	require.Equal(t, audit.Done, h.audit.last().Outcome)
	require.Contains(t, h.audit.last().After, "li-hua")
	h.desk.err = incident.Fail(incident.CodeOften, "This number was sent a test page less than a minute ago.")
	h.ask("POST", testPath, nil).problem(http.StatusTooManyRequests, "too_often")
	h.desk.err = incident.Fail(incident.CodeNotNow, "A real incident is open.")
	h.ask("POST", testPath, nil).problem(http.StatusConflict, "not_now")
	h.desk.err = incident.Fail(incident.CodeNoResponder, "There is no such responder.")
	h.ask("POST", testPath, nil).problem(http.StatusNotFound, "responder_unknown")
}

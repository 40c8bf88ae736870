package scenario_test

// A test page: somebody is asked by text to show that their phone works, and the power fails while it leaves.

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// tested is a responder with what is known of how they were reached.
type tested struct {
	ID            string     `json:"id"`
	LastReachedAt *time.Time `json:"last_reached_at"`
	Test          *struct {
		State      string     `json:"state"`
		AnsweredAt *time.Time `json:"answered_at"`
	} `json:"test"`
}

func reachedOf(t *testing.T, muster *harness.Program, id string) tested {
	t.Helper()
	var list struct{ Items []tested }
	muster.Do(http.MethodGet, "/api/v1/responders?site=riverside&limit=200", nil, &list)
	for _, r := range list.Items {
		if r.ID == id {
			return r
		}
	}
	require.Fail(t, "nobody has the id "+id)
	return tested{}
}

func TestTestPageIsSentOnceThoughThePowerFailsAndItsAnswerCounts(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	phone := harness.NewTown(t, muster, "").Phone("luo-yong")
	const path = "/api/v1/sites/riverside/responders/luo-yong/test"
	require.Nil(t, reachedOf(t, muster, "luo-yong").LastReachedAt)
	ordered := make(chan struct{})
	go func() {
		defer close(ordered)
		_, _ = muster.Call(http.MethodPost, path, nil) // the power fails before there is an answer, or just after
	}()
	harness.Await(t, 20*time.Second, "the carrier has the text", func() bool { return len(muster.Ledger()) > 0 })
	muster.Kill()
	<-ordered
	muster.Start()
	harness.Await(t, 40*time.Second, "it is known what became of it", func() bool {
		test := reachedOf(t, muster, "luo-yong").Test
		return test != nil && (test.State == "sent" || test.State == "delivered")
	})
	muster.Refused(http.StatusTooManyRequests, http.MethodPost, path, nil)
	muster.Reply(phone, "OK")
	harness.Await(t, 20*time.Second, "the answer counts", func() bool {
		r := reachedOf(t, muster, "luo-yong")
		return r.Test.AnsweredAt != nil && r.LastReachedAt != nil
	})
	var tests, thanks []string
	for _, m := range muster.Messages(phone) {
		switch {
		case m.Direction == "in":
		case strings.Contains(m.Body, "only a test") || strings.Contains(m.Body, "仅为测试"):
			thanks = append(thanks, m.Body)
		default:
			tests = append(tests, m.Body)
		}
	}
	require.Len(t, tests, 1, "one text, and nobody is told that nothing is open")
	require.Regexp(t, `TEST|测试`, tests[0])
	require.Len(t, thanks, 1)
	require.Equal(t, 1, harness.RequireOnce(t, muster.Ledger()))
}

// The engine's list may show the fire a moment later. An order that comes in between is taken, and held back when it is about to leave.
func TestNobodyIsSentATestPageWhileARealIncidentIsOpen(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Declare(harness.Fire())
	const path = "/api/v1/sites/riverside/responders/"
	harness.Await(t, 20*time.Second, "test pages are refused", func() bool {
		status, body := muster.Call(http.MethodPost, path+"luo-yong/test", nil)
		return status == http.StatusConflict && strings.Contains(string(body), `"not_now"`)
	})
	if test := reachedOf(t, muster, "luo-yong").Test; test != nil {
		require.Contains(t, []string{"waiting", "failed"}, test.State)
	}
	muster.Refused(http.StatusNotFound, http.MethodPost, path+"nobody/test", nil)
	harness.Await(t, 20*time.Second, "the fire has called somebody", func() bool { return len(muster.Ledger()) > 0 })
	for _, e := range muster.Ledger() {
		require.NotRegexp(t, `^(TEST|【测试】)`, e.Body)
	}
}

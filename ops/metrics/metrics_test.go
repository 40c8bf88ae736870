package metrics_test

// What a scrape reads: who is not reached, how the carrier does, and that no label can grow without end.

import (
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/ops/metrics"
	"muster/watchdog"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

func ago(d time.Duration) *time.Time {
	at := noon.Add(-d)
	return &at
}

func fresh(t *testing.T) *metrics.Metrics {
	t.Helper()
	m, err := metrics.New("test", "all")
	require.NoError(t, err)
	t.Cleanup(m.Close)
	return m
}

// watched measures a house in which not all is well.
func watched(t *testing.T) *metrics.Metrics {
	t.Helper()
	m := fresh(t)
	require.NoError(t, m.Watch(metrics.Parts{
		Now: func() time.Time { return noon }, Database: func() bool { return false }, Ready: func() bool { return true }, Degraded: func() int { return 2 },
		Clocks: func() map[string]time.Duration { return map[string]time.Duration{"carrier": -1500 * time.Millisecond} },
		Standing: func() watchdog.Standing {
			return watchdog.Standing{
				Looked: noon.Add(-3 * time.Second),
				Real:   watchdog.Group{Open: 3, Felt: 2, LastRung: 1, AskedSince: ago(4 * time.Minute), DueAt: ago(-time.Minute), UnshadowedSince: ago(2 * time.Second)},
				Drill:  watchdog.Group{Open: 1, DueAt: ago(25 * time.Second)},
				Troubles: []watchdog.Open{
					{Kind: watchdog.Stuck, Site: "riverside", Refs: []string{"inc-a", "inc-b"}, Since: noon},
					{Kind: watchdog.DatabaseOut, Since: noon},
					{Kind: watchdog.NotBegun, Drill: true, Refs: []string{"weekly"}, Since: noon.Add(-10 * time.Minute)},
				},
			}
		},
	}))
	return m
}

func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	require.Equal(t, 200, w.Code)
	return w.Body.String()
}

func TestScrapeTellsWhoIsNotReached(t *testing.T) {
	served := scrape(t, watched(t))
	for _, line := range []string{
		`muster_incidents_open{mode="real"} 3`, `muster_incidents_open{mode="drill"} 1`, `muster_incidents_felt{mode="real"} 2`,
		`muster_incidents_at_last_rung{mode="real"} 1`, `muster_page_oldest_unanswered_seconds{mode="real"} 240`,
		`muster_page_oldest_unanswered_seconds{mode="drill"} 0`, `muster_incident_overdue_seconds{mode="real"} 0`,
		`muster_incident_overdue_seconds{mode="drill"} 25`, `muster_shadow_lag_seconds{mode="real"} 2`,
		`muster_watchdog_trouble{kind="stuck",mode="real"} 2`, `muster_watchdog_trouble{kind="database",mode="real"} 1`,
		`muster_watchdog_trouble{kind="engine",mode="real"} 0`, `muster_watchdog_trouble{kind="schedule",mode="drill"} 1`,
		`muster_schedule_late_seconds 600`, `muster_database_up 0`, `muster_ready 1`, `muster_degraded 2`, `muster_clock_offset_seconds{of="carrier"} -1.5`, `muster_watchdog_last_look_timestamp_seconds 1.795780797e+09`,
	} {
		require.Contains(t, served, line+"\n")
	}
	require.NotContains(t, served, "riverside", "no name is a label")
	require.NotContains(t, served, "inc-a")
}

func TestProcessWithoutAWatchdogMeasuresTheRest(t *testing.T) {
	m := fresh(t)
	require.NoError(t, m.Watch(metrics.Parts{
		Now: time.Now, Database: func() bool { return true }, Ready: func() bool { return false }, Degraded: func() int { return 0 },
		Clocks: func() map[string]time.Duration { return nil },
	}))
	served := scrape(t, m)
	require.Contains(t, served, "muster_database_up 1\n")
	require.Contains(t, served, "muster_ready 0\n")
	require.Contains(t, served, "muster_degraded 0\n")
	require.NotContains(t, served, "muster_incidents_open")
}

func TestProcessThatTakesNoDeclarationsDoesNotSayThatItWould(t *testing.T) {
	m := fresh(t)
	require.NoError(t, m.Watch(metrics.Parts{
		Now: time.Now, Database: func() bool { return true }, Degraded: func() int { return 0 },
		Clocks: func() map[string]time.Duration { return nil },
	}))
	served := scrape(t, m)
	require.Contains(t, served, "muster_database_up 1\n")
	require.NotContains(t, served, "muster_ready ")
}

func TestCarrierIsCountedByWhatIsAskedAndHowItEnds(t *testing.T) {
	m := fresh(t)
	before := scrape(t, m)
	for _, class := range append([]carrier.Class{"ok"}, carrier.Classes...) {
		require.Contains(t, before, `muster_carrier_requests_total{call="send-message",class="`+string(class)+`"} 0`, "there before anything was sent")
	}
	m.Carrier(t.Context(), carrier.CallSend)(nil)
	m.Carrier(t.Context(), carrier.CallSend)(&carrier.Error{Class: carrier.Account, Code: 20003, Status: 401})
	m.Carrier(t.Context(), carrier.CallList)(errors.New("+12025550101 is not to be seen"))
	served := scrape(t, m)
	for _, line := range []string{`{call="send-message",class="ok"} 1`, `{call="send-message",class="account"} 1`, `{call="list-messages",class="ambiguous"} 1`} {
		require.Contains(t, served, "muster_carrier_requests_total"+line)
	}
	require.NotContains(t, served, "2025550101")
}

func TestRequestsAreCountedByRouteAndAsOneWhereThereIsNone(t *testing.T) {
	m := fresh(t)
	m.Request("GET", "/api/v1/phones/:number/messages", 200, 3*time.Millisecond)
	m.Request("GET", "", 404, time.Millisecond)
	m.Request("BREW", "", 405, time.Millisecond)
	served := scrape(t, m)
	require.Contains(t, served, `muster_http_request_seconds_count{method="GET",route="/api/v1/phones/:number/messages",status="2xx"} 1`)
	require.Contains(t, served, `muster_http_request_seconds_count{method="GET",route="none",status="4xx"} 1`)
	require.Contains(t, served, `muster_http_request_seconds_count{method="other",route="none",status="4xx"} 1`)
}

func TestNothingIsMeasuredByNothing(t *testing.T) {
	var none *metrics.Metrics
	none.Request("GET", "/", 200, 0)
	none.Carrier(t.Context(), carrier.CallSend)(nil)
	require.NoError(t, none.Watch(metrics.Parts{}))
	none.Close()
}

func TestProcessSaysWhatOfMusterItRuns(t *testing.T) {
	require.Contains(t, scrape(t, fresh(t)), `muster_build_info{role="all",version="test"} 1`+"\n", "alerts ask whether a part runs nowhere")
}

func TestEnginesLibraryMeasuresIntoTheSameRegister(t *testing.T) {
	m := fresh(t)
	h := m.Engine().WithTags(map[string]string{"task_queue": "muster-real"})
	h.Counter("temporal_request_failure").Inc(2)
	h.Timer("temporal_workflow_task_schedule_to_start_latency").Record(70 * time.Millisecond)
	served := scrape(t, m)
	require.Contains(t, served, `temporal_request_failure_total{task_queue="muster-real"} 2`)
	require.Contains(t, served, `temporal_workflow_task_schedule_to_start_latency_bucket{task_queue="muster-real",le="0.1"} 1`)
}

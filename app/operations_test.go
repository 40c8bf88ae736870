package app

// The settings of what tells of a running program.

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ops/logs"
	"muster/ops/metrics"
)

func TestLogIsJSONWhereNobodyReadsAlongAtATerminal(t *testing.T) {
	var out bytes.Buffer
	Operations{}.Logger(&out, slog.LevelInfo).InfoContext(logs.About(t.Context(), "inc-abc"), "said")
	var line map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &line))
	require.Equal(t, "inc-abc", line["incident"])
	out.Reset()
	Operations{LogFormat: "text"}.Logger(&out, slog.LevelInfo).Info("said")
	require.Contains(t, out.String(), "level=INFO msg=said")
}

func TestSettingsOfOperationsAreSentences(t *testing.T) {
	for set, sentence := range map[string]string{
		"MUSTER_METRICS_LISTEN=9464":  `MUSTER_METRICS_LISTEN is a host and a port, such as 127.0.0.1:9464, not "9464"`,
		"MUSTER_LOG_FORMAT=telegraph": `MUSTER_LOG_FORMAT is json or text, not "telegraph"`,
	} {
		_, err := Load([]string{set})
		require.EqualError(t, err, sentence)
	}
	c, err := Load([]string{"MUSTER_METRICS_LISTEN=127.0.0.1:9464"})
	require.NoError(t, err)
	require.Regexp(t, `MUSTER_METRICS_LISTEN +127.0.0.1:9464\n`, c.Describe())
	require.Regexp(t, `MUSTER_LOG_FORMAT +\(text at a terminal, else json\)\n`, c.Describe())
}

// healthy is an engine that answers.
type healthy struct{}

func (healthy) Healthy(context.Context) error { return nil }

func TestProbesSayWhatDoesNotWorkAndThatItStops(t *testing.T) {
	m, err := metrics.New("test", RoleAll.named())
	require.NoError(t, err)
	t.Cleanup(m.Close)
	p := &program{log: slog.New(slog.DiscardHandler), stopping: make(chan struct{}), telemetry: telemetry{metrics: m}}
	var lacks []string
	probes := p.probing(health{healthy{}, &dataDir{path: t.TempDir()}, func() []string { return lacks }})
	ask := func(path string) (int, string) {
		w := httptest.NewRecorder()
		probes.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	code, said := ask("/readyz")
	require.Equal(t, http.StatusOK, code)
	require.JSONEq(t, `{"status":"ready"}`, said)
	lacks = []string{"The database is away."}
	code, said = ask("/readyz")
	require.Equal(t, http.StatusOK, code, "declarations are taken all the same")
	require.JSONEq(t, `{"status":"ready","degraded":["The database is away."]}`, said)
	close(p.stopping)
	code, said = ask("/readyz")
	require.Equal(t, http.StatusServiceUnavailable, code)
	require.JSONEq(t, `{"status":"stopping"}`, said)
	code, _ = ask("/healthz")
	require.Equal(t, http.StatusOK, code, "it lives until it has ended")
	_, said = ask("/metrics")
	require.Contains(t, said, `muster_build_info{role="all"`)
}

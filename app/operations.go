package app

// Operations: what measures, traces and tells of a running program, and the listener of its own where that is read.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"go.temporal.io/sdk/client"
	"golang.org/x/term"

	"muster/api"
	"muster/carrier"
	"muster/ops/logs"
	"muster/ops/metrics"
	"muster/ops/trace"
)

// Operations are the settings of what tells of a running program.
type Operations struct {
	// MetricsListen is where /metrics, /healthz and /readyz are served without a token; empty: nowhere, /metrics then asks for it.
	MetricsListen string `env:"MUSTER_METRICS_LISTEN"`
	// LogFormat is json or text; empty: text where somebody reads along at a terminal.
	LogFormat string `env:"MUSTER_LOG_FORMAT"`
}

func (o Operations) check() error {
	if o.MetricsListen != "" {
		if _, _, err := net.SplitHostPort(o.MetricsListen); err != nil {
			return fmt.Errorf("MUSTER_METRICS_LISTEN is a host and a port, such as 127.0.0.1:9464, not %q", o.MetricsListen)
		}
	}
	switch logs.Format(o.LogFormat) {
	case logs.JSON, logs.Text, "":
		return nil
	}
	return fmt.Errorf("MUSTER_LOG_FORMAT is json or text, not %q", o.LogFormat)
}

// describe lists these settings, and where OpenTelemetry's own send traces to.
func (o Operations) describe(line func(name, value string)) {
	line("MUSTER_METRICS_LISTEN", or(o.MetricsListen, "(none: /metrics with the token)"))
	line("MUSTER_LOG_FORMAT", or(o.LogFormat, "(text at a terminal, else json)"))
	line("OTEL_EXPORTER_OTLP_ENDPOINT", or(trace.Endpoint(environment()), "(none: nothing is traced)"))
}

// Logger makes the program's log.
func (o Operations) Logger(out io.Writer, level slog.Level) *slog.Logger {
	format := logs.Format(o.LogFormat)
	if format == "" {
		format = logs.JSON
		if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
			format = logs.Text
		}
	}
	return logs.New(out, format, level)
}

// telemetry is what measures and traces.
type telemetry struct {
	metrics *metrics.Metrics
	tracing *trace.Tracing
	probes  *http.Server // nil where MUSTER_METRICS_LISTEN is empty
}

// spansLeft bounds how long the last spans may take to be handed over.
const spansLeft = 2 * time.Second

// openTelemetry comes first: what is opened after it measures and traces by it.
func (p *program) openTelemetry(ctx context.Context) error {
	var err error
	if p.telemetry.metrics, err = metrics.New(p.config.Version, p.config.Role.named()); err != nil {
		return fmt.Errorf("nothing can be measured: %w", err)
	}
	p.later(p.telemetry.metrics.Close)
	p.later(func() { // also while the rest is being stopped it is told how that goes
		if p.telemetry.probes != nil {
			_ = p.telemetry.probes.Close()
		}
	})
	if p.telemetry.tracing, err = trace.Open(ctx, environment()); err != nil {
		return given(err)
	}
	p.later(func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), spansLeft)
		defer cancel()
		if err := p.telemetry.tracing.Close(ending); err != nil {
			p.log.Warn("the last spans could not be handed over", "error", err)
		}
	})
	return nil
}

// environment is what OpenTelemetry's own variables are read from; its exporters read them from the process as well.
func environment() map[string]string {
	all := map[string]string{}
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		all[name] = value
	}
	return all
}

// instrument has a client of the engine, and the workers that are made from it, measure and trace.
func (t telemetry) instrument(o client.Options) client.Options {
	if t.metrics != nil {
		o.MetricsHandler = t.metrics.Engine()
	}
	if through := t.tracing.Interceptor(); through != nil {
		o.Interceptors = append(o.Interceptors, through)
	}
	return o
}

// carrier observes requests to the carrier.
func (t telemetry) carrier() carrier.Observer {
	return carrier.Observed(t.metrics.Carrier, t.tracing.Carrier)
}

// served tells of a request that has ended.
func (t telemetry) served(ctx context.Context, r api.Served) {
	t.metrics.Request(r.Method, r.Route, r.Status, r.Took)
	t.tracing.Served(ctx, r.Method, r.Route, r.Status)
}

// watchStanding has the figures served of how all incidents stand.
func (p *program) watchStanding() error {
	h := p.health()
	parts := metrics.Parts{
		Database: func() bool { return p.store.trouble() == nil }, Now: time.Now,
		Degraded: func() int { return len(h.Degraded()) }, Clocks: p.clocks.ahead,
	}
	if p.config.Role.declares() {
		parts.Ready = func() bool {
			ctx, cancel := context.WithTimeout(context.Background(), readyBound)
			defer cancel()
			return h.Ready(ctx) == nil
		}
	}
	if p.watchdog != nil {
		parts.Standing = p.watchdog.Standing
	}
	return p.telemetry.metrics.Watch(parts)
}

// readyBound bounds how long a scrape waits for the engine.
const readyBound = 2 * time.Second

// startMetrics serves what tells of the process on a listener of its own.
func (p *program) startMetrics(ctx context.Context) error {
	if err := p.watchStanding(); err != nil {
		return fmt.Errorf("nothing can be measured: %w", err)
	}
	if p.config.MetricsListen == "" {
		return nil
	}
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", p.config.MetricsListen)
	if err != nil {
		return given(fmt.Errorf("cannot listen at %s: %w; stop what uses the port, or give another address in MUSTER_METRICS_LISTEN", p.config.MetricsListen, plain(err)))
	}
	server := &http.Server{Handler: p.probing(p.health()), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			p.log.Error("measures are not served any more", "error", err)
		}
	}()
	p.probed, p.telemetry.probes = listener.Addr().String(), server
	return nil
}

// probing is what supervisors and Prometheus read.
func (p *program) probing(h health) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", p.telemetry.metrics.Handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok", nil) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyBound)
		defer cancel()
		select {
		case <-p.stopping:
			answer(w, http.StatusServiceUnavailable, "stopping", nil)
			return
		default:
		}
		if h.Ready(ctx) != nil {
			answer(w, http.StatusServiceUnavailable, "not ready", nil)
			return
		}
		answer(w, http.StatusOK, "ready", h.Degraded())
	})
	return mux
}

// answer is a probe's answer, in the words of the API's own.
func answer(w http.ResponseWriter, code int, status string, degraded []string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(struct {
		Status   string   `json:"status"`
		Degraded []string `json:"degraded,omitempty"`
	}{status, degraded})
}

package scenario_test

// Running it: what is measured and traced of a fire, how it stops in order, and what the doctor says.

import (
	"compress/gzip"
	"context"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"muster/carrier/sim"
	"muster/test/harness"
	"muster/test/postgres"
)

// tracer is a collector of traces, as OpenTelemetry's protocol has it over HTTP.
type tracer struct {
	*httptest.Server
	mu     sync.Mutex
	traces map[string][]string // names of spans by trace
	raw    []byte
}

func newTracer(t *testing.T) *tracer {
	c := &tracer{traces: map[string][]string{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var body io.Reader = r.Body
		if r.Header.Get("Content-Encoding") == "gzip" {
			unzipped, err := gzip.NewReader(r.Body)
			if err != nil {
				return
			}
			body = unzipped
		}
		data, err := io.ReadAll(body)
		var told collector.ExportTraceServiceRequest
		if err == nil && proto.Unmarshal(data, &told) == nil {
			c.take(&told, data)
		}
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *tracer) take(told *collector.ExportTraceServiceRequest, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.raw = append(c.raw, data...)
	for _, resource := range told.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			for _, span := range scope.Spans {
				id := hex.EncodeToString(span.TraceId)
				c.traces[id] = append(c.traces[id], span.Name)
			}
		}
	}
}

// joined says whether spans of all these names are one trace.
func (c *tracer) joined(names ...string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, found := range c.traces {
		if !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(found, name) }) {
			return true
		}
	}
	return false
}

func (c *tracer) heard() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.raw)
}

func TestOneTraceLeadsFromTheDeclarationToTheCarrier(t *testing.T) {
	t.Parallel()
	traces := newTracer(t)
	muster, network := harness.WithCarrier(t, sim.Options{}, "OTEL_EXPORTER_OTLP_ENDPOINT="+traces.URL, "OTEL_BSP_SCHEDULE_DELAY=100", "MUSTER_METRICS_LISTEN=127.0.0.1:0")
	muster.Start()
	muster.Staff()
	network.AddPhones(staffNumbers()...)
	fire := muster.Declare(harness.Fire())
	wanted := []string{
		"POST /api/v1/incidents", "StartWorkflow:Incident", "StartActivity:SendWave", "RunActivity:SendWave", "carrier send-message", "RunActivity:RecordShadow",
	}
	harness.Await(t, 20*time.Second, "the declaration and its first page are one trace", func() bool { return traces.joined(wanted...) })
	muster.Do(http.MethodPost, declarations+"/"+fire.ID+"/cancel", map[string]string{"by": "li-hua", "reason": "enough", "outcome": "false-alarm"}, nil)
	harness.Await(t, 20*time.Second, "the whole incident is in it", func() bool { return traces.joined(append(wanted, "RunWorkflow:Incident")...) })
	for _, number := range staffNumbers() {
		require.NotContains(t, traces.heard(), strings.TrimPrefix(number, "+"))
	}
	require.NotContains(t, traces.heard(), "smoke", "nothing of what was said")
	requireMeasured(t, muster)
}

var measuresLine = regexp.MustCompile(`Measures are at (http://\S+)/metrics`)

// requireMeasured fails unless the measures tell of the fire, at both addresses, and hold no number.
func requireMeasured(t *testing.T, muster *harness.Program) {
	t.Helper()
	at := measuresLine.FindStringSubmatch(muster.Log())
	require.NotNil(t, at, muster.Log())
	response, err := http.Get(at[1] + "/metrics")
	require.NoError(t, err)
	open, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	_, guarded := muster.Call(http.MethodGet, "/metrics", nil)
	for _, served := range []string{string(open), string(guarded)} {
		require.Regexp(t, `muster_carrier_requests_total\{call="send-message",class="ok"\} [1-9]`, served)
		require.Contains(t, served, `muster_http_request_seconds_count{method="POST",route="/api/v1/incidents",status="2xx"} 1`)
		require.Contains(t, served, "muster_incidents_open{")
		require.Contains(t, served, "muster_ready 1\n")
		require.Contains(t, served, "temporal_activity_schedule_to_start_latency_bucket{")
		require.Contains(t, served, "temporal_workflow_task_schedule_to_start_latency_bucket{")
		require.NotRegexp(t, `\+1202555|inc-[0-9a-z]{20}`, served, "no number and no id is a label")
	}
	response, err = http.Get(muster.URL + "/metrics")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusUnauthorized, response.StatusCode)
}

func TestStopsInOrderWhileTheCarrierIsSlow(t *testing.T) {
	t.Parallel()
	engine := harness.StartEngine(t)
	muster, network := harness.WithCarrier(t, sim.Options{}, "MUSTER_TEMPORAL_ADDRESS="+engine.Address)
	muster.Start()
	muster.Staff()
	network.AddPhones(staffNumbers()...)
	network.SetFaults(sim.Faults{Chances: []sim.Chance{{Fault: sim.Held, Share: 1}}, Hold: time.Second})
	fire := muster.Declare(harness.Fire())
	harness.Await(t, 10*time.Second, "a wave is on its way", func() bool { return network.Held() > 0 })
	began := time.Now()
	muster.Stop()
	require.Less(t, time.Since(began), 18*time.Second, "there is a bound")
	network.SetFaults(sim.Faults{})
	muster.Start()
	awaitLine(t, muster, fire.ID, "page.sent", "", 10*time.Second)
	require.Empty(t, lines(muster.Timeline(fire.ID), "page.unknown"), "what had begun was finished before the end")
	harness.RequireOnce(t, network.Ledger())
	require.NotContains(t, muster.Log(), "a wave was lost")
}

func TestDoctorSaysWhatIsWrongAndWhatToDo(t *testing.T) {
	t.Parallel()
	muster, _ := harness.WithCarrier(t, sim.Options{})
	muster.Start()
	well := muster.Muster("doctor")
	require.Contains(t, well, "ok    webhook ")
	require.Contains(t, well, "takes what the carrier posts")
	require.Contains(t, well, "ok    carrier         Takes the account and its token.")
	require.Contains(t, well, "Agrees with the carrier's.")
	require.NotContains(t, well, "FAIL")

	late := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(10*time.Minute).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"code": 20003, "message": "Authenticate"}`)
	}))
	t.Cleanup(late.Close)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	ill := muster.With("MUSTER_TWILIO_BASE_URL="+late.URL, "TWILIO_AUTH_TOKEN=another", "MUSTER_TEMPORAL_ADDRESS="+closed.Addr().String(),
		"MUSTER_DATABASE_URL=postgres://muster:hidden@"+closed.Addr().String()+"/muster", "MUSTER_PLANS_DIR=/nowhere", "MUSTER_RECORDS_DIR=/proc/records")
	code, said := ill.Fail("doctor")
	require.Equal(t, 1, code)
	for _, sentence := range []string{
		`FAIL  carrier         The carrier refuses the account \(HTTP 401, code 20003\): check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN`,
		`FAIL  clock           This machine's clock is 10m\d*s behind the carrier's: set it by NTP`,
		`FAIL  engine          The engine at \S+ does not answer: check MUSTER_TEMPORAL_ADDRESS`,
		`FAIL  database        The database at \S+ cannot be used: the database server does not answer`,
		`FAIL  plans           Those of MUSTER_PLANS_DIR, /nowhere, cannot be used`,
		`FAIL  records         /proc cannot be written`,
		`FAIL  webhook         \S+ refuses the carrier's signature`,
		`\d checks fail: mend that, and ask again\.`,
	} {
		require.Regexp(t, sentence, said)
	}
	require.NotContains(t, said, "hidden")
	code, said = muster.With("MUSTER_INBOUND=pigeon").Fail("doctor")
	require.Equal(t, 1, code)
	require.Contains(t, said, "FAIL  settings        MUSTER_INBOUND is webhook or poll")
	unmigrated := muster.With("MUSTER_DATABASE_URL=" + postgres.Start(t).Database(t)).Muster("doctor")
	require.Contains(t, unmigrated, "is empty: the first start makes its tables, or `muster migrate up`")
}

// The slim program runs alone: static, as somebody without rights, in a folder that holds nothing.
func TestSlimProgramRunsAsNobodyFromAnEmptyFolder(t *testing.T) {
	t.Parallel()
	_ = harness.Binary(t)
	slim := buildSlim(t)
	server, engine := postgres.Start(t), harness.StartEngine(t)
	dir, run := slimFolder(t, slim)
	env := []string{
		"MUSTER_LISTEN=" + harness.FreeAddress(t), "MUSTER_DATA_DIR=" + dir, "MUSTER_DATABASE_URL=" + server.Database(t),
		"MUSTER_TEMPORAL_ADDRESS=" + engine.Address, "MUSTER_ADMIN_TOKEN=" + harness.Token,
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	migrate := run(ctx, env, "migrate", "up")
	out, err := migrate.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "is up to date")

	up := run(ctx, env, "up")
	require.NoError(t, up.Start())
	t.Cleanup(func() { _ = up.Process.Kill(); _ = up.Wait() })
	address := "http://" + strings.TrimPrefix(env[0], "MUSTER_LISTEN=")
	harness.Await(t, 40*time.Second, "the slim program is ready", func() bool {
		response, err := http.Get(address + "/readyz")
		if err != nil {
			return false
		}
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
	declare := run(ctx, append(env, "MUSTER_URL="+address, "MUSTER_TOKEN="+harness.Token), "declare", "fire", "--location", "Building 3", "--summary", "smoke")
	out, err = declare.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.NoError(t, up.Process.Signal(syscall.SIGTERM))
	require.NoError(t, up.Wait(), "it ends in order")
}

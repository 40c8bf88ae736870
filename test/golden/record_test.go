// Package golden_test records golden histories from real runs of the program, for the replay test of workflows/.
// It does so only when it is asked to: make golden.
package golden_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"google.golang.org/grpc"

	"muster/test/harness"
)

var (
	record = flag.Bool("record", false, "record golden histories from runs of the program")
	rules  = flag.Int("rules", 0, "the rules that the program's incidents begin with (incident/frozen/rules.go), for the files' names")
)

const histories = "../../workflows/testdata/histories"

// world is a program on an engine of its own that can be asked for histories.
type world struct {
	*harness.Program
	t      *testing.T
	engine client.Client
}

func begin(t *testing.T, env ...string) *world {
	if !*record {
		t.Skip("histories are recorded by: make golden")
	}
	address := startEngine(t)
	env = append(env, "MUSTER_TEMPORAL_ADDRESS="+address, "MUSTER_STORY_CLOCK=1")
	muster := harness.Start(t, env...)
	engine, err := client.Dial(client.Options{HostPort: address, Namespace: "muster", ConnectionOptions: client.ConnectionOptions{
		DialOptions: []grpc.DialOption{grpc.WithChainUnaryInterceptor(decrypting(t, muster))},
	}})
	require.NoError(t, err)
	t.Cleanup(engine.Close)
	return &world{muster, t, engine}
}

// decrypting has what the engine keeps decrypted by the program, as the engine's own page does: golden histories are in clear.
func decrypting(t *testing.T, muster *harness.Program) grpc.UnaryClientInterceptor {
	through, err := converter.NewPayloadCodecGRPCClientInterceptor(converter.PayloadCodecGRPCClientInterceptorOptions{Codecs: []converter.PayloadCodec{
		converter.NewRemotePayloadCodec(converter.RemotePayloadCodecOptions{
			Endpoint: muster.URL + "/codec",
			ModifyRequest: func(r *http.Request) error {
				r.Header.Set("Authorization", "Bearer "+harness.Token)
				return nil
			},
		}),
	}})
	require.NoError(t, err)
	return through
}

// startEngine runs the engine inside the program alone and gives its address.
func startEngine(t *testing.T) string {
	cmd := exec.Command(harness.Binary(t), "engine", "--data-dir", t.TempDir(), "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait() // it was told to stop
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if address, ok := strings.CutPrefix(lines.Text(), "engine "); ok {
			return address
		}
	}
	require.Fail(t, "the engine has not started")
	return ""
}

// declare opens a fire on a clock that goes ten times as fast.
func (w *world) declare(changes ...any) (harness.Incident, *harness.Town) {
	story := map[string]any{"start": "2026-11-23T06:00:00Z", "speed": 10}
	in := w.Declare(harness.Fire(append([]any{"story", story}, changes...)...))
	return in, harness.NewTown(w.t, w.Program, in.ID)
}

// keep writes the histories of all runs of an incident, the first one first.
func (w *world) keep(name, id string) int {
	var runs [][]*history.HistoryEvent
	for run := ""; ; {
		events := w.events(id, run)
		runs = append([][]*history.HistoryEvent{events}, runs...)
		if run = events[0].GetWorkflowExecutionStartedEventAttributes().GetContinuedExecutionRunId(); run == "" {
			break
		}
	}
	for k, events := range runs {
		w.t.Logf("%s, run %d: %d events", name, k+1, len(events))
		w.write(fmt.Sprintf("%s-rules%d-%d.json.gz", name, *rules, k+1), events)
	}
	return len(runs)
}

func (w *world) events(id, run string) []*history.HistoryEvent {
	var events []*history.HistoryEvent
	ctx := context.Background()
	for page := w.engine.GetWorkflowHistory(ctx, id, run, false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT); page.HasNext(); {
		event, err := page.Next()
		require.NoError(w.t, err)
		events = append(events, event)
	}
	return events
}

func (w *world) write(name string, events []*history.HistoryEvent) {
	data, err := temporalproto.CustomJSONMarshalOptions{}.Marshal(&history.History{Events: events})
	require.NoError(w.t, err)
	file, err := os.OpenFile(filepath.Join(histories, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	require.NoError(w.t, err, "a golden history is never recorded anew: a change of behaviour raises the rules and adds its own")
	zip := gzip.NewWriter(file)
	_, err = zip.Write(data)
	require.NoError(w.t, err)
	require.NoError(w.t, zip.Close())
	require.NoError(w.t, file.Close())
}

func (w *world) ended(id string) bool {
	return !w.Incident(id).Now.IsZero() && (w.Incident(id).State == "closed" || w.Incident(id).State == "cancelled")
}

// rest waits until the workflow has ended too.
func (w *world) rest(id string) {
	harness.Await(w.t, 3*time.Minute, "the incident has ended", func() bool { return w.ended(id) })
	harness.Await(w.t, time.Minute, "its workflow too", func() bool {
		described, err := w.engine.DescribeWorkflowExecution(context.Background(), id, "")
		return err == nil && described.GetWorkflowExecutionInfo().GetStatus() == enums.WORKFLOW_EXECUTION_STATUS_COMPLETED
	})
}

func TestRecordFire(t *testing.T) {
	w := begin(t)
	in, town := w.declare("confirmed", true)
	town.Oblige()
	w.rest(in.ID)
	w.keep("fire", in.ID)
}

func TestRecordDrill(t *testing.T) {
	w := begin(t)
	in, town := w.declare("mode", "drill")
	town.Oblige()
	w.rest(in.ID)
	w.keep("drill", in.ID)
}

func TestRecordContinued(t *testing.T) {
	w := begin(t, "MUSTER_HISTORY_LIMIT=120")
	in, town := w.declare()
	town.Oblige()
	w.rest(in.ID)
	require.Greater(t, w.keep("continued", in.ID), 2)
}

func TestRecordDangerAndDecline(t *testing.T) {
	w := begin(t)
	in, town := w.declare()
	page := town.AwaitMessage("song-tao", "回", 10*time.Second)
	w.Reply(town.Phone("song-tao"), harness.Code(page.Body)+" 5")
	town.AwaitMessage("luo-yong", "回", 10*time.Second)
	w.Reply(town.Phone("luo-yong"), "7")
	town.AwaitMessage("he-ping", "Luo Yong", 10*time.Second)
	w.Do(http.MethodPost, "/api/v1/incidents/"+in.ID+"/cancel", map[string]any{"by": "he-ping", "outcome": "handled", "reason": "recorded"}, nil)
	w.rest(in.ID)
	w.keep("danger", in.ID)
}

// TestRecordHour: the night ends in the middle of a fire, and the day's seats ask for more people.
func TestRecordHour(t *testing.T) {
	w := begin(t)
	in, town := w.declare("confirmed", true, "story", map[string]any{"start": "2026-11-22T22:58:00Z", "speed": 10})
	town.Leave("Z1") // it would end the fire before
	town.Oblige()
	harness.Await(t, time.Minute, "a seat asks for more people", func() bool {
		return slices.ContainsFunc(w.Timeline(in.ID), func(e harness.Entry) bool { return e.Kind == "seat.needs.changed" })
	})
	seated := len(w.Timeline(in.ID))
	harness.Await(t, time.Minute, "more people have come", func() bool {
		return slices.ContainsFunc(w.Timeline(in.ID)[seated:], func(e harness.Entry) bool { return e.Kind == "seat.filled" })
	})
	w.Do(http.MethodPost, "/api/v1/incidents/"+in.ID+"/cancel", map[string]any{"by": "he-ping", "outcome": "handled", "reason": "recorded"}, nil)
	w.rest(in.ID)
	w.keep("hour", in.ID)
}

// listCode finds the code of a list of facts.
var listCode = regexp.MustCompile(`(?:What is so|哪项属实)[^A-Z]*?(?:Reply |回)?([A-Z][0-9][A-Z]) `)

// TestRecordVolunteered: whoever commands at a gas leak states by text what nobody has asked, and takes it back; and the residents
// are let in again while the response goes on.
func TestRecordVolunteered(t *testing.T) {
	w := begin(t)
	in, town := w.declare("plan", "gas-leak", "confirmed", true, "summary", "smell of gas")
	town.Oblige()
	harness.Await(t, time.Minute, "somebody commands", func() bool { return w.Incident(in.ID).Commander != nil })
	boss := town.Phone(*w.Incident(in.ID).Commander)
	w.Reply(boss, "FACT")
	w.awaitText(boss, "What is so", "哪项属实")
	for _, m := range w.Messages(boss) {
		if list := listCode.FindStringSubmatch(m.Body); list != nil {
			w.Reply(boss, list[1]+" 4 1")
			w.Reply(boss, "9")
		}
	}
	w.rest(in.ID)
	require.True(t, slices.ContainsFunc(w.Timeline(in.ID), func(e harness.Entry) bool { return e.Kind == "fact.stated" && e.By == *w.Incident(in.ID).Commander }))
	w.keep("volunteered", in.ID)
}

// TestRecordMissed: nobody who might say whether the brigade is there can be reached, until a phone is on again.
func TestRecordMissed(t *testing.T) {
	w := begin(t)
	in, town := w.declare("confirmed", true)
	town.Leave("question", "F12A", "Z1") // it would be said by the one, and the other ends it all
	town.Oblige()
	lines := func(kind string) (n int) {
		for _, e := range w.Timeline(in.ID) {
			if e.Kind == kind {
				n++
			}
		}
		return n
	}
	harness.Await(t, time.Minute, "somebody is to wait at the gate", func() bool {
		return slices.ContainsFunc(w.Incident(in.ID).Steps, func(s harness.Step) bool { return s.ID == "F12A" && s.State == "open" })
	})
	for _, h := range w.Handsets() {
		w.Habit(h.Number, "bounce")
	}
	w.Do(http.MethodPost, "/api/v1/incidents/"+in.ID+"/steps/F12A/skip", map[string]any{"by": "control desk", "reason": "nobody to spare"}, nil)
	harness.Await(t, 2*time.Minute, "nobody else can be asked", func() bool { return lines("question.missed") > 0 })
	for _, h := range w.Handsets() {
		w.Habit(h.Number, "ignore")
	}
	asked := lines("question.sent")
	harness.Await(t, time.Minute, "they are asked again", func() bool { return lines("question.sent") > asked })
	w.Do(http.MethodPost, "/api/v1/incidents/"+in.ID+"/cancel", map[string]any{"by": "he-ping", "outcome": "handled", "reason": "recorded"}, nil)
	w.rest(in.ID)
	w.keep("missed", in.ID)
}

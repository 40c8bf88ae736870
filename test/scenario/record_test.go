package scenario_test

// Sealed records: of incidents that have ended, verified without a server, and read where the database was dropped.

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
	"muster/test/postgres"
)

// sealedRecord waits for an incident's record and gives its place.
func sealedRecord(t *testing.T, dir, id string) string {
	t.Helper()
	path := filepath.Join(dir, id+".record.jsonl")
	harness.Await(t, 90*time.Second, "the record is sealed", func() bool {
		_, err := os.Stat(path)
		return err == nil
	})
	return path
}

// elsewhere runs the program on another machine, so to say: in an empty folder, with no settings and no server.
func elsewhere(t *testing.T, args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command(harness.Binary(t), args...)
	cmd.Dir, cmd.Env = t.TempDir(), []string{"PATH=" + os.Getenv("PATH")}
	out, err := cmd.CombinedOutput()
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func TestDroppedShadowIsRebuiltFromSealedRecordsAndOpenWorkflows(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		muster := harness.New(t, storyClock)
		dropped(t, muster, func() *harness.Program {
			for _, suffix := range []string{"", "-wal", "-shm"} {
				_ = os.Remove(muster.Data("muster.db" + suffix)) // some are not there
			}
			return muster
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		server := postgres.Start(t)
		muster := harness.New(t, storyClock, "MUSTER_DATABASE_URL="+server.Database(t))
		dropped(t, muster, func() *harness.Program { return muster.With("MUSTER_DATABASE_URL=" + server.Database(t)) })
	})
}

// dropped loses the database of two incidents, one ended and one open, and has both made anew.
func dropped(t *testing.T, muster *harness.Program, drop func() *harness.Program) {
	t.Helper()
	muster.Start()
	ended := muster.Declare(harness.Fire("confirmed", true, "story", story(morning, 20)))
	town := harness.NewTown(t, muster, ended.ID)
	town.Oblige()
	town.AwaitState("closed", 90*time.Second)
	path := sealedRecord(t, muster.Data("records"), ended.ID)
	length := requireRecorded(t, muster, ended.ID, "incident.ended")
	running := underWay(t, muster)
	open := restingParts(t, muster, running.ID)
	before, timeline, review := kept(muster, ended.ID), muster.Timeline(ended.ID), muster.Muster("review", ended.ID, "--format", "json")
	going := muster.Timeline(running.ID)
	muster.Stop()
	muster = drop()
	muster.Start()
	require.Empty(t, kept(muster, ended.ID).ID, "all is lost")
	require.Equal(t, review, muster.Muster("review", ended.ID, "--format", "json"), "it is read from the record")
	said := muster.Muster("rebuild")
	require.Contains(t, said, "2 incidents made anew.")
	require.Contains(t, said, ended.ID+": ")
	require.Contains(t, said, "from its sealed record")
	require.Equal(t, length, requireRecorded(t, muster, ended.ID, "incident.ended"))
	require.Equal(t, before, kept(muster, ended.ID))
	require.Equal(t, timeline, muster.Timeline(ended.ID))
	require.Equal(t, review, muster.Muster("review", ended.ID, "--format", "json"))
	require.Equal(t, "open", kept(muster, running.ID).State)
	for name, part := range restingParts(t, muster, running.ID) {
		require.JSONEq(t, open[name], part, "%s of the incident that goes on", name)
	}
	require.Equal(t, going, muster.Timeline(running.ID), "it goes on where it was")
	muster.Do(http.MethodPost, declarations+"/"+running.ID+"/cancel", map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"}, nil)
	requireRecorded(t, muster, running.ID, "incident.ended")
	requireSealed(t, path, muster.Handsets())
}

// underWay declares an incident in which somebody has accepted, steps are done and a fact is known. For five minutes nothing more
// falls due in it.
func underWay(t *testing.T, muster *harness.Program) harness.Incident {
	t.Helper()
	running := muster.Declare(harness.Fire("plan", "water-outage", "story", story(night, 1), "location", "Building 5"))
	awaitLine(t, muster, running.ID, "page.sent", "Chen Jing", 15*time.Second)
	at := declarations + "/" + running.ID
	muster.Do(http.MethodPost, at+"/answers", map[string]string{"by": "li-hua", "responder": "chen-jing", "answer": "accept"}, nil)
	muster.Do(http.MethodPost, at+"/facts", map[string]any{"name": "fire_water", "value": 80, "by": "control"}, nil)
	for _, step := range []string{"O1", "O6"} { // the only ones that are soon late
		muster.Do(http.MethodPost, at+"/steps/"+step+"/done", map[string]string{"by": "control"}, nil)
	}
	return running
}

// restingParts waits until nothing more is written of an open incident, and gives its parts as the database alone has them.
func restingParts(t *testing.T, muster *harness.Program, id string) map[string]string {
	t.Helper()
	var before map[string]string
	since := time.Now()
	harness.Await(t, 60*time.Second, "the open incident rests", func() bool {
		now := storedParts(muster, id)
		if !reflect.DeepEqual(now, before) {
			before, since = now, time.Now()
		}
		return len(now) > 0 && time.Since(since) > 3*time.Second && settled(muster.Incident(id))
	})
	for _, name := range []string{"seats", "pages", "steps", "facts"} {
		require.NotContains(t, []string{"", "[]", "null"}, before[name], name)
	}
	return before
}

// storedParts are the parts of an incident in the list, which reads nothing but the database; none if it is not there.
func storedParts(muster *harness.Program, id string) map[string]string {
	var list struct{ Items []map[string]json.RawMessage }
	_ = json.Unmarshal(body(muster, declarations+"?limit=100"), &list) // a refusal has none
	for _, item := range list.Items {
		if string(item["id"]) != `"`+id+`"` {
			continue
		}
		parts := map[string]string{}
		for _, name := range []string{"seats", "pages", "messages", "steps", "facts", "level", "phase", "commander", "opened_at"} {
			parts[name] = string(item[name])
		}
		return parts
	}
	return nil
}

// requireSealed fails unless a record verifies elsewhere, holds nobody's phone number, and a changed byte is found there.
func requireSealed(t *testing.T, path string, phones []harness.Handset) {
	t.Helper()
	code, said := elsewhere(t, "record", "verify", path)
	require.Zero(t, code, said)
	require.Contains(t, said, "is as it was sealed")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, phone := range phones {
		require.NotContains(t, string(data), phone.Number)
	}
	require.Contains(t, string(data), `"kind":"answer"`)
	require.Contains(t, string(data), `"kind":"message"`)
	changed := bytes.Replace(data, []byte("page.accepted"), []byte("page.declined"), 1)
	require.NotEqual(t, data, changed)
	other := filepath.Join(t.TempDir(), "changed.jsonl")
	require.NoError(t, os.WriteFile(other, changed, 0o600))
	code, said = elsewhere(t, "record", "verify", other)
	require.Equal(t, 1, code)
	require.Contains(t, said, "is not as it was sealed: line ")
}

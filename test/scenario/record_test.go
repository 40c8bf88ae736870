package scenario_test

// Sealed records: of incidents that have ended, verified without a server, and read where the database was dropped.

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
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
	running := muster.Declare(harness.Fire("story", story(night, 1), "location", "Building 5"))
	awaitSettled(t, muster, running.ID)
	path := sealedRecord(t, muster.Data("records"), ended.ID)
	length := requireRecorded(t, muster, ended.ID, "incident.ended")
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
	require.Equal(t, going, muster.Timeline(running.ID)[:len(going)], "it goes on where it was")
	muster.Do(http.MethodPost, declarations+"/"+running.ID+"/cancel", map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"}, nil)
	requireRecorded(t, muster, running.ID, "incident.ended")
	requireSealed(t, path, muster.Handsets())
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

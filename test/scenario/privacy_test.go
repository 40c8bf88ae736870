package scenario_test

// Privacy: whoever has the engine's files, or the log, finds no number, name or text in them; and a key that is missing delays an
// incident and does not end it.

import (
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

func TestEnginesFilesAndTheLogHoldNoNumberNameOrText(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	fire := muster.Declare(harness.Fire("summary", "smoke behind the blue door", "location", "Building 3, floor 12, the old cinema",
		"reported_by", "Bertram of the night watch", "story", story(morning, 20)))
	town := harness.NewTown(t, muster, fire.ID)
	page := town.AwaitMessage("song-tao", "回", 20*time.Second)
	muster.Reply(town.Phone("song-tao"), harness.Code(page.Body)+" 1")
	muster.Do(http.MethodPost, declarations+"/"+fire.ID+"/notes", map[string]string{"by": "he-ping", "text": "the hydrant is behind the bakery"}, nil)
	muster.Do(http.MethodPost, declarations+"/"+fire.ID+"/cancel", map[string]string{"by": "he-ping", "outcome": "handled", "reason": "the bakery is closed"}, nil)
	requireRecorded(t, muster, fire.ID, "incident.ended")
	name := ""
	for _, h := range muster.Handsets() {
		if h.Responder == "song-tao" {
			name = h.Name
		}
	}
	require.NotEmpty(t, name)
	for _, path := range []string{
		"/responders", "/sites", "/shifts", "/sites/riverside/roster", "/sites/riverside/roster/duties", "/sites/riverside/roster/coverage", "/audit", "/watchdog",
		"/incidents", "/incidents/" + fire.ID, "/incidents/" + fire.ID + "/timeline", "/incidents/" + fire.ID + "/review",
	} {
		status, shown := muster.Call(http.MethodGet, "/api/v1"+path, nil)
		require.Equal(t, http.StatusOK, status, path)
		for _, phone := range muster.Handsets() {
			require.NotContains(t, string(shown), phone.Number, path)
		}
	}
	muster.Stop()
	secrets := []string{town.Phone("song-tao"), name, "smoke behind the blue door", "behind the bakery", "the old cinema", "Bertram"}
	files, err := filepath.Glob(muster.Data("engine", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, secret := range secrets {
			require.NotContains(t, string(data), secret, file)
		}
	}
	for _, secret := range secrets {
		require.NotContains(t, muster.Log(), secret, "the log")
	}
}

func TestIncidentWaitsForAKeyThatIsMissingAndGoesOnOnceItIsThere(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	fire := muster.Declare(harness.Fire("story", story(morning, 1)))
	harness.Await(t, 20*time.Second, "somebody is called", func() bool { return len(muster.Ledger()) > 0 })
	muster.Muster("keys", "rotate")
	muster.Do(http.MethodPost, declarations+"/"+fire.ID+"/notes", map[string]string{"by": "he-ping", "text": "one"}, nil)
	muster.Stop()
	path, aside := muster.Data("payload-keys.json"), muster.Data("aside.json")
	require.NoError(t, os.Rename(path, aside))
	muster.Start()
	harness.Await(t, 60*time.Second, "the missing key is named", func() bool {
		_, ready := muster.Call(http.MethodGet, "/readyz", nil)
		return strings.Contains(string(ready), "Keys are missing") && strings.Contains(muster.Log(), "its key is missing")
	})
	require.NoError(t, os.Rename(aside, path))
	harness.Await(t, 60*time.Second, "the incident goes on", func() bool {
		status, _ := muster.Call(http.MethodPost, declarations+"/"+fire.ID+"/notes", map[string]string{"by": "he-ping", "text": "two"})
		return status == http.StatusOK
	})
	require.Equal(t, "open", muster.Incident(fire.ID).State)
	require.Len(t, lines(muster.Timeline(fire.ID), "note.added"), 2)
	muster.Do(http.MethodPost, declarations+"/"+fire.ID+"/cancel", map[string]string{"by": "he-ping", "outcome": "handled", "reason": "enough"}, nil)
	requireRecorded(t, muster, fire.ID, "incident.ended")
	_, ready := muster.Call(http.MethodGet, "/readyz", nil)
	require.NotContains(t, string(ready), "Keys are missing")
	who, err := user.Current()
	require.NoError(t, err)
	rotated := regexp.MustCompile(`(?m)^\d+ \S+ \S+ ` + regexp.QuoteMeta(who.Username) + ` from \S+: rotate-keys k\S+, done$`)
	harness.Await(t, 20*time.Second, "the log says who rotated the keys", func() bool {
		return rotated.MatchString(muster.Muster("audit", "list", "--full"))
	})
}

package scenario_test

// A fire, from its declaration to its end, by the API and at the terminal.

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

func TestFireFromDeclarationToItsEnd(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	fire := muster.Declare(harness.Fire("confirmed", true, "story", story(morning, 20)))
	require.Equal(t, "open", fire.State)
	require.Equal(t, "simulator", fire.Carrier)
	town := harness.NewTown(t, muster, fire.ID)
	town.Oblige()
	ended := town.AwaitState("closed", 60*time.Second)
	require.Equal(t, "handled", *ended.Outcome)
	requireFinished(t, ended)
	requireGapless(t, muster.Timeline(fire.ID))
	refused := muster.Refused(http.StatusConflict, http.MethodPost, "/api/v1/incidents/"+fire.ID+"/notes", map[string]string{"by": "tester", "text": "late"})
	require.Equal(t, "incident_ended", refused.Code)
	settled := awaitSettled(t, muster, fire.ID)
	ledger := muster.Ledger()
	require.Greater(t, harness.RequireOnce(t, ledger), 60)
	harness.RequireSent(t, settled, ledger)
	requireTold(t, muster, fire.ID, "real", "fire-brigade")
}

// requireTold fails unless residents had a notice and a party a call. What a drill keeps to itself is written down; so are the
// calls of a real incident, whose notices are sent.
func requireTold(t *testing.T, muster *harness.Program, id, mode, party string) {
	t.Helper()
	notices, parties := 0, []string{}
	for _, told := range muster.Outside(id) {
		require.Equal(t, mode, told.Mode)
		if told.Kind == "notice" {
			notices += told.Reached
		} else {
			parties = append(parties, told.To)
		}
	}
	if mode == "real" {
		require.Zero(t, notices)
		require.NotEmpty(t, lines(muster.Timeline(id), "notice.started"))
	} else {
		require.Positive(t, notices)
	}
	require.Contains(t, parties, party)
}

func TestNewcomerDeclaresWatchesAndAnswersAtTheTerminal(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	watching := muster.Begin("watch")
	watching.AwaitOutput("No incident is open", 10*time.Second)
	declared := muster.Muster("declare", "fire", "--location", "Building 3, floor 12", "--summary", "smoke in the corridor")
	require.Contains(t, declared, "*** REAL ***  Fire")
	require.Contains(t, declared, "no phone rings")
	watching.AwaitOutput("called: ", 15*time.Second)
	phones := muster.Muster("phones")
	require.Contains(t, phones, "smoke in the corridor")
	number := strings.Fields(strings.Split(phones, "\n")[1])[0]
	replied := muster.Muster("phones", "reply", number, "1")
	require.Regexp(t, "Accepted|已接受", replied)
	watching.AwaitOutput(" accepted: ", 10*time.Second)
	require.Contains(t, muster.Muster("show"), "1 yes")
	require.Contains(t, muster.Muster("phones", number), ">  1")
	muster.Muster("note", "gate is open", "--by", "li-hua")
	muster.Muster("stand-down", "--by", "li-hua", "--reason", "burnt toast", "--outcome", "false-alarm")
	muster.Muster("cancel", "--by", "li-hua", "--reason", "nothing left to do", "--outcome", "false-alarm")
	require.Contains(t, watching.AwaitEnd(20*time.Second), "Incident ended: false alarm")
	timeline := muster.Muster("timeline", strings.Fields(strings.Split(muster.Muster("incidents"), "\n")[1])[0])
	require.Contains(t, timeline, "gate is open")
}

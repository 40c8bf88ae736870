package scenario_test

// Continue-as-new: an incident whose run is renewed again and again loses nothing and says nothing twice.

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// runs counts how often an incident's workflow was begun or renewed, as the engine's own page at an address knows.
func runs(t *testing.T, page, id string) int {
	t.Helper()
	query := url.Values{"query": {"WorkflowId = '" + id + "'"}}
	response, err := http.Get("http://" + page + "/api/v1/namespaces/muster/workflows?" + query.Encode())
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	var list struct{ Executions []any }
	require.NoError(t, json.NewDecoder(response.Body).Decode(&list))
	return len(list.Executions)
}

func TestFireWhoseRunIsRenewedManyTimesLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	page := harness.FreeAddress(t)
	muster := harness.Start(t, storyClock, "MUSTER_HISTORY_LIMIT=60", "MUSTER_ENGINE_UI="+page)
	fire := muster.Declare(harness.Fire("story", story(morning, 20)))
	town := harness.NewTown(t, muster, fire.ID)
	town.Oblige()
	notes := chatter(t, muster, fire.ID, town)
	ended := town.AwaitState("closed", 90*time.Second)
	written := notes()
	require.Equal(t, "handled", *ended.Outcome)
	requireFinished(t, ended)
	timeline := muster.Timeline(fire.ID)
	requireGapless(t, timeline)
	said := map[string]int{}
	for _, text := range lines(timeline, "note.added") {
		said[text]++
	}
	for _, text := range written {
		require.Equal(t, 1, said[text], text)
	}
	settled := awaitSettled(t, muster, fire.ID)
	ledger := muster.Ledger()
	require.Greater(t, harness.RequireOnce(t, ledger), 60)
	harness.RequireSent(t, settled, ledger)
	require.Greater(t, runs(t, page, fire.ID), 4)
}

// chatter keeps writing: notes at the desk, and texts that change nothing from somebody who was called. The function that
// it gives ends it and lists the notes that were taken.
func chatter(t *testing.T, muster *harness.Program, id string, town *harness.Town) func() []string {
	t.Helper()
	stop, stopped := make(chan struct{}), make(chan []string, 1)
	number := town.Phone("yang-jie")
	go func() {
		var taken []string
		for k := 0; ; k++ {
			select {
			case <-stop:
				stopped <- taken
				return
			default:
			}
			text := fmt.Sprintf("note %d", k)
			status, _ := muster.Call(http.MethodPost, declarations+"/"+id+"/notes", map[string]string{"by": "li-hua", "text": text})
			if status == http.StatusOK {
				taken = append(taken, text)
			}
			_, _ = muster.Call(http.MethodPost, "/api/v1/phones/"+number+"/replies", map[string]string{"text": "收到"})
		}
	}()
	return func() []string { close(stop); return <-stopped }
}

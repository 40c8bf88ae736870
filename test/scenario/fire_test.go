package scenario_test

// A fire, from its declaration to its end, on the whole program.

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

func TestFireFromDeclarationToItsEnd(t *testing.T) {
	muster := harness.Start(t)
	fire := muster.Declare(harness.Fire("confirmed", true))
	require.Equal(t, "open", fire.State)
	require.Equal(t, "simulator", fire.Carrier)
	town := harness.NewTown(t, muster, fire.ID)
	town.Oblige()
	ended := town.AwaitState("closed", 90*time.Second)
	require.Equal(t, "handled", *ended.Outcome)
	for _, s := range ended.Steps {
		require.Contains(t, []string{"done", "skipped"}, s.State, s.ID)
	}
	requireGapless(t, muster.Timeline(fire.ID))
	refused := muster.Refused(http.StatusConflict, http.MethodPost, "/api/v1/incidents/"+fire.ID+"/notes", map[string]string{"by": "tester", "text": "late"})
	require.Equal(t, "incident_ended", refused.Code)
}

func requireGapless(t *testing.T, entries []harness.Entry) {
	t.Helper()
	require.NotEmpty(t, entries)
	for k, e := range entries {
		require.Equal(t, k+1, e.Seq)
		require.NotEmpty(t, e.Text.EN)
		require.NotEmpty(t, e.Text.ZH)
		require.Equal(t, strings.ToLower(e.Kind), e.Kind)
	}
}

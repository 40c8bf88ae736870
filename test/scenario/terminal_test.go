package scenario_test

// What the terminal answers without an incident: plans and sites looked at, checked and imported.

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

func TestPlansAreShownAndCheckedWithoutARunningProgram(t *testing.T) {
	t.Parallel()
	muster := harness.New(t)
	require.Contains(t, muster.Muster("plan", "show", "fire"), "Call the fire brigade")
	require.Contains(t, muster.Muster("plan", "show", "fire", "--format", "text"), "F04")
	require.True(t, strings.HasPrefix(muster.Muster("plan", "show", "fire", "--format", "mermaid"), "flowchart"))
	var plan struct{ ID string }
	require.NoError(t, json.Unmarshal([]byte(muster.Muster("plan", "show", "fire", "--format", "json")), &plan))
	require.Equal(t, "fire", plan.ID)
	require.Equal(t, 7, strings.Count(muster.Muster("plan", "check"), "is sound"))
	held := muster.Muster("plan", "check", "--site", "riverside", "--at", "2026-11-23T03:00")
	require.Regexp(t, `CTRL +needs 2 +Zhou Min, Wu Gang`, held)
	require.Contains(t, muster.Muster("site", "check"), "Riverside Gardens")
}

func TestPlanWithAMistakeIsShownItsPlace(t *testing.T) {
	t.Parallel()
	muster := harness.New(t)
	file := filepath.Join(muster.Dir, "mine.yaml")
	require.NoError(t, os.WriteFile(file, []byte("schema: muster/plan/v1\nid: mine\nversion: 1\ntitel: {en: Mine, zh: 我的}\n"), 0o600))
	code, said := muster.Fail("plan", "check", file)
	require.Equal(t, 1, code)
	require.Contains(t, said, "mine.yaml:4:1")
	require.Contains(t, said, "titel")
}

func TestImportedSiteIsThereAtOnceAndAfterARestart(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	file := filepath.Join(muster.Dir, "harbour.yaml")
	data, err := os.ReadFile("../../sites/riverside.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(data), "id: riverside", "id: harbour", 1)), 0o600))
	require.Contains(t, muster.Muster("site", "check", file), "(harbour)")
	require.Contains(t, muster.Muster("import", file), "harbour")
	muster.Stop()
	muster.Start()
	require.Contains(t, muster.Muster("declare", "fire", "--site", "harbour", "--location", "Building 1", "--summary", "smoke"), "REAL")
	code, said := muster.Fail("declare", "fire", "--location", "Building 1", "--summary", "smoke")
	require.Equal(t, 2, code)
	require.Contains(t, said, "harbour")
}

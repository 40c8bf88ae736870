package scenario_test

// Plans that people keep: an open incident keeps its version, the next one begins with what was published, and of two who publish
// one plan at once the second is told so.

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

const plansPath = "/api/v1/plans"

// planVersion is the version of its plan that an incident runs by.
func planVersion(muster *harness.Program, id string) int {
	var shown struct {
		PlanVersion int `json:"plan_version"`
	}
	muster.Do(http.MethodGet, declarations+"/"+id, nil, &shown)
	return shown.PlanVersion
}

// lastWord is that of what a command has printed.
func lastWord(said string) string {
	words := strings.Fields(said)
	return words[len(words)-1]
}

func TestAPlanIsPublishedWhileAnIncidentRuns(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	running := muster.Declare(harness.Fire())
	text := strings.Replace(muster.Muster("plan", "file", "fire"), `title: {en: "Fire",`, `title: {en: "Blaze",`, 1)
	require.Contains(t, text, "Blaze")
	file := filepath.Join(muster.Dir, "fire.yaml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	uploaded := muster.Muster("plan", "upload", file)
	require.Contains(t, uploaded, "The draft of fire becomes version 2, in place of 1.")
	shown := muster.Muster("plan", "diff", "fire")
	require.Contains(t, shown, `+title: {en: "Blaze",`)
	digest := lastWord(shown)
	require.Equal(t, lastWord(uploaded), digest, "both tell the whole command")
	code, said := muster.Fail("plan", "publish", "fire", "--note", "clearer")
	require.Equal(t, 2, code)
	require.Contains(t, said, "Say by --digest which draft you have seen")
	_, said = muster.Fail("plan", "publish", "fire", "--digest", strings.Repeat("0", 64))
	require.Contains(t, said, "or uploaded another draft")
	require.Contains(t, muster.Muster("plan", "publish", "fire", "--digest", digest, "--note", "clearer"), "Version 2 of the plan fire is in force.")
	next := muster.Declare(harness.Fire("location", "Building 5, floor 2"))
	require.Equal(t, []int{1, 2}, []int{planVersion(muster, running.ID), planVersion(muster, next.ID)})
	require.Contains(t, muster.Muster("plan", "rollback", "fire", "1"), "Version 3 of the plan fire is in force.")
	noted := muster.Muster("audit", "list", "--subject", "fire", "--full")
	require.Contains(t, noted, "publish-plan fire, done")
	require.Contains(t, noted, `"as_version":1`)
}

func TestOfTwoWhoPublishOnePlanAtOnceOneSucceeds(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	text := muster.Muster("plan", "file", "fire")
	upload := func(title string) string {
		var draft struct{ Digest string }
		muster.Do(http.MethodPost, plansPath, strings.Replace(text, `title: {en: "Fire",`, `title: {en: "`+title+`",`, 1), &draft, "Content-Type", "application/yaml")
		return draft.Digest
	}
	hers, his := upload("Blaze"), upload("Flames")
	refused := muster.Refused(http.StatusConflict, http.MethodPost, plansPath+"/fire/publish", map[string]string{"digest": hers})
	require.Equal(t, "changed_meanwhile", refused.Code, "another draft has taken its place")
	var group sync.WaitGroup
	statuses := make([]int, 4)
	for k := range statuses {
		group.Go(func() {
			statuses[k], _ = muster.Call(http.MethodPost, plansPath+"/fire/publish", map[string]string{"digest": his})
		})
	}
	group.Wait()
	require.ElementsMatch(t, []int{http.StatusOK, http.StatusConflict, http.StatusConflict, http.StatusConflict}, statuses)
	require.Equal(t, 1, strings.Count(muster.Muster("plan", "history", "fire"), " published "), "nothing was done twice")
}

// Two processes that share a database keep no lock between them: it is the database that lets one publish.
func TestOfTwoProcessesThatPublishOnePlanAtOnceOneSucceeds(t *testing.T) {
	t.Parallel()
	estate := harness.StartEstate(t, harness.Size{APIs: 2, Workers: 1, Files: true})
	text := strings.Replace(estate.Muster("plan", "file", "fire"), `title: {en: "Fire",`, `title: {en: "Blaze",`, 1)
	var draft struct{ Digest string }
	estate.APIs[0].Do(http.MethodPost, plansPath, text, &draft, "Content-Type", "application/yaml")
	require.NotEmpty(t, draft.Digest)
	var group sync.WaitGroup
	start := make(chan struct{})
	statuses := make([]int, 4)
	for k := range statuses {
		group.Go(func() {
			<-start
			statuses[k], _ = estate.APIs[k%2].Call(http.MethodPost, plansPath+"/fire/publish", map[string]string{"digest": draft.Digest})
		})
	}
	close(start)
	group.Wait()
	require.ElementsMatch(t, []int{http.StatusOK, http.StatusConflict, http.StatusConflict, http.StatusConflict}, statuses)
	for _, api := range estate.APIs {
		harness.Await(t, 20*time.Second, "the process has the version", func() bool {
			return strings.Count(api.Muster("plan", "history", "fire"), " published ") == 1
		})
	}
}

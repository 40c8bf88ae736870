package offline_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"muster/cli/command"
	"muster/cli/offline"
	"muster/plans"
	"muster/sites"
)

// library are the plans that come with Muster.
var library = []string{"fire", "gas-leak", "lift-entrapment", "pipe-burst", "power-outage", "storm", "water-outage"}

func run(cmd *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err := cmd.Execute()
	return out.String(), err
}

func requireDone(t *testing.T, cmd *cobra.Command, args ...string) string {
	t.Helper()
	t.Setenv("MUSTER_PLANS_DIR", "")
	out, err := run(cmd, args...)
	require.NoError(t, err, out)
	return out
}

func requireUsage(t *testing.T, says string, cmd *cobra.Command, args ...string) {
	t.Helper()
	_, err := run(cmd, args...)
	var usage *command.UsageError
	require.ErrorAs(t, err, &usage)
	require.ErrorContains(t, err, says)
}

func libraryFile(t *testing.T, id string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "plans", "library", id+".yaml"))
	require.NoError(t, err)
	return data
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func TestEveryPlanOfTheLibraryIsCheckedWithoutAFile(t *testing.T) {
	out := requireDone(t, offline.Plan(), "check")
	for _, id := range library {
		require.Contains(t, out, id+".yaml: "+id+" version ")
	}
	require.Equal(t, library, offline.PlanIDs())
}

func TestCheckingAtASiteSaysWhoWouldHoldWhichSeat(t *testing.T) {
	out := requireDone(t, offline.Plan(), "check", "--site", "riverside", "--at", "2026-11-23T03:00")
	for _, id := range library {
		require.Contains(t, out, id+" on Mon 23 Nov 2026 03:00 (night), if everybody who is asked accepts:\n")
	}
	require.Contains(t, out, "  CTRL   needs 2  ")
}

func TestAMomentIsTheSitesOwn(t *testing.T) {
	storm := write(t, "storm.yaml", libraryFile(t, "storm"))
	for at, says := range map[string]string{
		"2026-11-23 11:00": "2026 11:00 (day)", "2026-11-23T11:00:30": "2026 11:00 (day)", "2026-11-22T19:00:00Z": "2026 03:00 (night)", "": "if everybody who is asked",
	} {
		require.Contains(t, requireDone(t, offline.Plan(), "check", storm, "--site", "riverside", "--at", at), says)
	}
}

func TestABrokenPlanIsToldWithLineAndColumn(t *testing.T) {
	good := write(t, "good.yaml", libraryFile(t, "storm"))
	broken := write(t, "broken.yaml", bytes.Replace(libraryFile(t, "fire"), []byte("ladder: life"), []byte("ladder: lief"), 1))
	out, err := run(offline.Plan(), "check", good, broken)
	require.EqualError(t, err, "1 of 2 plans cannot be used as they are: mend what stands above")
	var usage *command.UsageError
	require.NotErrorAs(t, err, &usage)
	require.Regexp(t, broken+`:\d+:\d+: .*lief`, out)
	require.Contains(t, out, good+": storm version 1 is sound")
}

func TestAPlanThatDoesNotFitASiteIsToldSo(t *testing.T) {
	site := bytes.ReplaceAll(sites.RiversideFile(), []byte("fire-facility-operator"), []byte("gardener"))
	out, err := run(offline.Plan(), "check", write(t, "fire.yaml", libraryFile(t, "fire")), "--site", write(t, "site.yaml", site))
	require.Error(t, err)
	require.Contains(t, out, "nobody at riverside can fill the seat CTRL")
}

func TestPlansOfAFolderReplaceThoseOfTheLibrary(t *testing.T) {
	dir := t.TempDir()
	file := bytes.Replace(libraryFile(t, "fire"), []byte("\nversion: 1\n"), []byte("\nversion: 7\n"), 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ours.yaml"), file, 0o600))
	t.Setenv("MUSTER_PLANS_DIR", dir)
	out, err := run(offline.Plan(), "check")
	require.NoError(t, err, out)
	require.Contains(t, out, "ours.yaml: fire version 7 is sound")
	require.Contains(t, out, "storm version 1 is sound")
	shown, err := run(offline.Plan(), "show", "fire")
	require.NoError(t, err)
	require.Contains(t, shown, "version 7")
}

func TestAPlanIsShownInEachFormat(t *testing.T) {
	require.Contains(t, requireDone(t, offline.Plan(), "show", "fire"), "fire: Fire 火灾\nversion 1")
	require.Contains(t, requireDone(t, offline.Plan(), "show", "fire", "--format", "mermaid"), "flowchart TD")
	require.True(t, json.Valid([]byte(requireDone(t, offline.Plan(), "show", write(t, "x.yaml", libraryFile(t, "storm")), "--format", "json"))))
	requireUsage(t, `there is no format "pdf"`, offline.Plan(), "show", "fire", "--format", "pdf")
}

func TestSchemasAreJSON(t *testing.T) {
	require.True(t, json.Valid([]byte(requireDone(t, offline.Plan(), "schema"))))
	require.True(t, json.Valid([]byte(requireDone(t, offline.Site(), "schema"))))
}

func TestASiteIsChecked(t *testing.T) {
	out := requireDone(t, offline.Site(), "check", "--at", "2026-11-23T03:00")
	require.Contains(t, out, "On duty at 2026-11-23 03:00 (night): 6")
	require.Equal(t, out, requireDone(t, offline.Site(), "check", write(t, "mine.yaml", sites.RiversideFile()), "--at", "2026-11-23T03:00"))
	_, err := run(offline.Site(), "check", write(t, "bad.yaml", []byte("schema: muster/site/v1\n")))
	require.ErrorContains(t, err, "bad.yaml:1:1: ")
}

func TestWhatIsNotThereIsSaidWithWhatToDo(t *testing.T) {
	t.Setenv("MUSTER_PLANS_DIR", "")
	requireUsage(t, "There is no plan \"flood\": name a plan file, or one of fire, ", offline.Plan(), "show", "flood")
	requireUsage(t, "The file gone.yaml cannot be read: no such file or directory.", offline.Plan(), "show", "gone.yaml")
	requireUsage(t, "The file gone.yaml cannot be read: no such file or directory.", offline.Plan(), "check", "gone.yaml")
	requireUsage(t, "There is no site \"hillside\" here: name a site file, or riverside, which comes with Muster.", offline.Site(), "check", "hillside")
	requireUsage(t, "--at needs a site to look at", offline.Plan(), "check", "--at", "2026-11-23T03:00")
	requireUsage(t, "\"noon\" is no moment: write one such as 2026-11-23T03:00, in the site's own time.", offline.Site(), "check", "--at", "noon")
	requireUsage(t, "That is not how it is called", offline.Site(), "check", "a", "b")
}

func TestAFileThatIsTooLargeIsNotReadWhole(t *testing.T) {
	_, err := run(offline.Plan(), "check", "/dev/zero")
	require.Error(t, err)
	out, _ := run(offline.Plan(), "check", write(t, "large.yaml", []byte(strings.Repeat("#", plans.MaxBytes+1))))
	require.Contains(t, out, "the file is larger than 256 KiB")
}

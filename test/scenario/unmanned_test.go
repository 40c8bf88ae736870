package scenario_test

// A site with nobody on duty.

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// emptyHours is the demonstration site without its crews' nights: after seven in the evening nobody is there.
func emptyHours(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../sites/riverside.yaml")
	require.NoError(t, err)
	text := strings.Replace(string(data), "id: riverside", "id: empty-hours", 1)
	return regexp.MustCompile(`(?ms)^  - id: crew-.-night\n.*?(?:^  - id|^\S)`).ReplaceAllStringFunc(text, func(s string) string {
		return s[strings.LastIndex(strings.TrimRight(s, "\n"), "\n")+1:]
	})
}

func TestFireWithNobodyOnDutyCallsCommanderAndCompany(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	file := filepath.Join(muster.Dir, "empty.yaml")
	require.NoError(t, os.WriteFile(file, []byte(emptyHours(t)), 0o600))
	muster.Muster("import", file)
	fire := muster.Declare(harness.Fire("site", "empty-hours", "story", story(night, 1)))
	require.Equal(t, "open", fire.State)
	town := harness.NewTown(t, muster, fire.ID)
	for _, company := range []string{"li-hua", "zhang-wei"} {
		called := town.AwaitMessage(company, "NOBODY YET for: Control room", 15*time.Second)
		require.Contains(t, called.Body, "I see to it")
	}
	gap := awaitLine(t, muster, fire.ID, "page.sent", "nobody yet for Control room", 5*time.Second)
	require.Contains(t, gap.Text.EN, "nobody yet for Duty manager")
	require.Contains(t, gap.Text.ZH, "消防控制室")
	for _, p := range muster.Incident(fire.ID).Pages {
		require.Contains(t, []string{"li-hua", "zhang-wei"}, p.Responder, "nobody else is there to be called")
	}
	muster.Reply(town.Phone("li-hua"), "1")
	awaitLine(t, muster, fire.ID, "ladder.in.hand", "Li Hua", 10*time.Second)
	require.Contains(t, muster.Muster("show", fire.ID), "Li Hua")
}

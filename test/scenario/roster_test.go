package scenario_test

// Rosters that people keep: what is changed reaches declarations and running incidents, what is wrong changes nothing.

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

const rosterOf = "/api/v1/sites/riverside/roster"

func TestAShiftThatIsTakenNowReachesARunningIncident(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	town := harness.NewTown(t, muster, "")
	leak := muster.Declare(harness.Fire("plan", "pipe-burst"))
	town.AwaitMessage("zhao-lei", "", 15*time.Second)
	said := muster.Muster("roster", "take", "crew-a-day", "--as", "guo-qiang", "--from", "zhao-lei")
	require.Contains(t, said, "+ override take-zhao-lei-")
	awaitLine(t, muster, leak.ID, "roster.refreshed", "Guo Qiang", 20*time.Second)
	muster.Reply(town.Phone("zhao-lei"), "5") // cannot: the next one is called
	town.AwaitMessage("guo-qiang", "", 20*time.Second)
	require.True(t, slices.ContainsFunc(muster.Incident(leak.ID).Pages, func(p harness.Page) bool { return p.Responder == "guo-qiang" }))
}

func TestWhatIsWrongWithARosterIsSaidAndChangesNothing(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	var list strings.Builder
	list.WriteString("id,name,phone,skills\n")
	for n := 2; n <= 420; n++ {
		phone := fmt.Sprintf("+1202555%04d", 2000+n)
		if n == 417 {
			phone = "ask Li"
		}
		fmt.Fprintf(&list, "guard-%d,Guard %d,%s,first-aid\n", n, n, phone)
	}
	status, body := muster.Call(http.MethodPost, rosterOf+"/staff", list.String(), "Content-Type", "text/csv")
	require.Equal(t, http.StatusUnprocessableEntity, status, string(body))
	var refused harness.Problem
	require.NoError(t, json.Unmarshal(body, &refused))
	require.Equal(t, "line 417", refused.Errors[0].Location)

	// Nobody could be called who is on leave tonight: everybody is.
	events := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
	for n, name := range []string{"Chen Jing", "Zhang Wei", "Li Hua", "Yang Jie"} {
		events += fmt.Sprintf("BEGIN:VEVENT\r\nUID:%d\r\nSUMMARY:%s\r\nDTSTART:20260101T000000Z\r\nDTEND:20990101T000000Z\r\nEND:VEVENT\r\n", n, name)
	}
	file := filepath.Join(muster.Dir, "party.ics")
	require.NoError(t, os.WriteFile(file, []byte(events+"END:VCALENDAR\r\n"), 0o600))
	status, body = muster.Call(http.MethodPost, rosterOf+"/events", events+"END:VCALENDAR\r\n", "Content-Type", "text/calendar")
	require.Equal(t, http.StatusConflict, status, string(body))
	require.Contains(t, string(body), "This would leave the coming night or day empty: nobody would hold CMD")

	var seen struct {
		Version int
		Leave   []any
	}
	muster.Do(http.MethodGet, rosterOf, nil, &seen)
	require.Empty(t, seen.Leave)
	require.Contains(t, muster.Muster("roster", "import", file, "--force", "--dry-run"), "Nothing has changed")
	require.Contains(t, muster.Muster("roster", "import", file, "--force"), fmt.Sprintf("is at version %d.", seen.Version+1))
	require.Contains(t, muster.Muster("roster", "coverage"), "GAP         DUTY")
}

func TestADeadNumberStandsInTheCoverageUntilATextArrivesThere(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	phone := harness.NewTown(t, muster, "").Phone("zhao-lei")
	lacks := func() bool {
		return strings.Contains(string(body(muster, rosterOf+"/coverage")), `"zhao-lei","why":"The network brings no texts`)
	}
	require.False(t, lacks())
	muster.Habit(phone, "bounce", "code", 30005)
	leak := muster.Declare(harness.Fire("plan", "pipe-burst"))
	harness.Await(t, 20*time.Second, "the number is found dead", lacks)
	muster.Do(http.MethodPost, declarations+"/"+leak.ID+"/cancel", map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"}, nil)
	requireRecorded(t, muster, leak.ID, "incident.ended")
	muster.Kill()
	muster.Start()
	require.True(t, lacks(), "a restart does not forget it")
	muster.Habit(phone, "ignore")
	muster.Declare(harness.Fire("plan", "pipe-burst", "location", "Building 5"))
	harness.Await(t, 20*time.Second, "a text has arrived there", func() bool { return !lacks() })
}

func TestACalendarIsSubscribedToWithoutSigningIn(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	address, _, _ := strings.Cut(muster.Muster("roster", "calendar", "make", "--responder", "zhao-lei"), "\n")
	file, header := get(t, address)
	require.Equal(t, "text/calendar; charset=utf-8", header.Get("Content-Type"))
	require.Contains(t, file, "BEGIN:VEVENT")
}

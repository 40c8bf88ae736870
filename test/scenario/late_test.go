package scenario_test

// After the end: nothing changes any more, and nobody is left in silence.

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

func TestNothingChangesAfterTheEndAndALateTextIsAnswered(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	fire := muster.Declare(harness.Fire())
	town := harness.NewTown(t, muster, fire.ID)
	called := awaitLine(t, muster, fire.ID, "page.sent", "", 10*time.Second)
	number := town.Phone(called.Responder)
	at := declarations + "/" + fire.ID
	muster.Do(http.MethodPost, at+"/cancel", map[string]string{"by": "li-hua", "reason": "burnt toast", "outcome": "false-alarm"}, nil)
	awaitLine(t, muster, fire.ID, "incident.ended", "false alarm", 10*time.Second)
	for path, body := range map[string]map[string]any{
		"/notes":          {"by": "li-hua", "text": "late"},
		"/level":          {"by": "li-hua", "level": "L1", "reason": "x"},
		"/stand-down":     {"by": "li-hua", "reason": "x"},
		"/cancel":         {"by": "li-hua", "reason": "x"},
		"/escalate":       {"by": "li-hua", "reason": "x"},
		"/facts":          {"by": "li-hua", "name": "confirmed", "value": true},
		"/steps/F02/done": {"by": "li-hua", "value": "true"},
		"/answers":        {"by": "li-hua", "responder": "chen-jing", "answer": "accept"},
	} {
		require.Equal(t, "incident_ended", muster.Refused(http.StatusConflict, http.MethodPost, at+path, body).Code, path)
	}
	before := len(muster.Timeline(fire.ID))
	box := len(muster.Messages(number))
	muster.Reply(number, "1")
	harness.Await(t, 90*time.Second, "the late text is answered", func() bool {
		for _, m := range muster.Messages(number)[box:] {
			if m.Direction == "out" && m.Body != "" {
				return true
			}
		}
		return false
	})
	for _, e := range muster.Timeline(fire.ID)[before:] {
		require.Contains(t, []string{"message.sent", "reply.received"}, e.Kind, "the incident has ended")
	}
}

package scenario_test

// The review of a drill: read while it goes on, and after its end at the terminal and by the API.

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// reviewed is what these tests look at of a review.
type reviewed struct {
	SoFar bool   `json:"so_far"`
	Until string `json:"until"`
	First struct{ Page, Acceptance, Commander *struct{ After float64 } }
	Steps []struct {
		ID, Verdict string
		Took        *float64
	}
	Contained []struct{ Step string }
	People    []struct {
		Name, Answer string
		Took         *float64
	}
	Sums struct {
		Steps    struct{ Planned, Open, Waiting int }
		People   struct{ Called, Accepted int }
		Messages struct{ Pages, Doubled int }
	}
}

func reviewOf(t *testing.T, muster *harness.Program, id string) reviewed {
	t.Helper()
	var r reviewed
	muster.Do(http.MethodGet, declarations+"/"+id+"/review", nil, &r)
	return r
}

func TestDrillEndsWithItsReview(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	drill := muster.Declare(harness.Fire("mode", "drill", "story", story(morning, 60)))
	watching := muster.Begin("watch", drill.ID)
	require.True(t, reviewOf(t, muster, drill.ID).SoFar)
	town := harness.NewTown(t, muster, drill.ID)
	town.Oblige()
	ended := town.AwaitState("closed", 90*time.Second)
	said := watching.AwaitEnd(30 * time.Second)
	require.Contains(t, said, "Review: Fire (drill), Building 3, floor 12: drill ended")
	require.True(t, strings.HasSuffix(said, "Review: muster review "+drill.ID+"\n"), said)

	r := reviewOf(t, muster, drill.ID)
	require.False(t, r.SoFar)
	require.Len(t, r.Steps, len(ended.Steps), "no step is missing")
	for k, s := range r.Steps {
		require.Equal(t, ended.Steps[k].ID, s.ID)
		if ended.Steps[k].State == "done" {
			require.Contains(t, []string{"on-time", "late", "done", "assumed"}, s.Verdict, s.ID)
		} else {
			require.Contains(t, []string{"skipped", "never"}, s.Verdict, s.ID)
		}
	}
	require.Equal(t, len(ended.Steps), r.Sums.Steps.Planned)
	require.Zero(t, r.Sums.Steps.Open+r.Sums.Steps.Waiting)
	require.NotNil(t, r.First.Page)
	require.NotNil(t, r.First.Acceptance)
	require.NotNil(t, r.First.Commander)
	require.NotEmpty(t, r.People)
	require.Len(t, r.Contained, len(muster.Outside(drill.ID)), "all that the drill kept to itself")
	require.Zero(t, r.Sums.Messages.Doubled)
	require.Len(t, lines(muster.Timeline(drill.ID), "page.sent"), r.Sums.Messages.Pages)

	text := muster.Muster("review", drill.ID)
	for _, s := range ended.Steps {
		require.Contains(t, text, s.ID)
	}
	require.Contains(t, muster.Muster("review", drill.ID, "--format", "markdown", "--lang", "zh"), "## 步骤与时限")
	var printed reviewed
	require.NoError(t, json.Unmarshal([]byte(muster.Muster("review", drill.ID, "--format", "json")), &printed))
	require.Equal(t, r, printed)
	require.Contains(t, muster.Muster("show", drill.ID), "muster review "+drill.ID)
}

package dispatch_test

// What the Desk says of a notice before its step is done.

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/dispatch"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/workflows"
)

// weighing is a Desk that knows of a hundred residents at the places that a notice is for, and of none elsewhere.
func weighing(t *testing.T, e *engine) *dispatch.Desk {
	t.Helper()
	weigh := func(site string, a notice.Audience, _ incident.Text, rate float64) (notice.Reach, error) {
		if site != "riverside" {
			return notice.Reach{}, errors.New("gone")
		}
		return notice.Reach{Residents: 100 * len(a.Places), Parts: 200 * len(a.Places), Rate: rate}, nil
	}
	return dispatch.New(e, &catalog{}, &shadow{}, dispatch.Options{Weigh: weigh}, slog.New(slog.DiscardHandler))
}

func TestAnOpenStepForeseesWhomItsNoticeReachesAndWhenTheLastIsTold(t *testing.T) {
	opened := incident.Time(time.Now())
	steps := []incident.StepView{{ID: "G12", OpenedAt: &opened}, {ID: "G13", OpenedAt: &opened}}
	draft := workflows.NoticeDraft{
		Notice: notice.Notice{Plan: "N3", Step: "G13", Kind: notice.AllClear}, Site: "riverside", Places: []frozen.Spot{{Building: "B3"}}, Rate: 2, Ahead: time.Minute,
	}
	e := &engine{foreseen: []workflows.NoticeDraft{draft}}
	shown := weighing(t, e).Foresee(t.Context(), "inc-1", "gas-leak", steps)
	require.Nil(t, shown[0].Notice)
	require.Nil(t, steps[1].Notice, "whoever asks keeps their own")
	require.Equal(t, []any{"N3", notice.AllClear, 100}, []any{shown[1].Notice.ID, shown[1].Notice.Kind, shown[1].Notice.AudienceCount})
	require.WithinDuration(t, time.Now().Add(160*time.Second), time.Time(shown[1].Notice.ExpectedLastAt), 20*time.Second, "after what leaves already")

	require.Equal(t, steps[:1], weighing(t, e).Foresee(t.Context(), "inc-1", "gas-leak", steps[:1]), "no step of these sends one")
	require.Equal(t, steps, weighing(t, e).Foresee(t.Context(), "inc-1", "fire", steps), "nor of this plan's")
	done := []incident.StepView{{ID: "G13", OpenedAt: &opened, DoneAt: &opened}}
	require.Equal(t, done, weighing(t, e).Foresee(t.Context(), "inc-1", "gas-leak", done), "it has been sent")

	e.foreseen[0].Site = "elsewhere"
	require.Equal(t, steps, weighing(t, e).Foresee(t.Context(), "inc-1", "gas-leak", steps), "a site that is gone")
	e.foreseen[0].Notice.Step = "G99"
	require.Equal(t, steps, weighing(t, e).Foresee(t.Context(), "inc-1", "gas-leak", steps))
	e.foreseenErr = errors.New("away")
	require.Equal(t, steps, weighing(t, e).Foresee(t.Context(), "inc-1", "gas-leak", steps))
}

package workflows_test

// Photos, of which a running incident is told.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

func TestPhotoThatIsToldTwiceUnderItsNameIsOneLine(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	for _, at := range []time.Duration{time.Minute, 90 * time.Second} {
		w.at(at, func() {
			step := w.status().View.Steps[0].ID
			told := incident.AddPhoto{Photo: "pho-1", Step: step, By: "he-ping", SHA256: "5e1f"}
			w.order(workflows.AddPhoto, workflows.Order[incident.AddPhoto]{ID: told.Photo, Body: told}, func(err error) { require.NoError(t, err) })
		})
	}
	w.at(2*time.Minute, func() {
		w.order(workflows.Cancel, workflows.Order[incident.Cancel]{Body: incident.Cancel{By: "he-ping", Outcome: frozen.Handled}}, func(err error) { require.NoError(t, err) })
	})
	w.run()
	require.NoError(t, w.err)
	said := w.recorded(incident.KindPhoto)
	require.Len(t, said, 1)
	require.Equal(t, []string{"5e1f", "pho-1", "he-ping"}, []string{said[0].Value, said[0].Photo, said[0].By})
}

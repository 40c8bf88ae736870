package incident_test

// Stories of photos, of which an incident knows the hash.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/photo"
)

func TestPhotoOfAStepStandsOnTheTimelineWithItsHash(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("S2", "MED", after("S1")))
	hash := photo.Sum([]byte("the tap"))
	taken := incident.AddPhoto{Photo: photo.ID("S1", hash), Step: "S1", By: "ann", SHA256: hash}
	require.NoError(t, orders(w, w.inc.AddPhoto, taken))
	require.Equal(t, []string{"0s Photo for S1 Do S1 added by Ann"}, w.entries(incident.KindPhoto))
	entry := w.first(incident.KindPhoto)
	require.Equal(t, []string{"ann", "S1", hash, taken.Photo}, []string{entry.By, entry.Step, entry.Value, entry.Photo})
	require.Equal(t, "S1 中Do S1：Ann添加照片", entry.Text.ZH)
	require.NoError(t, orders(w, w.inc.AddPhoto, incident.AddPhoto{Step: "S2", By: "ben", SHA256: hash}), "of a step that waits, too")
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	require.Equal(t, incident.StepOpen, w.step("S1").State, "a photo completes nothing")
}

func TestPhotoOfNoStepOrAfterTheEndIsRefused(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	refused(t, incident.CodeNoStep, w.inc.AddPhoto(w.now, incident.AddPhoto{Step: "S9", By: "ann"}))
	w.order(w.inc.Cancel(w.now, incident.Cancel{By: "boss", Outcome: frozen.Handled}))
	refused(t, incident.CodeEnded, w.inc.AddPhoto(w.now, incident.AddPhoto{Step: "S1", By: "ann"}))
	require.Empty(t, w.entries(incident.KindPhoto))
}

func TestSamePictureOfTheSameStepIsTheSamePhoto(t *testing.T) {
	one, other := photo.Sum([]byte("the tap")), photo.Sum([]byte("the pump"))
	require.Equal(t, photo.ID("S1", one), photo.ID("S1", one))
	require.NotEqual(t, photo.ID("S1", one), photo.ID("S2", one))
	require.NotEqual(t, photo.ID("S1", one), photo.ID("S1", other))
	require.Regexp(t, `^pho-[a-z2-7]{16}$`, photo.ID("S1", one))
	require.Len(t, one, 64)
}

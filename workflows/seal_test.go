package workflows_test

// Sealing: the record is written once all of it is there, again and again until it is, and nothing comes to it meanwhile.

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// cancelled is a fire that nobody answers, and that is cancelled after two minutes.
func cancelled(t *testing.T, rules int) *town {
	t.Helper()
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm, w.start.In.Rules = true, rules
	w.at(2*time.Minute, func() {
		w.order(workflows.Cancel, workflows.Order[incident.Cancel]{Body: incident.Cancel{By: "he-ping", Outcome: frozen.Handled}}, func(err error) { require.NoError(t, err) })
	})
	return w
}

func TestRecordIsSealedOnceAllOfItIsWritten(t *testing.T) {
	w := cancelled(t, frozen.Rules)
	w.run()
	require.NoError(t, w.err)
	require.Equal(t, 1, w.sealed)
	require.Empty(t, w.status().Entries, "the shadow has all")
	older := cancelled(t, frozen.RecordsAreSealed-1)
	older.run()
	require.NoError(t, older.err)
	require.Zero(t, older.sealed, "one that began by older rules ends as it did")
}

func TestRecordThatCannotBeSealedIsTriedUntilItIsAndTakesNothingInMeanwhile(t *testing.T) {
	w := cancelled(t, frozen.Rules)
	w.unsealable = 6
	var text, order error
	w.at(3*time.Minute, func() {
		view := w.status().View
		require.Equal(t, incident.Closed, view.State, "its end does not wait for the record")
		require.Positive(t, w.sealed)
		value, err := w.env.QueryWorkflow(workflows.Heard, "late")
		require.NoError(t, err)
		var heard workflows.HeardView
		require.NoError(t, value.Get(&heard))
		require.Zero(t, heard, "for a text that it does not know it is not there any more")
		w.env.UpdateWorkflow(workflows.Answer, "late", &callback{done: func(_ any, err error) { text = err }},
			activities.Text{ID: "late", From: w.phone("he-ping"), Body: "7"})
		w.order(workflows.AddNote, workflows.Order[incident.AddNote]{Body: incident.AddNote{By: "he-ping", Text: "late"}}, func(err error) { order = err })
		w.env.SignalWorkflow(workflows.AnswerArrived, activities.Text{ID: "signalled", From: w.phone("he-ping"), Body: "7"})
	})
	before := 0
	w.at(170*time.Second, func() { before = len(w.timeline()) })
	w.run()
	require.NoError(t, w.err)
	require.Equal(t, 7, w.sealed)
	require.Error(t, text)
	require.Error(t, order)
	require.Equal(t, []string{"signalled"}, w.tooLate, "nobody's word is swallowed")
	require.Len(t, w.timeline(), before, "nothing came to the record")
}

// seal implements the activity.
func (w *town) seal() (activities.Sealed, error) {
	if w.sealed++; w.sealed <= w.unsealable {
		return activities.Sealed{}, errors.New("the disk is full")
	}
	return activities.Sealed{}, nil
}

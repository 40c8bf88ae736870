package workflows_test

// Golden reviews: what is said afterwards of the walked scenarios, as text and as Markdown, in both languages.

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/review"
)

const reviewDir = "../docs/reviews"

// review looks back at the incident as it stands.
func (w *town) review() review.Review { return review.Of(w.status().View, w.timeline()) }

// requireReview compares the review with the golden one, and with what the incident itself knows.
func (w *town) requireReview(name string) {
	w.t.Helper()
	r := w.review()
	w.requireSound(r)
	for _, lang := range []string{"en", "zh"} {
		w.requireWritten(name+"."+lang+".txt", r.Text(lang, riverside().Location()))
	}
}

// requireReviewPage compares the review as a page with the golden one.
func (w *town) requireReviewPage(name string) {
	w.t.Helper()
	for _, lang := range []string{"en", "zh"} {
		w.requireWritten(name+"."+lang+".md", w.review().Markdown(lang, riverside().Location()))
	}
}

func (w *town) requireWritten(name, want string) {
	w.t.Helper()
	path := filepath.Join(reviewDir, name)
	if *update {
		require.NoError(w.t, os.MkdirAll(reviewDir, 0o755))
		require.NoError(w.t, os.WriteFile(path, []byte(want), 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(w.t, err, "record it with: go test ./workflows -run Story -update")
	require.Equal(w.t, strings.Split(string(got), "\n"), strings.Split(want, "\n"), "%s: if the new review is right, write it with: go test ./workflows -run Story -update", name)
}

// requireSound checks a review against the incident's own state, and that nothing of it is lost in JSON.
func (w *town) requireSound(r review.Review) {
	w.t.Helper()
	view := w.status().View
	require.Len(w.t, r.Steps, len(view.Steps))
	for k, s := range r.Steps {
		is := view.Steps[k]
		done := s.Verdict == review.StepOnTime || s.Verdict == review.StepLate || s.Verdict == review.StepDone || s.Verdict == review.StepAssumed
		require.Equal(w.t, is.State == incident.StepDone, done, s.ID)
		require.Equal(w.t, is.State == incident.StepSkipped, s.Verdict == review.StepSkipped || s.Verdict == review.StepNever, s.ID)
		tie := s.Took != nil && s.Allowed != nil && *s.Took == *s.Allowed // done at the very moment at which it becomes late
		if is.Rounds == 0 && is.OpenedAt != nil && !tie {
			require.Equal(w.t, is.Late, s.LateBy != nil, "%s: the incident and the review agree on what was late", s.ID)
		}
	}
	for k, s := range r.Seats {
		if view.Seats[k].Open {
			require.Equal(w.t, view.Seats[k].Filled, s.Have, s.ID)
			require.Equal(w.t, view.Seats[k].Needs, s.Needs, s.ID)
		}
	}
	w.requirePeople(r, view)
	text, err := json.Marshal(r)
	require.NoError(w.t, err)
	var back review.Review
	require.NoError(w.t, json.Unmarshal(text, &back))
	require.Equal(w.t, r, back)
}

// requirePeople checks that everybody who was called is in the review, by name.
func (w *town) requirePeople(r review.Review, view incident.View) {
	w.t.Helper()
	reviewed := map[string]bool{}
	for _, p := range r.People {
		reviewed[p.Responder] = p.CalledAt != nil
		require.NotEmpty(w.t, p.Name)
	}
	for _, p := range view.Pages {
		if slices.ContainsFunc(p.Attempts, func(a incident.AttemptView) bool { return a.CarrierID != nil && a.State != incident.AttemptFailed }) {
			require.True(w.t, reviewed[p.Responder], "%s was called", p.Responder)
		}
	}
}

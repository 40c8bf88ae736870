package workflows_test

// Golden timelines: what the record of a walked scenario says, line by line, in both languages. The scenarios' pages show them.

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
)

var update = flag.Bool("update", false, "write the golden timelines anew")

const goldenDir = "../docs/scenarios/golden"

// timeline is the whole record: what the shadow has, and what it lacks.
func (w *town) timeline() []incident.Entry {
	entries := w.shadow.entries
	for _, e := range w.status().Entries {
		if e.Seq == len(entries)+1 {
			entries = append(entries, e)
		}
	}
	return entries
}

// requireGolden compares the timeline with the golden one in both languages.
func (w *town) requireGolden(name string) {
	var en, zh strings.Builder
	zone := riverside().Location()
	for _, e := range w.timeline() {
		at := e.At.In(zone).Format("2006-01-02 15:04:05")
		_, _ = fmt.Fprintf(&en, "%s  %-22s %s\n", at, e.Kind, e.Text.EN)
		_, _ = fmt.Fprintf(&zh, "%s  %-22s %s\n", at, e.Kind, e.Text.ZH)
	}
	w.requireFile(name+".en.txt", en.String())
	w.requireFile(name+".zh.txt", zh.String())
}

func (w *town) requireFile(name, want string) {
	path := filepath.Join(goldenDir, name)
	if *update {
		require.NoError(w.t, os.MkdirAll(goldenDir, 0o755))
		require.NoError(w.t, os.WriteFile(path, []byte(want), 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(w.t, err, "record it with: go test ./workflows -run Story -update")
	require.Equal(w.t, strings.Split(string(got), "\n"), strings.Split(want, "\n"), "%s: if the new timeline is right, write it with: go test ./workflows -run Story -update", name)
}

// calls are the moments, counted from the declaration, at which a person was sent a text that holds one of the phrases.
func (w *town) calls(id string, phrases ...string) []time.Duration {
	var at []time.Duration
	for _, m := range w.network.to(w.phone(id)) {
		if slices.ContainsFunc(phrases, func(phrase string) bool { return strings.Contains(m.Body, phrase) }) {
			at = append(at, m.Created.Sub(w.start.In.DeclaredAt))
		}
	}
	return at
}

// requireCalledAt checks that a person was sent a text that holds one of the phrases at a moment.
func (w *town) requireCalledAt(id string, at time.Duration, phrases ...string) {
	w.t.Helper()
	got := w.calls(id, phrases...)
	require.True(w.t, slices.ContainsFunc(got, func(d time.Duration) bool { return d >= at && d < at+time.Second }), "%s: %s instead of %s", id, got, at)
}

// since is when a responder's entry of a kind was made, counted from the declaration.
func (w *town) since(kind incident.Kind, responder string) time.Duration {
	for _, e := range w.recorded(kind) {
		if e.Responder == responder {
			return e.At.Sub(w.start.In.DeclaredAt)
		}
	}
	require.Fail(w.t, "there is no entry", "%s of %s", kind, responder)
	return 0
}

// requireMoments checks moments.
func (w *town) requireMoments(got []time.Duration, want ...time.Duration) {
	w.t.Helper()
	require.Len(w.t, got, len(want), "%s", got)
	for k := range want {
		require.InDelta(w.t, want[k].Seconds(), got[k].Seconds(), 0.2, "%s instead of %s", got, want)
	}
}

// recorded are the entries of a kind.
func (w *town) recorded(kind incident.Kind) []incident.Entry {
	var found []incident.Entry
	for _, e := range w.timeline() {
		if e.Kind == kind {
			found = append(found, e)
		}
	}
	return found
}

// name is who has a number.
func (w *town) name(phone string) string {
	for _, r := range w.start.In.Site.Roster.Responders {
		if r.Phone == phone {
			return r.Name
		}
	}
	return phone
}

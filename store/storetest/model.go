package storetest

// The model: what a store must show after a set of batches, worked out without one.

import (
	"cmp"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
)

// expected puts the batches of one incident together as if each had come in its turn, whatever their order here.
func expected(shadows []incident.Shadow) (incident.View, []incident.Entry) {
	turns := slices.Clone(shadows)
	slices.SortStableFunc(turns, func(a, b incident.Shadow) int { return cmp.Compare(a.Rev, b.Rev) })
	v, timeline := incident.View{}, []incident.Entry{}
	var pages []incident.PageView
	for _, s := range turns {
		if s.Head != nil {
			head := *s.Head
			head.Seats, head.Steps, head.Facts = v.Seats, v.Steps, v.Facts
			v = head
		}
		v.Seats = merge(v.Seats, s.Seats, func(x incident.SeatView) string { return x.ID })
		v.Steps = merge(v.Steps, s.Steps, func(x incident.StepView) string { return x.ID })
		v.Facts = merge(v.Facts, s.Facts, func(x incident.FactView) string { return x.Name })
		for _, p := range s.Pages {
			pages = merge(pages, []incident.PageView{p.View}, func(x incident.PageView) string { return x.ID })
		}
		for _, e := range s.Entries {
			if !slices.ContainsFunc(timeline, func(x incident.Entry) bool { return x.Seq == e.Seq }) {
				timeline = append(timeline, e)
			}
		}
	}
	v.Pages = slices.DeleteFunc(slices.Clone(pages), func(p incident.PageView) bool { return p.Kind != incident.CallPage })
	v.Messages = slices.DeleteFunc(slices.Clone(pages), func(p incident.PageView) bool { return p.Kind == incident.CallPage })
	slices.SortFunc(timeline, func(a, b incident.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	return listed(v), timeline
}

// merge puts parts in place of their older selves, and new ones at the end.
func merge[T any](list, parts []T, id func(T) string) []T {
	for _, part := range parts {
		k := slices.IndexFunc(list, func(x T) bool { return id(x) == id(part) })
		if k < 0 {
			list = append(list, part)
		} else {
			list[k] = part
		}
	}
	return list
}

// listed makes every list of a view one.
func listed(v incident.View) incident.View {
	v.Seats, v.Steps, v.Facts = full(v.Seats), full(v.Steps), full(v.Facts)
	v.Pages, v.Messages = full(v.Pages), full(v.Messages)
	v.Places, v.Links, v.PossibleDuplicates = full(v.Places), full(v.Links), full(v.PossibleDuplicates)
	return v
}

func full[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// requireShown compares what a store shows of one incident with the model, as JSON: that is what the API gives.
func requireShown(t require.TestingT, s Store, shadows []incident.Shadow) {
	id := shadows[0].Incident
	want, line := expected(shadows)
	got, found, err := s.Incident(ctx(t), id)
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, text(t, want), text(t, got))
	entries, err := s.Timeline(ctx(t), id, 0, 1000)
	require.NoError(t, err)
	require.Equal(t, text(t, line), text(t, entries))
}

func text(t require.TestingT, v any) string {
	out, err := json.MarshalIndent(v, "", " ")
	require.NoError(t, err)
	return string(out)
}

func record(t require.TestingT, s Store, shadows ...incident.Shadow) {
	for _, shadow := range shadows {
		require.NoError(t, s.Record(ctx(t), shadow))
	}
}

// open opens a harness's database until the test ends.
func open(t *testing.T, h Harness) Store {
	t.Helper()
	s, err := h.Open(clock)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

package storetest

// The part of the suite about texts from phones.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/store"
)

func keepsTexts(t *testing.T, h Harness) {
	s := open(t, h)
	now := savedAt
	first := store.Text{ID: "SM1", Hash: "hash-a", Incidents: []string{"inc-1", "inc-2"}, HandedAt: now}
	second := store.Text{ID: "SM2", Hash: "hash-b", Incidents: []string{}, HandedAt: now.Add(time.Second)}
	require.NoError(t, s.RecordTexts(ctx(t), []store.Text{second, first}))
	again := first
	again.Incidents = nil
	require.NoError(t, s.RecordTexts(ctx(t), []store.Text{again}), "whoever records it again")
	got, err := s.Texts(ctx(t), []string{"SM2", "SM3", "SM1"})
	require.NoError(t, err)
	require.Equal(t, []store.Text{first, second}, got)
	none, err := s.Texts(ctx(t), nil)
	require.NoError(t, err)
	require.Empty(t, none)
}

func forgetsTexts(t *testing.T, h Harness) {
	s := open(t, h)
	now := savedAt
	var ids []string
	for day := range 10 {
		id := fmt.Sprint("SM", day)
		ids = append(ids, id)
		require.NoError(t, s.RecordTexts(ctx(t), []store.Text{{ID: id, HandedAt: now.AddDate(0, 0, day-9)}}))
	}
	got, err := s.Texts(ctx(t), ids)
	require.NoError(t, err)
	require.Len(t, got, 8, "a week and today")
	require.Equal(t, "SM9", got[7].ID)
}

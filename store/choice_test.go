package store_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/store"
)

func TestTheLastChoiceOfANumberStands(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "muster.db")
	s, err := store.Open(ctx, store.Options{Path: path})
	require.NoError(t, err)
	at := time.Date(2026, 3, 2, 3, 0, 0, 0, time.UTC)
	require.NoError(t, s.SaveChoices(ctx, nil))
	require.NoError(t, s.SaveChoices(ctx, []store.Choice{{Hash: "a", Out: true, At: at}, {Hash: "b", Out: true, At: at}}))
	require.NoError(t, s.SaveChoices(ctx, []store.Choice{{Hash: "a", Out: false, At: at.Add(-time.Minute)}, {Hash: "b", Out: false, At: at.Add(time.Minute)}}))
	require.NoError(t, s.Close())
	s, err = store.Open(ctx, store.Options{Path: path})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	kept, err := s.Choices(ctx)
	require.NoError(t, err)
	require.Equal(t, []store.Choice{{Hash: "a", Out: true, At: at}, {Hash: "b", Out: false, At: at.Add(time.Minute)}}, kept)
}

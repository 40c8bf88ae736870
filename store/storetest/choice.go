package storetest

// The part of the suite about who wants messages.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/store"
)

func keepsChoices(t *testing.T, h Harness) {
	first, err := h.Open(clock)
	require.NoError(t, err)
	require.NoError(t, first.SaveChoices(ctx(t), nil))
	require.NoError(t, first.SaveChoices(ctx(t), []store.Choice{{Hash: "b", Out: true, At: savedAt}, {Hash: "a", Out: true, At: savedAt}}))
	require.NoError(t, first.SaveChoices(ctx(t), []store.Choice{
		{Hash: "a", Out: false, At: savedAt.Add(-time.Minute)},
		{Hash: "b", Out: false, At: savedAt.Add(time.Minute)},
		{Hash: "b", Out: true, At: savedAt.Add(time.Second)},
		{Hash: "c", Out: true, At: savedAt.Add(-time.Hour)},
		{Hash: "c", Out: false, At: savedAt},
	}), "some of one number")
	require.NoError(t, first.Close())
	kept, err := open(t, h).Choices(ctx(t))
	require.NoError(t, err)
	require.Equal(t, []store.Choice{
		{Hash: "a", Out: true, At: savedAt}, {Hash: "b", Out: false, At: savedAt.Add(time.Minute)}, {Hash: "c", Out: false, At: savedAt},
	}, kept)
}

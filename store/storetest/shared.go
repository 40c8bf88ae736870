package storetest

// The part of the suite about what processes have in common.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/store"
)

func countsChanges(t *testing.T, h Harness) {
	one, other := open(t, h), open(t, h)
	before, err := other.Marks(ctx(t))
	require.NoError(t, err)
	require.NoError(t, one.SaveSite(ctx(t), "riverside", []byte("first")))
	sites, err := other.Marks(ctx(t))
	require.NoError(t, err)
	require.NotEqual(t, before, sites)
	choice := []store.Choice{{Hash: "a", Out: true, At: savedAt}}
	require.NoError(t, one.SaveChoices(ctx(t), choice))
	choices, err := other.Marks(ctx(t))
	require.NoError(t, err)
	require.NotEqual(t, sites, choices)
	require.NoError(t, other.SaveChoices(ctx(t), choice))
	same, err := one.Marks(ctx(t))
	require.NoError(t, err)
	require.Equal(t, choices, same, "what changes nothing does not count: else processes would wake one another for ever")
	_, err = one.ReplaceSite(ctx(t), "riverside", []byte("second"), 1)
	require.NoError(t, err)
	replaced, err := other.Marks(ctx(t))
	require.NoError(t, err)
	require.NotEqual(t, same, replaced)
	_, err = one.ReplaceSite(ctx(t), "riverside", []byte("third"), 1)
	require.ErrorIs(t, err, store.ErrChanged)
	plan := store.PlanRow{ID: "fire", Version: 2, Document: []byte("id: fire"), At: savedAt}
	require.NoError(t, one.PublishPlan(ctx(t), plan))
	published, err := other.Marks(ctx(t))
	require.NoError(t, err)
	require.NotEqual(t, replaced, published)
	require.ErrorIs(t, other.PublishPlan(ctx(t), plan), store.ErrChanged)
	same, err = one.Marks(ctx(t))
	require.NoError(t, err)
	require.Equal(t, published, same, "nor does what was refused")
}

func agrees(t *testing.T, h Harness) {
	one, other := open(t, h), open(t, h)
	for _, s := range []Store{one, other, one} {
		said, err := s.Agree(ctx(t), "key", map[bool]string{true: "first", false: "second"}[s == one])
		require.NoError(t, err)
		require.Equal(t, "first", said)
	}
	said, err := other.Agree(ctx(t), "another", "second")
	require.NoError(t, err)
	require.Equal(t, "second", said)
	require.NoError(t, other.Settle(ctx(t), "key", "third"))
	require.NoError(t, other.Settle(ctx(t), "new", "third"))
	for _, name := range []string{"key", "new"} {
		said, err := one.Agree(ctx(t), name, "first")
		require.NoError(t, err)
		require.Equal(t, "third", said)
	}
}

func keepsHeard(t *testing.T, h Harness) {
	one, other := open(t, h), open(t, h)
	none, err := one.Heard(ctx(t))
	require.NoError(t, err)
	require.Empty(t, none)
	require.NoError(t, one.SaveHeard(ctx(t), nil))
	crowded := store.Heard{Class: "queue-full", First: savedAt, Last: savedAt.Add(time.Minute)}
	refused := store.Heard{Class: "account", First: savedAt, Last: savedAt}
	require.NoError(t, one.SaveHeard(ctx(t), []store.Heard{crowded, refused}))
	refused.Last = savedAt.Add(time.Hour)
	require.NoError(t, other.SaveHeard(ctx(t), []store.Heard{refused}))
	kept, err := one.Heard(ctx(t))
	require.NoError(t, err)
	require.Equal(t, []store.Heard{refused, crowded}, kept)
}

func takesTurns(t *testing.T, h Harness) {
	one, other := open(t, h), open(t, h)
	wait, ok, err := one.Turn(ctx(t), "notices", time.Minute, time.Hour)
	require.NoError(t, err)
	require.True(t, ok)
	require.Zero(t, wait)
	wait, ok, err = other.Turn(ctx(t), "notices", time.Minute, time.Hour)
	require.NoError(t, err)
	require.True(t, ok)
	require.InDelta(t, time.Minute, wait, float64(30*time.Second))
	_, ok, err = one.Turn(ctx(t), "notices", time.Minute, time.Second)
	require.NoError(t, err)
	require.False(t, ok, "it would come too late, and is another's")
	wait, ok, err = one.Turn(ctx(t), "notices", time.Minute, time.Hour)
	require.NoError(t, err)
	require.True(t, ok)
	require.InDelta(t, 2*time.Minute, wait, float64(30*time.Second), "the one that was not taken took no time")
}

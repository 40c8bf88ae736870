package dispatch_test

// A text of somebody whom several incidents have called, while some of these cannot say what is open in them.

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/reply"
)

func TestAnIncidentThatCannotSayIsLeftOut(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d")
	h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
		if id == "inc-c" {
			return nil, unreachable
		}
		return []reply.Item{pageOf(id)}, nil
	}
	said, found, err := h.Deliver(soon(t), h.text("K7D 1"))
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "noted by inc-d", said)

	h.engine.items = func(context.Context, string) ([]reply.Item, error) { return nil, unreachable }
	_, found, err = h.Deliver(soon(t), h.text("K7D 1"))
	require.Error(t, err)
	require.True(t, found)

	h.engine.items = func(context.Context, string) ([]reply.Item, error) { return nil, missing() }
	_, found, err = h.Deliver(soon(t), h.text("K7D 1"))
	require.NoError(t, err)
	require.False(t, found, "all have ended")
}

// What is about nothing that the others have open is for the one that could not say; of two such it is not guessed.
func TestATextThatNobodyElseKnowsGoesToTheSilentIncident(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d", "inc-e")
	silent := []string{"inc-c"}
	h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
		if slices.Contains(silent, id) {
			return nil, unreachable
		}
		return []reply.Item{pageOf(id)}, nil
	}
	said, found, err := h.Deliver(soon(t), h.text("K7C 1"))
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "noted by inc-c", said)
	require.Equal(t, []string{"inc-c"}, h.engine.took())

	silent = []string{"inc-c", "inc-d"}
	_, _, err = h.Deliver(soon(t), h.text("K7C 1"))
	require.Error(t, err)
	require.Equal(t, []string{"inc-c"}, h.engine.took(), "nothing more was taken")
}

// A code decides also where what it names is closed: that nobody waits for it any more is to be said at once.
func TestATextWhoseCodeNamesWhatIsClosedNeedsNoOtherIncident(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d", "inc-e")
	closed := pageOf("inc-d")
	closed.Open, closed.Also = false, []string{"Q3T"}
	h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
		if id != "inc-d" {
			return nil, unreachable
		}
		return []reply.Item{closed}, nil
	}
	for _, body := range []string{"K7D 1", "q3t 1"} {
		said, _, err := h.Deliver(soon(t), h.text(body))
		require.NoError(t, err)
		require.Equal(t, "noted by inc-d", said)
	}
	require.Equal(t, []string{"inc-d", "inc-d"}, h.engine.took())
}

// Without a code it could be about the one that could not say, whatever the others have open: it comes again.
func TestATextWithoutACodeIsNotGuessedToBeAboutTheIncidentThatSpoke(t *testing.T) {
	for _, body := range []string{"1", "2 10", "3", "5", "0", "6", "ok", "what?"} {
		h := newHouse(t, "inc-c", "inc-d")
		h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
			if id == "inc-c" {
				return nil, unreachable
			}
			return []reply.Item{pageOf(id)}, nil
		}
		said, found, err := h.Deliver(soon(t), h.text(body))
		var refused *incident.Error
		require.ErrorAs(t, err, &refused, body)
		require.Equal(t, incident.CodeEngine, refused.Code)
		require.True(t, found)
		require.Empty(t, said)
		require.Empty(t, h.engine.took(), body)
		require.Empty(t, h.engine.signals)
	}
}

// With nothing open anywhere else there is nothing to guess: the one that could not say knows best.
func TestATextWithoutACodeGoesToTheOneIncidentThatIsLeft(t *testing.T) {
	for _, body := range []string{"1", "ok"} {
		h := newHouse(t, "inc-c", "inc-d")
		closed := pageOf("inc-d")
		closed.Open = false
		h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
			if id == "inc-c" {
				return nil, unreachable
			}
			return []reply.Item{closed}, nil
		}
		said, _, err := h.Deliver(soon(t), h.text(body))
		require.NoError(t, err)
		require.Equal(t, "noted by inc-c", said)
		require.Equal(t, []string{"inc-c"}, h.engine.took())
	}
}

func TestWhatNobodyMeantAsAnAnswerNeedsNoIncident(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d")
	h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
		if id == "inc-c" {
			return nil, unreachable
		}
		return []reply.Item{pageOf(id)}, nil
	}
	said, _, err := h.Deliver(soon(t), h.text(`Liked "Reply K7D 1"`))
	require.NoError(t, err, "it would only come again")
	require.Empty(t, said)
	require.Empty(t, h.engine.took())
}

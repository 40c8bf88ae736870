package dispatch_test

// A text that names a code: only the incident of that code is spoken to.

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
	"muster/workflows"
)

// coded is a house whose shadow knows the pages of its incidents, each by the code that pageOf gives it.
func coded(t *testing.T, open ...string) *house {
	t.Helper()
	h := newHouse(t, open...)
	h.shadow.codes = map[string][]string{}
	for _, id := range open {
		h.shadow.codes[pageOf(id).Token] = []string{id}
	}
	return h
}

// deaf fails the test when any incident but one is asked what is open in it.
func (h *house) deaf(t *testing.T, but string) {
	h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
		if id != but {
			t.Errorf("%s was asked what is open in it", id)
		}
		return []reply.Item{pageOf(id)}, nil
	}
}

func TestATextWithACodeGoesToItsIncidentAndAsksNoOther(t *testing.T) {
	for _, body := range []string{"K7D 1", "k7d done", "5 K7D", "K7D 9", "K7D 4 3 bar"} {
		h := coded(t, "inc-c", "inc-d", "inc-e")
		h.deaf(t, "inc-d")
		said, found, err := h.Deliver(soon(t), h.text(body))
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, "noted by inc-d", said, body)
		require.Equal(t, []string{"inc-d"}, h.engine.took())
		require.Empty(t, h.engine.queries, "the engine was searched: %s", body)
	}
}

func TestDangerGoesToEveryIncidentWhateverCodeItNames(t *testing.T) {
	for _, body := range []string{"K7D 7", "K7D danger"} {
		h := coded(t, "inc-c", "inc-d")
		_, _, err := h.Deliver(soon(t), h.text(body))
		require.NoError(t, err)
		require.Equal(t, []string{"inc-c", "inc-d"}, h.engine.took(), body)
	}
}

func TestATextWithACodeThatNobodyKnowsYetGoesTheLongerWay(t *testing.T) {
	cases := map[string]func(h *house){
		"the shadow lags":    func(h *house) { h.shadow.codes = nil },
		"the shadow is away": func(h *house) { h.shadow.err = errors.New("away") },
		"its incident has ended": func(h *house) {
			h.shadow.codes["K7D"] = []string{"inc-z"}
			h.engine.update = func(_ context.Context, id string) (string, error) {
				if id == "inc-z" {
					return "", missing()
				}
				return "noted by " + id, nil
			}
		},
		"its incident is part of another now": func(h *house) {
			h.shadow.codes["K7D"] = []string{"inc-z"} // which has handed over all that it had, and still runs
			h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
				if id == "inc-z" {
					return nil, nil
				}
				return []reply.Item{pageOf(id)}, nil
			}
		},
	}
	for name, prepare := range cases {
		t.Run(name, func(t *testing.T) {
			h := coded(t, "inc-c", "inc-d")
			prepare(h)
			said, found, err := h.Deliver(soon(t), h.text("K7D 1"))
			require.NoError(t, err)
			require.True(t, found)
			require.Equal(t, "noted by inc-d", said)
			require.Equal(t, []string{"inc-d"}, h.engine.took())
		})
	}
}

func TestATextWithACodeGoesToItsIncidentThoughThatDoesNotSayWhatIsOpen(t *testing.T) {
	h := coded(t, "inc-c", "inc-d")
	h.engine.items = func(context.Context, string) ([]reply.Item, error) { return nil, unreachable }
	said, _, err := h.Deliver(soon(t), h.text("K7D 1"))
	require.NoError(t, err)
	require.Equal(t, "noted by inc-d", said)
}

func TestACodeOfTwoIncidentsGetsAQuestion(t *testing.T) {
	h := coded(t, "inc-c", "inc-d", "inc-e")
	h.shadow.codes["K7M"] = []string{"inc-c", "inc-d"}
	h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
		if id == "inc-e" {
			t.Error("an incident without the code was asked")
		}
		it := pageOf(id)
		it.Token = "K7M"
		return []reply.Item{it}, nil
	}
	said, found, err := h.Deliver(soon(t), h.text("K7M 1"))
	require.NoError(t, err)
	require.True(t, found)
	require.Empty(t, h.engine.took())
	require.NotEmpty(t, said)
}

// Whether it was applied is asked of the incident alone that its code names: the others may be silent.
func TestATextFromTheListIsLookedForWhereItsCodeIs(t *testing.T) {
	h := coded(t, "inc-c", "inc-d")
	h.declared("inc-c", time.Hour, true)
	h.declared("inc-d", time.Hour, false)
	require.NoError(t, h.Take(t.Context(), h.listed("K7D 1", time.Second)))
	require.Equal(t, []string{workflows.TextType}, h.engine.started, "what inc-c has is another text")
	h = coded(t, "inc-c", "inc-d")
	h.declared("inc-d", time.Hour, true)
	require.NoError(t, h.Take(t.Context(), h.listed("K7D 1", time.Second)))
	require.Empty(t, h.engine.started)
}

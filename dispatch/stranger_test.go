package dispatch_test

// Strangers: told whom to call, in both languages, once in ten minutes.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/workflows"
)

func TestAStrangerIsToldWhomToCallOnceAndStartsNothing(t *testing.T) {
	h := newHouse(t)
	first := workflows.Inbound{ID: "SM1", From: "+12025559999", Body: "火警 3栋12层"}
	said, err := h.Answer(t.Context(), first)
	require.NoError(t, err)
	require.Contains(t, said, "starts nothing. In an emergency call: Riverside Gardens "+h.catalog.site.Emergency)
	require.Contains(t, said, "紧急情况请拨：滨江花园"+h.catalog.site.Emergency)
	again, err := h.Answer(t.Context(), first)
	require.NoError(t, err)
	require.Equal(t, said, again, "the same text, whose answer was lost")
	other, err := h.Answer(t.Context(), workflows.Inbound{ID: "SM2", From: "+12025559999", Body: "1"})
	require.NoError(t, err)
	require.Empty(t, other, "nobody makes us pay for a second one")
	somebody, err := h.Answer(t.Context(), workflows.Inbound{ID: "SM3", From: "+12025559998", Body: "hello"})
	require.NoError(t, err)
	require.Equal(t, said, somebody)
	require.Empty(t, h.engine.started)
	require.Empty(t, h.engine.signals)
}

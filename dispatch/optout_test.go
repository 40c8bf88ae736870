package dispatch_test

// What the staff say about getting messages is kept between incidents.

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/dispatch"
	"muster/workflows"
)

// kept notes what numbers say.
type kept map[string]bool

func (k kept) Resident(string) bool { return false }

func (k kept) Keep(_ context.Context, phone string, out bool, _ time.Time) error {
	k[phone] = out
	return nil
}

func (k kept) Wrong(phone string, wrong bool, _ time.Time) { k["wrong "+phone] = wrong }

func TestAWrongNumberIsKeptUntilItsOwnerWrites(t *testing.T) {
	h, said := newHouse(t, "inc-c"), kept{}
	desk := dispatch.New(h.engine, h.catalog, h.shadow, dispatch.Options{
		Simulated: true, PhoneKey: dispatch.PhoneKey("a key for tests"), OptOuts: said,
	}, slog.New(slog.DiscardHandler))
	wrong := func(from, body string) bool {
		_, err := desk.Answer(t.Context(), workflows.Inbound{ID: "SM-" + body, From: from, Body: body})
		require.NoError(t, err)
		return said["wrong "+h.phone()]
	}
	require.True(t, wrong(h.phone(), "wrong number"))
	require.True(t, wrong(h.phone(), "who are you?"), "a stranger may write more than once")
	require.False(t, wrong(h.phone(), "2 10"))
	require.True(t, wrong(h.phone(), "打错了"))
	require.False(t, wrong(h.phone(), "9"))
	require.False(t, wrong("+12025550199", "wrong number"))
	require.NotContains(t, said, "wrong +12025550199", "it is nobody's")
}

func TestWhatStaffSayAboutMessagesIsKept(t *testing.T) {
	h, said := newHouse(t, "inc-c"), kept{}
	desk := dispatch.New(h.engine, h.catalog, h.shadow, dispatch.Options{
		Simulated: true, PhoneKey: dispatch.PhoneKey("a key for tests"), OptOuts: said,
	}, slog.New(slog.DiscardHandler))
	for _, text := range []struct {
		from, body string
		want       kept
	}{
		{h.phone(), "1", kept{"wrong " + h.phone(): false}},
		{h.phone(), "STOP", kept{"wrong " + h.phone(): false, h.phone(): true}},
		{h.phone(), "START", kept{"wrong " + h.phone(): false, h.phone(): false}},
		{"+12025550199", "STOP", kept{"wrong " + h.phone(): false, h.phone(): false}},
	} {
		_, err := desk.Answer(t.Context(), workflows.Inbound{ID: "SM-" + text.body, From: text.from, Body: text.body})
		require.NoError(t, err)
		require.Equal(t, text.want, said)
	}
	require.Len(t, h.engine.took(), 4, "the incident sees each text all the same")
}

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

func TestWhatStaffSayAboutMessagesIsKept(t *testing.T) {
	h, said := newHouse(t, "inc-c"), kept{}
	desk := dispatch.New(h.engine, h.catalog, h.shadow, dispatch.Options{
		Simulated: true, PhoneKey: dispatch.PhoneKey("a key for tests"), OptOuts: said,
	}, slog.New(slog.DiscardHandler))
	for _, text := range []struct {
		from, body string
		want       kept
	}{
		{h.phone(), "1", kept{}},
		{h.phone(), "STOP", kept{h.phone(): true}},
		{h.phone(), "START", kept{h.phone(): false}},
		{"+12025550199", "STOP", kept{h.phone(): false}},
	} {
		_, err := desk.Answer(t.Context(), workflows.Inbound{ID: "SM-" + text.body, From: text.from, Body: text.body})
		require.NoError(t, err)
		require.Equal(t, text.want, said)
	}
	require.Len(t, h.engine.took(), 4, "the incident sees each text all the same")
}

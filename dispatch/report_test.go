package dispatch_test

// Texts that declare: what the Desk makes of them before any incident sees them.

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/dispatch"
	"muster/incident/frozen"
	"muster/incident/proposal"
	"muster/incident/reply"
	"muster/workflows"
)

func (h *house) writes(t *testing.T, id, body string) string {
	t.Helper()
	said, err := h.Answer(t.Context(), workflows.Inbound{ID: id, From: h.phone(), Body: body})
	require.NoError(t, err)
	return said
}

// proposed is what the Desk proposed last.
func (h *house) proposed(t *testing.T) proposal.Report {
	t.Helper()
	require.NotEmpty(t, h.engine.signals)
	last := h.engine.signals[len(h.engine.signals)-1]
	require.Equal(t, workflows.Proposed, last.name)
	r, ok := last.arg.(proposal.Report)
	require.True(t, ok)
	return r
}

func TestADeclarationBecomesAProposalAndNothingElse(t *testing.T) {
	h := newHouse(t)
	said := h.writes(t, "SM1", "FIRE B3 12 smoke in the corridor")
	require.Regexp(t, "Reply 1 = declare FIRE at Building 3, floor 12|回1=宣布火灾：3栋12层", said)
	require.Empty(t, h.engine.started, "no incident is opened by a text alone")
	r := h.proposed(t)
	sender := h.catalog.site.Responders[0]
	require.Equal(t, "fire", r.Declaration.Plan)
	require.Equal(t, frozen.Real, r.Declaration.Mode)
	require.Equal(t, sender.ID, r.Declaration.ReportedBy)
	require.Equal(t, []frozen.Spot{{Building: "B3", Floor: "12"}}, r.Declaration.Places)
	require.Equal(t, "smoke in the corridor", r.Declaration.Summary)
	require.Equal(t, []string{"CTRL"}, r.Crew.Control)
	require.False(t, r.Coded)
	require.NotEmpty(t, r.Crew.Roster.Holders("CTRL", time.Now()), "somebody sits there at any hour")
}

func TestAReportNamesItsCodeWhereItsSenderHasOtherThingsOpen(t *testing.T) {
	h := newHouse(t, "inc-c")
	said := h.writes(t, "SM1", "火警 3栋12层")
	r := h.proposed(t)
	require.True(t, r.Coded)
	require.Contains(t, said, r.Token+" 1")
	require.NotEqual(t, "K7C", r.Token)
	require.Empty(t, h.engine.took(), "it is no answer to the page")
	h.engine.items = func(context.Context, string) ([]reply.Item, error) { return nil, errors.New("silent") }
	h.writes(t, "SM2", "火警 3栋12层")
	require.True(t, h.proposed(t).Coded, "where it is not known, they may")
}

func TestDangerGoesToTheIncidentsFirstAndIsProposedToo(t *testing.T) {
	h := newHouse(t, "inc-c")
	said := h.writes(t, "SM1", "FIRE B3 12 danger")
	require.Equal(t, []string{"inc-c"}, h.engine.took())
	require.Contains(t, said, "noted by inc-c ")
	require.True(t, h.proposed(t).Urgent)
}

func TestWhatIsNotSureIsAskedBack(t *testing.T) {
	for body, want := range map[string]string{
		"fire":            "where\\?|在哪里",
		"fire B3 B4":      "which place|哪一处",
		"fire building 9": "no building 9|没有9栋",
		"fire B6 40":      "no floor 40|没有40层",
		"fire gas B3":     "FIRE or GAS LEAK|火灾还是燃气泄漏",
		"drill fire B3":   "starts no drill|不能启动演练",
	} {
		h := newHouse(t, "inc-c")
		require.Regexp(t, want, h.writes(t, "SM1", body), body)
		require.Empty(t, h.engine.signals, body)
		require.Empty(t, h.engine.took(), body)
	}
}

func TestWhatMayBeAnAnswerGoesToTheIncidentThatAsked(t *testing.T) {
	h := newHouse(t, "inc-c")
	h.writes(t, "SM1", "fire, coming")
	require.Equal(t, []string{"inc-c"}, h.engine.took())
	require.Regexp(t, "where\\?|在哪里", newHouse(t).writes(t, "SM1", "fire, coming"), "with nothing open it can only be a report")
}

func TestAReportThatWasTakenInIsNotProposedAgain(t *testing.T) {
	h := newHouse(t)
	h.writes(t, "SM1", "FIRE B3 12")
	id := h.engine.signals[0].id
	h.engine.open = []string{id}
	h.engine.heard = map[string]workflows.HeardView{id: {Applied: true, Reply: "as before"}}
	require.Equal(t, "as before", h.writes(t, "SM1", "FIRE B3 12"))
	require.Len(t, h.engine.signals, 1)
}

func TestAConfirmedReportIsDeclaredOnceHoweverOftenItIsAskedFor(t *testing.T) {
	h := newHouse(t)
	h.writes(t, "SM1", "FIRE B3 12")
	r := h.proposed(t)
	said := frozen.Report{By: r.By, Name: "Somebody", Said: r.Said, At: r.At, Confirmed: r.By, ConfirmedBy: "Somebody", ConfirmedAt: time.Now()}
	first, err := h.DeclareReported(t.Context(), activities.Reported{Key: "sms-SM1", Declaration: r.Declaration, Report: said})
	require.NoError(t, err)
	second, err := h.DeclareReported(t.Context(), activities.Reported{Key: "sms-SM1", Declaration: r.Declaration, Report: said})
	require.NoError(t, err)
	require.Equal(t, first, second)
	require.Len(t, h.engine.inputs, 1)
	require.Equal(t, &said, h.engine.inputs[0].Report)
	require.Nil(t, h.engine.inputs[0].Story)
}

func TestAReportRunsOnTheStorysClockWhereTheProgramGivesItOne(t *testing.T) {
	h := newHouse(t)
	clock := &frozen.Story{Start: time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC), Speed: 5}
	options := dispatch.Options{Simulated: true, PhoneKey: dispatch.PhoneKey("a key for tests"), TextStory: clock}
	without := dispatch.New(h.engine, h.catalog, h.shadow, options, slog.New(slog.DiscardHandler))
	options.StoryClock = true
	h.Desk = dispatch.New(h.engine, h.catalog, h.shadow, options, slog.New(slog.DiscardHandler))
	h.writes(t, "SM1", "FIRE B3 12")
	r := h.proposed(t)
	require.Equal(t, clock, r.Story)
	report := activities.Reported{Key: "sms-SM1", Declaration: r.Declaration, Story: r.Story, Report: frozen.Report{By: r.By, At: r.At, Confirmed: r.By, ConfirmedAt: time.Now()}}
	_, err := without.DeclareReported(t.Context(), report)
	require.ErrorContains(t, err, "real clock", "where no story clock is allowed, no proposal brings one in")
	require.Empty(t, h.engine.inputs)
	_, err = h.DeclareReported(t.Context(), report)
	require.NoError(t, err)
	in := h.engine.inputs[0]
	require.Equal(t, clock.Start, in.At(in.DeclaredAt))
}

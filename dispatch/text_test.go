package dispatch_test

// Texts from the carrier's list: they begin a workflow of their own, unless an incident has them, and are for no later incident.

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/dispatch"
	"muster/incident"
	"muster/workflows"
)

// listed is a text as the carrier's list shows it.
func (h *house) listed(body string, age time.Duration) workflows.Inbound {
	return workflows.Inbound{ID: "SM1", From: h.phone(), Body: body, At: time.Now().Add(-age).UTC().Truncate(time.Second)}
}

// declared has an incident tell when it was declared, and whether it has the text.
func (h *house) declared(id string, ago time.Duration, applied bool) {
	if h.engine.heard == nil {
		h.engine.heard = map[string]workflows.HeardView{}
	}
	h.engine.heard[id] = workflows.HeardView{Applied: applied, DeclaredAt: time.Now().Add(-ago)}
}

func TestATextFromTheListBeginsAWorkflowOfItsOwn(t *testing.T) {
	h := newHouse(t, "inc-c")
	h.declared("inc-c", time.Minute, false)
	require.NoError(t, h.Take(t.Context(), h.listed("1", time.Second)))
	require.Equal(t, []string{workflows.TextType}, h.engine.started)
	require.Empty(t, h.engine.took(), "the workflow hands it over")
}

func TestATextThatAnIncidentHasIsNotTakenAgain(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d")
	h.declared("inc-c", time.Minute, false)
	h.declared("inc-d", time.Minute, true)
	require.NoError(t, h.Take(t.Context(), h.listed("1", time.Second)))
	require.Empty(t, h.engine.started)
	require.Contains(t, h.engine.queries[0], "CloseTime >= ", "one that has ended since is asked too")
}

// Whoever applied it may have died before its reply left.
func TestTheReplyToATextThatAnIncidentHasIsSentUnlessTheCarrierHasIt(t *testing.T) {
	h := newHouse(t, "inc-c")
	h.engine.heard = map[string]workflows.HeardView{"inc-c": {Applied: true, Reply: "Accepted", DeclaredAt: time.Now().Add(-time.Minute)}}
	require.NoError(t, h.Take(t.Context(), h.listed("1", time.Second)))
	require.Equal(t, []string{workflows.TextType}, h.engine.started)
	require.Equal(t, "Accepted", h.engine.texts[0].Reply)
}

func TestDangerThatOneIncidentHasIsTakenAgainForTheOther(t *testing.T) {
	for body, started := range map[string]int{"danger": 1, "stop": 1, "打错了": 1, "1": 0} {
		h := newHouse(t, "inc-c", "inc-d", "inc-e")
		h.declared("inc-c", time.Hour, true)
		h.declared("inc-d", time.Hour, false)
		h.declared("inc-e", time.Second, false) // after the text
		text := h.listed(body, 10*time.Minute)
		require.NoError(t, h.Take(t.Context(), text))
		require.Len(t, h.engine.started, started, body)
		h.declared("inc-d", time.Hour, true)
		require.NoError(t, h.Take(t.Context(), text))
		require.Len(t, h.engine.started, started, "now both have it")
	}
}

func TestATextWaitsWhileAnIncidentDoesNotSayWhetherItHasIt(t *testing.T) {
	h := newHouse(t, "inc-c")
	h.engine.heardErr = errors.New("no worker")
	require.Error(t, h.Take(t.Context(), h.listed("1", 5*time.Second)))
	require.Empty(t, h.engine.started)
	require.NoError(t, h.Take(t.Context(), h.listed("1", 2*time.Minute)), "but not for ever: the incident tells a repetition itself")
	require.Equal(t, []string{workflows.TextType}, h.engine.started)
}

func TestATextIsForNoIncidentThatWasDeclaredAfterIt(t *testing.T) {
	for _, row := range []struct {
		body string
		want []string
	}{
		{"1", []string{"inc-c"}},
		{"danger", []string{"inc-c", "inc-d"}},
	} {
		h := newHouse(t, "inc-c", "inc-d")
		h.declared("inc-c", time.Hour, false)
		h.declared("inc-d", time.Minute, false)
		_, err := h.Answer(t.Context(), h.listed(row.body, 10*time.Minute))
		require.NoError(t, err)
		require.Equal(t, row.want, h.engine.took(), row.body)
	}
}

func TestAnOldTextOfAStrangerIsLeftAlone(t *testing.T) {
	h := newHouse(t)
	stranger := workflows.Inbound{ID: "SM1", From: "+12025559999", Body: "hello", At: time.Now().Add(-time.Hour)}
	require.NoError(t, h.Take(t.Context(), stranger))
	require.Empty(t, h.engine.started)
	stranger.At = time.Now()
	require.NoError(t, h.Take(t.Context(), stranger))
	require.Equal(t, []string{workflows.TextType}, h.engine.started)
	said, err := h.Answer(t.Context(), stranger)
	require.NoError(t, err)
	require.Contains(t, said, "starts nothing")
}

func TestEveryTextThatTheEngineHoldsIsTold(t *testing.T) {
	h := newHouse(t, "inc-c")
	var told []dispatch.HandedOver
	h.told(func(o dispatch.HandedOver) { told = append(told, o) })
	_, err := h.Answer(t.Context(), workflows.Inbound{ID: "SM1", From: h.phone(), Body: "1"})
	require.NoError(t, err)
	require.Len(t, told, 1)
	require.Equal(t, "SM1", told[0].ID)
	require.Equal(t, []string{"inc-c"}, told[0].Incidents)
	require.NotContains(t, told[0].Hash, h.phone())
	h.engine.update = func(context.Context, string) (string, error) { return "", incident.Fail(incident.CodeValue, "no") }
	_, err = h.Answer(t.Context(), workflows.Inbound{ID: "SM2", From: h.phone(), Body: "1"})
	require.Error(t, err)
	require.Len(t, told, 1, "what it does not hold is not told")
	h.engine.open = nil
	_, err = h.Answer(t.Context(), workflows.Inbound{ID: "SM3", From: h.phone(), Body: "1"})
	require.NoError(t, err)
	require.Len(t, told, 2, "a stray is held")
}

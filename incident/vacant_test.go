package incident_test

// Stories of a command that nobody has for a while: orders then overrule nobody, and whoever comes back succeeds nobody.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// vacated is a house whose commander has left, and nobody else has accepted.
func vacated(t *testing.T, rules int) *town {
	t.Helper()
	w := begin(t, under(declared(patient(), house(post("SEC", "ann"), post("DEP", "don"))), rules))
	w.to(0)
	w.says("boss", "3")
	w.says("ann", "3")
	require.Equal(t, "boss", inCommand(w))
	require.NoError(t, orders(w, w.inc.ReleaseSeat, incident.ReleaseSeat{Seat: "CMD", Responder: "boss", By: "boss"}))
	require.Empty(t, inCommand(w))
	return w
}

func TestOrdersOverruleNobodyWhereNobodyCommands(t *testing.T) {
	w := vacated(t, frozen.Rules)
	require.NoError(t, orders(w, w.inc.SetLevel, incident.SetLevel{Level: frozen.L2, By: "boss", Reason: "small"}))
	require.NoError(t, orders(w, w.inc.AssignSeat, incident.AssignSeat{Seat: "CMD", Responder: "ida", By: "boss"}))
	require.Equal(t, "ida", inCommand(w))
	require.Empty(t, w.entries(incident.KindOverruled), "of his own leaving, of an order to nobody, and of naming the next one")
	require.NoError(t, orders(w, w.inc.SetLevel, incident.SetLevel{Level: frozen.L1, By: "boss", Confirmation: incident.Confirmation{Confirm: true}}))
	require.Len(t, w.entries(incident.KindOverruled), 1, "now somebody is")
	require.NoError(t, orders(w, w.inc.ReleaseSeat, incident.ReleaseSeat{Seat: "CMD", Responder: "ida", By: "boss", Confirmation: incident.Confirmation{Confirm: true}}))
	require.Len(t, w.entries(incident.KindOverruled), 2)
	for _, id := range []string{"boss", "ida"} {
		require.Contains(t, w.last(id), "Fire: Boss ordered Ida out of CMD, confirmed. In command: nobody.")
	}

	w = vacated(t, frozen.Rules)
	require.NoError(t, orders(w, w.inc.Report, incident.ReportAnswer{Responder: "boss", Answer: "done", Step: "END", By: "desk"}))
	require.Empty(t, w.entries(incident.KindOverruled), "nor by radio")

	w = vacated(t, frozen.VacantIsNobodys-1)
	require.Len(t, w.entries(incident.KindOverruled), 1, "by older rules")
}

// returned has boss accept the command, take that back, and accept again.
func returned(t *testing.T, rules int) *town {
	t.Helper()
	p := patient()
	p.Seats[2] = asks("CMD", 2, within(2*time.Minute))
	w := begin(t, under(declared(p, house(post("SEC", "ann"), post("DEP", "don"), post("CMD", "ida"))), rules))
	w.to(0)
	w.says("boss", "1")
	w.says("boss", "9")
	require.Empty(t, inCommand(w))
	w.says("boss", "1")
	require.Equal(t, "boss", inCommand(w))
	return w
}

func TestWhoTakesTheCommandAgainSucceedsNobody(t *testing.T) {
	for rules, commander := range map[int]string{frozen.Rules: "ida", frozen.VacantIsNobodys - 1: "boss"} {
		w := returned(t, rules)
		w.to(3 * time.Minute)
		require.Equal(t, incident.HolderLate, w.seat("CMD").Holders[0].State)
		w.says("ida", "3")
		require.Equal(t, commander, inCommand(w), "who breaks the promise to come has the command no longer, by rules %d", rules)
	}
}

func TestWhoTakesTheCommandAgainIsNotCalledAgain(t *testing.T) {
	w := returned(t, frozen.Rules)
	require.False(t, w.inc.State.Command.Succeeded)
	require.Equal(t, 2, w.inc.View(w.now).CommandEpoch)
	require.Len(t, w.bodies("boss", incident.CallPage), 1)
}

package incident_test

// Stories of check-ins: people on scene are asked now and again; silence counts as danger until something is heard.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// onWatch is a house where ann is on scene in a seat that is asked every ten minutes.
func onWatch(t *testing.T, in func(frozen.Plan, frozen.Site) frozen.Input) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 1, checks(10*time.Minute)), asks("MED", 1)})
	w := begin(t, in(p, house(post("SEC", "ann"), post("MED", "ben"))))
	w.trip = true
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	return w
}

func TestPeopleOnSceneAreAskedWhetherTheyAreWell(t *testing.T) {
	w := onWatch(t, declared)
	w.to(10 * time.Minute)
	require.Equal(t, []string{"10m0s Ann asked to check in"}, w.entries(incident.KindCheckAsked), "nobody asks who sits where no check-in is wanted")
	require.Contains(t, w.last("ann"), "Fire: are you well? Reply 3 within 2 min if you are, 7 if in danger, 8 for relief.")
	w.to(11 * time.Minute)
	require.Equal(t, "Noted: on scene. Reply 7 for danger, 6 for help", w.says("ann", "3"))
	w.to(20*time.Minute + 59*time.Second)
	require.Len(t, w.entries(incident.KindCheckAsked), 1)
	w.to(21 * time.Minute)
	require.Len(t, w.entries(incident.KindCheckAsked), 2, "ten minutes after the last sign of life")
	require.Empty(t, w.entries(incident.KindCheckMissed))
}

func TestTwoMissedCheckInsAreDanger(t *testing.T) {
	w := onWatch(t, declared)
	before := len(w.calls())
	w.to(15 * time.Minute)
	require.Equal(t, []string{"10m0s Ann asked to check in", "12m0s Ann asked to check in"}, w.entries(incident.KindCheckAsked))
	require.Equal(t, []string{"12m0s Ann has not answered a check-in (1)", "14m0s Ann has not answered a check-in (2)"}, w.entries(incident.KindCheckMissed))
	require.Equal(t, []string{"14m0s Ann has missed two check-ins, last heard at 12:00: taken as danger, commander alerted"}, w.entries(incident.KindDanger))
	require.Equal(t, []string{"14m0s boss", "14m30s boss #2", "14m30s coy", "14m30s may"}, w.calls()[before:before+4])
	require.Contains(t, w.last("coy"), "DANGER? Ann "+w.phone("ann")+" has not answered two check-ins")
	w.says("coy", "1")
	calls := len(w.calls())
	w.to(2 * time.Hour)
	require.Len(t, w.calls(), calls, "once: whoever has said so sees to it")
	require.Len(t, w.entries(incident.KindDanger), 1)
	w.says("ann", "3")
	w.to(2*time.Hour + 10*time.Minute)
	require.Len(t, w.entries(incident.KindCheckAsked), 3, "a sign of life begins it anew")
}

func TestASignOfLifeEndsTheSearch(t *testing.T) {
	w := onWatch(t, declared)
	w.to(14*time.Minute + 10*time.Second)
	require.NoError(t, w.inc.Questioned(w.now, incident.AddNote{By: "Ann", Text: "radio was off"}))
	w.settle()
	require.Equal(t, []string{"14m10s Ann is heard of again after two missed check-ins"}, w.entries(incident.KindCheckAnswered))
	calls := len(w.calls())
	w.to(20 * time.Minute)
	require.Len(t, w.calls(), calls)
}

func TestSilenceInADrillIsTheDrillsOwn(t *testing.T) {
	w := onWatch(t, practised)
	w.to(15 * time.Minute)
	require.Len(t, w.entries(incident.KindDanger), 1)
	require.Nil(t, w.inc.State.PausedAt, "the drill goes on")
	require.Contains(t, w.last("boss"), "DRILL DRILL DRILL 3rd call. DANGER? Ann")
}

func TestCheckInsWaitWhileADrillIsPaused(t *testing.T) {
	w := onWatch(t, practised)
	w.to(9 * time.Minute)
	w.says("ben", "7")
	w.says("boss", "1")
	w.to(30 * time.Minute)
	require.Empty(t, w.entries(incident.KindCheckAsked))
	w.order(w.inc.ResumeDrill(w.now, incident.ResumeDrill{By: "gus"}))
	w.to(39 * time.Minute)
	require.Empty(t, w.entries(incident.KindCheckAsked))
	w.to(40 * time.Minute)
	require.Len(t, w.entries(incident.KindCheckAsked), 1)
}

func TestQuestionsThatAreDueTogetherGoOutTogether(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2, checks(10*time.Minute)), asks("MED", 1, checks(time.Hour))})
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"), post("MED", "dai"))))
	w.to(0)
	w.says("ann", "3")
	w.says("dai", "3")
	w.to(50 * time.Second)
	w.says("ben", "3")
	w.to(10 * time.Minute)
	require.Equal(t, []string{"10m0s Ann asked to check in", "10m0s Ben asked to check in"}, w.entries(incident.KindCheckAsked))
}

func TestNobodyIsAskedAfterTheEnd(t *testing.T) {
	w := onWatch(t, declared)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	w.to(time.Hour)
	require.Empty(t, w.entries(incident.KindCheckAsked))
}

package incident_test

// Stories of danger that is reported again and again, by whoever commands or answers for the company, and as the end comes.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// under runs a story by the first rules and by today's.
func under(in frozen.Input, rules int) frozen.Input {
	in.Rules = rules
	return in
}

func TestDangerReportedAgainAndAgainReachesTheCompanyAllTheSame(t *testing.T) {
	for rules, heard := range map[int]bool{0: false, frozen.Rules: true} {
		w := arrived(begin(t, under(declared(plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}), house(post("SEC", "ann"), post("MED", "ben"))), rules)))
		for range 12 {
			w.to(w.passed() + 20*time.Second)
			w.says("ann", "7")
		}
		require.Equal(t, heard, len(w.bodies("coy", incident.CallPage)) > 0, "under rules %d", rules)
		require.Len(t, w.entries(incident.KindDanger), 12, "each report stands on the record")
	}
}

func TestDangerReportedAgainBringsTheCompanyInAtOnceAndKeepsTheRhythm(t *testing.T) {
	w := staffed(t)
	before := len(w.calls())
	w.to(10 * time.Second)
	w.says("ann", "7")
	w.to(15 * time.Second)
	w.says("ann", "7")
	w.says("ann", "7")
	w.to(2 * time.Minute)
	require.Equal(t, []string{
		"10s boss", "15s boss #2", "15s coy", "15s may", "1m0s boss #3", "1m0s coy #2", "1m0s may #2", "2m0s boss #4", "2m0s coy #3", "2m0s may #3",
	}, w.calls()[before:])
	w.says("may", "1")
	w.says("ann", "7")
	require.Equal(t, []string{"2m0s boss"}, w.calls()[before+10:], "a danger after the answer is another one")
}

func TestHelpAskedForAgainAndAgainReachesTheCompanyAllTheSame(t *testing.T) {
	w := staffed(t)
	before := len(w.calls())
	w.to(10 * time.Second)
	for range 5 {
		w.says("ann", "6")
		w.to(w.passed() + time.Minute)
	}
	require.Equal(t, []string{"10s boss", "2m10s boss #2", "5m10s boss #3", "5m10s coy", "5m10s may"}, w.calls()[before:], "its ladder is not begun anew")
}

func TestNobodyOfTheCompanyIsCalledAboutThemselves(t *testing.T) {
	for text, rest := range map[string][]string{
		"7": {"0s boss", "30s boss #2", "30s coy", "1m0s boss #3", "1m0s coy #2"},
		"6": {"0s boss"},
	} {
		w := staffed(t)
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "MED", Responder: "may", By: "gus"}))
		before := len(w.calls())
		w.says("may", text)
		w.to(time.Minute)
		require.Equal(t, rest, w.calls()[before:])
		w.to(10 * time.Minute)
		require.Empty(t, w.bodies("may", incident.CallPage))
		w.says("may", "1")
		require.Empty(t, w.entries(incident.KindInHand), "nor is it theirs to end")
	}
}

func TestCommanderInTheCompanyWhoIsInDangerIsHeardByTheRestOfIt(t *testing.T) {
	site := house(post("SEC", "ann"), post("MED", "ben"))
	site.Company = []string{"boss", "coy"}
	w := arrived(begin(t, declared(plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}), site)))
	before := len(w.calls())
	w.says("boss", "7")
	w.to(30 * time.Second)
	require.Equal(t, []string{"0s coy", "30s coy #2"}, w.calls()[before:])
}

func TestWhereThereIsNobodyElseThePersonInDangerIsCalled(t *testing.T) {
	for name, gone := range map[string]bool{"alone": false, "with somebody who cannot be reached": true} {
		t.Run(name, func(t *testing.T) {
			site := house(post("SEC", "ann"), post("MED", "ben"))
			site.Company = []string{"boss"}
			if gone {
				site.Company = []string{"coy", "boss"}
			}
			w := arrived(begin(t, declared(plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}), site)))
			if gone {
				w.says("coy", "STOP")
			}
			w.says("boss", "7")
			require.Contains(t, w.last("boss"), "DANGER reported by Boss")
		})
	}
}

func TestTheEndWaitsForADangerThatNobodyHasAnswered(t *testing.T) {
	for rules, state := range map[int]incident.Lifecycle{0: incident.Closed, frozen.Rules: incident.StandingDown} {
		w := begin(t, under(declared(oneElectrician(), electricians()), rules))
		w.to(time.Second)
		w.says("ann", "7")
		w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
		require.Equal(t, state, w.inc.State.Lifecycle, "under rules %d", rules)
		w.to(31 * time.Second)
		require.Equal(t, rules == frozen.Rules, len(w.bodies("coy", incident.CallPage)) > 0)
		if rules == frozen.Rules {
			require.Contains(t, w.says("coy", "1"), "you see to it")
		}
		require.Equal(t, incident.Closed, w.inc.State.Lifecycle, "a human has answered")
	}
}

func TestDangerAfterTheLastStepOfTheRecoveryIsNotCutOff(t *testing.T) {
	w := arrived(begin(t, declared(recovering(), house(post("SEC", "ann"), post("MED", "ben")))))
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	w.says("ben", "7")
	w.says("ann", "4")
	w.says("ben", "4")
	require.Equal(t, incident.StandingDown, w.inc.State.Lifecycle)
	w.says("boss", "1")
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
}

// stands is what commander and company hear of a danger that an end at once leaves unanswered.
func stands(w *town, who, to string) string {
	return w.tagged(to, "DANGER reported by "+w.inc.In.Site.Roster.Responders[0].Name+" "+w.phone(who)+", call now. Nobody has answered it yet. Place: Building 1, floor 2")
}

func TestDrillThatIsOvertakenBringsItsDangerOut(t *testing.T) {
	w := begin(t, practised(guard(0), guards()))
	w.to(10 * time.Second)
	w.says("ann", "7")
	w.inc.Overtake(w.now, "inc-9")
	w.settle()
	require.Equal(t, incident.Cancelled, w.inc.State.Lifecycle)
	for _, id := range []string{"coy", "may"} {
		require.Equal(t, []string{stands(w, "ann", id)}, w.bodies(id, incident.NotePage), "not marked as practice")
	}
	require.Equal(t, stands(w, "ann", "boss"), w.bodies("boss", incident.NotePage)[0], "before anything else")
	require.Contains(t, w.entries(incident.KindDanger), "10s Nobody had answered Ann's danger: commander and company told")
	w.to(time.Hour)
	require.Len(t, w.bodies("coy", incident.NotePage), 1, "once")
	require.True(t, w.inc.Quiet())
}

func TestDangerThatSomebodySeesToEndsWithTheDrill(t *testing.T) {
	w := begin(t, practised(guard(0), guards()))
	w.to(10 * time.Second)
	w.says("ann", "7")
	w.says("boss", "1")
	w.inc.Overtake(w.now, "inc-9")
	w.settle()
	require.Empty(t, w.bodies("coy", incident.NotePage))
}

func TestIncidentThatIsEndedAtOnceBringsItsDangerOut(t *testing.T) {
	w := staffed(t)
	w.says("ann", "7")
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	require.Equal(t, incident.Closed, w.inc.State.Lifecycle)
	require.Equal(t, []string{stands(w, "ann", "may")}, w.bodies("may", incident.NotePage))
}

package incident_test

// Stories of succession: a commander who does not answer, whoever takes over, and what both are told.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// patient is a plan of command whose commanders may be silent for three minutes.
func patient(steps ...frozen.Step) frozen.Plan {
	p := commanded()
	p.Seats[2] = asks("CMD", 1)
	p.Seats[1] = asks("DEP", 1)
	p.Command.SilentAfter = 3 * time.Minute
	p.Steps = append(steps, p.Steps...)
	return p
}

// commandedBy has boss in command at the beginning, and don as deputy if he comes.
func commandedBy(t *testing.T, deputy bool, steps ...frozen.Step) *town {
	t.Helper()
	w := begin(t, declared(patient(steps...), house(post("SEC", "ann"), post("DEP", "don"))))
	w.to(0)
	w.says("boss", "3")
	w.says("ann", "3")
	if deputy {
		w.says("don", "3")
	}
	require.Equal(t, "boss", inCommand(w))
	return w
}

func TestSilentCommanderIsSucceededByTheDeputy(t *testing.T) {
	w := commandedBy(t, true)
	w.to(time.Minute)
	w.says("ann", "6") // the commander is asked, and says nothing
	w.to(4*time.Minute - time.Second)
	require.Equal(t, "boss", inCommand(w))
	w.to(4 * time.Minute)
	require.Equal(t, "don", inCommand(w))
	require.Equal(t, []string{"0s Boss is in command", "4m0s Don is in command: Boss has not answered since 12:01"}, w.entries(incident.KindCommand))
	require.Equal(t, 2, w.inc.View(w.now).CommandEpoch)
	require.Contains(t, w.bodies("don", incident.NotePage)[0], "YOU COMMAND. Building 1, floor 2: smoke. Trapped: not known.")
	require.Contains(t, w.last("boss"), "Fire: Don is in command now. Report to Don what you know.")
	require.Len(t, w.entries(incident.KindBrief), 1)
	require.Contains(t, w.bodies("don", incident.CallPage)[1], "Ann", "what the commander has not answered is asked of the successor at once")
	w.to(6 * time.Minute)
	require.Equal(t, "don", inCommand(w))
}

func TestCommanderWhoSaysAnythingIsNotSilent(t *testing.T) {
	w := commandedBy(t, true)
	w.to(time.Minute)
	w.says("ann", "6")
	for _, text := range []string{"ok", "28"} {
		w.to(w.passed() + 2*time.Minute)
		w.says("boss", text)
	}
	w.to(w.passed() + 3*time.Minute - time.Second)
	require.Equal(t, "boss", inCommand(w))
	w.to(w.passed() + time.Second)
	require.Equal(t, "don", inCommand(w), "silence counts from the last word on")
}

func TestCommanderOfWhomNothingIsAskedIsNotSilent(t *testing.T) {
	w := commandedBy(t, true, does("S1", "CMD", target(20*time.Minute)))
	w.to(19 * time.Minute)
	require.Equal(t, "boss", inCommand(w), "a step may take its target")
	w.to(20 * time.Minute)
	require.Equal(t, "don", inCommand(w), "after that it is a question that nobody answers")
	require.Equal(t, []string{"don"}, w.step("S1").Assignees)
	require.NotContains(t, w.says("don", token(w, "don", "S1")+" 4"), "closed")
	require.Equal(t, incident.StepDone, w.step("S1").State)
}

func TestSuccessorIsCalledWhereNoDeputyHasAccepted(t *testing.T) {
	w := commandedBy(t, false)
	w.to(time.Minute)
	w.says("ann", "6")
	w.to(4 * time.Minute)
	require.Equal(t, "boss", inCommand(w), "the command is never nobody's")
	require.Equal(t, []string{"4m0s Boss has not answered since 12:01: a successor is being called, and Boss commands until somebody accepts"},
		w.entries(incident.KindCommandSought))
	require.Contains(t, w.last("don"), "COMMANDER Boss DOES NOT ANSWER: take command.")
	require.Contains(t, w.says("don", "1"), "You are in command now; a brief follows.")
	require.Equal(t, "don", inCommand(w))
	require.Len(t, w.seat("CMD").Holders, 1, "the deputy commands from the deputy's seat")
}

func TestCompanyIsCalledToCommandWhereNobodyElseAnswers(t *testing.T) {
	w := commandedBy(t, false)
	w.to(time.Minute)
	w.says("ann", "6")
	w.to(5*time.Minute + 30*time.Second)
	require.Contains(t, w.last("coy"), "take command")
	w.says("coy", "1")
	require.Equal(t, "coy", inCommand(w))
	require.Contains(t, w.last("coy"), "YOU COMMAND.")
	require.NotNil(t, w.inc.View(w.now).Commander)
	w.to(7 * time.Minute)
	require.NotContains(t, w.last("may"), "take command", "the search is over")
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "coy", By: "gus"}))
	require.NotEqual(t, "coy", inCommand(w))
}

func TestCommanderWhoIsHeardOfBeforeAnybodySucceedsKeepsTheCommand(t *testing.T) {
	w := commandedBy(t, false)
	w.to(time.Minute)
	w.says("ann", "6")
	w.to(4 * time.Minute)
	w.says("boss", "1")
	require.Equal(t, "boss", inCommand(w))
	require.Equal(t, "4m0s Boss is heard of again and keeps the command", w.entries(incident.KindCommand)[1])
	w.to(5 * time.Minute)
	require.NotContains(t, w.says("don", "0"), "take command", "he is still asked to be the deputy")
	require.Empty(t, w.bodies("coy", incident.CallPage))
}

func TestCommanderWhomNoMessageReachesIsSucceeded(t *testing.T) {
	w := commandedBy(t, true)
	w.to(time.Minute)
	w.says("boss", "STOP")
	w.to(4*time.Minute - time.Second)
	require.Equal(t, "boss", inCommand(w))
	w.to(4 * time.Minute)
	require.Equal(t, "don", inCommand(w))
}

func TestCommandThatEverybodyLeavesIsSoughtUntilSomebodyTakesIt(t *testing.T) {
	w := commandedBy(t, false)
	w.to(time.Minute)
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	require.Empty(t, inCommand(w))
	require.Len(t, w.entries(incident.KindCommandSought), 1)
	w.to(3 * time.Minute)
	w.says("may", "1")
	require.Equal(t, "may", inCommand(w))
}

func TestSilenceDoesNotCountWhileADrillHoldsStill(t *testing.T) {
	w := begin(t, practised(patient(), house(post("SEC", "ann"), post("DEP", "don"))))
	w.to(0)
	for _, id := range []string{"boss", "ann", "don"} {
		w.says(id, "3")
	}
	w.to(time.Minute)
	w.says("ann", "6")
	w.says("ann", "7")
	w.to(30 * time.Minute)
	require.Equal(t, "boss", inCommand(w))
	resume(w)
	w.to(33 * time.Minute)
	require.Equal(t, "don", inCommand(w))
}

func TestNobodySucceedsAfterTheStandDownOrByTheFirstRules(t *testing.T) {
	w := commandedBy(t, false)
	w.to(time.Minute)
	w.says("ann", "6")
	w.to(4 * time.Minute)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.NotContains(t, w.last("don"), "take command", "nobody is asked any more")
	w = begin(t, under(declared(patient(), house(post("SEC", "ann"), post("DEP", "don"))), 1))
	w.to(0)
	w.says("boss", "3")
	w.says("ann", "3")
	w.says("don", "3")
	w.says("ann", "6")
	w.to(time.Hour)
	require.Equal(t, "boss", inCommand(w))
}

func TestWhoTakesTheCommandFromADeputyIsBriefed(t *testing.T) {
	w := begin(t, declared(patient(), house(post("SEC", "ann"), post("DEP", "don"))))
	w.to(time.Second)
	w.says("don", "1")
	w.says("boss", "1")
	require.Contains(t, w.last("boss"), "YOU COMMAND.")
	require.Contains(t, w.last("don"), "Boss is in command now")
}

func TestQuestionThatSomebodyElseHasAnsweredStillCountsOnceItIsRipe(t *testing.T) {
	for open, commander := range map[time.Duration]string{30 * time.Second: "boss", 90 * time.Second: "don"} {
		w := commandedBy(t, true, does("S1", "SEC", target(100*time.Second), late(defaults()...)))
		const asked = 100 * time.Second // as the group has no lead on duty
		w.to(asked + open)
		require.Contains(t, w.last("boss"), "LATE: Do S1")
		w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "gus"}))
		w.to(asked + 3*time.Minute)
		require.Equal(t, commander, inCommand(w), "open for %s", open)
	}
}

package incident_test

// Stories of "9": the last answer is taken back, or it is said why it stands.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
)

// guarded has ann asked for SEC, alone, with dai to stand in.
func guarded(t *testing.T, steps ...frozen.Step) *town {
	t.Helper()
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1, within(5*time.Minute))}, steps...), house(post("SEC", "ann"), post("", "dai"))))
	w.to(time.Second)
	return w
}

func TestAcceptanceIsTakenBack(t *testing.T) {
	w := guarded(t, does("S1", "SEC"))
	w.says("ann", "1")
	require.Equal(t, 1, w.seat("SEC").Filled)
	w.to(time.Minute)
	require.Equal(t, "Taken back: accepted, Seat SEC. All is as before: answer again.", w.says("ann", "9"))
	require.Equal(t, 0, w.seat("SEC").Filled)
	require.Empty(t, w.step("S1").Assignees)
	require.NotNil(t, w.seat("SEC").Ladder, "somebody is called for it again")
	require.Equal(t, []string{"1m0s Ann takes back: accepted, Seat SEC"}, w.entries(incident.KindUndone))
	require.Contains(t, w.says("ann", "9"), "you have answered nothing", "once is enough")
	w.says("ann", "1")
	require.Equal(t, 1, w.seat("SEC").Filled, "and she may think again")
	require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
}

func TestArrivalIsTakenBackToThePromiseBefore(t *testing.T) {
	w := guarded(t)
	w.says("ann", "1")
	promised := w.seat("SEC").Holders[0].PromisedAt
	w.to(time.Minute)
	w.says("ann", "3")
	require.Equal(t, incident.HolderOnScene, w.seat("SEC").Holders[0].State)
	w.says("ann", "9")
	require.Equal(t, incident.HolderAccepted, w.seat("SEC").Holders[0].State)
	require.Equal(t, promised, w.seat("SEC").Holders[0].PromisedAt)
	require.Equal(t, incident.PageAccepted, w.pageOf("ann").State)
}

func TestCannotIsTakenBackWhileNobodyElseHasCome(t *testing.T) {
	w := guarded(t)
	w.says("ann", "5")
	require.Contains(t, w.says("ann", "9"), "Taken back: cannot, Seat SEC")
	w.says("ann", "1")
	require.Equal(t, "ann", w.seat("SEC").Holders[0].Responder)

	w = guarded(t)
	w.says("ann", "5")
	w.says("dai", "1")
	require.Equal(t, "Not taken back: somebody else has taken it since. Tell the control room.", w.says("ann", "9"))
	require.Len(t, w.seat("SEC").Holders, 1)
}

func TestWhoDropsOutByMistakeIsLetBackIn(t *testing.T) {
	w := guarded(t)
	w.says("ann", "3")
	w.to(time.Minute)
	w.says("ann", "5")
	require.Empty(t, w.seat("SEC").Holders)
	require.Contains(t, w.says("ann", "9"), "Taken back: cannot, your post")
	require.Equal(t, incident.HolderOnScene, w.seat("SEC").Holders[0].State)
	require.Nil(t, w.seat("SEC").Ladder)

	w = guarded(t)
	w.says("ann", "3")
	w.says("ann", "5")
	w.to(40 * time.Second)
	w.says("dai", "1")
	require.Contains(t, w.says("ann", "9"), "somebody else has taken it since")
}

// confirming is a plan whose second step hangs on what the first one says, and whose third one on its fact.
func confirming() []frozen.Step {
	first := does("S1", "SEC", wants(choice("true", "false")), target(10*time.Minute), late(defaults()...))
	first.Evidence.States = "confirmed"
	fact := does("S3", "MED", func(s *frozen.Step) { s.When = &cond.Expr{Op: cond.OpVar, Name: "facts.confirmed"} })
	return []frozen.Step{
		first, does("S2", "MED", after("S1"), when("steps.S1.value", cond.OpEq, "true")),
		does("S4", "MED", after("S1"), when("steps.S1.value", cond.OpEq, "false")), fact,
	}
}

func confirmed(t *testing.T, value string) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, confirming()...)
	p.Facts = []frozen.Fact{{ID: "confirmed", Type: frozen.FactBool, Title: both("Confirmed")}}
	w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
	w.to(time.Minute)
	w.says("ann", "4 "+value)
	return w
}

func TestCompletionIsTakenBackWithAllThatItOpened(t *testing.T) {
	w := confirmed(t, "1")
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	require.Equal(t, incident.StepOpen, w.step("S3").State)
	require.Equal(t, incident.StepSkipped, w.step("S4").State)
	w.to(2 * time.Minute)
	require.Contains(t, w.says("ann", "9"), "Taken back: done, Do S1")
	for _, id := range []string{"S2", "S3", "S4"} {
		require.Equal(t, incident.StepWaiting, w.step(id).State, id)
		require.Empty(t, w.step(id).Assignees)
	}
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	require.Nil(t, w.step("S1").Value)
	require.Nil(t, w.inc.View(w.now).Facts[0].Value)
	notes := w.bodies("ben", incident.NotePage)
	require.Len(t, notes, 2)
	require.Contains(t, notes[0], `Taken back: "Do S2" is not for you now. Stop if you have begun.`)
	w.says("ann", "4 2")
	require.Equal(t, "false", *w.step("S1").Value)
	require.Equal(t, incident.StepSkipped, w.step("S2").State)
	require.Equal(t, incident.StepOpen, w.step("S4").State)
}

func TestLadderOfAStepGoesOnWhereItsCompletionIsTakenBack(t *testing.T) {
	w := confirmed(t, "1")
	w.says("ann", "9")
	w.to(8 * time.Minute)
	require.Contains(t, w.last("ann"), "LATE: Do S1")
}

func TestCompletionStandsOnceSomebodyIsAtWhatFollows(t *testing.T) {
	w := confirmed(t, "1")
	w.says("ben", token(w, "ben", "S2")+" 1")
	require.Equal(t, `Not taken back: people are at "Do S2" since. Tell the control room.`, w.says("ann", "9"))
	require.Equal(t, incident.StepDone, w.step("S1").State)
	require.Contains(t, w.entries(incident.KindReply), "1m0s Ann wrote: 9")
}

func TestCompletionStandsWhereItHasReachedPeopleOutside(t *testing.T) {
	for name, follow := range map[string]frozen.Step{
		"a call": does("S2", "MED", after("S1"), calls("brigade", "B", true)), "a notice": does("S2", "MED", after("S1"), notifies("N2", frozen.AtOpen)),
	} {
		t.Run(name, func(t *testing.T) {
			p := telling(does("S1", "SEC"), follow)
			p.Seats = []frozen.Seat{asks("SEC", 1), asks("MED", 1), command()}
			w := arrived(begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben")))))
			w.says("ann", "4")
			require.Contains(t, w.says("ann", "9"), "Not taken back")
		})
	}
}

func TestAnswerStandsAfterTheEndAndAfterAnotherLevel(t *testing.T) {
	w := confirmed(t, "1")
	w.order(w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.L2, By: "gus"}))
	require.Contains(t, w.says("ann", "9"), "the response level has changed since")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	if !w.inc.Ended() {
		require.Contains(t, w.says("ann", "9"), "the response has been ended since")
	}
}

func TestTaskThatSomebodyCannotDoComesBackToThem(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2)}, does("S1", "SEC"))
	w := begin(t, declared(p, house(post("SEC", "ann", "ben"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "3")
	w.says("ann", token(w, "ann", "S1")+" 5")
	require.Equal(t, []string{"ben"}, w.step("S1").Assignees)
	require.Contains(t, w.says("ann", "9"), "Taken back: cannot, Do S1")
	require.Equal(t, []string{"ann"}, w.step("S1").Assignees)
	require.Contains(t, w.last("ben"), "is not for you now")
	w.says("ann", token(w, "ann", "S1")+" 1")
	require.Equal(t, incident.StepStarted, w.step("S1").State)
	w.says("ann", "9")
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	w.says("ann", token(w, "ann", "S1")+" 4")
	require.Equal(t, incident.StepDone, w.step("S1").State)
}

func TestDangerIsNotTakenBackNorAnythingBeforeIt(t *testing.T) {
	w := guarded(t)
	w.says("ann", "1")
	w.says("ann", "7")
	require.Equal(t, "Not taken back: your last message has been acted on by people. Tell the control room.", w.says("ann", "9"))
	require.Equal(t, 1, w.seat("SEC").Filled)
}

func TestWhoTakesADangerByMistakeGivesItBack(t *testing.T) {
	w := staffed(t)
	w.to(time.Second)
	w.says("ann", "7")
	w.says("boss", "1")
	require.Contains(t, w.says("boss", "9"), "Taken back")
	w.to(2 * time.Minute)
	require.Contains(t, w.last("coy"), "DANGER reported by Ann", "it climbs again")
}

func TestAnAnswerOfFiveMinutesAgoStands(t *testing.T) {
	w := guarded(t)
	w.says("ann", "3")
	w.to(5*time.Minute + 2*time.Second)
	require.Equal(t, "Not taken back: you have answered nothing in the last 5 minutes. Tell the control room.", w.says("ann", "9"))
}

func TestCodeOfAnotherAnswerThanTheLastIsNotTakenBack(t *testing.T) {
	w := guarded(t, does("S1", "SEC"))
	w.says("ann", "3")
	code := *w.pageOf("ann").Token
	w.says("ann", token(w, "ann", "S1")+" 4")
	require.Contains(t, w.says("ann", code+" 9"), "only the last one can be")
	require.Contains(t, w.says("ann", token(w, "ann", "S1")+" 9"), "Taken back: done, Do S1")
	require.Equal(t, incident.StepOpen, w.step("S1").State)
}

func TestAnswerTakenBackIsNotAssumedAtOnce(t *testing.T) {
	w := guarded(t, does("S1", "SEC", wants(choice("hold", "evacuate")), target(2*time.Minute), late(frozen.Late{At: 2 * time.Minute, Assume: "evacuate"})))
	w.says("ann", "1")
	w.to(90 * time.Second)
	require.Contains(t, w.says("ann", "4 1"), "Done")
	w.to(3 * time.Minute)
	require.Contains(t, w.says("ann", "9"), "Taken back: done, Do S1")
	w.to(3*time.Minute + 50*time.Second)
	require.Equal(t, incident.StepOpen, w.step("S1").State, "she has a minute to answer anew")
	w.to(4*time.Minute + time.Second)
	require.Equal(t, "evacuate", *w.step("S1").Value, "then it is assumed as the plan says")
}

package incident_test

// Stories of the one assignment: who is asked for which seats, and who fills them.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestOnePageNamesAllTheSeatsThatAPersonMayShare(t *testing.T) {
	p := plan([]frozen.Seat{asks("CTRL", 1, with("COMM")), asks("COMM", 1), asks("REC", 1)})
	w := begin(t, declared(p, house(post("CTRL", "ann"), post("COMM", "ann"), post("REC", "ann", "ben"))))
	w.to(time.Second)
	require.Equal(t, []string{"0s ann", "0s ben"}, w.calls())
	require.Equal(t, []string{"CTRL", "COMM"}, w.pageOf("ann").Seats)
	require.Contains(t, w.last("ann"), "You: Seat CTRL + Seat COMM - duty of CTRL.")
	require.Equal(t, []string{"REC"}, w.pageOf("ben").Seats, "no seat shares with the record")

	said := w.says("ann", "1")
	require.Contains(t, said, "Seat CTRL; Seat COMM")
	require.Equal(t, 1, w.seat("CTRL").Filled)
	require.Equal(t, 1, w.seat("COMM").Filled)
	require.Equal(t, []string{"1s Seat CTRL filled (1/1)", "1s Seat COMM filled (1/1)"}, w.entries(incident.KindSeatFilled))
}

func TestSharingHoldsWhicheverSeatSaysSo(t *testing.T) {
	for _, seats := range [][]frozen.Seat{
		{asks("A", 1, with("B")), asks("B", 1)}, {asks("A", 1), asks("B", 1, with("A"))},
	} {
		w := begin(t, declared(plan(seats), house(post("A", "ann"), post("B", "ann"))))
		w.to(time.Second)
		require.Equal(t, []string{"A", "B"}, w.pageOf("ann").Seats)
	}
}

func TestWhoHoldsASeatIsNotAskedForOneThatItDoesNotShare(t *testing.T) {
	p := plan([]frozen.Seat{asks("A", 1), asks("B", 1, climbs(
		frozen.Rung{At: time.Minute, Page: []frozen.Selector{frozen.Holders}},
		frozen.Rung{At: 2 * time.Minute, Page: []frozen.Selector{frozen.Company}, Repeat: time.Minute},
	))})
	w := begin(t, declared(p, house(post("A", "ann"), post("B", "ann", "ben"))))
	w.to(time.Second)
	w.says("ann", "1")
	w.to(time.Minute)
	require.Equal(t, []string{"0s ann", "1m0s ben"}, w.calls())
}

func TestLicensedSeatsAreFilledFirst(t *testing.T) {
	first, second := asks("SEC", 1), asks("ELEC", 1, licence("elec"))
	first.Priority, second.Priority = 1, 9
	w := begin(t, declared(plan([]frozen.Seat{first, second}), skilled(house(post("SEC", "ann"), post("ELEC", "ann")), "elec", "ann")))
	w.to(time.Second)
	require.Equal(t, []string{"ELEC"}, w.pageOf("ann").Seats)
}

func TestLicensedSeatsAreFilledInTheOrderOfTheirPriority(t *testing.T) {
	first, second := asks("PLUMB", 1, licence("skill")), asks("ELEC", 1, licence("skill"))
	first.Priority, second.Priority = 9, 2
	w := begin(t, declared(plan([]frozen.Seat{first, second}), skilled(house(post("PLUMB", "ann"), post("ELEC", "ann")), "skill", "ann")))
	w.to(time.Second)
	require.Equal(t, []string{"ELEC"}, w.pageOf("ann").Seats)
}

func TestSeatsAreFilledInTheOrderOfTheirPriority(t *testing.T) {
	low, high := asks("SEC", 1), asks("EVAC", 1)
	low.Priority, high.Priority = 7, 3
	w := begin(t, declared(plan([]frozen.Seat{low, high}), house(post("SEC", "ann"), post("EVAC", "ann"))))
	w.to(time.Second)
	require.Equal(t, []string{"EVAC"}, w.pageOf("ann").Seats)
}

func TestTheUnlicensedAreNotAsked(t *testing.T) {
	site := skilled(house(post("ELEC", "ann", "ben")), "elec", "ben")
	w := begin(t, declared(oneElectrician(), site))
	w.to(time.Second)
	require.Equal(t, []string{"0s ben"}, w.calls(), "ann is rostered without the licence")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "ELEC", Responder: "ann", By: "gus", Reason: "she can"}))
	require.Equal(t, 1, w.seat("ELEC").Filled, "the desk may decide otherwise")
	require.Equal(t, []string{"1s Ann assigned to Seat ELEC: she can"}, w.entries(incident.KindSeatAssigned))
	require.Contains(t, w.last("ann"), "you have been assigned to Seat ELEC")
}

func TestLowSeatsWaitWhileTheirPeopleAreAskedElsewhere(t *testing.T) {
	p := plan([]frozen.Seat{asks("ELEC", 1, licence("elec")), asks("PUMP", 1, licence("elec"))})
	w := begin(t, declared(p, skilled(house(post("ELEC", "ann"), post("PUMP", "ann")), "elec", "ann")))
	w.to(89 * time.Second)
	require.Equal(t, []string{"0s ann", "30s ann #2", "45s ann #3"}, w.calls(), "nobody else could take it, and ann is asked for another seat")
	require.Equal(t, []string{"ELEC"}, w.pageOf("ann").Seats)
	w.to(90 * time.Second)
	require.Equal(t, []string{"ELEC", "PUMP"}, w.pageOf("boss").Seats, "what nobody can fill reaches the commander as one list")
}

func TestSeatThatNobodyCanTakeDoesNotWait(t *testing.T) {
	p := plan([]frozen.Seat{asks("ELEC", 1, licence("elec")), asks("PUMP", 1, licence("elec"))})
	w := begin(t, declared(p, skilled(house(post("ELEC", "ann"), post("PUMP", "ann")), "elec", "ann")))
	w.to(time.Second)
	w.says("ann", "1") // and so she does not come free
	w.to(2 * time.Second)
	w.says("boss", "")
	require.Equal(t, []string{"0s ann"}, w.calls())
	w.to(31 * time.Second)
	require.Equal(t, []string{"0s ann", "30s boss"}, w.calls(), "its next rungs find nobody: the commander hears of it at once")
}

func TestEnoughAcceptancesStandTheRestDownWithAText(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1, spare(1))}), house(post("SEC", "ann", "ben"))))
	w.to(10 * time.Second)
	w.says("ben", "1")
	require.Equal(t, incident.PageStoodDown, w.pageOf("ann").State)
	require.Equal(t, []string{"10s Ann no longer needed"}, w.entries(incident.KindPageStoodDown))
	require.Contains(t, w.last("ann"), "enough people have answered")
	w.to(time.Hour)
	require.Len(t, w.calls(), 2, "and the ladder has ended")
	require.Contains(t, w.says("ann", "1"), "Nothing is open")
	require.Contains(t, w.says("ann", *w.pageOf("ann").Token+" 1"), "closed already")
}

func TestWhoWasStoodDownBeforeAnythingWasSentHearsNothing(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1, spare(1))}), house(post("SEC", "ann", "ben"))))
	w.fate = func(s incident.Send) incident.Result {
		if s.To == w.phone("ann") {
			return incident.Result{Fate: incident.FateNotStarted, After: time.Minute, Why: "throttled"}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.to(time.Second)
	w.says("ben", "1")
	w.to(10 * time.Minute)
	require.Empty(t, w.bodies("ann", incident.CallPage))
}

func TestSeatIsFilledByAsManyAsItNeeds(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 2)}), house(post("SEC", "ann", "ben"))))
	w.to(time.Second)
	w.says("ann", "1")
	require.Empty(t, w.entries(incident.KindSeatFilled))
	require.NotNil(t, w.seat("SEC").Ladder)
	w.says("ben", "1")
	require.Equal(t, []string{"1s Seat SEC filled (2/2)"}, w.entries(incident.KindSeatFilled))
	require.Nil(t, w.seat("SEC").Ladder)
}

func TestDroppingOutReopensTheSeat(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "1")
	w.to(10 * time.Minute)
	require.Contains(t, w.says("ann", "5"), "Somebody else is being called")
	require.Equal(t, []string{"10m0s Ann leaves Seat ELEC"}, w.entries(incident.KindSeatReopened))
	require.Equal(t, []string{"0s ann", "10m0s ben"}, w.calls(), "she was the only holder, and is not asked again")
	require.Equal(t, 0, w.seat("ELEC").Filled)
}

func TestWhoDeclinedMayStillAccept(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "5")
	w.says("ben", "1")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "ELEC", Responder: "ann", By: "gus"}))
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "ELEC", Responder: "ben", By: "gus"}))
	require.Equal(t, 1, w.seat("ELEC").Filled)
	require.Contains(t, w.last("ben"), "you are released from Seat ELEC")
	require.Nil(t, w.seat("ELEC").Ladder, "it has enough people without him")
}

func TestHigherLevelOpensSeatsAndALowerOneClosesThem(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, licence("sec")), asks("LOG", 1, from(frozen.L2)), asks("PRESS", 1, from(frozen.L2))})
	w := begin(t, declared(p, skilled(house(post("SEC", "ann"), post("LOG", "ben"), post("PRESS", "dai")), "sec", "ann")))
	w.to(time.Minute)
	require.False(t, w.seat("LOG").Open)
	require.Nil(t, w.seat("LOG").OpenedAt)
	w.order(w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.L2, By: "gus", Reason: "it spreads"}))
	require.Equal(t, []string{"1m0s Response level L3 to L2: it spreads"}, w.entries(incident.KindLevel))
	require.Equal(t, []string{"1m0s Seat LOG asked for (1)", "1m0s Seat PRESS asked for (1)"}, w.entries(incident.KindSeatOpened))
	require.Contains(t, w.calls(), "1m0s ben")
	w.says("ben", "3")

	w.to(80 * time.Second)
	w.order(w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.L3, By: "gus", Reason: "small after all"}))
	require.False(t, w.seat("PRESS").Open)
	require.Equal(t, incident.PageStoodDown, w.pageOf("dai").State)
	require.Contains(t, w.last("dai"), "not needed now")
	require.Equal(t, "ben", w.seat("LOG").Holders[0].Responder, "nobody who has come is released by it")
	require.Equal(t, []string{"1m0s ben", "1m0s dai"}, w.calls()[len(w.calls())-2:])
}

func TestSameLevelAgainChangesNothing(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.order(w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.L3, By: "gus"}))
	require.Empty(t, w.entries(incident.KindLevel))
}

func TestDeclarationsLevelOpensItsSeats(t *testing.T) {
	p := plan([]frozen.Seat{asks("LOG", 1, from(frozen.L2))})
	d := declared(p, house(post("LOG", "ben")))
	d.Declaration.Level = frozen.L1
	w := begin(t, d)
	w.to(time.Second)
	require.Equal(t, []string{"0s ben", "0s boss"}, sorted(w.calls()))
	require.Empty(t, w.entries(incident.KindSeatOpened), "the declaration says it already")
}

func TestGapThatSomebodySeesToIsLeftToThemForAWhile(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(95 * time.Second)
	require.Contains(t, w.says("boss", "1"), "you see to it")
	require.Equal(t, []string{"1m35s Boss sees to it: nobody yet for Seat ELEC"}, w.entries(incident.KindInHand))
	require.Equal(t, "boss", *w.seat("ELEC").Ladder.InHand)
	before := len(w.calls())
	w.to(6 * time.Minute)
	require.Len(t, w.calls(), before)
	w.to(6*time.Minute + 35*time.Second)
	require.Equal(t, []string{"6m35s coy", "6m35s may"}, w.calls()[before:], "only filling it ends the ladder")
}

func TestGapInHandOfAnOlderIncidentIsLeftForHalfAnHour(t *testing.T) {
	in := declared(oneElectrician(), electricians())
	in.Rules = 0
	w := begin(t, in)
	w.to(95 * time.Second)
	w.says("boss", "1")
	before := len(w.calls())
	w.to(31*time.Minute + 35*time.Second)
	require.Equal(t, []string{"31m35s coy", "31m35s may"}, w.calls()[before:])
}

func TestLateRungAfterAGapInHandIsNotBroughtForward(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, climbs(
		frozen.Rung{Page: []frozen.Selector{frozen.Commander}}, frozen.Rung{At: time.Hour, Page: []frozen.Selector{frozen.Company}, Repeat: time.Hour},
	))})
	w := begin(t, declared(p, house()))
	w.to(time.Second)
	w.says("boss", "1")
	w.to(2 * time.Hour)
	require.Equal(t, []string{"0s boss", "1h0m0s coy", "1h0m0s may", "2h0m0s coy #2", "2h0m0s may #2"}, w.calls())
}

func TestCommanderWhoCannotFillAGapSendsItToTheCompanyAtOnce(t *testing.T) {
	w := begin(t, declared(oneElectrician(), skilled(house(post("ELEC", "ann")), "elec", "ann")))
	w.to(time.Second)
	w.says("ann", "5")
	require.Equal(t, []string{"0s ann", "1s boss"}, w.calls())
	w.to(2 * time.Second)
	w.says("boss", "5")
	require.Equal(t, []string{"0s ann", "1s boss", "2s coy", "2s may"}, w.calls())
}

func TestFilledSeatTakesTheGapOffEverybodysPage(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(95 * time.Second)
	w.says("ann", "1")
	require.Equal(t, incident.PageStoodDown, w.pageOf("boss").State)
	require.Empty(t, w.bodies("boss", incident.NotePage), "who was not asked to come is not told to stay")
}

func TestWhoDeclinedIsNotAskedAgainWhenTheSeatReopens(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "5")
	w.says("ben", "1")
	w.says("ben", "5")
	w.to(29 * time.Second)
	require.Equal(t, []string{"0s ann", "1s ben", "1s cao"}, w.calls())
}

func TestGapIsNotBroughtForwardWhileTheCommanderIsAskedAboutIt(t *testing.T) {
	w := begin(t, declared(oneElectrician(), skilled(house(post("ELEC", "ann")), "elec", "ann")))
	w.to(95 * time.Second)
	w.says("ann", "5")
	w.to(100 * time.Second)
	require.Equal(t, []string{"0s ann", "30s ann #2", "45s ann #3", "1m30s boss"}, w.calls())
}

func TestStepOfAnUnwantedSeatIsItsHoldersIfThereIsOne(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("LOG", 1, from(frozen.L1))}, does("S1", "SEC"), does("S2", "LOG", after("S1")), does("S3", "SEC", after("S1")))
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(0)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "LOG", Responder: "ida", By: "gus"}))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "gus"}))
	require.Equal(t, []string{"ida"}, w.step("S2").Assignees)
	require.Equal(t, incident.StepBlocked, w.step("S3").State, "a seat that is asked for keeps its steps, and they wait")
}

func TestWhoWasAskedBeforeKeepsWhatTheyAnswered(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1, climbs(frozen.Rung{Page: []frozen.Selector{frozen.Company}, Repeat: time.Minute}))}), house()))
	w.to(0)
	w.says("coy", "5")
	w.says("may", "1")
	require.Equal(t, incident.PageDeclined, w.pageOf("coy").State)
	require.Equal(t, incident.PageAccepted, w.pageOf("may").State)
}

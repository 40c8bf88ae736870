package incident_test

// Stories of the ladder: who is called when, while nobody, or somebody, answers.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// electricians is a house in which ann is rostered to the seat, and ben, cao and dai are on duty with its licence.
func electricians() frozen.Site {
	return skilled(house(post("ELEC", "ann"), post("", "ben", "cao", "dai", "eve")), "elec", "ann", "ben", "cao", "dai")
}

func oneElectrician() frozen.Plan { return plan([]frozen.Seat{asks("ELEC", 1, licence("elec"))}) }

func TestFirstWaveIsNeedAndSpare(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 2, spare(1))})
	w := begin(t, declared(p, house(post("SEC", "ann", "ben", "cao", "dai"))))
	w.to(29 * time.Second)
	require.Equal(t, []string{"0s ann", "0s ben", "0s cao"}, w.calls())
	require.Equal(t, incident.PagePaging, w.pageOf("ann").State)
	require.Equal(t, 2, w.seat("SEC").Needs)
}

func TestNeedsAreThoseOfTheHour(t *testing.T) {
	seat := asks("SEC", 2)
	seat.Night = 1
	for _, hour := range []struct {
		at    time.Duration
		calls []string
	}{{0, []string{"0s ann", "0s ben"}}, {12 * time.Hour, []string{"0s ann"}}} {
		in := declared(plan([]frozen.Seat{seat}), house(post("SEC", "ann", "ben")))
		in.DeclaredAt = noon.Add(hour.at)
		w := begin(t, in)
		w.to(time.Second)
		require.Equal(t, hour.calls, w.calls())
	}
}

func TestLadderClimbsByItsTimesWhenNobodyAnswers(t *testing.T) {
	w := begin(t, declared(oneElectrician(), grouped(electricians(), "dai", "ann", "eve")))
	w.to(422 * time.Second)
	require.Equal(t, []string{
		"0s ann",
		"30s ann #2", "30s ben",
		"45s ann #3",
		"1m0s ann #4", "1m0s dai", // the group, but for eve, who has no licence
		"1m30s boss",
		"5m0s coy", "5m0s may",
		"6m0s coy #2", "6m0s may #2",
		"7m0s coy #3", "7m0s may #3",
	}, w.calls())
	require.Equal(t, []string{
		"0s Seat ELEC: rung 1 calls those on duty for it",
		"30s Seat ELEC: rung 2 calls those on duty for it, substitutes",
		"45s Seat ELEC: rung 3 calls those on duty for it (by SMS: voice is not available)",
		"1m0s Seat ELEC: rung 4 calls the whole group",
		"1m30s Seat ELEC: rung 5 calls the commander",
		"5m0s Seat ELEC: rung 6 calls the company",
	}, w.entries(incident.KindRung), "the last rung is told once")
	require.Contains(t, w.last("coy"), "NOBODY YET for: Seat ELEC")
	require.Contains(t, w.bodies("ann", incident.CallPage)[1], "2nd call.")
}

func TestDeclineCallsTheNextAtOnce(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(10 * time.Second)
	require.Contains(t, w.says("ann", "5"), "Somebody else is being called")
	require.Equal(t, []string{"0s ann", "10s ben"}, w.calls())
	require.Equal(t, incident.PageDeclined, w.pageOf("ann").State)
	require.NotNil(t, w.pageOf("ann").AnsweredAt)
	w.to(65 * time.Second)
	require.Equal(t, []string{"0s ann", "10s ben", "30s ben #2", "30s cao"}, w.calls(), "who has declined is left in peace")
}

func TestEveryDeclineCallsOneMore(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(10 * time.Second)
	w.says("ann", "5")
	w.to(11 * time.Second)
	w.says("ben", "5")
	w.to(12 * time.Second)
	w.says("cao", "不能")
	require.Equal(t, []string{"0s ann", "10s ben", "11s cao", "12s dai"}, w.calls())
	w.to(13 * time.Second)
	w.says("dai", "5")
	require.Equal(t, []string{"0s ann", "10s ben", "11s cao", "12s dai", "13s boss"}, w.calls(), "nobody is left: the rungs with people come at once")
	require.Equal(t, "13s Seat ELEC: rung 5 calls the commander", w.entries(incident.KindRung)[4])
	w.to(5 * time.Minute)
	require.Equal(t, []string{"5m0s coy", "5m0s may"}, w.calls()[5:], "and those after it keep their times")
}

func TestBounceCallsTheNextAtOnce(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(0)
	w.now = noon.Add(3 * time.Second)
	w.inc.Delivered(w.now, []incident.Receipt{{Page: "p1", Attempt: 1, CarrierID: "SM1", State: incident.AttemptUndelivered, Failure: incident.FailUnreachable}})
	w.settle()
	require.Equal(t, []string{"0s ann", "3s ben"}, w.calls())
	require.Equal(t, incident.PagePaging, w.pageOf("ann").State, "a phone that was out of reach may come back")
	w.to(31 * time.Second)
	require.Equal(t, []string{"30s ann #2", "30s ben #2", "30s cao"}, w.calls()[2:])
}

func TestNumberOfNoUseIsNotCalledAgain(t *testing.T) {
	for _, why := range []incident.Failure{incident.FailRecipient, incident.FailOptedOut, incident.FailWrongNumber, incident.FailRefused} {
		t.Run(string(why), func(t *testing.T) {
			w := begin(t, declared(oneElectrician(), electricians()))
			w.fate = func(s incident.Send) incident.Result {
				if s.To == w.phone("ann") {
					return incident.Result{Fate: incident.FateFailed, Failure: why}
				}
				return incident.Result{Fate: incident.FateSent}
			}
			w.to(time.Minute)
			require.Equal(t, []string{"0s ben", "30s ben #2", "30s cao"}, w.calls())
			require.Equal(t, incident.PageUnreachable, w.pageOf("ann").State)
		})
	}
}

func TestDeliveredChangesNothing(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.inc.Delivered(w.now, []incident.Receipt{{Page: "p1", Attempt: 1, CarrierID: "SM1", State: incident.AttemptDelivered}})
	w.to(31 * time.Second)
	require.Equal(t, []string{"0s ann", "30s ann #2", "30s ben"}, w.calls())
	require.Equal(t, incident.AttemptDelivered, w.pageOf("ann").Attempts[0].State)
}

func TestRungClockRunsFromItsDueTime(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(0)
	w.now = noon.Add(40 * time.Second) // nobody was there to do it at 30 s
	w.settle()
	require.Equal(t, []string{"0s ann", "40s ann #2", "40s ben"}, w.calls())
	w.to(45 * time.Second)
	require.Equal(t, "45s ann #3", w.calls()[3], "the next rung counts from the opening all the same")
}

func TestRungsThatNobodyCouldPerformDoNotPileUp(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(6 * time.Minute)
	before := len(w.calls())
	w.now = noon.Add(30*time.Minute + 30*time.Second)
	w.settle()
	require.Equal(t, []string{"30m30s coy #3", "30m30s may #3"}, w.calls()[before:])
	w.to(31 * time.Minute)
	require.Equal(t, []string{"31m0s coy #4", "31m0s may #4"}, w.calls()[before+2:])
}

func TestEmptyRungFallsThrough(t *testing.T) {
	site := skilled(house(post("ELEC"), post("", "ben")), "elec", "ben")
	w := begin(t, declared(oneElectrician(), site))
	w.to(time.Second)
	require.Equal(t, []string{"0s ben"}, w.calls(), "nobody holds the seat: the substitutes' rung comes at once")
	w.to(91 * time.Second)
	require.Equal(t, []string{"0s ben", "1m30s boss"}, w.calls(), "the rungs after it keep their times")
}

func TestNobodyOnDutyCallsCommanderAndCompanyAtOnceAndSaysSo(t *testing.T) {
	site := house()
	site.Roster.Shifts = nil
	w := begin(t, declared(oneElectrician(), site))
	w.to(time.Second)
	require.Equal(t, []string{"0s coy", "0s may"}, w.calls())
	require.Equal(t, []string{
		"0s Seat ELEC: rung 1 calls those on duty for it, but there is nobody to call",
		"0s Seat ELEC: rung 2 calls those on duty for it, substitutes, but there is nobody to call",
		"0s Seat ELEC: rung 3 calls those on duty for it, but there is nobody to call",
		"0s Seat ELEC: rung 4 calls the whole group, but there is nobody to call",
		"0s Seat ELEC: rung 5 calls the commander",
	}, w.entries(incident.KindRung))
	require.Equal(t, []string{"0s Coy called: nobody yet for Seat ELEC", "0s May called: nobody yet for Seat ELEC"}, w.entries(incident.KindPageSent))
}

func TestLastRungRepeatsOnABeatThatAllLaddersShare(t *testing.T) {
	company := func(at time.Duration) frozen.Rung {
		return frozen.Rung{At: at, Page: []frozen.Selector{frozen.Company}, Repeat: time.Minute}
	}
	p := plan([]frozen.Seat{asks("SEC", 1, climbs(company(10*time.Second))), asks("MED", 1, climbs(company(25*time.Second)))})
	w := begin(t, declared(p, house()))
	w.to(2*time.Minute + time.Second)
	require.Equal(t, []string{
		"10s coy", "10s may", "25s coy #2", "25s may #2", "1m0s coy #3", "1m0s may #3", "2m0s coy #4", "2m0s may #4",
	}, w.calls())
	require.Contains(t, w.last("coy"), "NOBODY YET for: Seat SEC, Seat MED")
}

func TestLadderWithoutARepeatEnds(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, climbs(frozen.Rung{Page: []frozen.Selector{frozen.Company}}))})
	p.Seats[0].Day = 0 // nobody is needed by day: no ladder begins, and none is missing
	w := begin(t, declared(p, house()))
	w.to(time.Hour)
	require.Empty(t, w.calls())
	require.False(t, w.seat("SEC").Open)
}

func TestGroupRungCallsEverybodyOfTheGroup(t *testing.T) {
	ladder := climbs(frozen.Rung{Page: []frozen.Selector{frozen.Group}}, frozen.Rung{At: time.Minute, Page: []frozen.Selector{frozen.Company}, Repeat: time.Minute})
	site := grouped(house(post("", "ann", "ben", "cao", "dai", "eve", "hal")), "ann", "cao", "eve")
	w := begin(t, declared(plan([]frozen.Seat{asks("MED", 1, ladder)}), site))
	w.to(time.Second)
	require.Equal(t, []string{"0s hal", "0s ann", "0s cao", "0s eve"}, w.calls(), "the lead first, however few are needed")
}

func TestLeadRungCallsTheLead(t *testing.T) {
	ladder := climbs(frozen.Rung{Page: []frozen.Selector{frozen.Lead}}, frozen.Rung{At: time.Minute, Page: []frozen.Selector{frozen.Company}, Repeat: time.Minute})
	for _, story := range []struct {
		name  string
		posts []string
		calls []string
	}{{"on duty", []string{"hal"}, []string{"0s hal"}}, {"off duty", nil, []string{"0s coy", "0s may"}}} {
		t.Run(story.name, func(t *testing.T) {
			w := begin(t, declared(plan([]frozen.Seat{asks("MED", 1, ladder)}), house(post("", story.posts...))))
			w.to(time.Second)
			require.Equal(t, story.calls, w.calls())
		})
	}
}

func TestHoldersAreThoseOfTheMomentWhenTheRungComes(t *testing.T) {
	site := house()
	site.Roster.Shifts = append(site.Roster.Shifts[:0],
		shift("early", "00:00", "12:01", post("SEC", "ann")), shift("late", "12:01", "00:00", post("SEC", "ben")))
	ladder := climbs(
		frozen.Rung{Page: []frozen.Selector{frozen.Holders}}, frozen.Rung{At: 2 * time.Minute, Page: []frozen.Selector{frozen.Holders}},
		frozen.Rung{At: time.Hour, Page: []frozen.Selector{frozen.Company}, Repeat: time.Minute})
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1, ladder)}), site))
	w.to(3 * time.Minute)
	require.Equal(t, []string{"0s ann", "1m0s ben", "3m0s ben #2"}, w.calls(), "the new shift is called when it comes, and its ladder is its own")
}

func TestEscalateBringsTheNextRungForward(t *testing.T) {
	p := plan([]frozen.Seat{asks("ELEC", 1, licence("elec")), asks("SEC", 1)})
	w := begin(t, declared(p, skilled(house(post("ELEC", "ann"), post("SEC", "fay"), post("", "ben")), "elec", "ann", "ben")))
	w.to(5 * time.Second)
	w.order(w.inc.Escalate(w.now, incident.Escalate{Seat: "ELEC", By: "gus", Reason: "hurry"}))
	require.Equal(t, []string{"0s ann", "0s fay", "5s ann #2", "5s ben"}, w.calls())
	w.order(w.inc.Escalate(w.now, incident.Escalate{By: "gus"}))
	require.Contains(t, w.calls(), "5s fay #2")
	require.Equal(t, []string{"5s Next rung ordered for ELEC: hurry", "5s Next rung ordered for every open seat"}, w.entries(incident.KindNote))
}

func TestEscalateWithNothingToEscalateIsRefused(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "3")
	refused(t, incident.CodeNothing, w.inc.Escalate(w.now, incident.Escalate{By: "gus"}))
	refused(t, incident.CodeNothing, w.inc.Escalate(w.now, incident.Escalate{By: "gus", Seat: "ELEC"}))
	refused(t, incident.CodeNoSeat, w.inc.Escalate(w.now, incident.Escalate{By: "gus", Seat: "NONE"}))
}

func TestFourthPersonIsCalledAfterOneIgnoresOneDeclinesAndOneBounces(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.habits["ben"] = func(message) { w.later(8*time.Second, func() { w.says("ben", "5") }) }
	w.habits["cao"] = func(m message) {
		w.later(2*time.Second, func() {
			w.inc.Delivered(w.now, []incident.Receipt{{Page: m.page, Attempt: m.n, CarrierID: w.ledger[key(m.page, m.n)], State: incident.AttemptFailed, Failure: incident.FailRecipient}})
			w.settle()
		})
	}
	w.habits["dai"] = func(message) { w.later(4*time.Second, func() { w.says("dai", "3") }) }
	w.to(time.Hour)
	require.Equal(t, []string{"0s ann", "30s ann #2", "30s ben", "38s cao", "40s dai"}, w.calls())
	require.Equal(t, "dai", w.seat("ELEC").Holders[0].Responder)
	require.Equal(t, []string{"44s Seat ELEC filled (1/1)"}, w.entries(incident.KindSeatFilled)[:1])
}

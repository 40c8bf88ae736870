package incident_test

// Stories of sending once: what is known of a message, and what is done while nothing is (RESPONSE.md section 3).

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestLostAnswerIsAskedAboutAndTheMessageAdopted(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	lost := true
	w.fate = func(s incident.Send) incident.Result {
		if lost {
			lost = false
			w.takeIn(s) // it has arrived, and nobody knows
			return incident.Result{Fate: incident.FateUnknown}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.to(5*time.Second - time.Millisecond)
	require.Equal(t, incident.AttemptUnknown, w.pageOf("ann").Attempts[0].State)
	require.Nil(t, w.pageOf("ann").Attempts[0].CarrierID)
	require.Equal(t, []string{"0s Message to Ann: the carrier's answer was lost; asking before repeating"}, w.entries(incident.KindUnknown))
	require.Empty(t, w.asked)
	w.to(5 * time.Second)
	require.Len(t, w.asked, 1)
	require.True(t, w.asked[0].MaySend)
	require.Equal(t, noon.Add(-time.Minute), w.asked[0].Since)
	require.Equal(t, w.sent[0].body, w.asked[0].Body)
	require.Equal(t, incident.AttemptSent, w.pageOf("ann").Attempts[0].State)
	require.Equal(t, "SM1", *w.pageOf("ann").Attempts[0].CarrierID)
	w.to(29 * time.Second)
	require.Equal(t, []string{"0s ann"}, w.calls(), "it is not sent again")
}

func TestLostMessageIsSentOnceTheCarrierDoesNotKnowIt(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.fate = func(incident.Send) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.to(6 * time.Second)
	require.Equal(t, []string{"5s ann"}, w.calls())
	require.Equal(t, incident.AttemptSent, w.pageOf("ann").Attempts[0].State)
	w.to(35 * time.Second)
	require.Equal(t, []string{"5s ann", "35s ann #2", "35s ben"}, w.calls(), "an unknown fate never stops the ladder's clock")
}

func TestCarrierThatCannotTellIsAskedAgain(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.fate = func(incident.Send) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.learn = func(incident.Ask) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.to(21 * time.Second)
	require.Len(t, w.asked, 4, "at 5, 10, 15 and 20 s")
	require.Equal(t, incident.AttemptUnknown, w.pageOf("ann").Attempts[0].State)
	require.Len(t, w.entries(incident.KindUnknown), 1)
	require.Empty(t, w.calls())
}

func TestSupersededMessageIsAskedAboutAndNeverSent(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.fate = func(s incident.Send) incident.Result {
		if s.Attempt == 1 && s.To == w.phone("ann") {
			return incident.Result{Fate: incident.FateUnknown}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	silent := true
	w.learn = func(q incident.Ask) incident.Result {
		if silent {
			return incident.Result{Fate: incident.FateUnknown}
		}
		require.False(t, q.MaySend)
		require.Equal(t, []string{"SM1"}, q.Known, "the second call's id is not the first one's")
		return incident.Result{Fate: incident.FateAbsent}
	}
	w.to(30 * time.Second)
	require.Equal(t, incident.AttemptSuperseded, w.pageOf("ann").Attempts[0].State)
	silent = false
	w.to(44 * time.Second)
	require.Equal(t, []string{"30s ann #2", "30s ben"}, w.calls())
	require.Equal(t, incident.AttemptSuperseded, w.pageOf("ann").Attempts[0].State)
	asked := len(w.asked)
	w.to(89 * time.Second)
	require.Len(t, w.asked, asked, "its fate is known")
}

func TestMessageOfAnAnsweredPageIsNotSentAnyMore(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.fate = func(incident.Send) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.to(time.Second)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "ELEC", Responder: "ann", By: "gus"}))
	w.fate = nil
	w.to(6 * time.Second)
	require.False(t, w.asked[0].MaySend)
	require.Empty(t, w.calls())
}

// opening is a wave in flight: what an incident first sends, and nothing come back.
func opening(t *testing.T, in frozen.Input) (*incident.Incident, []incident.Send) {
	t.Helper()
	i := incident.Begin(in, noon)
	work := i.Take(noon, false, false)
	require.Len(t, work.Waves, 1)
	return i, work.Waves[0]
}

func attempts(i *incident.Incident, page string) []incident.AttemptState {
	var states []incident.AttemptState
	for _, p := range i.State.Pages {
		for _, a := range p.Attempts {
			if p.ID == page {
				states = append(states, a.State)
			}
		}
	}
	return states
}

func at(d time.Duration) time.Time { return noon.Add(d) }

func TestWaveThatWasLostLeavesAllItsMessagesUnknown(t *testing.T) {
	i, wave := opening(t, practised(plan([]frozen.Seat{asks("SEC", 2)}), house(post("SEC", "ann", "ben"))))
	i.Sent(at(6*time.Second), wave, []incident.Result{{Page: "p1", Attempt: 2, Fate: incident.FateSent, CarrierID: "SMx"}, {Page: "p2", Attempt: 1, Fate: incident.FateSent, CarrierID: "SM2"}})
	require.Equal(t, []incident.AttemptState{incident.AttemptUnknown}, attempts(i, "p1"))
	require.Equal(t, []incident.AttemptState{incident.AttemptSent}, attempts(i, "p2"))
	due, ok := i.NextDue()
	require.True(t, ok)
	require.Equal(t, at(11*time.Second), due)
	require.False(t, i.Quiet())
}

func TestQuestionThatWasAbandonedIsPutAgainOnceItCannotSendAnyMore(t *testing.T) {
	i, wave := opening(t, practised(oneElectrician(), electricians()))
	i.Sent(noon, wave, nil)
	asks := i.Take(at(5*time.Second), false, false).Asks
	require.Len(t, asks, 1)
	require.Empty(t, i.Take(at(5*time.Second), false, false).Asks, "it is under way")
	require.False(t, i.Quiet())
	i.Take(at(10*time.Second), false, false)
	due, _ := i.NextDue()
	require.Equal(t, at(30*time.Second), due)
	i.Asked(at(10*time.Second), asks, nil)
	due, _ = i.NextDue()
	require.Equal(t, at(21*time.Second), due)
	require.Empty(t, i.Take(at(21*time.Second-1), false, false).Asks)
	require.Len(t, i.Take(at(21*time.Second), false, false).Asks, 1)
}

func TestQuestionsThatMightSendWhatIsNoLongerOwedAreStale(t *testing.T) {
	i, wave := opening(t, declared(plan([]frozen.Seat{asks("SEC", 2)}), house(post("SEC", "ann", "ben"))))
	i.Sent(noon, wave, nil)
	asks := i.Take(at(5*time.Second), false, false).Asks
	require.Len(t, asks, 2)
	require.False(t, i.Stale(asks))
	i.Answer(at(6*time.Second), incident.Inbound{ID: "x", From: asks[0].To, Body: "1"})
	require.True(t, i.Stale(asks))
	require.False(t, i.Stale(asks[1:]), "ben still has to be reached")
	asks[0].MaySend = false
	require.False(t, i.Stale(asks))
	gone := incident.Ask{MaySend: true, Send: incident.Send{Page: "p9", Attempt: 1}}
	require.False(t, i.Stale([]incident.Ask{gone}))
	gone.Page, gone.Attempt = "p1", 9
	require.False(t, i.Stale([]incident.Ask{gone}))
}

func TestMessageThatWasNotBegunIsBegunLater(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	n := 0
	w.fate = func(incident.Send) incident.Result {
		if n++; n <= 2 {
			return incident.Result{Fate: incident.FateNotStarted, After: time.Duration(n-1) * 7 * time.Second, Why: "rate"}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.to(10 * time.Second)
	require.Equal(t, []string{"7s ann"}, w.calls(), "at once, and then after what the carrier asked for")
	require.Equal(t, []string{"0s Message to Ann delayed by the carrier (rate)"}, w.entries(incident.KindThrottled))
	require.Len(t, w.pageOf("ann").Attempts, 1)
}

func TestMessageThatWasNotBegunIsForgottenOnceANewerOneIsDue(t *testing.T) {
	i, wave := opening(t, declared(oneElectrician(), electricians()))
	i.Take(at(30*time.Second), false, false)
	i.Sent(at(30*time.Second), wave, []incident.Result{{Page: "p1", Attempt: 1, Fate: incident.FateNotStarted, After: time.Second}})
	require.Equal(t, []incident.AttemptState{incident.AttemptSuperseded, incident.AttemptSending}, attempts(i, "p1"))
	i, wave = opening(t, declared(oneElectrician(), electricians()))
	i.Take(at(30*time.Second), false, false)
	i.Sent(at(30*time.Second), wave, nil)
	require.Equal(t, []incident.AttemptState{incident.AttemptSuperseded, incident.AttemptSending}, attempts(i, "p1"))
	asks := i.Take(at(35*time.Second), false, false).Asks
	require.Len(t, asks, 1, "it is asked about all the same")
	require.False(t, asks[0].MaySend)
}

func TestThrottledMessageIsSupersededByANewerOne(t *testing.T) {
	i, wave := opening(t, declared(oneElectrician(), electricians()))
	i.Sent(noon, wave, []incident.Result{{Page: "p1", Attempt: 1, Fate: incident.FateNotStarted, After: time.Minute}})
	i.Take(at(30*time.Second), false, false)
	require.Equal(t, []incident.AttemptState{incident.AttemptSuperseded, incident.AttemptSending}, attempts(i, "p1"))
}

func TestReceiptsComeInAnyOrder(t *testing.T) {
	sent, delivered := incident.AttemptSent, incident.AttemptDelivered
	for name, story := range map[string]struct {
		states []incident.AttemptState
		ends   incident.AttemptState
	}{
		"in order":               {[]incident.AttemptState{sent, delivered}, delivered},
		"the other way round":    {[]incident.AttemptState{delivered, sent}, delivered},
		"failed after delivered": {[]incident.AttemptState{delivered, incident.AttemptFailed}, delivered},
		"failed":                 {[]incident.AttemptState{sent, incident.AttemptFailed}, incident.AttemptFailed},
	} {
		t.Run(name, func(t *testing.T) {
			i, wave := opening(t, declared(oneElectrician(), electricians()))
			i.Sent(noon, wave, []incident.Result{{Page: "p1", Attempt: 1, Fate: incident.FateSent, CarrierID: "SM1"}})
			for _, s := range story.states {
				i.Delivered(at(time.Second), []incident.Receipt{{Page: "p1", Attempt: 1, CarrierID: "SM1", State: s, Failure: incident.FailUnreachable}})
			}
			require.Equal(t, []incident.AttemptState{story.ends}, attempts(i, "p1"))
		})
	}
}

func TestReceiptSettlesAnUnknownMessage(t *testing.T) {
	i, wave := opening(t, declared(oneElectrician(), electricians()))
	i.Delivered(noon, []incident.Receipt{{Page: "p1", Attempt: 1, CarrierID: "SM7", State: incident.AttemptSent}})
	i.Sent(noon, wave, nil)
	require.Equal(t, []incident.AttemptState{incident.AttemptSent}, attempts(i, "p1"), "the receipt came before the wave's own result")
	require.Empty(t, i.Take(at(5*time.Second), false, false).Asks)
	require.Equal(t, "SM7", i.State.Pages[0].Attempts[0].CarrierID)
}

func TestSecondMessageForAnAttemptIsWrittenDownAsADuplicate(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.inc.Delivered(w.now, []incident.Receipt{{Page: "p1", Attempt: 1, CarrierID: "SM99", State: incident.AttemptSent}, {Page: "p7", Attempt: 1}, {Page: "p1", Attempt: 7}})
	w.settle()
	require.Equal(t, []string{"1s The carrier took the same message to Ann twice: a duplicate"}, w.entries(incident.KindDuplicate))
	require.Equal(t, "SM1", *w.pageOf("ann").Attempts[0].CarrierID)
}

func TestWavesCarryTenAndPagesGoBeforeTheRest(t *testing.T) {
	var seats []frozen.Seat
	var posts []string
	for n := range 12 {
		id := people[n]
		seats = append(seats, asks("S"+id, 1))
		posts = append(posts, id)
	}
	p := plan(seats)
	site := house()
	for _, id := range posts {
		site.Roster.Shifts[0].Posts = append(site.Roster.Shifts[0].Posts, post("S"+id, id))
	}
	i := incident.Begin(declared(p, site), noon)
	require.Empty(t, i.Take(noon, true, false).Waves, "while history is full no message is begun")
	waves := i.Take(noon, false, true).Waves
	require.Equal(t, []int{10, 2}, []int{len(waves[0]), len(waves[1])})
	i.Sent(noon, waves[0], nil)
	i.Sent(noon, waves[1], nil)
	require.Empty(t, i.Take(at(5*time.Second), true, false).Asks)
	require.Len(t, i.Take(at(5*time.Second), false, false).Asks, 10)
	require.Len(t, i.Take(at(5*time.Second), false, false).Asks, 2)
}

func TestWhatIsLessUrgentWaitsForTheWaveUnderWay(t *testing.T) {
	i, wave := opening(t, declared(plan([]frozen.Seat{asks("SEC", 1, within(time.Minute))}, does("S1", "SEC")), house(post("SEC", "ann", "ben"))))
	i.Sent(noon, wave, []incident.Result{{Page: "p1", Attempt: 1, Fate: incident.FateSent, CarrierID: "SM1"}})
	i.Answer(noon, incident.Inbound{ID: "x", From: wave[0].To, Body: "1"})
	require.Empty(t, i.Take(noon, false, true).Waves, "her task can wait for a wave that is under way")
	require.Len(t, i.Take(noon, false, false).Waves, 1)
}

func TestAnswerThatNamesAnotherMessageOfThePersonIsNotBelieved(t *testing.T) {
	i, wave := opening(t, declared(oneElectrician(), electricians()))
	i.Sent(noon, wave, []incident.Result{{Page: "p1", Attempt: 1, Fate: incident.FateSent, CarrierID: "SM1"}})
	second := i.Take(at(30*time.Second), false, false).Waves[0]
	i.Sent(at(30*time.Second), second, []incident.Result{{Page: "p1", Attempt: 2, Fate: incident.FateSent, CarrierID: "SM1"}, {Page: "p2", Attempt: 1, Fate: incident.FateNotStarted}})
	require.Equal(t, []incident.AttemptState{incident.AttemptSent, incident.AttemptUnknown}, attempts(i, "p1"))
	require.Equal(t, []incident.AttemptState{incident.AttemptWaiting}, attempts(i, "p2"))
}

package incident_test

// Stories of a phone that several people share.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// onePhone gives some people of a site the phone of the first of them.
func onePhone(s frozen.Site, ids ...string) frozen.Site {
	phone := ""
	for _, id := range ids {
		for k := range s.Roster.Responders {
			if r := &s.Roster.Responders[k]; r.ID == id {
				if phone == "" {
					phone = r.Phone
				}
				r.Phone = phone
			}
		}
	}
	return s
}

// shared is an incident that asks ann and ben, who share a phone, for one seat, and dai for it too.
func shared(t *testing.T, change ...func(*frozen.Input)) *town {
	t.Helper()
	in := declared(plan([]frozen.Seat{asks("SEC", 3)}), onePhone(house(post("SEC", "ann", "ben", "dai"), post("", "eve", "fay")), "ann", "ben"))
	for _, c := range change {
		c(&in)
	}
	w := begin(t, in)
	w.trip = true
	return w
}

// toPhone are the bodies of the messages that a person's phone got.
func (w *town) toPhone(id string) []string {
	var list []string
	for _, m := range w.sent {
		if m.phone == w.phone(id) {
			list = append(list, m.body)
		}
	}
	return list
}

func TestOneMessageAsksAllWhoShareAPhone(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	ann, ben := w.pageOf("ann"), w.pageOf("ben")
	require.Equal(t, []string{
		"Fire L3 12:00 Building 1, floor 2: smoke. Ann: You: Seat SEC - duty of SEC. Reply " + *ann.Token + " 1 accept, " + *ann.Token + " 5 cannot. " +
			"Ben: You: Seat SEC - duty of SEC. Reply " + *ben.Token + " 1 accept, " + *ben.Token + " 5 cannot",
	}, w.toPhone("ann"))
	require.Len(t, w.sent, 2, "and dai has one")
	require.Equal(t, incident.AttemptSent, ann.Attempts[0].State)
	require.Equal(t, ann.Attempts[0].CarrierID, ben.Attempts[0].CarrierID)
	require.ElementsMatch(t, []string{"0s Ann called: Seat SEC", "0s Ben called: Seat SEC", "0s Dai called: Seat SEC"}, w.entries(incident.KindPageSent))
}

func TestTheCodeDecidesWhoAnswers(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	require.Contains(t, w.says("ann", w.codeOf("ben")+" 1"), "Ben: Accepted: Seat SEC")
	require.Equal(t, []string{"ben"}, w.holders("SEC"))
	require.Contains(t, w.says("ben", w.codeOf("ann")+" 5"), "Ann: Noted: you cannot.")
	require.Equal(t, incident.PageDeclined, w.pageOf("ann").State)
	require.Contains(t, w.says("ann", "3"), "Ben: Noted: on scene", "nobody else of them has anything open")
}

func TestWithoutACodeItIsAskedWho(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	asked := "Who answers? Nothing was changed. Start with your code: " + w.codeOf("ann") + " 1 = Ann, " + w.codeOf("ben") + " 1 = Ben"
	require.Equal(t, asked, w.says("ann", "1"))
	require.Empty(t, w.holders("SEC"))
	require.Equal(t, asked, w.says("ann", "ok"), "nor has either of them seen it")
	w.says("ann", w.codeOf("ben")+" 1")
	require.Equal(t, "Who answers? Nothing was changed. Start with your code: "+w.codeOf("ann")+" 3 = Ann, "+w.codeOf("ben")+" 3 = Ben", w.says("ann", "3"))
	require.Contains(t, w.says("ann", "Y9Y 1"), "That code is not one of yours.")
	require.Equal(t, []string{"ben"}, w.holders("SEC"))
}

func TestDangerOnASharedPhoneWaitsForNoQuestion(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	require.Equal(t, "Ann, Ben: DANGER noted, the commander is being alerted. Get to safety first.", w.says("ann", "7"))
	require.Contains(t, w.last("boss"), "DANGER reported by Ann")
	require.Contains(t, w.last("boss"), "DANGER reported by Ben")
	require.Len(t, w.bodies("boss", incident.CallPage), 1, "named together")
}

func TestTheCodeSaysWhoIsInDanger(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	require.Contains(t, w.says("ann", w.codeOf("ben")+" 7"), "Ben: DANGER noted")
	require.Contains(t, w.last("boss"), "DANGER reported by Ben")
	require.NotContains(t, w.last("boss"), "Ann")
}

func TestStopIsOfThePhone(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	require.Empty(t, w.says("ann", "STOP"))
	require.Equal(t, incident.PageUnreachable, w.pageOf("ann").State)
	require.Equal(t, incident.PageUnreachable, w.pageOf("ben").State)
	require.Equal(t, "Ann, Ben: You receive emergency messages again.", w.says("ann", "START"))
}

func TestAllIsRepeatedToASharedPhone(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	said := w.says("ann", "0")
	require.Contains(t, said, "Ann: Fire L3")
	require.Contains(t, said, "\nBen: Fire L3")
}

func TestWhatTheNetworkSaysIsSaidOfAllWhoShare(t *testing.T) {
	w := shared(t)
	w.cutPhone("ann", incident.FailRecipient)
	w.to(time.Second)
	for _, id := range []string{"ann", "ben"} {
		require.Equal(t, incident.PageUnreachable, w.pageOf(id).State)
		require.Equal(t, incident.AttemptFailed, w.pageOf(id).Attempts[0].State)
	}
	require.Len(t, w.entries(incident.KindUnreachable), 2)
}

func TestAReceiptIsOfAllWhoShare(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	p := w.pageOf("ann")
	w.inc.Delivered(w.now, []incident.Receipt{{Page: p.ID, Attempt: 1, CarrierID: *p.Attempts[0].CarrierID, State: incident.AttemptUndelivered, Failure: incident.FailUnreachable}})
	w.settle()
	for _, id := range []string{"ann", "ben"} {
		require.Equal(t, incident.AttemptUndelivered, w.pageOf(id).Attempts[0].State)
	}
	require.Contains(t, w.calls(), "1s eve", "others are called in their places at once")
	require.Contains(t, w.calls(), "1s fay")
}

// doubtful is shared, and it is not known whether the first messages have left; the carrier knows none of them.
func doubtful(t *testing.T) *town {
	w := shared(t)
	w.fate = func(incident.Send) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.to(time.Second)
	w.fate = nil
	return w
}

func TestADoubtfulMessageIsAskedAboutOnceForAll(t *testing.T) {
	w := doubtful(t)
	w.to(10 * time.Second)
	require.Len(t, w.asked, 2, "one for the phone, one for dai")
	require.True(t, w.asked[0].MaySend)
	require.Contains(t, w.asked[0].Body, "Ben: You")
	require.Len(t, w.toPhone("ann"), 1)
	for _, id := range []string{"ann", "ben"} {
		require.Equal(t, incident.AttemptSent, w.pageOf(id).Attempts[0].State)
	}
}

func TestWhoIsStillOwedAMessageGetsTheirOwn(t *testing.T) {
	for _, gone := range []string{"ann", "ben"} {
		w := doubtful(t)
		left := strings.NewReplacer("ann", "ben", "ben", "ann").Replace(gone)
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: gone, By: "desk"}))
		w.to(10 * time.Second)
		require.False(t, w.asked[0].MaySend, "what would ask for more than is owed is not sent any more")
		require.Equal(t, incident.AttemptSuperseded, w.pageOf(left).Attempts[0].State)
		require.Equal(t, incident.AttemptSent, w.pageOf(left).Attempts[1].State)
		body := w.bodies(left, incident.CallPage)[0]
		require.Contains(t, body, "2nd call. "+strings.ToUpper(left[:1])+left[1:]+": Fire")
		require.NotContains(t, body, strings.ToUpper(gone[:1])+gone[1:])
	}
}

func TestWhatWasNotBegunLeavesTogetherLater(t *testing.T) {
	w := shared(t)
	w.fate = func(incident.Send) incident.Result {
		return incident.Result{Fate: incident.FateNotStarted, After: 2 * time.Second, Why: "rate"}
	}
	w.to(time.Second)
	w.fate = nil
	w.to(5 * time.Second)
	require.Len(t, w.toPhone("ann"), 1)
	require.Contains(t, w.toPhone("ann")[0], "Ben: You")
}

func TestReadersOfTwoLanguagesGetTheirOwn(t *testing.T) {
	in := declared(plan([]frozen.Seat{asks("SEC", 2)}), onePhone(house(post("SEC", "ann", "cao")), "ann", "cao"))
	w := begin(t, in)
	w.to(time.Second)
	require.Len(t, w.toPhone("ann"), 2)
	require.Contains(t, w.toPhone("ann")[0], "Ann: Fire L3")
	require.Contains(t, w.toPhone("ann")[1], "曹明：中Fire")
}

func TestOneIsCalledAfterTheOther(t *testing.T) {
	w := shared(t, func(in *frozen.Input) { in.Channels = append(in.Channels, frozen.Voice) })
	w.to(46 * time.Second)
	calls := func() (list []string) {
		for _, m := range w.sent {
			if strings.Contains(m.body, "This call is for") {
				list = append(list, m.at.String()+" "+m.to)
			}
		}
		return list
	}
	require.Equal(t, []string{"45s ann"}, calls())
	w.ends("ann", incident.AttemptFailed, incident.FailNoAnswer)
	require.Equal(t, []string{"45s ann", "46s ben"}, calls())
}

func TestACallOfWhichNothingIsHeardKeepsThePhoneForAWhile(t *testing.T) {
	w := shared(t, func(in *frozen.Input) { in.Channels = append(in.Channels, frozen.Voice) })
	w.to(91 * time.Second)
	last := w.rung("ben")
	require.Equal(t, 90*time.Second, last.At.Sub(w.opened))
}

func TestWhoIsPutIntoASeatHasACode(t *testing.T) {
	w := shared(t, func(in *frozen.Input) { in.Plan.Seats[0].Day = 1 })
	w.to(time.Second)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ben", By: "desk"}))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ann", By: "desk"}))
	note := w.last("ben")
	require.Contains(t, note, "Ben: Fire, Building 1, floor 2: you have been assigned to Seat SEC.")
	code := note[strings.LastIndex(note, "[")+1 : strings.LastIndex(note, "]")]
	require.Contains(t, w.says("ann", "3"), code+" 3 = Ben")
	require.Contains(t, w.says("ann", code+" 3"), "Ben: Noted: on scene")
}

func TestALateReplyNamesWhomItIsFor(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	w.inc.AnswerLate(w.now, incident.Inbound{ID: "late1", From: w.phone("ann"), Body: w.codeOf("ben") + " 1"})
	w.inc.AnswerLate(w.now, incident.Inbound{ID: "late2", From: w.phone("ann"), Body: "3"})
	w.settle()
	require.Contains(t, w.last("ben"), "Ben: Accepted: Seat SEC")
	require.Contains(t, w.last("ann"), "Who answers?")
}

func TestOlderIncidentsKnowOneOwner(t *testing.T) {
	w := shared(t, func(in *frozen.Input) { in.Rules = frozen.PhonesAreShared - 1 })
	require.Equal(t, []string{"ann"}, w.inc.Owners(w.phone("ben")))
}

// cutPhone has every message to the phone of somebody fail, whoever of those who share it the message is for.
func (w *town) cutPhone(id string, why incident.Failure) {
	w.fate = func(s incident.Send) incident.Result {
		if s.To == w.phone(id) {
			return incident.Result{Fate: incident.FateFailed, Failure: why}
		}
		return incident.Result{Fate: incident.FateSent}
	}
}

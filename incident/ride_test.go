package incident_test

// Stories of pages that ride together, and of what the network and a wrong number mean for all who share a phone.

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
)

// unlike is the other one of ann and ben, who share a phone.
func unlike(id string) string { return strings.NewReplacer("ann", "ben", "ben", "ann").Replace(id) }

func named(id string) string { return strings.ToUpper(id[:1]) + id[1:] }

// A message that was not begun asks nobody. When one of those whom it would have asked needs it no more, the other's message is
// theirs alone: it does not name the first, and if it is not known whether it has left, it is asked about.
func TestWhoIsLeftOfAMessageThatWasNotBegunIsAskedOnTheirOwn(t *testing.T) {
	for _, gone := range []string{"ann", "ben"} {
		w, left := shared(t), unlike(gone)
		w.fate = func(incident.Send) incident.Result {
			return incident.Result{Fate: incident.FateNotStarted, After: 2 * time.Second, Why: "rate"}
		}
		w.to(time.Second)
		w.fate = func(s incident.Send) incident.Result {
			if s.To == w.phone(left) && w.page(s.Page).Kind == incident.CallPage {
				return incident.Result{Fate: incident.FateUnknown}
			}
			return incident.Result{Fate: incident.FateSent}
		}
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: gone, By: "desk"}))
		w.to(15 * time.Second)
		require.Len(t, w.asked, 1, "what became of the message of %s", left)
		require.Equal(t, w.page(w.asked[0].Page).Responder, left)
		require.True(t, w.asked[0].MaySend)
		require.NotContains(t, w.asked[0].Body, named(gone))
		require.Equal(t, incident.AttemptSent, w.pageOf(left).Attempts[0].State)
	}
}

func TestTwoSharedPhonesInOneWaveGetAMessageEach(t *testing.T) {
	site := house(post("SEC", "ann", "ben", "dai", "eve"))
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 4)}), onePhone(onePhone(site, "ann", "ben"), "dai", "eve")))
	w.trip = true
	w.to(time.Second)
	for _, pair := range [][]string{{"ann", "ben", "Dai", "Eve"}, {"dai", "eve", "Ann", "Ben"}} {
		require.Len(t, w.toPhone(pair[0]), 1)
		body := w.toPhone(pair[0])[0]
		for k, id := range pair[:2] {
			require.Contains(t, body, named(id)+": You: Seat SEC")
			require.NotContains(t, body, pair[2+k])
			require.Equal(t, incident.AttemptSent, w.pageOf(id).Attempts[0].State)
		}
	}
}

// An attempt that rides is never asked about itself, so it is not what is due while the question about the leading one is out:
// the engine would wake for it again and again.
func TestNothingIsDueForThoseWhoRideWhileTheirMessageIsAskedAbout(t *testing.T) {
	w := doubtful(t)
	questions := 0
	w.learn = func(incident.Ask) incident.Result {
		questions++
		at, ok := w.inc.NextDue()
		require.True(t, ok)
		require.True(t, at.After(w.now), "due at %s, now %s", at, w.now)
		return incident.Result{Fate: incident.FateUnknown}
	}
	w.to(25 * time.Second)
	require.Greater(t, questions, 2)
}

// alone is an incident that asks ann for its only seat; ben, who shares her phone, is the second and dai the third.
func alone(t *testing.T) *town {
	t.Helper()
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}), onePhone(house(post("SEC", "ann", "ben", "dai")), "ann", "ben")))
	w.trip = true
	return w
}

func TestWhoSharesAPhoneThatIsOutOfReachIsNotTriedOverIt(t *testing.T) {
	fails := func(w *town) { // at once
		w.fate = func(s incident.Send) incident.Result {
			if s.To == w.phone("ann") {
				return incident.Result{Fate: incident.FateFailed, Failure: incident.FailRecipient}
			}
			return incident.Result{Fate: incident.FateSent}
		}
		w.to(0)
	}
	bounces := func(w *town) { // as a receipt says later
		w.to(0)
		p := w.pageOf("ann")
		w.inc.Delivered(w.now, []incident.Receipt{{Page: p.ID, Attempt: 1, CarrierID: *p.Attempts[0].CarrierID, State: incident.AttemptFailed, Failure: incident.FailRecipient}})
		w.settle()
	}
	for how, happens := range map[string]func(*town){"at once": fails, "later": bounces} {
		w := alone(t)
		happens(w)
		w.to(10 * time.Minute)
		require.NotContains(t, strings.Join(w.calls(), ", "), "ben", how)
		require.Contains(t, w.calls(), "0s dai", "%s: the next one who can be reached is asked at once", how)
	}
}

func TestWhoSharesAPhoneThatOptedOutIsReportedOnce(t *testing.T) {
	w := shared(t)
	w.cutPhone("ann", incident.FailOptedOut)
	w.to(time.Second)
	require.Len(t, w.told("boss"), 2, "one for each of them: %q", w.told("boss"))
}

// collides is an id of an incident in which two people's codes would be the same, were each chosen for its person alone.
func collides(t *testing.T, one, other string, n, m int) string {
	t.Helper()
	free := func(string) bool { return false }
	for k := range 100_000 {
		id := fmt.Sprintf("inc-%d", k)
		if reply.NewToken(id, one, n, free) == reply.NewToken(id, other, m, free) {
			return id
		}
	}
	require.Fail(t, "no such id")
	return ""
}

// ordinal is the number of a person's page, from which its code comes.
func (w *town) ordinal(id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(w.pageOf(id).ID, "p"))
	require.NoError(w.t, err)
	return n
}

func TestNoCodeIsThatOfTwoWhoShareAPhone(t *testing.T) {
	like := shared(t)
	like.to(time.Second)
	id := collides(t, "ann", "ben", like.ordinal("ann"), like.ordinal("ben"))
	w := shared(t, func(in *frozen.Input) { in.ID = id })
	w.to(time.Second)
	require.Equal(t, like.ordinal("ben"), w.ordinal("ben"))
	require.NotEqual(t, w.codeOf("ann"), w.codeOf("ben"))
	require.Contains(t, w.says("ann", w.codeOf("ben")+" 1"), "Ben: Accepted")
	require.Equal(t, []string{"ben"}, w.holders("SEC"))
}

func TestNoPageHasTheCodeThatAnotherOfThePhoneIsSeatedUnder(t *testing.T) {
	like := alone(t)
	like.to(time.Second)
	id := collides(t, "ann", "ben", like.ordinal("ann"), -1)
	in := like.inc.In
	in.ID = id
	w := begin(t, in)
	w.to(time.Second)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "ben", By: "desk"}))
	note := w.last("ben")
	code := note[strings.LastIndex(note, "[")+1 : strings.LastIndex(note, "]")]
	require.NotEqual(t, w.codeOf("ann"), code)
	require.Contains(t, w.says("ann", code+" 3"), "Ben: Noted: on scene")
}

func TestAWrongNumberIsWrongForAllWhoShareIt(t *testing.T) {
	w := shared(t)
	w.to(time.Second)
	w.says("ann", "wrong number")
	for _, id := range []string{"ann", "ben"} {
		require.Equal(t, incident.PageUnreachable, w.pageOf(id).State)
	}
	require.Contains(t, w.calls(), "1s eve")
}

func TestAWrongNumberIsWrongForWhoWasNotAskedYet(t *testing.T) {
	w := alone(t)
	w.to(time.Second)
	w.says("ann", "wrong number")
	w.to(10 * time.Minute)
	require.NotContains(t, strings.Join(w.calls(), ", "), "ben")
}

func TestCodesAreThoseOfTheIncidentsQuarter(t *testing.T) {
	for quarter := 1; quarter <= reply.Quarters; quarter++ {
		w := shared(t, func(in *frozen.Input) { in.Quarter = quarter })
		w.to(time.Second)
		for _, p := range w.inc.State.Pages {
			require.Equal(t, quarter, reply.Quarter(p.Token), p.Token)
		}
		require.NotEmpty(t, w.inc.State.Pages)
	}
}

package testpage_test

// What becomes of a test page: it leaves once, whatever the network says of it, and its answer counts once.

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/testpage"
)

const phone = "+12025550103"

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func after(d time.Duration) time.Time { return noon.Add(d) }

func order() testpage.Order {
	return testpage.Order{Site: "riverside", Responder: "liu-yang", To: phone, Language: "en", Body: "TEST 12:00"}
}

// begun is a test page that was just ordered, through continue-as-new.
func begun(t *testing.T) *testpage.State {
	t.Helper()
	s := &testpage.State{BegunAt: noon}
	require.NoError(t, s.Begin(noon, "r1", order()))
	text, err := json.Marshal(s)
	require.NoError(t, err)
	var kept testpage.State
	require.NoError(t, json.Unmarshal(text, &kept))
	return &kept
}

// sent hands the message out and gives its fate.
func sent(t *testing.T, s *testpage.State, at time.Time, r incident.Result, held bool) incident.Send {
	t.Helper()
	send, ask := s.Take(at)
	require.NotNil(t, send)
	require.Nil(t, ask)
	none, _ := s.Take(at)
	require.Nil(t, none, "it is handed out once")
	r.Page = send.Page
	s.Sent(at, []incident.Result{r}, held)
	return *send
}

func in(id, body string) incident.Inbound { return incident.Inbound{ID: id, From: phone, Body: body} }

func TestAnswerShowsThatThePhoneWorks(t *testing.T) {
	for _, body := range []string{"OK", "收到", "1", "ok.", "👍"} {
		s := begun(t)
		_, counts := s.Answer(noon, in("m0", body))
		require.False(t, counts, "nothing has left")
		send := sent(t, s, noon, incident.Result{Fate: incident.FateSent, CarrierID: "SM1"}, false)
		require.Equal(t, phone, send.To)
		s.Received(after(time.Second), []incident.Receipt{{Page: send.Page, Attempt: 1, CarrierID: "SM1", State: incident.AttemptDelivered}})
		said, counts := s.Answer(after(2*time.Second), in("m1", body))
		require.True(t, counts, body)
		require.Contains(t, said, "only a test")
		kept, news := s.Unkept()
		require.True(t, news)
		require.Equal(t, after(time.Second), kept.DeliveredAt)
		require.Equal(t, after(2*time.Second), kept.AnsweredAt)
		require.Equal(t, "liu-yang", kept.Responder)
		again, counts := s.Answer(after(time.Minute), in("m1", body))
		require.True(t, counts)
		require.Equal(t, said, again, "the same text gets the same reply")
		_, counts = s.Answer(after(time.Minute), in("m2", body))
		require.False(t, counts, "it is answered")
		s.Kept = kept.Rev
		require.False(t, s.Over(after(time.Minute)))
		require.True(t, s.Over(after(time.Hour)))
	}
}

func TestWhatIsAboutSomethingElseIsNoAnswer(t *testing.T) {
	s := begun(t)
	sent(t, s, noon, incident.Result{Fate: incident.FateSent, CarrierID: "SM1"}, false)
	for _, body := range []string{"7", "danger", "STOP", "what is this?", "FIRE B3 12", "5", ""} {
		_, counts := s.Answer(after(time.Second), in("m-"+body, body))
		require.False(t, counts, body)
	}
	other := in("m1", "OK")
	other.From = "+12025550199"
	_, counts := s.Answer(after(time.Second), other)
	require.False(t, counts)
	_, counts = s.Answer(after(testpage.Awaited+time.Second), in("m2", "OK"))
	require.False(t, counts, "a day later")
	said, counts := s.Answer(after(time.Second), in("m3", "wrong number"))
	require.True(t, counts)
	require.Contains(t, said, "Sorry")
	kept, _ := s.Unkept()
	require.True(t, kept.WrongNumber)
}

func TestNumberIsLeftAloneForAMinute(t *testing.T) {
	s := begun(t)
	require.NoError(t, s.Begin(noon, "r1", order()), "the same request once more")
	require.ErrorContains(t, s.Begin(noon, "r2", order()), "still on its way")
	first := sent(t, s, noon, incident.Result{Fate: incident.FateSent, CarrierID: "SM1"}, false)
	require.ErrorContains(t, s.Begin(after(59*time.Second), "r2", order()), "less than a minute")
	require.NoError(t, s.Begin(after(time.Minute), "r2", order()))
	second := sent(t, s, after(time.Minute), incident.Result{Fate: incident.FateUnknown}, false)
	require.NotEqual(t, first.Page, second.Page)
	_, ask := s.Take(after(time.Minute + incident.SettleAfter))
	require.NotNil(t, ask)
	require.Equal(t, []string{"SM1"}, ask.Known, "the one before is not taken for it")
	s.Received(after(2*time.Minute), []incident.Receipt{{Page: first.Page, CarrierID: "SM1", State: incident.AttemptDelivered}})
	kept, _ := s.Unkept()
	require.True(t, kept.DeliveredAt.IsZero(), "the receipt is the other's")
}

func TestUnknownOneIsAskedAboutAndSentOnlyWhileItIsOfUse(t *testing.T) {
	s := begun(t)
	sent(t, s, noon, incident.Result{Fate: incident.FateUnknown}, false)
	due, waits := s.Due()
	require.True(t, waits)
	require.Equal(t, after(incident.SettleAfter), due)
	_, ask := s.Take(due)
	require.True(t, ask.MaySend)
	require.False(t, ask.Since.After(noon))
	_, waits = s.Due()
	require.False(t, waits, "the question is under way")
	s.Settled(due, nil, false)
	_, ask = s.Take(after(testpage.Tried))
	require.False(t, ask.MaySend, "ten minutes later nobody needs it")
	s.Settled(after(testpage.Tried), []incident.Result{{Page: ask.Page, Fate: incident.FateAbsent}}, false)
	kept, _ := s.Unkept()
	require.Equal(t, incident.AttemptFailed, kept.State)
	require.Equal(t, testpage.WhyLate, kept.Why)
}

func TestReceiptThatIsQuickerThanItsMessagesResultCounts(t *testing.T) {
	s := begun(t)
	send, _ := s.Take(noon)
	s.Received(noon, []incident.Receipt{{Page: send.Page, CarrierID: "SM1", State: incident.AttemptUndelivered, Failure: incident.FailUnreachable}})
	s.Sent(noon, nil, false)
	s.Received(noon, []incident.Receipt{{Page: send.Page, CarrierID: "SM1", State: incident.AttemptSent}, {Page: send.Page, CarrierID: "SM9", State: incident.AttemptDelivered}})
	kept, _ := s.Unkept()
	require.Equal(t, incident.AttemptUndelivered, kept.State)
	require.Equal(t, string(incident.FailUnreachable), kept.Why)
	_, ask := s.Take(after(time.Hour))
	require.Nil(t, ask)
}

func TestRefusedOneIsOverAndTheReasonIsKept(t *testing.T) {
	s := begun(t)
	sent(t, s, noon, incident.Result{Fate: incident.FateFailed, Failure: incident.FailRecipient}, false)
	kept, _ := s.Unkept()
	require.Equal(t, incident.AttemptFailed, kept.State)
	require.Equal(t, string(incident.FailRecipient), kept.Why)
	require.False(t, s.Over(after(time.Hour)), "it is not kept yet")
	s.Kept = kept.Rev
	require.True(t, s.Over(after(time.Hour)))
}

func TestItWaitsWhileARealIncidentIsOpenAndIsGivenUpAfterAWhile(t *testing.T) {
	s := begun(t)
	at := noon
	for k := 0; ; k++ {
		sent(t, s, at, incident.Result{Fate: incident.FateNotStarted, After: 2 * time.Second}, true)
		kept, _ := s.Unkept()
		require.Equal(t, testpage.WhyHeld, kept.Why)
		if kept.State == incident.AttemptFailed {
			require.Greater(t, k, 50)
			break
		}
		at, _ = s.Due()
	}
	require.WithinDuration(t, after(testpage.Tried), at, 10*time.Second)
}

func TestOneThatWasNeverOrderedEndsAfterAMinute(t *testing.T) {
	s := &testpage.State{BegunAt: noon}
	due, _ := s.Due()
	require.Equal(t, after(testpage.Every), due)
	require.False(t, s.Over(noon))
	require.True(t, s.Over(due))
	_, counts := s.Answer(noon, in("m1", "OK"))
	require.False(t, counts)
}

package incident_test

// Stories of calls: who is called by voice, and what a key does.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident"
	"muster/incident/frozen"
)

// spoken is voiced 46 seconds after its opening: ann has ignored two texts, and was called.
func spoken(t *testing.T, change ...func(*frozen.Input)) *town {
	t.Helper()
	return voiced(t, 46*time.Second, change...)
}

// voiced is an incident whose build and site have voice, a while after its opening. Nobody has answered; the ladder names voice at 45 s.
func voiced(t *testing.T, at time.Duration, change ...func(*frozen.Input)) *town {
	t.Helper()
	in := declared(oneElectrician(), electricians())
	in.Channels = []frozen.Channel{frozen.SMS, frozen.Voice}
	for _, c := range change {
		c(&in)
	}
	w := begin(t, in)
	w.to(at)
	return w
}

// rung is the call of a page, as it was last handed out.
func (w *town) rung(id string) *incident.Attempt {
	w.t.Helper()
	a := w.page(w.pageOf(id).ID).Attempts
	require.NotEmpty(w.t, a)
	last := a[len(a)-1]
	require.Equal(w.t, frozen.Voice, last.Channel)
	return last
}

// press presses a key in a person's call.
func (w *town) press(id, key string, round int) incident.Spoken {
	w.t.Helper()
	p, a := w.pageOf(id), w.rung(id)
	w.texts++
	said := w.inc.Press(w.now, incident.Press{
		ID: fmt.Sprintf("%s-%d-%s", a.CarrierID, round, key), Page: p.ID, Attempt: a.N, CarrierID: a.CarrierID, Key: key, Round: round,
	})
	w.settle()
	return said
}

// ends has the carrier report how a person's call went.
func (w *town) ends(id string, state incident.AttemptState, why incident.Failure) {
	w.t.Helper()
	p, a := w.pageOf(id), w.rung(id)
	w.inc.Delivered(w.now, []incident.Receipt{{Page: p.ID, Attempt: a.N, CarrierID: a.CarrierID, State: state, Failure: why}})
	w.settle()
}

func (w *town) keysOf(id string) (accept, cannot, repeat string) {
	w.t.Helper()
	k := incident.Keys(w.inc.In.ID, w.pageOf(id).ID, w.rung(id).N)
	return k.Accept, k.Cannot, k.Repeat
}

// wrongKey is one that means nothing in a person's call.
func (w *town) wrongKey(id string) string {
	a, c, r := w.keysOf(id)
	return strings.Map(func(digit rune) rune {
		if strings.ContainsRune(a+c+r, digit) {
			return -1
		}
		return digit
	}, "123456789")[:1]
}

func TestWhoIgnoresTextsIsCalledByVoiceAndAcceptsByKey(t *testing.T) {
	w := spoken(t)
	require.Equal(t, []string{"0s ann", "30s ann #2", "30s ben", "45s ann #3"}, w.calls())
	accept, cannot, repeat := w.keysOf("ann")
	require.Equal(t, "Fire, level L3, at Building 1, floor 2: smoke. You are needed as Seat ELEC: duty of ELEC. "+
		"To accept, press "+accept+". If you cannot, press "+cannot+". To hear this again, press "+repeat+".", w.last("ann"))
	said := w.press("ann", accept, 1)
	require.Contains(t, said.Text, "Accepted: Seat ELEC")
	require.Zero(t, said.Ask, "the call ends")
	require.Equal(t, incident.PageAccepted, w.pageOf("ann").State)
	require.Equal(t, 1, w.seat("ELEC").Filled)
	require.Equal(t, []string{"45s Ann called by voice: Seat ELEC"}, w.entries(incident.KindPageSent)[3:])
	require.Equal(t, said, w.press("ann", accept, 1), "a key that comes again changes nothing")
	require.Len(t, w.entries(incident.KindPageAccepted), 1)
	w.ends("ann", incident.AttemptDelivered, "")
	require.Empty(t, w.entries(incident.KindUnreachable), "whoever accepted has answered")
}

func TestAKeyDoesWhatTheTextDoes(t *testing.T) {
	byText, byKey := spoken(t), spoken(t)
	text := byText.says("ann", *byText.pageOf("ann").Token+" 1")
	accept, _, _ := byKey.keysOf("ann")
	require.Contains(t, byKey.press("ann", accept, 1).Text, strings.TrimSuffix(text, "."))
	require.Equal(t, byText.seat("ELEC"), byKey.seat("ELEC"))

	byText, byKey = spoken(t), spoken(t)
	byText.says("ann", *byText.pageOf("ann").Token+" 5")
	_, cannot, _ := byKey.keysOf("ann")
	require.Contains(t, byKey.press("ann", cannot, 1).Text, "you cannot")
	require.Equal(t, byText.calls(), byKey.calls(), "the same person is called next, at once")
	require.Equal(t, incident.PageDeclined, byKey.pageOf("ann").State)
}

func TestAWrongKeyAsksAgainOnceAndARepeatGivesMoreTime(t *testing.T) {
	w := spoken(t)
	wrong := w.wrongKey("ann")
	said := w.press("ann", wrong, 1)
	require.Contains(t, said.Text, "Key "+wrong+" is not one of these. To accept, press ")
	require.Equal(t, 2, said.Ask)
	require.Contains(t, said.Bye, "Nothing was accepted")
	said = w.press("ann", wrong, 2)
	require.Zero(t, said.Ask, "a machine does not try one key after the other")
	require.Contains(t, said.Text, "Goodbye")

	_, _, repeat := w.keysOf("ann")
	for round := 1; round < 5; round++ {
		said = w.press("ann", repeat, round)
		require.Contains(t, said.Text, "You are needed as Seat ELEC")
		require.Equal(t, round+1, said.Ask)
	}
	require.Zero(t, w.press("ann", repeat, 5).Ask, "but no call is without an end")
	require.Equal(t, incident.PagePaging, w.pageOf("ann").State)
	require.Contains(t, w.press("ann", "", 0).Text, "You are needed", "a carrier that asks is told what the call says")
}

func TestACallThatIsTakenWithoutAKeyIsNoAnswer(t *testing.T) {
	w := spoken(t)
	before := w.calls()
	w.ends("ann", incident.AttemptDelivered, "")
	require.Equal(t, incident.PagePaging, w.pageOf("ann").State, "a mailbox has not accepted")
	require.Equal(t, append(before, "46s cao"), w.calls(), "and the next person is called at once")
	require.Equal(t, []string{"46s Ann's phone was answered, but no key was pressed: that is no acceptance"}, w.entries(incident.KindUnreachable))
	w.to(91 * time.Second)
	require.Contains(t, w.calls(), "1m30s boss", "and the ladder goes on")
}

func TestACallThatNobodyTakesShortensTheLadder(t *testing.T) {
	for why, told := range map[incident.Failure]string{
		incident.FailBusy: "the phone is engaged", incident.FailNoAnswer: "nobody took the call", incident.FailUnreachable: "the phone is off or out of reach",
	} {
		w := spoken(t)
		before := w.calls()
		w.ends("ann", incident.AttemptUndelivered, why)
		require.Equal(t, append(before, "46s cao"), w.calls())
		require.Equal(t, []string{"46s Ann not reached: " + told}, w.entries(incident.KindUnreachable))
		require.Equal(t, incident.PagePaging, w.pageOf("ann").State, "not for good")
		w.ends("ann", incident.AttemptSent, "")
		require.Equal(t, incident.AttemptUndelivered, w.rung("ann").State, "what comes late changes nothing")
	}
}

func TestAPersonWithoutVoiceIsWrittenTo(t *testing.T) {
	w := spoken(t)
	w.ends("ann", incident.AttemptFailed, incident.FailRecipient)
	w.to(47 * time.Second)
	require.Contains(t, w.calls(), "46s ann #4", "by the next channel of the rung")
	attempts := w.pageOf("ann").Attempts
	require.Equal(t, frozen.SMS, attempts[len(attempts)-1].Channel)
	require.Equal(t, incident.PagePaging, w.pageOf("ann").State)
	require.Contains(t, w.says("ann", "1"), "Accepted")
}

func TestIncidentsOfOldRulesCallNobodyByVoice(t *testing.T) {
	w := begin(t, under(declared(oneElectrician(), electricians()), frozen.CallsByVoice-1))
	w.inc.In.Channels = []frozen.Channel{frozen.SMS, frozen.Voice}
	w.to(time.Minute)
	for _, a := range w.pageOf("ann").Attempts {
		require.Equal(t, frozen.SMS, a.Channel)
	}
}

func TestACallWhoseAnswerWasLostIsKnownByItsKey(t *testing.T) {
	in := declared(oneElectrician(), electricians())
	in.Channels = []frozen.Channel{frozen.SMS, frozen.Voice}
	w := begin(t, in)
	w.fate = func(s incident.Send) incident.Result {
		if s.Channel == frozen.Voice {
			require.Equal(t, "en", s.Language)
			return incident.Result{Fate: incident.FateUnknown}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.to(46 * time.Second)
	require.Equal(t, incident.AttemptUnknown, w.rung("ann").State)
	p, a := w.pageOf("ann"), w.rung("ann")
	accept, _, _ := w.keysOf("ann")
	said := w.inc.Press(w.now, incident.Press{ID: "CA7-1-x", Page: p.ID, Attempt: a.N, CarrierID: "CA7", Key: accept, Round: 1})
	w.settle()
	require.Contains(t, said.Text, "Accepted")
	require.Equal(t, "CA7", w.rung("ann").CarrierID)
	require.Equal(t, incident.AttemptSent, w.rung("ann").State)
	w.to(time.Minute)
	require.Empty(t, w.asked, "there is nothing to ask any more")
	w.inc.Press(w.now, incident.Press{ID: "CA8-1-x", Page: p.ID, Attempt: a.N, CarrierID: "CA8", Key: "", Round: 0})
	w.settle()
	require.Len(t, w.entries(incident.KindDuplicate), 1, "a second call for the attempt is written down")
}

func TestAQuestionAboutACallLeavesOutLaterCalls(t *testing.T) {
	in := declared(plan([]frozen.Seat{asks("SEC", 1, climbs(
		frozen.Rung{Page: []frozen.Selector{frozen.Holders}, By: []frozen.Channel{frozen.Voice}},
		frozen.Rung{At: 3 * time.Second, Page: []frozen.Selector{frozen.Holders}, By: []frozen.Channel{frozen.Voice}, Repeat: time.Minute},
	))}), house(post("SEC", "ann")))
	in.Channels, in.Rules = []frozen.Channel{frozen.SMS, frozen.Voice}, frozen.CallsInOrder-1
	w := begin(t, in)
	w.fate = func(incident.Send) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.learn = func(incident.Ask) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	w.to(9 * time.Second)
	require.NotEmpty(t, w.asked)
	first, last := w.asked[0], w.asked[len(w.asked)-1]
	require.Equal(t, 1, first.Attempt)
	require.Equal(t, noon.Add(3*time.Second), first.Until)
	require.False(t, first.MaySend, "the later call is the one that is owed")
	require.Equal(t, 2, last.Attempt)
	require.Zero(t, last.Until)
	require.True(t, last.MaySend)
}

func TestADrillIsCalledOneAndAnEndedIncidentAsksForNothing(t *testing.T) {
	w := spoken(t, func(in *frozen.Input) { in.Declaration.Mode = frozen.Drill })
	require.True(t, strings.HasPrefix(w.last("ann"), "This is a drill. This is a drill. Fire"), w.last("ann"))
	accept, _, _ := w.keysOf("ann")
	w.order(w.inc.Cancel(w.now, incident.Cancel{By: "boss", Reason: "enough", Outcome: frozen.FalseAlarm}))
	said := w.press("ann", accept, 1)
	require.Zero(t, said.Ask)
	require.Contains(t, said.Text, "ended")
	require.Contains(t, w.inc.Press(w.now, incident.Press{ID: "x", Page: "p99", Attempt: 1, Key: "1"}).Text, "Nothing is open")
	require.Contains(t, w.inc.Press(w.now, incident.Press{ID: "y", Page: "p1", Attempt: 1, Key: "1"}).Text, "Nothing is open", "a text has no keys")
}

func TestACallIsHeardInThePersonsLanguage(t *testing.T) {
	in := declared(plan([]frozen.Seat{asks("SEC", 1)}), house(post("SEC", "cao")))
	in.Channels = []frozen.Channel{frozen.SMS, frozen.Voice}
	w := begin(t, in)
	w.to(46 * time.Second)
	accept, cannot, repeat := w.keysOf("cao")
	require.Equal(t, "中Fire，级别L3，地点：Building 1, floor 2，smoke。请您担任中Seat SEC：中duty of SEC。接受请按"+accept+"，不能请按"+cannot+"，重听请按"+repeat+"。", w.last("cao"))
	said := w.press("cao", accept, 1)
	require.Equal(t, "zh", said.Language)
	require.Contains(t, said.Text, "已接受")
}

func TestKeysDifferAndAreTheSameForTheSameCall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id, page, n := rapid.String().Draw(t, "incident"), rapid.String().Draw(t, "page"), rapid.IntRange(1, 500).Draw(t, "attempt")
		k := incident.Keys(id, page, n)
		require.Equal(t, k, incident.Keys(id, page, n))
		for _, digit := range []string{k.Accept, k.Cannot, k.Repeat} {
			require.Regexp(t, "^[1-9]$", digit)
		}
		require.NotEqual(t, k.Accept, k.Cannot)
		require.NotEqual(t, k.Accept, k.Repeat)
		require.NotEqual(t, k.Cannot, k.Repeat)
	})
	seen := map[string]bool{}
	for n := range 200 {
		seen[incident.Keys("inc-a", "p1", n+1).Accept] = true
	}
	require.Len(t, seen, 9, "every digit is drawn: no machine's tone is the right one for long")
}

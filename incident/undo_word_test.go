package incident_test

// Stories of "9" after a word that answered nothing: a call for help or relief, a wrong number.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

const itStands = "Not taken back: your last message has been acted on by people. Tell the control room."

func TestCallForReliefIsTakenBackUntilSomebodyTakesOver(t *testing.T) {
	w := relievable(t, post("SEC", "ann", "ben"), post("EVAC", "ann"))
	w.to(time.Minute)
	w.says("ann", "8")
	w.says("ann", "8")
	w.to(70 * time.Second)
	require.Equal(t, "Taken back: call for relief. All is as before.", w.says("ann", "9"))
	require.Equal(t, []string{"1m10s Ann takes back: call for relief"}, w.entries(incident.KindUndone))
	for _, seat := range []string{"SEC", "EVAC"} {
		require.Equal(t, []string{"ann"}, w.holders(seat))
		require.Nil(t, w.seat(seat).Holders[0].ReliefAskedAt)
		require.Nil(t, w.seat(seat).Ladder, "nobody is called for it any more")
	}
	require.Contains(t, w.last("ben"), "you are not needed now")
	require.Contains(t, w.says("ann", "9"), "you have answered nothing")

	w = relievable(t, post("SEC", "ann", "ben"))
	w.says("ann", "8")
	w.says("ben", "1")
	require.Equal(t, "Not taken back: somebody else has taken it since. Tell the control room.", w.says("ann", "9"))
	require.Equal(t, []string{"ben"}, w.holders("SEC"))
}

func TestReliefThatAShiftAsksForIsNotTakenBackByAnOldWord(t *testing.T) {
	w := relievable(t, post("SEC", "ann", "ben"))
	w.says("ann", "8")
	w.to(6 * time.Minute)
	require.Contains(t, w.says("ann", "9"), "you have answered nothing in the last 5 minutes")
	require.NotNil(t, w.seat("SEC").Holders[0].ReliefAskedAt)
}

func TestCallForHelpIsTakenBackAndWhoWasCalledIsTold(t *testing.T) {
	w := guarded(t)
	w.says("ann", "3")
	w.says("ann", "6")
	require.Contains(t, w.last("boss"), "asks for help")
	require.Equal(t, "Taken back: call for help. All is as before.", w.says("ann", "9"))
	require.Contains(t, w.last("boss"), "Fire: Ann takes back the call for help.")
	before := len(w.calls())
	w.to(10 * time.Minute)
	for _, call := range w.calls()[before:] {
		require.NotContains(t, call, "boss", "nobody is called about it any more")
	}
}

func TestCallForHelpStandsOnceSomebodySeesToIt(t *testing.T) {
	w := guarded(t)
	w.says("ann", "3")
	w.says("ann", "6")
	w.says("boss", "1")
	require.Equal(t, itStands, w.says("ann", "9"))
}

func TestWrongNumberIsTakenBackAndItsOwnerAskedAgain(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	require.Equal(t, "Taken back: wrong number. All is as before.", w.afterwards("ann", "打错了", "9"))
	require.Equal(t, []string{"0s ann", "1s ben", "1s ann"}, w.calls())
	w.says("ann", "1")
	require.Equal(t, "ann", w.seat("ELEC").Holders[0].Responder)
	require.Contains(t, w.says("ann", "5"), "you cannot")
}

func TestWrongNumberStandsAfterTheResponse(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.says("ann", "wrong number")
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	require.NotContains(t, w.says("ann", "9"), "Taken back")
}

func TestReliefFromASeatThatNobodyIsCalledForIsTakenBackAsACallForHelp(t *testing.T) {
	w := graded(t) // boss holds the command, which below L1 nobody is called for
	require.Contains(t, w.says("boss", "8"), "commander")
	require.Empty(t, w.entries(incident.KindReliefAsked))
	require.Contains(t, strings.Join(w.calls(), ", "), "coy", "somebody else is asked to see to it")
	require.Equal(t, "Taken back: call for relief. All is as before.", w.says("boss", "9"))
	require.Contains(t, w.last("coy"), "Fire: Boss takes back the call for help.")
	require.Equal(t, []string{"boss"}, w.holders("CMD"))
	sent := len(w.sent)
	w.to(10 * time.Minute)
	for _, m := range w.sent[sent:] {
		require.NotContains(t, m.body, "asks for help", "nobody is called about it any more")
	}
}

func TestReliefAskedForLongAgoStandsThoughItIsAskedForAgain(t *testing.T) {
	w := relievable(t, post("SEC", "ann", "ben"))
	w.says("ann", "8")
	w.to(6 * time.Minute)
	require.Equal(t, itStands, w.afterwards("ann", "8", "9"))
	require.NotNil(t, w.seat("SEC").Holders[0].ReliefAskedAt)
}

func TestWrongNumberStandsOnceTheNetworkSaysMoreOfIt(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	p := w.pageOf("ann")
	w.says("ann", "wrong number")
	w.inc.Delivered(w.now, []incident.Receipt{{Page: p.ID, Attempt: 1, CarrierID: *p.Attempts[0].CarrierID, State: incident.AttemptFailed, Failure: incident.FailRecipient}})
	w.settle()
	require.Equal(t, itStands, w.says("ann", "9"))
	require.Equal(t, incident.PageUnreachable, w.pageOf("ann").State)
}

func TestDangerStands(t *testing.T) {
	w := guarded(t)
	require.Equal(t, itStands, w.afterwards("ann", "7", "9"))
}

func TestWordsStandByOlderRules(t *testing.T) {
	for _, word := range []string{"6", "8"} {
		w := guarded(t)
		w.inc.In.Rules = frozen.WordsAreUndone - 1
		w.says("ann", "3")
		require.Equal(t, itStands, w.afterwards("ann", word, "9"), word)
	}
	w := guarded(t)
	w.inc.In.Rules = frozen.WordsAreUndone - 1
	require.Equal(t, itStands, w.afterwards("ann", "wrong number", "9"))
}

// afterwards is the reply to the last of some texts.
func (w *town) afterwards(id string, texts ...string) string {
	said := ""
	for _, text := range texts {
		said = w.says(id, text)
	}
	return said
}

package activities_test

// Settling: the carrier is asked before a message is repeated, and nothing is repeated while it does not say.

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
)

const (
	english = "FIRE Building 3, 2nd call. Reply K7M 1"
	chinese = "火警 3号楼，第2次。回K7M 1"
)

var since = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

// question asks what became of a message, with leave to send it.
func question(body string) incident.Ask {
	return incident.Ask{
		Send:    incident.Send{Page: "p1", Attempt: 2, Channel: frozen.SMS, To: phone, Body: body},
		Since:   since,
		Known:   []string{"SM-of-another"},
		MaySend: true,
	}
}

func settle(t *testing.T, p *activities.Pager, asks ...incident.Ask) (activities.WaveResult, error) {
	t.Helper()
	return p.SettleWave(t.Context(), activities.Settle{Incident: "inc-1", Site: "riverside", Asks: asks})
}

// settled is the fate of the one message that was asked about.
func settled(t *testing.T, p *activities.Pager, q incident.Ask) incident.Result {
	t.Helper()
	got, err := settle(t, p, q)
	require.NoError(t, err)
	require.Len(t, got.Results, 1)
	require.Equal(t, q.Page, got.Results[0].Page)
	require.Equal(t, q.Attempt, got.Results[0].Attempt)
	return got.Results[0]
}

func TestWhatTheCarrierHasIsAdoptedAndNotSentAgain(t *testing.T) {
	n := &network{listed: []carrier.Record{{ID: "SM-other-text", Body: chinese}, {ID: "SM-of-another", Body: english}, {ID: "SM-found", Body: english}}}
	got := settled(t, &activities.Pager{Carrier: n}, question(english))
	require.Equal(t, incident.FateSent, got.Fate)
	require.Equal(t, "SM-found", got.CarrierID, "same text, and an id that is no other attempt's")
	require.Equal(t, []string{"find"}, n.did)
	require.Equal(t, phone, n.asked[0].To)
	require.Equal(t, since, n.asked[0].Since)
}

func TestAnAdoptedMessageThatDidNotArriveHasFailed(t *testing.T) {
	n := &network{listed: []carrier.Record{{ID: "SM-found", Body: english, Status: carrier.Undelivered, Code: 30005}}}
	got := settled(t, &activities.Pager{Carrier: n}, question(english))
	require.Equal(t, incident.FateFailed, got.Fate)
	require.Equal(t, incident.FailRecipient, got.Failure)
	require.Empty(t, n.taken)
}

func TestWhatTheCarrierLacksIsSentIfItIsStillOwed(t *testing.T) {
	n := &network{}
	got := settled(t, &activities.Pager{Carrier: n}, question(english))
	require.Equal(t, incident.FateSent, got.Fate)
	require.Equal(t, "SM-p1-2", got.CarrierID)
	require.Equal(t, []string{"find", "send"}, n.did, "the question comes first")
	require.Equal(t, english, n.taken[0].Body)
	require.Equal(t, carrier.Tag{Incident: "inc-1", Page: "p1", Attempt: 2}, n.taken[0].Tag)

	n, q := &network{}, question(english)
	q.MaySend = false
	require.Equal(t, incident.FateAbsent, settled(t, &activities.Pager{Carrier: n}, q).Fate)
	require.Equal(t, []string{"find"}, n.did)
}

func TestNothingIsSentWhileTheCarrierDoesNotSay(t *testing.T) {
	n := &network{find: &carrier.Error{Class: carrier.Ambiguous}}
	_, err := settle(t, &activities.Pager{Carrier: n}, question(english))
	require.Error(t, err, "it is asked again")
	require.Equal(t, []string{"find"}, n.did)
}

// What a list lacks that was cut may be in the rest of it; what it has is there.
func TestAListThatWasCutSaysNothingOfWhatItLacks(t *testing.T) {
	cut := &carrier.Error{Class: carrier.Ambiguous, Err: carrier.ErrCut}
	n := &network{find: cut, listed: []carrier.Record{{ID: "SM-1", Body: chinese}}}
	_, err := settle(t, &activities.Pager{Carrier: n}, question(english))
	require.Error(t, err, "it is asked again")
	require.Equal(t, []string{"find"}, n.did)
	require.Equal(t, 1000, n.asked[0].Limit, "as much as a carrier lists")

	n = &network{find: cut, listed: []carrier.Record{{ID: "SM-found", Body: english}}}
	require.Equal(t, "SM-found", settled(t, &activities.Pager{Carrier: n}, question(english)).CarrierID)
}

func TestARepetitionThatIsAmbiguousOrRefusedForNowStaysUnknown(t *testing.T) {
	for _, class := range []carrier.Class{carrier.Ambiguous, carrier.Throttled, carrier.QueueFull, carrier.Account} {
		n := &network{send: map[string]error{phone: &carrier.Error{Class: class}}}
		_, err := settle(t, &activities.Pager{Carrier: n}, question(english))
		require.Error(t, err, class)
	}
}

func TestOneAnswerIsEnoughToReportOnAll(t *testing.T) {
	n := &network{send: map[string]error{phone: &carrier.Error{Class: carrier.Ambiguous}}}
	other := question(english)
	other.Page, other.To = "p2", three[0]
	got, err := settle(t, &activities.Pager{Carrier: n}, question(english), other)
	require.NoError(t, err)
	require.Equal(t, incident.FateUnknown, got.Results[0].Fate)
	require.Equal(t, incident.FateSent, got.Results[1].Fate)
}

// Where nobody can say whether the first one arrived, whoever gets both is told what to make of it (RESPONSE.md 3.4).
func TestARepetitionThatCouldNotBeAskedAboutSaysSo(t *testing.T) {
	for body, want := range map[string]string{
		english: english + "\nIf you have answered already, ignore this.",
		chinese: chinese + "\n如已回复，请忽略本条。",
	} {
		n := &network{mute: true, listed: []carrier.Record{{ID: "SM-found", Body: body}}}
		got := settled(t, &activities.Pager{Carrier: n}, question(body))
		require.Equal(t, incident.FateSent, got.Fate)
		require.Equal(t, []string{"send"}, n.did)
		require.Equal(t, want, n.taken[0].Body)

		n, q := &network{mute: true}, question(body)
		q.MaySend = false
		require.Equal(t, incident.FateAbsent, settled(t, &activities.Pager{Carrier: n}, q).Fate)
		require.Empty(t, n.did)
	}
}

func TestADrillRepeatsNothingWhileSomethingRealIsGoingOn(t *testing.T) {
	n, where := &network{}, &site{real: "inc-real"}
	p := &activities.Pager{Carrier: n, Real: where}
	got, err := settle(t, p, question(english))
	require.NoError(t, err, "the drill hears of it at once")
	require.Equal(t, "inc-real", got.Overtaken)
	require.Equal(t, incident.FateUnknown, got.Results[0].Fate)
	require.Equal(t, []string{"find"}, n.did)

	n.listed = []carrier.Record{{ID: "SM-found", Body: english}}
	got, err = settle(t, p, question(english))
	require.NoError(t, err)
	require.Equal(t, "SM-found", got.Results[0].CarrierID, "to ask is no harm")
	require.Equal(t, "inc-real", got.Overtaken)
}

func TestADrillRepeatsNothingWhileNobodyCanSay(t *testing.T) {
	n := &network{}
	_, err := settle(t, &activities.Pager{Carrier: n, Real: &site{err: errors.New("no idea")}}, question(english))
	require.Error(t, err, "it is asked again")
	require.Equal(t, []string{"find"}, n.did)
}

func TestADrillSettlesWhereNothingRealIsGoingOnAndOnceItIsOver(t *testing.T) {
	n := &network{}
	require.Equal(t, incident.FateSent, settled(t, &activities.Pager{Carrier: n, Real: &site{}}, question(english)).Fate)

	n, where := &network{}, &site{real: "inc-real"}
	got, err := (&activities.Pager{Carrier: n, Real: where}).SettleWave(t.Context(), activities.Settle{
		Incident: "inc-1", Site: "riverside", Asks: []incident.Ask{question(english)}, Ended: true,
	})
	require.NoError(t, err)
	require.Equal(t, incident.FateSent, got.Results[0].Fate, "people must hear that their drill is over")
	require.Zero(t, where.looks)
}

package proposal_test

// Each message once: what is owed, what the carrier is asked, and what is forgotten.

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/proposal"
)

// lost is a desk whose first wave, to Ann and Bao, nobody knows the fate of.
func lost(t *testing.T) (*desk, []incident.Send) {
	d := reported(t, fire())
	d.now = after(time.Minute)
	wave := d.handedOut()
	d.Sent(d.now, wave, nil)
	return d, wave
}

func TestLostMessageIsAskedAboutOnceItHasSettled(t *testing.T) {
	d, wave := lost(t)
	require.Equal(t, d.now.Add(incident.SettleAfter), d.dueAt())
	require.Empty(t, d.Take(d.dueAt().Add(-time.Second)).Asks)
	asks := d.Take(d.dueAt()).Asks
	require.Len(t, asks, 2)
	require.Equal(t, incident.Ask{Send: wave[0], Since: after(time.Minute).Add(-incident.AskBefore), MaySend: true}, asks[0])
	require.Equal(t, after(2*time.Minute), d.dueAt(), "what is under way waits for no time of its own")
	d.Settled(d.now, asks, []incident.Result{
		{Page: asks[0].Page, Fate: incident.FateSent, CarrierID: "SM1"}, {Page: asks[1].Page, Fate: incident.FateAbsent}, {Page: "m99", Fate: incident.FateSent},
	})
	require.Equal(t, []incident.AttemptState{incident.AttemptSent, incident.AttemptSuperseded}, d.states())
	d.Sent(d.now, wave[:1], nil)
	require.Equal(t, incident.AttemptSent, d.states()[0], "what was adopted stays")
}

func TestQuestionWithoutAResultIsPutAgainWhenTheSendCannotGoOutAnyMore(t *testing.T) {
	d, _ := lost(t)
	d.now = d.now.Add(incident.SettleAfter)
	asks := d.Take(d.now).Asks
	d.Settled(d.now, asks, nil)
	require.Equal(t, d.now.Add(incident.SettleAfter+incident.AbandonedSend), d.dueAt())
	d.now = d.dueAt()
	require.Len(t, d.Take(d.now).Asks, 2)
	d.Settled(d.now, asks, []incident.Result{{Page: asks[0].Page, Fate: incident.FateFailed}, {Page: asks[1].Page, Fate: incident.FateFailed}})
	require.Equal(t, d.now, d.dueAt(), "and then the next people")
}

func TestAnswerToAQuestionOfAForgottenMessageIsLetGo(t *testing.T) {
	d, _ := lost(t)
	before := d.states()
	gone := incident.Send{Page: "m99"}
	d.Settled(d.now, []incident.Ask{{Send: gone}}, []incident.Result{{Page: "m99", Fate: incident.FateSent, CarrierID: "SM9"}})
	require.Equal(t, before, d.states())
}

func TestLostQuestionIsNotSentAnyMoreOnceItIsDecided(t *testing.T) {
	d, _ := lost(t)
	d.says("guard", "t2", "1")
	asks := d.Take(d.now.Add(incident.SettleAfter)).Asks
	require.Len(t, asks, 2)
	for _, ask := range asks {
		require.False(t, ask.MaySend)
	}
}

func TestCarrierIsToldWhichOtherMessagesOfANumberAreKnown(t *testing.T) {
	d := reported(t, fire())
	first := d.minutes(1)
	d.minutes(3)
	d.now = after(4 * time.Minute)
	d.Sent(d.now, d.handedOut(), nil)
	asks := d.Take(d.now.Add(incident.SettleAfter)).Asks
	require.Equal(t, numbers["ann"], asks[0].To)
	require.Equal(t, []string{"SM" + first[0].Page}, asks[0].Known)
	require.True(t, asks[0].MaySend, "it is the newest one")
}

func TestPutOffMessageGoesOutInItsTime(t *testing.T) {
	d := reported(t, fire())
	d.now = after(time.Minute)
	d.fate(d.handedOut(), incident.FateNotStarted, 20*time.Second)
	require.Equal(t, d.now.Add(20*time.Second), d.dueAt())
	require.Empty(t, d.handedOut())
	d.now = d.dueAt()
	again := d.handedOut()
	require.Equal(t, []string{"ann", "bao"}, whom(again))
	d.fate(again, incident.FateNotStarted, 0)
	require.Equal(t, d.now.Add(time.Second), d.dueAt(), "a second at least")
}

func TestOlderQuestionIsNotOwedAnyMoreOnceThereIsANewerOne(t *testing.T) {
	d := reported(t, fire())
	d.now = after(time.Minute)
	d.fate(d.handedOut(), incident.FateNotStarted, 10*time.Minute)
	d.minutes(3)
	require.Equal(t, incident.AttemptWaiting, d.states()[0], "what others are asked does not matter")
	require.Equal(t, []string{"ann", "bao", "cheng", "dan"}, whom(d.minutes(4)))
	require.Equal(t, []incident.AttemptState{incident.AttemptSuperseded, incident.AttemptSuperseded}, d.states()[:2])
}

func TestNewerOfTwoQuestionsOfOneMomentIsTheOneThatIsOwed(t *testing.T) {
	for name, number := range map[string]int{"as long": 3, "longer": 9, "much longer": 99} {
		r := fire()
		r.Crew.Control, r.Crew.Command, r.Crew.Company = []string{"CR"}, nil, nil
		d := &desk{Proposal: proposal.New("report-x"), t: t, now: noon}
		d.Next = number
		d.Propose(noon, r)
		d.now = after(time.Minute)
		d.fate(d.handedOut(), incident.FateFailed, 0)
		require.Equal(t, []string{"ann", "bao"}, whom(d.goesOut()), name)
		require.Equal(t, []incident.AttemptState{incident.AttemptFailed, incident.AttemptFailed, incident.AttemptSent, incident.AttemptSent}, d.states(), name)
	}
}

func TestQuestionThatWaitsIsDroppedWithItsReport(t *testing.T) {
	for name, ended := range map[string]func(*desk){
		"declared": func(d *desk) { d.says("guard", "t2", "1"); d.Declared(d.now) },
		"dropped":  func(d *desk) { d.says("guard", "t2", "5") },
		"replaced": func(d *desk) { d.Propose(d.now, flood()) },
	} {
		d := reported(t, fire())
		d.now = after(time.Minute)
		d.fate(d.handedOut(), incident.FateNotStarted, time.Second)
		ended(d)
		d.now = d.now.Add(2 * time.Second)
		for _, s := range d.handedOut() {
			require.NotContains(t, s.Body, "UNCONFIRMED", name)
		}
		require.Equal(t, incident.AttemptSuperseded, d.states()[0], name)
	}
}

func TestOldMessagesAreForgottenButNotThoseInTheAir(t *testing.T) {
	d, wave := lost(t)
	for n := range 40 {
		d.minutes(2 + n)
	}
	require.Greater(t, d.sent, 120)
	require.Len(t, d.Messages, 2+100)
	require.Equal(t, []string{wave[0].Page, wave[1].Page}, []string{d.Messages[0].ID, d.Messages[1].ID}, "their fate is not known yet")
	require.Equal(t, "m"+strconv.Itoa(d.Next-1), d.Messages[101].ID)
}

func TestNothingWaitsForTimeOnceAllIsSettled(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	d.says("guard", "t2", "5")
	d.goesOut()
	_, ok := d.NextDue()
	require.False(t, ok)
	require.True(t, d.Over())
}

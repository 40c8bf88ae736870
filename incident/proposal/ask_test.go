package proposal_test

// Whom a report is put to that its sender does not confirm, and when.

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/proposal"
	"muster/roster"
)

func TestReportThatNobodyConfirmsGoesFromTierToTierAndThenToAll(t *testing.T) {
	d := reported(t, fire())
	require.Empty(t, d.goesOut(), "the sender has a minute")
	require.Equal(t, after(proposal.Patience), d.dueAt())
	require.Equal(t, []string{"ann", "bao"}, whom(d.minutes(1)), "the control room, without whom it came from")
	require.Equal(t, []string{"cheng"}, whom(d.minutes(2)), "the command, without whom the control room has")
	require.Equal(t, []string{"dan"}, whom(d.minutes(3)), "the company")
	everybody := []string{"ann", "bao", "cheng", "dan"}
	fourth := d.minutes(4)
	require.Equal(t, everybody, whom(fourth))
	require.Equal(t, "2nd call. UNCONFIRMED REPORT by Guard Gu at 12:00: FIRE, Building 3: smoke. Reply "+d.token("ann")+" 1 = declare it, "+
		d.token("ann")+" 5 = it is nothing", told(fourth)["ann"])
	require.Equal(t, "第2次。未确认的报告：Guard Gu 12:00，火警，3栋：smoke。回"+d.token("bao")+" 1=宣布，"+d.token("bao")+" 5=无事", told(fourth)["bao"])
	require.Equal(t, everybody, whom(d.minutes(5)), "and all of them each minute from then on")
}

func TestSenderIsAskedAgainWhereThereIsNobodyElse(t *testing.T) {
	r := fire()
	r.Crew.Control, r.Crew.Command, r.Crew.Company = nil, nil, []string{"guard"}
	d := reported(t, r)
	require.Equal(t, map[string]string{"guard": "2nd call. Reply 1 = declare FIRE at Building 3. 5 = no. Nothing is declared yet."}, told(d.minutes(1)))
	require.Contains(t, told(d.minutes(2))["guard"], "3rd call. ")
}

func TestWhoCannotBeWrittenToIsPassedOver(t *testing.T) {
	r := fire()
	r.Crew.Roster.Responders[1].Phone = ""
	r.Crew.Company = []string{"dan", "gone"}
	d := reported(t, r)
	require.Equal(t, []string{"bao"}, whom(d.minutes(1)))
	d.minutes(2)
	require.Equal(t, []string{"dan"}, whom(d.minutes(3)))
}

func TestLargeCompanyIsAskedInWaves(t *testing.T) {
	r := fire()
	r.Crew.Control, r.Crew.Command, r.Crew.Company = nil, nil, nil
	for n := range 2*incident.WaveSize + 1 {
		id := "p" + strconv.Itoa(n)
		r.Crew.Company = append(r.Crew.Company, id)
		r.Crew.Roster.Responders = append(r.Crew.Roster.Responders, roster.Responder{ID: id, Phone: "+1202555" + strconv.Itoa(1000+n)})
	}
	d := reported(t, r)
	d.now = after(proposal.Patience)
	w := d.Take(d.now)
	require.Len(t, w.Waves, 3)
	for _, wave := range w.Waves {
		d.Sent(d.now, wave, nil)
	}
	d.now = d.now.Add(incident.SettleAfter)
	require.Len(t, d.Take(d.now).Asks, incident.WaveSize, "as many questions at a time as messages")
	require.Len(t, d.Take(d.now).Asks, incident.WaveSize, "each of them once")
	require.Len(t, d.Take(d.now).Asks, 1)
	require.Empty(t, d.Take(d.now).Asks)
}

func TestNextPeopleAreAskedAtOnceWhereNobodyCanBeReached(t *testing.T) {
	d := reported(t, fire())
	d.now = after(time.Minute)
	first := d.handedOut()
	d.fate(first[:1], incident.FateFailed, 0)
	require.Equal(t, after(2*time.Minute), d.dueAt(), "Bao may still read it")
	d.fate(first[1:], incident.FateFailed, 0)
	require.Equal(t, d.now, d.dueAt())
	require.Equal(t, []string{"cheng"}, whom(d.goesOut()))
	require.Equal(t, after(2*time.Minute), d.dueAt(), "a minute for those who were reached")
}

func TestBeatStaysOnceEverybodyHasBeenAsked(t *testing.T) {
	d := reported(t, fire())
	d.minutes(3)
	d.now = after(4 * time.Minute)
	d.fate(d.handedOut(), incident.FateFailed, 0)
	require.Equal(t, after(5*time.Minute), d.dueAt())
}

func TestLastTierThatCannotBeReachedHasAllAskedAtOnce(t *testing.T) {
	d := reported(t, fire())
	d.minutes(2)
	d.now = after(3 * time.Minute)
	d.fate(d.handedOut(), incident.FateFailed, 0)
	require.Equal(t, []string{"ann", "bao", "cheng", "dan"}, whom(d.goesOut()))
}

func TestQuestionThatFailsAboutAReplacedReportHurriesNobody(t *testing.T) {
	d := reported(t, fire())
	d.now = after(time.Minute)
	first := d.handedOut()
	d.Propose(d.now, flood())
	d.fate(first, incident.FateFailed, 0)
	require.Equal(t, after(2*time.Minute), d.dueAt())
}

func TestFailedWordThatAsksNothingHurriesNobody(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	d.AnswerLate(d.now, incident.Inbound{ID: "t9", From: numbers["ann"], Body: "who is it?"})
	d.fate(d.handedOut(), incident.FateFailed, 0)
	require.Equal(t, after(2*time.Minute), d.dueAt())
}

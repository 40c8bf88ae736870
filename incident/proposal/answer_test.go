package proposal_test

// What the sender and those who were asked make of a report by what they write.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/proposal"
	"muster/incident/reply"
)

const offered = "Reply 1 = declare FIRE at Building 3. 5 = no. Nothing is declared yet."

func TestOnlyAPlainYesDeclares(t *testing.T) {
	for _, body := range []string{"1", " yes. ", "Declare it!", "确认", "K7M 1", "1 k7m", "K7M yes", "１"} {
		d := reported(t, fire())
		require.Empty(t, d.says("guard", "t2", body), "the reply follows once it is declared")
		require.Equal(t, proposal.Confirmed, d.Stage, body)
		require.Equal(t, "guard", d.ConfirmedBy)
		require.False(t, d.Over())
	}
	for _, body := range []string{"coming", "2 5", "3", "ok", "yes I think so", "what?"} {
		d := reported(t, fire())
		require.Equal(t, offered, d.says("guard", "t2", body), body)
		require.Equal(t, proposal.Open, d.Stage, body)
		require.Equal(t, after(proposal.Patience), d.dueAt(), body)
	}
	for _, body := range []string{"STOP", "START", "Liked \"Reply 1\"", ""} {
		d := reported(t, fire())
		require.Empty(t, d.says("guard", "t2", body), body)
		require.Equal(t, proposal.Open, d.Stage, body)
	}
}

func TestDangerHasOthersAskedAtOnceAndDeclaresNothing(t *testing.T) {
	for _, body := range []string{"7", "危险", "real emergency"} {
		d := reported(t, fire())
		require.Equal(t, offered, d.says("guard", "t2", body), body)
		require.Equal(t, proposal.Open, d.Stage)
		require.Equal(t, []string{"ann", "bao"}, whom(d.goesOut()), body)
		require.Equal(t, after(time.Minute), d.dueAt())
		require.Equal(t, offered, d.says("guard", "t3", body))
		require.Equal(t, after(time.Minute), d.dueAt(), "those who were asked have their minute")
	}
}

func TestWhoWasAskedIsAskedOnceMoreWhenTheyAreNotUnderstood(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	d.now = d.now.Add(5 * time.Second)
	require.Equal(t, "UNCONFIRMED REPORT by Guard Gu at 12:00: FIRE, Building 3: smoke. Reply "+d.token("ann")+" 1 = declare it, "+
		d.token("ann")+" 5 = it is nothing", d.says("ann", "t2", "who?"))
	require.Contains(t, d.says("bao", "t3", "谁？"), d.token("bao")+" 1=宣布")
}

func TestEverybodyWhoWasAskedIsToldThatItIsDeclared(t *testing.T) {
	d := reported(t, fire())
	d.minutes(4)
	require.Empty(t, d.says("bao", "t2", "确认"))
	d.Declared(d.now)
	said, known := d.Said("t2")
	require.True(t, known)
	require.Equal(t, "已宣布：火警，3栋。正在呼叫人员。", said)
	by := "DECLARED by Bao: FIRE at Building 3. People are being called."
	require.Equal(t, map[string]string{"guard": by, "ann": by, "cheng": by, "dan": by}, told(d.goesOut()))
	require.True(t, d.Over())
	require.Equal(t, "DECLARED: FIRE at Building 3. People are being called.", d.says("ann", "t3", "1"), "whoever says so too is told")
}

func TestSenderWhoDeclaresIsNotToldTwice(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	d.says("guard", "t2", "1")
	require.Equal(t, "DECLARED: FIRE at Building 3. People are being called.", d.says("ann", "t3", "1"), "while it is being declared")
	d.Declared(d.now)
	require.Equal(t, []string{"ann", "bao"}, whom(d.goesOut()))
}

func TestRefusalTellsToCallTheEmergencyNumber(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	d.says("ann", "t2", "1")
	d.CannotDeclare(d.now)
	said, _ := d.Said("t2")
	require.Equal(t, "FIRE at Building 3 could NOT be declared, and nobody is being called. Call 119 now.", said)
	out := told(d.goesOut())
	require.Equal(t, map[string]string{"guard": said, "bao": "火警，3栋：未能宣布，尚未呼叫任何人。请立即拨119。"}, out)
	require.True(t, d.Over())
}

func TestSenderTakesItBack(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	require.Equal(t, "NOT declared: FIRE at Building 3.", d.says("guard", "t2", "5"))
	require.Equal(t, proposal.Dropped, d.Stage)
	require.Equal(t, map[string]string{"ann": "NOT declared, says Guard Gu: FIRE at Building 3.", "bao": "未宣布，Guard Gu：火警，3栋。"}, told(d.goesOut()))
	require.Equal(t, "Nothing is open for you now.", d.says("guard", "t3", "1"), "it is over")
}

func TestOnlyTheSenderOfWhatIsNothingReadsWhatToDoIfItIsReal(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	require.Equal(t, "NOT declared: FIRE at Building 3.", d.says("ann", "t2", d.token("ann")+" 5"))
	out := told(d.goesOut())
	require.Equal(t, "NOT declared, says Ann: FIRE at Building 3. If it is real, write again or call 119.", out["guard"])
	require.Equal(t, "未宣布，Ann：火警，3栋。", out["bao"])
	require.Len(t, out, 2, "nobody else was asked")
}

func TestTextIsAppliedOnce(t *testing.T) {
	d := reported(t, fire())
	d.says("guard", "t3", "hm")
	d.says("guard", "t3", "1")
	require.Equal(t, proposal.Open, d.Stage, "it was answered before")
	d.says("guard", "t4", "1")
	d.says("guard", "t4", "5")
	require.Equal(t, proposal.Confirmed, d.Stage)
	_, known := d.Said("t4")
	require.False(t, known, "while it is being declared")
	d.Declared(d.now)
	require.Len(t, d.Applied, 3, "the report and two texts")
}

func TestStrangersDecideNothing(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	d.Answer(d.now, incident.Inbound{ID: "t2", From: "+12025550199", Body: "1"})
	said, known := d.Said("t2")
	require.True(t, known)
	require.Empty(t, said)
	require.Empty(t, d.says("dan", "t3", "1"), "nobody has asked Dan yet")
	require.Equal(t, proposal.Open, d.Stage)
}

func TestCodesThatAreNotOnesOwn(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	require.Equal(t, "That code is not one of yours. Open: "+d.token("ann")+" declare FIRE at Building 3", d.says("ann", "t3", "W9X 1"))
	d.Propose(d.now, flood())
	d.now = d.now.Add(time.Minute)
	d.goesOut()
	require.Contains(t, d.says("guard", "t4", "K7M 1"), "closed", "a newer text has replaced it")
	require.Equal(t, proposal.Open, d.Stage)
	d.says("guard", "t5", "Q4T 1")
	require.Equal(t, proposal.Confirmed, d.Stage)
}

func TestItemsAreWhatANumberMayAnswer(t *testing.T) {
	d := &desk{Proposal: proposal.New("report-x"), t: t, now: noon}
	require.Empty(t, d.Items(""), "nothing was proposed yet")
	d.Propose(noon, fire())
	item := reply.Item{Incident: "report-x", Kind: reply.Page, Token: "K7M", Ref: "t1", Title: "declare FIRE at Building 3", Open: true}
	require.Equal(t, []reply.Item{item}, d.Items(numbers["guard"]))
	require.Empty(t, d.Items(numbers["bao"]))
	d.minutes(1)
	item.Token, item.Title = d.token("bao"), "宣布火警：3栋"
	require.Equal(t, []reply.Item{item}, d.Items(numbers["bao"]))
	require.Empty(t, d.Items(numbers["dan"]))
	d.says("bao", "t2", "5")
	item.Open = false
	require.Equal(t, []reply.Item{item}, d.Items(numbers["bao"]))
}

func TestReplyInTheSameWordsIsNumbered(t *testing.T) {
	d := reported(t, fire())
	for n, want := range []string{offered, offered + " (2)", offered + " (3)"} {
		d.AnswerLate(d.now, incident.Inbound{ID: fmt.Sprint("late", n), From: numbers["guard"], Body: "hm"})
		require.Equal(t, map[string]string{"guard": want}, told(d.goesOut()))
	}
}

func TestReplyThatNobodyWaitsForGoesOutOnceItIsKnown(t *testing.T) {
	d := reported(t, fire())
	d.AnswerLate(d.now, incident.Inbound{ID: "t2", From: numbers["guard"], Body: "STOP"})
	require.Empty(t, d.goesOut(), "there is nothing to say")
	d.AnswerLate(d.now, incident.Inbound{ID: "t3", From: numbers["guard"], Body: "hm"})
	require.Equal(t, map[string]string{"guard": offered}, told(d.goesOut()))
	d.AnswerLate(d.now, incident.Inbound{ID: "t4", From: numbers["guard"], Body: "1"})
	require.Empty(t, d.goesOut(), "it is not known yet whether it can be declared")
	d.Declared(d.now)
	require.Equal(t, map[string]string{"guard": "DECLARED: FIRE at Building 3. People are being called."}, told(d.goesOut()))
	require.True(t, d.Over())
}

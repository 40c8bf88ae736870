package sim_test

// Receipts, and texts that handsets write.

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/carrier/sim"
)

const statusHook = "/webhooks/twilio/status?i=inc-1&p=p-1&a="

func statuses(posts []posted) (list []string) {
	for _, p := range posts {
		list = append(list, p.form.Get("MessageStatus"))
	}
	return list
}

func TestReceiptsAreSignedForThePublicAddressAndDialledElsewhere(t *testing.T) {
	m := newMuster(t)
	n := open(t, m)
	id := n.sent(t, phone, page, 1)
	posts := m.await(t, statusHook+"1", 2)
	require.Equal(t, []string{"sent", "delivered"}, statuses(posts))
	require.Equal(t, url.Values{
		"MessageSid": {id}, "SmsSid": {id}, "MessageStatus": {"sent"}, "SmsStatus": {"sent"}, "To": {phone}, "From": {own},
		"AccountSid": {account}, "ApiVersion": {"2010-04-01"},
	}, posts[0].form)
	require.Equal(t, carrier.Delivered, n.awaitStatus(t, id, carrier.Delivered).Status)
}

func TestABounceIsReportedWithItsCode(t *testing.T) {
	for code, want := range map[int][]string{30003: {"sent", "undelivered"}, 30008: {"sent", "undelivered"}, 30001: {"failed"}} {
		m := newMuster(t)
		n := open(t, m)
		n.SetHabit(phone, sim.Bounces(code))
		id := n.sent(t, phone, page, 1)
		posts := m.await(t, statusHook, len(want))
		require.Equal(t, want, statuses(posts))
		last := posts[len(posts)-1]
		require.Equal(t, code, atoi(t, last.form.Get("ErrorCode")))
		require.Empty(t, n.Messages(phone), "the handset has got it")
		require.Equal(t, code, n.awaitStatus(t, id, carrier.Status(want[len(want)-1])).Code)
	}
}

func TestABounceBelow30000IsRefusedAtOnce(t *testing.T) {
	n := open(t, newMuster(t))
	n.SetHabit(phone, sim.Bounces(21211))
	a := n.send(t, form(phone, page, 1))
	require.Equal(t, http.StatusBadRequest, a.status)
	require.EqualValues(t, 21211, a.body["code"])
	require.Empty(t, n.Ledger())
	n.SetHabit(phone, nil)
	n.sent(t, phone, page, 1)
}

func TestReceiptsGoWrongAsTold(t *testing.T) {
	for name, c := range map[string]struct {
		faults sim.ReceiptFaults
		want   []string
	}{
		"duplicated": {sim.ReceiptFaults{Duplicated: 1}, []string{"sent", "sent", "delivered", "delivered"}},
		"reordered":  {sim.ReceiptFaults{Reordered: 1}, []string{"delivered", "sent"}},
		"late":       {sim.ReceiptFaults{Late: 1, LateBy: 20 * time.Millisecond}, []string{"sent", "delivered"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMuster(t)
			n := open(t, m, func(o *sim.Options) { o.SentAfter, o.DeliveredAfter = time.Millisecond, 60*time.Millisecond })
			n.SetFaults(sim.Faults{Receipts: c.faults})
			n.sent(t, phone, page, 1)
			require.Equal(t, c.want, statuses(m.await(t, statusHook, len(c.want))))
		})
	}
}

func TestADroppedReceiptLeavesTheListAsWitness(t *testing.T) {
	m := newMuster(t)
	n := open(t, m)
	n.SetFaults(sim.Faults{Receipts: sim.ReceiptFaults{Dropped: 1}})
	id := n.sent(t, phone, page, 1)
	n.awaitStatus(t, id, carrier.Delivered)
	n.SetFaults(sim.Faults{})
	n.sent(t, phone, page, 2)
	m.await(t, statusHook+"2", 2)
	require.Empty(t, m.await(t, statusHook+"1", 0))
}

func TestAPersonAnswersAndReadsTheReply(t *testing.T) {
	m := newMuster(t)
	m.set(0, "Accepted &amp; noted")
	n := open(t, m)
	n.sent(t, phone, page, 1)
	require.NoError(t, n.Reply(within(t), phone, "K7M 1"))
	posts := m.await(t, "/webhooks/twilio/sms", 1)
	require.Equal(t, "K7M 1", posts[0].form.Get("Body"))
	require.Equal(t, phone, posts[0].form.Get("From"))
	require.Equal(t, own, posts[0].form.Get("To"))
	require.Empty(t, posts[0].form.Get("OptOutType"))

	box := n.Messages(phone)
	require.Len(t, box, 3)
	require.Equal(t, []sim.Direction{sim.Out, sim.In, sim.Out}, []sim.Direction{box[0].Direction, box[1].Direction, box[2].Direction})
	require.Equal(t, "Accepted & noted", box[2].Body)
	require.Equal(t, carrier.SMS, box[2].Channel)
	entries := n.Ledger()
	require.Len(t, entries, 2)
	require.True(t, entries[1].Reply)
	require.Zero(t, entries[1].Tag)
	require.Equal(t, []string{posts[0].form.Get("MessageSid")}, n.list(t, url.Values{"To": {own}}), "Muster can ask for what came in")
}

func TestAReplyThatMusterRefusesIsAnErrorAtOnce(t *testing.T) {
	m := newMuster(t)
	m.set(http.StatusForbidden, "")
	n := open(t, m)
	require.ErrorIs(t, n.Reply(within(t), phone, "1"), sim.ErrNotTaken)
	require.Len(t, m.await(t, "/webhooks/twilio/sms", 1), 1)
	require.Error(t, n.Reply(within(t), "123", "1"))
}

func TestAReplyIsOfferedAgainUntilMusterTakesIt(t *testing.T) {
	m := newMuster(t)
	m.set(http.StatusServiceUnavailable, "")
	n := open(t, m)
	result := make(chan error, 1)
	go func() { result <- n.Reply(within(t), phone, "1") }()
	m.await(t, "/webhooks/twilio/sms", 2)
	m.set(0, "")
	require.NoError(t, <-result)
	posts := m.await(t, "/webhooks/twilio/sms", 3)
	require.Equal(t, posts[0].form.Get("MessageSid"), posts[2].form.Get("MessageSid"), "it is the same text")
	require.Len(t, n.Messages(phone), 1)
}

func TestAReplyIsGivenUpInTheEnd(t *testing.T) {
	m := newMuster(t)
	m.set(http.StatusServiceUnavailable, "")
	n := open(t, m, func(o *sim.Options) { o.RetryWait = time.Microsecond })
	require.ErrorIs(t, n.Reply(within(t), phone, "1"), sim.ErrNotTaken)
	require.Len(t, m.await(t, "/webhooks/twilio/sms", 6), 6)
	require.Len(t, n.list(t, url.Values{"To": {own}}), 1, "the list still has it")
}

func TestAHabitsAnswerIsOfferedAgain(t *testing.T) {
	m := newMuster(t)
	m.set(http.StatusBadGateway, "")
	n := open(t, m)
	n.SetHabit(phone, sim.Accepts(0))
	n.sent(t, phone, page, 1)
	m.await(t, "/webhooks/twilio/sms", 2)
	m.set(0, "noted")
	require.NoError(t, n.Await(within(t), func() bool { return len(n.Ledger()) == 2 }))
	require.Equal(t, "noted", n.Ledger()[1].Body)
}

func TestAReplyGoesOnWithoutItsCaller(t *testing.T) {
	m := newMuster(t)
	m.set(http.StatusServiceUnavailable, "")
	n := open(t, m)
	ctx, cancel := context.WithCancel(within(t))
	result := make(chan error, 1)
	go func() { result <- n.Reply(ctx, phone, "1") }()
	m.await(t, "/webhooks/twilio/sms", 1)
	cancel()
	require.ErrorIs(t, <-result, context.Canceled)
	m.set(0, "")
	m.await(t, "/webhooks/twilio/sms", 2)
}

func TestAHabitAnswersWithTheTokenOfThePage(t *testing.T) {
	m := newMuster(t)
	n := open(t, m)
	n.SetHabit(phone, sim.Accepts(time.Millisecond))
	n.sent(t, phone, "All clear. Thank you.", 1)
	n.sent(t, phone, page, 2)
	posts := m.await(t, "/webhooks/twilio/sms", 1)
	require.Equal(t, "K7M 1", posts[0].form.Get("Body"))
	require.Len(t, posts, 1, "a text without a token was answered")
}

func TestAHandsetThatGotNothingAnswersNothing(t *testing.T) {
	m := newMuster(t)
	n := open(t, m)
	n.SetHabit(phone, func(string) sim.Reaction { return sim.Reaction{Code: 30003, Text: "1"} })
	n.sent(t, phone, page, 1)
	m.await(t, statusHook+"1", 2)
	require.Empty(t, m.await(t, "/webhooks/twilio/sms", 0))
}

func TestHabitsTakeTurns(t *testing.T) {
	m := newMuster(t)
	n := open(t, m)
	n.SetHabit(phone, sim.InTurn(sim.Ignores(), sim.Bounces(21611), sim.Declines(0)))
	n.sent(t, phone, page, 1)
	require.EqualValues(t, 21611, n.send(t, form(phone, page, 2)).body["code"])
	n.sent(t, phone, page, 3)
	require.Equal(t, "K7M 5", m.await(t, "/webhooks/twilio/sms", 1)[0].form.Get("Body"))
	n.sent(t, phone, page, 4)
	m.await(t, "/webhooks/twilio/sms", 2)
}

func TestStopEndsAllMessagesUntilStart(t *testing.T) {
	m := newMuster(t)
	m.set(0, "You will get no more messages")
	n := open(t, m)
	n.SetHabit(phone, sim.OptsOut(0))
	n.sent(t, phone, page, 1)
	posts := m.await(t, "/webhooks/twilio/sms", 1)
	require.Equal(t, "STOP", posts[0].form.Get("OptOutType"))
	a := n.send(t, form(phone, page, 2))
	require.EqualValues(t, 21610, a.body["code"])
	require.NoError(t, n.Await(within(t), func() bool { return len(n.Ledger()) == 2 }))
	reply := n.awaitStatus(t, n.Ledger()[1].ID, carrier.Failed)
	require.Equal(t, 21610, reply.Code, "an answer to STOP reached the handset")

	require.NoError(t, n.Reply(within(t), phone, "help"))
	require.EqualValues(t, 21610, n.send(t, form(phone, page, 3)).body["code"])
	require.NoError(t, n.Reply(within(t), phone, "Yes"))
	n.SetHabit(phone, nil)
	n.sent(t, phone, page, 4)
	posts = m.await(t, "/webhooks/twilio/sms", 3)
	require.Equal(t, "HELP", posts[1].form.Get("OptOutType"))
	require.Equal(t, "START", posts[2].form.Get("OptOutType"), "it has said STOP before")
	require.NoError(t, n.Reply(within(t), phone, "yes"))
	require.Empty(t, m.await(t, "/webhooks/twilio/sms", 4)[3].form.Get("OptOutType"), "to others YES is an answer")
}

func TestTokensAreFoundWhereTextsOfferThem(t *testing.T) {
	for text, want := range map[string]string{
		page: "K7M", "Reply K7M 1": "K7M", "reply 7KM": "7KM", "REPLY K7M": "K7M", "回K7M 1接受": "K7M", "请回复K7M 1": "K7M", "回 K7M": "K7M",
		"到场确认：回K7M 4 1 有火": "K7M", "第2次。回K7M，1接受": "K7M", "Not accepted yet: reply 1 / 未接受，回1接受": "",
		"Reply 119 1": "", "Call 119. Reply 119; reply K7M 1": "K7M", "Reply K7MX 1": "", "": "", "Reply Please": "",
	} {
		require.Equal(t, want, sim.Token(text), text)
	}
}

func atoi(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

func TestALostTextIsInTheListOnly(t *testing.T) {
	m := newMuster(t)
	n := open(t, m)
	n.sent(t, phone, page, 1)
	n.SetFaults(sim.Faults{TextsLost: true})
	require.ErrorIs(t, n.Reply(within(t), phone, "K7M 1"), sim.ErrNotTaken)
	n.SetFaults(sim.Faults{})
	require.NoError(t, n.Reply(within(t), phone, "K7M 3"))
	posts := m.await(t, "/webhooks/twilio/sms", 1)
	require.Equal(t, "K7M 3", posts[0].form.Get("Body"), "it is not posted later either")
	require.Len(t, n.list(t, url.Values{"To": {own}}), 2)
}

func TestACutReceiptIsNotPostedLaterEither(t *testing.T) {
	m := newMuster(t)
	n := open(t, m)
	n.SetFaults(sim.Faults{Receipts: sim.ReceiptFaults{Cut: true}})
	id := n.sent(t, phone, page, 1)
	n.awaitStatus(t, id, carrier.Delivered)
	require.Eventually(t, func() bool { return n.ReceiptsCut() == 2 }, 5*time.Second, time.Millisecond, "of what was sent, and that it arrived")
	n.SetFaults(sim.Faults{})
	n.sent(t, phone, page, 2)
	posts := m.await(t, statusHook, 2)
	require.Len(t, posts, 2)
	require.NotEqual(t, id, posts[0].form.Get("MessageSid"))
	require.Equal(t, 2, n.ReceiptsCut())
}

func TestAQuietNetworkPostsNothing(t *testing.T) {
	m := newMuster(t)
	n := open(t, m, func(o *sim.Options) { o.Quiet = true })
	id := n.sent(t, phone, page, 1)
	n.awaitStatus(t, id, carrier.Delivered)
	require.NoError(t, n.Reply(within(t), phone, "K7M 1"))
	require.Len(t, n.list(t, url.Values{"To": {own}}), 1)
	require.Empty(t, m.await(t, "/webhooks/", 0))
}

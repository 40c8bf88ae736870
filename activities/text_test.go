package activities_test

// Texts from the carrier's list: the reply goes out once, whatever becomes of the worker that sends it.

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"

	"muster/activities"
	"muster/carrier"
)

const accepted = "Accepted: Security. Reply 3 on scene, 5 if you cannot"

var text = activities.Text{ID: "SM-in", From: phone, Body: "K7M 1", At: since}

// desk gives a reply, or fails.
type desk struct {
	reply string
	err   error
	took  []activities.Text
}

// Answer implements activities.TextDesk.
func (d *desk) Answer(_ context.Context, t activities.Text) (string, error) {
	d.took = append(d.took, t)
	return d.reply, d.err
}

// replies has a worker send a reply for the attempt-th time.
func replies(t *testing.T, n *network, attempt int32) error {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&nthTry{n: attempt}}})
	texts := &activities.Texts{Carrier: n}
	env.RegisterActivity(texts.ReplyToText)
	_, err := env.ExecuteActivity(texts.ReplyToText, text, accepted, false, 1)
	return err
}

// nthTry lets an activity know that it was tried before.
type nthTry struct {
	interceptor.WorkerInterceptorBase
	n int32
}

// InterceptActivity implements interceptor.WorkerInterceptor.
func (i *nthTry) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	return &nthInbound{interceptor.ActivityInboundInterceptorBase{Next: next}, i.n}
}

type nthInbound struct {
	interceptor.ActivityInboundInterceptorBase
	n int32
}

// Init implements interceptor.ActivityInboundInterceptor.
func (i *nthInbound) Init(outbound interceptor.ActivityOutboundInterceptor) error {
	return i.Next.Init(&nthOutbound{interceptor.ActivityOutboundInterceptorBase{Next: outbound}, i.n})
}

type nthOutbound struct {
	interceptor.ActivityOutboundInterceptorBase
	n int32
}

// GetInfo implements interceptor.ActivityOutboundInterceptor.
func (o *nthOutbound) GetInfo(ctx context.Context) activity.Info {
	info := o.Next.GetInfo(ctx)
	info.Attempt = o.n
	return info
}

func TestATextGoesToTheDeskAsAWebhooksDoes(t *testing.T) {
	d := &desk{reply: accepted}
	reply, err := (&activities.Texts{Desk: d}).TakeText(t.Context(), text)
	require.NoError(t, err)
	require.Equal(t, accepted, reply)
	require.Equal(t, []activities.Text{text}, d.took)
	d.err = errors.New("the engine is away")
	_, err = (&activities.Texts{Desk: d}).TakeText(t.Context(), text)
	require.ErrorIs(t, err, d.err)
	require.NotContains(t, err.Error(), phone)
}

func TestAReplyIsSentWithoutAQuestionAtFirst(t *testing.T) {
	n := &network{}
	require.NoError(t, replies(t, n, 1))
	require.Equal(t, []string{"send"}, n.did)
	require.Equal(t, phone, n.taken[0].To)
	require.Equal(t, accepted, n.taken[0].Body)
	require.Equal(t, carrier.Tag{Incident: "text", Page: "SM-in", Attempt: 1}, n.taken[0].Tag)
}

func TestAReplyIsAskedAboutBeforeItIsSentAgain(t *testing.T) {
	n := &network{listed: []carrier.Record{{ID: "SM-other", Body: "FIRE"}, {ID: "SM-reply", Body: accepted}}}
	require.NoError(t, replies(t, n, 2))
	require.Equal(t, []string{"find"}, n.did, "the carrier has it")
	require.WithinDuration(t, time.Now().Add(-5*time.Second), n.asked[0].Since, 2*time.Second)

	n = &network{listed: []carrier.Record{{ID: "SM-other", Body: "FIRE"}}}
	require.NoError(t, replies(t, n, 2))
	require.Equal(t, []string{"find", "send"}, n.did)

	n = &network{find: errors.New("no answer")}
	require.Error(t, replies(t, n, 2))
	require.Equal(t, []string{"find"}, n.did, "nothing is sent while nobody can say")
}

func TestAReplyThatCanNeverBeSentIsGivenUp(t *testing.T) {
	for class, hopeless := range map[carrier.Class]bool{
		carrier.OptedOut: true, carrier.Recipient: true, carrier.Route: true, carrier.Filtered: true, carrier.Bug: true, carrier.Unreachable: true,
		carrier.Ambiguous: false, carrier.Throttled: false, carrier.QueueFull: false, carrier.Account: false,
	} {
		n := &network{send: map[string]error{phone: &carrier.Error{Class: class}}}
		err := replies(t, n, 1)
		var said *temporal.ApplicationError
		require.ErrorAs(t, err, &said, class)
		require.Equal(t, hopeless, said.NonRetryable(), class)
	}
}

func TestAReplyThatMayHaveLeftIsAskedAboutFirst(t *testing.T) {
	n := &network{listed: []carrier.Record{{ID: "SM-reply", Body: accepted}}}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	texts := &activities.Texts{Carrier: n}
	env.RegisterActivity(texts.ReplyToText)
	_, err := env.ExecuteActivity(texts.ReplyToText, text, accepted, true, 1)
	require.NoError(t, err)
	require.Equal(t, []string{"find"}, n.did)
	require.Equal(t, since.Add(-5*time.Second), n.asked[0].Since)
}

package workflows

// The TestPage workflow: one for each phone that is sent a test page. It sends the text once, hears what becomes of it and what is
// answered, and ends a day later. It runs beside everything that is in a hurry, and leaves by the drills' way, which reaches staff only
// and gives way to a real incident at the site.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
	"muster/incident/testpage"
)

// fateWait is how long whoever orders a test page waits for what the network says at first.
const fateWait = 2 * time.Second

// tester is one run of TestPage.
type tester struct {
	it       *testpage.State
	id       string
	limit    int
	receipts workflow.ReceiveChannel
	answers  workflow.ReceiveChannel
	changed  bool
	working  int // messages and questions under way
	keeping  bool
}

// TestPage sees to the test pages of one phone.
func TestPage(ctx workflow.Context, in TestPageStart) error {
	t := &tester{
		it: in.State, id: workflow.GetInfo(ctx).WorkflowExecution.ID, limit: in.Continue,
		receipts: workflow.GetSignalChannel(ctx, DeliveryReported), answers: workflow.GetSignalChannel(ctx, AnswerArrived),
	}
	if t.it == nil {
		t.it = &testpage.State{BegunAt: workflow.Now(ctx)}
	}
	if t.limit <= 0 {
		t.limit = continueAt
	}
	if err := workflow.SetUpdateHandler(ctx, SendTest, t.order); err != nil {
		return err
	}
	if err := workflow.SetUpdateHandler(ctx, Answer, t.answer); err != nil {
		return err
	}
	return t.loop(ctx)
}

// order begins a test page, and says what is known of it after a moment.
func (t *tester) order(ctx workflow.Context, o Order[testpage.Order]) (testpage.Outcome, error) {
	if err := t.it.Begin(workflow.Now(ctx), o.ID, o.Body); err != nil {
		return testpage.Outcome{}, refusal(err)
	}
	t.changed = true
	_, err := workflow.AwaitWithTimeout(ctx, fateWait, func() bool { return t.it.Page.CarrierID != "" || t.it.Page.Why != "" })
	return t.it.Page.Outcome, err
}

// answer takes in a text. One that answers nothing here goes its usual way.
func (t *tester) answer(ctx workflow.Context, in activities.Text) (string, error) {
	said, ok := t.it.Answer(workflow.Now(ctx), inboundOf(in))
	if !ok {
		return "", refusal(incident.Fail(incident.CodeEnded, "No test page waits for this text."))
	}
	t.changed = true
	return said, nil
}

func (t *tester) loop(ctx workflow.Context) error {
	for {
		t.changed = false
		t.hear(ctx)
		t.perform(ctx)
		if t.restful(ctx) {
			if t.it.Over(workflow.Now(ctx)) {
				return nil
			}
			if info := workflow.GetInfo(ctx); info.GetContinueAsNewSuggested() || info.GetCurrentHistoryLength() > t.limit {
				return workflow.NewContinueAsNewError(ctx, TestPageType, TestPageStart{State: t.it, Continue: t.limit})
			}
		}
		if err := t.wait(ctx); err != nil {
			return err
		}
	}
}

// restful says whether nothing would be lost by ending this run now.
func (t *tester) restful(ctx workflow.Context) bool {
	return t.working == 0 && !t.keeping && t.receipts.Len() == 0 && t.answers.Len() == 0 && workflow.AllHandlersFinished(ctx)
}

// hear takes in the signals that have arrived. A text that came as one gets no reply: nobody waits for it any more.
func (t *tester) hear(ctx workflow.Context) {
	var r Receipts
	for t.receipts.ReceiveAsync(&r) {
		t.it.Received(workflow.Now(ctx), r.Receipts)
		r = Receipts{}
	}
	var in activities.Text
	for t.answers.ReceiveAsync(&in) {
		t.it.Answer(workflow.Now(ctx), inboundOf(in))
		in = activities.Text{}
	}
}

// perform begins all that is due.
func (t *tester) perform(ctx workflow.Context) {
	send, ask := t.it.Take(workflow.Now(ctx))
	switch {
	case send != nil:
		t.do(ctx, activities.SendWave, waveTimeout, activities.Wave{Incident: t.id, Site: t.it.Page.Site, Sends: []incident.Send{*send}}, t.it.Sent)
	case ask != nil:
		t.do(ctx, activities.SettleWave, settleTimeout, activities.Settle{Incident: t.id, Site: t.it.Page.Site, Asks: []incident.Ask{*ask}}, t.it.Settled)
	}
	t.keep(ctx)
}

// do has the message carried, or asked about, once, and takes in what is learnt; what is not said is unknown.
func (t *tester) do(ctx workflow.Context, name string, timeout time.Duration, input any, learn func(time.Time, []incident.Result, bool)) {
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueDrill, StartToCloseTimeout: timeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
	}), name, input)
	t.working++
	workflow.Go(ctx, func(ctx workflow.Context) {
		var result activities.WaveResult
		if err := future.Get(ctx, &result); err != nil {
			result = activities.WaveResult{}
		}
		learn(workflow.Now(ctx), result.Results, result.Overtaken != "")
		t.working--
		t.changed = true
	})
}

// keep writes what is not kept yet: one write at a time, for as long as it takes.
func (t *tester) keep(ctx workflow.Context) {
	news, any := t.it.Unkept()
	if !any || t.keeping {
		return
	}
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueShadow, StartToCloseTimeout: shadowTimeout,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 1.5, MaximumInterval: 10 * time.Second},
	}), activities.KeepTest, news)
	t.keeping = true
	workflow.Go(ctx, func(ctx workflow.Context) {
		if err := future.Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Error("what became of a test page was not kept", "error", err)
		}
		if t.it.Page.At.Equal(news.At) {
			t.it.Kept = news.Rev
		}
		t.keeping = false
		t.changed = true
	})
}

// wait sleeps until something happens or is due.
func (t *tester) wait(ctx workflow.Context) error {
	happens := func() bool { return t.changed || t.receipts.Len() > 0 || t.answers.Len() > 0 }
	due, ok := t.it.Due()
	if !ok || (t.keeping && !due.After(workflow.Now(ctx))) {
		return workflow.Await(ctx, happens)
	}
	_, err := workflow.AwaitWithTimeout(ctx, max(shortestTimer, due.Sub(workflow.Now(ctx))), happens)
	return err
}

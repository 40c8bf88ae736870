package workflows

// Telling staff something that no incident is about: each message once, by the protocol of incidents, in no hurry.

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
)

// teller tells staff of a site something.
type teller struct {
	about string // the name under which messages are known at the carrier
	site  string
}

// waveOf is how many messages leave together.
const waveOf = 10

// The waits between tries to tell somebody.
const (
	firstWait   = incident.SettleAfter
	longestWait = 10 * time.Minute
)

// tell sends messages, each once, until a deadline, by the protocol of incidents: what may have been sent is asked about
// before it is sent again. While a real incident is open at the site nothing is announced; ended says that these are last words.
func (t teller) tell(ctx workflow.Context, sends []incident.Send, until time.Time, ended bool) {
	begun := workflow.Now(ctx)
	var doubtful []incident.Ask
	for wait := firstWait; len(sends)+len(doubtful) > 0; wait = min(2*wait, longestWait) {
		var left []incident.Send
		for len(sends) > 0 {
			wave := sends[:min(waveOf, len(sends))]
			sends = sends[len(wave):]
			again, unknown := t.wave(ctx, wave, ended)
			left = append(left, again...)
			for _, send := range unknown {
				doubtful = append(doubtful, incident.Ask{Send: send, Since: begun.Add(-time.Minute), MaySend: true})
			}
		}
		if len(left)+len(doubtful) == 0 || !workflow.Now(ctx).Add(wait).Before(until) || workflow.Sleep(ctx, wait) != nil {
			return
		}
		sends, doubtful = left, t.settle(ctx, doubtful, ended)
	}
}

// wave has up to ten messages carried, once. It gives those that were not begun, and those whose fate is unknown.
func (t teller) wave(ctx workflow.Context, sends []incident.Send, ended bool) (again, unknown []incident.Send) {
	var result activities.WaveResult
	err := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueDrill, StartToCloseTimeout: waveTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
	}), activities.SendWave, activities.Wave{Incident: t.about, Site: t.site, Sends: sends, Ended: ended}).Get(ctx, &result)
	if err != nil {
		return nil, sends
	}
	for _, send := range sends {
		switch fateOf(send, result.Results) {
		case incident.FateNotStarted:
			again = append(again, send)
		case incident.FateUnknown:
			unknown = append(unknown, send)
		case incident.FateSent, incident.FateFailed, incident.FateAbsent:
		}
	}
	return again, unknown
}

// settle asks what became of messages, once, and gives those of which nothing is known yet.
func (t teller) settle(ctx workflow.Context, asks []incident.Ask, ended bool) (left []incident.Ask) {
	for len(asks) > 0 {
		some := asks[:min(waveOf, len(asks))]
		asks = asks[len(some):]
		var result activities.WaveResult
		err := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
			TaskQueue: QueueDrill, StartToCloseTimeout: settleTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
		}), activities.SettleWave, activities.Settle{Incident: t.about, Site: t.site, Asks: some, Ended: ended}).Get(ctx, &result)
		for _, ask := range some {
			if err != nil || fateOf(ask.Send, result.Results) == incident.FateUnknown {
				left = append(left, ask)
			}
		}
	}
	return left
}

// fateOf is what became of a message; of one that nothing is said about it is unknown.
func fateOf(send incident.Send, results []incident.Result) incident.Fate {
	for _, r := range results {
		if r.Page == send.Page && r.Attempt == send.Attempt {
			return r.Fate
		}
	}
	return incident.FateUnknown
}

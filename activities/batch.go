package activities

// Batches: a notice leaves in batches, each message once by the protocol of pages, no faster than the network takes them, and only
// while no page is on its way to the carrier.

import (
	"context"
	"strconv"
	"sync"
	"time"

	"go.temporal.io/sdk/activity"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/sms"
)

// NoticeItem is one message of a notice: the resident's place in its list, from 0, and their id.
type NoticeItem struct {
	N        int    `json:"n"`
	Resident string `json:"resident"`
}

// Batch is the input of SendNoticeBatch.
type Batch struct {
	ID     string        `json:"id"` // of the notice's workflow
	Site   string        `json:"site"`
	Text   incident.Text `json:"text"`
	Items  []NoticeItem  `json:"items"`
	Rate   float64       `json:"rate"`   // parts per second at most
	Within time.Duration `json:"within"` // no message is begun later
}

// BatchAsk asks what became of a message that may have left at Since or later.
type BatchAsk struct {
	NoticeItem
	Since time.Time `json:"since"`
}

// BatchSettle is the input of SettleNoticeBatch.
type BatchSettle struct {
	ID   string        `json:"id"`
	Site string        `json:"site"`
	Text incident.Text `json:"text"`
	Asks []BatchAsk    `json:"asks"`
}

// BatchResult is the output of both: what became of each message.
type BatchResult struct {
	Results []NoticeResult `json:"results"`
}

// NoticeResult is what became of one message. Why is the failure's class.
type NoticeResult struct {
	N     int           `json:"n"`
	Fate  incident.Fate `json:"fate"`
	Why   string        `json:"why,omitempty"`
	After time.Duration `json:"after,omitempty"` // of FateNotStarted: when it may be tried again
}

// Why a message is not sent although nothing is wrong with the network.
const (
	WhyOptedOut = string(incident.FailOptedOut)
	WhyGone     = "gone" // the resident is not in the site's file any more
)

// Batches sends them. Pager is of the notices alone: what it uses no page waits for.
type Batches struct {
	Residents Residents
	Pager     *Pager
	Pace      *Pace
	Traffic   *Traffic
}

// SendNoticeBatch sends messages, each once. It reports on every one of them and never fails.
func (b *Batches) SendNoticeBatch(ctx context.Context, in Batch) (BatchResult, error) {
	results := make([]NoticeResult, len(in.Items))
	info := activity.GetInfo(ctx)
	if info.StartedTime.Sub(info.ScheduledTime) > staleAfter {
		for k, item := range in.Items {
			results[k] = NoticeResult{N: item.N, Fate: incident.FateUnknown}
		}
		return BatchResult{Results: results}, nil
	}
	begun := time.Now()
	until := begun.Add(in.Within)
	var group sync.WaitGroup
	parts := 0
	for k, item := range in.Items {
		text, to, refused := b.message(in.Site, item, in.Text)
		if refused != "" {
			results[k] = NoticeResult{N: item.N, Fate: incident.FateFailed, Why: refused}
			continue
		}
		cost := sms.Measure(text).Parts
		parts += cost
		turn := begun.Add(span(parts, in.Rate))
		group.Go(func() { results[k] = b.send(ctx, in.ID, item, to, text, cost, turn, until) })
	}
	group.Wait()
	return BatchResult{Results: results}, nil
}

// span is how long some parts take at a rate.
func span(parts int, rate float64) time.Duration {
	if rate <= 0 {
		return 0
	}
	return time.Duration(float64(parts) / rate * float64(time.Second))
}

// message is what a resident is sent, or why they are sent nothing.
func (b *Batches) message(site string, item NoticeItem, text incident.Text) (body, to, refused string) {
	r, known := b.Residents.Resident(site, item.Resident)
	switch {
	case !known:
		return "", "", WhyGone
	case r.OptedOut:
		return "", "", WhyOptedOut
	}
	return text.In(r.Language), r.Phone, ""
}

// send sends one message when its turn has come and nothing more urgent is under way.
func (b *Batches) send(ctx context.Context, id string, item NoticeItem, to, body string, cost int, turn, until time.Time) NoticeResult {
	notStarted := NoticeResult{N: item.N, Fate: incident.FateNotStarted}
	if !waitUntil(ctx, turn, until) || !b.Pace.Take(ctx, cost, until) || !b.Traffic.Clear(ctx, until) {
		return notStarted
	}
	return b.settled(ctx, item.N, to, b.Pager.send(ctx, id, sendOf(item, to, body)))
}

func sendOf(item NoticeItem, to, body string) incident.Send {
	return incident.Send{Page: "r" + strconv.Itoa(item.N), Attempt: 1, Channel: frozen.SMS, To: to, Body: body}
}

// settled is a message's fate in a notice's words. A number that the network says wants no messages is kept as such.
func (b *Batches) settled(ctx context.Context, n int, to string, r incident.Result) NoticeResult {
	result := NoticeResult{N: n, Fate: r.Fate, Why: string(r.Failure), After: r.After}
	if r.Failure == incident.FailOptedOut {
		if err := b.Residents.OptedOut(ctx, to); err != nil {
			activity.GetLogger(ctx).Warn("an opt-out that the carrier told of was not kept", "error", err)
		}
	}
	return result
}

// SettleNoticeBatch finds out what became of messages whose sending was ambiguous: absent are those that the carrier has not
// accepted. It sends none itself: they take their turn in a later batch, so that no rush of them stands before a page. It reports on
// every one; unknown are those of which the carrier did not say.
func (b *Batches) SettleNoticeBatch(ctx context.Context, in BatchSettle) (BatchResult, error) {
	results := make([]NoticeResult, len(in.Asks))
	var group sync.WaitGroup
	for k, q := range in.Asks {
		group.Go(func() { results[k] = b.settle(ctx, in, q) })
	}
	group.Wait()
	return BatchResult{Results: results}, nil
}

func (b *Batches) settle(ctx context.Context, in BatchSettle, q BatchAsk) NoticeResult {
	r, known := b.Residents.Resident(in.Site, q.Resident)
	if !known {
		return NoticeResult{N: q.N, Fate: incident.FateFailed, Why: WhyGone}
	}
	ask := incident.Ask{Send: sendOf(q.NoticeItem, r.Phone, in.Text.In(r.Language)), Since: q.Since}
	return b.settled(ctx, q.N, r.Phone, b.Pager.settle(ctx, in.ID, ask, false))
}

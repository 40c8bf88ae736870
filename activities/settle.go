package activities

// Settling: what became of a message whose sending was ambiguous is asked before it is repeated.

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode"

	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
)

// errUnsettled makes the engine ask again after the settle time.
var errUnsettled = errors.New("the carrier has not said yet what became of the messages")

// mostFound is as much of a phone's list as is read; the few messages that can matter are far fewer.
const mostFound = 1000

// SettleWave finds out what became of messages whose sending was ambiguous. Each time it runs it asks the carrier's list
// before anything else; what is not found is sent if it is still owed, and no real incident holds the drill that owes it.
// It fails, to be run again after the settle time, only while there is nothing at all to report.
func (p *Pager) SettleWave(ctx context.Context, in Settle) (WaveResult, error) {
	real, held := p.held(ctx, in.Site, in.Ended)
	results := make([]incident.Result, len(in.Asks))
	var group sync.WaitGroup
	for k, q := range in.Asks {
		group.Go(func() { results[k] = p.settle(ctx, in.Incident, q, held) })
	}
	group.Wait()
	settled := real != ""
	for _, r := range results {
		settled = settled || r.Fate != incident.FateUnknown
	}
	if !settled {
		return WaveResult{}, errUnsettled
	}
	return WaveResult{Results: results, Overtaken: real}, nil
}

func (p *Pager) settle(ctx context.Context, id string, q incident.Ask, held bool) incident.Result {
	r := incident.Result{Page: q.Page, Attempt: q.Attempt, Fate: incident.FateUnknown}
	asks, _ := p.Carrier.Asks(carrier.Channel(q.Channel))
	if asks {
		known, ok := p.known(ctx, id, r, q)
		if !ok || known.Fate != incident.FateUnknown {
			return known
		}
	}
	switch {
	case !q.MaySend:
		r.Fate = incident.FateAbsent
		return r
	case held:
		return r
	case !asks:
		q.Body = repeated(q.Body)
	}
	r = p.send(ctx, id, q.Send)
	if r.Fate == incident.FateNotStarted { // it is asked about again; the attempt is not over
		r.Fate = incident.FateUnknown
	}
	return r
}

// What a repetition says where nobody could be asked whether the first message arrived.
const (
	ignoreEN = "If you have answered already, ignore this."
	ignoreZH = "如已回复，请忽略本条。"
)

// repeated is a text that may be the second of its kind, in the language that it is written in.
func repeated(body string) string {
	if strings.ContainsFunc(body, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return body + "\n" + ignoreZH
	}
	return body + "\n" + ignoreEN
}

// known is what the carrier has accepted as the attempt, still unknown where it has nothing; ok is false if it did not say.
func (p *Pager) known(ctx context.Context, id string, r incident.Result, q incident.Ask) (known incident.Result, ok bool) {
	if q.Channel == frozen.Voice {
		found, ok := p.findCall(ctx, id, q)
		if found != nil {
			r = adoptedCall(r, *found)
		}
		return r, ok
	}
	found, ok := p.find(ctx, id, q)
	if found != nil {
		r = adopted(r, *found)
	}
	return r, ok
}

// find looks for the message among those that the carrier has accepted for the phone and that are no other attempt's; ok is
// false if it did not say. A list that was cut says what it has, and nothing of the rest.
func (p *Pager) find(ctx context.Context, id string, q incident.Ask) (found *carrier.Record, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	records, err := p.Carrier.Find(ctx, carrier.Query{To: q.To, Since: q.Since, Limit: mostFound})
	records = slices.DeleteFunc(records, func(r carrier.Record) bool { return !says(r.Body, q.Send) || slices.Contains(q.Known, r.ID) })
	ids := make([]string, len(records))
	for k, r := range records {
		ids[k] = r.ID
	}
	if k := p.adopt(ctx, id, q, ids); k >= 0 {
		return &records[k], true
	}
	return nil, err == nil
}

// adopted takes a message that the carrier had accepted as the attempt.
func adopted(r incident.Result, found carrier.Record) incident.Result {
	r.Fate, r.CarrierID = incident.FateSent, found.ID
	if found.Status == carrier.Failed || found.Status == carrier.Undelivered {
		r.Fate, r.Failure = incident.FateFailed, Failure(carrier.Classify(found.Code, 0))
	}
	return r
}

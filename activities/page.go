package activities

// Paging: a wave of messages is sent once, and what became of an unknown one is asked before it is repeated.

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.temporal.io/sdk/activity"

	"muster/carrier"
	"muster/incident"
)

// The sending's times (RESPONSE.md section 3).
const (
	sendTimeout = 3 * time.Second  // one message
	waveTime    = 6 * time.Second  // the whole wave; no message is begun in its last sendTimeout
	staleAfter  = 30 * time.Second // a wave that starts later may be a ghost of one that was sent
)

// How long a refused message waits before it is tried again. [design]
const (
	throttledWait = time.Second
	queueFullWait = 5 * time.Second
	accountWait   = 10 * time.Second
	overtakenWait = 2 * time.Second
)

// pageValid is how long the network may keep a message: a page that comes later is of no use.
const pageValid = 10 * time.Minute

// RealIncidents tells a drill whether a real incident is open at its site.
type RealIncidents interface {
	// OpenReal returns the id of an open real incident at the site, empty if there is none.
	OpenReal(ctx context.Context, site string) (string, error)
}

// Pager sends waves. Real is nil for real incidents; a drill's looks there before every wave.
type Pager struct {
	Carrier carrier.Port
	Real    RealIncidents
}

// SendWave sends up to ten messages in parallel, each once. It reports on every one of them and never fails.
func (p *Pager) SendWave(ctx context.Context, w Wave) (WaveResult, error) {
	begun := time.Now()
	info := activity.GetInfo(ctx)
	if info.StartedTime.Sub(info.ScheduledTime) > staleAfter {
		return WaveResult{Results: all(w.Sends, incident.FateUnknown, 0, "")}, nil
	}
	if p.Real != nil && !w.Ended { // people must hear that their drill is over
		real, err := p.Real.OpenReal(ctx, w.Site)
		if err != nil || real != "" {
			return WaveResult{Results: all(w.Sends, incident.FateNotStarted, overtakenWait, "drill held"), Overtaken: real}, nil
		}
	}
	results := make([]incident.Result, len(w.Sends))
	var group sync.WaitGroup
	for k, s := range w.Sends {
		group.Go(func() { results[k] = p.sendInTime(ctx, w.Incident, s, begun) })
	}
	group.Wait()
	return WaveResult{Results: results}, nil
}

func (p *Pager) sendInTime(ctx context.Context, id string, s incident.Send, begun time.Time) incident.Result {
	if time.Since(begun) > waveTime-sendTimeout {
		return incident.Result{Page: s.Page, Attempt: s.Attempt, Fate: incident.FateNotStarted}
	}
	return p.send(ctx, id, s)
}

func (p *Pager) send(ctx context.Context, id string, s incident.Send) incident.Result {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	record, err := p.Carrier.Send(ctx, carrier.Message{
		To: s.To, Body: s.Body, ValidFor: pageValid, Tag: carrier.Tag{Incident: id, Page: s.Page, Attempt: s.Attempt},
	})
	r := incident.Result{Page: s.Page, Attempt: s.Attempt, Fate: incident.FateSent, CarrierID: record.ID}
	if err != nil {
		r = fate(r, err)
	}
	return r
}

// fate says what a failed call means for its message.
func fate(r incident.Result, err error) incident.Result {
	r.CarrierID, r.Fate = "", incident.FateUnknown
	var failure *carrier.Error
	switch {
	case errors.Is(err, ErrContained):
		r.Fate, r.Failure = incident.FateFailed, incident.FailRefused
		return r
	case !errors.As(err, &failure):
		return r
	}
	r.Why = string(failure.Class)
	switch failure.Class {
	case carrier.Throttled:
		r.Fate, r.After = incident.FateNotStarted, max(failure.RetryAfter, throttledWait)
	case carrier.QueueFull:
		r.Fate, r.After = incident.FateNotStarted, queueFullWait
	case carrier.Account:
		r.Fate, r.After = incident.FateNotStarted, accountWait
	case carrier.Recipient, carrier.OptedOut, carrier.Unreachable, carrier.Filtered, carrier.Bug:
		r.Fate, r.Failure = incident.FateFailed, Failure(failure.Class)
	case carrier.Ambiguous:
	}
	return r
}

// Failure names a carrier's class in the incident's words; empty for classes that are not about the person.
func Failure(c carrier.Class) incident.Failure {
	switch c {
	case carrier.Recipient:
		return incident.FailRecipient
	case carrier.OptedOut:
		return incident.FailOptedOut
	case carrier.Unreachable:
		return incident.FailUnreachable
	case carrier.Filtered, carrier.Bug:
		return incident.FailFiltered
	case carrier.Ambiguous, carrier.Throttled, carrier.QueueFull, carrier.Account:
	}
	return incident.FailUnreachable
}

func all(sends []incident.Send, f incident.Fate, after time.Duration, why string) []incident.Result {
	results := make([]incident.Result, len(sends))
	for k, s := range sends {
		results[k] = incident.Result{Page: s.Page, Attempt: s.Attempt, Fate: f, After: after, Why: why}
	}
	return results
}

// errUnsettled makes the engine ask again after the settle time.
var errUnsettled = errors.New("the carrier has not said yet what became of the messages")

// SettleWave finds out what became of messages whose sending was ambiguous. Each time it runs it asks the carrier's list
// before anything else; what is not found is sent if it is still owed. It fails, to be run again after the settle time,
// only while nothing at all could be settled.
func (p *Pager) SettleWave(ctx context.Context, in Settle) (WaveResult, error) {
	results := make([]incident.Result, len(in.Asks))
	var group sync.WaitGroup
	for k, q := range in.Asks {
		group.Go(func() { results[k] = p.settle(ctx, in.Incident, q) })
	}
	group.Wait()
	for _, r := range results {
		if r.Fate != incident.FateUnknown {
			return WaveResult{Results: results}, nil
		}
	}
	return WaveResult{}, errUnsettled
}

func (p *Pager) settle(ctx context.Context, id string, q incident.Ask) incident.Result {
	r := incident.Result{Page: q.Page, Attempt: q.Attempt, Fate: incident.FateUnknown}
	asks, _ := p.Carrier.Asks(carrier.Channel(q.Channel))
	if asks {
		found, ok := p.find(ctx, q)
		switch {
		case !ok:
			return r
		case found != nil:
			return adopted(r, *found)
		}
	}
	if !q.MaySend {
		r.Fate = incident.FateAbsent
		return r
	}
	r = p.send(ctx, id, q.Send)
	if r.Fate == incident.FateNotStarted { // it is asked about again; the attempt is not over
		r.Fate = incident.FateUnknown
	}
	return r
}

// find looks for the message among those that the carrier has accepted for the phone; ok is false if it did not answer.
func (p *Pager) find(ctx context.Context, q incident.Ask) (*carrier.Record, bool) {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	records, err := p.Carrier.Find(ctx, carrier.Query{To: q.To, Since: q.Since})
	if err != nil {
		return nil, false
	}
	for k := range records {
		if records[k].Body == q.Body && !contains(q.Known, records[k].ID) {
			return &records[k], true
		}
	}
	return nil, true
}

func contains(ids []string, id string) bool {
	for _, known := range ids {
		if known == id {
			return true
		}
	}
	return false
}

// adopted takes a message that the carrier had accepted as the attempt.
func adopted(r incident.Result, found carrier.Record) incident.Result {
	r.Fate, r.CarrierID = incident.FateSent, found.ID
	if found.Status == carrier.Failed || found.Status == carrier.Undelivered {
		r.Fate, r.Failure = incident.FateFailed, Failure(carrier.Classify(found.Code, 0))
	}
	return r
}

// ErrContained is a drill's refusal to reach somebody who is no responder.
var ErrContained = errors.New("a drill reaches responders only")

// Contained is a drill's carrier: it refuses every number that known does not name as a responder's.
func Contained(port carrier.Port, known func(phone string) bool) carrier.Port {
	return contained{Port: port, known: known}
}

type contained struct {
	carrier.Port
	known func(phone string) bool
}

// Send implements carrier.Port.
func (c contained) Send(ctx context.Context, m carrier.Message) (carrier.Record, error) {
	if !c.known(m.To) {
		return carrier.Record{}, &carrier.Error{Class: carrier.Recipient, Err: ErrContained}
	}
	return c.Port.Send(ctx, m)
}

package activities

// Paging: a wave of messages is sent once. What becomes of those whose fate is unknown is in settle.go.

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"go.temporal.io/sdk/activity"

	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
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

// Pager sends waves, and settles what became of them. Voice is nil where nobody can be called. Real is nil for real incidents; a
// drill's looks there before each.
type Pager struct {
	Carrier carrier.Port
	Voice   carrier.Caller
	Real    RealIncidents
	Others  OtherIncidents // is asked before a message is adopted; nil: nobody is

	ValidFor time.Duration // how long the network may keep a message; 0: as long as a page is of use
	Traffic  *Traffic      // is told of pages on their way; nil: nobody is

	// Link is the address at which somebody answers in an incident; nil: texts end with none.
	Link func(incident, responder string) string

	adopted adoptions
}

// SendWave sends up to ten messages in parallel, each once. It reports on every one of them and never fails.
func (p *Pager) SendWave(ctx context.Context, w Wave) (WaveResult, error) {
	begun := time.Now()
	info := activity.GetInfo(ctx)
	if info.StartedTime.Sub(info.ScheduledTime) > staleAfter {
		return WaveResult{Results: all(w.Sends, incident.FateUnknown, 0, "")}, nil
	}
	if real, held := p.held(ctx, w.Site, w.Ended); held {
		return WaveResult{Results: all(w.Sends, incident.FateNotStarted, overtakenWait, "drill held"), Overtaken: real}, nil
	}
	results := make([]incident.Result, len(w.Sends))
	var group sync.WaitGroup
	for k, s := range w.Sends {
		group.Go(func() { results[k] = p.sendInTime(ctx, w.Incident, s, begun) })
	}
	group.Wait()
	return WaveResult{Results: results}, nil
}

// held says whether a drill may send nothing now, and for which real incident; while nobody can say, it may not either. Once
// it has ended nothing holds it: people must hear that their drill is over.
func (p *Pager) held(ctx context.Context, site string, ended bool) (real string, held bool) {
	if p.Real == nil || ended {
		return "", false
	}
	real, err := p.Real.OpenReal(ctx, site)
	return real, err != nil || real != ""
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
	defer p.Traffic.Page()()
	if s.Channel == frozen.Voice {
		return p.call(ctx, id, s)
	}
	record, err := p.Carrier.Send(ctx, carrier.Message{
		To: s.To, Body: p.text(id, s), ValidFor: cmp.Or(p.ValidFor, pageValid), Tag: carrier.Tag{Incident: id, Page: s.Page, Attempt: s.Attempt},
	})
	r := incident.Result{Page: s.Page, Attempt: s.Attempt, Fate: incident.FateSent, CarrierID: record.ID}
	if err != nil {
		r = fate(r, err)
	}
	return r
}

// text is what a message says, with the link that it ends with.
func (p *Pager) text(id string, s incident.Send) string {
	if s.Link == "" || p.Link == nil {
		return s.Body
	}
	return s.Body + "\n" + p.Link(id, s.Link)
}

// says whether a message that the carrier has taken is a certain one. The link that it ends with is not looked at: the address may
// have changed since.
func says(body string, s incident.Send) bool {
	return body == s.Body || (s.Link != "" && strings.HasPrefix(body, s.Body+"\n"))
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
	r.Why = why(failure.Class)
	switch failure.Class {
	case carrier.Throttled:
		r.Fate, r.After = incident.FateNotStarted, max(failure.RetryAfter, throttledWait)
	case carrier.QueueFull:
		r.Fate, r.After = incident.FateNotStarted, queueFullWait
	case carrier.Account:
		r.Fate, r.After = incident.FateNotStarted, accountWait
	case carrier.Recipient, carrier.Route, carrier.OptedOut, carrier.Unreachable, carrier.Filtered, carrier.Bug:
		r.Fate, r.Failure = incident.FateFailed, Failure(failure.Class)
	case carrier.Ambiguous:
	}
	return r
}

// why is a class in the words that incidents and notices know: to them, a number that our sender cannot reach is one that gets nothing.
func why(c carrier.Class) string {
	if c == carrier.Route {
		c = carrier.Recipient
	}
	return string(c)
}

// Failure names in the incident's words why a message that the carrier had taken did not arrive.
func Failure(c carrier.Class) incident.Failure {
	switch c {
	case carrier.Recipient, carrier.Route:
		return incident.FailRecipient
	case carrier.OptedOut:
		return incident.FailOptedOut
	case carrier.Unreachable:
		return incident.FailUnreachable
	case carrier.Filtered, carrier.Bug:
		return incident.FailFiltered
	case carrier.Throttled, carrier.QueueFull:
		return incident.FailQueueFull
	case carrier.Account:
		return incident.FailAccount
	case carrier.Ambiguous:
	}
	return incident.FailUnsaid
}

func all(sends []incident.Send, f incident.Fate, after time.Duration, why string) []incident.Result {
	results := make([]incident.Result, len(sends))
	for k, s := range sends {
		results[k] = incident.Result{Page: s.Page, Attempt: s.Attempt, Fate: f, After: after, Why: why}
	}
	return results
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

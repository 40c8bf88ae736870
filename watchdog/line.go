package watchdog

// The line: what the carrier has said of late that is not only a phone's fault, but Muster's account's, number's or text's. Only
// the operator can mend that.

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"muster/carrier"
)

// quiet is after what time without another such word a complaint is over. It is shorter than again, so that one that was made
// once is told once.
const quiet = again - time.Minute

// complaints are the classes that concern the operator, in the order in which they are told.
var complaints = []carrier.Class{carrier.Account, carrier.Route, carrier.QueueFull, carrier.Filtered}

// Complaint is a class of failures, and since when the carrier has made it.
type Complaint struct {
	Class carrier.Class
	Since time.Time
}

// Line remembers what the carrier has complained of. Its methods are safe for concurrent use; those of a nil Line do nothing.
type Line struct {
	now   func() time.Time
	begun time.Time

	mu    sync.Mutex
	spell map[carrier.Class]spell
}

// spell is for how long a class has come again and again.
type spell struct{ first, last time.Time }

// NewLine makes a line of which nothing is known.
func NewLine(now func() time.Time) *Line {
	return &Line{now: now, begun: now(), spell: map[carrier.Class]spell{}}
}

// Note takes in how a message or a call has failed; classes that are about a phone alone change nothing.
func (l *Line) Note(class carrier.Class) {
	if l == nil || !slices.Contains(complaints, class) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now, s := l.now().UTC(), l.spell[class]
	if now.Sub(s.last) > quiet {
		s.first = now
	}
	s.last = now
	l.spell[class] = s
}

// Spell is for how long a class has come again and again, in UTC with milliseconds.
type Spell struct {
	Class       carrier.Class
	First, Last time.Time
}

// Spells are what the line knows, for other processes that speak to the same carrier; also those that are over.
func (l *Line) Spells() []Spell {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []Spell
	for _, class := range complaints {
		if s, ok := l.spell[class]; ok {
			all = append(all, Spell{class, s.first.Truncate(time.Millisecond), s.last.Truncate(time.Millisecond)})
		}
	}
	return all
}

// Learn takes in what another process has heard.
func (l *Line) Learn(s Spell) {
	if !slices.Contains(complaints, s.Class) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	own, known := l.spell[s.Class]
	switch {
	case known && own.first.Sub(s.Last) > quiet: // theirs was over before ours began
		return
	case known && s.First.Sub(own.last) <= quiet: // it is the same one
		s.First, s.Last = earliest(own.first, s.First), latest(own.last, s.Last)
	}
	l.spell[s.Class] = spell{s.First, s.Last}
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Receipt takes in what a receipt says. Those of the watchdog's own texts bear no tag and do not count.
func (l *Line) Receipt(r carrier.Receipt) {
	class, failed := carrier.ClassifyCall(r.Call, r.Code)
	if r.Call == "" {
		class, failed = carrier.Classify(r.Code, 0), r.Status == carrier.Undelivered || r.Status == carrier.Failed
	}
	if failed && r.Tag.Incident != "" {
		l.Note(class)
	}
}

// Complaints are those that last.
func (l *Line) Complaints() []Complaint {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []Complaint
	for _, class := range complaints {
		if s, ok := l.spell[class]; ok && l.now().Sub(s.last) <= quiet {
			all = append(all, Complaint{class, s.first})
		}
	}
	return all
}

// knows says whether what is not complained of is well: not in the first minutes, since what was there before may last.
func (l *Line) knows() bool { return l.now().Sub(l.begun) > quiet }

// Texts is a carrier whose refusals the line remembers.
func (l *Line) Texts(port carrier.Port) carrier.Port { return heardTexts{port, l} }

type heardTexts struct {
	carrier.Port
	line *Line
}

// Send implements carrier.Port.
func (h heardTexts) Send(ctx context.Context, m carrier.Message) (carrier.Record, error) {
	record, err := h.Port.Send(ctx, m)
	h.line.failed(err)
	return record, err
}

// Calls is a voice whose refusals the line remembers; nil where there is none.
func (l *Line) Calls(voice carrier.Caller) carrier.Caller {
	if voice == nil {
		return nil
	}
	return heardCalls{voice, l}
}

type heardCalls struct {
	carrier.Caller
	line *Line
}

// Call implements carrier.Caller.
func (h heardCalls) Call(ctx context.Context, c carrier.Call) (carrier.CallRecord, error) {
	record, err := h.Caller.Call(ctx, c)
	h.line.failed(err)
	return record, err
}

func (l *Line) failed(err error) {
	var failure *carrier.Error
	if errors.As(err, &failure) {
		l.Note(failure.Class)
	}
}

// line says what the carrier complains of; the sites concerned are those with incidents.
func (w *Watchdog) line() []verdict {
	if w.Line == nil {
		return nil
	}
	open := w.Line.Complaints()
	var verdicts []verdict
	for _, class := range complaints {
		v := verdict{kind: CarrierRefuses, what: What(class), sites: w.pack.sites()}
		k := slices.IndexFunc(open, func(c Complaint) bool { return c.Class == class })
		if k >= 0 {
			v.bad, v.since = true, open[k].Since
		}
		if v.bad || w.Line.knows() {
			verdicts = append(verdicts, v)
		}
	}
	return verdicts
}

package incident

// Waves: handing attempts to the carrier, and learning what became of them (RESPONSE.md section 3).

import (
	"slices"
	"time"

	"muster/incident/frozen"
)

// Send is one message, or call, of a wave.
type Send struct {
	Page     string         `json:"page"`
	Attempt  int            `json:"attempt"`
	Channel  frozen.Channel `json:"channel"`
	To       string         `json:"to"` // E.164
	Body     string         `json:"body"`
	Language string         `json:"language,omitempty"` // of a call
	Link     string         `json:"link,omitempty"`     // for whom the text ends with a link; empty: it has none
}

// Ask is a question to the carrier: what became of a message? If it is not found and MaySend, it is sent.
type Ask struct {
	Send
	Since   time.Time `json:"since"`           // in the engine's time
	From    time.Time `json:"from,omitzero"`   // of a call: what was begun before is an earlier one's; zero if there is none
	Until   time.Time `json:"until,omitzero"`  // of a call: what was begun from then on is another's; zero if there is no other
	Known   []string  `json:"known,omitempty"` // carrier ids that belong to other attempts
	MaySend bool      `json:"may_send"`
}

// Fate is what a wave or a question learnt about an attempt.
type Fate string

// The fates. Absent: the carrier does not know it, and it was not to be sent.
const (
	FateSent       Fate = "sent"
	FateFailed     Fate = "failed"
	FateUnknown    Fate = "unknown"
	FateNotStarted Fate = "not-started"
	FateAbsent     Fate = "absent"
)

// Result is the fate of one attempt.
type Result struct {
	Page      string        `json:"page"`
	Attempt   int           `json:"attempt"`
	Fate      Fate          `json:"fate"`
	CarrierID string        `json:"carrier_id,omitempty"`
	Failure   Failure       `json:"failure,omitempty"` // of FateFailed
	After     time.Duration `json:"after,omitempty"`   // of FateNotStarted: when it may be tried again, in the engine's time
	Why       string        `json:"why,omitempty"`     // of FateNotStarted: the carrier's class
}

// Receipt is what the network says about a message.
type Receipt struct {
	Page      string       `json:"page"`
	Attempt   int          `json:"attempt"`
	CarrierID string       `json:"carrier_id"`
	State     AttemptState `json:"state"` // sent, delivered, undelivered or failed
	Failure   Failure      `json:"failure,omitempty"`
}

// Work is what has to be done outside.
type Work struct {
	Waves [][]Send
	Asks  []Ask
	Jobs  []Job
	Sweep bool // look for drills at the site and stop them
	Tell  []Verdict

	Errands []Errand // to other incidents
}

// Empty says whether there is nothing to do.
func (w Work) Empty() bool {
	return len(w.Waves) == 0 && len(w.Asks) == 0 && len(w.Jobs) == 0 && len(w.Errands) == 0 && !w.Sweep && len(w.Tell) == 0
}

// Take advances the incident to now and hands out what is to be done, each thing once. While hold is set no message is
// begun; while a wave is under way, only pages are: what is less urgent goes together into the next one.
func (i *Incident) Take(now time.Time, hold, busy bool) Work {
	i.hold, i.busy = hold, busy
	i.Advance(now)
	w := Work{Jobs: i.takeJobs(), Sweep: i.takeSweep(), Tell: i.takeVerdicts(), Errands: i.takeErrands()}
	if !hold {
		w.Waves = i.takeWaves()
		w.Asks = i.takeAsks()
	}
	return w
}

func (i *Incident) takeWaves() [][]Send {
	var sends []Send
	for _, kind := range []PageKind{CallPage, TaskPage, QuestionPage, NotePage} {
		if !i.mayBegin(kind) {
			break
		}
		for _, p := range i.State.Pages {
			if p.Kind == kind {
				sends = append(sends, i.takeSends(p)...)
			}
		}
	}
	sends = i.together(sends)
	return slices.Collect(slices.Chunk(sends, WaveSize))
}

// mayBegin says whether messages of a kind may be begun as things stand.
func (i *Incident) mayBegin(kind PageKind) bool { return !i.hold && (kind == CallPage || !i.busy) }

func (i *Incident) takeSends(p *Page) []Send {
	var sends []Send
	for _, a := range p.Attempts {
		if a.State != AttemptWaiting || i.held(p) || (a.NotBefore != nil && a.NotBefore.After(i.now)) {
			continue
		}
		if !i.owed(p) {
			a.State, a.Body, p.Rev = AttemptSuperseded, "", i.touch()
			continue
		}
		if i.lineBusy(p, a) {
			continue
		}
		a.State, a.At, a.NotBefore = AttemptSending, i.now, nil
		if p.State == PageQueued {
			p.State = PagePaging
		}
		p.Rev = i.touch()
		sends = append(sends, i.sending(p, a))
	}
	return sends
}

// owed says whether a message still has to reach its person: a page that waits, a task that is open, a note always.
func (i *Incident) owed(p *Page) bool {
	if !i.reachable(p.Responder) && !i.ringsFor(p) {
		return false
	}
	switch p.Kind {
	case NotePage:
		return true
	case TaskPage:
		s := i.step(p.Step)
		return s.active() && slices.Contains(s.Assignees, p.Responder)
	default:
		return p.waits()
	}
}

func (i *Incident) takeAsks() []Ask {
	var asks []Ask
	for _, p := range i.State.Pages {
		for _, a := range p.Attempts {
			if a.AskAt == nil || a.AskAt.After(i.now) || a.Asking || a.Rides != nil || len(asks) == WaveSize {
				continue
			}
			if before := i.callBefore(p.Responder, a); before != nil && before.unsettled() {
				later := i.now.Add(i.real(SettleAfter))
				a.AskAt = &later
				continue
			}
			a.Asking = true
			asks = append(asks, Ask{
				Send:    i.sending(p, a),
				Since:   i.In.Engine(a.At).Add(-AskBefore),
				From:    i.notBefore(p.Responder, a),
				Until:   i.nextCall(p.Responder, a),
				Known:   i.known(p.Responder, a),
				MaySend: i.maySend(p, a),
			})
		}
	}
	return asks
}

// known are the carrier's ids that belong to other messages for the person, or for who shares their phone.
func (i *Incident) known(id string, but *Attempt) []string {
	var ids []string
	line := i.line(id)
	for _, p := range i.State.Pages {
		for _, a := range p.Attempts {
			if a != but && a.CarrierID != "" && slices.Contains(line, p.Responder) && !slices.Contains(ids, a.CarrierID) {
				ids = append(ids, a.CarrierID)
			}
		}
	}
	return ids
}

// maySend says whether a message may be sent that the carrier does not know: as long as everybody whom it asks is owed it.
func (i *Incident) maySend(p *Page, a *Attempt) bool {
	return !slices.ContainsFunc(i.aboard(p, a), func(b onBoard) bool { return b.attempt.State != AttemptUnknown || !i.owed(b.page) })
}

// Stale says whether one of the questions might still send a message that is no longer owed.
func (i *Incident) Stale(asks []Ask) bool {
	return slices.ContainsFunc(asks, func(q Ask) bool {
		p, a := i.attemptOf(q.Page, q.Attempt)
		return q.MaySend && p != nil && a != nil && !i.maySend(p, a)
	})
}

func (i *Incident) attemptOf(page string, n int) (*Page, *Attempt) {
	p := i.page(page)
	if p == nil {
		return nil, nil
	}
	for _, a := range p.Attempts {
		if a.N == n {
			return p, a
		}
	}
	return p, nil
}

// Sent takes in what a wave learnt. Messages of the wave without a result are unknown: its activity was lost.
func (i *Incident) Sent(now time.Time, wave []Send, results []Result) {
	i.now = now
	for _, s := range wave {
		r := Result{Page: s.Page, Attempt: s.Attempt, Fate: FateUnknown}
		if k := slices.IndexFunc(results, func(r Result) bool { return r.Page == s.Page && r.Attempt == s.Attempt }); k >= 0 {
			r = results[k]
		}
		i.settle(r, SettleAfter)
	}
}

// Asked takes in what the carrier said to questions. Questions without a result were abandoned: a message may still go out
// on their behalf for a while, so they are put again only after that.
func (i *Incident) Asked(now time.Time, asks []Ask, results []Result) {
	i.now = now
	for _, q := range asks {
		if _, a := i.attemptOf(q.Page, q.Attempt); a != nil {
			a.Asking = false
		}
		r, wait := Result{Page: q.Page, Attempt: q.Attempt, Fate: FateUnknown}, SettleAfter+AbandonedSend
		if k := slices.IndexFunc(results, func(r Result) bool { return r.Page == q.Page && r.Attempt == q.Attempt }); k >= 0 {
			r, wait = results[k], SettleAfter
		}
		i.settle(r, wait)
	}
}

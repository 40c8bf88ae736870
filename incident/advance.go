package incident

// Time: what has become due, and when something will next be.

import (
	"slices"
	"time"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/words"
)

// promiseGrace is how long a person who is late has for the question about it (RESPONSE.md section 2).
const promiseGrace = 30 * time.Second

// sweeps are the moments, from the opening and in the engine's time, at which a real incident looks for drills to stop (RESPONSE.md section 6).
var sweeps = []time.Duration{0, 2 * time.Second, 10 * time.Second, 60 * time.Second}

// Advance performs everything that is due at now. Afterwards nothing is due before NextDue, which is later than now.
func (i *Incident) Advance(now time.Time) {
	i.now = now
	i.holdNights()
	for more := true; more; i.holdNights() {
		if i.still() {
			more = i.climbDue() || i.oweAttempts()
		} else {
			more = i.progress() || i.decisionsDue() || i.commandDue() || i.peopleDue() || i.climbDue() || i.promisesDue() || i.repeatDue() || i.missedDue() || i.askFacts() || i.oweAttempts()
		}
	}
	if !i.still() {
		i.lateDue()
	}
	i.waitForMorning()
	i.outlast()
}

// peopleDue does what time does to people: shifts end, relief has come, check-ins are due.
func (i *Incident) peopleDue() bool { return i.dutyDue() || i.relievesDue() || i.checkInsDue() }

// progress moves plan and phases on as far as what is known allows.
func (i *Incident) progress() bool {
	if i.Ended() {
		return false
	}
	return i.raise() || i.linkPlans() || i.openReady() || i.nextPhase()
}

// raise lifts the level where a rule of the plan says so.
func (i *Incident) raise() bool {
	for k, r := range i.In.Plan.Raises {
		if !i.State.Raised[k] && cond.Eval(r.When, i.lookup) == cond.True {
			i.State.Raised[k] = true
			if !i.State.Level.Reaches(r.To) {
				i.setLevel(ByPlan, r.To, words.ReasonPlan())
			}
			return true
		}
	}
	return false
}

// nextPhase moves from the alarm to the response, and ends each half of the incident when all its steps are over.
func (i *Incident) nextPhase() bool {
	switch {
	case i.State.Phase == frozen.Alarm && i.phaseOver(frozen.Alarm):
		i.State.Phase, i.State.HeadRev = frozen.Response, i.touch()
		return true
	case i.State.Lifecycle == Open && i.phaseOver(frozen.Alarm) && i.phaseOver(frozen.Response):
		i.standDown(ByPlan, frozen.Handled, "")
		return true
	case i.State.Lifecycle == StandingDown && i.phaseOver(frozen.Recovery) && len(i.unanswered()) == 0 && !i.undecided():
		i.close(Closed)
		return true
	}
	return false
}

// phaseOver says whether nothing of a phase is left to do. Steps that only another's lateness opens do not count until then.
func (i *Incident) phaseOver(phase frozen.Phase) bool {
	for k, s := range i.State.Steps {
		p := &i.In.Plan.Steps[k]
		if p.Phase != phase || (p.OnDemand && s.State == StepWaiting) {
			continue
		}
		if s.active() || !s.over() || (phase == frozen.Recovery && s.AgainAt != nil) {
			return false
		}
	}
	return true
}

// promisesDue asks those who have not come as promised, and counts their seats as unfilled a while later.
func (i *Incident) promisesDue() bool {
	if i.State.Lifecycle != Open {
		return false
	}
	changed := false
	for _, s := range i.State.Seats {
		for k := range s.Holders {
			h := &s.Holders[k]
			if h.State == HolderAccepted && h.PromisedAt != nil && !i.promiseDue(h).After(i.now) {
				i.promiseBroken(s, h)
				changed = true
			}
		}
	}
	return changed
}

// promiseDue is when something has to be done about a promise: ask when it is broken, and give up a while after that.
func (i *Incident) promiseDue(h *Holder) time.Time {
	if h.AskedAt != nil {
		return h.AskedAt.Add(promiseGrace)
	}
	return *h.PromisedAt
}

func (i *Incident) promiseBroken(s *Seat, h *Holder) {
	ref := about{Seat: s.ID, Responder: h.Responder}
	title := i.planSeat(s.ID).Title
	s.Rev = i.touch()
	if h.AskedAt == nil {
		at := i.now
		for _, other := range i.State.Seats { // one question, however many seats the promise was for
			if same := other.holder(h.Responder); same != nil && same.PromisedAt != nil && same.State == HolderAccepted && !same.PromisedAt.After(i.now) {
				same.AskedAt = &at
			}
		}
		i.log(KindPromiseMissed, "", words.PromiseMissed(i.name(h.Responder), title), ref)
		i.tell(h.Responder, func(lang string) string { return words.AreYouThere(lang, i.hazard(lang)) })
		return
	}
	h.State = HolderLate
	i.log(KindSeatReopened, "", words.SeatReopened(title, i.name(h.Responder)), ref)
	i.shortAgain(s)
}

// shortAgain has somebody called for a seat after a promise was broken. One that is being called for climbs on where it is,
// with one person more.
func (i *Incident) shortAgain(s *Seat) {
	switch {
	case !i.rules(frozen.ShortSeatsClimbOn):
		i.reopen(s)
	case i.climb(Subject{AboutSeat, s.ID}) != nil:
		i.widen(s.ID)
	case s.short() > 0:
		i.reopen(s)
	}
}

func (i *Incident) takeSweep() bool {
	if i.Drill() || i.State.Sweeps >= len(sweeps) || i.sweepAt().After(i.now) {
		return false
	}
	for i.State.Sweeps < len(sweeps) && !i.sweepAt().After(i.now) {
		i.State.Sweeps++
	}
	return true
}

func (i *Incident) sweepAt() time.Time {
	return i.State.OpenedAt.Add(i.real(sweeps[i.State.Sweeps]))
}

// NextDue is when something will next have to be done if nothing happens before; ok is false if never. What the last Take was
// not allowed to begin is left out: the end of what kept it from that is what is waited for.
func (i *Incident) NextDue() (at time.Time, ok bool) {
	var due []time.Time
	if !i.Ended() {
		due = i.dueWhileOpen()
	}
	for _, p := range i.State.Pages {
		for _, a := range p.Attempts {
			if a.AskAt != nil && !a.Asking && a.Rides == nil && !i.hold {
				due = append(due, *a.AskAt)
			}
			if a.State == AttemptWaiting && a.NotBefore != nil && !i.held(p) && i.mayBegin(p.Kind) {
				due = append(due, *a.NotBefore)
			}
		}
	}
	due = append(due, i.dueOfNotices()...)
	due = append(due, i.dueOfKin()...)
	if len(due) == 0 {
		return time.Time{}, false
	}
	return slices.MinFunc(due, time.Time.Compare), true
}

func (i *Incident) dueWhileOpen() []time.Time {
	var due []time.Time
	for _, c := range i.moving() {
		due = append(due, c.DueAt)
	}
	if i.still() {
		return due
	}
	for _, s := range i.State.Seats {
		for k := range s.Holders {
			if h := &s.Holders[k]; i.State.Lifecycle == Open && h.State == HolderAccepted && h.PromisedAt != nil {
				due = append(due, i.promiseDue(h))
			}
		}
	}
	due = append(due, i.dueOfSteps()...)
	due = append(due, i.dueOfCheckIns()...)
	due = append(due, i.dueOfMissed()...)
	if at, ok := i.dutyAt(); ok {
		due = append(due, at)
	}
	if at, ok := i.succeedAt(); ok {
		due = append(due, at)
	}
	if i.State.Morning != nil {
		due = append(due, *i.State.Morning)
	}
	if !i.Drill() && i.State.Sweeps < len(sweeps) {
		due = append(due, i.sweepAt())
	}
	return due
}

func (i *Incident) dueOfSteps() []time.Time {
	var due []time.Time
	for k, s := range i.State.Steps {
		if start, ok := i.startAt(&i.In.Plan.Steps[k]); ok && s.State == StepWaiting && start.After(i.now) {
			due = append(due, start)
		}
		if s.AgainAt != nil {
			due = append(due, *s.AgainAt)
		}
		if s.active() && !s.Late && s.TargetAt != nil {
			due = append(due, *s.TargetAt)
		}
	}
	return due
}

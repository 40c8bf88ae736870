package incident

// Orders: what people at a desk tell a running incident. Each checks first and changes nothing if it refuses.

import (
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// The orders' bodies. By is who gives the order.
type (
	// StartStep says that somebody has begun a step.
	StartStep struct {
		Step, By, Note string
	}
	// FinishStep completes a step with its evidence.
	FinishStep struct {
		Step, By, Value, Note string
		Radio                 string // who recorded it for By, who said it by radio
		Account               string `json:",omitempty"` // through which it is given
		Confirmation
	}
	// SkipStep leaves a step out.
	SkipStep struct {
		Step, By, Reason string
		Confirmation
	}
	// ReassignStep gives a step to another responder.
	ReassignStep struct {
		Step, By, To, Reason string
		Confirmation
	}
	// ExtendStep moves a step's target.
	ExtendStep struct {
		Step, By, Reason string
		Until            time.Time
		Confirmation
	}
	// StateFact states a fact.
	StateFact struct {
		Name, Value, By string
	}
	// SetLevel moves the response level.
	SetLevel struct {
		Level      frozen.Level
		By, Reason string
		Confirmation
	}
	// AddNote puts a free text on the timeline.
	AddNote struct {
		By, Text string
	}
	// AssignSeat puts a responder into a seat without asking.
	AssignSeat struct {
		Seat, Responder, By, Reason string
		Confirmation
	}
	// ReleaseSeat takes a responder out of a seat.
	ReleaseSeat struct {
		Seat, Responder, By, Reason string
		Confirmation
	}
	// Escalate brings the next rung forward, of one seat or of all that are not filled.
	Escalate struct {
		Seat, By, Reason string
		Confirmation
	}
	// StandDown ends the response.
	StandDown struct {
		Outcome    frozen.Outcome
		By, Reason string
		Confirmation
	}
	// Cancel ends the incident at once.
	Cancel struct {
		Outcome    frozen.Outcome
		By, Reason string
		Confirmation
	}
)

func (i *Incident) running(now time.Time) error {
	i.now = now
	if i.Ended() {
		return Over()
	}
	return nil
}

// Over refuses what comes after the end.
func Over() error {
	return fail(CodeEnded, "The incident has ended: nothing in it can be changed any more. Declare a new one if there is need.")
}

func (i *Incident) findStep(now time.Time, id string) (*Step, error) {
	if err := i.running(now); err != nil {
		return nil, err
	}
	if s := i.stepAt(id); s != nil {
		return s, nil
	}
	if several := i.instances(id); len(several) > 0 {
		return nil, fail(CodeNoStep, "Step %s is done at each place: name one of %s.", id, list(stepIDs(several)))
	}
	return nil, fail(CodeNoStep, "There is no step %q in this incident's plan: see the steps of the incident.", id)
}

func (i *Incident) findSeat(now time.Time, id string) (*Seat, error) {
	if err := i.running(now); err != nil {
		return nil, err
	}
	if s := i.seat(id); s != nil {
		return s, nil
	}
	return nil, fail(CodeNoSeat, "There is no seat %q in this incident's plan: see the seats of the incident.", id)
}

func (i *Incident) findResponder(id string) error {
	if _, ok := i.responder(id); !ok {
		return fail(CodeNoResponder, "There is no responder %q whom this incident can reach: see the responders of the site.", id)
	}
	return nil
}

// StateFact performs the order.
func (i *Incident) StateFact(now time.Time, o StateFact) error {
	if err := i.running(now); err != nil {
		return err
	}
	p := i.planFact(o.Name)
	if p == nil {
		return fail(CodeNoFact, "There is no fact %q in this incident's plan.", o.Name)
	}
	if err := checkFact(p, o.Value); err != nil {
		return err
	}
	if err := i.mayState(p, o.By); err != nil {
		return err
	}
	i.state(o.Name, o.Value, o.By)
	return nil
}

// AddNote performs the order.
func (i *Incident) AddNote(now time.Time, o AddNote) error {
	if err := i.running(now); err != nil {
		return err
	}
	i.log(KindNote, o.By, Text{EN: o.Text, ZH: o.Text}, about{})
	i.remark(o)
	return nil
}

// AssignSeat performs the order: the person holds the seat at once, whatever their licence, and is told.
func (i *Incident) AssignSeat(now time.Time, o AssignSeat) error {
	s, err := i.findSeat(now, o.Seat)
	if err != nil {
		return err
	}
	if err := i.findResponder(o.Responder); err != nil {
		return err
	}
	if i.State.Lifecycle != Open {
		return fail(CodeStepState, "The incident is standing down: its seats are no longer filled.")
	}
	i.log(KindSeatAssigned, o.By, words.SeatAssigned(i.planSeat(s.ID).Title, i.name(o.Responder), o.Reason),
		about{Seat: s.ID, Responder: o.Responder, detail: detail{Reason: words.ReasonGiven(o.Reason)}})
	i.assign(s, o.Responder)
	return nil
}

// assign puts a person into a seat, and into the others that are asked of them together with it: these are answered so.
func (i *Incident) assign(s *Seat, id string) {
	seats := []string{s.ID}
	p := i.openCall(id)
	asked := p != nil && p.has(Subject{AboutSeat, s.ID})
	if asked && i.rules(frozen.ToldIsTaken) {
		seats = p.seats()
	}
	i.tell(id, func(lang string) string {
		return words.Assigned(lang, i.hazard(lang), i.In.Declaration.Location, i.titlesOf(seats).In(lang))
	})
	switch {
	case !asked:
		i.seatTaken(s, id, HolderAccepted, 0)
	case i.rules(frozen.ToldIsTaken):
		i.acceptOnly(p, seatSubjects(seats), "en", HolderAccepted, 0)
	default:
		i.accept(p, "en", HolderAccepted, 0)
	}
}

// ReleaseSeat performs the order.
func (i *Incident) ReleaseSeat(now time.Time, o ReleaseSeat) error {
	s, err := i.findSeat(now, o.Seat)
	if err != nil {
		return err
	}
	if s.holder(o.Responder) == nil {
		return fail(CodeNoResponder, "%q does not hold the seat %s.", o.Responder, s.ID)
	}
	i.leave(s, o.Responder, o.By)
	i.tell(o.Responder, func(lang string) string {
		return words.Released(lang, i.hazard(lang), i.planSeat(s.ID).Title.In(lang))
	})
	return nil
}

// Escalate performs the order.
func (i *Incident) Escalate(now time.Time, o Escalate) error {
	if err := i.running(now); err != nil {
		return err
	}
	if o.Seat != "" {
		if _, err := i.findSeat(now, o.Seat); err != nil {
			return err
		}
	}
	n := 0
	for _, c := range i.State.Climbs {
		if c.About.Kind == AboutSeat && (o.Seat == "" || c.About.Ref == o.Seat) {
			c.DueAt = i.stands(c)
			n++
		}
	}
	if n == 0 {
		return fail(CodeNothing, "No seat is being called for: there is nothing to escalate.")
	}
	i.log(KindNote, o.By, words.Escalated(o.Seat, o.Reason), about{Seat: o.Seat})
	return nil
}

// StandDown performs the order.
func (i *Incident) StandDown(now time.Time, o StandDown) error {
	if err := i.running(now); err != nil {
		return err
	}
	if i.State.Lifecycle != Open {
		return fail(CodeStepState, "The incident is standing down already.")
	}
	if err := i.fits(o.Outcome); err != nil {
		return err
	}
	if o.Outcome == frozen.DrillEnded {
		o.Outcome = frozen.Handled // the plan runs as in earnest to its end
	}
	i.standDown(o.By, o.Outcome, o.Reason)
	return nil
}

// fits refuses an outcome that only a drill can have.
func (i *Incident) fits(outcome frozen.Outcome) error {
	if outcome != frozen.DrillEnded || i.Drill() {
		return nil
	}
	refused := Fail(CodeField, "A real incident does not end as a drill: give another outcome.")
	refused.Field = "outcome"
	return refused
}

// Cancel performs the order: the incident ends now, and what was open stays undone on the record. (Cancelled is what a drill
// is that a real incident stopped.)
func (i *Incident) Cancel(now time.Time, o Cancel) error {
	if err := i.running(now); err != nil {
		return err
	}
	if err := i.fits(o.Outcome); err != nil {
		return err
	}
	i.log(KindCancelled, o.By, words.Cancelled(i.name(o.By), string(o.Outcome), o.Reason), about{detail: detail{Reason: words.ReasonGiven(o.Reason)}})
	if i.State.Ending == "" {
		i.State.Ending = o.Outcome
	}
	i.standDownNotices(o.Outcome)
	i.stop(Closed, func(lang string) string {
		return words.StoodDown(lang, i.hazard(lang), i.In.Declaration.Location, string(o.Outcome))
	})
	return nil
}

// Overtake stops a drill because of a real incident.
func (i *Incident) Overtake(now time.Time, by string) {
	i.now = now
	if i.Ended() || !i.Drill() {
		return
	}
	i.log(KindCancelled, by, words.Overtaken(), about{Value: by})
	i.stop(Cancelled, words.DrillStopped)
}

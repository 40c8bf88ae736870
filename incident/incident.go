package incident

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
	"muster/roster"
)

// The waits that are about the network and not about the plan. They are in the engine's seconds, whatever the story's speed.
const (
	// SettleAfter is how long an ambiguous send waits for a callback before the carrier is asked (RESPONSE.md 3.2).
	SettleAfter = 5 * time.Second
	// AbandonedSend is how long a send may still go out after its activity was given up.
	AbandonedSend = 6 * time.Second
	// AskBefore is how much earlier than an attempt was begun its message may bear in the carrier's list: clocks differ.
	AskBefore = time.Minute
	// LongestBackOff is how long a message waits at most that the carrier keeps refusing. [design]
	LongestBackOff = 5 * time.Second
	// WaveSize is how many messages one wave carries (RESPONSE.md 3.1).
	WaveSize = 10
)

// Incident is one declared emergency until its end.
type Incident struct {
	In    frozen.Input
	State *State
	now   time.Time
	hold  bool   // as Take was told last: no message is begun now
	busy  bool   // as Take was told last: only pages are
	over  string // whom an order overrules, as Questioned found last

	at *roster.Moment // what moment answered last

	account string // through which the order is given that is being performed
	saying  saying // the text, or the key, that is
}

// Begin opens an incident as declared: its seats open, and those steps that wait for nothing.
func Begin(in frozen.Input, now time.Time) *Incident {
	in.Plan = layout(in, nil, nil)
	i := &Incident{In: in, now: now, State: &State{
		Rev: 1, HeadRev: 1, Lifecycle: Open, Phase: frozen.Alarm, Level: in.Plan.Level, OpenedAt: now,
		Raised: make([]bool, len(in.Plan.Raises)), NextPage: 1, NextSeq: 1,
	}}
	i.State.Leases.Busy = in.Busy
	if in.Declaration.Level != "" {
		i.State.Level = in.Declaration.Level
	}
	for _, s := range in.Plan.Seats {
		i.State.Seats = append(i.State.Seats, &Seat{ID: s.ID, Rev: 1})
	}
	for _, s := range in.Plan.Steps {
		i.State.Steps = append(i.State.Steps, &Step{ID: s.ID, State: StepWaiting, Rev: 1})
	}
	i.logOpening()
	i.logParent()
	i.confirmDeclared()
	i.openSeats()
	i.Advance(now)
	i.meetAlike()
	return i
}

// Resume takes up an incident whose state came through continue-as-new.
func Resume(in frozen.Input, state *State) *Incident {
	in.Plan = layout(in, state.Places, state.Added)
	return &Incident{In: in, State: state}
}

func (i *Incident) logOpening() {
	d := i.In.Declaration
	if i.In.Simulated && d.Mode == frozen.Real {
		i.log(KindSimulated, "", words.Simulated(), about{})
	}
	i.logAway()
	i.log(KindOpened, d.ReportedBy, words.Opened(i.In.Plan.Title, d.Location, d.Summary, string(i.State.Level)), about{Value: string(i.State.Level)})
	i.logReport()
	i.declaredByText()
}

// confirmDeclared completes the step that states "confirmed" where the declarer already knows.
func (i *Incident) confirmDeclared() {
	if i.In.Declaration.Confirmed == nil || !*i.In.Declaration.Confirmed {
		return
	}
	for k, p := range i.In.Plan.Steps {
		if p.Evidence.States == factConfirmed {
			i.finish(i.State.Steps[k], i.declarer(), "true", Text{})
		}
	}
}

const factConfirmed = "confirmed"

func (i *Incident) declarer() string {
	if i.In.Declaration.ReportedBy != "" {
		return i.In.Declaration.ReportedBy
	}
	return "declarer"
}

// Ended says whether the incident has come to its end; messages may still be owed then.
func (i *Incident) Ended() bool {
	return i.State.Lifecycle == Closed || i.State.Lifecycle == Cancelled
}

// rules says whether the incident runs by a rule that came later than the first ones.
func (i *Incident) rules(since int) bool { return i.In.Rules >= since }

// Drill says whether the incident is practised.
func (i *Incident) Drill() bool { return i.In.Declaration.Mode == frozen.Drill }

// touch marks something as changed and returns the Rev that it gets.
func (i *Incident) touch() int {
	i.State.Rev++
	return i.State.Rev
}

// real stretches a span of the engine's time to the incident's own.
func (i *Incident) real(d time.Duration) time.Duration {
	if i.In.Story == nil {
		return d
	}
	return time.Duration(float64(d) * i.In.Story.Speed)
}

func (i *Incident) roster() *roster.Roster { return &i.In.Site.Roster }

// moment is the roster as it stands now.
func (i *Incident) moment() *roster.Moment {
	if i.at == nil || !i.at.At.Equal(i.now) {
		i.at = i.roster().Moment(i.now)
	}
	return i.at
}

func (i *Incident) seat(id string) *Seat {
	for _, s := range i.State.Seats {
		if s.ID == id {
			return s
		}
	}
	return nil
}

func (i *Incident) planSeat(id string) *frozen.Seat {
	for k := range i.In.Plan.Seats {
		if i.In.Plan.Seats[k].ID == id {
			return &i.In.Plan.Seats[k]
		}
	}
	return nil
}

func (i *Incident) step(id string) *Step {
	for _, s := range i.State.Steps {
		if s.ID == id {
			return s
		}
	}
	return nil
}

func (i *Incident) planStep(id string) *frozen.Step {
	for k := range i.In.Plan.Steps {
		if i.In.Plan.Steps[k].ID == id {
			return &i.In.Plan.Steps[k]
		}
	}
	return nil
}

func (i *Incident) page(id string) *Page {
	for _, p := range i.State.Pages {
		if p.ID == id {
			return p
		}
	}
	return nil
}

func (i *Incident) responder(id string) (roster.Responder, bool) { return i.roster().Find(id) }

// person is what has been learnt about a responder; nil if nothing.
func (i *Incident) person(id string) *Person {
	for _, p := range i.State.People {
		if p.ID == id {
			return p
		}
	}
	return nil
}

func (i *Incident) name(id string) string {
	if r, ok := i.responder(id); ok {
		return r.Name
	}
	return id
}

// reachable says whether messages can be brought to a responder at all.
func (i *Incident) reachable(id string) bool {
	r, ok := i.responder(id)
	if !ok || r.Phone == "" {
		return false
	}
	p := i.person(id)
	return p == nil || p.Bad == ""
}

// inCommand are the people who have accepted the seat of command, or else its deputy's; after a succession who has succeeded.
func (i *Incident) inCommand() []string {
	if i.bySuccession() {
		return []string{i.State.Commander}
	}
	for _, id := range []string{i.In.Plan.Command.Seat, i.In.Plan.Command.Deputy} {
		if s := i.seat(id); s != nil && len(s.present()) > 0 {
			return s.present()
		}
	}
	return nil
}

// commanders are the people who command now: those who have accepted it, then those who should, then the company.
func (i *Incident) commanders() []string {
	c := i.In.Plan.Command
	return i.firstOf(i.inCommand(), i.moment().Holders(c.Seat), i.moment().Holders(c.Deputy), i.In.Site.Company)
}

func (i *Incident) keepReachable(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !i.reachable(id) })
}

// MayBe notes another incident that may be the same.
func (i *Incident) MayBe(now time.Time, id string) {
	i.now = now
	if slices.Contains(i.State.Likely, id) {
		return
	}
	i.State.Likely, i.State.HeadRev = append(i.State.Likely, id), i.touch()
	i.log(KindLikely, "", words.MayBe(id), about{Value: id})
}

package incident

// Command: who has it, since when, and who had it before. Every change of the commander raises the epoch.

import (
	"slices"
	"strconv"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// Command is what is known of the command beside who has it.
type Command struct {
	Epoch     int        `json:"epoch,omitempty"`     // rises with every new commander
	Heard     time.Time  `json:"heard,omitzero"`      // when the commander was last heard of, or took command
	Lost      *time.Time `json:"lost,omitempty"`      // since when no message can reach the commander
	Succeeded bool       `json:"succeeded,omitempty"` // the commander came by succession: the seat alone does not take it from them
	Silent    []string   `json:"silent,omitempty"`    // who were succeeded for their silence, and were not heard of since
	Former    []Former   `json:"former,omitempty"`    // who commanded before
}

// Former is somebody who has commanded.
type Former struct {
	Responder string     `json:"responder"`
	Until     time.Time  `json:"until"`
	Asked     string     `json:"asked,omitempty"` // the answer by text that they were asked about, and
	AskedAt   *time.Time `json:"asked_at,omitempty"`
}

// putInCommand makes a person the commander. Whoever takes it from somebody is briefed; the other one is told.
func (i *Incident) putInCommand(id, seat string, text Text) {
	former := i.State.Commander
	i.State.Commander, i.State.HeadRev = id, i.touch()
	ref := about{Seat: seat, Responder: id}
	if i.rules(frozen.CommandPasses) {
		i.State.Command.Epoch++
		ref.Value = strconv.Itoa(i.State.Command.Epoch)
	}
	i.log(KindCommand, id, text, ref)
	i.tookOver(id, former)
}

// tookOver notes a change of the commander and tells both. The first commander has nothing to be briefed about.
func (i *Incident) tookOver(id, former string) {
	c := &i.State.Command
	if !i.rules(frozen.CommandPasses) {
		return
	}
	c.Heard, c.Lost = i.now, nil
	c.Former = slices.DeleteFunc(slices.Clone(c.Former), func(f Former) bool { return f.Responder == id })
	if former != "" {
		i.retire(former)
		i.tell(former, func(lang string) string { return words.CommandGone(lang, i.hazard(lang), i.name(id)) })
	}
	if c.Epoch > 1 {
		i.briefCommander(id)
	}
}

// retire notes that somebody commands no longer.
func (i *Incident) retire(id string) {
	c := &i.State.Command
	c.Former = slices.DeleteFunc(slices.Clone(c.Former), func(f Former) bool { return f.Responder == id })
	c.Former = append(c.Former, Former{Responder: id, Until: i.now})
}

// former is somebody who has commanded and does not now, nil if they have not.
func (i *Incident) former(id string) *Former {
	for k := range i.State.Command.Former {
		if f := &i.State.Command.Former[k]; f.Responder == id && id != i.State.Commander {
			return f
		}
	}
	return nil
}

// bySuccession says whether the commander has the command whoever else sits in its seat.
func (i *Incident) bySuccession() bool {
	return i.State.Command.Succeeded && i.State.Commander != ""
}

// silencable says whether the plan has silent commanders succeeded.
func (i *Incident) silencable() bool {
	return i.In.Plan.Command.SilentAfter > 0 && i.rules(frozen.CommandPasses)
}

// heardOf notes a sign of life. A commander who is being succeeded keeps the command by it.
func (i *Incident) heardOf(id string) {
	if !i.rules(frozen.CommandPasses) {
		return
	}
	c := &i.State.Command
	c.Silent = slices.DeleteFunc(slices.Clone(c.Silent), func(s string) bool { return s == id })
	if id != i.State.Commander || id == "" {
		return
	}
	c.Heard, c.Lost = i.now, nil
	if about := (Subject{AboutCommand, id}); i.climb(about) != nil {
		i.stopSeeking(about)
		i.log(KindCommand, id, words.CommandKept(i.name(id)), about.entry(i.State.Command.Epoch))
	}
}

// entry is what a timeline entry about the command refers to.
func (s Subject) entry(epoch int) about {
	return about{Responder: s.Ref, Value: strconv.Itoa(epoch)}
}

// commandDue succeeds a commander who has been silent for too long, and says whether something has changed.
func (i *Incident) commandDue() bool {
	c := &i.State.Command
	if i.watchesCommand() && c.Lost == nil && !i.reachable(i.State.Commander) {
		at := i.now
		c.Lost = &at
		return true
	}
	at, ok := i.succeedAt()
	if !ok || at.After(i.now) {
		return false
	}
	i.succeed(i.State.Commander)
	return true
}

// watchesCommand says whether somebody commands whose silence counts, and is not acted upon yet.
func (i *Incident) watchesCommand() bool {
	return i.silencable() && i.State.Lifecycle == Open && i.State.Commander != "" && i.seeking() == nil
}

// question is what the commander has not answered: since when, counted from its first message or from the last sign of life
// after it, and when that has lasted for too long.
type question struct{ since, due time.Time }

// succeedAt is when the commander is succeeded if nothing is heard of them; ok is false while nothing is asked of them.
func (i *Incident) succeedAt() (at time.Time, ok bool) {
	if !i.watchesCommand() {
		return time.Time{}, false
	}
	q, ok := i.openQuestion()
	return q.due, ok
}

// openQuestion is the one by which the commander is succeeded first.
func (i *Incident) openQuestion() (q question, ok bool) {
	if lost := i.State.Command.Lost; lost != nil {
		return question{*lost, lost.Add(i.In.Plan.Command.SilentAfter)}, true
	}
	for _, p := range i.State.Pages {
		if p.Responder != i.State.Commander || !p.waits() {
			continue
		}
		if next, asks := i.questionOf(p); asks && (!ok || next.due.Before(q.due)) {
			q, ok = next, true
		}
	}
	return q, ok
}

// questionOf reads a message as a question. A task may take until its target; one without a target asks for nothing in particular.
func (i *Incident) questionOf(p *Page) (q question, asks bool) {
	asked, left := p.askedAt()
	if !left || p.Kind == NotePage {
		return question{}, false
	}
	q.since = later(asked, i.State.Command.Heard)
	q.due = q.since.Add(i.In.Plan.Command.SilentAfter)
	if p.Kind == CallPage {
		return q, true
	}
	s := i.step(p.Step)
	if s.TargetAt == nil || !s.active() || !slices.Contains(s.Assignees, p.Responder) {
		return question{}, false
	}
	q.due = later(q.due, *s.TargetAt)
	return q, true
}

// askedAt is when the first message of a page left that may have arrived; ok is false if none has.
func (p *Page) askedAt() (at time.Time, ok bool) {
	if p.Made > len(p.Attempts) && len(p.Attempts) > 0 {
		return p.OpenedAt, true
	}
	for _, a := range p.Attempts {
		if a.mayArrive() {
			return a.At, true
		}
	}
	return time.Time{}, false
}

// silentSince is since when a question to the commander has been open.
func (i *Incident) silentSince() time.Time {
	if q, ok := i.openQuestion(); ok {
		return q.since
	}
	return i.now
}

// heardAnew starts the commander's silence anew where the clocks have stood still.
func (i *Incident) heardAnew() {
	if i.rules(frozen.CommandPasses) {
		i.State.Command.Heard, i.State.Command.Lost = i.now, nil
	}
}

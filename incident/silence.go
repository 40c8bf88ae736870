package incident

// Silence: since when the commander has answered nothing, and when that has lasted for too long.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// Question is what the commander has been asked.
type Question struct {
	Since time.Time `json:"since"` // its first message, or the last sign of life after it
	Ripe  time.Time `json:"ripe"`  // when it counts for good, also if somebody else answers it later
	Due   time.Time `json:"due"`   // when the silence about it has lasted for too long
}

// ripens is how long a question has to be open to count although somebody else has answered it by then. [design]
const ripens = time.Minute

// commandDue succeeds a commander who has been silent for too long, and says whether something has changed.
func (i *Incident) commandDue() bool {
	c := &i.State.Command
	if !i.watchesCommand() {
		return false
	}
	if c.Lost == nil && !i.reachable(i.State.Commander) {
		at := i.now
		c.Lost = &at
		return true
	}
	if c.Lost != nil && i.reachable(i.State.Commander) && i.rules(frozen.PeopleAreRelieved) { // by another number
		c.Lost = nil
		return true
	}
	i.noteSilence()
	if at, ok := i.succeedAt(); !ok || at.After(i.now) {
		return false
	}
	i.succeed(i.State.Commander)
	return true
}

// noteSilence keeps the question that the commander has left open for longest, also once somebody else has answered it.
func (i *Incident) noteSilence() {
	c := &i.State.Command
	q, asks := i.openQuestion()
	if c.Asked != nil && (!asks || q.Since.After(c.Asked.Since)) && !i.now.Before(c.Asked.Ripe) && c.Left == nil {
		c.Left = c.Asked
	}
	c.Asked = nil
	if asks {
		c.Asked = &q
	}
}

// watchesCommand says whether somebody commands whose silence counts, and is not acted upon yet.
func (i *Incident) watchesCommand() bool {
	return i.silencable() && i.State.Lifecycle == Open && i.State.Commander != "" && i.seeking() == nil
}

// succeedAt is when the commander is succeeded if nothing is heard of them; ok is false while nothing is asked of them.
func (i *Incident) succeedAt() (at time.Time, ok bool) {
	q, ok := i.silence()
	return q.Due, ok && i.watchesCommand()
}

// silence is the question by which the commander is succeeded first.
func (i *Incident) silence() (q Question, ok bool) {
	c := &i.State.Command
	if c.Lost != nil {
		return Question{Since: *c.Lost, Due: c.Lost.Add(i.In.Plan.Command.SilentAfter)}, true
	}
	q, ok = i.openQuestion()
	if c.Left != nil && (!ok || c.Left.Due.Before(q.Due)) {
		return *c.Left, true
	}
	return q, ok
}

// openQuestion is the one of those that wait for the commander that is due first.
func (i *Incident) openQuestion() (q Question, ok bool) {
	for _, p := range i.State.Pages {
		if p.Responder != i.State.Commander || !p.waits() {
			continue
		}
		if next, asks := i.questionOf(p); asks && (!ok || next.Due.Before(q.Due)) {
			q, ok = next, true
		}
	}
	return q, ok
}

// questionOf reads a message as a question. A task may take until its target; one without a target asks for nothing in particular.
func (i *Incident) questionOf(p *Page) (q Question, asks bool) {
	asked, left := p.askedAt()
	if !left || p.Kind == NotePage || p.Kind == QuestionPage || (p.decides() && p.About[0].Kind == AboutSame) {
		return Question{}, false
	}
	q.Since = later(asked, i.State.Command.Heard)
	q.Ripe, q.Due = q.Since.Add(ripens), q.Since.Add(i.In.Plan.Command.SilentAfter)
	if p.Kind == CallPage {
		return q, true
	}
	s := i.step(p.Step)
	if s.TargetAt == nil || !s.active() || !slices.Contains(s.Assignees, p.Responder) {
		return Question{}, false
	}
	q.Ripe, q.Due = later(q.Ripe, *s.TargetAt), later(q.Due, *s.TargetAt)
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
	if q, ok := i.silence(); ok {
		return q.Since
	}
	return i.now
}

// heardOf notes a sign of life. A commander who is being succeeded keeps the command by it.
func (i *Incident) heardOf(id string) {
	i.wellAgain(id)
	if !i.rules(frozen.CommandPasses) {
		return
	}
	c := &i.State.Command
	c.Silent = slices.DeleteFunc(slices.Clone(c.Silent), func(s string) bool { return s == id })
	if id != i.State.Commander || id == "" {
		return
	}
	c.hear(i.now)
	if about := (Subject{AboutCommand, id}); i.climb(about) != nil {
		i.stopSeeking(about)
		i.log(KindCommand, id, words.CommandKept(i.name(id)), about.entry(i.State.Command.Epoch))
	}
}

// heardAnew starts the commander's silence anew where the clocks have stood still.
func (i *Incident) heardAnew() {
	if i.rules(frozen.CommandPasses) {
		i.State.Command.hear(i.now)
	}
}

// hear ends all silence before a moment.
func (c *Command) hear(now time.Time) {
	c.Heard, c.Lost, c.Asked, c.Left = now, nil, nil, nil
}

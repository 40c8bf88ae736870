package incident

// What is in somebody's hand: gaps, late steps, dangers and calls for help that a person has said they see to.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// inHandAtLeast is how long a person who has taken something on is left to it before the ladder goes on. [design]
const (
	inHandAtLeast  = 10 * time.Minute
	gapInHand      = 5 * time.Minute
	firstGapInHand = 30 * time.Minute // before frozen.GapsReturnSoon
)

// takeOn leaves a gap, a late step, a danger or a call for help in somebody's hand. Whoever has had a late step and says so
// again does not keep it from the others: what they were asked stays open.
func (i *Incident) takeOn(a Subject, id string) {
	if a.Kind == AboutCommand {
		i.commandAccepted(a, id)
		return
	}
	if a.Kind == AboutNotice {
		i.approveByText(a, id)
		return
	}
	i.take(a.climbed(), id)
	again := a.Kind == AboutLate && slices.Contains(i.step(a.Ref).Assignees, id)
	if !again {
		i.dropAll(a)
	}
	i.log(KindInHand, id, words.InHand(i.name(id), i.subject(a)), about{Responder: id})
	if a.Kind == AboutLate {
		if s := i.step(a.Ref); s.active() {
			i.assignStep(s, id)
		}
	}
}

// take leaves a subject in a person's hand. The ladder of a seat or a step goes on after a while, since only filling the one
// and doing the other ends it; danger and help are answered by a human who knows.
func (i *Incident) take(about Subject, id string) {
	c := i.climb(about)
	if c == nil {
		return
	}
	if about.Kind == AboutDanger || about.Kind == AboutHelp || about.Kind == AboutSilent {
		i.halt(about)
		return
	}
	c.InHand = id
	if i.decided(c) {
		return
	}
	until := i.now.Add(i.patience(about))
	if c.DueAt.Before(until) {
		c.Base = c.Base.Add(until.Sub(c.DueAt))
		c.DueAt, c.Since = until, i.now
	}
}

// decided says whether the plan still decides something on a climb's way at a moment of its own, which waits for nobody.
func (i *Incident) decided(c *Climb) bool {
	return slices.ContainsFunc(i.rungs(c.About)[c.Next:], func(r frozen.Late) bool { return len(r.Page) == 0 })
}

// handBack lets everything climb on that a person had in hand who drops out.
func (i *Incident) handBack(id string) {
	if !i.rules(frozen.HandedBack) {
		return
	}
	for _, c := range i.State.Climbs {
		if c.InHand == id {
			i.letGo(c)
		}
	}
}

// letGo takes a climb out of somebody's hand. It goes on at once, with its rungs as far apart as they were.
func (i *Incident) letGo(c *Climb) {
	i.log(KindInHand, c.InHand, words.HandedBack(i.name(c.InHand), i.subject(c.About.gap())), about{Responder: c.InHand})
	c.InHand = ""
	at := i.stands(c)
	switch {
	case i.decided(c):
		i.hurry(c)
	case c.DueAt.After(at):
		c.Base, c.DueAt = c.Base.Add(at.Sub(c.DueAt)), at
	}
}

// patience is how long somebody who has taken a subject on is left to it.
func (i *Incident) patience(about Subject) time.Duration {
	switch about.Kind {
	case AboutLate:
		return max(i.planStep(about.Ref).Target, inHandAtLeast)
	case AboutSeat, AboutGap:
		return i.patienceForGap(i.planSeat(about.Ref))
	case AboutDanger, AboutHelp, AboutSilent, AboutCommand, AboutNotice, AboutSame, AboutOpen:
		return inHandAtLeast
	}
	return inHandAtLeast
}

// patienceForGap gives whoever sees to a gap the time to find somebody, and that one the time to come.
func (i *Incident) patienceForGap(p *frozen.Seat) time.Duration {
	if !i.rules(frozen.GapsReturnSoon) {
		return max(p.ArriveWithin, firstGapInHand)
	}
	return max(p.ArriveWithin, gapInHand)
}

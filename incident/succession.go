package incident

// Succession: who takes the command from a commander who does not answer, and how one is looked for.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// commandLadder is climbed where no deputy has accepted yet: the deputies and those rostered to the command, the groups'
// leads, the company. [design]
var commandLadder = []frozen.Late{
	{At: 0, Page: []frozen.Selector{frozen.Holders}},
	{At: 30 * time.Second, Page: []frozen.Selector{frozen.Holders, frozen.Lead}},
	{At: 90 * time.Second, Page: []frozen.Selector{frozen.Holders, frozen.Company}, Repeat: time.Minute},
}

// succeed gives the command of a silent commander to a deputy who has accepted. Without one it is looked for, and the
// command stays where it is until somebody accepts: never is it nobody's.
func (i *Incident) succeed(silent string) {
	if next := i.successor(silent); next != "" {
		i.passCommand(silent, next)
		return
	}
	i.log(KindCommandSought, "", words.CommandSought(i.name(silent), i.clockText(at(i.silentSince()))), about{Responder: silent})
	i.begin(Subject{AboutCommand, silent})
}

func at(t time.Time) *time.Time { return &t }

// successor is whoever sits in the seat of command or in its deputy's and can be reached, other than a silent person.
func (i *Incident) successor(silent string) string {
	for _, seat := range []string{i.In.Plan.Command.Seat, i.In.Plan.Command.Deputy} {
		s := i.seat(seat)
		if s == nil {
			continue
		}
		for _, id := range i.keepReachable(s.present()) {
			if id != silent && !slices.Contains(i.State.Command.Silent, id) {
				return id
			}
		}
	}
	return ""
}

// seeking is the climb by which a commander is looked for, nil if none is.
func (i *Incident) seeking() *Climb {
	for _, c := range i.State.Climbs {
		if c.About.Kind == AboutCommand {
			return c
		}
	}
	return nil
}

// stopSeeking ends the search for a commander; who is being asked is told.
func (i *Incident) stopSeeking(about Subject) {
	i.halt(about)
	i.dropAll(about)
}

// seekCommander looks for somebody who takes a command that nobody has any more.
func (i *Incident) seekCommander(left string) {
	if i.silencable() && i.State.Lifecycle == Open && i.seeking() == nil {
		i.log(KindCommandSought, "", words.CommandVacant(i.name(left)), about{Responder: left})
		i.begin(Subject{AboutCommand, left})
	}
}

// passCommand gives the command to a successor, with all that waits for an answer of the one before.
func (i *Incident) passCommand(from, to string) {
	silent, since := i.State.Commander == from, i.silentSince()
	text := words.CommandTaken(i.name(to))
	if silent {
		text = words.CommandPassed(i.name(to), i.name(from), i.clockText(&since))
		i.State.Command.Silent = append(i.State.Command.Silent, from)
	}
	back := from == to && i.rules(frozen.VacantIsNobodys) // they had left it to nobody
	i.State.Command.Succeeded = !back
	i.stopSeeking(Subject{AboutCommand, from})
	i.putInCommand(to, i.In.Plan.Command.Seat, text)
	i.moveSteps(from, to)
	if back {
		return
	}
	i.moveQuestions(from, to)
	i.moveDecisions(from, to)
}

// moveSteps gives the command's steps that one commander has in hand, or nobody, to the next.
func (i *Incident) moveSteps(from, to string) {
	for k, s := range i.State.Steps {
		if p := &i.In.Plan.Steps[k]; p.Seat == i.In.Plan.Command.Seat && s.active() && (len(s.Assignees) == 0 || slices.Contains(s.Assignees, from)) {
			i.give(s, to)
		}
	}
}

// moveQuestions asks the new commander at once what the one before has not answered.
func (i *Incident) moveQuestions(from, to string) {
	p := i.openCall(from)
	if p == nil {
		return
	}
	for _, a := range slices.Clone(p.About) {
		if a.Kind != AboutSeat && a.Kind != AboutCommand && a.Ref != to && i.climb(a.climbed()) != nil {
			i.call(to, a, p.Rung)
		}
	}
}

// commandAccepted puts somebody in command who has said that they take it.
func (i *Incident) commandAccepted(about Subject, id string) {
	if i.climb(about) == nil || i.State.Commander == id {
		return
	}
	i.takeCommandSeat(id)
	if i.State.Commander != id {
		i.passCommand(about.Ref, id)
	}
}

// takeCommandSeat puts a successor into the seat of command, unless they sit in it or in its deputy's. Seats that cannot be
// held together with it are left to others.
func (i *Incident) takeCommandSeat(id string) {
	seat, deputy := i.seat(i.In.Plan.Command.Seat), i.seat(i.In.Plan.Command.Deputy)
	if seat == nil || seat.holder(id) != nil || (deputy != nil && deputy.holder(id) != nil) {
		return
	}
	for _, s := range i.State.Seats {
		if s != seat && s.holder(id) != nil && !shared(i.planSeat(s.ID), i.planSeat(seat.ID)) {
			i.leave(s, id, id)
		}
	}
	i.seatTaken(seat, id, HolderAccepted, 0)
}

// successors are the people whom a rung names for a command that is to pass on. Whoever could not leave their post for it is
// not among them.
func (i *Incident) successors(who []frozen.Selector, about Subject) []string {
	c := i.In.Plan.Command
	var ids []string
	add := func(more ...string) {
		for _, id := range more {
			if id != about.Ref && !slices.Contains(ids, id) && !slices.Contains(i.State.Command.Silent, id) {
				ids = append(ids, id)
			}
		}
	}
	for _, sel := range who {
		switch sel {
		case frozen.Holders:
			add(i.moment().Holders(c.Deputy)...)
			add(i.moment().Holders(c.Seat)...)
		case frozen.Lead:
			add(i.leads()...)
		case frozen.Company:
			add(i.In.Site.Company...)
		case frozen.Substitutes, frozen.Group, frozen.Commander:
		}
	}
	return ids
}

// leads are the heads of the groups who are on duty and free to command.
func (i *Incident) leads() []string {
	seat := i.planSeat(i.In.Plan.Command.Seat)
	onDuty := i.moment().OnDuty()
	var ids []string
	for _, g := range i.roster().Groups {
		if seat != nil && slices.Contains(onDuty, g.Lead) && i.available(g.Lead, seat) {
			ids = append(ids, g.Lead)
		}
	}
	return ids
}

// awake are those of some people who were not succeeded for their silence.
func (i *Incident) awake(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(i.State.Command.Silent, id) })
}

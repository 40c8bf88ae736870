package incident

// Working hours: steps of the recovery that leave people alone at night. One that becomes due by night is told in the morning,
// and its target and ladder count from then.

import (
	"slices"

	"muster/incident/frozen"
)

// asleep says whether a step has to wait for the site's day.
func (i *Incident) asleep(p *frozen.Step) bool {
	return i.quiet(p) && !i.roster().IsDay(i.now)
}

// quiet says whether a step keeps to the site's day.
func (i *Incident) quiet(p *frozen.Step) bool {
	return p.Working && p.Phase == frozen.Recovery && i.rules(frozen.NightsAreQuiet)
}

// holdNights puts off until the morning what would be said of quiet steps by night: ladders about them, and rounds.
func (i *Incident) holdNights() {
	if i.State.Lifecycle != StandingDown || !i.rules(frozen.NightsAreQuiet) {
		return
	}
	for _, c := range i.State.Climbs {
		if c.About.Kind == AboutLate && i.quiet(i.planStep(c.About.Ref)) {
			by := i.roster().DayFrom(c.DueAt).Sub(c.DueAt)
			c.Base, c.DueAt = c.Base.Add(by), c.DueAt.Add(by)
		}
	}
	for k, s := range i.State.Steps {
		if s.AgainAt != nil && i.quiet(&i.In.Plan.Steps[k]) {
			morning := i.roster().DayFrom(*s.AgainAt)
			s.AgainAt = &morning
		}
	}
}

// heldTask says whether a task is not sent now because it is night and its step is quiet.
func (i *Incident) heldTask(p *Page) bool {
	return !i.Ended() && p.Kind == TaskPage && i.asleep(i.planStep(p.Step))
}

// waitForMorning notes when what waits for the site's day goes on.
func (i *Incident) waitForMorning() {
	i.State.Morning = nil
	if i.State.Lifecycle != StandingDown || !i.rules(frozen.NightsAreQuiet) || i.roster().IsDay(i.now) || !i.sleepsOn() {
		return
	}
	morning := i.roster().DayFrom(i.now)
	i.State.Morning = &morning
}

// sleepsOn says whether a step or a task waits for nothing but the site's day.
func (i *Incident) sleepsOn() bool {
	for k, s := range i.State.Steps {
		if p := &i.In.Plan.Steps[k]; s.State == StepWaiting && i.quiet(p) && i.preceded(p) {
			return true
		}
	}
	return slices.ContainsFunc(i.State.Pages, func(p *Page) bool {
		return i.heldTask(p) && slices.ContainsFunc(p.Attempts, func(a *Attempt) bool { return a.State == AttemptWaiting })
	})
}

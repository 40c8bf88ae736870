package incident

// Working hours: steps of the recovery that leave people alone at night. One that becomes due by night is told in the morning,
// and its target and ladder count from then.

import (
	"time"

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
	return p.Kind == TaskPage && i.asleep(i.planStep(p.Step))
}

// morning is when quiet steps may be told again; ok is false while none waits for that.
func (i *Incident) morning() (at time.Time, ok bool) {
	if i.State.Lifecycle != StandingDown || i.roster().IsDay(i.now) {
		return time.Time{}, false
	}
	for k, s := range i.State.Steps {
		if p := &i.In.Plan.Steps[k]; s.State == StepWaiting && i.quiet(p) && i.preceded(p) {
			return i.roster().DayFrom(i.now), true
		}
	}
	for _, p := range i.State.Pages {
		for _, a := range p.Attempts {
			if a.State == AttemptWaiting && i.heldTask(p) {
				return i.roster().DayFrom(i.now), true
			}
		}
	}
	return time.Time{}, false
}

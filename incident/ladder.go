package incident

// Ladders: when a rung is due, whom it calls, and what shortens the way to the next one.

import (
	"slices"
	"sort"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// The ladders of what no plan describes: a person in danger, a person who asks for help. [design]
var (
	dangerLadder = []frozen.Late{
		{At: 0, Page: []frozen.Selector{frozen.Commander}},
		{At: 30 * time.Second, Page: []frozen.Selector{frozen.Commander, frozen.Company}, Repeat: time.Minute},
	}
	helpLadder = []frozen.Late{
		{At: 0, Page: []frozen.Selector{frozen.Commander}},
		{At: 2 * time.Minute, Page: []frozen.Selector{frozen.Commander}},
		{At: 5 * time.Minute, Page: []frozen.Selector{frozen.Commander, frozen.Company}, Repeat: 5 * time.Minute},
	}
)

// rungs are the steps of a subject's ladder; a seat's rung is a step's on_late without its other effects.
func (i *Incident) rungs(about Subject) []frozen.Late {
	switch about.Kind {
	case AboutLate:
		return i.planStep(about.Ref).Late
	case AboutDanger, AboutSilent:
		return dangerLadder
	case AboutHelp:
		return helpLadder
	case AboutCommand:
		return commandLadder
	case AboutNotice:
		return noticeLadder
	case AboutSame:
		return sameLadder
	case AboutOpen:
		return openLadder
	case AboutSeat, AboutGap:
		ladder := i.planSeat(about.Ref).Ladder
		rungs := make([]frozen.Late, len(ladder))
		for k, r := range ladder {
			rungs[k] = frozen.Late{At: r.At, Page: r.Page, By: r.By, Repeat: r.Repeat}
		}
		return rungs
	}
	return nil
}

// begin starts the climb for a subject now. One that is already being climbed starts again.
func (i *Incident) begin(about Subject) {
	i.halt(about)
	rungs := i.rungs(about)
	if len(rungs) == 0 {
		return
	}
	i.State.Climbs = append(i.State.Climbs, &Climb{About: about, Base: i.now, Since: i.now, DueAt: i.now.Add(rungs[0].At)})
}

// halt ends the climb for a subject.
func (i *Incident) halt(about Subject) {
	i.State.Climbs = slices.DeleteFunc(i.State.Climbs, func(c *Climb) bool { return c.About == about })
}

func (i *Incident) climb(about Subject) *Climb {
	for _, c := range i.State.Climbs {
		if c.About == about {
			return c
		}
	}
	return nil
}

// climbDue performs every rung that is due, the most needed first, and says whether there was one.
func (i *Incident) climbDue() bool {
	var due []*Climb
	for _, c := range i.moving() {
		if !c.DueAt.After(i.now) {
			due = append(due, c)
		}
	}
	sort.SliceStable(due, func(a, b int) bool { return i.before(due[a].About, due[b].About) })
	for _, c := range due {
		if slices.Contains(i.State.Climbs, c) {
			i.reach(c)
		}
	}
	return len(due) > 0
}

// before orders subjects: danger and a command that is to pass on, licensed seats, other seats by priority, then the rest.
func (i *Incident) before(a, b Subject) bool { return i.rank(a) < i.rank(b) }

func (i *Incident) rank(s Subject) int {
	const unlicensed, others = 1_000, 1_000_000
	switch s.Kind {
	case AboutDanger, AboutSilent, AboutCommand:
		return 0
	case AboutSeat:
		p := i.planSeat(s.Ref)
		if p.Skill != "" {
			return 1 + p.Priority
		}
		return unlicensed + p.Priority
	default:
		return others
	}
}

// reach performs a climb's next rung and sets when the one after is due.
func (i *Incident) reach(c *Climb) {
	rungs := i.rungs(c.About)
	n, due := c.Next, c.DueAt
	rung, repeated := rungs[n], c.Reached == n+1
	c.InHand = ""
	c.Reached = n + 1
	i.schedule(c, rungs, due)
	switch {
	case rung.Assume != "":
		i.finish(i.step(c.About.Ref), ByAssumption, rung.Assume, Text{})
	case rung.Open != "":
		for _, next := range i.instances(rung.Open) {
			if next.State == StepWaiting { // whatever it waits for; one that has begun is left alone
				i.openStep(next)
			}
		}
	case rung.Level != "":
		i.raiseForLateness(rung.Level, c.About.Ref)
	default:
		reached := i.callOut(c, rung)
		if !repeated {
			i.logRung(c.About, rung, n+1, reached)
		}
	}
}

// raiseForLateness lifts the level because of a late step. What people or the plan have raised further stays.
func (i *Incident) raiseForLateness(to frozen.Level, step string) {
	if i.rules(frozen.LatenessOnlyRaises) && i.State.Level.Reaches(to) {
		return
	}
	i.setLevel(ByPlan, to, words.LateReason(i.planStep(step).Title))
}

// schedule sets when the climb goes on after the rung that was due. A rung's clock runs from its due time, and rungs that
// nobody could perform in time (the process was down) do not pile up.
func (i *Incident) schedule(c *Climb, rungs []frozen.Late, due time.Time) {
	if c.Next+1 < len(rungs) {
		c.Next++
		c.DueAt = c.Base.Add(rungs[c.Next].At)
		return
	}
	every := rungs[c.Next].Repeat
	if every <= 0 {
		i.halt(c.About)
		return
	}
	for c.DueAt = i.beat(due, every); !c.DueAt.After(i.now); {
		c.DueAt = c.DueAt.Add(every)
	}
}

// beat is the next repetition after a moment: at most every later, on a beat that all ladders of the incident share, so that
// somebody who is asked about several things gets one message about all of them.
func (i *Incident) beat(due time.Time, every time.Duration) time.Time {
	passed := due.Sub(i.State.OpenedAt)
	return i.State.OpenedAt.Add((passed/every + 1) * every)
}

// callOut calls those whom a rung names. Where nobody is being asked then, it says no, and the next rung comes at once.
func (i *Incident) callOut(c *Climb, rung frozen.Late) bool {
	if c.About.Kind == AboutSeat {
		i.callForSeat(c, rung)
	} else {
		for _, id := range i.bosses(rung.Page, c.About) {
			i.call(id, c.About, c.Reached)
		}
	}
	if i.beingAsked(c.About) {
		return true
	}
	i.hurry(c)
	return false
}

// hurry brings the next rung forward to now if it calls people; the rungs after it keep their times. A rung that has been
// reached already keeps its rhythm.
func (i *Incident) hurry(c *Climb) {
	rungs := i.rungs(c.About)
	if at := i.stands(c); c.Reached < len(rungs) && len(rungs[c.Next].Page) > 0 && c.DueAt.After(at) {
		c.DueAt = at
	}
}

// beingAsked says whether somebody's unanswered page is about a subject, or about the gap that it leaves. One of which nothing
// has arrived, nor will, asks nobody.
func (i *Incident) beingAsked(about Subject) bool {
	for _, p := range i.State.Pages {
		if i.mute(p) && !slices.ContainsFunc(p.Attempts, func(a *Attempt) bool { return a.mayArrive() }) {
			continue
		}
		if p.waits() && p.Kind == CallPage && (p.has(about) || (about.Kind == AboutSeat && p.has(Subject{AboutGap, about.Ref}))) {
			return true
		}
	}
	return about.Kind == AboutSeat && i.mayComeFree(about.Ref)
}

// logRung records that a ladder has gone on, and whether a channel that it names is lacking.
func (i *Incident) logRung(subject Subject, rung frozen.Late, n int, reached bool) {
	who := make([]string, len(rung.Page))
	for k, sel := range rung.Page {
		who[k] = string(sel)
	}
	silent := len(rung.By) > 0 && !slices.Contains(i.In.Channels, rung.By[0])
	ref := about{Rung: n}
	switch subject.Kind {
	case AboutSeat:
		ref.Seat, ref.detail = subject.Ref, i.seat(subject.Ref).staffing()
	case AboutLate:
		ref.Step = subject.Ref
	case AboutDanger, AboutHelp, AboutSilent:
		ref.Responder = subject.Ref
	case AboutNotice:
		ref.Notice = i.noticeName(subject.Ref)
	case AboutGap, AboutCommand, AboutSame, AboutOpen:
	}
	i.log(KindRung, "", words.RungReached(i.subject(subject), n, words.Selectors(who), silent, reached), ref)
}

// subject names what a page or a ladder is about.
func (i *Incident) subject(s Subject) Text {
	switch s.Kind {
	case AboutSeat:
		return i.planSeat(s.Ref).Title
	case AboutGap:
		if i.seat(s.Ref).reliefOnly() {
			return words.AboutReliefs([]Text{i.planSeat(s.Ref).Title})
		}
		return words.AboutGaps([]Text{i.planSeat(s.Ref).Title})
	case AboutLate:
		return words.AboutLate([]Text{i.planStep(s.Ref).Title})
	case AboutDanger:
		return words.AboutDanger(i.name(s.Ref))
	case AboutHelp:
		return words.AboutHelp(i.name(s.Ref))
	case AboutSilent:
		return words.AboutSilent(i.name(s.Ref))
	case AboutCommand:
		return words.AboutCommand(i.name(s.Ref))
	case AboutNotice:
		return words.AboutNotice(i.noticeName(s.Ref))
	case AboutSame, AboutOpen:
		return i.decision(s).about(i)
	}
	return Text{}
}

// subjects names all that a page is about.
func (i *Incident) subjects(p *Page) Text {
	parts := make([]Text, len(p.About))
	for k, a := range p.About {
		parts[k] = i.subject(a)
	}
	return words.Join(parts)
}

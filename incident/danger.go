package incident

// Danger: a person in it comes before everything, and what a drill's people report is believed.

import (
	"slices"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// danger alerts the commander at once. In a drill it is no practice: the drill holds still until somebody resumes it.
func (i *Incident) danger(id string) {
	i.log(KindDanger, id, words.Danger(i.name(id)), about{Responder: id})
	if i.Drill() && i.State.PausedAt == nil {
		at := i.now
		i.State.PausedAt, i.State.HeadRev = &at, i.touch()
		i.log(KindPaused, id, words.Paused(i.name(id)), about{Responder: id})
		for _, other := range i.called() {
			i.tell(other, words.DrillPaused)
		}
	}
	i.alarm(Subject{AboutDanger, id})
}

// isHere takes in that somebody in danger names this incident, by a code alone: that is what they were asked for. It alarms
// nobody anew; whoever commands here hears where they are.
func (i *Incident) isHere(id, text string) bool {
	code := strings.Trim(text, " \t\r\n.!?。！？")
	if !reply.IsToken(code) || !i.rules(frozen.DangerIsPlaced) || !i.inDanger(id) {
		return false
	}
	if !slices.ContainsFunc(i.Items(id), func(it reply.Item) bool { return it.Bears(code) }) {
		return false // another incident's, or mistyped
	}
	i.log(KindDanger, id, words.DangerHere(i.name(id)), about{Responder: id})
	for _, boss := range i.rescuers([]frozen.Selector{frozen.Commander}, id) {
		r, _ := i.responder(boss)
		i.note(boss, words.DangerHereNote(r.Language(), i.name(id), i.In.Declaration.Location))
	}
	return true
}

// placedWithin is for how long after a danger was told of a code alone still says where it is. [design]
const placedWithin = 15 * time.Minute

// inDanger says whether somebody's danger is still open here, or people were told of it a short while ago.
func (i *Incident) inDanger(id string) bool {
	danger := Subject{AboutDanger, id}
	return i.climb(danger) != nil || slices.ContainsFunc(i.State.Pages, func(p *Page) bool {
		return slices.Contains(p.About, danger) && slices.ContainsFunc(p.Attempts, func(a *Attempt) bool { return i.now.Before(a.At.Add(i.real(placedWithin))) })
	})
}

// alarm starts the climb for somebody in danger, or who asks for help. To report it again never puts off whom it reaches, and
// danger that is reported again brings the next rung forward.
func (i *Incident) alarm(about Subject) {
	c := i.climb(about)
	switch {
	case c == nil || !i.rules(frozen.AlarmsClimbOn):
		i.begin(about)
	case about.Kind == AboutDanger:
		i.hurry(c)
	}
}

// unanswered are the dangers that nobody has answered yet; before frozen.DangerOutlasts the end did not ask for them. Who is
// silent in a drill is not one of them.
func (i *Incident) unanswered() []Subject {
	var dangers []Subject
	for _, c := range i.State.Climbs {
		if (c.About.Kind == AboutDanger || c.About.Kind == AboutSilent && !i.Drill()) && i.rules(frozen.DangerOutlasts) {
			dangers = append(dangers, c.About)
		}
	}
	return dangers
}

// passOnDanger tells commander and company of a danger that nobody has answered and that nobody will be called about any
// more. It is real whatever the incident is.
func (i *Incident) passOnDanger(d Subject) {
	r, _ := i.responder(d.Ref)
	i.log(KindDanger, "", words.DangerLeft(r.Name), about{Responder: d.Ref})
	for _, id := range i.bosses(dangerLadder[len(dangerLadder)-1].Page, d) {
		boss, _ := i.responder(id)
		i.note(id, words.DangerStands(boss.Language(), r.Name+" "+r.Phone, i.In.Declaration.Location))
	}
}

func (i *Incident) paused() bool { return i.State.PausedAt != nil }

// ResumeDrill lets a drill that was paused go on.
type ResumeDrill struct {
	By, Reason string
	Confirmation
}

// ResumeDrill performs the order: every clock goes on where it stood.
func (i *Incident) ResumeDrill(now time.Time, o ResumeDrill) error {
	if err := i.running(now); err != nil {
		return err
	}
	if !i.paused() {
		return fail(CodeNothing, "The drill is not paused: there is nothing to resume.")
	}
	i.shift()
	i.State.PausedAt, i.State.HeadRev = nil, i.touch()
	i.log(KindResumed, o.By, words.Resumed(i.name(o.By), o.Reason), about{detail: detail{Reason: words.ReasonGiven(o.Reason)}})
	for _, id := range i.called() {
		i.tell(id, words.DrillResumed)
	}
	return nil
}

// stoodFor is how long the present pause has held up something that began then; from its own beginning if that is later.
func (i *Incident) stoodFor(began time.Time) time.Duration {
	return i.now.Sub(later(*i.State.PausedAt, began))
}

// stands is what a climb's clock shows: in a paused drill the moment of the pause, unless it is about danger.
func (i *Incident) stands(c *Climb) time.Time {
	if i.paused() && c.About.Kind != AboutDanger {
		return *i.State.PausedAt
	}
	return i.now
}

// shift moves everything that is due later by as long as the pause held it up.
func (i *Incident) shift() {
	began := i.State.OpenedAt
	if i.State.StoodDown != nil {
		began = *i.State.StoodDown
	}
	i.State.PausedFor += i.stoodFor(began)
	i.heardAnew()
	i.checkInsAnew()
	for _, c := range i.State.Climbs {
		if c.About.Kind != AboutDanger {
			by := i.stoodFor(c.Since)
			c.Base, c.DueAt = c.Base.Add(by), c.DueAt.Add(by)
		}
	}
	for k := range i.State.Missed {
		moveOn(&i.State.Missed[k].AgainAt, i.stoodFor(began))
	}
	for _, s := range i.State.Seats {
		for k := range s.Holders {
			h := &s.Holders[k]
			by := i.stoodFor(h.Since)
			moveOn(&h.PromisedAt, by)
			moveOn(&h.AskedAt, by)
			s.Rev = i.touch()
		}
	}
	for _, s := range i.State.Steps {
		if s.AgainAt != nil {
			moveOn(&s.AgainAt, i.stoodFor(*s.DoneAt))
		}
		if s.active() {
			moveOn(&s.TargetAt, i.stoodFor(*s.OpenedAt))
			s.Rev = i.touch()
		}
	}
}

func moveOn(at **time.Time, by time.Duration) {
	if *at != nil {
		moved := (*at).Add(by)
		*at = &moved
	}
}

// still says whether the plan's clocks do not act: in a paused drill, and while the incident is handed over to another.
func (i *Incident) still() bool { return i.paused() || i.handingOver() }

// held says whether a page has to wait: while all is still, all but those about danger; or for the site's day.
func (i *Incident) held(p *Page) bool {
	return (i.still() && p.Kind != NotePage && !p.alarming()) || i.heldTask(p)
}

// moving are the climbs that go on: while all is still only those about danger.
func (i *Incident) moving() []*Climb {
	if !i.still() {
		return i.State.Climbs
	}
	return slices.DeleteFunc(slices.Clone(i.State.Climbs), func(c *Climb) bool { return c.About.Kind != AboutDanger })
}

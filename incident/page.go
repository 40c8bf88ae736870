package incident

// Pages: the requests to people, what each is about, and the texts that their attempts carry.

import (
	"slices"
	"strconv"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// The most that the state keeps of what is over; older ones are in the shadow.
const (
	keepAttempts = 20
	keepPages    = 300
)

// waits says whether a page still waits for an answer.
func (p *Page) waits() bool {
	return p.State == PageQueued || p.State == PagePaging || p.State == PageSeen
}

func (p *Page) has(s Subject) bool { return slices.Contains(p.About, s) }

// close ends a task's message: its step is over, by its person or by another.
func (p *Page) close(i *Incident, byThem bool) {
	p.State, p.Owed, p.Rev = PageStoodDown, false, i.touch()
	if byThem {
		at := i.now
		p.State, p.AnsweredAt = PageAccepted, &at
	}
}

// seats are the seats that a page asks for, in order.
func (p *Page) seats() []string {
	var ids []string
	for _, a := range p.About {
		if a.Kind == AboutSeat {
			ids = append(ids, a.Ref)
		}
	}
	return ids
}

// openCall is the one unanswered page that a person has, beside those that ask to approve a notice; nil if none.
func (i *Incident) openCall(id string) *Page {
	for _, p := range i.State.Pages {
		if p.Kind == CallPage && p.Responder == id && p.waits() && !p.approval() && !p.decides() {
			return p
		}
	}
	return nil
}

// call asks a person about a subject, if they can be reached: by the unanswered page that they have, or by a new one.
func (i *Incident) call(id string, about Subject, rung int) {
	if !i.reachable(id) && !i.rings(id, about) {
		return
	}
	p := i.pageFor(id, about)
	if p == nil {
		p = i.newPage(CallPage, id)
		p.Token = i.newToken(id)
	}
	if !p.has(about) {
		p.About, p.Filtered = append(p.About, about), false // what says more is another text
		i.join(p, about)
	}
	p.Owed, p.Rung, p.Rev = true, rung, i.touch()
}

// channel is the first one of a list that this build and the site have. SMS stands in where none of them is.
func (i *Incident) channel(by []frozen.Channel) frozen.Channel {
	for _, c := range by {
		if slices.Contains(i.In.Channels, c) {
			return c
		}
	}
	return frozen.SMS
}

func (i *Incident) newPage(kind PageKind, id string) *Page {
	p := &Page{ID: "p" + strconv.Itoa(i.State.NextPage), Kind: kind, Responder: id, State: PageQueued, OpenedAt: i.now, Rev: i.touch()}
	i.State.NextPage++
	i.State.Pages = append(i.State.Pages, p)
	i.prune()
	return p
}

// prune lets the oldest pages go that are over, once the shadow has them.
func (i *Incident) prune() {
	over := len(i.State.Pages) - keepPages
	if over <= 0 {
		return
	}
	// Of a copy: whoever makes a page may be walking the pages just now.
	i.State.Pages = slices.DeleteFunc(slices.Clone(i.State.Pages), func(p *Page) bool {
		asks := p.Kind != NotePage && p.waits()
		if over <= 0 || asks || p.unsettled() || p.Rev > i.State.Shadowed || i.speaksFor(p) {
			return false
		}
		over--
		i.State.Pruned++
		return true
	})
}

// speaksFor says whether a person's answers are still found by a page that is over: the task of a step that goes on, or the
// last page that they accepted.
func (i *Incident) speaksFor(p *Page) bool {
	switch p.Kind {
	case TaskPage:
		return i.step(p.Step).active() && i.task(p.Step, p.Responder) == p
	case CallPage:
		return i.accepted(p.Responder) == p
	case QuestionPage: // asked once, until it is known
		return p.Fact != "" && i.factValue(p.Fact).Kind == cond.KindUnknown
	case NotePage:
	}
	return false
}

// accepted is the page that a person accepted last, nil if none.
func (i *Incident) accepted(id string) *Page {
	for _, p := range slices.Backward(i.State.Pages) {
		if p.acceptedBy(id) {
			return p
		}
	}
	return nil
}

func (p *Page) acceptedBy(id string) bool {
	return p.Kind == CallPage && p.Responder == id && (p.State == PageAccepted || p.State == PageOnScene) && !p.approval()
}

// newToken makes a code that this person can answer with: unlike every other one of their phone here, and unlike every label.
func (i *Incident) newToken(id string) string {
	line := i.line(id)
	return reply.NewToken(i.In.ID, id, i.State.NextPage, func(token string) bool { return i.codeTaken(line, token) })
}

// dropAll takes subjects off every unanswered page.
func (i *Incident) dropAll(subjects ...Subject) {
	for _, p := range slices.Clone(i.State.Pages) {
		for _, about := range subjects {
			if p.waits() {
				i.drop(p, about)
			}
		}
	}
}

// drop takes a subject off an unanswered page; a page about nothing any more is stood down.
func (i *Incident) drop(p *Page, about Subject) {
	if !p.has(about) {
		return
	}
	p.About = slices.DeleteFunc(p.About, func(a Subject) bool { return a == about })
	p.Rev = i.touch()
	if len(p.About) > 0 {
		return
	}
	p.About = []Subject{about} // what it was about stays on the record
	i.standDownPage(p, about.Kind == AboutSeat || about.Kind == AboutCommand)
}

// standDownPage ends a page that needs no answer any more. Whoever was asked to come is told so.
func (i *Incident) standDownPage(p *Page, tell bool) {
	p.State, p.Owed, p.Rev = PageStoodDown, false, i.touch()
	i.log(KindPageStoodDown, "", words.PageStoodDown(i.name(p.Responder)), about{Page: p.ID, Responder: p.Responder})
	if tell && p.left() {
		i.tell(p.Responder, func(lang string) string { return words.NoLongerNeeded(lang, i.hazard(lang), i.In.Declaration.Location) })
	}
}

// oweAttempts turns every page that owes one now into an attempt with its text.
func (i *Incident) oweAttempts() bool {
	owed := false
	for _, p := range i.State.Pages {
		if p.Owed {
			p.Owed = false
			if i.mute(p) {
				continue
			}
			i.attempt(p)
			owed = true
		}
	}
	return owed
}

// attempt adds one to a page. An older one whose fate is unknown is superseded: still asked about, never sent, no longer owed.
func (i *Incident) attempt(p *Page) {
	for _, a := range p.Attempts {
		if a.State == AttemptUnknown || a.State == AttemptWaiting {
			a.State = AttemptSuperseded
		}
	}
	p.Made++
	channel := i.channelOf(p)
	p.Attempts = append(p.Attempts, &Attempt{
		N: p.Made, Rung: p.Rung, Channel: channel, State: AttemptWaiting, At: i.now, Body: i.bodyFor(p, p.Made, channel),
	})
	over := len(p.Attempts) - keepAttempts
	p.Attempts = slices.DeleteFunc(p.Attempts, func(a *Attempt) bool {
		over--
		return over >= 0 && !a.unsettled()
	})
	p.Rev = i.touch()
}

// by are the channels that the page's latest rung names.
func (i *Incident) by(p *Page) []frozen.Channel {
	if len(p.About) == 0 { // a task or a note
		return nil
	}
	if rungs := i.rungs(p.About[0]); p.Rung <= len(rungs) {
		return rungs[p.Rung-1].By
	}
	return nil
}

// unsettled says whether it is not yet known what became of an attempt.
func (a *Attempt) unsettled() bool {
	return a.State == AttemptWaiting || a.State == AttemptSending || a.State == AttemptUnknown || a.AskAt != nil || a.Asking
}

func (p *Page) unsettled() bool {
	return p.Owed || slices.ContainsFunc(p.Attempts, func(a *Attempt) bool { return a.unsettled() })
}

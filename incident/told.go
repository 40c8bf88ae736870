package incident

// What people have been told of: nobody takes a thing in hand that no message has named to them.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// Joined is a subject that came onto a page later than its first attempt; attempts up to After do not name it.
type Joined struct {
	Subject
	After int `json:"after"`
}

// join notes that a page has become about a subject after messages for it were made.
func (i *Incident) join(p *Page, s Subject) {
	if p.Made == 0 || !i.rules(frozen.ToldIsTaken) {
		return
	}
	p.Shown = without(p.Shown, []Subject{s})
	p.Joined = slices.DeleteFunc(slices.Clone(p.Joined), func(j Joined) bool { return j.Subject == s })
	p.Joined = append(p.Joined, Joined{s, p.Made})
}

// show notes that a reply has named all that a page is about.
func (i *Incident) show(p *Page) {
	if p.Kind == CallPage && i.rules(frozen.ToldIsTaken) {
		p.Shown, p.Rev = slices.Clone(p.About), i.touch()
	}
}

// told are the subjects of a page that its person knows of: seats, since the reply to whoever takes them names them, and what
// was named by a reply or by a message that may have arrived.
func (i *Incident) told(p *Page) []Subject {
	if !i.rules(frozen.ToldIsTaken) {
		return p.About
	}
	return slices.DeleteFunc(slices.Clone(p.About), func(s Subject) bool {
		return s.Kind != AboutSeat && !slices.Contains(p.Shown, s) && !p.named(s)
	})
}

// named says whether a message that may have arrived names a subject. What became of those that are no longer kept is not known.
func (p *Page) named(s Subject) bool {
	after := 0
	for _, j := range p.Joined {
		if j.Subject == s {
			after = j.After
		}
	}
	if p.Made > len(p.Attempts) && after+1 < p.Attempts[0].N {
		return true
	}
	return slices.ContainsFunc(p.Attempts, func(a *Attempt) bool { return a.N > after && a.mayArrive() })
}

// mayArrive says whether an attempt has left and is not known to have failed.
func (a *Attempt) mayArrive() bool {
	return a.left() && a.State != AttemptFailed && a.State != AttemptUndelivered
}

// unheard says whether an answer is about a page that has told its person nothing yet.
func (i *Incident) unheard(u reply.Understanding) bool {
	answers := []reply.Action{reply.ActAccept, reply.ActETA, reply.ActOnScene, reply.ActCannot}
	return slices.Contains(answers, u.Action) && slices.ContainsFunc(u.Targets, func(t reply.Item) bool {
		return t.Kind == reply.Page && len(i.told(i.page(t.Ref))) == 0
	})
}

// askAnew asks the person of a page about what they did not take of it, as far as it is still being climbed.
func (i *Incident) askAnew(p *Page, rest []Subject) {
	for _, s := range rest {
		if i.climb(s.climbed()) != nil {
			i.call(p.Responder, s, p.Rung)
		}
	}
}

// inHandNow names again whose danger somebody has just taken in hand, whatever they thought that they were answering, and that
// they command now.
func (i *Incident) inHandNow(p *Page, lang string) string {
	said := ""
	for _, s := range p.About {
		if s.Kind == AboutDanger && i.rules(frozen.ToldIsTaken) {
			r, _ := i.responder(s.Ref)
			said += " " + words.DangerCall(lang, r.Name+" "+r.Phone)
		}
		if s.Kind == AboutCommand && i.State.Commander == p.Responder {
			said += " " + words.YouCommand(lang)
		}
	}
	return said
}

// without is what of some subjects is not among others.
func without(all, others []Subject) []Subject {
	return slices.DeleteFunc(slices.Clone(all), func(s Subject) bool { return slices.Contains(others, s) })
}

package incident

// Riding: pages that are owed at one moment to people who share a phone leave as one message. One of the attempts leads: its message
// is sent, and asked about. The others ride with it: they are never sent or asked about themselves, and share its fate.

import (
	"muster/incident/frozen"
	"muster/incident/words"
)

// Ride names the attempt that another one rides with.
type Ride struct {
	Page    string `json:"page"`
	Attempt int    `json:"attempt"`
}

// onBoard is an attempt with its page.
type onBoard struct {
	page    *Page
	attempt *Attempt
}

// together leaves of a wave's messages one for each phone, as far as one message can ask for all of them.
func (i *Incident) together(sends []Send) []Send {
	var kept []Send
	for _, s := range sends {
		if !i.boards(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// boards has a message ride with one of some others, and says whether there was one that takes it.
func (i *Incident) boards(kept []Send, s Send) bool {
	p, a := i.attemptOf(s.Page, s.Attempt)
	if !i.joins(p, a) {
		return false
	}
	for k := range kept {
		lead, first := i.attemptOf(kept[k].Page, kept[k].Attempt)
		if kept[k].To != s.To || lead.Responder == p.Responder || !i.joins(lead, first) || i.language(lead) != i.language(p) {
			continue
		}
		pages := []*Page{lead}
		for _, other := range i.riders(lead, first) {
			pages = append(pages, other.page)
		}
		if text, fits := i.jointBody(append(pages, p), first.N); fits {
			first.Joint, kept[k].Body, kept[k].Link, a.Rides = text, text, "", &Ride{lead.ID, first.N}
			return true
		}
	}
	return false
}

// joins says whether a message can ask together with another one: a text that calls somebody who shares their phone. What asks for
// a decision has words of its own, and danger in a drill is no practice as the rest is.
func (i *Incident) joins(p *Page, a *Attempt) bool {
	return p.Kind == CallPage && a.Channel == frozen.SMS && !p.approval() && !p.decides() && !(i.Drill() && p.alarming()) && i.shares(p.Responder)
}

func (i *Incident) language(p *Page) string {
	r, _ := i.responder(p.Responder)
	return r.Language()
}

func (i *Incident) jointBody(pages []*Page, n int) (text string, fits bool) {
	lang := i.language(pages[0])
	var each []words.PageText
	for _, p := range pages {
		each = append(each, i.pageText(p, lang, n))
	}
	return words.Together(lang, each)
}

// aboard are an attempt and those that ride with it.
func (i *Incident) aboard(lead *Page, first *Attempt) []onBoard {
	return append([]onBoard{{lead, first}}, i.riders(lead, first)...)
}

// riders are the attempts that ride with one.
func (i *Incident) riders(lead *Page, first *Attempt) []onBoard {
	if !i.shares(lead.Responder) {
		return nil
	}
	var all []onBoard
	for _, p := range i.State.Pages {
		for _, a := range p.Attempts {
			if a.Rides != nil && a.Rides.Page == lead.ID && a.Rides.Attempt == first.N {
				all = append(all, onBoard{p, a})
			}
		}
	}
	return all
}

// alight parts attempts whose message did not leave, or has been taken: each is on its own again. What the carrier took stays
// together, since what it says of the message later is for all of them.
func (i *Incident) alight(all []onBoard, fate Fate) {
	if fate == FateUnknown {
		return
	}
	for _, b := range all {
		b.attempt.Joint = ""
		if fate == FateNotStarted || fate == FateAbsent {
			b.attempt.Rides = nil
		}
	}
}

// absent notes that the carrier does not know a message which was not to be sent any more. Of several whom it would have asked
// those who are still owed one are sent their own.
func (i *Incident) absent(p *Page, a *Attempt) {
	joint := a.Joint != "" || a.Rides != nil
	if joint && a.State == AttemptUnknown && i.owed(p) {
		p.Owed = true
	}
	a.State, a.AskAt, a.Body = AttemptSuperseded, nil, ""
}

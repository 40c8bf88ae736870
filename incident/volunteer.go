package incident

// Facts that people state without being asked: they ask for the list of those that they may state, and choose.

import (
	"slices"
	"time"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// asksFor is for how long a number without a code answers what a person has asked for themselves. [design]
const asksFor = 5 * time.Minute

// lists says whether a question is a list of facts.
func (p *Page) lists() bool { return len(p.Facts) > 0 }

// owned says whether a question is open that its person has asked for.
func (p *Page) owned() bool { return p != nil && p.Own != nil && p.waits() }

// offerFacts asks a person which of the facts that they may state is so. Asked for again it lists those that had no room.
func (i *Incident) offerFacts(id, lang, text string) string {
	open := i.statable(id)
	if len(open) == 0 {
		i.log(KindReply, id, words.Reply(i.name(id), clip(text)), about{Responder: id})
		return i.nothingToState(id, lang)
	}
	var listed []string
	for _, p := range i.State.Pages {
		if p.lists() && p.Responder == id && p.owned() && i.asksNow(p) {
			listed = p.Facts
		}
	}
	i.closeQuestions(func(p *Page) bool { return p.lists() && p.Responder == id })
	return i.questionBody(i.newList(id, lang, following(open, listed)), lang)
}

// newList asks by as many facts as two parts have room for.
func (i *Incident) newList(id, lang string, facts []string) *Page {
	at := i.now
	p := i.newPage(QuestionPage, id)
	p.State, p.Token, p.Own, p.Facts = PagePaging, i.newToken(id), &at, facts
	for len(p.Facts) > 1 && !words.Fits(lang, i.named(id), i.questionBody(p, lang)) {
		p.Facts = p.Facts[:len(p.Facts)-1]
	}
	return p
}

// following are the facts after those that were listed last, or all where none is left.
func following(all, listed []string) []string {
	last := len(all) - 1
	for k, fact := range all[:last] {
		if slices.Contains(listed, fact) {
			last = k
		}
	}
	if rest := all[last+1:]; len(rest) > 0 && !slices.Contains(listed, all[len(all)-1]) {
		return rest
	}
	return all
}

// nothingToState says that a person may state nothing, and whom to call.
func (i *Incident) nothingToState(id, lang string) string {
	if r, ok := i.responder(i.State.Commander); ok && r.ID != id {
		return words.NothingToState(lang, r.Name+" "+r.Phone)
	}
	return words.NothingToState(lang, "")
}

// statable are the facts that a person may state and that are not so yet. Truths come first: those that raise the level or link other
// plans, then those that nobody is asked for. Of a number and the like it may always be said that it is another by now.
func (i *Incident) statable(id string) []string {
	var facts []string
	for k := range i.In.Plan.Facts {
		if p := &i.In.Plan.Facts[k]; i.mayState(p, id) == nil && i.factText(p.ID) != "true" {
			facts = append(facts, p.ID)
		}
	}
	slices.SortStableFunc(facts, func(a, b string) int { return i.urgency(a) - i.urgency(b) })
	return facts
}

// urgency orders facts, the most urgent first.
func (i *Incident) urgency(fact string) int {
	read := func(e *cond.Expr) bool { return reads(e, "facts."+fact) }
	switch p := i.planFact(fact); {
	case p.Type != frozen.FactBool:
		return 3
	case slices.ContainsFunc(i.In.Plan.Raises, func(r frozen.Raise) bool { return read(r.When) }),
		slices.ContainsFunc(i.In.Plan.Links, func(l frozen.Link) bool { return read(l.When) }):
		return 0
	case p.Unasked:
		return 1
	}
	return 2
}

// listed says what answers a list: the number of a fact.
func (i *Incident) listed(p *Page) reply.Evidence {
	titles := make([]Text, len(p.Facts))
	for k, fact := range p.Facts {
		titles[k] = i.factTitle(fact)
	}
	return reply.Evidence{Kind: reply.EvidenceChoice, Choices: choicesOf(p.Facts, titles)}
}

// listsMore says whether there are facts that a list has no room for.
func (i *Incident) listsMore(p *Page) bool {
	return slices.ContainsFunc(i.statable(p.Responder), func(fact string) bool { return !slices.Contains(p.Facts, fact) })
}

// mayChoose says whether a list holds a fact that its person may still state.
func (i *Incident) mayChoose(p *Page) bool {
	return slices.ContainsFunc(i.statable(p.Responder), func(fact string) bool { return slices.Contains(p.Facts, fact) })
}

// asksNow says whether a question may be answered without its code. What people ask for themselves stands in nobody's way for long.
func (i *Incident) asksNow(p *Page) bool { return p.Own == nil || i.now.Sub(*p.Own) <= asksFor }

// stillAnswers says whether a question that is not open may be answered under its code.
func (i *Incident) stillAnswers(p *Page) bool {
	switch {
	case p.lists():
		return i.mayChoose(p)
	case p.owned():
		return true
	}
	return p.State == PageUnreachable && i.missedOf(matter{Fact: p.Fact}) != nil
}

// statesNothing says whether the choice of a list leaves everything as it is, so that there is nothing to take back.
func (i *Incident) statesNothing(u reply.Understanding, it reply.Item) bool {
	return it.Listed && u.Action == reply.ActState && (i.planFact(u.Value).Type != frozen.FactBool || !slices.Contains(i.statable(i.page(it.Ref).Responder), u.Value))
}

// applyToList performs the choice of a list. Its code stays good for the others.
func (i *Incident) applyToList(id, lang string, u reply.Understanding, p *Page) string {
	at := i.now
	switch u.Action {
	case reply.ActState:
		p.State, p.AnsweredAt, p.Rev = PageAccepted, &at, i.touch()
		return i.volunteer(id, lang, u.Value)
	case reply.ActLater, reply.ActCannot:
		p.State, p.AnsweredAt, p.Rev = PageDeclined, &at, i.touch()
		return words.NothingStated(lang)
	default:
	}
	return ""
}

// volunteer states a truth, or asks for what else a fact is.
func (i *Incident) volunteer(id, lang, fact string) string {
	title := i.factTitle(fact).In(lang)
	switch {
	case i.factText(fact) == "true":
		return words.FactKnown(lang, title)
	case !slices.Contains(i.statable(id), fact):
		return i.nothingToState(id, lang)
	case i.planFact(fact).Type != frozen.FactBool:
		return i.questionBody(i.ownQuestion(id, fact), lang)
	}
	i.state(fact, "true", id)
	return words.FactTaken(lang, title, words.FactValue(lang, "true"))
}

// ownQuestion is the question for a fact that a person wants to state; one that they have already is that one.
func (i *Incident) ownQuestion(id, fact string) *Page {
	p, at := i.questionTo(id, fact), i.now
	if p != nil && p.waits() && p.Own == nil {
		return p
	}
	if p == nil {
		p = i.newPage(QuestionPage, id)
		p.Fact, p.Token = fact, i.newToken(id)
	}
	p.State, p.AnsweredAt, p.Own, p.Rev = PagePaging, nil, &at, i.touch()
	return p
}

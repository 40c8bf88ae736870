package incident

// Questions: a fact that something waits for is asked of those who may state it, once each.

import (
	"slices"
	"strings"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// need is a fact that something waits for.
type need struct {
	fact    string
	command bool // it is the commander's to know: a rule of the plan waits for it, no step
}

// askFacts asks for the facts that something waits for, and closes the questions whose answer nothing waits for any more.
// It says whether there was one.
func (i *Incident) askFacts() bool {
	if i.Ended() || !i.rules(frozen.FactsAreAsked) {
		return false
	}
	needs := i.wanted()
	changed := i.closeQuestions(func(p *Page) bool {
		return p.Fact != "" && p.Own == nil && !slices.ContainsFunc(needs, func(n need) bool { return n.fact == p.Fact })
	})
	changed = i.askedOfCommander() || changed
	i.forgetMissed(func(m matter) bool {
		return m.Fact != "" && !slices.ContainsFunc(needs, func(n need) bool { return n.fact == m.Fact })
	})
	for _, n := range needs {
		ids := i.askers(n)
		for _, id := range ids {
			changed = i.ask(id, n.fact) || changed
		}
		if m := i.missedOf(matter{Fact: n.fact}); m != nil && m.AgainAt == nil && len(ids) == 0 {
			i.nobodyElse(m)
		}
	}
	return changed
}

// wanted are the facts by which alone a step, the end of a repetition or a rule of the plan is held up, in this order.
func (i *Incident) wanted() []need {
	var needs []need
	add := func(e *cond.Expr, command bool) {
		if fact := i.lacking(e); fact != "" && !slices.ContainsFunc(needs, func(n need) bool { return n.fact == fact }) {
			needs = append(needs, need{fact, command})
		}
	}
	for k, s := range i.State.Steps {
		if p := &i.In.Plan.Steps[k]; s.State == StepWaiting && i.ready(p) {
			add(p.When, false)
		}
	}
	for k, s := range i.State.Steps {
		if p := &i.In.Plan.Steps[k]; s.AgainAt != nil && !i.asleep(p) {
			add(p.Repeat.Until, false)
		}
	}
	for k, r := range i.In.Plan.Raises {
		if i.State.Phase == frozen.Response && !i.State.Raised[k] && !i.State.Level.Reaches(r.To) {
			add(r.When, true)
		}
	}
	return needs
}

// ready says whether a waiting step waits for nothing but its condition.
func (i *Incident) ready(p *frozen.Step) bool {
	return !p.OnDemand && i.timely(p) && i.preceded(p) && !i.asleep(p)
}

// lacking is the first fact that would settle a condition which nothing but facts holds up. What a step is still to say is
// waited for.
func (i *Incident) lacking(e *cond.Expr) string {
	if e == nil || cond.Eval(e, i.lookup) != cond.Unknown {
		return ""
	}
	first := ""
	for _, name := range cond.Names(e) {
		fact, isFact := strings.CutPrefix(name, "facts.")
		switch {
		case i.lookup(name).Kind != cond.KindUnknown || !cond.Decides(e, name, i.lookup):
		case !isFact || i.toBeStated(fact):
			return ""
		case first == "" && i.askable(fact):
			first = fact
		}
	}
	return first
}

// askable says whether people are asked for a fact at all.
func (i *Incident) askable(fact string) bool {
	p := i.planFact(fact)
	return p != nil && !p.Unasked
}

// toBeStated says whether a fact is a step's to state: its own task asks for it. Where the plan has left that step out, the
// question does not arise; where a person has, somebody has to be asked.
func (i *Incident) toBeStated(fact string) bool {
	for k, s := range i.State.Steps {
		p := &i.In.Plan.Steps[k]
		if p.Evidence.States != fact {
			continue
		}
		if s.active() || (s.State == StepWaiting && !p.OnDemand && i.timely(p)) || (s.State == StepSkipped && s.By == ByPlan) {
			return true
		}
	}
	return false
}

// ask asks a person for a fact, once, and says whether there was need to. One question waits for another: nobody has to
// sort several out. A question that was closed opens again without a message, and one that missed them with one.
func (i *Incident) ask(id, fact string) bool {
	p := i.questionTo(id, fact)
	if p.owned() && !i.hasQuestion(id) { // they have its text
		p.Own, p.Rev = nil, i.touch()
		return true
	}
	if (p != nil && p.State != PageStoodDown && p.State != PageUnreachable) || i.hasQuestion(id) {
		return false
	}
	if p == nil {
		p = i.newPage(QuestionPage, id)
		p.Fact, p.Token, p.Owed = fact, i.newToken(id), true
		return true
	}
	again := p.State == PageUnreachable || !p.left()
	p.State, p.Own, p.Rev = PagePaging, nil, i.touch()
	if again {
		p.State, p.Owed = PageQueued, true
	}
	return true
}

// questionTo is the question by which a person was asked for a fact, nil if they were not.
func (i *Incident) questionTo(id, fact string) *Page {
	for _, p := range i.State.Pages {
		if p.Kind == QuestionPage && p.Responder == id && p.Fact == fact {
			return p
		}
	}
	return nil
}

// hasQuestion says whether a person has a question open that they have said nothing to, and have not asked for themselves.
func (i *Incident) hasQuestion(id string) bool {
	return slices.ContainsFunc(i.State.Pages, func(p *Page) bool {
		return p.Kind == QuestionPage && p.Responder == id && p.waits() && p.State != PageSeen && p.Own == nil
	})
}

// closeQuestions ends the open questions that are no longer to be answered, and says whether there was one.
func (i *Incident) closeQuestions(over func(*Page) bool) bool {
	changed := false
	for _, p := range i.State.Pages {
		if p.Kind == QuestionPage && p.waits() && over(p) {
			p.State, p.Owed, p.Rev = PageStoodDown, false, i.touch()
			changed = true
		}
	}
	return changed
}

// asks names what a question is about.
func (i *Incident) asks(p *Page) Text {
	switch {
	case p.Fact != "":
		return i.factTitle(p.Fact)
	case p.lists():
		return words.WhatIsSo()
	}
	return words.ReleaseOf(i.names(p.Release))
}

// questionItem is a question as an answer to it is read.
func (i *Incident) questionItem(p *Page) reply.Item {
	r, _ := i.responder(p.Responder)
	return reply.Item{
		Incident: i.In.ID, Kind: reply.Ask, Token: p.Token, Ref: p.ID, Title: i.asks(p).In(r.Language()), Open: p.waits() && i.asksNow(p),
		Listed: p.lists(), Evidence: i.questionEvidence(p), Passed: i.stillAnswers(p),
	}
}

// questionEvidence says what answers a question.
func (i *Incident) questionEvidence(p *Page) reply.Evidence {
	fact := i.planFact(p.Fact)
	switch {
	case p.lists():
		return i.listed(p)
	case fact == nil:
		return reply.Evidence{Kind: reply.EvidenceChoice, Choices: choicesOf([]string{releaseThem, keepThem}, words.ReleaseChoices())}
	}
	switch fact.Type {
	case frozen.FactBool:
		return reply.Evidence{Kind: reply.EvidenceChoice, Choices: choicesOf([]string{"true", "false"}, words.FactChoices())}
	case frozen.FactNumber:
		return reply.Evidence{Kind: reply.EvidenceNumber}
	case frozen.FactChoice:
		return reply.Evidence{Kind: reply.EvidenceChoice, Choices: choicesOf(fact.Choices, nil)}
	case frozen.FactText:
	}
	return reply.Evidence{Kind: reply.EvidenceText}
}

func choicesOf(values []string, names []Text) []reply.Choice {
	choices := make([]reply.Choice, len(values))
	for k, v := range values {
		choices[k] = reply.Choice{Value: v, Names: []string{v, v}}
		if k < len(names) {
			choices[k].Names = []string{names[k].EN, names[k].ZH}
		}
	}
	return choices
}

// again says of a question that it is put once more, so that its text is another one.
func (i *Incident) again(lang string, n int) string {
	if !i.rules(frozen.MissedPassOn) {
		return ""
	}
	return words.Ordinal(lang, n)
}

// questionBody is the message that asks.
func (i *Incident) questionBody(p *Page, lang string) string {
	switch {
	case p.lists():
		return words.ListFacts(lang, i.hazard(lang), i.questionItem(p), i.listsMore(p))
	case p.Fact == "":
		return words.AskRelease(lang, i.hazard(lang), string(i.State.Level), p.Token, i.names(p.Release))
	}
	return words.AskFact(lang, i.hazard(lang), i.In.Declaration.Location, i.questionItem(p))
}

// applyToQuestion performs an answer to a question.
func (i *Incident) applyToQuestion(id, lang string, u reply.Understanding, p *Page) string {
	at := i.now
	p.Rev = i.touch()
	if p.Fact == "" && (u.Action == reply.ActState || u.Action == reply.ActCannot) && i.rules(frozen.MissedPassOn) {
		i.closeQuestions(func(other *Page) bool { return other != p && len(other.Release) > 0 })
	}
	if u.Action == reply.ActState || u.Action == reply.ActCannot {
		i.forgetMissed(func(m matter) bool { return p.Fact == "" && m.releases() })
	}
	switch u.Action {
	case reply.ActState:
		p.State, p.AnsweredAt = PageAccepted, &at
		if p.Fact == "" {
			return i.releaseAnswered(id, lang, u.Value, p)
		}
		i.state(p.Fact, u.Value, id)
		return words.FactTaken(lang, i.factTitle(p.Fact).In(lang), words.FactValue(lang, u.Value))
	case reply.ActLater, reply.ActSeen:
		p.State = PageSeen
		i.log(KindPageSeen, id, words.NotYet(i.name(id), i.asks(p)), about{Page: p.ID, Responder: id, Fact: p.Fact})
		if u.Action == reply.ActLater {
			return words.LaterTaken(lang, i.questionItem(p))
		}
	case reply.ActCannot:
		p.State, p.AnsweredAt = PageDeclined, &at
		i.log(KindPageDeclined, id, words.Declined(i.name(id), i.asks(p)), about{Page: p.ID, Responder: id, Fact: p.Fact})
		return words.QuestionDropped(lang)
	default:
	}
	return ""
}

// names are people's names.
func (i *Incident) names(ids []string) []string {
	names := make([]string, len(ids))
	for k, id := range ids {
		names[k] = i.name(id)
	}
	return names
}

package incident

// Decisions: what only a commander can say yes or no to, under a code of its own: a "1" that takes a seat never decides
// something else. They are asked once the commander is not being called for a seat any more.

import (
	"slices"
	"strconv"
	"time"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// The ladders of decisions. That two incidents may be the same costs nobody anything but calls; what a plan proposes reaches the
// company. [design]
var (
	sameLadder = []frozen.Late{
		{At: 0, Page: []frozen.Selector{frozen.Commander}},
		{At: 3 * time.Minute, Page: []frozen.Selector{frozen.Commander}},
	}
	openLadder = []frozen.Late{
		{At: 0, Page: []frozen.Selector{frozen.Commander}},
		{At: 2 * time.Minute, Page: []frozen.Selector{frozen.Commander}},
		{At: 5 * time.Minute, Page: []frozen.Selector{frozen.Commander, frozen.Company}, Repeat: 5 * time.Minute},
	}
)

// decisionWaits is for how long a decision waits for a commander who is being called for a seat. [design]
const decisionWaits = 2 * time.Minute

// Decision is a question that waits for yes or no.
type Decision struct {
	About Subject   `json:"about"`
	Other *Other    `json:"other,omitempty"` // the incident that may be the same
	Since time.Time `json:"since"`
	Asked bool      `json:"asked,omitempty"`
}

func (d Decision) latest() time.Time { return d.Since.Add(decisionWaits) }

// decides says whether a subject is a decision.
func (s Subject) decides() bool { return s.Kind == AboutSame || s.Kind == AboutOpen }

func (p *Page) decides() bool { return len(p.About) > 0 && p.About[0].decides() }

// pageFor is the unanswered page by which a person is asked about a subject, nil if a new one is to be made.
func (i *Incident) pageFor(id string, about Subject) *Page {
	if !about.decides() && about.Kind != AboutNotice {
		return i.openCall(id)
	}
	for _, p := range i.State.Pages {
		if p.Kind == CallPage && p.Responder == id && p.waits() && p.has(about) {
			return p
		}
	}
	return nil
}

// decision is what is known of a decision; an empty one if it is over.
func (i *Incident) decision(about Subject) Decision {
	for _, d := range i.State.Kin.Decisions {
		if d.About == about {
			return d
		}
	}
	return Decision{About: about}
}

// about names a decision.
func (d Decision) about(i *Incident) Text {
	if l := i.planLink(d.About); l != nil {
		return words.AboutOpen(l.Opens)
	}
	if d.Other != nil {
		return words.AboutSame(d.Other.Title, d.Other.Location)
	}
	return words.AboutSame(i.In.Plan.Title, d.About.Ref)
}

// ask is the question in a person's language.
func (d Decision) ask(i *Incident, lang string) string {
	if l := i.planLink(d.About); l != nil {
		return words.AskOpen(lang, l.Opens.In(lang), l.Title.In(lang))
	}
	if d.Other == nil {
		return words.AskSame(lang, words.Scene{Hazard: i.hazard(lang), At: d.About.Ref}, "")
	}
	return words.AskSame(lang, words.Scene{Hazard: d.Other.Title.In(lang), At: d.Other.Location}, i.clock(d.Other.OpenedAt, lang))
}

// planLink is the plan's link that a decision is about, nil if it is about none.
func (i *Incident) planLink(about Subject) *frozen.Link {
	k, err := strconv.Atoi(about.Ref)
	if about.Kind != AboutOpen || err != nil || k < 0 || k >= len(i.In.Plan.Links) {
		return nil
	}
	return &i.In.Plan.Links[k]
}

// wants notes a decision that is to be asked for.
func (i *Incident) wants(about Subject, other *Other) {
	i.State.Kin.Decisions = append(slices.Clone(i.State.Kin.Decisions), Decision{About: about, Other: other, Since: i.now})
}

// decisionsDue asks for the decisions that wait, and says whether there was one.
func (i *Incident) decisionsDue() bool {
	if i.Ended() {
		return false
	}
	for k := range i.State.Kin.Decisions {
		if d := &i.State.Kin.Decisions[k]; !d.Asked && (i.commandIsFree() || !i.now.Before(d.latest())) {
			d.Asked = true
			i.begin(d.About)
			return true
		}
	}
	return false
}

// commandIsFree says whether somebody commands who is not being asked for anything else.
func (i *Incident) commandIsFree() bool {
	return i.State.Commander != "" && i.openCall(i.State.Commander) == nil
}

// decide takes in a person's yes or no. Other answers change nothing.
func (i *Incident) decide(id, lang string, a reply.Action, p *Page) string {
	if a != reply.ActAccept && a != reply.ActCannot {
		return words.YesOrNo(lang, p.Token)
	}
	subject, yes := p.About[0], a == reply.ActAccept
	d, at := i.decision(subject), i.now
	p.State, p.AnsweredAt, p.Owed, p.Rev = PageDeclined, &at, false, i.touch()
	if yes {
		p.State = PageAccepted
	}
	i.log(KindDecided, id, words.Decided(i.name(id), d.about(i), yes), about{Page: p.ID, Responder: id, Value: strconv.FormatBool(yes)})
	i.settleDecision(subject)
	if yes {
		i.act(d, id)
	}
	return words.DecisionTaken(lang, yes)
}

// act does what was decided.
func (i *Incident) act(d Decision, by string) {
	if l := i.planLink(d.About); l != nil {
		i.openPlan(l, d.About.Ref, by)
		return
	}
	if d.Other == nil {
		return
	}
	from, into := i.In.ID, d.Other.ID // the later one becomes a part of the earlier one
	if d.Other.OpenedAt.After(i.State.OpenedAt) {
		from, into = into, from
	}
	i.errand(Errand{Kind: ErrandMerge, To: from, Into: into, By: i.name(by)})
}

// settleDecision asks nobody any more.
func (i *Incident) settleDecision(about Subject) {
	i.halt(about)
	i.dropAll(about)
	i.State.Kin.Decisions = slices.DeleteFunc(slices.Clone(i.State.Kin.Decisions), func(d Decision) bool { return d.About == about })
}

// awaits says whether a decision still waits for somebody.
func (i *Incident) awaits(about Subject) bool {
	return slices.ContainsFunc(i.State.Kin.Decisions, func(d Decision) bool { return d.About == about })
}

// moveDecisions asks a new commander what the one before has not decided.
func (i *Incident) moveDecisions(from, to string) {
	for _, p := range slices.Clone(i.State.Pages) {
		if p.Responder == from && p.waits() && p.decides() && i.awaits(p.About[0]) {
			i.call(to, p.About[0], p.Rung)
		}
	}
}

// mergeOrdered takes in what became of a merge that was decided here.
func (i *Incident) mergeOrdered(e Errand, r ErrandResult) {
	if r.Refused == nil {
		return
	}
	i.log(KindNotMerged, "", words.NotMergedOrder(e.To, e.Into, r.Refused.Message), about{Value: e.To})
	if id := i.whoIs(e.By); id != "" && !i.Ended() {
		i.tell(id, func(lang string) string { return words.NotMergedOrderNote(lang, i.hazard(lang)) })
	}
}

package proposal

// Answers: what the sender and those who were asked make of a proposal.

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"muster/incident"
	"muster/incident/reply"
	"muster/incident/words"
)

// yes are the texts that confirm, beside a code. "Coming" and the like are about something else.
var yes = []string{"1", "1 yes", "yes", "y", "yes 1", "declare", "declare it", "confirm", "confirmed", "确认", "是", "是的", "宣布", "1是", "1宣布", "1确认"}

// Items are what a number has open here.
func (p *Proposal) Items(phone string) []reply.Item {
	var items []reply.Item
	for _, token := range p.tokens(phone) {
		lang := p.language(p.who(phone, token))
		items = append(items, reply.Item{
			Incident: p.ID, Kind: reply.Page, Token: token, Ref: p.Report.Text, Title: words.ProposedTitle(lang, p.proposed(lang, "")), Open: p.Stage == Open,
		})
	}
	return items
}

// tokens are the codes under which a number may answer.
func (p *Proposal) tokens(phone string) []string {
	if p.Stage == "" {
		return nil
	}
	var tokens []string
	if phone == p.Report.Phone {
		tokens = append(tokens, p.Report.Token)
	}
	for _, a := range p.Asked { // several of them may share the phone
		if p.Phone(a.Responder) == phone {
			tokens = append(tokens, a.Token)
		}
	}
	return tokens
}

// Phone is the number of somebody who can be asked, or who has sent it.
func (p *Proposal) Phone(id string) string {
	r, _ := p.Report.Crew.Roster.Find(id)
	return r.Phone
}

// who answers from a number under a code: without one, or under none of theirs, the first who has the number. Which of those who
// share it says yes changes nothing.
func (p *Proposal) who(phone, token string) string {
	first := ""
	if phone == p.Report.Phone {
		first = p.Report.By
	}
	for _, a := range p.Asked {
		if p.Phone(a.Responder) != phone {
			continue
		}
		if a.Token == token {
			return a.Responder
		}
		first = cmp.Or(first, a.Responder)
	}
	return first
}

// Answer takes in a text. One that was taken in before changes nothing. Its reply is known once Said says so.
func (p *Proposal) Answer(now time.Time, in incident.Inbound) {
	p.now = now
	if p.knows(in.ID) || p.Deciding == in.ID {
		return
	}
	r := reply.Reader{NoFacts: true}.Parse(in.Body)
	who := p.who(in.From, r.Token)
	if who == "" {
		p.remember(in.ID, "")
		return
	}
	u := reply.Resolve(r, p.Items(in.From))
	if said, over := p.closed(p.language(who), r, u); over {
		p.remember(in.ID, said)
		return
	}
	p.apply(who, in.ID, r)
}

// apply performs what somebody says who may decide.
func (p *Proposal) apply(who, text string, r reply.Reply) {
	switch {
	case r.Verb == reply.Danger, r.Verb == reply.RealEmergency:
		p.hurryIf(true)
		p.remember(text, p.again(who))
	case confirms(r):
		p.confirm(who, text)
	case r.Verb == reply.Cannot:
		p.drop(who, text)
	case r.Verb == reply.NotAnAnswer, r.Verb == reply.OptIn, r.Verb == reply.OptOut:
		p.remember(text, "")
	default:
		p.remember(text, p.again(who))
	}
}

// confirms says whether a text is a plain yes.
func confirms(r reply.Reply) bool {
	text := reply.Normalise(r.Raw)
	if r.Token != "" {
		text = strings.Replace(strings.ToUpper(text), r.Token, " ", 1)
	}
	text = strings.Join(strings.Fields(strings.Trim(reply.Fold(text), " .,!;:")), " ")
	return slices.Contains(yes, text)
}

// closed answers a text that is about nothing open here: after the end, or under a code that is not, or no longer, one of its
// sender's.
func (p *Proposal) closed(lang string, r reply.Reply, u reply.Understanding) (said string, over bool) {
	switch {
	case slices.Contains(p.Closed, r.Token):
		return words.Question(lang, reply.Question{Code: reply.TellClosed}), true
	case p.Stage == Declared, p.Stage == Confirmed:
		return words.Declared(lang, p.proposed(lang, ""), ""), true
	case p.Stage != Open:
		return words.NothingOpen(lang), true
	case r.Token != "" && u.Question.Code == reply.AskUnknownToken:
		return words.Question(lang, u.Question), true
	}
	return "", false
}

// again puts the question once more.
func (p *Proposal) again(who string) string {
	lang := p.language(who)
	if who == p.Report.By {
		return p.offer()
	}
	for _, a := range p.Asked {
		if a.Responder == who {
			return words.ReportCall(lang, p.report(lang, a.Token, 1))
		}
	}
	return ""
}

// confirm has the incident opened; the reply follows once that is done.
func (p *Proposal) confirm(who, text string) {
	p.Stage, p.Deciding, p.ConfirmedBy, p.ConfirmedAt = Confirmed, text, who, p.now
}

// Declared takes in that the incident is open, and tells everybody who was asked.
func (p *Proposal) Declared(now time.Time) {
	p.now, p.Stage = now, Declared
	p.decided(func(lang, by string) string { return words.Declared(lang, p.proposed(lang, ""), by) })
	p.next()
}

// next proposes what was written meanwhile.
func (p *Proposal) next() {
	if r := p.Waiting; r != nil {
		p.Waiting = nil
		p.Propose(p.now, *r)
	}
}

// CannotDeclare takes in that the incident was refused.
func (p *Proposal) CannotDeclare(now time.Time) {
	p.now, p.Stage = now, Refused
	p.decided(func(lang, _ string) string {
		return words.CannotDeclare(lang, p.proposed(lang, ""), p.Report.Crew.Emergency)
	})
	p.next()
}

// drop takes the proposal back: its sender does, or somebody who was asked says that it is nothing.
func (p *Proposal) drop(who, text string) {
	p.Stage, p.Deciding, p.ConfirmedBy, p.ConfirmedAt = Dropped, text, who, p.now
	p.decided(func(lang, by string) string { return words.NotDeclared(lang, p.proposed(lang, ""), by) })
}

// decided answers the text that decided, and tells the sender and all who were asked and did not decide.
func (p *Proposal) decided(say func(lang, by string) string) {
	p.remember(p.Deciding, say(p.language(p.ConfirmedBy), ""))
	p.Deciding = ""
	told := []string{p.ConfirmedBy}
	for _, id := range append([]string{p.Report.By}, p.told()...) {
		if slices.ContainsFunc(told, func(other string) bool { return other == id || p.Phone(other) == p.Phone(id) }) {
			continue
		}
		told = append(told, id)
		text := say(p.language(id), p.Name(p.ConfirmedBy))
		if p.Stage == Dropped && id == p.Report.By {
			text += words.IfReal(p.language(id), p.Report.Crew.Emergency)
		}
		p.tell(id, text)
	}
	p.followUp()
}

// told are those who were asked and may have read it.
func (p *Proposal) told() []string {
	var ids []string
	for _, a := range p.Asked {
		if a.Made > 0 {
			ids = append(ids, a.Responder)
		}
	}
	return ids
}

// AnswerLate takes in a text for which nobody waits any more: its reply goes out as a message.
func (p *Proposal) AnswerLate(now time.Time, in incident.Inbound) {
	p.Answer(now, in)
	p.Late = append(p.Late, Late{in.ID, p.who(in.From, "")})
	p.followUp()
}

// followUp sends the replies that are known by now to those who do not wait for them.
func (p *Proposal) followUp() {
	p.Late = slices.DeleteFunc(slices.Clone(p.Late), func(l Late) bool {
		said, known := p.Said(l.Text)
		if known && said != "" {
			p.tell(l.Responder, said)
		}
		return known
	})
}

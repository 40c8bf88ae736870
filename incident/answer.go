package incident

// Answers: what people text back, and what the radio reports for them (RESPONSE.md section 4).

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// keepApplied is how many results of messages and requests are kept for repetitions.
const keepApplied = 500

// Inbound is a text from a phone.
type Inbound struct {
	ID   string // the carrier's message id
	From string // E.164
	Body string
}

// Applied is the result of a message or request that has been applied before.
func (i *Incident) Applied(id string) (string, bool) {
	for _, a := range i.State.Applied {
		if a.ID == id {
			return a.Reply, true
		}
	}
	return "", false
}

// Remember keeps the result of a message or request; one without an id cannot come again.
func (i *Incident) Remember(id, result string) {
	if id == "" {
		return
	}
	i.State.Applied = append(i.State.Applied, Applied{ID: id, Reply: result})
	if over := len(i.State.Applied) - keepApplied; over > 0 {
		i.State.Applied = slices.Delete(i.State.Applied, 0, over)
	}
}

// Answer takes in a text and gives the reply to it, empty if there is none. A message that was applied before changes
// nothing and gets the same reply.
func (i *Incident) Answer(now time.Time, in Inbound) string {
	if said, ok := i.Applied(in.ID); ok {
		return said
	}
	i.now = now
	said := ""
	if owners := i.Owners(in.From); len(owners) > 0 && !i.Ended() {
		defer i.heard(saying{in.ID, in.From, DeedByText})()
		said = i.answerFor(owners, in.Body)
	} else if len(owners) > 0 {
		r, _ := i.responder(owners[0])
		said = words.Drill(r.Language(), i.Drill(), i.overText(r.Language()))
	}
	i.Remember(in.ID, said)
	return said
}

// AnswerLate takes in a text to which no reply can go back on its own way; the reply goes out as a message.
func (i *Incident) AnswerLate(now time.Time, in Inbound) {
	if _, ok := i.Applied(in.ID); ok {
		return
	}
	i.replyTo(in.From, i.Answer(now, in))
}

// ReplyLate sends the reply to a text that was applied already, when nobody waited for it.
func (i *Incident) ReplyLate(now time.Time, in Inbound) {
	i.now = now
	said, _ := i.Applied(in.ID)
	i.replyTo(in.From, said)
}

func (i *Incident) answer(id, text string) string {
	r, _ := i.responder(id)
	u := i.understand(id, text)
	marked := u.Action == reply.ActRepeat || i.earnest(u)
	if u.Action != reply.ActNone || u.Question.Code != reply.AskNone {
		i.heardOf(id)
	}
	if said := i.questioned(id, u, text); said != "" {
		return said
	}
	did := i.deed(id)
	if i.isHere(id, text) {
		did(reply.ActDanger)
		return words.DangerPlaced(r.Language(), i.In.Declaration.Location)
	}
	said := i.apply(id, u, text)
	did(u.Action)
	if u.Question.Code != reply.AskNone {
		if u.Action == reply.ActNone {
			i.log(KindReply, id, words.Reply(r.Name, clip(text)), about{Responder: id})
		}
		if said == "" { // who reports danger hears that it was heard, whatever else is open
			said = words.Question(r.Language(), u.Question)
		}
	}
	if said == "" {
		return ""
	}
	return words.Drill(r.Language(), i.Drill() && !marked, said)
}

// understand says what a text means here. Whoever answers a page that has told them nothing yet cannot mean it: they are told.
func (i *Incident) understand(id, text string) reply.Understanding {
	u := reply.Resolve(i.reader().Parse(text), i.Items(id))
	u.Targets = slices.DeleteFunc(u.Targets, func(t reply.Item) bool { return t.Incident != i.In.ID })
	if i.unheard(u) {
		i.log(KindReply, id, words.Reply(i.name(id), clip(text)), about{Responder: id})
		u.Action = reply.ActRepeat
	}
	return u
}

// reader reads texts by the incident's own rules.
func (i *Incident) reader() reply.Reader {
	return reply.Reader{Plain: !i.rules(frozen.NumbersAfterDanger), NoFacts: !i.rules(frozen.FactsAreVolunteered)}
}

// earnest says whether an answer is about somebody in danger: that is never practice, nor is the reply.
func (i *Incident) earnest(u reply.Understanding) bool {
	if u.Action == reply.ActDanger || u.Action == reply.ActRealEmergency {
		return true
	}
	return slices.ContainsFunc(u.Targets, func(t reply.Item) bool {
		return t.Kind == reply.Page && slices.ContainsFunc(i.told(i.page(t.Ref)), func(s Subject) bool { return s.Kind == AboutDanger })
	})
}

// clip bounds what people wrote before it goes on the record.
func clip(text string) string {
	const most = 300
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return text
}

// apply performs what a text means and gives the reply.
func (i *Incident) apply(id string, u reply.Understanding, text string) string {
	r, _ := i.responder(id)
	lang := r.Language()
	i.final(id, u)
	switch u.Action {
	case reply.ActNone:
		return ""
	case reply.ActDanger, reply.ActRealEmergency:
		i.danger(id)
		return words.DangerTaken(lang)
	case reply.ActOptOut:
		i.optOut(id)
		return ""
	case reply.ActOptIn:
		i.optIn(id)
		return words.WelcomeBack(lang)
	case reply.ActNeedHelp:
		i.log(KindHelp, id, words.Help(r.Name), about{Responder: id})
		i.alarm(Subject{AboutHelp, id})
		return words.HelpTaken(lang)
	case reply.ActRelief:
		return i.askRelief(id, lang)
	case reply.ActUndo:
		return i.undo(id, u, text)
	case reply.ActFacts:
		return i.offerFacts(id, lang, text)
	case reply.ActWrongNumber:
		i.lose(id, FailWrongNumber)
		i.log(KindUnreachable, id, words.Unreachable(r.Name, string(FailWrongNumber)), about{Responder: id, Value: string(FailWrongNumber)})
		return words.Sorry(lang)
	case reply.ActRepeat:
		return i.repeat(id, lang, u.Targets)
	case reply.ActAccept, reply.ActETA, reply.ActOnScene, reply.ActDone, reply.ActCannot, reply.ActSeen, reply.ActState, reply.ActLater:
		if len(u.Targets) != 1 {
			return ""
		}
		return i.applyUndoably(id, u, u.Targets[0])
	}
	return ""
}

// applyTo performs an answer to one page, task or post.
func (i *Incident) applyTo(id string, u reply.Understanding, it reply.Item) string {
	r, _ := i.responder(id)
	lang, minutes := r.Language(), time.Duration(u.Minutes)*time.Minute
	switch it.Kind {
	case reply.Page:
		return i.applyToPage(id, lang, u.Action, minutes, i.page(it.Ref))
	case reply.Task:
		return i.applyToTask(id, lang, u, i.page(it.Ref))
	case reply.Post:
		return i.applyToPost(id, lang, u.Action, minutes)
	case reply.Ask:
		if p := i.page(it.Ref); !p.lists() {
			return i.applyToQuestion(id, lang, u, p)
		}
		return i.applyToList(id, lang, u, i.page(it.Ref))
	}
	return ""
}

func (i *Incident) applyToPage(id, lang string, a reply.Action, minutes time.Duration, p *Page) string {
	if p.decides() && a != reply.ActSeen {
		return i.decide(id, lang, a, p)
	}
	switch a {
	case reply.ActAccept, reply.ActETA:
		return i.accept(p, lang, HolderAccepted, minutes)
	case reply.ActOnScene:
		return i.accept(p, lang, HolderOnScene, 0)
	case reply.ActCannot:
		i.decline(p)
		return words.CannotTaken(lang)
	case reply.ActSeen:
		p.State, p.Rev = PageSeen, i.touch()
		i.log(KindPageSeen, id, words.Seen(i.name(id)), about{Page: p.ID, Responder: id})
	default:
	}
	return ""
}

func (i *Incident) applyToTask(id, lang string, u reply.Understanding, p *Page) string {
	s, step := i.step(p.Step), i.planStep(p.Step)
	switch u.Action {
	case reply.ActDone:
		value, note := u.Value, ""
		if evidence(step).Kind == reply.EvidenceNone {
			value, note = "", u.Value
		}
		i.finish(s, id, value, words.AsWritten(note))
		return words.DoneTaken(lang, step.Title.In(lang))
	case reply.ActAccept, reply.ActETA, reply.ActOnScene:
		if s.State == StepOpen {
			i.start(s, id, "")
		}
		p.State, p.Rev = PageAccepted, i.touch()
		return words.TaskStarted(lang, step.Title.In(lang), p.Token)
	case reply.ActCannot:
		p.close(i, false)
		i.passOn(s, step, id)
		return words.CannotTaken(lang)
	case reply.ActSeen:
		p.State, p.Rev = PageSeen, i.touch()
	default:
	}
	return ""
}

// passOn gives a step that a person cannot do to somebody else of its seat; with nobody there its ladder goes on at once.
func (i *Incident) passOn(s *Step, p *frozen.Step, id string) {
	i.log(KindPageDeclined, id, words.Declined(i.name(id), p.Title), about{Step: s.ID, Responder: id})
	s.Assignees = slices.DeleteFunc(slices.Clone(s.Assignees), func(a string) bool { return a == id })
	s.Rev = i.touch()
	if c := i.climb(Subject{AboutLate, s.ID}); c != nil && c.InHand == id && i.rules(frozen.HandedBack) {
		i.letGo(c)
	}
	if len(s.Assignees) > 0 {
		return
	}
	for _, other := range i.doers(p) {
		if other != id && i.task(s.ID, other) == nil {
			i.assignStep(s, other)
			return
		}
	}
	s.State = StepBlocked
	i.hasten(Subject{AboutLate, s.ID})
}

// repeat says again what is open, the page or task that came first in full, with the mark that it had.
func (i *Incident) repeat(id, lang string, items []reply.Item) string {
	for _, it := range items {
		if p := i.page(it.Ref); p != nil && it.Kind != reply.Post {
			i.show(p)
			return i.body(p, 1)
		}
	}
	return words.Drill(lang, i.Drill(), words.NothingOpen(lang))
}

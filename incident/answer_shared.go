package incident

// Answers from a phone that several people share: whose a text is, and how the reply says so.

import (
	"slices"
	"strings"

	"muster/incident/reply"
	"muster/incident/words"
)

// answerFor takes in a text from the phone of some people and gives the reply.
func (i *Incident) answerFor(owners []string, text string) string {
	if len(owners) == 1 {
		return i.answer(owners[0], text)
	}
	r := i.reader().Parse(text)
	items := i.itemsOf(owners, i.Items)
	senders := i.senders(owners, r, items)
	if len(senders) != 1 && r.Verb != reply.NotAnAnswer {
		i.log(KindReply, "", words.SharedText(i.names(owners), clip(text)), about{})
	}
	if len(senders) == 0 {
		return i.unowned(owners[0], reply.Resolve(r, items))
	}
	return i.answerAll(senders, text)
}

// senders are those of a phone's owners whose a text is; none where it is nobody's in particular.
func (i *Incident) senders(owners []string, r reply.Reply, items []reply.Item) []string {
	switch r.Verb {
	case reply.OptOut, reply.OptIn:
		return owners
	case reply.WrongNumber:
		if reply.Resolve(r, items).Action == reply.ActWrongNumber {
			return owners
		}
		return nil
	case reply.Danger, reply.RealEmergency:
		if from := reply.Whose(r, items).People; len(from) > 0 {
			return from
		}
		return owners
	case reply.Undo:
		if i.calledWrong(owners) {
			return owners
		}
	default:
	}
	return reply.Whose(r, items).People
}

// calledWrong says whether a wrong number is the last that was said for all of a phone's owners: it is taken back for all of them.
func (i *Incident) calledWrong(owners []string) bool {
	return !slices.ContainsFunc(owners, func(id string) bool {
		o := i.lastAnswer(id)
		return o == nil || o.Action != reply.ActWrongNumber
	})
}

// unowned is the reply to a text that is nobody's in particular: a question, or nothing.
func (i *Incident) unowned(id string, u reply.Understanding) string {
	if u.Question.Code == reply.AskNone {
		return ""
	}
	r, _ := i.responder(id)
	return words.Drill(r.Language(), i.Drill(), words.Question(r.Language(), u.Question))
}

// answerAll takes in a text as that of each of some people. What is the same for several is said once.
func (i *Incident) answerAll(ids []string, text string) string {
	type answer struct {
		lang, said string
		names      []string
	}
	var answers []answer
	for _, id := range ids {
		r, _ := i.responder(id)
		said := i.answer(id, text)
		k := slices.IndexFunc(answers, func(a answer) bool { return a.lang == r.Language() && a.said == said })
		if k < 0 {
			k, answers = len(answers), append(answers, answer{lang: r.Language(), said: said})
		}
		answers[k].names = append(answers[k].names, r.Name)
	}
	var lines []string
	for _, a := range answers {
		if a.said != "" {
			lines = append(lines, words.ForAll(a.lang, a.names, a.said))
		}
	}
	return strings.Join(lines, "\n")
}

// replyTo sends a reply for which nobody waited to the phone that it is for. On a shared phone it names whom it is for itself.
func (i *Incident) replyTo(phone, said string) {
	owners := i.Owners(phone)
	if len(owners) == 0 || said == "" || i.Ended() {
		return
	}
	id := owners[0]
	for _, owner := range owners {
		if r, _ := i.responder(owner); words.IsFor(r.Language(), r.Name, said) {
			id = owner
		}
	}
	i.noteSaying(id, Note{Body: said, Named: len(owners) > 1})
}

package incident

// What a person could be answering to.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// Items lists everything in this incident that a text from a responder may be about.
func (i *Incident) Items(id string) []reply.Item {
	if i.duplicateOf() != "" { // what was asked here is answered there
		return nil
	}
	var items []reply.Item
	post := i.post(id)
	if post != nil {
		items = append(items, *post)
	}
	for _, p := range i.State.Pages {
		if p.Responder != id || p.Token == "" || (post != nil && (post.Token == p.Token || slices.Contains(post.Also, p.Token))) {
			continue
		}
		switch p.Kind {
		case TaskPage:
			items = append(items, i.taskItem(p))
		case QuestionPage:
			items = append(items, i.questionItem(p))
		default:
			items = append(items, reply.Item{Incident: i.In.ID, Kind: reply.Page, Token: p.Token, Ref: p.ID, Open: p.waits(), Title: i.titles(p, id)})
		}
	}
	return i.withCarried(id, items)
}

// ItemsAmong are a person's items for whoever looks at several incidents: each says which incident it belongs to.
func (i *Incident) ItemsAmong(id string) []reply.Item {
	r, _ := i.responder(id)
	items := i.Items(id)
	for k := range items {
		items[k].Where = words.Where(r.Language(), i.hazard(r.Language()), i.In.Declaration.Location)
	}
	return items
}

func (i *Incident) titles(p *Page, id string) string {
	r, _ := i.responder(id)
	return i.subjects(p).In(r.Language())
}

func (i *Incident) taskItem(p *Page) reply.Item {
	s, step := i.step(p.Step), i.planStep(p.Step)
	r, _ := i.responder(p.Responder)
	last := s.active() && i.task(p.Step, p.Responder) == p
	open := (last && slices.Contains(s.Assignees, p.Responder)) || i.movedFrom(p)
	return reply.Item{
		Incident: i.In.ID, Kind: reply.Task, Token: p.Token, Ref: p.ID, Title: step.Title.In(r.Language()), Evidence: evidence(step),
		Open: open, Passed: last && !open && i.rules(frozen.WorkCounts),
	}
}

// post is what a person holds here, under the token of the page that they accepted last, and those of the pages before.
func (i *Incident) post(id string) *reply.Item {
	if !i.holds(id) || i.Ended() {
		return nil
	}
	item := &reply.Item{Incident: i.In.ID, Kind: reply.Post, Open: true, Ref: id, Asked: len(i.lateFor(id)) > 0}
	last := i.accepted(id)
	if last == nil {
		item.Token = i.ownCode(id)
		return item
	}
	item.Token, item.Title = last.Token, i.titles(last, id)
	for _, p := range i.State.Pages {
		if p != last && p.acceptedBy(id) && i.rules(frozen.EveryCodeAnswers) {
			item.Also = append(item.Also, p.Token)
		}
	}
	return item
}

// holds says whether a person holds any seat.
func (i *Incident) holds(id string) bool {
	return slices.ContainsFunc(i.State.Seats, func(s *Seat) bool { return s.holder(id) != nil })
}

// evidence puts a step's evidence into the words of the reply package.
func evidence(p *frozen.Step) reply.Evidence {
	e := reply.Evidence{Min: p.Evidence.Min, Max: p.Evidence.Max, Unit: p.Evidence.Unit}
	switch p.Evidence.Kind {
	case frozen.EvidenceChoice:
		e.Kind = reply.EvidenceChoice
	case frozen.EvidenceNumber:
		e.Kind = reply.EvidenceNumber
	case frozen.EvidenceCount:
		e.Kind = reply.EvidenceCount
	case frozen.EvidenceText:
		e.Kind = reply.EvidenceText
	case frozen.EvidenceAck, frozen.EvidencePhoto, frozen.EvidenceConnected:
	}
	for _, c := range p.Evidence.Choices {
		e.Choices = append(e.Choices, reply.Choice{Value: c.Value, Names: []string{c.Title.EN, c.Title.ZH}})
	}
	return e
}

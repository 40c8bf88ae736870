package dispatch

// Records: all that an incident has ever recorded, put together from its histories for its sealed record.

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	commonpb "go.temporal.io/api/common/v1"
	historypb "go.temporal.io/api/history/v1"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/record"
	"muster/workflows"
)

// Record is the record of an incident that has ended. Asked again it is the same.
func (d *Desk) Record(ctx context.Context, id string) (record.Record, error) {
	w := &witness{desk: d, bodies: map[attempt]string{}, answers: map[string]*record.Answer{}, accepted: map[int64]string{}}
	chapters, err := d.chapters(ctx, &commonpb.WorkflowExecution{WorkflowId: id}, w.see)
	if err != nil {
		return record.Record{}, fmt.Errorf("read the histories of %s: %w", id, err)
	}
	in := chapters[0].start.In
	r := record.Record{Declared: declaredOf(in), Plan: in.Plan, Last: incident.Shadow{Incident: id}}
	pages := ledger{at: map[attempt]int{}}
	for _, s := range byRev(shadowsOf(chapters)) {
		fold(&r.Last, s)
		pages.add(s.Pages)
		r.Entries = append(r.Entries, s.Entries...)
	}
	r.Entries = inOrder(r.Entries)
	if err := d.findEarlier(ctx, &r); err != nil {
		return r, err
	}
	r.Ledger, r.Answers = pages.told(w.bodies), w.told(in.Site, r.Last.Pages)
	return r, nil
}

func declaredOf(in frozen.Input) record.Declared {
	return record.Declared{
		Declaration: in.Declaration, At: in.DeclaredAt, SiteName: in.Site.Name, Rules: in.Rules, Simulated: in.Simulated,
		Story: in.Story, Away: in.Away, Report: in.Report, Parent: in.Parent,
	}
}

// findEarlier adds the entries that the engine has forgotten, as far as the database has them.
func (d *Desk) findEarlier(ctx context.Context, r *record.Record) error {
	if len(r.Entries) == 0 || r.Entries[0].Seq == 1 || d.options.Earlier == nil {
		return nil
	}
	earlier, err := d.options.Earlier(ctx, r.Last.Incident, r.Entries[0].Seq)
	r.Entries = inOrder(append(earlier, r.Entries...))
	return err
}

// byRev puts batches into their order: what a run had not been told was written, the next one has written again.
func byRev(shadows []incident.Shadow) []incident.Shadow {
	slices.SortStableFunc(shadows, func(a, b incident.Shadow) int { return cmp.Compare(a.Rev, b.Rev) })
	return shadows
}

// inOrder gives entries by their Seq, each once.
func inOrder(entries []incident.Entry) []incident.Entry {
	slices.SortStableFunc(entries, func(a, b incident.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	return slices.CompactFunc(entries, func(a, b incident.Entry) bool { return a.Seq == b.Seq })
}

// fold brings an incident up to a batch.
func fold(into *incident.Shadow, s incident.Shadow) {
	into.Rev = s.Rev
	if s.Head != nil {
		into.Head = s.Head
	}
	if s.Crew != nil {
		into.Crew = s.Crew
	}
	into.Seats = renewed(into.Seats, s.Seats, func(v incident.SeatView) string { return v.ID })
	into.Steps = renewed(into.Steps, s.Steps, func(v incident.StepView) string { return v.ID })
	into.Facts = renewed(into.Facts, s.Facts, func(v incident.FactView) string { return v.Name })
	into.Pages = renewed(into.Pages, s.Pages, func(p incident.ShadowPage) string { return p.View.ID })
}

// renewed puts newer parts in the place of older ones, and new ones at the end.
func renewed[T any](list, newer []T, id func(T) string) []T {
	for _, part := range newer {
		if k := slices.IndexFunc(list, func(old T) bool { return id(old) == id(part) }); k >= 0 {
			list[k] = part
		} else {
			list = append(list, part)
		}
	}
	return list
}

// attempt names one message.
type attempt struct {
	page string
	n    int
}

// ledger is every attempt that was ever made: the page itself keeps the last ones only.
type ledger struct {
	messages []record.Message
	at       map[attempt]int
}

func (l *ledger) add(pages []incident.ShadowPage) {
	for _, p := range pages {
		for _, a := range p.View.Attempts {
			m := record.Message{Page: p.View.ID, Responder: p.View.Responder, Name: p.View.Name, Phone: p.View.Phone, AttemptView: a}
			if k, known := l.at[attempt{m.Page, m.N}]; known {
				l.messages[k] = m
			} else {
				l.at[attempt{m.Page, m.N}] = len(l.messages)
				l.messages = append(l.messages, m)
			}
		}
	}
}

// told are the attempts with what they said.
func (l *ledger) told(bodies map[attempt]string) []record.Message {
	for k, m := range l.messages {
		l.messages[k].Body = bodies[attempt{m.Page, m.N}]
	}
	return l.messages
}

// witness reads from histories what was said: the texts that left, and those that came in.
type witness struct {
	desk     *Desk
	bodies   map[attempt]string
	answers  map[string]*record.Answer // by the text's id
	accepted map[int64]string          // of updates whose answer has not been seen: the text's id, by the event
}

func (w *witness) see(event *historypb.HistoryEvent) error {
	switch {
	case event.GetActivityTaskScheduledEventAttributes() != nil:
		scheduled := event.GetActivityTaskScheduledEventAttributes()
		return w.sent(scheduled.GetActivityType().GetName(), scheduled.GetInput())
	case event.GetWorkflowExecutionUpdateAcceptedEventAttributes() != nil:
		request := event.GetWorkflowExecutionUpdateAcceptedEventAttributes().GetAcceptedRequest().GetInput()
		return w.heard(event, request.GetName(), request.GetArgs())
	case event.GetWorkflowExecutionUpdateCompletedEventAttributes() != nil:
		return w.replied(event.GetWorkflowExecutionUpdateCompletedEventAttributes())
	case event.GetWorkflowExecutionSignaledEventAttributes() != nil:
		signal := event.GetWorkflowExecutionSignaledEventAttributes()
		return w.heard(event, signal.GetSignalName(), signal.GetInput())
	}
	return nil
}

func (w *witness) sent(name string, input *commonpb.Payloads) error {
	var sends []incident.Send
	switch name {
	case workflows.WaveSent:
		var wave workflows.Wave
		if err := w.desk.converter().FromPayloads(input, &wave); err != nil {
			return err
		}
		sends = wave.Sends
	case workflows.WaveSettled:
		var settle workflows.Settle
		if err := w.desk.converter().FromPayloads(input, &settle); err != nil {
			return err
		}
		for _, ask := range settle.Asks {
			sends = append(sends, ask.Send)
		}
	}
	for _, s := range sends {
		w.bodies[attempt{s.Page, s.Attempt}] = s.Body
	}
	return nil
}

// heard takes in a text or a key.
func (w *witness) heard(event *historypb.HistoryEvent, name string, input *commonpb.Payloads) error {
	var answer record.Answer
	switch name {
	case workflows.Answer, workflows.AnswerArrived:
		var text workflows.Inbound
		if err := w.desk.converter().FromPayloads(input, &text); err != nil {
			return err
		}
		answer = record.Answer{ID: text.ID, From: text.From, Body: text.Body, Late: name == workflows.AnswerArrived}
	case workflows.Press:
		var press incident.Press
		if err := w.desk.converter().FromPayloads(input, &press); err != nil || press.Key == "" { // without one the call only asks what to say
			return err
		}
		answer = record.Answer{ID: press.ID, Page: press.Page, Body: press.Key}
	default:
		return nil
	}
	answer.At = event.GetEventTime().AsTime()
	if event.GetWorkflowExecutionUpdateAcceptedEventAttributes() != nil {
		w.accepted[event.GetEventId()] = answer.ID
	}
	if known := w.answers[answer.ID]; known == nil || answer.At.Before(known.At) {
		if known != nil {
			answer.Reply = cmp.Or(known.Reply, answer.Reply)
		}
		w.answers[answer.ID] = &answer
	}
	return nil
}

// replied takes in what went back to a text or a key.
func (w *witness) replied(done *historypb.WorkflowExecutionUpdateCompletedEventAttributes) error {
	id, known := w.accepted[done.GetAcceptedEventId()]
	delete(w.accepted, done.GetAcceptedEventId())
	answer := w.answers[id]
	if !known || answer == nil || done.GetOutcome().GetSuccess() == nil {
		return nil
	}
	if answer.Page == "" {
		return w.desk.converter().FromPayloads(done.GetOutcome().GetSuccess(), &answer.Reply)
	}
	var spoken incident.Spoken
	err := w.desk.converter().FromPayloads(done.GetOutcome().GetSuccess(), &spoken)
	answer.Reply = spoken.Text
	return err
}

// told are the texts and keys in the order in which they came, their numbers masked.
func (w *witness) told(site frozen.Site, pages []incident.ShadowPage) []record.Answer {
	var all []record.Answer
	for _, a := range w.answers {
		said := *a
		said.Responder = saidBy(said, site, pages)
		if said.From != "" {
			said.From = incident.Mask(said.From)
		}
		all = append(all, said)
	}
	slices.SortFunc(all, func(a, b record.Answer) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return all
}

// saidBy is whose text, or key, it is; empty where a phone is several people's, or nobody's.
func saidBy(a record.Answer, site frozen.Site, pages []incident.ShadowPage) string {
	for _, p := range pages {
		if a.Page != "" && p.View.ID == a.Page {
			return p.View.Responder
		}
	}
	found := ""
	for _, r := range site.Roster.Responders {
		if a.From == "" || r.Phone != a.From {
			continue
		}
		if found != "" {
			return ""
		}
		found = r.ID
	}
	return found
}

package dispatch

// The witness: what was said in an incident, as its histories have it: the texts that left, and those that came in.

import (
	"cmp"
	"slices"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	historypb "go.temporal.io/api/history/v1"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/record"
	"muster/incident/reply"
	"muster/workflows"
)

// witness reads histories, run by run.
type witness struct {
	desk     *Desk
	bodies   map[attempt]handed
	answers  map[string]*record.Answer // by the text's id
	accepted map[int64]string          // of updates whose answer has not been seen: the text's id, by the event
	sealing  bool                      // the record was being sealed: what came from then on was refused
}

// handed is what a message said when it was last handed to the carrier, or asked about.
type handed struct {
	body string
	at   time.Time
}

func newWitness(d *Desk) *witness {
	return &witness{desk: d, bodies: map[attempt]handed{}, answers: map[string]*record.Answer{}, accepted: map[int64]string{}}
}

func (w *witness) see(event *historypb.HistoryEvent) error {
	scheduled := event.GetActivityTaskScheduledEventAttributes()
	switch {
	case event.GetWorkflowExecutionStartedEventAttributes() != nil:
		w.sealing = false
	case scheduled.GetActivityType().GetName() == workflows.RecordSealed:
		w.sealing = true
	case scheduled != nil:
		return w.sent(event, scheduled.GetActivityType().GetName(), scheduled.GetInput())
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

// sent takes in messages that were handed to the carrier. What one said last counts: it may have been put off, and left otherwise.
func (w *witness) sent(event *historypb.HistoryEvent, name string, input *commonpb.Payloads) error {
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
	at := event.GetEventTime().AsTime()
	for _, s := range sends {
		if key := (attempt{s.Page, s.Attempt}); !at.Before(w.bodies[key].at) { // runs are read from the last one
			w.bodies[key] = handed{s.Body, at}
		}
	}
	return nil
}

// heard takes in a text or a key.
func (w *witness) heard(event *historypb.HistoryEvent, name string, input *commonpb.Payloads) error {
	if w.sealing {
		return nil
	}
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
		said.Responder = w.saidBy(said, site, pages)
		if said.From != "" {
			said.From = incident.Mask(said.From)
		}
		said.Body, said.Reply = incident.MaskIn(said.Body), incident.MaskIn(said.Reply)
		all = append(all, said)
	}
	slices.SortFunc(all, func(a, b record.Answer) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return all
}

// saidBy is whose text, or key, it is. Of several who share a phone it is whose code the text bears; empty where it is nobody's in
// particular: then the timeline says whom it was taken to be from.
func (w *witness) saidBy(a record.Answer, site frozen.Site, pages []incident.ShadowPage) string {
	switch {
	case a.Page != "":
		return personOf(pages, func(p incident.ShadowPage) bool { return p.View.ID == a.Page })
	case a.From == "":
		return ""
	}
	owners := w.owners(a.From, site, pages)
	if len(owners) == 1 {
		return owners[0]
	}
	code := reply.Parse(a.Body).Token
	return personOf(pages, func(p incident.ShadowPage) bool {
		return code != "" && p.View.Token != nil && *p.View.Token == code && slices.Contains(owners, p.View.Responder)
	})
}

// owners are those whose number it is: of the staff as it was frozen or, of whoever came to it later, by what was sent there.
func (w *witness) owners(phone string, site frozen.Site, pages []incident.ShadowPage) []string {
	var ids []string
	for _, r := range site.Roster.Responders {
		if r.Phone == phone {
			ids = append(ids, r.ID)
		}
	}
	hash := w.desk.options.PhoneKey.Hash(phone)
	for _, p := range pages {
		if p.Hash == hash && !slices.Contains(ids, p.View.Responder) {
			ids = append(ids, p.View.Responder)
		}
	}
	return ids
}

// personOf is the one person whose some pages are; empty if they are nobody's, or several people's.
func personOf(pages []incident.ShadowPage, is func(incident.ShadowPage) bool) string {
	found := ""
	for _, p := range pages {
		if !is(p) || p.View.Responder == found {
			continue
		}
		if found != "" {
			return ""
		}
		found = p.View.Responder
	}
	return found
}

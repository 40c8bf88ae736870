package dispatch

// Records: all that an incident has ever recorded, put together from its histories for its sealed record.

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	commonpb "go.temporal.io/api/common/v1"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/record"
)

// Record is the record of an incident that has ended. Asked again it is the same.
func (d *Desk) Record(ctx context.Context, id string) (record.Record, error) {
	w := newWitness(d)
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
		Story: in.Story, Away: in.Away, Report: in.Report, Parent: in.Parent, Channels: in.Channels, Busy: in.Busy, Alike: in.Alike, Quarter: in.Quarter,
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

// told are the attempts with what they said, numbers in it masked: who is in danger is named with one. One that rode with another has no words of its own: the carrier's id says with which.
func (l *ledger) told(bodies map[attempt]handed) []record.Message {
	byID := map[string]string{}
	for k := range l.messages {
		m := &l.messages[k]
		m.Body = incident.MaskIn(bodies[attempt{m.Page, m.N}].body)
		if m.CarrierID != nil && m.Body != "" {
			byID[*m.CarrierID] = m.Body
		}
	}
	for k := range l.messages {
		if m := &l.messages[k]; m.Body == "" && m.CarrierID != nil {
			m.Body = byID[*m.CarrierID]
		}
	}
	return l.messages
}

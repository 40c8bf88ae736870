package dispatch

// Starting drills: what a drill's starter asks for, when the engine's calendar has woken it.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/words"
	"muster/sites"
	"muster/workflows"
)

// TakeDrill gives a starter the occurrence that it was woken for, which belongs to it from then on.
func (d *Desk) TakeDrill(ctx context.Context, w workflows.DrillWake) (workflows.DrillTaken, error) {
	var due drill.Occurrence
	b, err := d.changeBook(ctx, w.Schedule, func(b *drill.Book) error {
		o, ok := b.Due(w.Woken, w.Starter, d.zone(*b))
		if !ok {
			return errNothingDue
		}
		if _, seen := b.Row(o.Date); !seen {
			b.Put(drill.Row{Date: o.Date, State: drill.Starting, Starter: w.Starter, At: time.Now().UTC()})
		}
		due = o
		return nil
	})
	if errors.Is(err, errNothingDue) || unknownSchedule(err) {
		return workflows.DrillTaken{}, nil
	}
	if err != nil {
		return workflows.DrillTaken{}, fmt.Errorf("take a drill of %s: %w", w.Schedule, err)
	}
	return d.taking(b.Schedule, due), nil
}

// errNothingDue says that a starter has nothing to do.
var errNothingDue = errors.New("nothing is due")

// taking says what a starter needs of its occurrence.
func (d *Desk) taking(s drill.Schedule, o drill.Occurrence) workflows.DrillTaken {
	taken := workflows.DrillTaken{Found: true, Date: o.Date.String(), Site: s.Site, At: o.At}
	site, ok := d.catalog.Site(s.Site)
	plan, known := d.catalog.Plan(s.Plan)
	if !ok || !known {
		return taken // it will be refused at its time
	}
	planned := drillText{schedule: s, occurrence: o, title: plan.Frozen.Title, site: site}
	var told []string
	if s.Notice == drill.Announced {
		told = staffAt(site, o.At)
		taken.Tell = planned.sends("announced", told, words.DrillAnnounced)
	}
	if !slices.Contains(told, s.By) {
		told = append(told, s.By)
	}
	taken.CallOff = planned.sends("off", told, words.DrillOff)
	return taken
}

// staffAt are those whom a drill can call at a moment: who is on duty then, and the company's people.
func staffAt(site *sites.Site, at time.Time) []string {
	ids := site.Roster(at).OnDuty(at)
	for _, id := range site.Company {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// drillText makes the texts about one occurrence.
type drillText struct {
	schedule   drill.Schedule
	occurrence drill.Occurrence
	title      incident.Text
	site       *sites.Site
}

// sends are the messages to some of the site's people; who is no responder there gets none.
func (t drillText) sends(kind string, ids []string, text func(lang string, d words.DrillPlanned) string) []incident.Send {
	var list []incident.Send
	for _, r := range t.site.Responders {
		if !slices.Contains(ids, r.ID) {
			continue
		}
		body := text(r.Language(), t.planned(r.Language()))
		if slices.ContainsFunc(list, func(s incident.Send) bool { return s.To == r.Phone && s.Body == body }) {
			continue // told by the phone that they share
		}
		list = append(list, incident.Send{
			Page: t.occurrence.Date.String() + "-" + kind + "-" + r.ID, Attempt: 1, Channel: frozen.SMS, To: r.Phone, Body: body,
		})
	}
	return list
}

func (t drillText) planned(lang string) words.DrillPlanned {
	zone := t.site.Location()
	p := words.DrillPlanned{
		Hazard: t.title.In(lang), Place: t.schedule.Location, Now: time.Now().In(zone),
		From: t.occurrence.From.In(zone), To: t.occurrence.From.In(zone),
	}
	if t.schedule.Jitter > 0 {
		p.To = t.occurrence.From.Add(t.schedule.Jitter).In(zone)
	}
	return p
}

// BeginDrill declares a drill whose time has come, or settles that it does not begin. The occurrence's row in the book says what was settled, so that asking again
// settles nothing anew; the declaration's key belongs to the occurrence, so that a drill whose row was not written is found.
func (d *Desk) BeginDrill(ctx context.Context, t workflows.DrillTime) (workflows.DrillEnd, error) {
	date, err := drill.ParseDate(t.Date)
	if err != nil {
		return workflows.DrillEnd{}, err
	}
	b, err := d.book(ctx, t.Schedule)
	switch {
	case unknownSchedule(err): // deleted
		return workflows.DrillEnd{Settled: true}, nil
	case err != nil:
		return workflows.DrillEnd{}, fmt.Errorf("begin a drill of %s: %w", t.Schedule, err)
	}
	if row, seen := b.Row(date); seen && row.State != drill.Starting {
		return workflows.DrillEnd{Settled: true, Begun: row.State == drill.Begun, Incident: row.Incident}, nil
	}
	row, err := d.verdict(ctx, b, date)
	if err != nil || row.State == "" {
		return workflows.DrillEnd{}, err
	}
	row.Date, row.Starter, row.At = date, t.Starter, time.Now().UTC()
	_, err = d.changeBook(ctx, t.Schedule, func(b *drill.Book) error { b.Put(row); return nil })
	if err != nil && !unknownSchedule(err) {
		return workflows.DrillEnd{}, fmt.Errorf("write down a drill of %s: %w", t.Schedule, err)
	}
	d.log.Info("a drill of the calendar is settled", "schedule", t.Schedule, "date", t.Date, "state", row.State, "incident", row.Incident)
	return workflows.DrillEnd{Settled: true, Begun: row.State == drill.Begun, Incident: row.Incident}, nil
}

// verdict declares an occurrence whose time has come, or says why it does not begin. The row has no state while its time
// has not come.
func (d *Desk) verdict(ctx context.Context, b drill.Book, date drill.Date) (drill.Row, error) {
	now := time.Now().UTC()
	o, state, why := b.MayBegin(date, now, d.zone(b))
	if state != "" || now.Before(o.At) {
		return drill.Row{State: state, Why: why}, nil
	}
	real, err := d.OpenReal(ctx, b.Schedule.Site)
	if err != nil {
		return drill.Row{}, refusal(err)
	}
	if real != "" {
		return drill.Row{State: drill.Refused, Why: "A real incident is open at the site (" + real + "): real incidents come first."}, nil
	}
	view, err := d.Declare(ctx, declarationOf(b.Schedule, o))
	var refused *incident.Error
	switch {
	case err == nil:
		return drill.Row{State: drill.Begun, Incident: view.ID}, nil
	case errors.As(err, &refused) && refused.Code != incident.CodeEngine && refused.Code != incident.CodeBusy:
		return drill.Row{State: drill.Refused, Why: refused.Message}, nil
	}
	return drill.Row{}, err
}

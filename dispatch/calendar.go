package dispatch

// The calendar of drills: schedules are made, changed and looked at here. They live in the engine (calendar_engine.go), so
// that all of it works while the database is dead.

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.temporal.io/api/serviceerror"

	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
	"muster/plans"
	"muster/sites"
	"muster/workflows"
)

// ScheduleDrill puts a drill into the calendar. Under a key that was used before with the same body it shows that schedule.
func (d *Desk) ScheduleDrill(ctx context.Context, key string, s drill.Schedule) (drill.ScheduleView, error) {
	now := time.Now().UTC()
	hash := scheduleHash(s)
	s.ID = scheduleID(key)
	if kept, err := d.book(ctx, s.ID); key != "" && err == nil {
		return d.again(kept, hash, now)
	}
	site, err := d.checkSchedule(&s, now)
	if err != nil {
		return drill.ScheduleView{}, err
	}
	book := drill.Book{Schedule: s, Created: now, Hash: hash, Zone: site.Location().String()}
	var there *serviceerror.WorkflowExecutionAlreadyStarted
	switch err := d.createBook(ctx, book, site.Location()); {
	case errors.As(err, &there):
		kept, err := d.book(ctx, s.ID)
		if err != nil {
			return drill.ScheduleView{}, err
		}
		return d.again(kept, hash, now)
	case err != nil:
		return drill.ScheduleView{}, refusal(err)
	}
	return book.View(now, site.Location()), nil
}

// again answers a request whose key has been used.
func (d *Desk) again(kept drill.Book, hash string, now time.Time) (drill.ScheduleView, error) {
	if kept.Hash != hash {
		return drill.ScheduleView{}, incident.Fail(incident.CodeConflict,
			"This Idempotency-Key was used for another schedule: use a new key, or repeat the same body.")
	}
	return kept.View(now, d.zone(kept)), nil
}

// checkSchedule says what is wrong with a new schedule, and gives its site. One that does not say when it begins begins today.
func (d *Desk) checkSchedule(s *drill.Schedule, now time.Time) (*sites.Site, error) {
	plan, ok := d.catalog.Plan(s.Plan)
	if !ok {
		return nil, incident.Fail(incident.CodeNoPlan, "There is no plan %q%s", s.Plan, d.knownPlans())
	}
	site, ok := d.catalog.Site(s.Site)
	if !ok {
		return nil, incident.Fail(incident.CodeNoSite, "There is no site %q%s", s.Site, d.knownSites())
	}
	if err := plans.Refusal(plan); err != nil {
		return nil, incident.Fail(incident.CodePlanRefused, "%s", err)
	}
	if s.First.IsZero() {
		s.First = drill.Today(now, site.Location())
	}
	if err := s.Check(now, site.Location()); err != nil {
		return nil, err
	}
	// What a declaration would be refused for is refused now, not on the day.
	_, err := d.prepare(declarationOf(*s, drill.Occurrence{At: now}))
	return site, err
}

// declarationOf is what declares an occurrence of a drill. Its key belongs to the occurrence, so that it begins once.
func declarationOf(s drill.Schedule, o drill.Occurrence) Declaration {
	declared := Declaration{
		Key: "drill schedule " + s.ID + " " + o.Date.String(),
		Declaration: frozen.Declaration{
			Plan: s.Plan, Site: s.Site, Mode: frozen.Drill, Location: s.Location, Summary: s.Summary, ReportedBy: s.By,
		},
	}
	if s.Speed > 1 {
		declared.Story = &frozen.Story{Start: o.At, Speed: s.Speed}
	}
	return declared
}

// Schedules shows the calendar, in the order of what comes next.
func (d *Desk) Schedules(ctx context.Context) ([]drill.ScheduleView, error) {
	books, err := d.books(ctx)
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC()
	views := make([]drill.ScheduleView, 0, len(books))
	for _, b := range books {
		views = append(views, b.View(now, d.zone(b)))
	}
	slices.SortFunc(views, earlier)
	return views, nil
}

func earlier(a, b drill.ScheduleView) int {
	switch {
	case len(a.Next) > 0 && len(b.Next) > 0:
		return time.Time(a.Next[0].At).Compare(time.Time(b.Next[0].At))
	default:
		return len(b.Next) - len(a.Next) // what has nothing to come goes last
	}
}

// ordered writes down that the calendar is changed; who did it is in the audit log, and no name is in this one.
func (d *Desk) ordered(what, id string) {
	d.log.Info("the calendar of drills is changed", "order", what, "schedule", id)
}

// PauseSchedule stops a schedule's drills until it is resumed; one that has been announced is called off.
func (d *Desk) PauseSchedule(ctx context.Context, id, by, reason string) (drill.ScheduleView, error) {
	d.ordered("pause", id)
	return d.changed(ctx, id, func(b *drill.Book, now time.Time, _ *time.Location) error { return b.Pause(now, by, reason) })
}

// ResumeSchedule lets them go on.
func (d *Desk) ResumeSchedule(ctx context.Context, id, _ string) (drill.ScheduleView, error) {
	d.ordered("resume", id)
	return d.changed(ctx, id, func(b *drill.Book, now time.Time, _ *time.Location) error { return b.Resume(now) })
}

// SkipSchedule leaves out the drill of a date, the next one for none; if it has been announced it is called off.
func (d *Desk) SkipSchedule(ctx context.Context, id, _ string, date drill.Date) (drill.ScheduleView, error) {
	d.ordered("skip", id)
	return d.changed(ctx, id, func(b *drill.Book, now time.Time, zone *time.Location) error {
		_, err := b.Skip(date, now, zone)
		return err
	})
}

// DeleteSchedule takes a schedule out of the calendar. A drill of it that runs goes on; one that was announced is called off.
func (d *Desk) DeleteSchedule(ctx context.Context, id, _ string) error {
	d.ordered("delete", id)
	b, err := d.book(ctx, id)
	if err != nil {
		return err
	}
	if err := d.removeBook(ctx, id); err != nil {
		return err
	}
	d.tellStarters(ctx, b)
	return nil
}

// changed does something to a schedule, tells those who see to its occurrences, and shows it.
func (d *Desk) changed(ctx context.Context, id string, do func(b *drill.Book, now time.Time, zone *time.Location) error) (drill.ScheduleView, error) {
	now := time.Now().UTC()
	b, err := d.changeBook(ctx, id, func(b *drill.Book) error { return do(b, now, d.zone(*b)) })
	if err != nil {
		return drill.ScheduleView{}, err
	}
	d.tellStarters(ctx, b)
	return b.View(now, d.zone(b)), nil
}

// tellStarters has those who wait for an occurrence look at the calendar again. Who cannot be told looks at its time.
func (d *Desk) tellStarters(ctx context.Context, b drill.Book) {
	for _, row := range b.Rows {
		if row.State != drill.Starting {
			continue
		}
		if err := d.engine.SignalWorkflow(ctx, row.Starter, "", workflows.CalendarChanged, nil); err != nil {
			d.log.Warn("the starter of a drill was not told of a change", "schedule", b.Schedule.ID, "date", row.Date.String(), "error", err)
		}
	}
}

// OverdueSchedules lists the drills that should have begun by a moment and did not, in the order of their times: neither a
// skip nor a pause nor a real incident was in their way.
func (d *Desk) OverdueSchedules(ctx context.Context, now time.Time) ([]drill.Overdue, error) {
	books, err := d.books(ctx)
	if err != nil {
		return nil, err
	}
	var list []drill.Overdue
	for _, b := range books {
		list = append(list, b.Overdue(now, d.zone(b))...)
	}
	slices.SortStableFunc(list, func(a, b drill.Overdue) int { return a.At.Compare(b.At) })
	return list, nil
}

// DrillsDue says how every plan stands against its cadence at every site, the most urgent first. What was practised is known
// from the calendar itself, and from the incidents where they can be read; complete says whether they could.
func (d *Desk) DrillsDue(ctx context.Context) (due []drill.Due, complete bool, err error) {
	books, err := d.books(ctx)
	if err != nil {
		return nil, false, err
	}
	done := practised(books)
	complete = true
	if d.options.Practised != nil {
		more, lost := d.options.Practised(ctx)
		if lost != nil {
			d.log.Warn("drills that were declared by hand may be missing", "error", lost)
		}
		done, complete = append(done, more...), lost == nil
	}
	return drill.Stand(d.cadences(), done, books, time.Now().UTC()), complete, nil
}

// practised are the drills that the calendar has begun.
func practised(books []drill.Book) []drill.Practice {
	var done []drill.Practice
	for _, b := range books {
		for _, row := range b.Rows {
			if row.State == drill.Begun {
				done = append(done, drill.Practice{Site: b.Schedule.Site, Plan: b.Schedule.Plan, At: row.At})
			}
		}
	}
	return done
}

// cadences are those of every plan at every site: the site's own word counts before the plan's.
func (d *Desk) cadences() []drill.Cadence {
	var list []drill.Cadence
	for _, site := range d.catalog.Sites() {
		for _, plan := range d.catalog.Plans() {
			months := plans.Cadence(plan)
			if own, ok := site.Cadence(plan.Frozen.ID); ok {
				months = own
			}
			if months > 0 {
				list = append(list, drill.Cadence{Site: site.ID, Plan: plan.Frozen.ID, Months: months, Zone: site.Location()})
			}
		}
	}
	return list
}

// zone is the time zone of a schedule's site, as it was known last where there is no such site any more.
func (d *Desk) zone(b drill.Book) *time.Location {
	if site, ok := d.catalog.Site(b.Schedule.Site); ok {
		return site.Location()
	}
	if kept, err := time.LoadLocation(b.Zone); err == nil {
		return kept
	}
	return time.UTC
}

// schedulePrefix begins every schedule's id, by which the calendar's are told from others in the engine.
const schedulePrefix = "drl-"

// scheduleID derives the id from the key, so that a repeated request finds its schedule by the engine alone.
func scheduleID(key string) string {
	if key == "" {
		key = rand.Text()
	}
	sum := sha256.Sum256([]byte("muster drill schedule\x00" + key))
	return schedulePrefix + idAlphabet.EncodeToString(sum[:10])
}

// scheduleHash tells one request's body from another.
func scheduleHash(s drill.Schedule) string {
	data, err := json.Marshal(s)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%x", sha256.Sum256(data))
}

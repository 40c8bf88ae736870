package app

// Rosters as the API asks for them: what is lacking, and the calendars that programs subscribe to.

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"muster/api"
	"muster/dispatch"
	"muster/incident"
	"muster/plans"
	"muster/roster"
	"muster/sites"
	"muster/sites/calendar"
	"muster/store"
)

// rosters implements api.Rosters.
type rosters struct {
	*catalog
	key dispatch.PhoneKey
}

// Coverage implements api.Rosters. Any plan in force may be declared at any site.
func (r rosters) Coverage(id string, at time.Time, days int) (sites.Coverage, error) {
	site, ok := r.Site(id)
	if !ok {
		return sites.Coverage{}, incident.Fail(incident.CodeNoSite, "There is no site of that id: see the sites.")
	}
	return sites.Cover(site, plans.Needs(r.Plans()), at, days, residents{r.catalog, r.key}.fault), nil
}

// How far calendars reach. A site's shows everybody, and is shorter.
const (
	calendarPast = 14 * 24 * time.Hour
	calendarSite = 28 * 24 * time.Hour
	calendarMine = 90 * 24 * time.Hour
)

// MakeCalendar implements api.Calendars.
func (r rosters) MakeCalendar(ctx context.Context, site, responder string) (api.Calendar, string, error) {
	secret := rand.Text()
	made := api.Calendar{ID: "cal-" + strings.ToLower(rand.Text()[:12]), Responder: responder, MadeAt: time.Now().UTC().Truncate(time.Millisecond)}
	row := store.CalendarFeed{ID: made.ID, Site: site, Responder: responder, Hash: digest([]byte(secret)), MadeAt: made.MadeAt}
	return made, secret, r.store.AddCalendar(ctx, row)
}

// ListCalendars implements api.Calendars.
func (r rosters) ListCalendars(ctx context.Context, site string) ([]api.Calendar, error) {
	rows, err := r.store.Calendars(ctx, site)
	var list []api.Calendar
	for _, row := range rows {
		list = append(list, api.Calendar{ID: row.ID, Responder: row.Responder, MadeAt: row.MadeAt})
	}
	return list, err
}

// DeleteCalendar implements api.Calendars.
func (r rosters) DeleteCalendar(ctx context.Context, site, id string) (found bool, err error) {
	err = r.store.DeleteCalendar(ctx, site, id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// ReadCalendar implements api.Calendars. A calendar of somebody who has left is empty.
func (r rosters) ReadCalendar(ctx context.Context, secret string, now time.Time) ([]byte, bool, error) {
	feed, err := r.store.CalendarByHash(ctx, digest([]byte(secret)))
	if errors.Is(err, store.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	site, ok := r.Site(feed.Site)
	if !ok {
		return nil, false, nil
	}
	return calendarFile(site, feed.Responder, now), true, nil
}

func calendarFile(site *sites.Site, responder string, now time.Time) []byte {
	reach, name := calendarSite, site.Name.In(language(site))
	who := site.Roster(now).Indexed()
	if responder != "" {
		reach = calendarMine
		if p, ok := who.Find(responder); ok {
			name = p.Name + ", " + name
		}
	}
	// From a midnight on, so that what is cut there keeps its name for a day.
	from := now.UTC().Truncate(24 * time.Hour).Add(-calendarPast)
	var entries []calendar.Entry
	for _, d := range who.Duties(from, now.Add(reach)) {
		if responder == "" || d.Responder == responder {
			entries = append(entries, entryOf(site, who, d, responder == ""))
		}
	}
	return calendar.Write(name, site.Timezone, entries, now)
}

func entryOf(site *sites.Site, who roster.Roster, d roster.Duty, named bool) calendar.Entry {
	seats := strings.Join(d.Seats, ", ")
	if seats == "" {
		seats = map[string]string{"zh": "值班"}[language(site)]
	}
	if seats == "" {
		seats = "on duty"
	}
	title := seats + " - " + site.Name.In(language(site))
	if p, ok := who.Find(d.Responder); named && ok {
		title = p.Name + ": " + seats
	}
	return calendar.Entry{
		ID:    fmt.Sprintf("%s-%s-%s@muster", d.From.UTC().Format("20060102T150405Z"), d.Responder, site.ID),
		Title: title, From: d.From, To: d.To,
	}
}

// language is the one that most people on a site read.
func language(site *sites.Site) string { return site.Languages[0] }

// AddCalendar keeps a new calendar.
func (d *database) AddCalendar(ctx context.Context, f store.CalendarFeed) error {
	s, err := d.answering()
	if err != nil {
		return err
	}
	return s.AddCalendar(context.WithoutCancel(ctx), f)
}

// Calendars gives a site's calendars.
func (d *database) Calendars(ctx context.Context, site string) ([]store.CalendarFeed, error) {
	return ask(ctx, d, func(s *store.Store) ([]store.CalendarFeed, error) { return s.Calendars(ctx, site) })
}

// CalendarByHash finds a calendar by its secret's hash.
func (d *database) CalendarByHash(ctx context.Context, hash string) (store.CalendarFeed, error) {
	return ask(ctx, d, func(s *store.Store) (store.CalendarFeed, error) { return s.CalendarByHash(ctx, hash) })
}

// DeleteCalendar takes a calendar back.
func (d *database) DeleteCalendar(ctx context.Context, site, id string) error {
	s, err := d.answering()
	if err != nil {
		return err
	}
	return s.DeleteCalendar(context.WithoutCancel(ctx), site, id)
}

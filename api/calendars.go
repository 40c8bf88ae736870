package api

// Calendars: duty as calendar programs subscribe to it. They send no header, so the address bears a secret; it is shown once, and
// a calendar can be taken back.

import (
	"context"
	"net/http"
	"strings"
	"time"

	"muster/incident"
)

// Calendar is a calendar that programs may read.
type Calendar struct {
	ID        string
	Responder string // whose duty it shows; empty: everybody's
	MadeAt    time.Time
}

// Calendars keep them.
type Calendars interface {
	MakeCalendar(ctx context.Context, site, responder string) (made Calendar, secret string, err error)
	ListCalendars(ctx context.Context, site string) ([]Calendar, error)
	// DeleteCalendar takes one back; found is false if there is none.
	DeleteCalendar(ctx context.Context, site, id string) (found bool, err error)
	// ReadCalendar gives the calendar of a secret as an iCalendar file; found is false if there is none.
	ReadCalendar(ctx context.Context, secret string, now time.Time) (file []byte, found bool, err error)
}

// calendarPrefix begins the address of every calendar.
const calendarPrefix = "/calendars/"

const calendarEnding = ".ics"

func (s *server) calendarRoutes() {
	made := takes(call(http.MethodPost, rosterPath+"/calendars", "make-calendar", tagRosters, "Make a calendar that programs can subscribe to",
		http.StatusNotFound, http.StatusServiceUnavailable), jsonBody)
	made.Description = "Whoever knows the address can read the calendar, without signing in. It is shown this once only."
	made.DefaultStatus = http.StatusCreated
	register(s, made, s.makeCalendar)
	register(s, call(http.MethodGet, rosterPath+"/calendars", "list-calendars", tagRosters, "List a site's calendars",
		http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable), s.listCalendars)
	register(s, call(http.MethodDelete, rosterPath+"/calendars/{calendar}", "delete-calendar", tagRosters, "Take a calendar back: its address stops working",
		http.StatusNotFound, http.StatusServiceUnavailable), s.deleteCalendar)
	register(s, plain(http.MethodGet, calendarPrefix+"{file}", "read-calendar", tagRosters, "Read a calendar, by the secret in its address",
		http.StatusNotFound, http.StatusTooManyRequests, http.StatusServiceUnavailable), s.readCalendar)
}

type calendarItem struct {
	ID        string        `json:"id"`
	Site      string        `json:"site"`
	Responder *string       `json:"responder" doc:"Whose duty it shows; null: everybody's."`
	MadeAt    incident.Time `json:"made_at"`
}

func calendarOf(site string, c Calendar) calendarItem {
	return calendarItem{ID: c.ID, Site: site, Responder: optional(c.Responder), MadeAt: incident.Time(c.MadeAt)}
}

type makeCalendarInput struct {
	Site string `path:"site" maxLength:"100"`
	Body struct {
		Responder string `json:"responder,omitempty" maxLength:"40" doc:"Whose duty it shows; everybody's if left out."`
	}
}

type madeCalendar struct {
	ID        string        `json:"id"`
	Site      string        `json:"site"`
	Responder *string       `json:"responder" doc:"Whose duty it shows; null: everybody's."`
	MadeAt    incident.Time `json:"made_at"`
	URL       string        `json:"url" doc:"Its address, to be given to a calendar program and to nobody else."`
}

type makeCalendarOutput struct {
	Body madeCalendar
}

func (s *server) makeCalendar(ctx context.Context, in *makeCalendarInput) (*makeCalendarOutput, error) {
	site := s.site(in.Site)
	if site == nil {
		return nil, noSite()
	}
	if in.Body.Responder != "" && !site.HasResponder(in.Body.Responder) {
		return nil, blame(incident.CodeNoResponder, "There is no such responder at this site: see its responders.", "body.responder")
	}
	made, secret, err := s.Rosters.MakeCalendar(ctx, in.Site, in.Body.Responder)
	if err != nil {
		return nil, s.unwritten(ctx, err, "The calendar was not made: the database cannot be written now. Try again once it is back.")
	}
	noteOf(ctx).after = calendarOf(in.Site, made)
	address := strings.TrimRight(s.PublicURL, "/") + calendarPrefix + secret + calendarEnding
	return &makeCalendarOutput{Body: madeCalendar{made.ID, in.Site, optional(made.Responder), incident.Time(made.MadeAt), address}}, nil
}

type calendarsInput struct {
	Paging
	Site string `path:"site" maxLength:"100"`
}

func (s *server) listCalendars(ctx context.Context, in *calendarsInput) (*listOutput[calendarItem], error) {
	if s.site(in.Site) == nil {
		return nil, noSite()
	}
	all, err := s.Rosters.ListCalendars(ctx, in.Site)
	if err != nil {
		return nil, s.away(ctx, err)
	}
	var items []calendarItem
	for _, c := range all {
		items = append(items, calendarOf(in.Site, c))
	}
	return cut(items, func(i calendarItem) string { return i.ID }, in.Paging)
}

type deleteCalendarInput struct {
	Site     string `path:"site" maxLength:"100"`
	Calendar string `path:"calendar" maxLength:"40"`
}

func (s *server) deleteCalendar(ctx context.Context, in *deleteCalendarInput) (*struct{}, error) {
	noteOf(ctx).before = s.calendarBefore(ctx, in.Site, in.Calendar)
	found, err := s.Rosters.DeleteCalendar(ctx, in.Site, in.Calendar)
	switch {
	case err != nil:
		return nil, s.unwritten(ctx, err, "The calendar was not taken back: the database cannot be written now. Try again once it is back.")
	case !found:
		return nil, problem(codeNoEntry, "There is no such calendar at this site: see its calendars.")
	}
	return &struct{}{}, nil
}

// calendarBefore is a calendar as the audit log has it: by its id alone if the database does not say more in time.
func (s *server) calendarBefore(ctx context.Context, site, id string) any {
	bounded, cancel := context.WithTimeout(ctx, beforeTimeout)
	defer cancel()
	if all, err := s.Rosters.ListCalendars(bounded, site); err == nil {
		for _, c := range all {
			if c.ID == id {
				return calendarOf(site, c)
			}
		}
	}
	return map[string]any{"id": id}
}

type readCalendarInput struct {
	File string `path:"file" maxLength:"100" doc:"The secret, and .ics."`
}

type readCalendarOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *server) readCalendar(ctx context.Context, in *readCalendarInput) (*readCalendarOutput, error) {
	file, found, err := s.Rosters.ReadCalendar(ctx, strings.TrimSuffix(in.File, calendarEnding), s.Clock.Now())
	switch {
	case err != nil:
		return nil, s.away(ctx, err)
	case !found:
		return nil, problem(codeNoEntry, "There is no calendar at this address: it may have been taken back. Ask for another.")
	}
	return &readCalendarOutput{ContentType: "text/calendar; charset=utf-8", Body: file}, nil
}

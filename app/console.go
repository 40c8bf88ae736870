package app

// The console beside the API, at the same address: what it needs is what the API has, in its own types.

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"muster/api"
	"muster/app/printer"
	"muster/console"
	"muster/incident"
)

// consoleDesk is the API's Desk as the console wants it.
type consoleDesk struct{ desk }

// Declare implements console.Desk.
func (d consoleDesk) Declare(ctx context.Context, declared console.Declaration) (incident.View, error) {
	return d.desk.Declare(ctx, api.Declaration{Declaration: declared.Declaration, Key: declared.Key})
}

// consoleShadow is the API's shadow as the console wants it.
type consoleShadow struct{ shadow }

// Incidents implements console.Shadow.
func (s consoleShadow) Incidents(ctx context.Context, f console.Filter) ([]incident.View, error) {
	views, _, err := s.shadow.Incidents(ctx, api.Filter{State: f.State, Sites: f.Sites, Limit: f.Limit})
	return views, err
}

// Contacts implements console.Shadow.
func (s consoleShadow) Contacts(ctx context.Context, site string) (map[string]console.Contact, error) {
	known, err := s.shadow.Contacts(ctx, site)
	contacts := make(map[string]console.Contact, len(known))
	for id, c := range known {
		contacts[id] = console.Contact(c)
	}
	return contacts, err
}

// consoleFeed is the API's feed as the console wants it.
type consoleFeed struct{ feed }

// Events implements console.Feed.
func (f consoleFeed) Events(ctx context.Context, after int64, id string, limit int) ([]console.Event, error) {
	read, err := f.feed.Events(ctx, after, id, limit)
	events := make([]console.Event, len(read))
	for k, e := range read {
		events[k] = console.Event{ID: e.ID, Incident: e.Incident}
	}
	return events, err
}

// consoleHandsets are the API's handsets as the console wants them.
type consoleHandsets struct{ handsets }

// Phones implements console.Handsets.
func (h consoleHandsets) Phones() []console.Phone {
	var phones []console.Phone
	for _, p := range h.handsets.Phones() {
		phones = append(phones, console.Phone(p))
	}
	return phones
}

// Messages implements console.Handsets.
func (h consoleHandsets) Messages(number string) []console.Message {
	var messages []console.Message
	for _, m := range h.handsets.Messages(number) {
		messages = append(messages, console.Message{ID: m.ID, In: m.Direction == "in", Voice: m.Channel == "voice", Body: m.Body, At: m.At})
	}
	return messages
}

// Press implements console.Handsets.
func (h consoleHandsets) Press(ctx context.Context, number, digits string) error {
	err := h.handsets.Press(ctx, number, digits)
	if errors.Is(err, api.ErrNoCall) {
		return console.ErrNoCall
	}
	return err
}

// answersAt is where somebody answers in an incident without signing in.
func (p *program) answersAt(incident, responder string) string {
	return strings.TrimRight(p.config.PublicURL, "/") + console.LinkPrefix + "/" + p.links.Code(incident, responder)
}

// pages makes the console's handler from what the API has been given.
func (p *program) pages(o api.Options, d desk) (http.Handler, error) {
	options := console.Options{
		Desk: consoleDesk{d}, Notices: p.desk, Shadow: consoleShadow{shadow{p.store}}, Records: p.records, Feed: consoleFeed{feed{p.store}}, Catalog: p.catalog,
		Accounts: p.accounts, Audit: auditLog{p.trail}, Health: p.health(), Links: p.links, Photos: o.Photos, Cookie: api.SessionCookie(p.config.PublicURL),
		PlanBook: consoleBook{o.PlanBook}, Importer: consoleImporter{p.catalog}, Rosters: consoleRosters{o.Rosters}, Drills: o.Drills, AuditLog: consoleTrail{auditLog{p.trail}}, PublicURL: p.config.PublicURL, Proxies: p.config.Proxies, Stopping: p.stopping, Log: p.log,
	}
	options.About = o.About
	options.Served = func(ctx context.Context, r console.Served) { o.Served(ctx, api.Served(r)) }
	browser, err := printer.Find(p.config.Chromium)
	if err != nil {
		return nil, given(err)
	}
	if browser != nil {
		options.Printer = browser
	}
	if o.Provider != nil {
		options.Provider = o.Provider.Name()
	}
	if p.watchdog != nil {
		options.Watchdog = consoleWatchdog{o.Watchdog}
	}
	if p.network.simulator != nil {
		options.Handsets = consoleHandsets{handsets{p.network.simulator, p.catalog}}
	}
	return console.New(options)
}

// joined serves the console below its prefix, and what links in texts lead to, and the API everywhere else. A browser that asks for nothing in particular gets the
// console; a program is sent to the API's description, as ever.
func joined(pages, rest http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == console.Prefix, strings.HasPrefix(r.URL.Path, console.Prefix+"/"), strings.HasPrefix(r.URL.Path, console.LinkPrefix+"/"):
			pages.ServeHTTP(w, r)
		case r.URL.Path == "/" && r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html"):
			http.Redirect(w, r, console.Prefix+"/", http.StatusFound)
		default:
			rest.ServeHTTP(w, r)
		}
	})
}

package console

// Moments and places as pages show them.

import (
	"time"

	"muster/incident"
	"muster/roster"
	"muster/sites"
)

// moment is a time, as a site's clocks show it.
type moment struct {
	ISO   string // for programs
	Clock string // for people
	Ms    int64  // since 1970, for the page's own clock
}

// hour is the clock's time, with the date where that is another one than today's.
func hour(at, now time.Time, zone *time.Location) *moment {
	local, today := at.In(zone), now.In(zone)
	layout := "15:04:05"
	if local.Format(time.DateOnly) != today.Format(time.DateOnly) {
		layout = "2006-01-02 15:04"
	}
	return &moment{ISO: at.UTC().Format(time.RFC3339), Clock: local.Format(layout), Ms: at.UnixMilli()}
}

// clock tells times of one incident.
type clock struct {
	now  time.Time
	zone *time.Location
}

func (k clock) at(t time.Time) *moment { return hour(t, k.now, k.zone) }

func (k clock) maybe(t *incident.Time) *moment {
	if t == nil {
		return nil
	}
	return k.at(time.Time(*t))
}

// site finds a site; false if it is not known any more.
func (s *server) site(id string) (*sites.Site, bool) {
	for _, site := range s.Catalog.Sites() {
		if site.ID == id {
			return site, true
		}
	}
	return nil, false
}

// siteName is a site's name, or its id where it is not known any more.
func (s *server) siteName(id string) roster.Text {
	if site, known := s.site(id); known {
		return site.Name
	}
	return roster.Text{EN: id, ZH: id}
}

func (s *server) zone(id string) *time.Location {
	if site, known := s.site(id); known {
		return site.Location()
	}
	return time.UTC
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

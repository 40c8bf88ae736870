package api_test

// Rosters as the API asks for them: real changes of sites in memory, and calendars.

import (
	"context"
	"time"

	"muster/api"
	"muster/sites"
	edit "muster/sites/change"
)

type rosters struct {
	catalog   *catalog
	version   int
	calendars []api.Calendar
	err       error
}

func (r *rosters) Version(string) int { return r.version }

func (r *rosters) ChangeRoster(_ context.Context, id string, o api.RosterOrder) (api.RosterChanged, error) {
	if r.err != nil {
		return api.RosterChanged{}, r.err
	}
	if o.Version != 0 && o.Version != r.version {
		return api.RosterChanged{}, &api.VersionError{Version: r.version}
	}
	for k, site := range r.catalog.sites {
		if site.ID != id {
			continue
		}
		after, err := edit.Apply(site, o.Do, edit.Terms{Now: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC), Force: o.Force, Needs: sites.CommonNeeds()})
		if err != nil {
			return api.RosterChanged{}, err
		}
		if !o.DryRun {
			r.catalog.sites[k] = after
			r.version++
		}
		return api.RosterChanged{Version: r.version, Before: site, After: after}, nil
	}
	return api.RosterChanged{}, nil
}

func (r *rosters) Coverage(string, time.Time, int) (sites.Coverage, error) {
	at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	return sites.Cover(r.catalog.sites[0], append(sites.CommonNeeds(), sites.CommonNeeds()[2]), at, 1, func(phone string) sites.NumberFault {
		return map[string]sites.NumberFault{riverside.Responders[0].Phone: sites.NumberStopped, riverside.Responders[1].Phone: sites.NumberDead}[phone]
	}), r.err
}

func (r *rosters) MakeCalendar(_ context.Context, _, responder string) (api.Calendar, string, error) {
	made := api.Calendar{ID: "cal-1", Responder: responder, MadeAt: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)}
	r.calendars = append(r.calendars, made)
	return made, "SECRET", r.err
}

func (r *rosters) ListCalendars(context.Context, string) ([]api.Calendar, error) {
	return r.calendars, r.err
}

func (r *rosters) DeleteCalendar(_ context.Context, _, id string) (bool, error) {
	found := len(r.calendars) > 0 && r.calendars[0].ID == id
	if found {
		r.calendars = nil
	}
	return found, r.err
}

func (r *rosters) ReadCalendar(_ context.Context, secret string, _ time.Time) ([]byte, bool, error) {
	return []byte("BEGIN:VCALENDAR\r\n"), secret == "SECRET" && len(r.calendars) > 0, r.err
}

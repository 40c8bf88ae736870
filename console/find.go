package console

// Finding incidents: while one runs the engine shows it, once it has ended the shadow does; each stands in for the other.

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/incident"
	"muster/incident/frozen"
)

// How long the parts that a page asks may take; the API's own limits.
const (
	declareTimeout = 30 * time.Second
	orderTimeout   = 10 * time.Second
	statusTimeout  = 3 * time.Second
	shadowTimeout  = 2 * time.Second
	peekTimeout    = 250 * time.Millisecond
)

// incidentIDs are what incidents' ids look like. Nothing else is asked for: the engine runs more than incidents.
var incidentIDs = regexp.MustCompile(`^inc-[0-9a-z]{1,60}$`)

// found is an incident as it could be found.
type found struct {
	view    incident.View
	entries []incident.Entry // those that only the engine has yet
	stale   bool             // the engine does not answer: this is how the shadow has it
}

func ended(v incident.View) bool {
	return v.State == incident.Closed || v.State == incident.Cancelled
}

// find shows an incident, by the API's own order of whom it asks.
func (s *server) find(ctx context.Context, id string) (found, error) {
	if !incidentIDs.MatchString(id) {
		return found{}, incident.Fail(incident.CodeNoIncident, "There is no such incident: see the board.")
	}
	kept, there, shadowErr := s.kept(ctx, id)
	if there && ended(kept) {
		return found{view: kept}, nil
	}
	bounded, cancel := context.WithTimeout(ctx, statusTimeout)
	defer cancel()
	view, entries, err := s.Desk.Status(bounded, id)
	switch {
	case err == nil:
		view.Pages = withEarlier(kept.Pages, view.Pages)
		return found{view: view, entries: entries}, nil
	case there:
		return found{view: kept, stale: true}, nil
	case shadowErr != nil && unknown(err):
		return found{}, &refusedError{"error.database", http.StatusServiceUnavailable} // it may be one that only the database still knows
	}
	return found{}, err
}

func (s *server) kept(ctx context.Context, id string) (incident.View, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, peekTimeout)
	defer cancel()
	return s.Shadow.Incident(ctx, id)
}

// withEarlier puts in front of a running incident's pages those that only the shadow still has.
func withEarlier(kept, running []incident.PageView) []incident.PageView {
	known := map[string]bool{}
	for _, p := range running {
		known[p.ID] = true
	}
	var all []incident.PageView
	for _, p := range kept {
		if !known[p.ID] {
			all = append(all, p)
		}
	}
	return append(all, running...)
}

// unknown says whether an error means that the engine knows no such incident.
func unknown(err error) bool {
	var refused *incident.Error
	return errors.As(err, &refused) && refused.Code == incident.CodeNoIncident
}

// entries reads at most limit lines of a timeline, as the shadow has them and the engine goes on; false where some are lacking.
func (s *server) entries(ctx context.Context, f found, after, limit int) (lines []incident.Entry, whole bool) {
	ctx, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	stored, err := s.Shadow.Timeline(ctx, f.view.ID, after, limit)
	if err != nil { // without the database what the engine still has is the newest part
		rest := slices.DeleteFunc(slices.Clone(f.entries), func(e incident.Entry) bool { return e.Seq <= after })
		return rest, len(f.entries) > 0 && (len(rest) == 0 || rest[0].Seq == after+1)
	}
	if len(stored) > 0 {
		after = stored[len(stored)-1].Seq
	}
	for _, e := range f.entries {
		if e.Seq == after+1 {
			stored, after = append(stored, e), e.Seq
		}
	}
	return stored, true
}

// mostEntries is how many lines of a timeline are asked for at once.
const mostEntries = 1000

// timeline reads a whole timeline.
func (s *server) timeline(ctx context.Context, f found) (lines []incident.Entry, whole bool) {
	for {
		after := 0
		if len(lines) > 0 {
			after = lines[len(lines)-1].Seq
		}
		next, ok := s.entries(ctx, f, after, mostEntries)
		lines = append(lines, next...)
		if !ok || len(next) < mostEntries {
			return lines, ok
		}
	}
}

// spot is where an incident is, and of which mode: neither ever changes.
type spot struct {
	site string
	mode frozen.Mode
}

// spots remembers where incidents are. It is emptied when it is full: each is found again by one look.
type spots struct {
	mu    sync.Mutex
	known map[string]spot
}

const mostSpots = 10_000

func (m *spots) get(id string) (spot, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, known := m.known[id]
	return at, known
}

func (m *spots) put(v incident.View) spot {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= mostSpots {
		m.known = map[string]spot{}
	}
	m.known[v.ID] = spot{v.Site, v.Mode}
	return m.known[v.ID]
}

// whereIs finds out where an incident is.
func (s *server) whereIs(ctx context.Context, id string) (spot, error) {
	if at, known := s.spots.get(id); known {
		return at, nil
	}
	f, err := s.find(ctx, id)
	if err != nil {
		return spot{}, err
	}
	return s.spots.put(f.view), nil
}

// sees finds the incident of a request for whoever may see it; where they may not, or it cannot be found, it has said so.
func (s *server) sees(c *gin.Context) (found, bool) {
	f, err := s.find(c.Request.Context(), c.Param("id"))
	if err != nil {
		refused := s.refusal(c, err)
		s.show(c, refused.status, page{name: "error", title: refused.Title, body: refused.Title})
		return found{}, false
	}
	if !may(asker(c), account.People, s.spots.put(f.view)) {
		s.fail(c, http.StatusForbidden, "error.forbidden")
		return found{}, false
	}
	return f, true
}

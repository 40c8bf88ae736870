package scenario_test

// Fires around a database that is locked, or away: their town, and what must not be late in it.

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
)

// lockEnv says how long the database is locked: make lock.
const lockEnv = "MUSTER_LOCK"

// lifeRungs are when the fire plan's rungs are due, from the opening.
var lifeRungs = map[int]time.Duration{1: 0, 2: 30 * time.Second, 3: 45 * time.Second, 4: 60 * time.Second}

// lateBound is how late a rung, a message and an answer may be while the database is locked, or away.
const lateBound = 2 * time.Second

// lateFor is that bound for an absence. A short one is tried on machines that may be busy: half of it still tells that nothing has
// waited for its end.
func lateFor(absence time.Duration) time.Duration {
	if absence < 30*time.Second {
		return max(lateBound, absence/2)
	}
	return lateBound
}

// lockedTown is fires around a database that is locked, or away.
type lockedTown struct {
	*harness.Program
	t          *testing.T
	bound      time.Duration // how late anything may be
	speed      float64
	unanswered int // so many fires, the first ones
	fires      []*lockedFire
}

// requireNothingLate ends the fires once the database is back, and fails unless all that fell into its absence was done in time.
func (w *lockedTown) requireNothingLate(absence time.Duration) {
	w.t.Helper()
	for _, f := range w.fires {
		w.cancel(f)
	}
	for _, f := range w.fires {
		f.settled = w.settle(f)
		requireRecorded(w.t, w.Program, f.id, "incident.ended")
	}
	w.requireOnTime(time.Duration(float64(absence) * w.speed))
	w.requireSentOnce()
}

type lockedFire struct {
	id       string
	declared time.Time
	opened   time.Time // by its own clock
	settled  harness.Incident
}

// hill is a second site, of other people.
func hill() *sites.Site {
	site := sites.Riverside()
	site.ID, site.Residents = "hill", nil
	for k := range site.Responders {
		site.Responders[k].Phone = fmt.Sprintf("+120255501%d", 61+k)
	}
	return site
}

func (w *lockedTown) declare(site string, k int) {
	w.t.Helper()
	before := time.Now()
	in := w.Declare(harness.Fire("site", site, "story", story(morning, w.speed), "location", fmt.Sprintf("Building %d, flat %d", 1+k%6, 1200+k)))
	w.fires = append(w.fires, &lockedFire{id: in.ID, declared: before, opened: in.OpenedAt})
}

// ours is a moment of a fire by our clock.
func (w *lockedTown) ours(f *lockedFire, at time.Time) time.Time {
	return f.declared.Add(time.Duration(float64(at.Sub(f.opened)) / w.speed))
}

// answered has somebody accept while the database is locked.
func (w *lockedTown) answered(f *lockedFire) {
	w.t.Helper()
	var page harness.Page
	harness.Await(w.t, 10*time.Second, "somebody is called", func() bool {
		for _, p := range w.Incident(f.id).Pages {
			if p.State == "paging" {
				page = p
				return true
			}
		}
		return false
	})
	begun := time.Now()
	w.Reply(phoneOf(hill(), page.Responder), *page.Token+" 1")
	require.Less(w.t, time.Since(begun), w.bound, "an answer does not wait for the database")
	harness.Await(w.t, w.bound, "the answer counts", func() bool {
		for _, p := range w.Incident(f.id).Pages {
			if p.ID == page.ID {
				return p.State == "accepted"
			}
		}
		return false
	})
}

// cancel ends a fire for good.
func (w *lockedTown) cancel(f *lockedFire) {
	w.t.Helper()
	harness.Await(w.t, 30*time.Second, "the fire is cancelled", func() bool {
		status, _ := w.Call(http.MethodPost, declarations+"/"+f.id+"/cancel", map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"})
		return status == http.StatusOK || status == http.StatusConflict
	})
}

// settle waits until it is known of every message of a fire whether the carrier took it.
func (w *lockedTown) settle(f *lockedFire) harness.Incident {
	w.t.Helper()
	var now harness.Incident
	harness.Await(w.t, 60*time.Second, "what became of every message is known", func() bool {
		status, data := w.Call(http.MethodGet, declarations+"/"+f.id, nil)
		now = harness.Decode(data)
		return status == http.StatusOK && settled(now)
	})
	return now
}

func phoneOf(site *sites.Site, id string) string {
	for _, r := range site.Responders {
		if r.ID == id {
			return r.Phone
		}
	}
	return ""
}

// requireOnTime fails if a rung of a fire that nobody answered, due within a time from its opening, was reached too late or not.
func (w *lockedTown) requireOnTime(within time.Duration) {
	w.t.Helper()
	var latest time.Duration
	reached, expected := 0, 0
	for _, due := range lifeRungs {
		if due < within {
			expected += w.unanswered
		}
	}
	for _, f := range w.fires[:w.unanswered] {
		for _, e := range w.Timeline(f.id) {
			due, known := lifeRungs[e.Rung]
			if e.Kind != "rung.reached" || e.Seat == "" || !known || due > within {
				continue
			}
			late := time.Duration(float64(e.At.Sub(f.opened.Add(due))) / w.speed)
			require.Less(w.t, late, w.bound, "%s: %s", f.id, e.Text.EN)
			latest, reached = max(latest, late), reached+1
		}
	}
	require.GreaterOrEqual(w.t, reached, expected)
	w.t.Logf("%d rungs, the latest %s after it was due", reached, latest.Round(time.Millisecond))
}

// requireSentOnce fails if a message was lost, doubled, or sent too late.
func (w *lockedTown) requireSentOnce() {
	w.t.Helper()
	ledger := w.Ledger()
	sent := harness.RequireOnce(w.t, ledger)
	accepted := map[string]time.Time{}
	for _, e := range ledger {
		accepted[e.ID] = e.Accepted
	}
	var latest time.Duration
	for _, f := range w.fires {
		harness.RequireSent(w.t, f.settled, ledger)
		for _, p := range f.settled.Pages {
			for _, a := range p.Attempts {
				if a.CarrierID == nil || a.State == "superseded" {
					continue
				}
				latest = max(latest, accepted[*a.CarrierID].Sub(w.ours(f, a.At)))
			}
		}
	}
	w.t.Logf("%d messages, the latest %s after it was owed", sent, latest.Round(time.Millisecond))
	require.Less(w.t, latest, w.bound)
}

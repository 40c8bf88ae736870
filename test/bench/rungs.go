package main

// How late the next rung is while many incidents are open.

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"muster/carrier/sim"
)

// silent is how many incidents stay unanswered so that they climb; second is when the plan's second rung is due.
const (
	silent     = 20
	second     = 30 * time.Second
	responders = 30
)

// rungs measures the second rung of a few fires that nobody answers, beside many where people have accepted.
func rungs(t *stage, s settings, r *report) {
	w := newTown(t, sim.Options{})
	w.everybody(accepting)
	w.open(s.many)
	w.calm()
	w.everybody(nil)
	var fires []sample
	for k := range silent {
		fires = append(fires, w.declare(fmt.Sprintf("Building %d, attic %d", 1+k%6, k)))
	}
	until(t, "the second rungs", func() bool { return time.Since(fires[silent-1].answered) > second+10*time.Second })
	var late []time.Duration
	for _, f := range fires {
		late = append(late, w.lateness(f.id)...)
	}
	spread := spreadOf(late)
	r.Spreads["rung_lateness"] = spread
	r.add(fmt.Sprintf("rung lateness with %d open incidents, p99", s.many), "500 ms",
		fmt.Sprintf("%.0f ms (p50 %.0f, of %d messages)", spread.P99, spread.P50, spread.N), spread.N > 0 && spread.P99 <= 500)
}

func (w town) everybody(habit sim.Habit) {
	for k := range responders {
		w.carrier.SetHabit(fmt.Sprintf("+120255501%02d", k), habit)
	}
}

// lateness is by how much each message of an incident's second rung came after it was due.
func (w town) lateness(id string) []time.Duration {
	var in struct {
		OpenedAt time.Time `json:"opened_at"`
		Pages    []struct {
			ID       string
			Attempts []struct{ N, Rung int }
		}
	}
	until(w.t, "an incident's record", func() bool {
		status, data := w.Call(http.MethodGet, "/api/v1/incidents/"+id, nil)
		return status == http.StatusOK && json.Unmarshal(data, &in) == nil
	})
	attempts := map[string]int{}
	for _, p := range in.Pages {
		for _, a := range p.Attempts {
			if a.Rung == 2 {
				attempts[p.ID] = a.N
			}
		}
	}
	var late []time.Duration
	for _, e := range w.carrier.Ledger() {
		if n, found := attempts[e.Tag.Page]; found && e.Tag.Incident == id && e.Tag.Attempt == n {
			late = append(late, e.FirstByte.Sub(in.OpenedAt.Add(second)))
		}
	}
	return late
}

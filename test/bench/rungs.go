package main

// How late the next rung is while many incidents are open.

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// silent is how many incidents stay unanswered so that they climb; second is when the plan's second rung is due,
// and patience how late it may be to be counted; atOnce is over how many connections the others are opened.
const (
	silent   = 20
	second   = 30 * time.Second
	patience = 15 * time.Second
	atOnce   = 8
)

// rungs measures the second rung of a few fires that nobody answers, beside many storms that are open, each with its pages
// out and its next rung a quarter of an hour away: incidents that stay open for long are such ones.
func rungs(t *stage, s settings, r *report) {
	w := newCity(t, s)
	w.each(s.many, atOnce, func(k int) { w.begin("storm", fmt.Sprintf("Building %d, room %d", 1+k%6, k)) })
	w.settle()
	var fires []sample
	for k := range silent {
		fires = append(fires, w.declare(fmt.Sprintf("Building %d, attic %d", 1+k%6, k)))
	}
	<-time.After(time.Until(fires[silent-1].answered.Add(second + patience)))
	for _, f := range fires {
		until(t, "a second rung", func() bool { return len(w.lateness(f.id)) > 0 })
	}
	var late []time.Duration
	for _, f := range fires {
		late = append(late, w.lateness(f.id)...)
	}
	spread := spreadOf(late)
	r.Spreads["rung_lateness"] = spread
	r.add(fmt.Sprintf("rung lateness with %d open incidents, p99", s.many), fmt.Sprintf("%.0f ms", s.targets.rung),
		fmt.Sprintf("%.0f ms (p50 %.0f, of %d messages)", spread.P99, spread.P50, spread.N), spread.P99 <= s.targets.rung)
}

// settle returns once the program has next to nothing to do, or after a minute: many incidents never rest all at once.
func (w town) settle() {
	for range 60 {
		before := w.worked()
		<-time.After(time.Second)
		if w.worked()-before < 100*time.Millisecond {
			return
		}
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

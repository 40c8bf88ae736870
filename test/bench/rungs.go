package main

// How late the next rung is while many incidents are open.

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"muster/sites"
	"muster/test/harness"
)

// silent is how many incidents stay unanswered so that they climb; second is when the plan's second rung is due,
// and patience how late it may be to be counted; atOnce is over how many connections the others are opened.
const (
	silent   = 20
	second   = 30 * time.Second
	patience = 15 * time.Second
	atOnce   = 8
)

// eachEstate is how many incidents are open at each of the company's other sites, every one at another building, so that none
// may be the same as another; crew is how many people such a site has.
const (
	eachEstate = 5
	crew       = 30
)

// rungs measures the second rung of a few fires that nobody answers, at a site of a thousand responders, beside many storms
// at the other sites of the company, each with its pages out and its next rung a quarter of an hour away: incidents that stay
// open for long are such ones. The storms have people of their own: were they of the site that burns, each of the fires
// would take the same few people from all of them, and each storm would call others.
func rungs(t *stage, s settings, r *report) {
	w := newCity(t, s)
	w.patientStorms()
	elsewhere := w.estates((s.many + eachEstate - 1) / eachEstate)
	w.each(s.many, atOnce, func(k int) {
		at := w
		at.site = elsewhere[k%len(elsewhere)]
		at.begin("storm", fmt.Sprintf("Building %d", 1+k/len(elsewhere)))
	})
	r.note(fmt.Sprintf("at rest again after %d storms had been declared", s.many), "", w.settle().Round(time.Second).String())
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

// patientStorms publishes a version of the plan for storms in which no seat is urgent. As it comes with Muster it calls more
// people after 90 s while nobody answers: a thousand storms that do so are a burst, and would be measured as one.
func (w town) patientStorms() {
	text := strings.ReplaceAll(w.Muster("plan", "file", "storm"), "    ladder: urgent\n", "")
	var draft struct{ Digest string }
	w.Do(http.MethodPost, "/api/v1/plans", text, &draft, "Content-Type", "application/yaml")
	w.Do(http.MethodPost, "/api/v1/plans/storm/publish", map[string]string{"digest": draft.Digest, "note": "measured"}, nil)
}

// estates places the company's other sites, and gives their ids. Nobody is at two sites.
func (w town) estates(many int) []string {
	everybody := sites.Generate(cityStaff+many*crew, 0).Responders[cityStaff:]
	ids := make([]string, many)
	for k := range ids {
		site := harness.Daytime(sites.Generate(crew, 0))
		site.ID = fmt.Sprintf("estate-%d", k)
		for n := range site.Responders {
			site.Responders[n].Phone = everybody[k*crew+n].Phone
		}
		w.Place(site)
		ids[k] = site.ID
	}
	<-time.After(settling)
	return ids
}

// longestSettling is for how long is waited until what was declared has been done, lull for how many seconds it has next to
// nothing to do by then, and busy more than what three processes at rest take of each second.
const (
	longestSettling = 12 * time.Minute
	lull            = 10
	busy            = 250 * time.Millisecond
)

// settle returns once the program has had next to nothing to do for a while: what is measured is incidents that are open, not a
// thousand that begin, which is the burst. It gives how long that took.
func (w town) settle() time.Duration {
	began := time.Now()
	for quiet := 0; quiet < lull && time.Since(began) < longestSettling; {
		before := w.worked()
		<-time.After(time.Second)
		if quiet++; w.worked()-before > busy {
			quiet = 0
		}
	}
	return time.Since(began)
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
			if _, known := attempts[p.ID]; a.Rung == 2 && !known { // who stays silent may be called again before the next rung
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

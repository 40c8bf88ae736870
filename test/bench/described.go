package main

// The fire that the design describes, and the events that its history takes.

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// fireCount is what a fire was made of.
type fireCount struct {
	Events   int            `json:"events"`
	People   int            `json:"people_paged"`
	Messages int            `json:"messages"`
	Answers  int            `json:"answers"`
	Steps    int            `json:"steps_done"`
	Kinds    map[string]int `json:"events_by_type"`
}

// String is the count as a person reads it.
func (f *fireCount) String() string {
	return fmt.Sprintf("the described fire: %d events for %d people paged, %d messages with two callbacks each, %d answers, %d steps started and done, closed\n  %v",
		f.Events, f.People, f.Messages, f.Answers, f.Steps, f.Kinds)
}

// The described fire: how many people answer, and how many steps are started and done.
const (
	answering = 12
	doing     = 18 // before the stand-down, after which a false alarm's recovery has the rest
	events    = 400
)

// described has twelve people accept, starts and does steps, stands down, starts and does what is left, and counts the events up
// to the close.
func described(t *stage, s settings, r *report) {
	w := newTown(t, s)
	count := &fireCount{Kinds: map[string]int{}}
	one := w.declare("Building 3, floor 12")
	w.await("the first page", func() bool { return w.carrier.Posts() > 0 })
	w.calm()
	paged := map[string]bool{}
	for _, e := range w.carrier.Ledger() {
		if token := harness.Code(e.Body); token != "" && !paged[e.To] && count.Answers < answering {
			require.NoError(t, w.carrier.Reply(t.Context(), e.To, token+" 1"))
			count.Answers++
		}
		paged[e.To] = true
	}
	count.People = len(paged)
	w.work(one.id, count)
	w.end(one.id, count)
	for _, e := range w.carrier.Ledger() {
		if e.Tag.Incident == one.id {
			count.Messages++
		}
	}
	for _, e := range w.engine.ended(t, one.id) {
		count.Events++
		count.Kinds[strings.ToLower(strings.TrimPrefix(e.Type, "EVENT_TYPE_"))]++
	}
	r.Fire = count
	r.add(fmt.Sprintf("history events of a fire: %d people paged, %d messages, two callbacks each, %d answers, %d steps started and done, closed, shadow included",
		count.People, count.Messages, count.Answers, count.Steps), fmt.Sprintf("under %d", events), fmt.Sprint(count.Events), count.Events < events)
}

// work starts and does steps, as soon as they open, until there are enough or none is left.
func (w town) work(id string, count *fireCount) {
	for idle := time.Now(); count.Steps < doing && time.Since(idle) < 3*time.Second; {
		for _, step := range w.Incident(id).Steps {
			if step.State != "open" || count.Steps >= doing {
				continue
			}
			w.step(id, step, count)
			idle = time.Now()
		}
	}
	w.calm()
}

// step starts a step that is open, and does it.
func (w town) step(id string, step harness.Step, count *fireCount) {
	w.order(id, "steps/"+step.ID+"/start", map[string]string{"by": "bench"})
	w.done(id, step)
	count.Steps++
}

func (w town) done(id string, step harness.Step) {
	w.order(id, "steps/"+step.ID+"/done", map[string]string{"by": "bench", "value": strings.TrimSpace(harness.Value(step))})
}

// end stands the fire down, and starts and does what is left, until it is closed.
func (w town) end(id string, count *fireCount) {
	w.order(id, "stand-down", map[string]string{"by": "bench", "outcome": "false-alarm", "reason": "measured"})
	until(w.t, "the close", func() bool {
		in := w.Incident(id)
		for _, step := range in.Steps {
			switch step.State {
			case "open":
				w.step(id, step, count)
			case "started": // by others: it is not counted
				w.done(id, step)
			}
		}
		return in.State == "closed"
	})
	w.calm()
}

func (w town) order(id, what string, body map[string]string) {
	if body["value"] == "" {
		delete(body, "value")
	}
	w.Do(http.MethodPost, "/api/v1/incidents/"+id+"/"+what, body, nil)
}

package harness

// A town: the people of the demonstration site, who answer what reaches their handsets.

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
)

// Town is the people around one incident, on the program's own simulator.
type Town struct {
	t        testing.TB
	program  *Program
	incident string
	phones   map[string]string // by responder
	several  map[string]bool   // who is at several sites, under other numbers
	mu       sync.Mutex
	answered map[string]bool // messages that have been seen to
	choices  map[string]string
	leaves   []string // steps, and kinds of messages, that nobody answers
	deaf     func(Page) bool
	every    time.Duration // between two looks at the handsets
}

// looks is between two looks of people at their handsets.
const looks = 100 * time.Millisecond

// NewTown knows the handsets of everybody at the sites.
func NewTown(t testing.TB, p *Program, incident string) *Town {
	t.Helper()
	var list struct {
		Items []struct{ Number, Responder string }
	}
	p.Do(http.MethodGet, "/api/v1/phones?limit=200", nil, &list)
	town := newTown(t, p, incident)
	for _, phone := range list.Items {
		if phone.Responder != "" {
			other, known := town.phones[phone.Responder]
			town.several[phone.Responder] = town.several[phone.Responder] || known && other != phone.Number
			town.phones[phone.Responder] = phone.Number
		}
	}
	require.NotEmpty(t, town.phones)
	return town
}

// NewTownOf knows the handsets of a site's people alone, who look at them so often: several sites may have people of the same ids.
func NewTownOf(t testing.TB, p *Program, incident string, site *sites.Site, every time.Duration) *Town {
	town := newTown(t, p, incident)
	for _, r := range site.Responders {
		town.phones[r.ID] = r.Phone
	}
	town.every = every
	return town
}

func newTown(t testing.TB, p *Program, incident string) *Town {
	return &Town{t: t, program: p, incident: incident, phones: map[string]string{}, several: map[string]bool{}, answered: map[string]bool{}, choices: map[string]string{}, every: looks}
}

// Phone is a responder's number.
func (w *Town) Phone(responder string) string {
	w.t.Helper()
	number, ok := w.phones[responder]
	require.True(w.t, ok, "no handset of %s", responder)
	require.False(w.t, w.several[responder], "%s is at several sites, under other numbers: make the town of one", responder)
	return number
}

var (
	pageToken = regexp.MustCompile(`(?:Reply |回)([A-Z][0-9][A-Z]) 1`)
	taskToken = regexp.MustCompile(`(?:Task |任务)([A-Z][0-9][A-Z])`)
)

// AwaitMessage waits for a text that holds a phrase and gives it.
func (w *Town) AwaitMessage(responder, phrase string, within time.Duration) Message {
	w.t.Helper()
	var found Message
	Await(w.t, within, responder+" gets a text with "+phrase, func() bool {
		for _, m := range w.program.Messages(w.Phone(responder)) {
			if m.Direction == "out" && strings.Contains(m.Body, phrase) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// Code is the token that a text offers.
func Code(body string) string {
	if m := taskToken.FindStringSubmatch(body); m != nil {
		return m[1]
	}
	if m := pageToken.FindStringSubmatch(body); m != nil {
		return m[1]
	}
	return ""
}

// Oblige has everybody accept every page, come, and complete every task until the incident has ended.
func (w *Town) Oblige() {
	w.t.Helper()
	done := make(chan struct{})
	w.t.Cleanup(func() { close(done) })
	go func() {
		for tick := time.NewTicker(w.every); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				w.round()
			}
		}
	}()
}

// round sees to every message that waits for an answer.
func (w *Town) round() {
	status, data := w.program.Call(http.MethodGet, "/api/v1/incidents/"+w.incident, nil)
	if status != http.StatusOK {
		return
	}
	in := Decode(data)
	steps := map[string]Step{}
	for _, s := range in.Steps {
		steps[s.ID] = s
	}
	for _, p := range append(in.Pages, in.Messages...) {
		if p.Token != nil {
			w.see(p, steps)
		}
	}
}

// see answers a page or a task, and says so when somebody who has accepted has come: at once.
func (w *Town) see(p Page, steps map[string]Step) {
	once, text := p.ID, *p.Token+" 1"
	switch {
	case w.deaf != nil && w.deaf(p):
		return
	case !p.reached(): // what the view shows before the carrier has it may yet be undone, and nobody answers what they have not read
		return
	case slices.Contains(w.leaves, p.Kind) || (p.Step != nil && slices.Contains(w.leaves, *p.Step)):
		return
	case p.State == "accepted" && len(p.Seats) > 0:
		once, text = p.ID+" on scene", *p.Token+" 3"
	case p.State != "paging" && p.State != "seen":
		return
	case p.Step != nil:
		text = *p.Token + " 4" + w.value(steps[*p.Step])
	}
	if !w.once(once) {
		return
	}
	status, _ := w.program.Call(http.MethodPost, "/api/v1/phones/"+w.phones[p.Responder]+"/replies", map[string]string{"text": text})
	if status != http.StatusCreated {
		w.again(once) // as people do who see that their text did not leave
	}
}

// reached says whether the carrier has taken any message of a page.
func (p Page) reached() bool {
	return slices.ContainsFunc(p.Attempts, func(a Attempt) bool { return a.CarrierID != nil })
}

func (w *Town) again(page string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.answered, page)
}

func (w *Town) once(page string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := w.answered[page]
	w.answered[page] = true
	return !seen
}

// Choose says how a step that is a choice or a number is answered, before Oblige.
func (w *Town) Choose(step, value string) { w.choices[step] = value }

// Leave has nobody do some steps, or answer some kinds of messages, before Oblige.
func (w *Town) Leave(stepsOrKinds ...string) { w.leaves = stepsOrKinds }

// Deaf says which messages their readers do not answer, before Oblige.
func (w *Town) Deaf(deaf func(Page) bool) { w.deaf = deaf }

func (w *Town) value(s Step) string {
	if k := slices.Index(s.Evidence.Choices, w.choices[s.ID]); k >= 0 {
		return fmt.Sprintf(" %d", k+1)
	}
	if n, ok := w.choices[s.ID]; ok && s.Evidence.Kind == "number" {
		return " " + n
	}
	return Value(s)
}

// Value is evidence that completes a step, as a text has it behind the digit.
func Value(s Step) string {
	switch s.Evidence.Kind {
	case "choice":
		return fmt.Sprintf(" %d", 1+max(0, slices.Index(s.Evidence.Choices, "over")))
	case "number":
		return " 1"
	case "count":
		return " 15/15"
	case "text":
		return " all well"
	}
	return ""
}

// AwaitState waits until the incident has a state and shows it.
func (w *Town) AwaitState(state string, within time.Duration) Incident {
	w.t.Helper()
	var in Incident
	w.t.Cleanup(func() {
		if in.State != state {
			w.t.Log(Unfinished(in) + w.talk(in))
		}
	})
	Await(w.t, within, "the incident is "+state, func() bool {
		in = w.program.Incident(w.incident)
		return in.State == state
	})
	return in
}

// talk is what the phones of those who still have a task open have got and sent, the last texts only.
func (w *Town) talk(in Incident) string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, p := range append(slices.Clone(in.Pages), in.Messages...) {
		if p.Step == nil || p.State != "paging" || seen[p.Responder] {
			continue
		}
		seen[p.Responder] = true
		texts := w.program.Messages(w.phones[p.Responder])
		for _, m := range texts[max(0, len(texts)-12):] {
			fmt.Fprintf(&b, "\n  %s %s %s: %s", p.Responder, m.At.Format(time.TimeOnly), m.Direction, m.Body)
		}
	}
	return b.String()
}

// Unfinished says what an incident still waits for.
func Unfinished(in Incident) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s is %s, %s", in.ID, in.State, in.Phase)
	for _, s := range in.Steps {
		if s.State != "done" && s.State != "skipped" {
			fmt.Fprintf(&b, "\n  step %s of %s is %s", s.ID, s.Seat, s.State)
		}
	}
	for _, p := range append(slices.Clone(in.Pages), in.Messages...) {
		if p.State == "paging" || p.State == "seen" {
			fmt.Fprintf(&b, "\n  %s %s of %s for %v is %s", p.Kind, p.ID, p.Responder, p.Seats, p.State)
		}
	}
	return b.String()
}

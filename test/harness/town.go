package harness

// A town: the people of the demonstration site, who answer what reaches their handsets.

import (
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Town is the people around one incident, on the program's own simulator.
type Town struct {
	t        testing.TB
	program  *Program
	incident string
	phones   map[string]string // by responder
	mu       sync.Mutex
	answered map[string]bool // messages that have been seen to
}

// NewTown knows the handsets of everybody at the sites.
func NewTown(t testing.TB, p *Program, incident string) *Town {
	t.Helper()
	var list struct {
		Items []struct{ Number, Responder string }
	}
	p.Do(http.MethodGet, "/api/v1/phones?limit=200", nil, &list)
	town := &Town{t: t, program: p, incident: incident, phones: map[string]string{}, answered: map[string]bool{}}
	for _, phone := range list.Items {
		if phone.Responder != "" {
			town.phones[phone.Responder] = phone.Number
		}
	}
	require.NotEmpty(t, town.phones)
	return town
}

// Phone is a responder's number.
func (w *Town) Phone(responder string) string {
	w.t.Helper()
	number, ok := w.phones[responder]
	require.True(w.t, ok, "no handset of %s", responder)
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

// Oblige has everybody accept every page and complete every task until the incident has ended.
func (w *Town) Oblige() {
	w.t.Helper()
	done := make(chan struct{})
	w.t.Cleanup(func() { close(done) })
	go func() {
		for tick := time.NewTicker(50 * time.Millisecond); ; {
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
	in := decode(data)
	steps := map[string]Step{}
	for _, s := range in.Steps {
		steps[s.ID] = s
	}
	for _, p := range append(in.Pages, in.Messages...) {
		waits := p.State == "paging" || p.State == "seen"
		if !waits || p.Token == nil || !w.once(p.ID) {
			continue
		}
		text := *p.Token + " 1"
		if p.Step != nil {
			text = *p.Token + " 4" + Value(steps[*p.Step])
		}
		_, _ = w.program.Call(http.MethodPost, "/api/v1/phones/"+w.phones[p.Responder]+"/replies", map[string]string{"text": text})
	}
}

func (w *Town) once(page string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := w.answered[page]
	w.answered[page] = true
	return !seen
}

// Value is evidence that completes a step, as a text has it behind the digit.
func Value(s Step) string {
	switch s.Evidence.Kind {
	case "choice":
		return " 1"
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
	Await(w.t, within, "the incident is "+state, func() bool {
		in = w.program.Incident(w.incident)
		return in.State == state
	})
	return in
}

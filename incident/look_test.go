package incident_test

// Looking at a town: what was sent, what stands on the timeline, what the view shows.

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
)

// calls lists the pages that the network took, as "after responder" and the attempt from the second on.
func (w *town) calls() []string {
	var list []string
	for _, m := range w.sent {
		if m.kind != incident.CallPage {
			continue
		}
		line := m.at.String() + " " + m.to
		if m.n > 1 {
			line += fmt.Sprintf(" #%d", m.n)
		}
		list = append(list, line)
	}
	return list
}

// to a person: the bodies of one kind of messages.
func (w *town) bodies(id string, kind incident.PageKind) []string {
	list := []string{}
	for _, m := range w.sent {
		if m.to == id && m.kind == kind {
			list = append(list, m.body)
		}
	}
	return list
}

func (w *town) last(id string) string {
	w.t.Helper()
	for _, m := range slices.Backward(w.sent) {
		if m.to == id {
			return m.body
		}
	}
	require.Fail(w.t, "no message", "to %s", id)
	return ""
}

// entries lists the timeline's English sentences of some kinds, each with the time since the opening.
func (w *town) entries(kinds ...incident.Kind) []string {
	list := []string{}
	for _, e := range w.record {
		if slices.Contains(kinds, e.Kind) {
			list = append(list, strings.TrimSpace(e.At.Sub(w.opened).String()+" "+e.Text.EN))
		}
	}
	return list
}

func (w *town) seat(id string) incident.SeatView {
	w.t.Helper()
	for _, s := range w.inc.View(w.now).Seats {
		if s.ID == id {
			return s
		}
	}
	require.Fail(w.t, "no seat", id)
	return incident.SeatView{}
}

func (w *town) step(id string) incident.StepView {
	w.t.Helper()
	for _, s := range w.inc.View(w.now).Steps {
		if s.ID == id {
			return s
		}
	}
	require.Fail(w.t, "no step", id)
	return incident.StepView{}
}

// pageOf is the latest page of a person.
func (w *town) pageOf(id string) incident.PageView {
	w.t.Helper()
	for _, p := range slices.Backward(w.inc.View(w.now).Pages) {
		if p.Responder == id {
			return p
		}
	}
	require.Fail(w.t, "no page", "of %s", id)
	return incident.PageView{}
}

// refused checks that an order was refused with a code and a sentence.
func refused(t *testing.T, code incident.Code, err error) {
	t.Helper()
	var e *incident.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, code, e.Code)
	require.True(t, strings.HasSuffix(e.Message, "."), e.Message)
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

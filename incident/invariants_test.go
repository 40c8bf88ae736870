package incident_test

// What holds of an incident at every moment, whatever story is told.

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/sms"
)

// inOrder checks everything that must hold between any two moments.
func (w *town) inOrder() {
	w.t.Helper()
	if at, ok := w.inc.NextDue(); ok {
		require.True(w.t, at.After(w.now), "due at %s, and it is %s", at, w.now)
	}
	w.gapless()
	w.onePageEach()
	w.everySeatCalledFor()
	w.commandIsSomebodys()
	w.readable()
	w.shadow.same(w)
}

// gapless: the timeline is in order, in both languages, and without anything that was left unexpanded.
func (w *town) gapless() {
	w.t.Helper()
	for ; w.shadow.entries < len(w.record); w.shadow.entries++ {
		k := w.shadow.entries
		e := w.record[k]
		require.Equal(w.t, k+1, e.Seq)
		require.False(w.t, k > 0 && e.At.Before(w.record[k-1].At), "the timeline runs backwards at %d", e.Seq)
		for _, text := range []string{e.Text.EN, e.Text.ZH} {
			require.NotEmpty(w.t, text)
			require.NotContains(w.t, text, "%!")
			require.NotContains(w.t, text, "{")
		}
	}
}

// onePageEach: never two unanswered pages for one person, beside those that ask to approve a notice, and each page names a thing once and only seats that the person may hold.
func (w *town) onePageEach() {
	w.t.Helper()
	waiting := map[string]string{}
	for _, p := range w.inc.State.Pages {
		if p.Kind != incident.CallPage || !open(p) || decides(p) || p.About[0].Kind == incident.AboutNotice { // which is asked by a page of its own
			continue
		}
		require.NotContains(w.t, waiting, p.Responder, "two unanswered pages")
		waiting[p.Responder] = p.ID
		seen := map[incident.Subject]bool{}
		for _, a := range p.About {
			require.False(w.t, seen[a], "%s names %v twice", p.ID, a)
			seen[a] = true
			if a.Kind == incident.AboutSeat {
				r, _ := w.inc.In.Site.Roster.Find(p.Responder)
				require.True(w.t, r.Has(w.planSeat(a.Ref).Skill), "%s is asked for %s without its licence", p.Responder, a.Ref)
			}
		}
	}
}

func open(p *incident.Page) bool {
	return p.State == incident.PageQueued || p.State == incident.PagePaging || p.State == incident.PageSeen
}

func (w *town) planSeat(id string) frozen.Seat {
	for _, s := range w.inc.In.Plan.Seats {
		if s.ID == id {
			return s
		}
	}
	require.Fail(w.t, "no such seat", id)
	return frozen.Seat{}
}

// everySeatCalledFor: while a seat lacks people, its ladder is being climbed.
func (w *town) everySeatCalledFor() {
	w.t.Helper()
	if w.inc.State.Lifecycle != incident.Open {
		return
	}
	for _, s := range w.inc.State.Seats {
		v := w.inc.SeatView(s)
		if v.Open && v.Filled < v.Needs {
			require.NotNil(w.t, v.Ladder, "nobody is called for %s", s.ID)
		}
		if v.Ladder != nil {
			require.True(w.t, v.Open, "%s is called for, and not wanted", s.ID)
		}
	}
}

// commandIsSomebodys: where somebody has commanded, somebody does, or is being looked for.
func (w *town) commandIsSomebodys() {
	w.t.Helper()
	s := w.inc.State
	if s.Lifecycle != incident.Open || s.Command.Epoch == 0 || s.Commander != "" || w.inc.In.Plan.Command.SilentAfter == 0 {
		return
	}
	for _, c := range s.Climbs {
		if c.About.Kind == incident.AboutCommand {
			return
		}
	}
	require.Fail(w.t, "nobody commands, and nobody is looked for")
}

// readable: every message has a body without placeholders, within its parts.
func (w *town) readable() {
	w.t.Helper()
	for k := w.shadow.read; k < len(w.sent); k++ {
		m := w.sent[k]
		require.NotContains(w.t, m.body, "{")
		require.NotContains(w.t, m.body, "}")
		require.True(w.t, sms.Valid(m.body), m.body)
		if w.inc.Drill() && !strings.Contains(m.body, "DANGER") && !strings.Contains(m.body, "危险！") {
			require.Regexp(w.t, "^(DRILL DRILL DRILL |【演练】|This is a drill|这是演练)", m.body)
		}
		if !w.inc.Drill() {
			require.NotContains(w.t, m.body, "DRILL")
		}
	}
	w.shadow.read = len(w.sent)
}

// listsThere: no list of the view is null, and no phone is shown.
func (w *town) listsThere() {
	w.t.Helper()
	view := w.inc.View(w.now)
	notNil(w.t, reflect.ValueOf(view), "view")
	for _, p := range append(view.Pages, view.Messages...) {
		require.NotEqual(w.t, w.phone(p.Responder), p.Phone)
	}
}

func notNil(t require.TestingT, v reflect.Value, where string) {
	switch v.Kind() {
	case reflect.Slice:
		require.False(t, v.IsNil(), "%s is null", where)
		for k := range v.Len() {
			notNil(t, v.Index(k), where)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			notNil(t, v.Elem(), where)
		}
	case reflect.Struct:
		for k := range v.NumField() {
			if f := v.Type().Field(k); f.IsExported() {
				notNil(t, v.Field(k), where+"."+f.Name)
			}
		}
	default:
	}
}

// shadow is the readable copy, made from the changes alone.
type shadow struct {
	head    string
	seats   map[string]string
	steps   map[string]string
	facts   map[string]string
	pages   map[string]string
	read    int // of the messages
	entries int // of the timeline
	seen    int // the Rev that was looked at last
}

func newShadow() *shadow {
	return &shadow{seats: map[string]string{}, steps: map[string]string{}, facts: map[string]string{}, pages: map[string]string{}}
}

func (s *shadow) take(i *incident.Incident, c incident.Changes) {
	if c.Head {
		s.head = head(i)
	}
	for _, x := range c.Seats {
		s.seats[x.ID] = text(still(i.SeatView(x)))
	}
	for _, x := range c.Steps {
		s.steps[x.ID] = text(i.StepView(x))
	}
	for _, x := range c.Facts {
		s.facts[x.ID] = text(i.FactView(x))
	}
	for _, x := range c.Pages {
		s.pages[x.ID] = text(i.PageView(x))
	}
}

// same says whether the copy shows what the incident shows.
func (s *shadow) same(w *town) {
	w.t.Helper()
	if w.inc.State.Rev == s.seen {
		return // nothing has happened
	}
	s.seen = w.inc.State.Rev
	require.Equal(w.t, head(w.inc), s.head, "the shadow of the incident lags")
	for _, x := range w.inc.State.Seats {
		require.Equal(w.t, text(still(w.inc.SeatView(x))), s.seats[x.ID], "the shadow of seat %s lags", x.ID)
	}
	for _, x := range w.inc.State.Steps {
		require.Equal(w.t, text(w.inc.StepView(x)), s.steps[x.ID], "the shadow of step %s lags", x.ID)
	}
	for _, x := range w.inc.State.Facts {
		require.Equal(w.t, text(w.inc.FactView(x)), s.facts[x.ID], "the shadow of fact %s lags", x.ID)
	}
	for _, x := range w.inc.State.Pages {
		require.Equal(w.t, text(w.inc.PageView(x)), s.pages[x.ID], "the shadow of page %s lags", x.ID)
	}
}

// head is the incident itself, without its lists and its clock.
func head(i *incident.Incident) string {
	v := i.View(time.Time{})
	v.Seats, v.Steps, v.Pages, v.Messages, v.Facts, v.NextDueAt = nil, nil, nil, nil, nil, nil
	return text(v)
}

// still is a seat without its ladder's countdown, which runs on without the seat changing.
func still(v incident.SeatView) incident.SeatView {
	v.Ladder = nil
	return v
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// decides says whether a page asks for a decision, which has a page of its own.
func decides(p *incident.Page) bool {
	return p.About[0].Kind == incident.AboutSame || p.About[0].Kind == incident.AboutOpen
}

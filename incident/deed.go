package incident

// Deeds: what people bring about by their texts and keys, as the audit log is told of it. They travel with the shadow, which is
// written again and again until it is: none is lost, and no answer waits for the log.

import (
	"slices"
	"strings"
	"time"

	"muster/incident/reply"
)

// DeedKind says by what a deed was done.
type DeedKind string

// The kinds of deeds.
const (
	DeedByText   DeedKind = "answer-by-text"
	DeedByKey    DeedKind = "answer-by-key"
	DeedDeclared DeedKind = "declare-by-text"
)

// Deed is what somebody brought about by a text, or by a key in a call. It names what it changed at once: what follows from that is
// the incident's own doing, and on the timeline.
type Deed struct {
	ID     string            `json:"id"` // of the text or the key; empty for the declaration
	Kind   DeedKind          `json:"kind"`
	At     time.Time         `json:"at"` // in the engine's time
	By     string            `json:"by"` // a responder's id
	Phone  string            `json:"phone,omitempty"`
	Answer reply.Action      `json:"answer,omitempty"` // what the text was understood as
	Before map[string]string `json:"before,omitempty"`
	After  map[string]string `json:"after,omitempty"`
}

// saying is the text or the key that is being performed.
type saying struct {
	id, phone string
	kind      DeedKind
}

// heard has all that follows be done by a text or a key, until what it gives is called.
func (i *Incident) heard(s saying) (end func()) {
	i.saying = s
	return func() { i.saying = saying{} }
}

// wordsAlone are answers that are deeds whatever they change: what they ask of others is yet to come.
var wordsAlone = []reply.Action{
	reply.ActDanger, reply.ActRealEmergency, reply.ActNeedHelp, reply.ActRelief, reply.ActWrongNumber, reply.ActOptOut, reply.ActOptIn,
}

// deed watches what somebody's answer changes, and keeps it as a deed once what it gives is called.
func (i *Incident) deed(by string) (done func(reply.Action)) {
	if i.saying.kind == "" {
		return func(reply.Action) {}
	}
	was := i.traits(by)
	return func(a reply.Action) {
		before, after := differ(was, i.traits(by))
		if len(after) == 0 && !slices.Contains(wordsAlone, a) {
			return
		}
		i.State.Deeds = append(i.State.Deeds, Deed{
			ID: i.saying.id, Kind: i.saying.kind, At: i.In.Engine(i.now), By: by, Phone: i.saying.phone, Answer: a, Before: before, After: after,
		})
	}
}

// declaredByText keeps the declaration as the deed of whoever confirmed it.
func (i *Incident) declaredByText() {
	r := i.In.Report
	if r == nil {
		return
	}
	d := i.In.Declaration
	after := map[string]string{"plan": i.In.Plan.ID, "site": i.In.Site.ID, "mode": string(d.Mode), "level": string(i.State.Level), "location": d.Location, "reported_by": r.By}
	i.State.Deeds = append(i.State.Deeds, Deed{Kind: DeedDeclared, At: r.ConfirmedAt, By: r.Confirmed, Phone: r.Phone, After: after})
}

// trait is a part of the incident that an answer may change, and how it stands.
type trait struct{ name, is string }

// traits are what an answer of somebody may change at once.
func (i *Incident) traits(by string) []trait {
	s := i.State
	all := []trait{
		{"state", string(s.Lifecycle)},
		{"phase", string(s.Phase)},
		{"level", string(s.Level)},
		{"commander", s.Commander},
		{"paused", yes(s.PausedAt != nil)},
	}
	for _, p := range s.Pages {
		if p.Responder == by && p.Kind != NotePage {
			all = append(all, trait{"page " + p.ID, string(p.State)})
		}
	}
	for _, seat := range s.Seats {
		all = append(all, trait{"seat " + seat.ID, seat.held()})
	}
	for _, step := range s.Steps {
		all = append(all, trait{"step " + step.ID, string(step.State)}, trait{"value of " + step.ID, step.Value}, trait{"people of " + step.ID, strings.Join(step.Assignees, ", ")})
	}
	for k := range i.In.Plan.Facts {
		fact := trait{name: "fact " + i.In.Plan.Facts[k].ID}
		if f := i.fact(i.In.Plan.Facts[k].ID); f != nil {
			fact.is = f.Value
		}
		all = append(all, fact)
	}
	return all
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

// held says who is in a seat, and how far they have come.
func (s *Seat) held() string {
	var all []string
	for _, h := range s.Holders {
		one := h.Responder + " " + string(h.State)
		if h.PromisedAt != nil {
			one += " until " + h.PromisedAt.UTC().Format(time.RFC3339)
		}
		all = append(all, one)
	}
	return strings.Join(all, ", ")
}

// differ gives those of some traits that stand otherwise afterwards, by their names. What was not there before is left out.
func differ(was, is []trait) (before, after map[string]string) {
	now := map[string]string{}
	for _, t := range is {
		now[t.name] = t.is
	}
	for _, t := range was {
		value, there := now[t.name]
		if !there || value == t.is {
			continue
		}
		if before == nil {
			before, after = map[string]string{}, map[string]string{}
		}
		before[t.name], after[t.name] = t.is, value
	}
	return before, after
}

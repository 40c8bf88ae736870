package workflows_test

// What lies around an incident beside its phones: residents, outside parties, and the readable copy.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"muster/activities"
	"muster/incident"
	"muster/incident/notice"
	"muster/sites"
	"muster/workflows"
)

// outside is the residents and the parties: it counts whom it reaches.
type outside struct {
	mu        sync.Mutex
	residents int
	calls     int
	refused   int
	takes     time.Duration // a notice, until its last message has left; 0: ten seconds
}

// Notify implements activities.Outside.
func (o *outside) Notify(context.Context, activities.Notice) (activities.Reach, error) {
	panic("notices are handed over, not sent by an activity")
}

// Call implements activities.Outside.
func (o *outside) Call(context.Context, activities.OutsideCall) (activities.Reach, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls++
	return activities.Reach{}, nil
}

// households are the residents of the site that incidents of these tests happen at.
type households struct{}

// Audience implements activities.Residents.
func (households) Audience(_ string, a notice.Audience) ([]activities.Resident, error) {
	audience := sites.Audience{Of: string(a.Of), Zones: a.Zones, Assist: a.Assist}
	for _, p := range a.Places {
		audience.Places = append(audience.Places, sites.Spot{Building: p.Building, Floor: p.Floor})
	}
	var told []activities.Resident
	for _, r := range riverside().Audience(audience) {
		told = append(told, activities.Resident{ID: r.ID, Phone: r.Phone, Language: r.Language})
	}
	return told, nil
}

// Resident implements activities.Residents.
func (households) Resident(_, id string) (activities.Resident, bool) {
	k := slices.IndexFunc(riverside().Residents, func(r sites.Resident) bool { return r.ID == id })
	if k < 0 {
		return activities.Resident{}, false
	}
	r := riverside().Residents[k]
	return activities.Resident{ID: r.ID, Phone: r.Phone, Language: r.Language}, true
}

// OptedOut implements activities.Residents.
func (households) OptedOut(context.Context, string) error { return nil }

// StartNotice implements activities.NoticeDesk: all its residents are told, and the incident hears of it once the last message has left.
func (w *town) StartNotice(_ context.Context, n activities.NoticeStart) error {
	w.outside.mu.Lock()
	defer w.outside.mu.Unlock()
	w.outside.residents += len(n.Residents)
	w.later(cmp.Or(w.outside.takes, 10*time.Second), "report "+n.ID, func() { w.reportNotice(n.Notice, len(n.Residents)) })
	return nil
}

// StopNotice implements activities.NoticeDesk.
func (w *town) StopNotice(context.Context, string) error { return nil }

func (w *town) reportNotice(id string, told int) {
	if w.env.IsWorkflowCompleted() {
		return
	}
	at := w.env.Now()
	w.env.SignalWorkflow(workflows.NoticeReported, incident.NoticeReport{Notice: id, Progress: notice.Progress{Sent: told, LastAt: &at, Done: true}})
}

// refusingOutside is what the drills' worker is given: it reaches nobody and writes that down.
type refusingOutside struct{ *outside }

// Notify implements activities.Outside.
func (r refusingOutside) Notify(_ context.Context, n activities.Notice) (activities.Reach, error) {
	all, err := households{}.Audience(n.Site, n.Audience)
	return activities.Reach{Residents: len(all), Contained: true}, errors.Join(err, r.refuse())
}

// Call implements activities.Outside.
func (r refusingOutside) Call(context.Context, activities.OutsideCall) (activities.Reach, error) {
	return activities.Reach{Contained: true}, r.refuse()
}

func (r refusingOutside) refuse() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refused++
	return nil
}

// shadow keeps the timeline and checks that it has no gap.
type shadow struct {
	mu      sync.Mutex
	entries []incident.Entry
	head    *incident.View
	broken  string
	back    time.Time // until then it is away

	elsewhere func() incident.Elsewhere // who works in other incidents; nil: nobody
}

// Elsewhere implements activities.ShadowStore.
func (s *shadow) Elsewhere(context.Context, string) (incident.Elsewhere, error) {
	if s.elsewhere == nil {
		return incident.Elsewhere{}, nil
	}
	return s.elsewhere(), nil
}

// has says whether an entry of a kind was recorded.
func (s *shadow) has(kind incident.Kind) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.entries, func(e incident.Entry) bool { return e.Kind == kind })
}

// Record implements activities.ShadowStore.
func (s *shadow) Record(_ context.Context, batch incident.Shadow) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range batch.Entries {
		switch {
		case e.Seq == len(s.entries)+1:
			s.entries = append(s.entries, e)
		case e.Seq > len(s.entries)+1:
			s.broken = fmt.Sprintf("entry %d follows %d", e.Seq, len(s.entries))
		}
	}
	if batch.Head != nil {
		s.head = batch.Head
	}
	return nil
}

// anything stands, to the test environment, for whatever a signal carries.
const anything = "mock.Anything"

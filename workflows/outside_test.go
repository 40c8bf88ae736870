package workflows_test

// What lies around an incident beside its phones: residents, outside parties, and the readable copy.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"muster/activities"
	"muster/incident"
	"muster/incident/notice"
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

const residentsTold = 5

// Notify implements activities.Outside.
func (o *outside) Notify(context.Context, activities.Notice) (activities.Reach, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.residents += residentsTold
	return activities.Reach{Residents: residentsTold}, nil
}

// Call implements activities.Outside.
func (o *outside) Call(context.Context, activities.OutsideCall) (activities.Reach, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls++
	return activities.Reach{}, nil
}

// weighNotice says how many residents a notice would tell.
func (w *town) weighNotice(_ context.Context, in activities.JobInput) (incident.JobResult, error) {
	return incident.JobResult{Job: in.Job.ID, Told: residentsTold, Parts: 2 * residentsTold, Rate: 1}, nil
}

// beginNotice has a notice told, and its incident be told so once its last message has left.
func (w *town) beginNotice(ctx context.Context, to activities.Outside, in activities.JobInput) (incident.JobResult, error) {
	reach, err := to.Notify(ctx, activities.Notice{Incident: in.Incident, Job: in.Job.ID})
	if err != nil {
		return incident.JobResult{}, err
	}
	result, _ := w.weighNotice(ctx, in)
	result.Contained = reach.Contained
	if !reach.Contained {
		w.later(cmp.Or(w.outside.takes, 10*time.Second), "report "+in.Job.ID, func() { w.reportNotice(in.Job.Notice) })
	}
	return result, nil
}

func (w *town) reportNotice(id string) {
	if w.env.IsWorkflowCompleted() {
		return
	}
	at := w.env.Now()
	w.env.SignalWorkflow(workflows.NoticeReported, incident.NoticeReport{Notice: id, Progress: notice.Progress{Sent: residentsTold, LastAt: &at, Done: true}})
}

// refusingOutside is what the drills' worker is given: it reaches nobody and writes that down.
type refusingOutside struct{ *outside }

// Notify implements activities.Outside.
func (r refusingOutside) Notify(context.Context, activities.Notice) (activities.Reach, error) {
	return activities.Reach{Residents: residentsTold, Contained: true}, r.refuse()
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

package dispatch

// Duplicates: incidents that may be the same as one that has just been declared. None is ever refused for that.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// duplicateWindow is how recent an incident of the same site and plan must be to be taken for the same (RESPONSE.md section
// 5). Of many that are, the latest mostLikely are named: a hundred would help nobody, and each is noted by a call.
const (
	duplicateWindow = 15 * time.Minute
	mostLikely      = 3
)

// A declaration waits for what is known of others no longer than this: for the shadow, and then, where that fails, for the
// engine's search. What neither gives in time is left out.
const (
	recentTimeout = busyTimeout
	searchTimeout = 100 * time.Millisecond
)

// alike lists open incidents that may be the same as one that is about to begin. It has been remembered before anybody looks,
// so that of two at once at least one finds the other.
func (d *Desk) alike(ctx context.Context, in *frozen.Input) []frozen.Alike {
	since := in.At(in.DeclaredAt).Add(-duplicateWindow)
	d.declared.add(in)
	lag := shadowLag
	recent, err := d.recent(ctx, in, since)
	if err != nil {
		lag = duplicateWindow
		if recent, err = d.searched(ctx, in, since); err != nil {
			d.log.Warn("possible duplicates may be missing", "incident", in.ID, "error", causeOf(err))
		}
	}
	var found []frozen.Alike
	for _, other := range unite(d.declared.of(in, since, lag), recent) {
		if len(found) == mostLikely {
			break
		}
		if other.ID == in.ID || other.Mode != frozen.Real || !samePlace(in.Declaration, other) {
			continue
		}
		o := otherOf(other)
		found = append(found, frozen.Alike{ID: o.ID, Location: o.Location, OpenedAt: o.OpenedAt, ReportedBy: o.ReportedBy})
	}
	return found
}

// recent is what the shadow knows.
func (d *Desk) recent(ctx context.Context, in *frozen.Input, since time.Time) ([]incident.View, error) {
	ctx, cancel := context.WithTimeout(ctx, recentTimeout)
	defer cancel()
	return d.shadow.Recent(ctx, in.Site.ID, in.Plan.ID, since)
}

// searched is what the engine's search knows, where the shadow does not answer. It is asked by one declaration after the
// other: the engine has calls to make.
func (d *Desk) searched(ctx context.Context, in *frozen.Input, since time.Time) ([]incident.View, error) {
	ctx, cancel := context.WithTimeout(ctx, searchTimeout)
	defer cancel()
	select {
	case d.searching <- struct{}{}:
		defer func() { <-d.searching }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	found, err := d.engine.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
		PageSize: mostSearched,
		Query: fmt.Sprintf("WorkflowType = '%s' AND ExecutionStatus = 'Running' AND %s = '%s' AND %s = '%s' AND %s = '%s' AND %s IN ('%s', '%s') AND StartTime >= '%s'",
			workflows.IncidentType, workflows.KeySite.GetName(), in.Site.ID, workflows.KeyPlan.GetName(), in.Plan.ID,
			workflows.KeyMode.GetName(), frozen.Real, workflows.KeyState.GetName(), incident.Open, incident.StandingDown,
			in.DeclaredAt.Add(-duplicateWindow).UTC().Format(time.RFC3339)),
	})
	if err != nil {
		return nil, err
	}
	var views []incident.View
	for _, e := range found.Executions {
		if v, ok := d.declaredOf(e, in); ok && !time.Time(v.OpenedAt).Before(since) {
			views = append(views, v)
		}
	}
	return views, nil
}

// mostSearched is how many incidents of one site and plan are looked at.
const mostSearched = 50

// declaredOf is the head of an incident as the engine's search tells it; false where it was begun by a version that left none.
func (d *Desk) declaredOf(e *workflowpb.WorkflowExecutionInfo, in *frozen.Input) (incident.View, bool) {
	payload, ok := e.GetMemo().GetFields()[workflows.MemoDeclared]
	var declared workflows.Declared
	if !ok || d.converter().FromPayload(payload, &declared) != nil {
		return incident.View{}, false
	}
	return incident.View{
		ID: e.Execution.WorkflowId, Plan: in.Plan.ID, Title: in.Plan.Title, Site: in.Site.ID, Mode: frozen.Real, State: incident.Open,
		Location: declared.Location, Places: declared.Places, OpenedAt: incident.Time(declared.OpenedAt), ReportedBy: &declared.ReportedBy,
	}, true
}

// memoOf is what the engine's search is to tell of an incident.
func memoOf(in *frozen.Input) workflows.Declared {
	return workflows.Declared{
		Location: in.Declaration.Location, Places: in.Declaration.Places, OpenedAt: in.At(in.DeclaredAt), ReportedBy: in.Declaration.ReportedBy,
	}
}

// TellSame tells an incident of another one that may be the same. One that has ended need not hear of it; one that is not
// there may still be about to begin. They are told one after the other: told all at once, a thousand incidents of one place
// held their own pages up for minutes.
func (d *Desk) TellSame(ctx context.Context, id string, o incident.Other) error {
	select {
	case d.telling <- struct{}{}:
		defer func() { <-d.telling }()
	case <-ctx.Done():
		return ctx.Err()
	}
	err := d.engine.SignalWorkflow(ctx, id, "", workflows.SameFound, o)
	var missing *serviceerror.NotFound
	if errors.As(err, &missing) {
		_, err = d.engine.DescribeWorkflowExecution(ctx, id, "")
	}
	return err
}

func samePlace(declared frozen.Declaration, other incident.View) bool {
	if len(declared.Places) == 0 || len(other.Places) == 0 {
		return strings.EqualFold(strings.TrimSpace(declared.Location), strings.TrimSpace(other.Location))
	}
	for _, a := range declared.Places {
		for _, b := range other.Places {
			if a.Building == b.Building {
				return true
			}
		}
	}
	return false
}

// unite joins two lists without doubles, the latest first.
func unite(own, shadowed []incident.View) []incident.View {
	all := own
	for _, v := range shadowed {
		if !slices.ContainsFunc(own, func(o incident.View) bool { return o.ID == v.ID }) {
			all = append(all, v)
		}
	}
	slices.SortStableFunc(all, func(a, b incident.View) int { return time.Time(b.OpenedAt).Compare(time.Time(a.OpenedAt)) })
	return all
}

// shadowLag is for how long the shadow may not have heard of an incident. One that is older, and that a shadow which
// answers does not list, has ended.
const shadowLag = time.Minute

// mostDeclared bounds what the Desk remembers of declarations.
const mostDeclared = 200

// declarations are the real ones that this Desk took last, for as long as the shadow may lack them.
type declarations struct {
	mu   sync.Mutex
	list []declaredOne // oldest first
}

// declaredOne is the head of an incident, and when it was declared by the engine's clock.
type declaredOne struct {
	head incident.View
	at   time.Time
}

// headOf is what is known of an incident at its declaration.
func headOf(in *frozen.Input) incident.View {
	v := incident.View{
		ID: in.ID, Plan: in.Plan.ID, Title: in.Plan.Title, Site: in.Site.ID, Mode: in.Declaration.Mode, State: incident.Open,
		Location: in.Declaration.Location, Places: in.Declaration.Places, OpenedAt: incident.Time(in.At(in.DeclaredAt)),
	}
	if by := in.Declaration.ReportedBy; by != "" {
		v.ReportedBy = &by
	}
	return v
}

func (l *declarations) add(in *frozen.Input) {
	head := headOf(in)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = slices.DeleteFunc(l.list, func(o declaredOne) bool { return in.DeclaredAt.Sub(o.at) > duplicateWindow })
	if slices.ContainsFunc(l.list, func(o declaredOne) bool { return o.head.ID == in.ID }) {
		return // it is declared again
	}
	l.list = append(l.list, declaredOne{head, in.DeclaredAt})
	if over := len(l.list) - mostDeclared; over > 0 {
		l.list = slices.Delete(l.list, 0, over)
	}
}

// forget drops a declaration of which nothing has begun.
func (l *declarations) forget(in *frozen.Input) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = slices.DeleteFunc(l.list, func(o declaredOne) bool { return o.head.ID == in.ID && o.at.Equal(in.DeclaredAt) })
}

// of lists the incidents of the same site and plan that opened since a moment of the incident's clock, and were declared
// within the lag before it, the latest first.
func (l *declarations) of(in *frozen.Input, since time.Time, lag time.Duration) []incident.View {
	l.mu.Lock()
	defer l.mu.Unlock()
	var heads []incident.View
	for _, o := range slices.Backward(l.list) {
		same := o.head.Site == in.Site.ID && o.head.Plan == in.Plan.ID
		if same && in.DeclaredAt.Sub(o.at) <= lag && !time.Time(o.head.OpenedAt).Before(since) {
			heads = append(heads, o.head)
		}
	}
	return heads
}

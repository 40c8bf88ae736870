package dispatch

// Duplicates: incidents that may be the same as one that has just been declared. None is ever refused for that.

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

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

// likely lists open incidents that may be the same, and tells both. It never delays the first page: what the shadow cannot
// give in time is left out.
func (d *Desk) likely(ctx context.Context, in *frozen.Input) []string {
	ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	since := in.At(in.DeclaredAt).Add(-duplicateWindow)
	d.declared.add(in)
	recent, err := d.shadow.Recent(ctx, in.Site.ID, in.Plan.ID, since)
	if err != nil {
		d.log.Warn("possible duplicates may be missing", "incident", in.ID, "error", err)
	}
	lag := shadowLag
	if err != nil {
		lag = duplicateWindow
	}
	ids, others := []string{}, []incident.View(nil)
	for _, other := range unite(d.declared.of(in, since, lag), recent) {
		if len(ids) == mostLikely {
			break
		}
		if other.ID != in.ID && other.Mode == frozen.Real && samePlace(in.Declaration, other) {
			ids, others = append(ids, other.ID), append(others, other)
		}
	}
	if len(ids) > 0 {
		go d.tellEachOther(context.WithoutCancel(ctx), headOf(in), others)
	}
	return ids
}

// noteTimeout bounds what nobody waits for.
const noteTimeout = 10 * time.Second

// tellEachOther notes in an incident, and in those that may be the same, that they may be. It takes one declaration after
// the other: noted all at once, a thousand of them held their own pages up for minutes.
func (d *Desk) tellEachOther(ctx context.Context, own incident.View, others []incident.View) {
	d.telling <- struct{}{}
	defer func() { <-d.telling }()
	for _, other := range others {
		d.note(ctx, own.ID, other)
		d.note(ctx, other.ID, own)
	}
}

func (d *Desk) note(ctx context.Context, id string, other incident.View) {
	ctx, cancel := context.WithTimeout(ctx, noteTimeout)
	defer cancel()
	if err := d.engine.SignalWorkflow(ctx, id, "", workflows.SameFound, otherOf(other)); err != nil {
		d.log.Warn("a possible duplicate was not noted", "incident", id, "error", err)
	}
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
	l.list = append(l.list, declaredOne{head, in.DeclaredAt})
	if over := len(l.list) - mostDeclared; over > 0 {
		l.list = slices.Delete(l.list, 0, over)
	}
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

package watchdog

// The pack: the incidents that run, with what stands beside them, and what was seen of each. With many of them some are looked at
// in each round, first those where something may be wrong.

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"muster/incident"
	"muster/incident/words"
)

const (
	listEvery   = 10 * time.Second
	mostLooks   = 50 // incidents in one round
	fewestLooks = 5  // while the engine is slow
	looksAtOnce = 8
	// late is how much later than due an incident may do something: its rungs are late by a second under load.
	late = 20 * time.Second
	// untaken is for how long a step of an incident may wait for a worker, or be under way: it takes milliseconds, and five
	// seconds more where a worker has died with it.
	untaken = 30 * time.Second
	// behind is how far an incident's readable copy may be behind.
	behind = 60 * time.Second
)

// pack is what runs.
type pack struct {
	mu     sync.Mutex
	known  map[string]*watched
	listed time.Time
	most   int  // how many are looked at in the next round
	slow   bool // a question of this round was not answered in time
}

// watched is one of them.
type watched struct {
	Running
	lookedAt time.Time
	events   int64           // of its history, when its pulse was felt
	pulse    *incident.Pulse // nil: not felt yet
	troubled bool            // something was wrong at the last look
}

// list asks the engine what runs, if that was long ago.
func (p *pack) list(ctx context.Context, now time.Time, engine Engine) error {
	if now.Sub(p.listed) < listEvery {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, listTimeout)
	defer cancel()
	running, err := engine.Running(ctx)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	known := make(map[string]*watched, len(running))
	for _, r := range running {
		known[r.ID] = p.known[r.ID]
		if known[r.ID] == nil {
			known[r.ID] = &watched{Running: r}
		}
	}
	p.known, p.listed = known, now
	return nil
}

// sites are those with incidents that are no drills.
func (p *pack) sites() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var ids []string
	for _, i := range p.known {
		if !i.Drill && i.What == Incident {
			ids = append(ids, i.Site)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// turn is whose turn it is to be looked at.
func (p *pack) turn(now time.Time, reported map[string]bool) []*watched {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []*watched
	for _, i := range p.known {
		all = append(all, i)
	}
	urgent := func(i *watched) int {
		if i.troubled || reported[i.ID] || i.overdue(now) {
			return 0
		}
		return 1
	}
	slices.SortFunc(all, func(a, b *watched) int {
		return cmp.Or(cmp.Compare(urgent(a), urgent(b)), a.lookedAt.Compare(b.lookedAt), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), p.most)]
}

// pace asks an engine for less that does not answer in time, and for more again once it does: one that is busy with calling
// people is not to be busied by who watches.
func (p *pack) pace() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.slow {
		p.most = max(fewestLooks, p.most/2)
	} else {
		p.most = min(mostLooks, p.most*2)
	}
	p.slow = false
}

// late notes a question that was not answered in time.
func (p *pack) late(err error) {
	if err == nil || errors.Is(err, ErrGone) || errors.Is(err, ErrStuck) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slow = true
}

// overdue says whether something was due long ago, as far as is known.
func (i *watched) overdue(now time.Time) bool {
	return i.pulse != nil && i.pulse.DueAt != nil && now.Sub(*i.pulse.DueAt) > late
}

// incidents looks at some incidents.
func (w *Watchdog) incidents(ctx context.Context, now time.Time, unshadowed bool) []verdict {
	ctx, cancel := context.WithTimeout(ctx, packTimeout)
	defer cancel()
	defer w.pack.pace()
	reported := w.reported(ctx)
	turn := w.pack.turn(now, reported)
	found := make([][]verdict, len(turn))
	var group errgroup.Group
	group.SetLimit(looksAtOnce)
	for k, i := range turn {
		group.Go(func() error {
			found[k] = w.examine(ctx, now, i, reported[i.ID], unshadowed)
			return nil // what was not seen has no verdict
		})
	}
	_ = group.Wait()
	verdicts := slices.Concat(found...)
	for _, kind := range []Kind{Stuck, Overdue, ShadowLags} {
		verdicts = append(verdicts, w.book.gone(kind, func(ref string) bool { return w.pack.known[ref] != nil })...)
	}
	return verdicts
}

// reported are the incidents of which the engine itself says that they fail again and again.
func (w *Watchdog) reported(ctx context.Context) map[string]bool {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	ids, err := w.Engine.Reported(ctx)
	if err != nil {
		w.Log.Debug("the engine does not say which incidents fail", "error", err)
	}
	reported := map[string]bool{}
	for _, id := range ids {
		reported[id] = true
	}
	return reported
}

// examine looks at one incident.
func (w *Watchdog) examine(ctx context.Context, now time.Time, i *watched, reported, unshadowed bool) []verdict {
	i.lookedAt = now
	task, err := w.task(ctx, i.ID)
	if errors.Is(err, ErrGone) {
		return w.verdicts(i, false, false, false)
	}
	if err != nil {
		return nil
	}
	if why := task.stuck(now); why != "" {
		return w.stuck(i, why)
	}
	if reported {
		return w.stuck(i, "the engine reports that it fails")
	}
	if i.What != Incident { // has no pulse: it takes steps every few seconds, or minutes, and they fail
		i.troubled = false
		return []verdict{w.verdict(i, Stuck, false, time.Time{})}
	}
	if i.pulse == nil || i.events != task.Events {
		switch err := w.feel(ctx, i, task.Events); {
		case errors.Is(err, ErrGone):
			return w.verdicts(i, false, false, false)
		case errors.Is(err, ErrStuck):
			return w.stuck(i, "its worker cannot take up its history")
		case err != nil:
			w.Log.Debug("an incident's pulse was not felt", "incident", i.ID, "error", err)
			return nil
		}
	}
	lags := i.pulse.UnshadowedSince != nil && now.Sub(*i.pulse.UnshadowedSince) > behind
	return w.verdicts(i, i.overdue(now), lags, unshadowed)
}

// stuck is the verdict on an incident that cannot go on; the rest cannot be known of it.
func (w *Watchdog) stuck(i *watched, why string) []verdict {
	i.troubled = true
	v := w.verdict(i, Stuck, true, time.Time{})
	v.why = why
	return []verdict{v}
}

// verdicts are those on an incident that goes on. Of a shadow whose database is away nothing is said.
func (w *Watchdog) verdicts(i *watched, late, lags, unshadowed bool) []verdict {
	i.troubled = late || lags
	all := []verdict{w.verdict(i, Stuck, false, time.Time{})}
	due, since := time.Time{}, time.Time{}
	if late {
		due = *i.pulse.DueAt
	}
	if lags {
		since = *i.pulse.UnshadowedSince
	}
	all = append(all, w.verdict(i, Overdue, late, due))
	if !unshadowed {
		all = append(all, w.verdict(i, ShadowLags, lags, since))
	}
	return all
}

func (w *Watchdog) verdict(i *watched, kind Kind, bad bool, since time.Time) verdict {
	v := verdict{kind: kind, site: i.Site, drill: i.Drill, what: i.What, ref: i.ID, title: w.title(i), bad: bad, since: since}
	if i.What == Text { // it is nobody's yet: any incident may want for it
		v.sites = w.pack.sites()
	}
	return v
}

// title names an incident by its plan. What stands beside one is named by its kind.
func (w *Watchdog) title(i *watched) words.Text {
	if i.What == Incident {
		return w.Sites.Plan(i.Plan)
	}
	return words.Beside(string(i.What))
}

func (w *Watchdog) task(ctx context.Context, id string) (Task, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	task, err := w.Engine.Task(ctx, id)
	w.pack.late(err)
	return task, err
}

// feel feels an incident's pulse, and keeps it until its history has grown.
func (w *Watchdog) feel(ctx context.Context, i *watched, events int64) error {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	pulse, err := w.Engine.Pulse(ctx, i.ID)
	w.pack.late(err)
	if err == nil {
		i.pulse, i.events = &pulse, events
	}
	return err
}

package watchdog

// Telling: who hears of a trouble, and how a text goes out. The carrier is asked first whether it has the text already: from
// before a crash, or from another Muster that watches the same engine. Where it does not say, the text is sent.

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"muster/carrier"
	"muster/incident/words"
)

const (
	tellTimeout = 4 * time.Second // bounds asking and sending one text
	tellAtOnce  = 8
	// sameFor is for how long a text in the carrier's list is the one that is owed now, and not the one before.
	sameFor = again - 30*time.Second
	// askedBack is how far the carrier's list is read for an alarm that may have been said.
	askedBack = 24 * time.Hour
	// textValid is how long the network tries to bring an alarm.
	textValid = 10 * time.Minute
)

// audience is who is told of a trouble: the operator, and the company of the sites concerned. A drill's is the operator's
// alone; where there is none, the company of its site hears of it, since else nobody would.
func (w *Watchdog) audience(t *trouble) []string {
	numbers := slices.Clone(w.Operator)
	if t.Drill && len(numbers) > 0 {
		return numbers
	}
	ids := t.Sites
	if t.Site != "" {
		ids = []string{t.Site}
	}
	if len(ids) == 0 && len(numbers) == 0 {
		ids = w.Sites.Sites()
	}
	for _, id := range ids {
		if site, ok := w.Sites.Site(id); ok {
			numbers = append(numbers, site.Company...)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// tell sends what is owed. What could not be sent is owed in the next round again.
func (w *Watchdog) tell(ctx context.Context, now time.Time, due []saying) {
	var group errgroup.Group
	group.SetLimit(tellAtOnce)
	for _, s := range due {
		body := w.words(s)
		group.Go(func() error {
			if at, ok := w.send(ctx, now, s, body); ok {
				w.mu.Lock()
				w.book.said(s, at)
				w.mu.Unlock()
			}
			return nil // each stands for itself
		})
	}
	_ = group.Wait()
}

// send says something to somebody, and when it was said; ok is false if it is still owed.
func (w *Watchdog) send(ctx context.Context, now time.Time, s saying, body string) (at time.Time, ok bool) {
	if w.Stagger > 0 {
		select {
		case <-time.After(rand.N(w.Stagger)):
		case <-ctx.Done():
			return now, false
		}
	}
	ctx, cancel := context.WithTimeout(ctx, tellTimeout)
	defer cancel()
	if at, ok := w.found(ctx, now, s); ok {
		return at, true
	}
	if s.unsure && w.unheard(ctx, now, s) {
		return now, true
	}
	_, err := w.Carrier.Send(ctx, carrier.Message{To: s.to, Body: body, ValidFor: textValid})
	if err == nil {
		return now, true
	}
	var refused *carrier.Error
	w.Log.Error("the watchdog could not tell somebody", "what", s.trouble.name(), "error", err)
	// Who cannot be told is tried again when the trouble is said again, not every few seconds.
	return now, errors.As(err, &refused) && slices.Contains(hopeless, refused.Class)
}

// hopeless are the failures that are the same in a few seconds.
var hopeless = []carrier.Class{carrier.Recipient, carrier.Route, carrier.OptedOut, carrier.Filtered, carrier.Bug}

// found looks for a text in the carrier's list: it was said if nothing else was said about the trouble since.
func (w *Watchdog) found(ctx context.Context, now time.Time, s saying) (time.Time, bool) {
	if asks, ok := w.Carrier.Asks(carrier.SMS); !asks || !ok {
		return time.Time{}, false
	}
	records, err := w.Carrier.Find(ctx, carrier.Query{To: s.to, Since: now.Add(-sameFor)})
	if err != nil && !errors.Is(err, carrier.ErrCut) {
		return time.Time{}, false
	}
	for _, r := range records { // newest first
		_, code, _ := strings.Cut(r.Body, "["+s.trouble.code())
		if len(code) < codeOfRefs || r.Status == carrier.Failed || r.Status == carrier.Undelivered {
			continue
		}
		return r.Created, strings.HasPrefix(code, s.code()[codeOfTrouble:]) && !r.Created.Before(now.Add(-sameFor))
	}
	return time.Time{}, false
}

// unheard says whether the carrier knows of no alarm about a trouble to somebody. Where it does not say, they may have heard.
func (w *Watchdog) unheard(ctx context.Context, now time.Time, s saying) bool {
	records, err := w.Carrier.Find(ctx, carrier.Query{To: s.to, Since: now.Add(-askedBack)})
	if err != nil {
		return false
	}
	for _, r := range records { // newest first
		if _, code, said := strings.Cut(r.Body, "["+s.trouble.code()); said {
			return strings.HasPrefix(code, codeOfClear)
		}
	}
	return true
}

// words is what a saying says.
func (w *Watchdog) words(s saying) string {
	t := w.troubleWords(s.trouble)
	t.Again, t.Code = s.times, s.code()
	if s.clear {
		return words.AllClear(t)
	}
	return words.Alarm(t)
}

// troubleWords is a trouble in words, without whom it is said to.
func (w *Watchdog) troubleWords(t *trouble) words.Trouble {
	said := words.Trouble{Kind: string(t.Kind), Drill: t.Drill, What: string(t.What), Title: t.Title}
	zone := w.zone(t)
	if site, ok := w.Sites.Site(t.Site); ok {
		said.Site = site.Name
	}
	cases := t.raised()
	if len(cases) == 0 {
		return said
	}
	first := slices.MinFunc(cases, func(a, b *instance) int { return a.Since.Compare(b.Since) })
	said.Title, said.More, said.Since = first.Title, len(cases)-1, first.Since.In(zone).Format("15:04")
	return said
}

// zone is the one in which a trouble's times are told.
func (w *Watchdog) zone(t *trouble) *time.Location {
	for _, id := range append(append([]string{t.Site}, t.Sites...), w.Sites.Sites()...) {
		if site, ok := w.Sites.Site(id); ok {
			return site.Zone
		}
	}
	return time.UTC
}

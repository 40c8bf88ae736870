package app

// Residents: whom a notice is for, and who of them wants no messages. What somebody has said about that is kept by the keyed hash of
// their number, in the database and in the snapshot, whatever becomes of the site's file.

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"muster/activities"
	"muster/app/snapshot"
	"muster/dispatch"
	"muster/incident"
	"muster/incident/notice"
	"muster/sites"
	"muster/store"
)

// choiceTimeout bounds the wait for the database when somebody opts out: the snapshot alone will do.
const choiceTimeout = 300 * time.Millisecond

// noticeValid is how long the network may keep a notice's message for a phone that is off. [design]
const noticeValid = 4 * time.Hour

// choices are what people have said last about getting messages, and what is known of numbers, by hash. They are safe for
// concurrent use.
type choices struct {
	mu   sync.Mutex
	last map[string]store.Choice
}

// add takes choices in and gives those that were news.
func (c *choices) add(list ...store.Choice) []store.Choice {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last == nil {
		c.last = map[string]store.Choice{}
	}
	var news []store.Choice
	for _, choice := range list {
		choice.At = choice.At.UTC().Truncate(time.Millisecond)
		if known, ok := c.last[choice.Hash]; !ok || choice.At.After(known.At) {
			c.last[choice.Hash] = choice
			news = append(news, choice)
		}
	}
	return news
}

func (c *choices) out(hash string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last[hash].Out
}

// all are the choices by hash.
func (c *choices) all() []store.Choice {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.SortedFunc(maps.Values(c.last), func(a, b store.Choice) int {
		switch {
		case a.Hash < b.Hash:
			return -1
		case a.Hash > b.Hash:
			return 1
		}
		return 0
	})
}

// kept are the choices as the snapshot holds them.
func (c *choices) kept() []snapshot.OptOut {
	var list []snapshot.OptOut
	for _, choice := range c.all() {
		list = append(list, snapshot.OptOut{Hash: choice.Hash, Out: choice.Out, At: choice.At})
	}
	return list
}

// restore takes in what a snapshot holds.
func (c *choices) restore(list []snapshot.OptOut) {
	for _, o := range list {
		c.add(store.Choice{Hash: o.Hash, Out: o.Out, At: o.At})
	}
}

// adoptChoices unites what the database knows of residents' choices with what is known here, both ways.
func (c *catalog) adoptChoices(ctx context.Context) error {
	c.choices.restore(c.keeping.kept.OptOuts)
	rows, err := c.store.Choices(ctx)
	if err != nil {
		return err
	}
	c.choices.add(rows...)
	return c.store.SaveChoices(ctx, c.choices.all())
}

// residents are the sites' residents as notices need them.
type residents struct {
	catalog *catalog
	key     dispatch.PhoneKey
}

func (r residents) of(known sites.Resident) activities.Resident {
	return activities.Resident{ID: known.ID, Phone: known.Phone, Language: known.Language, OptedOut: r.catalog.choices.out(r.key.Hash(known.Phone))}
}

// Audience implements activities.Residents.
func (r residents) Audience(id string, a notice.Audience) ([]activities.Resident, error) {
	site, ok := r.catalog.Site(id)
	if !ok {
		return nil, fmt.Errorf("site %s is gone", id)
	}
	var told []activities.Resident
	for _, known := range site.Audience(audienceOf(a)) {
		told = append(told, r.of(known))
	}
	return told, nil
}

func audienceOf(a notice.Audience) sites.Audience {
	audience := sites.Audience{Of: string(a.Of), Zones: a.Zones, Assist: a.Assist}
	for _, p := range a.Places {
		audience.Places = append(audience.Places, sites.Spot{Building: p.Building, Floor: p.Floor})
	}
	return audience
}

// Resident implements activities.Residents.
func (r residents) Resident(site, id string) (activities.Resident, bool) {
	known, ok := r.catalog.household(site, id)
	if !ok {
		return activities.Resident{}, false
	}
	return r.of(known), true
}

// OptedOut implements activities.Residents: the network says that a number wants no messages.
func (r residents) OptedOut(ctx context.Context, phone string) error {
	return r.Keep(ctx, phone, true, time.Now())
}

// optOuts are the residents, and what is known of numbers, as the Desk asks for them.
type optOuts struct {
	residents
	*numbers
}

// Resident implements dispatch.OptOuts.
func (o optOuts) Resident(phone string) bool { return o.residents.catalog.isResident(phone) }

// errNotKept means that neither the database nor the snapshot could be written.
var errNotKept = errors.New("neither the database nor the snapshot could be written")

// Keep implements dispatch.OptOuts. The database has it, or at least the snapshot, which tells the database at the next start.
func (r residents) Keep(ctx context.Context, phone string, out bool, at time.Time) error {
	news := r.catalog.choices.add(store.Choice{Hash: r.key.Hash(phone), Out: out, At: at})
	if len(news) == 0 {
		return nil
	}
	bounded, cancel := context.WithTimeout(ctx, choiceTimeout)
	defer cancel()
	away := r.catalog.store.SaveChoices(bounded, news)
	r.catalog.keep()
	if away != nil && r.catalog.unkept() {
		return errors.Join(errNotKept, away)
	}
	return nil
}

// weigher says what a notice would take, for whoever asks before sending it.
func weigher(n *activities.Notices) func(string, notice.Audience, incident.Text, float64) (notice.Reach, error) {
	return func(site string, a notice.Audience, text incident.Text, rate float64) (notice.Reach, error) {
		reach, _, err := n.Weigh(site, a, text, rate)
		return reach, err
	}
}

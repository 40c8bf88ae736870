package watchdog

// The book: what is wrong, since when, and who was told. It knows no clock, and does nothing but decide.

import (
	"slices"
	"strings"
	"time"

	"muster/incident/words"
)

// Kind is what is wrong.
type Kind string

// The kinds.
const (
	Stuck       Kind = "stuck"    // the workflow of an incident, or of what stands beside one, cannot go on
	Overdue     Kind = "overdue"  // something was due in an incident, and was not done
	EngineAway  Kind = "engine"   // the engine does not answer
	DatabaseOut Kind = "database" // the database does not answer
	ShadowLags  Kind = "shadow"   // an incident's readable copy is behind
	NotBegun    Kind = "schedule" // something that recurs did not begin

	CarrierRefuses Kind = "carrier" // the carrier refuses the account, the number or the texts
)

// Kinds are all of them.
var Kinds = []Kind{Stuck, Overdue, EngineAway, DatabaseOut, ShadowLags, NotBegun, CarrierRefuses}

// The times of the book.
const (
	// patience is for how long something has to be wrong, in two looks at least, before it is said.
	patience = 8 * time.Second
	// These are the same for the engine and the database, which may be busy for a moment.
	enginePatience   = 10 * time.Second
	databasePatience = 30 * time.Second
	// calm is for how long it has to be right again before that is said.
	calm = 4 * time.Second
	// again is after what time a trouble that lasts is said once more.
	again = 10 * time.Minute
	// rest keeps news about one trouble from coming text by text.
	rest = time.Minute
)

// verdict is what a look found about one thing. What was not looked at has none, and stays as it was.
type verdict struct {
	kind  Kind
	site  string // empty: all of Muster
	sites []string
	drill bool
	what  What
	ref   string // the workflow's or the schedule's id; empty for Muster's own parts
	title words.Text
	bad   bool
	since time.Time // when it went wrong, or was due; zero: now
	why   string    // for the log, where the kind does not say it
}

// book is all troubles. Its zero value is ready.
type book struct {
	Troubles []*trouble `json:"troubles"`
}

// trouble is one kind of thing that is wrong at one site.
type trouble struct {
	Kind  Kind            `json:"kind"`
	Site  string          `json:"site,omitempty"`
	Sites []string        `json:"sites,omitempty"` // whose people are told where Site is empty
	Drill bool            `json:"drill,omitempty"`
	What  What            `json:"what,omitempty"`
	Cases []*instance     `json:"cases"`
	Told  map[string]told `json:"told"`  // by number
	Title words.Text      `json:"title"` // of what it concerned last
}

// instance is one thing that it concerns.
type instance struct {
	Ref     string     `json:"ref,omitempty"`
	Title   words.Text `json:"title"`
	Since   time.Time  `json:"since"`
	BadAt   time.Time  `json:"bad_at"` // when it was first seen
	Raised  bool       `json:"raised"`
	RightAt *time.Time `json:"-"` // since when it looks right again
	Why     string     `json:"-"`
}

// told is what one person knows.
type told struct {
	Trying bool      `json:"trying,omitempty"` // nothing yet, or it is not known: an alarm was about to be sent
	At     time.Time `json:"at"`
	Refs   []string  `json:"refs"`
	Times  int       `json:"times"`
}

// note writes down what a look found.
func (b *book) note(now time.Time, verdicts []verdict) {
	for _, v := range verdicts {
		t := b.find(v)
		if t == nil && v.bad {
			t = &trouble{Kind: v.kind, Site: v.site, Drill: v.drill, What: v.what, Told: map[string]told{}}
			b.Troubles = append(b.Troubles, t)
		}
		if t != nil {
			t.note(now, v)
		}
	}
	b.tidy()
}

func (b *book) find(v verdict) *trouble {
	for _, t := range b.Troubles {
		if t.Kind == v.kind && t.Site == v.site && t.Drill == v.drill && t.What == v.what {
			return t
		}
	}
	return nil
}

func (t *trouble) note(now time.Time, v verdict) {
	if v.bad {
		t.Sites = v.sites
	}
	k := slices.IndexFunc(t.Cases, func(c *instance) bool { return c.Ref == v.ref })
	switch {
	case k < 0 && v.bad:
		c := &instance{Ref: v.ref, Title: v.title, Since: v.since, BadAt: now, Why: v.why}
		if c.Since.IsZero() {
			c.Since = now
		}
		t.Cases = append(t.Cases, c)
	case k >= 0 && v.bad:
		t.Cases[k].worse(now, t.Kind)
	case k >= 0 && t.Cases[k].better(now):
		t.Title = t.Cases[k].Title
		t.Cases = slices.Delete(t.Cases, k, k+1)
	}
}

func (c *instance) worse(now time.Time, kind Kind) {
	c.RightAt = nil
	wait := patience
	switch kind {
	case EngineAway:
		wait = enginePatience
	case DatabaseOut:
		wait = databasePatience
	case Stuck, Overdue, ShadowLags, NotBegun, CarrierRefuses:
	}
	c.Raised = c.Raised || now.Sub(c.BadAt) >= wait
}

// better says whether it is over.
func (c *instance) better(now time.Time) bool {
	if c.RightAt == nil {
		c.RightAt = &now
	}
	return !c.Raised || now.Sub(*c.RightAt) >= calm
}

// raised are the things that a trouble concerns and that have been seen for long enough.
func (t *trouble) raised() []*instance {
	return slices.DeleteFunc(slices.Clone(t.Cases), func(c *instance) bool { return !c.Raised })
}

// refs are their ids, in order.
func (t *trouble) refs() []string {
	refs := []string{}
	for _, c := range t.raised() {
		refs = append(refs, c.Ref)
	}
	slices.Sort(refs)
	return refs
}

// raised names all that is raised, with why.
func (b *book) raised() map[string]string {
	names := map[string]string{}
	for _, t := range b.Troubles {
		for _, c := range t.raised() {
			names[strings.TrimSpace(t.name()+" "+c.Ref)] = c.Why
		}
	}
	return names
}

// name tells a trouble from all others.
func (t *trouble) name() string {
	name := strings.TrimSpace(string(t.Kind) + " " + t.Site)
	if t.What != Incident {
		name += " " + string(t.What)
	}
	if t.Drill {
		name += " drill"
	}
	return name
}

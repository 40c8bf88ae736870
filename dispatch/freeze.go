package dispatch

// Freezing: what an incident takes along from its site, so that paging needs no database.

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"sync"
	"time"

	"muster/incident/frozen"
	"muster/plans"
	"muster/roster"
	"muster/sites"
)

// PhoneKey makes the hashes under which phones are searched for; numbers themselves never leave for the engine's search.
type PhoneKey []byte

// Hash is the keyed hash of a number: 12 characters, 72 bits.
func (k PhoneKey) Hash(phone string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(phone))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:9])
}

// comingDays is how far ahead overrides and leave are taken along; the shifts' rules hold for ever.
const comingDays = 60

// mostFrozen is how many frozen sites a Desk keeps: some for each plan of each site that declares.
const mostFrozen = 64

// freezer freezes a site once a day for each plan: with a thousand responders that takes some milliseconds, which the
// first page would wait for.
type freezer struct {
	key  PhoneKey
	mu   sync.Mutex
	kept map[reason]take
}

type reason struct {
	plan *plans.Plan
	site *sites.Site
	day  time.Time
}

// take is what an incident takes along, and how large it is together with its plan.
type take struct {
	site frozen.Site
	size int
}

func (f *freezer) freeze(plan *plans.Plan, site *sites.Site, at time.Time) take {
	why := reason{plan, site, at.UTC().Truncate(24 * time.Hour)}
	f.mu.Lock()
	defer f.mu.Unlock()
	if known, ok := f.kept[why]; ok {
		return known
	}
	if f.kept == nil || len(f.kept) == mostFrozen {
		f.kept = map[reason]take{}
	}
	made := Freeze(&plan.Frozen, site, f.key, why.day)
	f.kept[why] = take{made, plans.Size(plan.Frozen, made)}
	return f.kept[why]
}

// Freeze gives a plan what it needs of a site on a day: only the people whom it can reach.
func Freeze(plan *frozen.Plan, site *sites.Site, key PhoneKey, day time.Time) frozen.Site {
	whole := site.Roster(day).Between(day.AddDate(0, 0, -1), day.AddDate(0, 0, comingDays))
	r := whole.Restrict(reach(plan, site, whole)).Indexed()
	f := frozen.Site{
		ID: site.ID, Name: site.Name, Languages: site.Languages, Roster: r, Company: site.Company,
		Labels: tokenLike(site.Labels()), Links: site.Links, Emergency: site.Emergency, Notices: frozen.Policy{Approval: frozen.Approval(site.Notices.Approval), Rate: site.Notices.Rate},
	}
	for _, b := range site.Buildings {
		f.Places = append(f.Places, frozen.Place{Building: b.ID, Name: b.Name, MusterPoint: site.Muster(b).Name, Gate: b.Gate})
	}
	for _, p := range site.Parties {
		f.Parties = append(f.Parties, frozen.Party{ID: p.ID, Label: p.Label, Number: p.Number})
	}
	for _, p := range r.Responders {
		f.Hashes = append(f.Hashes, frozen.PhoneHash{Responder: p.ID, Hash: key.Hash(p.Phone)})
	}
	return f
}

// tokenLike keeps the labels that a token could be mistaken for: those of three characters.
func tokenLike(labels []string) []string {
	return slices.DeleteFunc(slices.Clone(labels), func(l string) bool { return len(l) != 3 })
}

// reach are the people whom a plan can call: the company, the groups' leads, and of those who are ever rostered the ones
// who hold its seats or are fit to stand in for them.
func reach(plan *frozen.Plan, site *sites.Site, r roster.Roster) map[string]bool {
	keep := map[string]bool{}
	for _, id := range site.Company {
		keep[id] = true
	}
	for _, g := range r.Groups {
		keep[g.Lead] = true
	}
	for _, s := range r.Shifts {
		for _, post := range s.Posts {
			for _, id := range post.People {
				keep[id] = keep[id] || fits(plan, r, post.Seat, id)
			}
		}
	}
	for _, o := range r.Overrides {
		keep[o.In] = true
	}
	return keep
}

// fits says whether somebody who is rostered to a seat can be called by a plan.
func fits(plan *frozen.Plan, r roster.Roster, seat, id string) bool {
	person, ok := r.Find(id)
	return ok && slices.ContainsFunc(plan.Seats, func(s frozen.Seat) bool { return s.ID == seat || person.Has(s.Skill) })
}

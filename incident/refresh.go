package incident

// Refresh: a running incident takes over how the site's roster stands by now. Whoever it has to do with stays known.

import (
	"reflect"
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
	"muster/roster"
)

// RefreshRoster hands an incident the people, shifts, overrides and leave of its site as they stand now.
type RefreshRoster struct {
	Site    string             `json:"site"`
	Roster  roster.Roster      `json:"roster"`
	Company []string           `json:"company"`
	Hashes  []frozen.PhoneHash `json:"hashes"`
}

// RefreshRoster performs the order. One that changes nothing leaves no trace.
func (i *Incident) RefreshRoster(now time.Time, o RefreshRoster) error {
	if err := i.running(now); err != nil {
		return err
	}
	if o.Site != i.In.Site.ID {
		return fail(CodeField, "The roster of site %q cannot be used here: this incident is at %q.", o.Site, i.In.Site.ID)
	}
	i.Advance(now)
	before, old := i.roster().OnDuty(now), i.In.Site
	fresh := i.refreshed(o)
	if same(old, fresh) {
		return nil
	}
	left := i.namesOf(difference(old.Roster, o.Roster)) // while they are known
	i.In.Site, i.at = fresh, nil
	i.forgetNumbers(old.Roster)
	i.log(KindRoster, "", words.RosterRefreshed(i.namesOf(difference(fresh.Roster, old.Roster)), left), about{})
	if i.State.Lifecycle == Open && i.rules(frozen.PeopleAreRelieved) {
		i.dutyChanged(before)
	}
	return nil
}

// refreshed is the site with a new roster. Those of the old one whom the incident has to do with are kept, and so are their hashes.
func (i *Incident) refreshed(o RefreshRoster) frozen.Site {
	site := i.In.Site
	kept := i.concerned()
	people, hashes := slices.Clone(o.Roster.Responders), slices.Clone(o.Hashes)
	for _, p := range site.Roster.Responders {
		if _, known := o.Roster.Find(p.ID); !known && kept[p.ID] {
			people = append(people, p)
		}
	}
	for _, h := range site.Hashes {
		_, known := o.Roster.Find(h.Responder)
		if !known && kept[h.Responder] {
			hashes = append(hashes, h)
		}
	}
	o.Roster.Responders = people
	site.Roster, site.Company, site.Hashes = o.Roster.Indexed(), o.Company, hashes
	return site
}

// concerned are the people who were sent anything, hold a seat, or have a step or the command.
func (i *Incident) concerned() map[string]bool {
	ids := map[string]bool{i.State.Commander: true}
	for _, p := range i.State.Pages {
		ids[p.Responder] = true
	}
	for _, id := range i.called() {
		ids[id] = true
	}
	for _, f := range i.State.Command.Former {
		ids[f.Responder] = true
	}
	return ids
}

// same says whether two sites have the same people, on duty at the same times.
func same(a, b frozen.Site) bool {
	x, y := a.Roster, b.Roster
	return reflect.DeepEqual(x.Responders, y.Responders) && reflect.DeepEqual(x.Shifts, y.Shifts) && reflect.DeepEqual(x.Groups, y.Groups) &&
		slices.EqualFunc(x.Overrides, y.Overrides, sameOverride) && slices.EqualFunc(x.Leave, y.Leave, sameLeave) &&
		x.Day == y.Day && slices.Equal(a.Company, b.Company)
}

func sameOverride(a, b roster.Override) bool {
	at := a.From.Equal(b.From) && a.To.Equal(b.To)
	a.From, a.To, b.From, b.To = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	return at && a == b
}

func sameLeave(a, b roster.Leave) bool {
	return a.Responder == b.Responder && a.From.Equal(b.From) && a.To.Equal(b.To)
}

// difference are the responders of one roster who are not in another.
func difference(of, other roster.Roster) []string {
	var ids []string
	for _, p := range of.Responders {
		if _, known := other.Find(p.ID); !known {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

func (i *Incident) namesOf(ids []string) []string {
	names := make([]string, len(ids))
	for k, id := range ids {
		names[k] = i.name(id)
	}
	return names
}

// forgetNumbers forgets what was learnt about a number that is no longer its person's. Their pages are shown anew, by which their
// texts find the way here.
func (i *Incident) forgetNumbers(old roster.Roster) {
	moved := func(id string) bool {
		was, _ := old.Find(id)
		is, _ := i.responder(id)
		return was.Phone != is.Phone
	}
	i.State.People = slices.DeleteFunc(i.State.People, func(p *Person) bool { return moved(p.ID) })
	for k := range i.State.Missed {
		m := &i.State.Missed[k]
		m.People = slices.DeleteFunc(slices.Clone(m.People), moved)
	}
	for _, p := range i.State.Pages {
		if moved(p.Responder) {
			p.Rev = i.touch()
		}
	}
}

package roster

import "time"

// This file finds the moments at which anything about duty can change.

// NextChange is the first moment after at when who is on duty, or whether it is day, can change: a shift, an override,
// a leave or the day begins or ends. It is the zero time if nothing can within the Horizon. Something that begins just
// as its like ends counts, though nothing may be different.
func (r Roster) NextChange(at time.Time) time.Time {
	next := nearest{after: at, limit: at.Add(Horizon)}
	for _, o := range r.Overrides {
		next.offer(o.From, o.To)
	}
	for _, l := range r.Leave {
		next.offer(l.From, l.To)
	}
	rules := r.rules()
	today := r.Zone.dateOf(at)
	for n := -1; n <= int(Horizon/dayLength)+1; n++ {
		d := today.plus(n)
		if next.found.IsZero() || !d.at(r.Zone, 0).After(next.found) {
			r.offerDate(&next, rules, d)
		}
	}
	return next.found
}

// offerDate offers the boundaries of what begins on a date.
func (r Roster) offerDate(next *nearest, rules []rule, d date) {
	for _, rule := range rules {
		if rule.worked(d) {
			s := rule.hours.on(r.Zone, d)
			next.offer(s.from, s.to)
		}
	}
}

// rules are those of all shifts, and the day's own, which begins anew each date.
func (r Roster) rules() []rule {
	var rules []rule
	if h, ok := parseHours(r.Day.From, r.Day.To); ok {
		rules = append(rules, rule{hours: h, every: 1, days: []int{0}})
	}
	for _, s := range r.Shifts {
		if rule, ok := s.rule(); ok {
			rules = append(rules, rule)
		}
	}
	return rules
}

// nearest keeps the earliest moment offered to it that is after one moment and not after another.
type nearest struct{ after, limit, found time.Time }

func (n *nearest) offer(moments ...time.Time) {
	for _, t := range moments {
		if t.After(n.after) && !t.After(n.limit) && (n.found.IsZero() || t.Before(n.found)) {
			n.found = t
		}
	}
}

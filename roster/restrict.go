package roster

import (
	"slices"
	"time"
)

// This file makes rosters smaller, for an incident that keeps one from its declaration on.

// Restrict keeps only some of the responders. For them every answer stays as it was; groups, shifts, overrides and
// leave that have nothing to do with them are gone. The roster itself is not changed.
func (r Roster) Restrict(keep map[string]bool) Roster {
	out := Roster{Zone: r.Zone, Day: r.Day}
	for _, p := range r.Responders {
		if keep[p.ID] {
			out.Responders = append(out.Responders, p)
		}
	}
	for _, o := range r.Overrides {
		if keep[o.In] || keep[o.Out] {
			out.Overrides = append(out.Overrides, o)
		}
	}
	for _, l := range r.Leave {
		if keep[l.Responder] {
			out.Leave = append(out.Leave, l)
		}
	}
	out.Groups = restrictGroups(r.Groups, out.Responders)
	posted := replaced(out.Overrides, keep)
	for _, s := range r.Shifts {
		if s.Posts = restrictPosts(s.Posts, posted); len(s.Posts) > 0 {
			out.Shifts = append(out.Shifts, s)
		}
	}
	return out
}

// replaced is the people whose posts are kept: those who stay, and those in whose place one of them stands for a while.
func replaced(overrides []Override, keep map[string]bool) func(id string) bool {
	return func(id string) bool {
		return keep[id] || slices.ContainsFunc(overrides, func(o Override) bool { return o.Out == id && keep[o.In] })
	}
}

func restrictPosts(posts []Post, kept func(string) bool) []Post {
	var out []Post
	for _, p := range posts {
		var people []string
		for _, id := range p.People {
			if kept(id) {
				people = append(people, id)
			}
		}
		if len(people) > 0 {
			out = append(out, Post{Seat: p.Seat, People: people})
		}
	}
	return out
}

// restrictGroups keeps the groups with a member or lead among the people.
func restrictGroups(groups []Group, people []Responder) []Group {
	var out []Group
	for _, g := range groups {
		if slices.ContainsFunc(people, func(p Responder) bool { return p.Group == g.ID || p.ID == g.Lead }) {
			out = append(out, g)
		}
	}
	return out
}

// Between drops the overrides and leave that do not touch a stretch of time.
func (r Roster) Between(from, to time.Time) Roster {
	touches := func(start, end time.Time) bool { return start.Before(to) && end.After(from) }
	var overrides []Override
	for _, o := range r.Overrides {
		if touches(o.From, o.To) {
			overrides = append(overrides, o)
		}
	}
	var leave []Leave
	for _, l := range r.Leave {
		if touches(l.From, l.To) {
			leave = append(leave, l)
		}
	}
	r.Overrides, r.Leave = overrides, leave
	return r
}

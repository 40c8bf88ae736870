package dispatch

// What a roster lacks, as it is remembered: what has been told on a day is no news on it.

import (
	"slices"
	"time"

	"muster/roster"
	"muster/sites"
	"muster/workflows"
)

// lacksOf lists what is lacking before a moment.
func lacksOf(c sites.Coverage, end time.Time) []workflows.RosterLack {
	var list []workflows.RosterLack
	for _, g := range c.Gaps {
		if g.From.Before(end) {
			list = append(list, gapLack(g, end))
		}
	}
	for _, u := range c.Unlicensed {
		if u.From.Before(end) {
			list = append(list, unlicensedLack(u))
		}
	}
	for _, u := range c.Unreachable {
		list = append(list, workflows.RosterLack{Responder: u.Responder})
	}
	return list
}

func gapLack(g roster.Gap, end time.Time) workflows.RosterLack {
	to := g.To
	if end.Before(to) {
		to = end
	}
	return workflows.RosterLack{Seat: g.Seat, From: g.From, To: to, Short: g.Need - g.Have}
}

func unlicensedLack(u roster.Unlicensed) workflows.RosterLack {
	return workflows.RosterLack{Seat: u.Seat, Skill: u.Skill, Responder: u.Responder}
}

// untold are those that have not been told.
func untold(lacks, told []workflows.RosterLack) []workflows.RosterLack {
	return slices.DeleteFunc(slices.Clone(lacks), func(l workflows.RosterLack) bool { return isTold(l, told) })
}

// isTold says whether something has been told: of a gap, that as many people or more are lacking at each of its moments.
func isTold(l workflows.RosterLack, told []workflows.RosterLack) bool {
	if l.Responder != "" {
		return slices.Contains(told, l)
	}
	for at := l.From; at.Before(l.To); {
		k := slices.IndexFunc(told, func(t workflows.RosterLack) bool {
			return t.Responder == "" && t.Seat == l.Seat && t.Short >= l.Short && !t.From.After(at) && t.To.After(at)
		})
		if k < 0 {
			return false
		}
		at = told[k].To
	}
	return true
}

// among is what is lacking of what is to be told.
func among(c sites.Coverage, tell []workflows.RosterLack, end time.Time) sites.Coverage {
	c.Gaps = slices.DeleteFunc(slices.Clone(c.Gaps), func(g roster.Gap) bool {
		return !g.From.Before(end) || !isTold(gapLack(g, end), tell)
	})
	c.Unlicensed = slices.DeleteFunc(slices.Clone(c.Unlicensed), func(u roster.Unlicensed) bool { return !isTold(unlicensedLack(u), tell) })
	c.Unreachable = slices.DeleteFunc(slices.Clone(c.Unreachable), func(u sites.Unreachable) bool {
		return !isTold(workflows.RosterLack{Responder: u.Responder}, tell)
	})
	return c
}

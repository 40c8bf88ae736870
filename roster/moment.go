package roster

// This file answers who is on duty at a moment, and in which order they are called.

import (
	"slices"
	"time"
)

// Moment is a roster at one moment, for many questions about it: who is where is worked out once.
type Moment struct {
	At     time.Time
	roster Roster
	places []place
	on     []string // everybody in places, each once
}

// Moment is the roster at a moment. It keeps to the roster as it is now.
func (r Roster) Moment(at time.Time) *Moment {
	places := r.places(at)
	return &Moment{At: at, roster: r, places: places, on: onDuty(places)}
}

// Holders are the responders rostered to a seat, in calling order, each once.
func (m *Moment) Holders(seat string) []string {
	if seat == "" {
		return nil
	}
	return holders(m.places, seat)
}

// Holds says whether a responder is rostered to a seat: whether Holders names them.
func (m *Moment) Holds(id, seat string) bool {
	return seat != "" && slices.Contains(m.places, place{seat, id})
}

// OnDuty is everybody on any shift that is being worked, each once, in the order of shifts and their posts.
func (m *Moment) OnDuty() []string { return slices.Clone(m.on) }

// IsOnDuty says whether a responder is on any shift that is being worked: whether OnDuty names them.
func (m *Moment) IsOnDuty(id string) bool { return slices.Contains(m.on, id) }

// Substitutes are the people on duty with a skill (anybody on duty if it is empty) who are not rostered to the seat:
// those who are rostered to no seat at all first, then the others in the order of OnDuty.
func (m *Moment) Substitutes(seat, skill string) []string {
	skilled := m.roster.skilled(skill)
	holding, seated := map[string]bool{}, map[string]bool{}
	for _, p := range m.places {
		holding[p.id] = holding[p.id] || p.seat == seat
		seated[p.id] = seated[p.id] || p.seat != ""
	}
	var free, busy []string
	for _, id := range m.on {
		switch {
		case holding[id] || !skilled[id]:
		case seated[id]:
			busy = append(busy, id)
		default:
			free = append(free, id)
		}
	}
	return append(free, busy...)
}

// InGroup is everybody on duty in the group that a seat belongs to, its lead first, then in the order of OnDuty.
func (m *Moment) InGroup(seat string) []string {
	group, ok := m.roster.groupOf(seat)
	if !ok {
		return nil
	}
	members := map[string]bool{}
	for _, p := range m.roster.Responders {
		members[p.ID] = p.Group == group.ID || p.ID == group.Lead
	}
	var ids []string
	for _, id := range m.on {
		switch {
		case id == group.Lead:
			ids = slices.Insert(ids, 0, id)
		case members[id]:
			ids = append(ids, id)
		}
	}
	return ids
}

// Lead is the head of the group that a seat belongs to; ok is false where there is none, or not on duty.
func (m *Moment) Lead(seat string) (id string, ok bool) {
	group, ok := m.roster.groupOf(seat)
	if !ok || !m.IsOnDuty(group.Lead) {
		return "", false
	}
	return group.Lead, true
}

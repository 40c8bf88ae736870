package roster

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// This file decides whether people may exchange what they are rostered to, and what becomes of the roster if they do.

// Stint is one occurrence of a shift, and somebody who is rostered to it.
type Stint struct {
	Shift     string
	Date      string // the local date on which it begins, "YYYY-MM-DD"
	Responder string
}

// RefusalError says why something cannot be done to a roster. Its text is a sentence for people.
type RefusalError struct {
	Field string // what of the request is to blame, as the request names it; empty: nothing of it
	Text  string
}

// Error implements error.
func (r *RefusalError) Error() string { return r.Text }

func refuse(field, format string, args ...any) error {
	return &RefusalError{Field: field, Text: fmt.Sprintf(format, args...)}
}

// Swap has two people take each other's stints, as two overrides without ids. The needs say which skills seats ask for;
// without them nobody's skills are looked at.
func (r Roster) Swap(one, other Stint, needs []Need, now time.Time) ([]Override, error) {
	first, err := r.stint("one", one, now)
	if err != nil {
		return nil, err
	}
	second, err := r.stint("other", other, now)
	if err != nil {
		return nil, err
	}
	if one.Responder == other.Responder {
		return nil, refuse("other.responder", "%s cannot swap with themselves: name somebody else.", one.Responder)
	}
	if err := r.mayTake(other.Responder, one, first, second, needs); err != nil {
		return nil, err
	}
	if err := r.mayTake(one.Responder, other, second, first, needs); err != nil {
		return nil, err
	}
	return []Override{
		{Out: one.Responder, In: other.Responder, From: first.from, To: first.to},
		{Out: other.Responder, In: one.Responder, From: second.from, To: second.to},
	}, nil
}

// stint finds the stretch of an occurrence that is not over, and that its responder works.
func (r Roster) stint(field string, s Stint, now time.Time) (span, error) {
	if _, known := r.at(s.Responder); !known {
		return span{}, refuse(field+".responder", "There is no responder %q at this site: see its responders.", s.Responder)
	}
	shift, ok := r.shift(s.Shift)
	if !ok {
		return span{}, refuse(field+".shift", "There is no shift %q at this site: see its shifts.", s.Shift)
	}
	when, ok := r.occurrence(shift, s.Date)
	if !ok {
		return span{}, refuse(field+".date", "The shift %s does not begin on %s: give a date on which it does, such as 2026-11-28.", s.Shift, s.Date)
	}
	if !when.to.After(now) {
		return span{}, refuse(field+".date", "The shift %s of %s is over: what is past cannot be changed.", s.Shift, s.Date)
	}
	if !shift.posts(s.Responder) {
		return span{}, refuse(field+".responder", "%s is not rostered to the shift %s: name who is, or change the override by which they stand in.", s.Responder, s.Shift)
	}
	at := when.from
	if now.After(at) {
		at = now
	}
	if !slices.Contains(r.OnDuty(at), s.Responder) {
		return span{}, refuse(field+".responder", "%s does not work the shift %s of %s: a leave or an override takes them off it. Change that first.", s.Responder, s.Shift, s.Date)
	}
	return when, nil
}

func (r Roster) shift(id string) (Shift, bool) {
	for _, s := range r.Shifts {
		if s.ID == id {
			return s, true
		}
	}
	return Shift{}, false
}

// posts says whether a shift rosters somebody.
func (s Shift) posts(id string) bool {
	return slices.ContainsFunc(s.Posts, func(p Post) bool { return slices.Contains(p.People, id) })
}

// occurrence is the stretch of a shift that begins on a local date, if it does.
func (r Roster) occurrence(s Shift, on string) (span, bool) {
	rule, ok := s.rule()
	day, err := time.Parse(time.DateOnly, on)
	if !ok || err != nil || !rule.worked(date(day)) {
		return span{}, false
	}
	return rule.hours.on(r.Zone, date(day)), true
}

// mayTake refuses that somebody takes over a stint: for their leave, for what they work then, but for what they give away,
// and for a skill that a seat asks for and its holder has.
func (r Roster) mayTake(id string, s Stint, when, given span, needs []Need) error {
	for _, l := range r.Leave {
		if l.Responder == id && l.From.Before(when.to) && l.To.After(when.from) {
			return refuse("", "%s is on leave during the shift %s of %s: end the leave first, or swap another shift.", id, s.Shift, s.Date)
		}
	}
	for _, d := range r.Duties(when.from, when.to) {
		if d.Responder == id && !(!d.From.Before(given.from) && !d.To.After(given.to)) {
			return refuse("", "%s is on duty already from %s to %s, during the shift %s of %s: nobody works two at once. Swap another shift.",
				id, r.local(d.From), r.local(d.To), s.Shift, s.Date)
		}
	}
	shift, _ := r.shift(s.Shift)
	return r.fit(id, s.Responder, shift, needs)
}

// fit refuses somebody who lacks a skill that a seat of a shift asks for, where whoever they replace has it.
func (r Roster) fit(in, out string, shift Shift, needs []Need) error {
	newcomer, _ := r.Find(in)
	former, _ := r.Find(out)
	var lacking []string
	for _, p := range shift.Posts {
		for _, n := range needs {
			if n.Seat == p.Seat && slices.Contains(p.People, out) && former.Has(n.Skill) && !newcomer.Has(n.Skill) {
				lacking = append(lacking, fmt.Sprintf("%s (%s)", p.Seat, n.Skill))
			}
		}
	}
	if len(lacking) > 0 {
		return refuse("", "%s lacks a skill that %s has and the seat asks for: %s. Name somebody who has it, or repeat with force.", in, out, strings.Join(lacking, ", "))
	}
	return nil
}

// local writes a moment as the site's clocks show it.
func (r Roster) local(at time.Time) string { return r.Zone.Local(at).Format("2006-01-02 15:04") }

// Taking is somebody's wish to take a shift over that is being worked.
type Taking struct {
	Responder string // who takes it
	Shift     string
	Out       string // whom they relieve; may be left out where the shift rosters one person only
}

// TakeNow relieves somebody from now on until the end of the shift that is being worked. The override has no id. Whoever stands
// in for a rostered person is relieved like that person.
func (r Roster) TakeNow(t Taking, needs []Need, now time.Time) (Override, error) {
	if _, known := r.at(t.Responder); !known {
		return Override{}, refuse("responder", "There is no responder %q at this site: see its responders.", t.Responder)
	}
	shift, ok := r.shift(t.Shift)
	if !ok {
		return Override{}, refuse("shift", "There is no shift %q at this site: see its shifts.", t.Shift)
	}
	when, ok := r.running(shift, now)
	if !ok {
		return Override{}, refuse("shift", "The shift %s is not being worked now: take one that is, or swap it for its day.", t.Shift)
	}
	if r.OnLeave(t.Responder, now) {
		return Override{}, refuse("responder", "%s is on leave now, and would not be called: end the leave first.", t.Responder)
	}
	out, err := r.relieved(shift, t, now)
	if err != nil {
		return Override{}, err
	}
	if err := r.fit(t.Responder, out, shift, needs); err != nil {
		return Override{}, err
	}
	return Override{Out: out, In: t.Responder, From: now, To: when.to}, nil
}

// running is the occurrence of a shift that is being worked at a moment.
func (r Roster) running(s Shift, at time.Time) (span, bool) {
	rule, ok := s.rule()
	today := r.Zone.dateOf(at)
	for n := -1; ok && n <= 1; n++ {
		if d := today.plus(n); rule.worked(d) && rule.hours.on(r.Zone, d).holds(at) {
			return rule.hours.on(r.Zone, d), true
		}
	}
	return span{}, false
}

// relieved finds whose post somebody takes: the person named, or whom that person stands in for.
func (r Roster) relieved(s Shift, t Taking, now time.Time) (string, error) {
	out := t.Out
	if out == "" {
		people := s.people()
		if len(people) != 1 {
			return "", refuse("in_place_of", "The shift %s rosters several people: say whom %s relieves, one of %s.", s.ID, t.Responder, strings.Join(people, ", "))
		}
		out = people[0]
	}
	if !s.posts(out) {
		for _, o := range r.overridesAt(now) {
			if o.In == out && s.posts(o.Out) {
				out = o.Out
				break
			}
		}
	}
	switch {
	case !s.posts(out):
		return "", refuse("in_place_of", "%s does not work the shift %s: name who does, one of %s.", out, s.ID, strings.Join(s.people(), ", "))
	case out == t.Responder && len(r.standIns(out, now)) == 0:
		return "", refuse("responder", "%s has the shift %s already.", out, s.ID)
	}
	return out, nil
}

// standIns are who stands in for somebody at a moment.
func (r Roster) standIns(out string, now time.Time) []string {
	var ids []string
	for _, o := range r.overridesAt(now) {
		if o.Out == out {
			ids = append(ids, o.In)
		}
	}
	return ids
}

// people is everybody whom a shift rosters, each once.
func (s Shift) people() []string {
	var ids []string
	for _, p := range s.Posts {
		for _, id := range p.People {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

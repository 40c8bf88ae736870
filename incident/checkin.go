package incident

// Check-ins: people on scene in seats with check_in are asked now and again whether they are well. Whoever does not answer
// twice counts as in danger until something is heard of them.

import (
	"slices"
	"strconv"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// The waits of a check-in. [design]
const (
	checkInAnswer = 2 * time.Minute // within which it is to be answered
	checkInsMeet  = time.Minute     // questions that are due so soon go out together
	mostMisses    = 2               // then it counts as danger
)

// Presence is somebody on scene whose check-ins are watched.
type Presence struct {
	Responder string     `json:"responder"`
	Heard     time.Time  `json:"heard"`              // the last sign of life
	AskedAt   *time.Time `json:"asked_at,omitempty"` // when they were asked, and have not answered
	Missed    int        `json:"missed,omitempty"`   // how many questions in a row
	Note      string     `json:"note,omitempty"`     // the message that asks
}

// checkInsDue asks whoever is due and acts upon silence, and says whether there was anything to do.
func (i *Incident) checkInsDue() bool {
	if i.State.Lifecycle != Open || !i.rules(frozen.PeopleCheckIn) {
		return false
	}
	i.watchPresences()
	due := false
	for k := range i.State.Presences {
		p := &i.State.Presences[k]
		if at, ok := i.checkInAt(p); ok && !at.After(i.now) {
			i.silentFor(p)
			due = true
		}
	}
	if due {
		i.askSoonDue()
	}
	return due
}

// watchPresences begins with whoever has come on scene, and lets go of who has left it.
func (i *Incident) watchPresences() {
	i.State.Presences = slices.DeleteFunc(i.State.Presences, func(p Presence) bool { return i.checkInOf(p.Responder) == 0 })
	for _, s := range i.State.Seats {
		for _, h := range s.Holders {
			if i.checkInOf(h.Responder) > 0 && i.presence(h.Responder) == nil {
				i.State.Presences = append(i.State.Presences, Presence{Responder: h.Responder, Heard: i.now})
			}
		}
	}
}

func (i *Incident) presence(id string) *Presence {
	for k := range i.State.Presences {
		if i.State.Presences[k].Responder == id {
			return &i.State.Presences[k]
		}
	}
	return nil
}

// checkInOf is how often a person is to be asked, the shortest of the seats in which they are on scene; 0 if never.
func (i *Incident) checkInOf(id string) time.Duration {
	every := time.Duration(0)
	for k, s := range i.State.Seats {
		h, c := s.holder(id), i.In.Plan.Seats[k].CheckIn
		if h != nil && h.State == HolderOnScene && c > 0 && (every == 0 || c < every) {
			every = c
		}
	}
	return every
}

// checkInAt is when something has to be done about somebody's check-ins; ok is false while nothing has. Whom no message can
// reach is not asked: others watch over them.
func (i *Incident) checkInAt(p *Presence) (at time.Time, ok bool) {
	if !i.reachable(p.Responder) || p.Missed >= mostMisses || i.State.Lifecycle != Open {
		return time.Time{}, false
	}
	if p.AskedAt != nil {
		return p.AskedAt.Add(checkInAnswer), true
	}
	return p.Heard.Add(i.checkInOf(p.Responder)), true
}

// silentFor does what a check-in that is due, or was not answered, calls for.
func (i *Incident) silentFor(p *Presence) {
	if p.AskedAt == nil {
		i.askCheckIn(p)
		return
	}
	if note := i.page(p.Note); note != nil && note.onItsWay() { // the carrier has not taken it: it is no silence of theirs
		at := i.now
		p.AskedAt = &at
		return
	}
	p.Missed++
	i.log(KindCheckMissed, "", words.CheckInMissed(i.name(p.Responder), p.Missed), about{Responder: p.Responder})
	if p.Missed < mostMisses {
		i.askCheckIn(p)
		return
	}
	p.AskedAt = nil
	i.log(KindDanger, "", words.SilentDanger(i.name(p.Responder), i.clockText(&p.Heard)), about{Responder: p.Responder})
	i.alarm(Subject{AboutSilent, p.Responder})
}

// askCheckIn asks somebody for a sign of life.
func (i *Incident) askCheckIn(p *Presence) {
	at := i.now
	p.AskedAt = &at
	i.log(KindCheckAsked, "", words.CheckInAsked(i.name(p.Responder)), about{Responder: p.Responder})
	again := p.Missed > 0
	next := i.State.NextPage
	i.tell(p.Responder, func(lang string) string { return words.AreYouWell(lang, i.hazard(lang), again) })
	if p.Note = ""; i.State.NextPage > next {
		p.Note = "p" + strconv.Itoa(next)
	}
}

// onItsWay says whether the carrier is not known to have taken, or refused, what a page says.
func (p *Page) onItsWay() bool { return p.Owed || p.unsettled() }

// askSoonDue asks together whoever would be asked within a moment.
func (i *Incident) askSoonDue() {
	for k := range i.State.Presences {
		p := &i.State.Presences[k]
		if at, ok := i.checkInAt(p); ok && p.AskedAt == nil && !at.After(i.now.Add(checkInsMeet)) {
			i.askCheckIn(p)
		}
	}
}

// wellAgain notes a sign of life of somebody whose check-ins are watched. It ends what their silence has set going.
func (i *Incident) wellAgain(id string) {
	if p := i.presence(id); p != nil {
		p.Heard, p.AskedAt, p.Missed = i.now, nil, 0
	}
	if silent := (Subject{AboutSilent, id}); i.climb(silent) != nil {
		i.halt(silent)
		i.dropAll(silent)
		i.log(KindCheckAnswered, id, words.HeardAgain(i.name(id)), about{Responder: id})
	}
}

// checkInsAnew starts all check-ins anew where the clocks have stood still.
func (i *Incident) checkInsAnew() {
	for k := range i.State.Presences {
		p := &i.State.Presences[k]
		if p.Missed < mostMisses {
			p.Heard, p.AskedAt, p.Missed = i.now, nil, 0
		}
	}
}

// dueOfCheckIns are the moments at which something has to be done about check-ins.
func (i *Incident) dueOfCheckIns() []time.Time {
	var due []time.Time
	for k := range i.State.Presences {
		if at, ok := i.checkInAt(&i.State.Presences[k]); ok {
			due = append(due, at)
		}
	}
	return due
}

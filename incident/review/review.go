// Package review looks back at an incident: what its timeline shows of times, seats, steps, people and messages, the plan as
// written beside the plan as run. It is pure: a review is computed anew from the entries whenever somebody asks for it.
package review

import (
	"time"

	"muster/incident"
	"muster/incident/frozen"
)

// The types that a review shares with the incident.
type (
	// Text is one sentence in English and Chinese.
	Text = incident.Text
	// Time is a moment in JSON, in UTC with milliseconds.
	Time = incident.Time
)

// Review is what the timeline of an incident shows. Spans leave out the time for which a drill was paused. Lists are never null.
type Review struct {
	Incident    string             `json:"incident"`
	Plan        string             `json:"plan"`
	PlanVersion int                `json:"plan_version"`
	Title       Text               `json:"title"`
	Site        string             `json:"site"`
	Mode        frozen.Mode        `json:"mode"`
	Location    string             `json:"location"`
	Summary     string             `json:"summary"`
	State       incident.Lifecycle `json:"state"`
	SoFar       bool               `json:"so_far" doc:"The incident has not ended: all of this may still change."`
	Outcome     *string            `json:"outcome"`
	OpenedAt    Time               `json:"opened_at"`
	StoodDownAt *Time              `json:"stood_down_at"`
	EndedAt     *Time              `json:"ended_at"`
	Until       Time               `json:"until" doc:"The moment up to which it looks: the end, or now by the incident's own clock."`
	Lasted      Span               `json:"lasted"`
	Response    *Span              `json:"response" doc:"From the opening to the stand-down."`
	Paused      Span               `json:"paused" doc:"For how long a drill held still, in all."`
	Level       string             `json:"level" doc:"At the opening; what became of it is in levels."`
	First       First              `json:"first"`
	Sums        Sums               `json:"sums"`
	Seats       []Seat             `json:"seats"`
	Steps       []Step             `json:"steps"`
	Changes     []Change           `json:"changes" doc:"What was not done as the plan is written, in order."`
	People      []Person           `json:"people"`
	Contained   []Contained        `json:"contained" doc:"What a drill kept from residents and outside parties."`
	Levels      []Event            `json:"levels"`
	Command     []Event            `json:"command"`
	Alarms      []Event            `json:"alarms" doc:"Danger, calls for help, and pauses."`
	Rungs       []Rung             `json:"rungs" doc:"How far each ladder was climbed."`
}

// Event is a line of the timeline that a review points at.
type Event struct {
	At    Time          `json:"at"`
	After Span          `json:"after" doc:"Since the opening."`
	Kind  incident.Kind `json:"kind"`
	By    *string       `json:"by"`
	Text  Text          `json:"text"`
}

// First says when things happened for the first time; null: not yet, or never.
type First struct {
	Page       *Mark `json:"page"`
	Answer     *Mark `json:"answer" doc:"Any word from somebody who was called."`
	Acceptance *Mark `json:"acceptance"`
	Arrival    *Mark `json:"arrival"`
	Commander  *Mark `json:"commander"`
	AllSeats   *Mark `json:"all_seats" doc:"When every seat that was asked for had been filled; null if one never was."`
}

// Mark is a moment, and whose it was.
type Mark struct {
	At    Time    `json:"at"`
	After Span    `json:"after" doc:"Since the opening."`
	Who   *string `json:"who" doc:"A responder's id."`
	Name  *string `json:"name"`
}

// Sums are the counts that a reader looks at first.
type Sums struct {
	Seats    SeatSums    `json:"seats"`
	Steps    StepSums    `json:"steps"`
	People   PeopleSums  `json:"people"`
	Messages MessageSums `json:"messages"`
	Rungs    int         `json:"rungs" doc:"How many rungs were reached, repeats included."`
}

// Contained is something that a drill would have told residents or an outside party.
type Contained struct {
	At     Time    `json:"at"`
	After  Span    `json:"after" doc:"Since the opening."`
	Step   string  `json:"step"`
	Notice *string `json:"notice"`
	Party  *string `json:"party"`
	Told   int     `json:"told" doc:"How many residents would have been told."`
	Text   Text    `json:"text"`
}

// Rung says how far the ladder of one seat, late step, danger or call for help was climbed.
type Rung struct {
	Seat      *string `json:"seat"`
	Step      *string `json:"step"`
	Responder *string `json:"responder"`
	Highest   int     `json:"highest"`
	Reached   int     `json:"reached" doc:"How often a rung of it was reached, repeats included."`
}

// Of computes the review of an incident from its timeline, in whatever order the entries come, each of them once or more often.
// The view says what the plan asked for and how people are called.
func Of(view incident.View, entries []incident.Entry) Review {
	l := newLook(view, entries)
	r := Review{
		Incident: view.ID, Plan: view.Plan, PlanVersion: view.PlanVersion, Title: view.Title, Site: view.Site, Mode: view.Mode,
		Location: view.Location, Summary: view.Summary, State: view.State, SoFar: l.end == nil, OpenedAt: Time(l.opened),
		StoodDownAt: timeOf(l.stoodDown), EndedAt: timeOf(l.end), Until: Time(l.until), Lasted: l.after(l.until), Paused: Span(l.clock.paused(l.opened, l.until)),
		Level: l.level(), Outcome: l.outcome(), Changes: l.changes(), Contained: l.contained(), Rungs: l.rungs(),
		Levels: l.events(incident.KindLevel), Command: l.events(incident.KindCommand),
		Alarms: l.events(incident.KindDanger, incident.KindHelp, incident.KindPaused, incident.KindResumed),
	}
	if l.stoodDown != nil {
		response := l.after(*l.stoodDown)
		r.Response = &response
	}
	r.Seats, r.Sums.Seats = l.seats()
	r.Steps, r.Sums.Steps = l.steps()
	r.People, r.Sums.People = l.people()
	r.Sums.Messages, r.Sums.Rungs = l.messages(), len(l.of(incident.KindRung))
	r.First = l.firsts(r)
	return r
}

func timeOf(at *time.Time) *Time {
	if at == nil {
		return nil
	}
	t := Time(*at)
	return &t
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

package console

// Amendments: who does what, and until when, other than the plan has it.

import (
	"context"
	"time"

	"muster/incident"
	"muster/sites"
)

// mostMinutes is by how much a step is put off at most at once.
const mostMinutes = 24 * 60

// mostStep is how long the title of an added step may be: with it a task stays within two messages.
const mostStep = 80

// mostFloor is how long a floor's label is at most.
const mostFloor = 40

func (s *server) reassignStep(ctx context.Context, f form) error {
	to := f.get("responder")
	if to == "" {
		return unfit("answer.no-person")
	}
	return s.Desk.ReassignStep(ctx, f.id, f.request, incident.ReassignStep{
		Step: f.step(), To: to, By: f.by, Reason: short(f.get("reason"), mostReason), Confirmation: f.confirm,
	})
}

// extendStep gives a step so many minutes from now, by the incident's own clock.
func (s *server) extendStep(ctx context.Context, f form) error {
	minutes := f.number("minutes")
	if minutes < 1 || minutes > mostMinutes {
		return unfit("amend.no-minutes")
	}
	seen, err := s.find(ctx, f.id)
	if err != nil {
		return err
	}
	until := s.clockOf(seen).now.Add(time.Duration(minutes) * time.Minute).UTC().Truncate(time.Second)
	return s.Desk.ExtendStep(ctx, f.id, f.request, incident.ExtendStep{
		Step: f.step(), Until: until, By: f.by, Reason: short(f.get("reason"), mostReason), Confirmation: f.confirm,
	})
}

func (s *server) assignSeat(ctx context.Context, f form) error {
	who := f.get("responder")
	if who == "" {
		return unfit("answer.no-person")
	}
	return s.Desk.AssignSeat(ctx, f.id, f.request, incident.AssignSeat{
		Seat: f.get("seat"), Responder: who, By: f.by, Reason: short(f.get("reason"), mostReason), Confirmation: f.confirm,
	})
}

func (s *server) releaseSeat(ctx context.Context, f form) error {
	who := f.get("responder")
	if who == "" {
		return unfit("answer.no-person")
	}
	return s.Desk.ReleaseSeat(ctx, f.id, f.request, incident.ReleaseSeat{
		Seat: f.c.Param("seat"), Responder: who, By: f.by, Reason: short(f.get("reason"), mostReason), Confirmation: f.confirm,
	})
}

// addStep gives a seat something to do that the plan does not have, within so many minutes if it says so.
func (s *server) addStep(ctx context.Context, f form) error {
	reason, err := f.text("reason", mostReason, "order.no-reason")
	if err != nil {
		return err
	}
	title, seat, minutes := f.get("title"), f.get("seat"), f.number("minutes")
	if title == "" || seat == "" || len([]rune(title)) > mostStep || minutes < 0 || minutes > mostMinutes {
		return unfit("amend.no-step")
	}
	return s.Desk.AddStep(ctx, f.id, f.request, incident.AddStep{
		Title: title, Seat: seat, By: f.by, Reason: reason, Target: time.Duration(minutes) * time.Minute, Confirmation: f.confirm,
	})
}

// openLink opens another plan's incident from this one.
func (s *server) openLink(ctx context.Context, f form) error {
	if f.get("plan") == "" {
		return unfit("declare.no-plan")
	}
	return s.Desk.Link(ctx, f.id, f.request, incident.OpenLink{Plan: f.get("plan"), Location: short(f.get("location"), most), By: f.by, Confirmation: f.confirm})
}

// addPlace says that the incident has reached another building, or another floor.
func (s *server) addPlace(ctx context.Context, f form) error {
	at, err := s.whereIs(ctx, f.id)
	if err != nil {
		return err
	}
	site, known := s.site(at.site)
	if !known {
		return unfit("declare.no-site")
	}
	building, there := site.Building(f.get("building"))
	if !there {
		return unfit("declare.no-building")
	}
	return s.Desk.AddPlace(ctx, f.id, f.request, incident.AddPlace{By: f.by, Building: building.ID, Floor: short(f.get("floor"), mostFloor)})
}

// colleague is somebody who can be given something to do.
type colleague struct {
	ID   string
	Name string
}

// colleagues are the people on duty at a site now, and those whom the incident has called.
func colleagues(site *sites.Site, called []person, now time.Time) []colleague {
	var all []colleague
	known := map[string]bool{}
	add := func(id, name string) {
		if !known[id] {
			known[id] = true
			all = append(all, colleague{id, name})
		}
	}
	for _, p := range called {
		add(p.ID, p.Name)
	}
	duty := site.Roster(now).Indexed()
	for _, id := range duty.OnDuty(now) {
		if p, there := duty.Find(id); there {
			add(id, p.Name)
		}
	}
	return all
}

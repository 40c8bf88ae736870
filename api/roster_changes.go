package api

// Changes of rosters, call by call.

import (
	"bytes"
	"context"

	"muster/roster"
	"muster/sites"
	"muster/sites/calendar"
	"muster/sites/change"
	"muster/sites/staff"
)

type putShiftInput struct {
	RosterTerms
	Shift string `path:"shift" maxLength:"40"`
	Body  struct {
		From   string              `json:"from" maxLength:"5" doc:"Local time, such as 07:00."`
		To     string              `json:"to" maxLength:"5" doc:"Local time; if it is not after the start, it is the next day's."`
		First  string              `json:"first" maxLength:"10" doc:"The date of day 0 of the first cycle."`
		Every  int                 `json:"every,omitempty" minimum:"1" maximum:"366" doc:"The cycle's length in days; 1 if left out."`
		Days   []int               `json:"days,omitempty" maxItems:"366" doc:"On which days of the cycle it is worked, counted from 0; the first if left out."`
		Seats  map[string][]string `json:"seats,omitempty" doc:"For each seat its responders, in calling order."`
		Others []string            `json:"others,omitempty" maxItems:"2000" doc:"Responders on duty without a seat."`
	}
}

func (s *server) putShift(ctx context.Context, in *putShiftInput) (*rosterChangeOutput, error) {
	b := in.Body
	shift := sites.Shift{ID: in.Shift, From: b.From, To: b.To, First: b.First, Every: b.Every, Days: b.Days, Seats: b.Seats, Others: b.Others}
	if site := s.site(in.Site); in.Version == 0 && site != nil && site.HasShift(in.Shift) {
		return nil, unfit("query.version", "Say which version of the roster you have changed: the shift is replaced whole, and somebody else may have changed it.")
	}
	return s.change(ctx, in.RosterTerms, change.PutShift(shift))
}

type deleteShiftInput struct {
	RosterTerms
	Shift string `path:"shift" maxLength:"40"`
}

func (s *server) deleteShift(ctx context.Context, in *deleteShiftInput) (*rosterChangeOutput, error) {
	return s.change(ctx, in.RosterTerms, change.DeleteShift(in.Shift))
}

// Stretch is when something begins and ends. It is exported because bodies are read by reflection.
type Stretch struct {
	From string `json:"from" maxLength:"40" doc:"In the site's time, such as 2026-11-28 19:00, or with an offset."`
	To   string `json:"to" maxLength:"40" doc:"Not part of it."`
}

type addOverrideInput struct {
	RosterTerms
	Body struct {
		ID   string `json:"id,omitempty" maxLength:"40" doc:"A name for it; one is made if left out."`
		In   string `json:"in" maxLength:"40" doc:"Who stands in, or is added to the seat."`
		Out  string `json:"out,omitempty" maxLength:"40" doc:"For whom."`
		Seat string `json:"seat,omitempty" maxLength:"40" doc:"In this seat alone; in all if left out."`
		Stretch
	}
}

func (s *server) addOverride(ctx context.Context, in *addOverrideInput) (*rosterChangeOutput, error) {
	span, err := s.span(in.Site, in.Body.From, in.Body.To)
	if err != nil {
		return nil, err
	}
	o := sites.Override{ID: in.Body.ID, In: in.Body.In, Out: in.Body.Out, Seat: in.Body.Seat}
	return s.change(ctx, in.RosterTerms, change.AddOverride(o, span))
}

type deleteOverrideInput struct {
	RosterTerms
	Override string `path:"override" maxLength:"40"`
}

func (s *server) deleteOverride(ctx context.Context, in *deleteOverrideInput) (*rosterChangeOutput, error) {
	return s.change(ctx, in.RosterTerms, change.DeleteOverride(in.Override))
}

type addLeaveInput struct {
	RosterTerms
	Body struct {
		ID        string `json:"id,omitempty" maxLength:"40" doc:"A name for it; one is made if left out."`
		Responder string `json:"responder" maxLength:"40"`
		Stretch
	}
}

func (s *server) addLeave(ctx context.Context, in *addLeaveInput) (*rosterChangeOutput, error) {
	span, err := s.span(in.Site, in.Body.From, in.Body.To)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.RosterTerms, change.AddLeave(sites.Leave{ID: in.Body.ID, Responder: in.Body.Responder}, span))
}

type deleteLeaveInput struct {
	RosterTerms
	Leave string `path:"leave" maxLength:"100"`
}

func (s *server) deleteLeave(ctx context.Context, in *deleteLeaveInput) (*rosterChangeOutput, error) {
	return s.change(ctx, in.RosterTerms, change.DeleteLeave(in.Leave))
}

// Stint is one occurrence of a shift and who works it. It is exported because bodies are read by reflection.
type Stint struct {
	Shift     string `json:"shift" maxLength:"40"`
	Date      string `json:"date" maxLength:"10" doc:"The local date on which it begins, such as 2026-11-28."`
	Responder string `json:"responder" maxLength:"40"`
}

type swapInput struct {
	RosterTerms
	Body struct {
		One   Stint `json:"one"`
		Other Stint `json:"other"`
	}
}

func (s *server) swapShifts(ctx context.Context, in *swapInput) (*rosterChangeOutput, error) {
	return s.change(ctx, in.RosterTerms, change.Swap(roster.Stint(in.Body.One), roster.Stint(in.Body.Other)))
}

type takeInput struct {
	RosterTerms
	Body struct {
		Responder string `json:"responder" maxLength:"40" doc:"Who takes it."`
		Shift     string `json:"shift" maxLength:"40" doc:"A shift that is being worked."`
		InPlaceOf string `json:"in_place_of,omitempty" maxLength:"40" doc:"Who is relieved; may be left out where the shift rosters one person only."`
	}
}

func (s *server) takeShift(ctx context.Context, in *takeInput) (*rosterChangeOutput, error) {
	return s.change(ctx, in.RosterTerms, change.TakeNow(roster.Taking{Responder: in.Body.Responder, Shift: in.Body.Shift, Out: in.Body.InPlaceOf}))
}

var (
	csvBody = bodyKind{limit: maxImport, types: []string{"text/csv", "application/csv", "application/vnd.ms-excel", "text/plain"}}
	icsBody = bodyKind{limit: maxImport, types: []string{"text/calendar", "text/plain"}}
)

type importStaffInput struct {
	RosterTerms
	RawBody []byte `contentType:"text/csv"`
}

func (s *server) importStaff(ctx context.Context, in *importStaffInput) (*rosterChangeOutput, error) {
	lines, problems := staff.Read(bytes.Clone(in.RawBody))
	var faults []change.Fault
	for _, p := range problems {
		faults = append(faults, change.Fault{Where: p.Where(), Text: p.Text})
	}
	if len(faults) > 0 {
		return nil, wrongRoster(&change.FaultsError{Faults: faults})
	}
	return s.change(ctx, in.RosterTerms, change.Staff(lines))
}

type removeStaffInput struct {
	RosterTerms
	Responder string `path:"responder" maxLength:"40"`
}

func (s *server) removeStaff(ctx context.Context, in *removeStaffInput) (*rosterChangeOutput, error) {
	return s.change(ctx, in.RosterTerms, change.RemoveStaff(in.Responder))
}

type importEventsInput struct {
	RosterTerms
	Responder string `query:"responder" maxLength:"40" doc:"Whom all events are about; each says so itself if left out, by its summary or an attendee."`
	Seat      string `query:"seat" maxLength:"40" doc:"The seat to which they are added; they are leave if left out."`
	RawBody   []byte `contentType:"text/calendar"`
}

func (s *server) importEvents(ctx context.Context, in *importEventsInput) (*rosterChangeOutput, error) {
	site := s.site(in.Site)
	if site == nil {
		return nil, noSite()
	}
	events, problems := calendar.Read(bytes.Clone(in.RawBody), site.Location(), s.Clock.Now())
	var faults []change.Fault
	for _, p := range problems {
		faults = append(faults, change.Fault(p))
	}
	if len(faults) > 0 {
		return nil, wrongRoster(&change.FaultsError{Faults: faults})
	}
	return s.change(ctx, in.RosterTerms, change.Events{List: events, Responder: in.Responder, Seat: in.Seat}.Change())
}

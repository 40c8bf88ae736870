package api

// Rosters as they are read: rules, duties, and what is lacking.

import (
	"context"
	"time"

	"muster/incident"
	"muster/roster"
	"muster/sites"
)

// SiteRef names a site in an address. It is exported because the parameters are found by reflection.
type SiteRef struct {
	Site string `path:"site" maxLength:"100"`
}

type rosterView struct {
	Site      string         `json:"site"`
	Version   int            `json:"version" doc:"To be named by changes; 0 while the database is away."`
	Timezone  string         `json:"timezone"`
	Shifts    []shiftItem    `json:"shifts"`
	Overrides []overrideItem `json:"overrides"`
	Leave     []leaveItem    `json:"leave"`
}

type overrideItem struct {
	ID   string        `json:"id"`
	Seat *string       `json:"seat" doc:"In this seat alone; in all if null."`
	Out  *string       `json:"out" doc:"Whom they replace; nobody, if null."`
	In   string        `json:"in"`
	From incident.Time `json:"from"`
	To   incident.Time `json:"to"`
}

type leaveItem struct {
	ID        string        `json:"id"`
	Responder string        `json:"responder"`
	From      incident.Time `json:"from"`
	To        incident.Time `json:"to"`
}

type rosterOutput struct {
	Body rosterView
}

func (s *server) getRoster(_ context.Context, in *SiteRef) (*rosterOutput, error) {
	site := s.site(in.Site)
	if site == nil {
		return nil, noSite()
	}
	view := rosterView{
		Site: site.ID, Version: s.Rosters.Version(site.ID), Timezone: site.Timezone,
		Shifts: []shiftItem{}, Overrides: []overrideItem{}, Leave: []leaveItem{},
	}
	for _, shift := range site.Shifts {
		view.Shifts = append(view.Shifts, shiftOf(site.ID, shift))
	}
	compiled := site.Roster(s.Clock.Now())
	for _, o := range compiled.Overrides {
		view.Overrides = append(view.Overrides, overrideItem{
			ID: o.ID, Seat: optional(o.Seat), Out: optional(o.Out), In: o.In, From: incident.Time(o.From), To: incident.Time(o.To),
		})
	}
	for n, l := range compiled.Leave {
		view.Leave = append(view.Leave, leaveItem{ID: site.Leave[n].Key(), Responder: l.Responder, From: incident.Time(l.From), To: incident.Time(l.To)})
	}
	return &rosterOutput{Body: view}, nil
}

type dutiesInput struct {
	SiteRef
	Responder string    `query:"responder" maxLength:"40" doc:"Only this person's."`
	From      time.Time `query:"from" doc:"Now if left out."`
	Days      int       `query:"days" minimum:"1" maximum:"62" default:"7" doc:"For how many days."`
}

type dutyItem struct {
	Responder string        `json:"responder"`
	Seats     []string      `json:"seats" doc:"Empty for somebody on duty without a seat."`
	From      incident.Time `json:"from"`
	To        incident.Time `json:"to"`
}

type dutiesOutput struct {
	Body struct {
		Items []dutyItem `json:"items" doc:"In the order of time, cut at both ends."`
	}
}

func (s *server) listDuties(_ context.Context, in *dutiesInput) (*dutiesOutput, error) {
	site := s.site(in.Site)
	if site == nil {
		return nil, noSite()
	}
	from := in.From
	if from.IsZero() {
		from = s.Clock.Now()
	}
	out := &dutiesOutput{}
	out.Body.Items = []dutyItem{}
	for _, d := range site.Roster(from).Indexed().Duties(from, from.AddDate(0, 0, in.Days)) {
		if in.Responder == "" || in.Responder == d.Responder {
			out.Body.Items = append(out.Body.Items, dutyItem{d.Responder, filled(d.Seats), incident.Time(d.From), incident.Time(d.To)})
		}
	}
	return out, nil
}

type coverageInput struct {
	SiteRef
	Days int `query:"days" minimum:"1" maximum:"62" default:"14" doc:"For how many days from now."`
}

type coverageView struct {
	Site       string           `json:"site"`
	From       incident.Time    `json:"from"`
	To         incident.Time    `json:"to"`
	Gaps       []gapItem        `json:"gaps" doc:"When a seat has fewer qualified people than plans in force need: as many as the plan that lacks most."`
	Unlicensed []unlicensedItem `json:"unlicensed" doc:"Who holds a seat without the skill that it asks for."`
	Unreached  []unreachedItem  `json:"unreachable" doc:"Whose number does not work."`
}

type gapItem struct {
	Seat  string        `json:"seat"`
	From  incident.Time `json:"from"`
	To    incident.Time `json:"to"`
	Have  int           `json:"have"`
	Need  int           `json:"need"`
	Plans []string      `json:"plans" doc:"Those that would lack somebody."`
}

type unlicensedItem struct {
	Seat      string        `json:"seat"`
	Skill     string        `json:"skill"`
	Responder string        `json:"responder"`
	From      incident.Time `json:"from" doc:"The first time."`
	Times     int           `json:"times"`
	Plans     []string      `json:"plans" doc:"Those that ask for the skill."`
}

type unreachedItem struct {
	Responder string `json:"responder"`
	Why       string `json:"why"`
}

type coverageOutput struct {
	Body coverageView
}

func (s *server) checkCoverage(_ context.Context, in *coverageInput) (*coverageOutput, error) {
	if s.site(in.Site) == nil {
		return nil, noSite()
	}
	found, err := s.Rosters.Coverage(in.Site, s.Clock.Now(), in.Days)
	if err != nil {
		return nil, err
	}
	return &coverageOutput{Body: coverageOf(found)}, nil
}

func coverageOf(c sites.Coverage) coverageView {
	view := coverageView{
		Site: c.Site, From: incident.Time(c.From), To: incident.Time(c.To),
		Gaps: []gapItem{}, Unlicensed: []unlicensedItem{}, Unreached: []unreachedItem{},
	}
	for _, g := range c.Gaps {
		view.Gaps = append(view.Gaps, gapOf(g))
	}
	for _, u := range c.Unlicensed {
		view.Unlicensed = append(view.Unlicensed, unlicensedItem{u.Seat, u.Skill, u.Responder, incident.Time(u.From), u.Times, filled(u.Plans)})
	}
	for _, u := range c.Unreachable {
		view.Unreached = append(view.Unreached, unreachedItem(u))
	}
	return view
}

func gapOf(g roster.Gap) gapItem {
	return gapItem{g.Seat, incident.Time(g.From), incident.Time(g.To), g.Have, g.Need, filled(g.Plans)}
}

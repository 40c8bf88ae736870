package api

// Incidents that belong together: merging one into another, and opening one from another.

import (
	"context"

	"muster/account"
	"muster/incident"
	"muster/incident/frozen"
)

type mergeBody struct {
	Into string `json:"into" maxLength:"100" doc:"The id of the incident that this one becomes a part of."`
	Signed
}

type linkBody struct {
	Plan     string  `json:"plan" maxLength:"100" doc:"The id of the plan that is opened."`
	Location string  `json:"location,omitempty" maxLength:"500" doc:"Where, in free text; where this incident is if left out."`
	Places   []place `json:"places,omitempty" maxItems:"20" doc:"Buildings and floors; read from the location if left out."`
	Signed
}

func (s *server) kinRoutes() {
	give(s, "merge", "merge-incident", "Merge an incident into another one", nil, func(ctx context.Context, request string, in *orderInput[mergeBody]) error {
		if !incidentIDs.MatchString(in.Body.Into) {
			return unfit("body.into", "Give the id of the other incident: see the list of incidents.")
		}
		if refused := s.mayAt(ctx, account.Command, in.Body.Into); refused != nil {
			return refused
		}
		return s.Desk.Merge(ctx, in.ID, request, incident.Merge{Into: in.Body.Into, By: in.Body.By, Confirmation: in.Body.confirmation()})
	})
	give(s, "links", "link-incident", "Open another plan from an incident", blames{incident.CodeNoPlan: "body.plan", incident.CodePlanRefused: "body.plan"}, func(ctx context.Context, request string, in *orderInput[linkBody]) error {
		o := incident.OpenLink{Plan: in.Body.Plan, By: in.Body.By, Location: in.Body.Location, Confirmation: in.Body.confirmation()}
		for _, p := range in.Body.Places {
			o.Places = append(o.Places, frozen.Spot{Building: p.Building, Floor: p.Floor})
		}
		return s.Desk.Link(ctx, in.ID, request, o)
	})
}

package api

// Incidents that belong together: merging one into another.

import (
	"context"

	"muster/incident"
)

type mergeBody struct {
	Into string `json:"into" maxLength:"100" doc:"The id of the incident that this one becomes a part of."`
	Signed
}

func (s *server) kinRoutes() {
	give(s, "merge", "merge-incident", "Merge an incident into another one", nil, func(ctx context.Context, request string, in *orderInput[mergeBody]) error {
		if !incidentIDs.MatchString(in.Body.Into) {
			return unfit("body.into", "Give the id of the other incident: see the list of incidents.")
		}
		return s.Desk.Merge(ctx, in.ID, request, incident.Merge{Into: in.Body.Into, By: in.Body.By, Confirmation: in.Body.confirmation()})
	})
}

package activities

// Errands: what one incident has done at another, by the Desk.

import (
	"context"
	"errors"
	"fmt"

	"muster/incident"
)

// RunErrand is the name of the activity that does an errand.
const RunErrand = "RunErrand"

// ErrandInput is the input of RunErrand.
type ErrandInput struct {
	Incident string          `json:"incident"` // whose errand it is
	Errand   incident.Errand `json:"errand"`
}

// KinDesk is the door to other incidents. Its refusals are *incident.Error; whatever it is asked for under the same request's id
// again it does once.
type KinDesk interface {
	// HandOver gives an incident what another one has, and says where its people stand there then.
	HandOver(ctx context.Context, id, request string, c incident.Carried) (incident.Taken, error)
	// Merge has an incident become a part of another one.
	Merge(ctx context.Context, id, request string, o incident.Merge) error
	// OpenLinked opens an incident that another one has called for.
	OpenLinked(ctx context.Context, o incident.Opening) error
	// EndLink tells an incident that one which it had opened has ended.
	EndLink(ctx context.Context, id, request string, o incident.LinkEnded) error
	// TellSame tells an incident of another one that may be the same.
	TellSame(ctx context.Context, id string, o incident.Other) error
}

// Errands does errands.
type Errands struct {
	Desk KinDesk
}

// RunErrand does an errand. A refusal is its result; anything else that goes wrong is tried again.
func (e *Errands) RunErrand(ctx context.Context, in ErrandInput) (incident.ErrandResult, error) {
	result, err := e.run(ctx, in)
	var refused *incident.Error
	if errors.As(err, &refused) && refused.Code != incident.CodeEngine && refused.Code != incident.CodeBusy {
		return incident.ErrandResult{Refused: refused}, nil
	}
	if err != nil {
		return incident.ErrandResult{}, fmt.Errorf("errand %s: %w", in.Errand.ID, err)
	}
	return result, nil
}

func (e *Errands) run(ctx context.Context, in ErrandInput) (incident.ErrandResult, error) {
	switch in.Errand.Kind {
	case incident.ErrandHandOver:
		taken, err := e.Desk.HandOver(ctx, in.Errand.To, in.Errand.ID, *in.Errand.Carried)
		return incident.ErrandResult{Taken: &taken}, err
	case incident.ErrandMerge:
		return incident.ErrandResult{}, e.Desk.Merge(ctx, in.Errand.To, in.Errand.ID, incident.Merge{
			Into: in.Errand.Into, By: in.Errand.By, Confirmation: incident.Confirmation{Confirm: true},
		})
	case incident.ErrandOpen:
		return incident.ErrandResult{}, e.Desk.OpenLinked(ctx, *in.Errand.Opening)
	case incident.ErrandTell:
		return incident.ErrandResult{}, e.Desk.EndLink(ctx, in.Errand.To, in.Errand.ID, *in.Errand.Ending)
	case incident.ErrandSame:
		return incident.ErrandResult{}, e.Desk.TellSame(ctx, in.Errand.To, *in.Errand.Same)
	}
	return incident.ErrandResult{}, fmt.Errorf("no errand is called %q", in.Errand.Kind)
}

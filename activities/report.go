package activities

// Reports: a declaration that came by text and was confirmed is made, once.

import (
	"context"
	"errors"

	"go.temporal.io/sdk/temporal"

	"muster/incident"
	"muster/incident/frozen"
)

// Reported is the input of DeclareReported. Repeating it opens nothing new.
type Reported struct {
	Key         string             `json:"key"`
	Declaration frozen.Declaration `json:"declaration"`
	Report      frozen.Report      `json:"report"`
	Story       *frozen.Story      `json:"story,omitempty"` // under the simulator's story clock
}

// ReportDesk opens incidents.
type ReportDesk interface {
	// DeclareReported opens the incident of a report, or finds it, and gives its id. Its refusals are *incident.Error.
	DeclareReported(ctx context.Context, r Reported) (id string, err error)
}

// refusedReport is the type of the error that says that a report can never be declared.
const refusedReport = "ReportRefused"

// DeclareReported opens the incident that a report was confirmed for. A refusal that would be the same again is final.
func (x *Texts) DeclareReported(ctx context.Context, r Reported) (string, error) {
	id, err := x.Reports.DeclareReported(ctx, r)
	var refused *incident.Error
	if errors.As(err, &refused) && refused.Code != incident.CodeEngine && refused.Code != incident.CodeBusy {
		return "", temporal.NewNonRetryableApplicationError(refused.Message, refusedReport, nil)
	}
	return id, err
}

package logs

// The incident that a line is about: of the request, or of the activity, that writes it.

import (
	"context"
	"regexp"

	"go.temporal.io/sdk/activity"
)

var incidents = regexp.MustCompile(`^inc-[0-9a-z]{1,60}$`)

// Incident says whether an id is an incident's: the engine runs more than these.
func Incident(id string) bool { return incidents.MatchString(id) }

type incidentKey struct{}

// About is a context whose lines are about an incident.
func About(ctx context.Context, incident string) context.Context {
	return context.WithValue(ctx, incidentKey{}, incident)
}

func incidentOf(ctx context.Context) string {
	if id, ok := ctx.Value(incidentKey{}).(string); ok {
		return id
	}
	if activity.IsActivity(ctx) {
		if id := activity.GetInfo(ctx).WorkflowExecution.ID; Incident(id) {
			return id
		}
	}
	return ""
}

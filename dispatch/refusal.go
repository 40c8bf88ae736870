package dispatch

// Refusals: what the engine's errors mean to whoever asked.

import (
	"errors"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/temporal"

	"muster/incident"
	"muster/workflows"
)

// refusal turns an error of the engine into a refusal. Its own text stays inside, as the cause.
func refusal(err error) error {
	var refused *incident.Error
	if errors.As(err, &refused) {
		return refused
	}
	var application *temporal.ApplicationError
	if errors.As(err, &application) && application.Type() == workflows.RefusalType {
		var e incident.Error
		if application.Details(&e) == nil {
			return &e
		}
	}
	return &unavailable{refused: known(err), cause: err}
}

func known(err error) *incident.Error {
	var (
		notFound  *serviceerror.NotFound
		exhausted *serviceerror.ResourceExhausted
	)
	switch {
	case errors.As(err, &notFound):
		return incident.Fail(incident.CodeNoIncident, "There is no such incident, or it has ended: see the list of incidents.")
	case errors.As(err, &exhausted):
		return incident.Fail(incident.CodeBusy, "The incident is taking in too many answers at once: try again in a second.")
	case late(err):
		return incident.Fail(incident.CodeEngine, "The engine did not answer in time; it may still do what was asked. Look at the incident, then try again.")
	}
	return incident.Fail(incident.CodeEngine, "The engine cannot be reached: try again, and tell the operator if it goes on.")
}

// unavailable is a refusal that keeps its cause for the log.
type unavailable struct {
	refused *incident.Error
	cause   error
}

// Error is the refusal's sentence alone.
func (u *unavailable) Error() string { return u.refused.Error() }

// Unwrap gives the refusal and its cause.
func (u *unavailable) Unwrap() []error { return []error{u.refused, u.cause} }

// causeOf is what a refusal keeps for the log.
func causeOf(err error) error {
	var u *unavailable
	if errors.As(err, &u) {
		return u.cause
	}
	return err
}

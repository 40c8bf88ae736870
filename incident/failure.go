package incident

// Refusals: errors with a stable code and a sentence that says what to do next.

import (
	"fmt"
	"strings"
)

// Code is the stable name of a refusal.
type Code string

// The codes. Each is one HTTP status in api.
const (
	CodeEnded       Code = "incident_ended"
	CodeNoIncident  Code = "incident_unknown"
	CodeNoStep      Code = "step_unknown"
	CodeNoSeat      Code = "seat_unknown"
	CodeNoFact      Code = "fact_unknown"
	CodeNotYours    Code = "fact_not_yours"
	CodeNoNotice    Code = "notice_unknown"
	CodeNoZone      Code = "zone_unknown"
	CodeNoResponder Code = "responder_unknown"
	CodeNoPlan      Code = "plan_unknown"
	CodeNoSite      Code = "site_unknown"
	CodeStepState   Code = "step_state"
	CodeHardGate    Code = "hard_gate"
	CodeValue       Code = "value_invalid"
	CodeNothing     Code = "nothing_open"
	CodeField       Code = "field_invalid"
	CodeCommand     Code = "command_changed"
	CodeConflict    Code = "idempotency_conflict"
	CodeBusy        Code = "busy"
	CodeEngine      Code = "engine_unavailable"
	CodeTooLarge    Code = "input_too_large"
	CodePlanRefused Code = "plan_refused"
	CodeNotNow      Code = "not_now"
	CodeOften       Code = "too_often"
)

// Error is a refusal. Message is for people and says what to do next; it holds nothing that must stay inside.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"` // of the request, where one is to blame
}

// Error implements error.
func (e *Error) Error() string { return e.Message }

// Fail makes a refusal.
func Fail(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

func fail(code Code, format string, args ...any) error { return Fail(code, format, args...) }

// list joins names for a sentence.
func list(names []string) string { return strings.Join(names, ", ") }

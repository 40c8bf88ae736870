package client

// What a call can come to other than an answer.

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// RefusalError is a refusal, as application/problem+json tells it.
type RefusalError struct {
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail"`
	Code   string  `json:"code"` // stable
	Errors []Fault `json:"errors"`
}

// inBody begins the location of a field.
const inBody = "body."

// Fault is one thing that is wrong with a request.
type Fault struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

// Error is the detail, with each further fault on a line of its own. Where in the request it lies is said as people at a
// terminal know it: by the field's name.
func (p *RefusalError) Error() string {
	lines := []string{strings.TrimPrefix(p.Detail, inBody)}
	for _, f := range p.Errors {
		if strings.HasSuffix(p.Detail, f.Message) || (len(p.Errors) == 1 && strings.Contains(p.Detail, f.Message)) { // the detail says it already
			continue
		}
		lines = append(lines, "  "+strings.TrimPrefix(strings.TrimPrefix(f.Location, inBody)+": "+f.Message, ": "))
	}
	return strings.Join(lines, "\n")
}

// AwayError says that no answer came. Unsent is set where the request has not left either.
type AwayError struct {
	Address string
	Unsent  bool
	err     error
}

// Error says what to do next.
func (a *AwayError) Error() string {
	if a.Unsent {
		return fmt.Sprintf("Muster is not running at %s: start it with `make up` or `bin/muster up`, or set MUSTER_URL.", a.Address)
	}
	return fmt.Sprintf("Muster at %s did not answer. It may have done what was asked: look before you repeat it.", a.Address)
}

// Unwrap gives the cause.
func (a *AwayError) Unwrap() error { return a.err }

// lost says whether nobody knows if a request has arrived.
func lost(err error) bool {
	var away *AwayError
	return errors.As(err, &away) && !away.Unsent
}

// Passing says whether the same call may succeed in a moment.
func Passing(err error) bool {
	var away *AwayError
	if errors.As(err, &away) {
		return true
	}
	var refused *RefusalError
	return errors.As(err, &refused) && (refused.Status >= http.StatusInternalServerError || refused.Status == http.StatusTooManyRequests)
}

// Status is the HTTP status of a refusal, 0 for any other error.
func Status(err error) int {
	var refused *RefusalError
	if errors.As(err, &refused) {
		return refused.Status
	}
	return 0
}

func problem(answer *http.Response, data []byte) error {
	var p RefusalError
	if err := json.Unmarshal(data, &p); err != nil || (p.Detail == "" && p.Title == "") {
		p = RefusalError{Detail: fmt.Sprintf("Muster answered %s without saying why: try again, and look at its log if it goes on.", answer.Status)}
	}
	if p.Detail == "" {
		p.Detail = p.Title
	}
	p.Status = answer.StatusCode
	return &p
}

package console

// Refusals: what went wrong with what somebody wanted, in their language, on the page where they wanted it.

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
	"muster/drill"
	"muster/incident"
	"muster/incident/photo"
	"muster/plans"
	"muster/roster"
	"muster/sites/change"
)

// refusal is why something was not done. Title says it in the reader's language; Detail, where there is one, in English alone,
// as the API says it.
type refusal struct {
	Code   string
	Title  string
	Detail string
	status int
}

// statuses are what the codes of refusals mean in HTTP; the rest are conflicts.
var statuses = map[string]int{
	string(incident.CodeNoIncident): http.StatusNotFound, string(incident.CodeNoStep): http.StatusNotFound, string(incident.CodeNoSeat): http.StatusNotFound,
	string(drill.CodeUnknown): http.StatusNotFound, string(incident.CodeNoFact): http.StatusUnprocessableEntity, string(incident.CodeNoResponder): http.StatusUnprocessableEntity,
	string(incident.CodeNoPlan): http.StatusUnprocessableEntity, string(incident.CodeNoSite): http.StatusUnprocessableEntity,
	string(incident.CodeValue): http.StatusUnprocessableEntity, string(incident.CodeField): http.StatusUnprocessableEntity,
	string(incident.CodePlanRefused): http.StatusUnprocessableEntity, string(incident.CodeTooLarge): http.StatusUnprocessableEntity,
	string(incident.CodeBusy): http.StatusTooManyRequests, string(incident.CodeEngine): http.StatusServiceUnavailable,
	string(account.CodeSignIn): http.StatusForbidden, string(account.CodeLocked): http.StatusForbidden, string(account.CodeRight): http.StatusForbidden,
	string(account.CodeOften): http.StatusTooManyRequests, string(account.CodePassword): http.StatusUnprocessableEntity,
	string(account.CodeField): http.StatusUnprocessableEntity,
	string(photo.CodeType):    http.StatusUnsupportedMediaType, string(photo.CodeHEIC): http.StatusUnsupportedMediaType, string(photo.CodeSize): http.StatusRequestEntityTooLarge,
	string(photo.CodeDamaged): http.StatusUnprocessableEntity,
}

// refusal turns an error into one. Only a refusal's own text is shown; any other error is logged.
func (s *server) refusal(c *gin.Context, err error) *refusal {
	var (
		own     *refusedError
		refused *incident.Error
		signed  *account.Error
	)
	switch {
	case errors.As(err, &own):
		return refuse(c, own.status, own.key)
	case errors.As(err, &refused):
		if refused.Code == incident.CodeEngine || refused.Code == incident.CodeBusy {
			s.Log.WarnContext(c.Request.Context(), "an order was refused", "code", refused.Code, "error", err)
		}
		return coded(c, string(refused.Code), refused.Message)
	case errors.As(err, &signed):
		return coded(c, string(signed.Code), signed.Message)
	}
	s.Log.ErrorContext(c.Request.Context(), "an order failed", "route", c.FullPath(), "error", err)
	return refuse(c, http.StatusInternalServerError, "error.unexpected")
}

func coded(c *gin.Context, code, detail string) *refusal {
	status, known := statuses[code]
	if !known {
		status = http.StatusConflict
	}
	r := &refusal{Code: code, Title: words.Refusal(langOf(c), code), status: status}
	if r.Title != detail {
		r.Detail = detail
	}
	return r
}

// unwritten is why something that is kept was not changed: a refusal, or a database that is away.
func (s *server) unwritten(c *gin.Context, err error) *refusal {
	var (
		changed *ChangedError
		file    *plans.FileError
		refused *incident.Error
	)
	switch {
	case errors.As(err, &changed):
		return refuse(c, http.StatusConflict, "kept.changed")
	case errors.As(err, &file):
		return &refusal{Code: "plan_file", Title: words.In(langOf(c), "plans.wrong"), Detail: problems(file), status: http.StatusUnprocessableEntity}
	case errors.As(err, &refused):
		return s.refusal(c, err)
	}
	if sentence, known := explained(err); known {
		return &refusal{Code: "kept", Title: words.In(langOf(c), "kept.refused"), Detail: sentence, status: http.StatusUnprocessableEntity}
	}
	s.Log.WarnContext(c.Request.Context(), "something kept could not be asked or changed", "route", c.FullPath(), "error", err)
	return refuse(c, http.StatusServiceUnavailable, "error.database")
}

// explained is what a roster, or a book of plans, says to people about what it refused.
func explained(err error) (sentence string, known bool) {
	var (
		refused *roster.RefusalError
		unknown *change.UnknownError
		faults  *change.FaultsError
		empty   *change.EmptyError
	)
	switch {
	case errors.As(err, &refused), errors.As(err, &unknown), errors.As(err, &faults), errors.As(err, &empty):
		return err.Error(), true
	}
	return "", false
}

// mostProblems is how much of what is wrong with a file is told at once.
const mostProblems = 10

func problems(file *plans.FileError) string {
	var all []string
	for _, p := range file.Problems[:min(mostProblems, len(file.Problems))] {
		all = append(all, fmt.Sprintf("%d:%d: %s.", p.Line, p.Column, p.Text))
	}
	return strings.Join(all, " ")
}

// refuse makes a refusal of the console's own, whose words have a key.
func refuse(c *gin.Context, status int, key string) *refusal {
	return &refusal{Code: key, Title: words.In(langOf(c), key), status: status}
}

// refusedError is a refusal of the console's own on its way to the page.
type refusedError struct {
	key    string
	status int
}

// Error implements error.
func (e *refusedError) Error() string { return e.key }

// unfit refuses what a form says.
func unfit(key string) error { return &refusedError{key, http.StatusUnprocessableEntity} }

package api

// What huma finds wrong with a request, as sentences. Its hooks are package variables, set once, before anything is served.

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
	"github.com/gin-gonic/gin"
)

func init() {
	gin.SetMode(gin.ReleaseMode)
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true
	huma.NewError = func(status int, text string, errs ...error) huma.StatusError { return invalid(status, text, errs) }
	validation.MsgUnexpectedProperty = "This field is not known: leave it out, or check its spelling."
	validation.MsgExpectedRequiredProperty = missing + "%s"
	validation.MsgExpectedRFC3339DateTime = "Give a time such as 2026-11-23T03:00:00Z."
	validation.MsgExpectedBoolean = "Give true or false."
	validation.MsgExpectedNumber = "Give a number."
	validation.MsgExpectedInteger = "Give a whole number."
	validation.MsgExpectedString = "Give a text, in quotes."
	validation.MsgExpectedArray = "Give a list, in square brackets."
	validation.MsgExpectedObject = "Give an object, in curly brackets."
	validation.MsgExpectedOneOf = "Give one of: %s."
	validation.MsgExpectedMatchExactlyOneSchema = "Give a text, true or false, or a number."
	validation.MsgExpectedMinimumNumber = "Give at least %v."
	validation.MsgExpectedMaximumNumber = "Give at most %v."
	validation.MsgExpectedMinLength = "Give at least %d characters."
	validation.MsgExpectedMaxLength = "Give at most %d characters."
	validation.MsgExpectedBePattern = "Give %s."
	validation.MsgExpectedMaxItems = "Give at most %d of them."
}

// missing begins what is said of a field that is not there; its name follows, for its location.
const missing = "missing "

// sentences are huma's other texts, which are no variables.
var sentences = map[string]string{
	"invalid integer":         "Give a whole number.",
	"unknown query parameter": "This parameter is not known: leave it out, or check its spelling.",
}

// invalid is the problem of a request that huma refuses. Texts that are not ours are never passed on: they may hold the
// request's own values.
func invalid(status int, text string, errs []error) *problemError {
	code := codeRequest
	switch {
	case status == http.StatusInternalServerError:
		code = codeUnexpected
	case status == http.StatusBadRequest:
		code = codeMalformed
	}
	faults := faultsOf(errs)
	return problem(code, detail(text, faults), faults...)
}

func faultsOf(errs []error) []fault {
	faults := []fault{}
	for _, err := range errs {
		var detailed huma.ErrorDetailer
		if !errors.As(err, &detailed) {
			continue
		}
		d := detailed.ErrorDetail()
		if name, lacking := strings.CutPrefix(d.Message, missing); lacking {
			faults = append(faults, fault{Location: d.Location + "." + name, Message: "This field is missing: give it."})
			continue
		}
		faults = append(faults, fault{Location: d.Location, Message: sentence(d.Message)})
	}
	return faults
}

func sentence(text string) string {
	if known, ok := sentences[text]; ok {
		return known
	}
	if !strings.HasSuffix(text, ".") {
		return "This does not fit: see how the call is described under /docs."
	}
	return text
}

// detail is the first fault as a sentence, with how many more there are.
func detail(text string, faults []fault) string {
	switch len(faults) {
	case 0:
		return sentence(text)
	case 1:
		return faults[0].Location + ": " + faults[0].Message
	default:
		return fmt.Sprintf("%s: %s There is more to correct, %d in all: see errors.", faults[0].Location, faults[0].Message, len(faults))
	}
}

// unfit is the problem of a request in which one part is wrong.
func unfit(location, message string) *problemError {
	return problem(codeRequest, location+": "+message, fault{Location: location, Message: message})
}

// Package doctor looks whether what Muster needs is there, and says what to do where it is not. It changes nothing.
package doctor

import (
	"context"
	"fmt"
	"time"
)

// State is how a finding is meant.
type State string

// The states.
const (
	OK   State = "ok"
	Warn State = "warn" // it works, but somebody should know
	Fail State = "FAIL"
)

// Finding is what was found about one thing: a sentence that says what to do where something is to be done.
type Finding struct {
	Check string
	State State
	Text  string
}

// Check looks at one thing. What it finds may be nothing.
type Check func(ctx context.Context) []Finding

// bound is how long one check may take.
const bound = 10 * time.Second

// Examine looks at one thing after the other.
func Examine(ctx context.Context, checks []Check) []Finding {
	var all []Finding
	for _, check := range checks {
		bounded, cancel := context.WithTimeout(ctx, bound)
		all = append(all, check(bounded)...)
		cancel()
		if ctx.Err() != nil {
			break
		}
	}
	return all
}

// Failed says whether something fails.
func Failed(findings []Finding) bool {
	for _, f := range findings {
		if f.State == Fail {
			return true
		}
	}
	return false
}

// Well is a finding that all is well.
func Well(check, format string, args ...any) Finding { return found(check, OK, format, args) }

// Warning is a finding that somebody should know of.
func Warning(check, format string, args ...any) Finding { return found(check, Warn, format, args) }

// Failure is a finding that something does not work.
func Failure(check, format string, args ...any) Finding { return found(check, Fail, format, args) }

func found(check string, state State, format string, args []any) Finding {
	return Finding{Check: check, State: state, Text: fmt.Sprintf(format, args...)}
}

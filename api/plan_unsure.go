package api

// Plans of which it is not known whether they were published.

import "fmt"

// UnsureError says that the database was told to publish a version of a plan, and did not answer: the version may stand.
type UnsureError struct {
	Version int
	Err     error
}

// Error implements error.
func (e *UnsureError) Error() string {
	return fmt.Sprintf("whether version %d was published is not known: %v", e.Version, e.Err)
}

// Unwrap gives what the database came to.
func (e *UnsureError) Unwrap() error { return e.Err }

func (e *UnsureError) said(plan string) string {
	return fmt.Sprintf("The database did not say whether version %d of the plan %s was published. Look at the plan's history once it is back: if the version stands there, every process takes it over within 2 seconds, and nothing is left to do; if not, publish again, which does no harm in either case.", e.Version, plan)
}

package app

// What the program cannot be started with.

// EnvironmentError says that what the program was given cannot be used: it needs another directory, port or file.
type EnvironmentError struct{ err error }

// Error implements error.
func (e *EnvironmentError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *EnvironmentError) Unwrap() error { return e.err }

// given makes an error one of what the program was given; nil stays nil.
func given(err error) error {
	if err == nil {
		return nil
	}
	return &EnvironmentError{err}
}

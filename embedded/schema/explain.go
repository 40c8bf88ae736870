// The sentences for a file that this build cannot use.

package schema

import "fmt"

// newerError is for a file that has been taken over by a newer program.
func newerError(path string, found, want stamp) error {
	way := "give another data directory"
	if beside := copyName(path, want.Version); exists(beside) {
		way = fmt.Sprintf("move it away and put back %s, which loses what happened since", beside)
	}
	return fmt.Errorf("%s was written by engine %s (tables %s), which is newer than the engine %s (tables %s) in this program and cannot be read by it: start the newer muster again, or %s",
		path, found.Server, found.Version, want.Server, want.Version, way)
}

// upgradeError is for an older file that could not be brought up to date.
func upgradeError(path string, found, want stamp, err error) error {
	return fmt.Errorf("%s was written by engine %s (tables %s) and cannot be brought to the tables %s of engine %s in this program: %w. It is as it was: end its open incidents with the older muster, then move it away and start this one",
		path, found.Server, found.Version, want.Version, want.Server, err)
}

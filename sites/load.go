package sites

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"muster/roster"
	"muster/sites/strict"
)

// This file loads and writes site files: read, fill in what was left out, check.

// MaxBytes is how large a site file may be.
const MaxBytes = 4 << 20

// FileError is everything that is wrong with a site file.
type FileError struct {
	File     string
	Problems []strict.Problem // in the order of the file, at least one
}

// Error lists the problems, one a line, as "file:line:column: sentence".
func (e *FileError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", e.File, p.Line, p.Column, p.Text)
	}
	return strings.Join(lines, "\n")
}

// Load reads a site file; file is its name for messages. The error is a *FileError with every problem.
func Load(data []byte, file string) (*Site, error) {
	if len(data) > MaxBytes {
		text := fmt.Sprintf("the file is larger than %d MiB; split the site, or take out what does not belong to it", MaxBytes>>20)
		return nil, &FileError{File: file, Problems: []strict.Problem{{Position: strict.Position{Line: 1, Column: 1}, Rule: "limit", Text: text}}}
	}
	site := &Site{}
	index, problems := strict.Read(data, site)
	if readable(problems) {
		site.fill()
		problems = strict.Sort(append(problems, check(site, index)...))
	}
	if len(problems) > 0 {
		return nil, &FileError{File: file, Problems: problems}
	}
	return site, nil
}

// readable says whether enough was read for the checks to speak of what the file says, not of what is missing from it.
func readable(problems []strict.Problem) bool {
	for _, p := range problems {
		if p.Rule != "field" {
			return false
		}
	}
	return true
}

// fill gives the fields that the file leaves out their usual values.
func (s *Site) fill() {
	if s.Day == (roster.DayHours{}) {
		s.Day = roster.DayHours{From: "07:00", To: "19:00"}
	}
	for i := range s.Shifts {
		if s.Shifts[i].Every == 0 {
			s.Shifts[i].Every = 1
		}
		if s.Shifts[i].Days == nil {
			s.Shifts[i].Days = []int{0}
		}
	}
}

// Marshal writes a site as a file that Load reads.
func (s *Site) Marshal() ([]byte, error) {
	data, err := yaml.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write site %s: %w", s.ID, err)
	}
	return data, nil
}

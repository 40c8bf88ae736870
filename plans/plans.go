// Package plans reads plan files: it decodes them strictly, fills in defaults, checks every rule, and compiles them into
// what an incident keeps. It holds the plans that come with Muster.
package plans

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"muster/incident/frozen"
	"muster/plans/check"
	"muster/plans/document"
	"muster/sites/strict"
)

// MaxBytes is how large a plan file may be.
const MaxBytes = 256 << 10

// The sizes of an incident's input after compression: past MaxInput a declaration would be refused, past NearInput there
// is little room left.
const (
	MaxInput  = 64 << 10
	NearInput = 48 << 10
)

// Plan is a checked plan.
type Plan struct {
	Doc      document.Document // as read, its defaults filled in
	Frozen   frozen.Plan       // as an incident keeps it
	Digest   string            // of the file, SHA-256 in hex
	File     string
	Source   []byte // of the file, as it was read
	Warnings []strict.Problem

	index *strict.Index
}

// FileError is everything that is wrong with a plan file.
type FileError struct {
	File     string
	Problems []strict.Problem // in the order of the file, at least one
}

// most is how many problems an error's text lists; Problems has all.
const most = 100

// Error lists the problems, one a line, as "file:line:column: sentence (rule)".
func (e *FileError) Error() string {
	var lines []string
	for n, p := range e.Problems {
		if n == most {
			lines = append(lines, fmt.Sprintf("%s: and %d more", e.File, len(e.Problems)-most))
			break
		}
		lines = append(lines, e.File+":"+p.String())
	}
	return strings.Join(lines, "\n")
}

// Load reads a plan file; file is its name for messages. The error is a *FileError with every problem.
func Load(data []byte, file string) (*Plan, error) {
	if len(data) > MaxBytes {
		return nil, limit(file, fmt.Sprintf("the file is larger than %d KiB; take out what does not belong to a plan", MaxBytes>>10))
	}
	plan := &Plan{File: file, Digest: digest(data), Source: bytes.Clone(data)}
	var problems []strict.Problem
	plan.index, problems = strict.Read(data, &plan.Doc)
	if readable(problems) {
		plan.Doc.Fill(plan.index.Keys)
		found := check.Plan(&plan.Doc, plan.index)
		problems = strict.Sort(append(problems, found.Problems...))
		plan.Warnings = found.Warnings
		if len(problems) == 0 {
			plan.Frozen = compile(&plan.Doc, found.Conditions, plan.index)
		}
	}
	if len(problems) > 0 {
		return nil, &FileError{File: file, Problems: problems}
	}
	if err := plan.fits(); err != nil {
		return nil, err
	}
	return plan, nil
}

// readable says whether the checks would speak of what the file says: fields that are not known do not hide anything else.
func readable(problems []strict.Problem) bool {
	for _, p := range problems {
		if p.Rule != "field" {
			return false
		}
	}
	return true
}

// fits holds the plan alone to the limit of an incident's input.
func (p *Plan) fits() error {
	problem, ok := sized(Size(p.Frozen, frozen.Site{}), "")
	switch {
	case ok:
		return nil
	case problem.Rule == ruleTooLarge:
		return &FileError{File: p.File, Problems: []strict.Problem{problem}}
	}
	p.Warnings = append(p.Warnings, problem)
	return nil
}

func limit(file, text string) error {
	return &FileError{File: file, Problems: []strict.Problem{{Position: strict.Position{Line: 1, Column: 1}, Rule: "limit", Text: text}}}
}

// Problems gives the problems of an error that Load returned, nil for any other error.
func Problems(err error) []strict.Problem {
	var e *FileError
	if errors.As(err, &e) {
		return e.Problems
	}
	return nil
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

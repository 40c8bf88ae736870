// This file measures what an incident is given at its declaration.

package plans

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"muster/incident/frozen"
	"muster/sites/strict"
)

const (
	ruleTooLarge  = "limit"
	ruleNearLimit = "near-limit"
)

// compressors are used again: a new one takes a megabyte, and every declaration is measured.
var compressors = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed) // fails for unknown levels only
	return z
}}

// Size is how many bytes a plan and a site take together as an incident's input: JSON, compressed as fast as can be.
func Size(plan frozen.Plan, site frozen.Site) int {
	var n counter
	z, _ := compressors.Get().(*gzip.Writer)
	defer compressors.Put(z)
	z.Reset(&n)
	// Neither writer can fail, and nothing in these types is unknown to JSON.
	_ = json.NewEncoder(z).Encode(struct {
		Plan frozen.Plan `json:"plan"`
		Site frozen.Site `json:"site"`
	}{plan, site})
	_ = z.Close()
	return int(n)
}

type counter int

// Write counts.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// sized says whether a size leaves room, and if not what to do. With is a site's name, or nothing.
func sized(bytes int, with string) (problem strict.Problem, ok bool) {
	if with != "" {
		with = " together with the site " + with
	}
	problem = strict.Problem{Position: strict.Position{Line: 1, Column: 1}, Rule: ruleNearLimit}
	switch {
	case bytes > MaxInput:
		problem.Rule = ruleTooLarge
		problem.Text = fmt.Sprintf("the plan%s takes %d KiB after compression, more than the %d KiB that an incident can keep; shorten its texts or split it", with, bytes>>10, MaxInput>>10)
	case bytes > NearInput:
		problem.Text = fmt.Sprintf("the plan%s takes %d KiB after compression, near the limit of %d KiB; shorten its texts before it grows further", with, bytes>>10, MaxInput>>10)
	default:
		return strict.Problem{}, true
	}
	return problem, false
}

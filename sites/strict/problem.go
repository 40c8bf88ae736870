// Package strict reads a YAML file that a person wrote into Go types and reports everything that is wrong with its form,
// each with line, column and a sentence that says what to do.
//
// Names come from the json tags; a field without omitempty or omitzero is required. The jsonschema tags enum, pattern,
// minimum and maximum are held to, so that the generated schema and the reader cannot disagree.
package strict

import (
	"cmp"
	"fmt"
	"slices"
)

// Position is a place in a file; both count from 1, columns in characters.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Problem is one thing that is wrong with a file. Rule names what it breaks, Text says what to do.
type Problem struct {
	Position
	Rule string `json:"rule"`
	Text string `json:"text"`
}

// String gives "line:column: text (rule)".
func (p Problem) String() string {
	return fmt.Sprintf("%d:%d: %s (%s)", p.Line, p.Column, p.Text, p.Rule)
}

// Sort orders problems as a reader meets them in the file, and drops repeats of the same sentence at the same place.
func Sort(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule))
	})
	return slices.Compact(problems)
}

// This file ties plans to one another: a link names a plan that there is, and knows its title.

package plans

import (
	"fmt"
	"slices"

	"muster/sites/strict"
)

// ruleUnknownPlan is broken by a link to a plan that there is not.
const ruleUnknownPlan = "unknown-plan"

// Linked gives plans whose links know the plans that they name, which are among them. The error is a *FileError of the first plan
// that names another.
func Linked(plans []*Plan) ([]*Plan, error) {
	tied := make([]*Plan, len(plans))
	for n, p := range plans {
		own := *p
		own.Frozen.Links = slices.Clone(p.Frozen.Links) // a plan is shared
		if err := own.tie(plans); err != nil {
			return nil, err
		}
		tied[n] = &own
	}
	return tied, nil
}

func (p *Plan) tie(plans []*Plan) error {
	for n := range p.Frozen.Links {
		l := &p.Frozen.Links[n]
		other, ok := Find(plans, l.Plan)
		if !ok {
			return &FileError{File: p.File, Problems: []strict.Problem{p.unknown(n)}}
		}
		l.Opens = other.Frozen.Title
	}
	return nil
}

func (p *Plan) unknown(n int) strict.Problem {
	path := fmt.Sprintf("links[%d].plan", n)
	return strict.Problem{
		Position: p.index.Of(path), Rule: ruleUnknownPlan,
		Text: fmt.Sprintf("there is no plan %s to open; correct the name, or add that plan to the folder", p.Frozen.Links[n].Plan),
	}
}

// CheckLinks gives the links of a plan to plans that are not among some.
func CheckLinks(plan *Plan, plans []*Plan) []strict.Problem {
	var problems []strict.Problem
	for n, l := range plan.Frozen.Links {
		if _, ok := Find(plans, l.Plan); !ok && l.Plan != plan.Frozen.ID {
			problems = append(problems, plan.unknown(n))
		}
	}
	return problems
}

func (p *page) links(plan *Plan) {
	if len(plan.Doc.Links) == 0 {
		return
	}
	p.line("\nOther plans")
	for n, l := range plan.Doc.Links {
		p.line("  %s %s when %s: %s %s", l.How, plan.Frozen.Links[n].Plan, l.When, l.Title.EN, l.Title.ZH)
	}
}

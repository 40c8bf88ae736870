package api

// Plans: what can be declared.

import (
	"context"
	"fmt"
	"net/http"

	"muster/incident/frozen"
	"muster/plans"
	"muster/roster"
)

func (s *server) planRoutes() {
	register(s, call(http.MethodGet, "/plans", "list-plans", tagSites, "List plans"), s.listPlans)
}

// planItem is a plan in a list.
type planItem struct {
	ID        string       `json:"id"`
	Version   int          `json:"version"`
	Title     roster.Text  `json:"title"`
	Level     frozen.Level `json:"level" doc:"At declaration, unless that names one."`
	Commander string       `json:"commander" doc:"The seat that commands."`
	Seats     []planSeat   `json:"seats" doc:"In order of priority."`
	Steps     []planStep   `json:"steps"`
	Facts     []planFact   `json:"facts"`
	NotYet    []string     `json:"not_yet" doc:"What the plan says and this version does not do."`
	Refused   *string      `json:"refused" doc:"Why it cannot be declared on this version."`
	Digest    string       `json:"digest" doc:"Of the file, SHA-256."`
}

type (
	planSeat struct {
		ID        string      `json:"id"`
		Title     roster.Text `json:"title"`
		Day       int         `json:"day" doc:"How many people it needs by day."`
		Night     int         `json:"night" doc:"How many people it needs by night."`
		Skill     *string     `json:"skill"`
		FromLevel *string     `json:"from_level" doc:"Only from this level on."`
	}
	planStep struct {
		ID       string       `json:"id"`
		Title    roster.Text  `json:"title"`
		Phase    frozen.Phase `json:"phase"`
		Seat     string       `json:"seat"`
		After    []string     `json:"after"`
		Target   *int         `json:"target_seconds" doc:"From its opening."`
		HardGate bool         `json:"hard_gate"`
	}
	planFact struct {
		Name    string          `json:"name"`
		Type    frozen.FactType `json:"type"`
		Title   roster.Text     `json:"title"`
		Choices []string        `json:"choices"`
	}
)

func planOf(p *plans.Plan) planItem {
	f := p.Frozen
	item := planItem{
		ID: f.ID, Version: f.Version, Title: f.Title, Level: f.Level, Commander: f.Command.Seat, Digest: p.Digest,
		Seats: []planSeat{}, Steps: []planStep{}, Facts: []planFact{}, NotYet: filled(plans.NotYet(p)),
	}
	if err := plans.Refusal(p); err != nil {
		item.Refused = optional(err.Error())
	}
	for _, seat := range f.Seats {
		item.Seats = append(item.Seats, planSeat{
			ID: seat.ID, Title: seat.Title, Day: seat.Day, Night: seat.Night, Skill: optional(seat.Skill), FromLevel: optional(string(seat.FromLevel)),
		})
	}
	for _, step := range f.Steps {
		item.Steps = append(item.Steps, stepOf(step))
	}
	for _, fact := range f.Facts {
		item.Facts = append(item.Facts, planFact{Name: fact.ID, Type: fact.Type, Title: fact.Title, Choices: filled(fact.Choices)})
	}
	return item
}

func stepOf(step frozen.Step) planStep {
	s := planStep{ID: step.ID, Title: step.Title, Phase: step.Phase, Seat: step.Seat, After: filled(step.After), HardGate: step.HardGate}
	if step.Target > 0 {
		seconds := int(step.Target.Seconds())
		s.Target = &seconds
	}
	return s
}

func (s *server) listPlans(_ context.Context, in *Paging) (*listOutput[planItem], error) {
	var items []planItem
	for _, plan := range s.Catalog.Plans() {
		items = append(items, planOf(plan))
	}
	return cut(items, func(i planItem) string { return i.ID }, *in)
}

// wrongPlan turns what is wrong with a plan file into a problem.
func wrongPlan(wrong *plans.FileError) *problemError {
	var faults []fault
	for _, p := range wrong.Problems[:min(mostFaults, len(wrong.Problems))] {
		faults = append(faults, fault{Location: fmt.Sprintf("%d:%d", p.Line, p.Column), Message: p.Text})
	}
	first := wrong.Problems[0]
	detail := fmt.Sprintf("Line %d, column %d: %s.", first.Line, first.Column, first.Text)
	if n := len(wrong.Problems); n > 1 {
		detail = fmt.Sprintf("%s There is more to correct, %d in all: see errors.", detail, n)
	}
	return problem(codePlanFile, detail, faults...)
}

// This file compiles a checked document into what an incident keeps.

package plans

import (
	"fmt"
	"slices"

	"muster/incident/frozen"
	"muster/plans/check"
	"muster/plans/document"
	"muster/sites/strict"
)

// ladderLife is the ladder of plans on which lives hang.
const ladderLife = "life"

func compile(d *document.Document, conditions check.Conditions, index *strict.Index) frozen.Plan {
	plan := frozen.Plan{
		ID: d.ID, Version: d.Version, Title: d.Title, Level: d.Level, Life: d.Ladder == ladderLife,
		Command: frozen.Command{Seat: d.Command.Seat, Deputy: d.Command.Deputy, SilentAfter: d.Command.SilentAfter.Of()},
	}
	for _, id := range index.Keys("seats") {
		plan.Seats = append(plan.Seats, compileSeat(id, d))
	}
	slices.SortStableFunc(plan.Seats, func(a, b frozen.Seat) int { return a.Priority - b.Priority })
	for _, id := range index.Keys("facts") {
		f := d.Facts[id]
		plan.Facts = append(plan.Facts, frozen.Fact{ID: id, Type: f.Type, Title: f.Title, Choices: words(f.Choices), By: f.By, Unasked: f.Ask != nil && !*f.Ask})
	}
	for i := range d.Steps {
		plan.Steps = append(plan.Steps, compileStep(&d.Steps[i], i, conditions))
	}
	for n, r := range d.Raise {
		plan.Raises = append(plan.Raises, frozen.Raise{When: conditions[fmt.Sprintf("raise[%d].when", n)], To: r.To})
	}
	for _, id := range index.Keys("notices") {
		plan.Notices = append(plan.Notices, compileNotice(d, id))
	}
	for _, id := range index.Keys("scripts") {
		plan.Scripts = append(plan.Scripts, frozen.Script{ID: id, Text: d.Scripts[id]})
	}
	for n, l := range d.Links {
		plan.Links = append(plan.Links, frozen.Link{
			Plan: l.Plan, Opens: document.Text{EN: l.Plan, ZH: l.Plan}, Title: l.Title, When: conditions[fmt.Sprintf("links[%d].when", n)], Open: l.How == document.Opens,
		})
	}
	return plan
}

// words are the values of choices, nil if there are none.
func words(list []document.Choice) []string {
	if len(list) == 0 {
		return nil
	}
	return document.Values(list)
}

// compileNotice spells an audience of the plan's own out.
func compileNotice(d *document.Document, id string) frozen.Notice {
	written := d.Notices[id]
	n := frozen.Notice{ID: id, Audience: frozen.Audience(written.Audience), Text: written.Text, Kind: written.Kind, Corrects: written.Corrects}
	if own, ok := d.Audiences[written.Audience]; ok {
		n.Audience, n.Zones, n.Assist = own.Of, own.Zones, own.Assist
	}
	return n
}

func compileSeat(id string, d *document.Document) frozen.Seat {
	s := d.Seats[id]
	ladder := s.Ladder
	if ladder == "" {
		ladder = d.Ladder
	}
	seat := frozen.Seat{
		ID: id, Title: s.Title, Duty: s.Duty, Priority: s.Priority, Day: s.Needs.Day, Night: s.Needs.Night, Spare: s.Spare,
		Skill: s.Skill, Pinned: s.Pinned, SharesWith: s.SharesWith, FromLevel: s.FromLevel,
		ArriveWithin: s.ArriveWithin.Of(), CheckIn: s.CheckIn.Of(),
	}
	for _, r := range d.Ladders[ladder] {
		seat.Ladder = append(seat.Ladder, frozen.Rung{At: r.At.Of(), Page: r.Page, By: r.By, Repeat: r.Repeat.Of()})
	}
	return seat
}

func compileStep(s *document.Step, i int, conditions check.Conditions) frozen.Step {
	step := frozen.Step{
		ID: s.ID, Phase: s.Phase, Title: s.Title, Task: s.Task, Seat: s.Seat, After: s.After,
		When: conditions[fmt.Sprintf("steps[%d].when", i)], Start: s.Start.Of(), OnDemand: s.OnDemand, Target: s.Target.Of(),
		Evidence: compileEvidence(s), Late: compileLate(s), HardGate: s.HardGate, Everyone: s.Everyone,
		StandDown: s.StandDown, Outcomes: s.Outcomes, Working: s.Hours == "working", ForEach: s.ForEach, Reference: s.Reference,
	}
	if s.Call != nil {
		step.Call = &frozen.Call{Party: s.Call.Party, Script: s.Call.Script, Simulate: s.Call.Drill == "simulate"}
	}
	if s.Notice != nil {
		step.Notice = &frozen.StepNotice{ID: s.Notice.ID, At: s.Notice.At}
	}
	if s.Repeat != nil {
		step.Repeat = &frozen.Repeat{Every: s.Repeat.Every.Of(), Until: conditions[fmt.Sprintf("steps[%d].repeat.until", i)]}
	}
	return step
}

func compileEvidence(s *document.Step) frozen.Evidence {
	e := frozen.Evidence{Kind: s.Kind(), States: s.Evidence.States}
	for _, c := range s.Evidence.Choice {
		title := document.Text{EN: c.Value, ZH: c.Value}
		if c.Title != nil {
			title = *c.Title
		}
		e.Choices = append(e.Choices, frozen.Choice{Value: c.Value, Title: title})
	}
	if n := s.Evidence.Number; n != nil {
		e.Min, e.Max, e.Unit = n.Min, n.Max, n.Unit
	}
	return e
}

// This file writes out what a plan may leave unsaid.

package document

import (
	"fmt"
	"slices"

	"muster/incident/frozen"
)

// Keys lists the keys of the mapping at a path of the file ("seats", "seats.CTRL"), in the order of the file.
type Keys func(path string) []string

// Fill sets the defaults, and moves what has two places to the one where it is kept. What depends on a step's target is
// added when the plan is compiled.
func (d *Document) Fill(keys Keys) {
	if d.Level == "" {
		d.Level = frozen.L3
	}
	d.fillLadders(keys)
	d.fillSeats(keys)
	d.fillFacts(keys)
	for id, audience := range d.Audiences {
		if audience.Of == "" {
			audience.Of = frozen.AudienceSite
			d.Audiences[id] = audience
		}
	}
	for n := range d.Links {
		link := &d.Links[n]
		if link.Title == (Text{}) {
			link.Title = Text{EN: link.Plan, ZH: link.Plan}
		}
		if link.How == "" {
			link.How = Proposes
		}
	}
	for i := range d.Steps {
		d.Steps[i].fill()
		d.drillOf(&d.Steps[i])
	}
	d.waiting()
	d.fillDrill()
}

// fillLadders adds the ladders that are named and not declared, and finds the one of the seats that name none.
func (d *Document) fillLadders(keys Keys) {
	declared := keys("ladders")
	if d.Ladder == "" {
		switch len(declared) {
		case 0:
			d.Ladder = Ladders[0]
		case 1:
			d.Ladder = declared[0]
		}
	}
	named := []string{d.Ladder}
	for _, id := range keys("seats") {
		named = append(named, d.Seats[id].Ladder)
	}
	for _, name := range named {
		if rungs := builtIn(name); rungs != nil && !slices.Contains(declared, name) {
			if d.Ladders == nil {
				d.Ladders = map[string][]Rung{}
			}
			d.Ladders[name] = rungs
		}
	}
	for _, id := range declared {
		for n := range d.Ladders[id] {
			bySMS(&d.Ladders[id][n].By)
		}
	}
}

// fillSeats gives seats without a priority a place after the others, in the order of the file; they need one person.
func (d *Document) fillSeats(keys Keys) {
	lowest := 0
	for _, seat := range d.Seats {
		lowest = max(lowest, seat.Priority)
	}
	for _, id := range keys("seats") {
		seat, written := d.Seats[id], keys("seats."+id)
		if !slices.Contains(written, "priority") {
			lowest++
			seat.Priority = lowest
		}
		if !slices.Contains(written, "needs") {
			seat.Needs = Needs{Day: 1, Night: 1}
		}
		d.Seats[id] = seat
	}
}

// fillFacts lets every seat state a fact that names none.
func (d *Document) fillFacts(keys Keys) {
	for _, id := range keys("facts") {
		fact := d.Facts[id]
		if !slices.Contains(keys("facts."+id), "by") {
			fact.By = slices.Clone(keys("seats"))
			d.Facts[id] = fact
		}
	}
}

func (s *Step) fill() {
	if s.Phase == "" {
		s.Phase = frozen.Response
	}
	if s.Source.Kind == "" {
		s.Source.Kind = "design"
	}
	if s.SOP == nil {
		s.SOP = s.SOPText
	}
	s.SOPText = nil
	if s.Call == nil && len(s.Evidence.Kinds()) == 0 {
		s.Evidence.Ack = true
	}
	if s.Call != nil {
		s.Reference = s.Reference || s.Call.Reference
		s.Call.Reference = false
		if s.Call.Drill == "" {
			s.Call.Drill = "simulate"
		}
	}
	if s.Notice != nil && s.Notice.At == "" {
		s.Notice.At = frozen.AtDone
	}
	for n := range s.OnLate {
		if late := &s.OnLate[n]; len(late.Page) > 0 {
			bySMS(&late.By)
		}
	}
	s.fillTask()
}

func bySMS(by *[]frozen.Channel) {
	if len(*by) == 0 {
		*by = []frozen.Channel{frozen.SMS}
	}
}

// waiting marks the steps that nothing but another's lateness can open: they wait for no step and no condition, and yet
// another step of their side of the stand-down opens them.
func (d *Document) waiting() {
	for i := range d.Steps {
		s := &d.Steps[i]
		if len(s.After) > 0 || s.When != "" || s.Start > 0 {
			continue
		}
		for k := range d.Steps {
			other := &d.Steps[k]
			same := (other.Phase == frozen.Recovery) == (s.Phase == frozen.Recovery)
			if k != i && same && slices.ContainsFunc(other.OnLate, func(l Late) bool { return l.Open == s.ID && s.ID != "" }) {
				s.OnDemand = true
			}
		}
	}
}

// drillOf moves what a step says about drills to where it is kept.
func (d *Document) drillOf(s *Step) {
	if s.Drill == nil {
		return
	}
	if s.Call != nil && s.Drill.Simulate != nil && !*s.Drill.Simulate {
		s.Call.Drill = "skip"
	}
	if d.Drill == nil {
		d.Drill = &Drill{}
	}
	for _, inject := range s.Drill.Injects {
		if inject.At == 0 && inject.After == "" {
			inject.After = s.ID
		}
		if inject.To == "" {
			inject.To = s.Seat
		}
		d.Drill.Injects = append(d.Drill.Injects, inject)
	}
	if score := s.Drill.Score; score != nil {
		score.Step = s.ID
		d.Drill.Scores = append(d.Drill.Scores, *score)
	}
	s.Drill = nil
}

// fillDrill names injects that have no name, and tells whoever commands of those that are nobody's.
func (d *Document) fillDrill() {
	if d.Drill == nil {
		return
	}
	for n := range d.Drill.Injects {
		inject := &d.Drill.Injects[n]
		if inject.ID == "" {
			inject.ID = fmt.Sprintf("I%d", n+1)
		}
		if inject.To == "" {
			inject.To = d.Command.Seat
		}
	}
}

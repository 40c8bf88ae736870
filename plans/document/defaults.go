// This file writes out what a plan may leave unsaid.

package document

import "muster/incident/frozen"

// Fill sets the defaults. What depends on a step's target is added when the plan is compiled.
func (d *Document) Fill() {
	if d.Level == "" {
		d.Level = frozen.L3
	}
	for i := range d.Steps {
		d.Steps[i].fill()
	}
}

func (s *Step) fill() {
	if s.Call == nil && len(s.Evidence.Kinds()) == 0 {
		s.Evidence.Ack = true
	}
	if s.Notice != nil && s.Notice.At == "" {
		s.Notice.At = frozen.AtDone
	}
	for n := range s.OnLate {
		if late := &s.OnLate[n]; len(late.Page) > 0 && len(late.By) == 0 {
			late.By = []frozen.Channel{frozen.SMS}
		}
	}
}

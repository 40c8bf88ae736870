package incident

// Whom a fact is asked of: those who are likeliest to see it, and others where the question does not reach these.

import "slices"

// askers are the people who are asked for a fact: the holders of the first of its seats that has any, else the commander; whom
// the question has missed counts no longer.
func (i *Incident) askers(n need) []string {
	m := i.missedOf(matter{Fact: n.fact})
	if p := i.planFact(n.fact); !n.command {
		for _, seat := range p.By {
			if s := i.seat(seat); s != nil {
				if ids := i.notMissed(m, s.present()); len(ids) > 0 {
					return ids
				}
			}
		}
	}
	ids := append(i.notMissed(m, i.inCommand()), i.furtherAskers(n, m)...)
	return ids[:min(len(ids), 1)]
}

// furtherAskers are those who may state a fact beside the holders of its seats and the commander, as far as it has missed these:
// who has been in one of its seats or is rostered to it, who should command, the company. They are asked one by one.
func (i *Incident) furtherAskers(n need, m *Missed) []string {
	if m == nil {
		return nil
	}
	var ids []string
	if p := i.planFact(n.fact); !n.command {
		for _, seat := range p.By {
			if s := i.seat(seat); s != nil {
				for _, h := range s.Holders {
					ids = append(ids, h.Responder)
				}
				ids = slices.Concat(ids, s.Held, i.moment().Holders(seat))
			}
		}
	}
	return i.notMissed(m, append(ids, i.deciders()...))
}

package incident

// Whom a rung calls.

import (
	"slices"

	"muster/incident/frozen"
)

// bosses are the people whom a rung names for a subject other than a seat.
func (i *Incident) bosses(who []frozen.Selector, about Subject) []string {
	if (about.Kind == AboutDanger || about.Kind == AboutHelp || about.Kind == AboutSilent) && i.rules(frozen.OthersAreCalled) {
		return i.rescuers(who, about.Ref)
	}
	if about.Kind == AboutCommand {
		return i.successors(who, about)
	}
	var ids []string
	for _, sel := range who {
		for _, id := range i.selected(sel, about) {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if about.Kind == AboutNotice {
		return i.approvers(about, ids)
	}
	return ids
}

func (i *Incident) selected(sel frozen.Selector, about Subject) []string {
	switch sel {
	case frozen.Commander:
		return i.othersThan(about, i.commanders())
	case frozen.Company:
		return i.In.Site.Company
	case frozen.Holders, frozen.Substitutes, frozen.Group, frozen.Lead:
		if about.Kind == AboutLate {
			return i.crew(sel, i.planStep(about.Ref))
		}
	}
	return nil
}

// rescuers are the people whom a rung names for somebody in danger or in need of help, other than that person; else the
// company's others; and where there is nobody else at all, the company as it is.
func (i *Incident) rescuers(who []frozen.Selector, id string) []string {
	var named []string
	for _, sel := range who {
		if sel == frozen.Commander {
			named = append(named, i.commanders()...)
		} else {
			named = append(named, i.In.Site.Company...)
		}
	}
	but := func(ids []string) []string {
		var others []string
		for _, other := range ids {
			if other != id && !slices.Contains(others, other) {
				others = append(others, other)
			}
		}
		return others
	}
	if others := i.firstOf(but(named), but(i.In.Site.Company)); len(others) > 0 {
		return others
	}
	return i.In.Site.Company
}

// othersThan leaves out whom a danger or a call for help is about, before frozen.OthersAreCalled; where that leaves nobody, the
// company is told.
func (i *Incident) othersThan(about Subject, ids []string) []string {
	if about.Kind != AboutDanger && about.Kind != AboutHelp {
		return ids
	}
	others := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == about.Ref })
	if len(others) == 0 {
		return i.In.Site.Company
	}
	return others
}

// crew are the people around a late step: who has it, its seat's holders, its group, its group's lead.
func (i *Incident) crew(sel frozen.Selector, p *frozen.Step) []string {
	switch sel {
	case frozen.Group:
		return i.moment().InGroup(p.Seat)
	case frozen.Substitutes:
		return i.moment().Substitutes(p.Seat, i.planSeat(p.Seat).Skill)
	case frozen.Lead:
		if lead, ok := i.moment().Lead(p.Seat); ok && i.reachable(lead) {
			return []string{lead}
		}
		return i.commanders()
	default:
		ids := slices.Clone(i.step(p.ID).Assignees)
		if s := i.seat(p.Seat); s.Wanted {
			ids = append(ids, s.present()...)
		}
		return ids
	}
}

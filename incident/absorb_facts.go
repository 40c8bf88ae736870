package incident

// What comes with an incident that becomes a part of another one, beside its people: facts, who is out of reach, who is in danger.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/words"
)

// carryFacts states what the other incident has learnt and this one has not, or learnt earlier; by whom stays.
func (i *Incident) carryFacts(facts []CarriedFact) (news int) {
	for _, f := range facts {
		p, here := i.planFact(f.ID), i.fact(f.ID)
		if p == nil || checkFact(p, f.Value) != nil || (here != nil && here.Value != "" && !f.At.After(here.At)) || (here != nil && here.Value == f.Value) {
			continue
		}
		i.state(f.ID, f.Value, f.By)
		i.fact(f.ID).At = f.At
		news++
	}
	return news
}

// loseCarried notes who cannot be reached, as the other incident has learnt.
func (i *Incident) loseCarried(people []Person) {
	for _, p := range people {
		here := i.person(p.ID)
		if p.Bad != "" && i.reaches(p.ID) && (here == nil || here.Bad == "") {
			i.log(KindUnreachable, "", words.Unreachable(i.name(p.ID), string(p.Bad)), about{Responder: p.ID, Value: string(p.Bad)})
			i.lose(p.ID, p.Bad)
		}
		if here = i.person(p.ID); p.NoVoice != "" && here == nil && i.reaches(p.ID) {
			i.State.People = append(i.State.People, &Person{ID: p.ID, NoVoice: p.NoVoice})
		} else if p.NoVoice != "" && here != nil && here.NoVoice == "" {
			here.NoVoice = p.NoVoice
		}
	}
}

// raiseCarried alarms about whoever is in danger or asks for help, unless that goes on here already.
func (i *Incident) raiseCarried(c Carried) {
	for _, id := range c.Dangers {
		if about := (Subject{AboutDanger, id}); i.reaches(id) && i.climb(about) == nil {
			i.danger(id)
		}
	}
	for _, id := range c.Silent {
		if about := (Subject{AboutSilent, id}); i.reaches(id) && i.climb(about) == nil {
			i.alarm(about)
		}
	}
	for _, id := range c.Help {
		if about := (Subject{AboutHelp, id}); i.reaches(id) && i.climb(about) == nil {
			i.log(KindHelp, id, words.Help(i.name(id)), ofPerson(id))
			i.begin(about)
		}
	}
}

func ofPerson(id string) about { return about{Responder: id} }

// seatsLacking names the people whose seats this plan lacks, whom it cannot reach, or who hold what does not share with it, and the facts that it does not know; what was said
// before is left out.
func (i *Incident) seatsLacking(c Carried, a *Absorbed) []Text {
	var list []Text
	add := func(t Text) {
		if !slices.Contains(a.Lacking, t.EN) {
			a.Lacking = append(slices.Clone(a.Lacking), t.EN)
			list = append(list, t)
		}
	}
	for _, h := range c.Holders {
		s := i.seat(h.Seat)
		if s == nil || !i.reaches(h.Responder) || (s.holder(h.Responder) == nil && i.rules(frozen.SeatsStayApart)) {
			add(words.HolderThere(h.Name, h.Title))
		}
	}
	for _, f := range c.Facts {
		if i.planFact(f.ID) == nil {
			add(words.FactThere(f.Title, f.Value))
		}
	}
	return list
}

// sayAbsorbed puts on the timeline what has come, and tells the commander.
func (i *Incident) sayAbsorbed(c Carried, people, facts int, lacking []Text) {
	i.log(KindMerged, c.By, words.Absorbed(c.Title, c.Location, c.From, people, facts), about{Value: c.From})
	for _, t := range lacking {
		i.log(KindMerged, c.By, t, about{Value: c.From})
	}
	if len(c.Done) > 0 {
		i.log(KindMerged, c.By, words.DoneThere(c.Done), about{Value: c.From})
	}
	there := i.clock(c.OpenedAt, "en")
	for _, boss := range i.commanders() {
		i.tell(boss, func(lang string) string {
			return words.AbsorbedNote(lang, words.Scene{Hazard: i.hazard(lang), At: i.In.Declaration.Location}, words.Scene{Hazard: c.Title.In(lang), At: c.Location}, there, people, lacking)
		})
	}
}

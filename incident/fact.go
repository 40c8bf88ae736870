package incident

// Facts: what the incident has learnt, and who may say so.

import (
	"slices"
	"strconv"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/words"
)

func (i *Incident) planFact(id string) *frozen.Fact {
	for k := range i.In.Plan.Facts {
		if i.In.Plan.Facts[k].ID == id {
			return &i.In.Plan.Facts[k]
		}
	}
	return nil
}

func (i *Incident) fact(id string) *Fact {
	for _, f := range i.State.Facts {
		if f.ID == id {
			return f
		}
	}
	return nil
}

func (i *Incident) factText(id string) string {
	if f := i.fact(id); f != nil && f.Value != "" { // empty: taken back
		return f.Value
	}
	return "?"
}

// factValue is a fact as conditions read it; it is unknown until stated.
func (i *Incident) factValue(id string) cond.Value {
	f, p := i.fact(id), i.planFact(id)
	if f == nil || p == nil || f.Value == "" {
		return cond.Value{}
	}
	switch p.Type {
	case frozen.FactBool:
		return cond.Bool(f.Value == "true")
	case frozen.FactNumber:
		n, err := strconv.ParseFloat(f.Value, 64)
		if err != nil {
			return cond.Value{}
		}
		return cond.Number(n)
	case frozen.FactText, frozen.FactChoice:
		return cond.String(f.Value)
	}
	return cond.Value{}
}

// CheckFact says whether a value fits a fact.
func checkFact(p *frozen.Fact, value string) error {
	ok := value != ""
	switch p.Type {
	case frozen.FactBool:
		ok = value == "true" || value == "false"
	case frozen.FactNumber:
		_, err := strconv.ParseFloat(value, 64)
		ok = err == nil
	case frozen.FactChoice:
		ok = slices.Contains(p.Choices, value)
	case frozen.FactText:
	}
	if !ok {
		return fail(CodeValue, "%q is not a value of the fact %q: give %s.", value, p.ID, factValues(p))
	}
	return nil
}

func factValues(p *frozen.Fact) string {
	switch p.Type {
	case frozen.FactBool:
		return "true or false"
	case frozen.FactNumber:
		return "a number"
	case frozen.FactChoice:
		return "one of " + list(p.Choices)
	case frozen.FactText:
	}
	return "a text"
}

// state notes a fact; stating what is known already changes nothing.
func (i *Incident) state(id, value, by string) {
	f := i.fact(id)
	if f != nil && f.Value == value {
		return
	}
	if f == nil {
		f = &Fact{ID: id}
		i.State.Facts = append(i.State.Facts, f)
	}
	f.Value, f.By, f.At, f.Rev = value, by, i.now, i.touch()
	i.closeQuestions(func(p *Page) bool { return p.Fact == id || (p.lists() && !i.mayChoose(p)) })
	title := Text{EN: id, ZH: id}
	if p := i.planFact(id); p != nil {
		title = p.Title
	}
	i.log(KindFact, by, words.FactStated(title, value, i.name(by)), about{Fact: id, Value: value})
}

// mayState refuses a fact of somebody on the staff who holds, and held, none of its seats, is rostered to none of them now, and
// neither commands nor stands above whoever does. A name that is nobody's here, such as a desk's, may state it.
func (i *Incident) mayState(p *frozen.Fact, by string) error {
	id := i.whoIs(by)
	above := slices.Concat(i.commanders(), i.In.Site.Company, []string{i.State.Commander})
	if id == "" || len(p.By) == 0 || !i.rules(frozen.FactsAreAsked) || slices.Contains(above, id) {
		return nil
	}
	for _, seat := range p.By {
		if s := i.seat(seat); s != nil && (s.holder(id) != nil || slices.Contains(s.Held, id) || i.moment().Holds(id, seat)) {
			return nil
		}
	}
	return fail(CodeNotYours, "%s may not state the fact %q: that is for who holds %s, for the commander and for the company. Let one of them say it, or have the desk state it in its own name.",
		i.name(id), p.ID, list(p.By))
}

// heldBy is who has held a seat and does not any more, with one more.
func (s *Seat) heldBy(id string) []string {
	if slices.Contains(s.Held, id) {
		return s.Held
	}
	return append(slices.Clone(s.Held), id)
}

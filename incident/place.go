package incident

// Places: where the incident is, and the steps that the plan wants done at each of them.

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// forEachPlace is what a step says that is done at each place.
const forEachPlace = "place"

// mostPlaces bounds the places of one incident. [design]
const mostPlaces = 20

// AddPlace says that the incident has reached another place.
type AddPlace struct {
	By, Building, Floor string
}

// AddPlace performs the order. The steps for each place open there too, whatever they have come to elsewhere; a place that is
// known already changes nothing.
func (i *Incident) AddPlace(now time.Time, o AddPlace) error {
	if err := i.running(now); err != nil {
		return err
	}
	spot, known := frozen.Spot{Building: o.Building, Floor: o.Floor}, i.places()
	switch {
	case slices.Contains(known, spot):
		return nil
	case i.State.Lifecycle != Open:
		return fail(CodeStepState, "The incident is standing down: declare a new one for what happens elsewhere.")
	case !i.rules(frozen.StepsFanOut):
		return fail(CodeStepState, "This incident began before places could be added to one: put it down as a note.")
	case !slices.ContainsFunc(i.In.Site.Places, func(p frozen.Place) bool { return p.Building == o.Building }):
		return field("building", "There is no building %q at this site: see the site.", o.Building)
	case len(known) >= mostPlaces:
		return field("building", "The incident has %d places already: put the others down as notes.", mostPlaces)
	}
	i.State.Places, i.State.HeadRev = append(i.State.Places, spot), i.touch()
	i.log(KindPlace, o.By, words.PlaceAdded(i.placeName(spot), i.name(o.By)), about{Value: spotKey(spot)})
	i.layAnew()
	return nil
}

// layAnew lays the plan out for the places as they are now; steps that are new open where they have opened elsewhere.
func (i *Incident) layAnew() {
	i.In.Plan = layout(i.In, i.State.Places, i.State.Added)
	steps := make([]*Step, len(i.In.Plan.Steps))
	for k, p := range i.In.Plan.Steps {
		if steps[k] = i.step(p.ID); steps[k] == nil {
			steps[k] = &Step{ID: p.ID, State: StepWaiting}
		}
		if p.Written != nil { // its title may name its place from now on
			steps[k].Rev = i.touch()
		}
	}
	i.State.Steps = steps
	for k, s := range i.State.Steps {
		p := &i.In.Plan.Steps[k]
		if p.OnDemand && p.Written != nil && s.State == StepWaiting && slices.ContainsFunc(i.instances(p.Written.ID), func(o *Step) bool { return o.OpenedAt != nil }) {
			i.openStep(s)
		}
	}
}

// places are all places of the incident: those of the declaration, then those that were added.
func (i *Incident) places() []frozen.Spot {
	return slices.Concat(i.In.Declaration.Places, i.State.Places)
}

// layout is a plan as an incident runs it: the steps for each place are fanned out, and those that people have added stand at
// the end. It depends on nothing but the declaration, the places and the steps that were added since.
func layout(in frozen.Input, later []frozen.Spot, added []frozen.Step) frozen.Plan {
	plan := in.Plan
	several := len(in.Declaration.Places) > 1 || len(later) > 0 // else the steps stay those that other incidents share
	if several && in.Rules >= frozen.StepsFanOut && slices.ContainsFunc(plan.Steps, func(s frozen.Step) bool { return s.ForEach == forEachPlace }) {
		plan.Steps = fanOut(in, later)
	}
	if len(added) > 0 {
		isAdded := func(s frozen.Step) bool {
			return slices.ContainsFunc(added, func(a frozen.Step) bool { return a.ID == s.ID })
		}
		plan.Steps = slices.Concat(slices.DeleteFunc(slices.Clone(plan.Steps), isAdded), added)
	}
	return plan
}

// fanOut makes one step for each place of every step that is written so. Steps that are fanned out already are taken as
// they were written.
func fanOut(in frozen.Input, later []frozen.Spot) []frozen.Step {
	var steps []frozen.Step
	done := map[string]bool{}
	for _, s := range in.Plan.Steps {
		if s.Written != nil {
			s = *s.Written
		}
		switch {
		case s.ForEach != forEachPlace:
			steps = append(steps, s)
		case !done[s.ID]:
			done[s.ID] = true
			steps = append(steps, spread(s, in, later)...)
		}
	}
	return steps
}

// spread makes the steps of one. A step keeps its own id where the declaration names no place, or one: what is added later is
// told from it by an id with the place.
func spread(s frozen.Step, in frozen.Input, later []frozen.Spot) []frozen.Step {
	var steps []frozen.Step
	declared := in.Declaration.Places
	if len(declared) == 0 {
		steps = append(steps, instance(s, s.ID))
	}
	names := spotKeys(slices.Concat(declared, later))
	for k, spot := range slices.Concat(declared, later) {
		one := instance(s, s.ID+"@"+names[k])
		if k == 0 && len(declared) == 1 {
			one.ID = s.ID
		}
		one.Place, one.Title = &spot, words.AtPlace(s.Title, nameOf(in.Site, spot))
		steps = append(steps, one)
	}
	return steps
}

func instance(s frozen.Step, id string) frozen.Step {
	written := s
	s.ID, s.Written = id, &written
	return s
}

// spotKeys are the names of places within ids, each once: a name that is taken gets a number.
func spotKeys(spots []frozen.Spot) []string {
	var keys []string
	for _, spot := range spots {
		key := spotKey(spot)
		for n := 2; slices.Contains(keys, key); n++ {
			key = spotKey(spot) + "_" + strconv.Itoa(n)
		}
		keys = append(keys, key)
	}
	return keys
}

// spotKey names a place within an id by letters, digits, dashes and underscores alone: "B3-12".
func spotKey(spot frozen.Spot) string {
	name := spot.Building
	if spot.Floor != "" {
		name += "-" + spot.Floor
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("-.", r) || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' {
			return r
		}
		return '_'
	}, name)
}

// instances are the steps that a plan's step has become: itself, or one for each place.
func (i *Incident) instances(id string) []*Step {
	var steps []*Step
	for k, s := range i.State.Steps {
		if p := &i.In.Plan.Steps[k]; writtenID(p) == id {
			steps = append(steps, s)
		}
	}
	return steps
}

// writtenID is a step's id as the plan has it, which other steps and conditions name.
func writtenID(p *frozen.Step) string {
	if p.Written != nil {
		return p.Written.ID
	}
	return p.ID
}

// stepAt finds a step by its id, or by the plan's and its place: the first place's step has no place in its id where it was
// the only one at the declaration.
func (i *Incident) stepAt(id string) *Step {
	if s := i.step(id); s != nil {
		return s
	}
	for k, s := range i.State.Steps {
		p := &i.In.Plan.Steps[k]
		if spot := i.ownPlace(p); spot != nil && writtenID(p)+"@"+spotKey(*spot) == id {
			return s
		}
	}
	return nil
}

func stepIDs(steps []*Step) []string {
	ids := make([]string, len(steps))
	for k, s := range steps {
		ids[k] = s.ID
	}
	return ids
}

// ownPlace is the place that a step for each place is done at, nil if it is done at none in particular.
func (i *Incident) ownPlace(p *frozen.Step) *frozen.Spot {
	if declared := i.In.Declaration.Places; p.Place == nil && p.Written == nil && p.ForEach == forEachPlace && len(declared) == 1 && i.rules(frozen.StepsFanOut) {
		return &declared[0]
	}
	return p.Place
}

// placeName is a place as texts name it.
func (i *Incident) placeName(spot frozen.Spot) Text { return nameOf(i.In.Site, spot) }

func nameOf(site frozen.Site, spot frozen.Spot) Text {
	name := Text{EN: spot.Building, ZH: spot.Building}
	for _, p := range site.Places {
		if p.Building == spot.Building {
			name = p.Name
		}
	}
	return words.Place(name, spot.Floor)
}

// building is what the site says of a place's building; without a place, or one that the site does not know, texts name no
// particular one.
func (i *Incident) building(spot *frozen.Spot) frozen.Place {
	for _, p := range i.In.Site.Places {
		if spot != nil && p.Building == spot.Building {
			return p
		}
	}
	here := i.In.Declaration.Location
	return frozen.Place{Name: Text{EN: here, ZH: here}, MusterPoint: words.SomeMusterPoint(), Gate: words.SomeGate()}
}

// spot is the place that a step's texts are about: its own, else the first of the declaration.
func (i *Incident) spot(p *frozen.Step) *frozen.Spot {
	if p != nil && p.Place != nil {
		return p.Place
	}
	if len(i.In.Declaration.Places) > 0 {
		return &i.In.Declaration.Places[0]
	}
	return nil
}

// location is where a step is to be done: the declaration's words, and where there are several places its own place's name.
func (i *Incident) location(p *frozen.Step, lang string) string {
	if p != nil && p.Place != nil {
		return i.placeName(*p.Place).In(lang)
	}
	return i.In.Declaration.Location
}

package console

// Steps and facts on the incident's page: a checklist with clocks, and what each asks for.

import (
	"cmp"
	"slices"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
)

// step is one thing to do.
type step struct {
	ID      string
	Title   roster.Text
	Place   string
	Seat    roster.Text
	State   incident.StepState
	Late    bool
	Target  *moment
	Started *moment
	Done    *moment
	Names   []string // who is to do it
	By      string
	Value   string
	Note    string
	Reason  string
	Kind    frozen.EvidenceKind
	Choices []answer
	Unit    string
	Gate    bool  // a hard gate
	Call    *call // the outside call that it is
	Photos  []snap
	due     int64
}

// answer is one of several values, with its title where that is known.
type answer struct {
	Value string
	Title roster.Text
}

// steps sorts the steps: what can be done now, the soonest due first; what waits; what is over.
func (b *incidentBody) steps(v incident.View, k clock, plan *frozen.Plan, callOf func(incident.StepView) *call) {
	for _, sv := range v.Steps {
		s := stepOf(v, sv, k, planned(plan, sv.ID))
		switch {
		case isOpen(sv.State):
			s.Call = callOf(sv)
			b.Steps = append(b.Steps, s)
		case sv.State == incident.StepWaiting:
			b.Waiting = append(b.Waiting, s)
		default:
			b.Past = append(b.Past, s)
		}
	}
	slices.SortStableFunc(b.Steps, func(x, y step) int { return cmp.Compare(x.due, y.due) })
}

// never is when a step without a target is due: after all others.
const never = 1 << 62

func stepOf(v incident.View, sv incident.StepView, k clock, p *frozen.Step) step {
	s := step{
		ID: sv.ID, Title: sv.Title, Place: deref(sv.Place), Seat: seatTitle(v, sv.Seat), State: sv.State, Late: sv.Late, Target: k.maybe(sv.TargetAt),
		Started: k.maybe(sv.StartedAt), Done: k.maybe(sv.DoneAt), By: personIn(v, deref(sv.By)), Value: deref(sv.Value), Note: deref(sv.Note), Reason: deref(sv.Reason),
		Kind: sv.Evidence.Kind, Gate: sv.HardGate, due: never,
	}
	if s.Target != nil {
		s.due = s.Target.Ms
	}
	for _, id := range sv.Assignees {
		s.Names = append(s.Names, personIn(v, id))
	}
	for _, value := range sv.Evidence.Choices {
		s.Choices = append(s.Choices, answer{value, titleOf(value, p)})
	}
	if p != nil {
		s.Unit = p.Evidence.Unit
	}
	return s
}

// titleOf is what a choice is called in the plan, or its value.
func titleOf(value string, p *frozen.Step) roster.Text {
	if p != nil {
		for _, c := range p.Evidence.Choices {
			if c.Value == value && c.Title != (roster.Text{}) {
				return c.Title
			}
		}
	}
	return roster.Text{EN: value, ZH: value}
}

func seatTitle(v incident.View, id string) roster.Text {
	for _, s := range v.Seats {
		if s.ID == id {
			return s.Title
		}
	}
	return roster.Text{EN: id, ZH: id}
}

// fact is something that the incident can learn.
type fact struct {
	Name    string
	Title   roster.Text
	Type    frozen.FactType
	Value   string
	By      string
	At      *moment
	Choices []string
}

func facts(v incident.View, k clock, plan *frozen.Plan) []fact {
	var all []fact
	for _, fv := range v.Facts {
		f := fact{Name: fv.Name, Title: fv.Title, Type: fv.Type, Value: deref(fv.Value), By: personIn(v, deref(fv.By)), At: k.maybe(fv.At)}
		if plan != nil {
			for _, p := range plan.Facts {
				if p.ID == fv.Name {
					f.Choices = p.Choices
				}
			}
		}
		all = append(all, f)
	}
	return all
}

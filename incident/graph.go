package incident

// The plan's graph: which steps are ready to open, and the values that conditions read.

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/words"
)

// openReady opens or skips every step that is ready to be, and says whether there was one.
func (i *Incident) openReady() bool {
	changed := false
	for k, s := range i.State.Steps {
		p := &i.In.Plan.Steps[k]
		if s.State != StepWaiting || p.OnDemand || !i.timely(p) || !i.preceded(p) || i.asleep(p) {
			continue
		}
		switch cond.Eval(p.When, i.lookup) {
		case cond.True:
			i.openStep(s)
			changed = true
		case cond.False:
			i.skip(s, ByPlan, words.ReasonCondition())
			changed = true
		case cond.Unknown:
		}
	}
	return changed
}

// timely says whether a step's phase has come: recovery begins at stand-down.
func (i *Incident) timely(p *frozen.Step) bool {
	if p.Phase == frozen.Recovery {
		return i.State.Lifecycle == StandingDown
	}
	return i.State.Lifecycle == Open
}

// preceded says whether a step need not wait for others any longer: they are over, or its start has come.
func (i *Incident) preceded(p *frozen.Step) bool {
	if at, ok := i.startAt(p); ok && (len(p.After) == 0 || !at.After(i.now)) {
		return !at.After(i.now)
	}
	return !slices.ContainsFunc(p.After, func(id string) bool { return !i.allOver(id) })
}

// startAt is when a step waits for no other step any longer; ok is false for one without such a moment, or before its phase.
func (i *Incident) startAt(p *frozen.Step) (at time.Time, ok bool) {
	switch {
	case p.Start == 0 || !i.timely(p):
		return time.Time{}, false
	case p.Phase != frozen.Recovery:
		return i.State.OpenedAt.Add(p.Start + i.State.PausedFor), true
	case i.State.StoodDown != nil:
		return i.State.StoodDown.Add(p.Start + i.State.PausedFor), true
	}
	return time.Time{}, false
}

// lookup gives the values of a condition's names.
func (i *Incident) lookup(name string) cond.Value {
	switch {
	case name == "level":
		return cond.String(string(i.State.Level))
	case name == "mode":
		return cond.String(string(i.In.Declaration.Mode))
	case strings.HasPrefix(name, "facts."):
		return i.factValue(strings.TrimPrefix(name, "facts."))
	case strings.HasPrefix(name, "steps."):
		return i.stepValue(strings.TrimSuffix(strings.TrimPrefix(name, "steps."), ".value"))
	}
	return cond.Value{}
}

// allOver says whether a step is over, at every place.
func (i *Incident) allOver(id string) bool {
	return !slices.ContainsFunc(i.instances(id), func(s *Step) bool { return !s.over() })
}

// stepValue is a step's value. One for each place is unknown until it is over at all of them; then it is what those where it
// was done agree on, else words.Mixed, and nothing where it was skipped everywhere.
func (i *Incident) stepValue(id string) cond.Value {
	value := cond.Nothing()
	for _, s := range i.instances(id) {
		switch next := i.valueOf(s); {
		case next.Kind == cond.KindUnknown:
			return next
		case value.Kind == cond.KindNothing:
			value = next
		case next.Kind != cond.KindNothing && next != value:
			value = cond.String(words.Mixed)
		}
	}
	return value
}

func (i *Incident) valueOf(s *Step) cond.Value {
	p := i.planStep(s.ID)
	switch {
	case s.State == StepSkipped:
		return cond.Nothing()
	case !s.over():
		return cond.Value{}
	case p.Evidence.Kind == frozen.EvidenceNumber:
		n, err := strconv.ParseFloat(s.Value, 64)
		if err != nil {
			return cond.Nothing()
		}
		return cond.Number(n)
	default:
		return cond.String(s.Value)
	}
}

package incident

// Amendments: steps that nobody wrote into the plan, added while the incident runs. Skipping, reassigning and extending a step
// stand in order_step.go.

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// AddStep adds a step to the plan of a running incident. It is open at once.
type AddStep struct {
	Title, Seat, By, Reason string
	Target                  time.Duration // from now on; 0: none, and it is never late
	Confirmation
}

// longestTitle keeps a task about an added step within two messages in every language.
const longestTitle = 80

// AddStep performs the order.
func (i *Incident) AddStep(now time.Time, o AddStep) error {
	s, err := i.findSeat(now, o.Seat)
	if err != nil {
		return err
	}
	title := strings.TrimSpace(o.Title)
	if title == "" || len([]rune(title)) > longestTitle {
		return field("title", "Give the step a title of 1 to %d characters.", longestTitle)
	}
	if o.Target < 0 {
		return field("target", "Give a target that is still to come, such as 10m.")
	}
	p := frozen.Step{
		ID: i.newStepID(), Phase: i.addedPhase(), Title: words.AsWritten(title), Seat: s.ID, Target: o.Target, Late: usualLate(o.Target),
		Evidence: frozen.Evidence{Kind: frozen.EvidenceAck},
	}
	i.State.Added = append(i.State.Added, p)
	i.In.Plan.Steps = append(slices.Clone(i.In.Plan.Steps), p) // a copy: other incidents share the plan
	added := &Step{ID: p.ID, State: StepWaiting, Rev: i.touch()}
	i.State.Steps = append(i.State.Steps, added)
	i.log(KindStepAdded, o.By, words.StepAdded(p.ID, p.Title, i.planSeat(s.ID).Title, i.name(o.By), o.Reason), about{Step: p.ID, Seat: s.ID, Value: o.Target.String()})
	i.openStep(added)
	return nil
}

// field refuses a field of a request.
func field(name, format string, args ...any) error {
	refused := Fail(CodeField, format, args...)
	refused.Field = name
	return refused
}

// newStepID names an added step as no step of the plan is named.
func (i *Incident) newStepID() string {
	for n := len(i.State.Added) + 1; ; n++ {
		if id := "ADD" + strconv.Itoa(n); i.planStep(id) == nil {
			return id
		}
	}
}

// addedPhase is the phase that an added step belongs to: recovery once the response is over.
func (i *Incident) addedPhase() frozen.Phase {
	if i.State.Lifecycle == Open {
		return frozen.Response
	}
	return frozen.Recovery
}

// usualLate is the climb about a late step of which nobody has said more: its seat at 80 % of the target, the group's lead
// at 100 %, the commander at 150 %, the company at 200 % and again.
func usualLate(target time.Duration) []frozen.Late {
	if target == 0 {
		return nil
	}
	rung := func(percent int64, who frozen.Selector) frozen.Late {
		at := time.Duration(int64(target) * percent / 100).Truncate(time.Second)
		return frozen.Late{At: max(at, time.Second), Page: []frozen.Selector{who}, By: []frozen.Channel{frozen.SMS}}
	}
	list := []frozen.Late{rung(80, frozen.Holders), rung(100, frozen.Lead), rung(150, frozen.Commander), rung(200, frozen.Company)}
	list[3].Repeat = max(target, time.Minute)
	return list
}

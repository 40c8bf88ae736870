package review

// Steps: each one against its target, and what was not done as the plan is written.

import (
	"slices"

	"muster/incident"
	"muster/incident/frozen"
)

// StepVerdict says what became of a step.
type StepVerdict string

// The verdicts. Done has no target; Assumed was answered by nobody, so that the plan did; Never was opened and not done by the
// end; Open goes on; Waiting was not opened yet.
const (
	StepOnTime  StepVerdict = "on-time"
	StepLate    StepVerdict = "late"
	StepDone    StepVerdict = "done"
	StepAssumed StepVerdict = "assumed"
	StepNever   StepVerdict = "never"
	StepSkipped StepVerdict = "skipped"
	StepOpen    StepVerdict = "open"
	StepWaiting StepVerdict = "waiting"
)

// Step is a step against its target. Of one that repeats, the times are those of its worst round.
type Step struct {
	ID         string       `json:"id"`
	Title      Text         `json:"title"`
	Phase      frozen.Phase `json:"phase"`
	Seat       string       `json:"seat"`
	Verdict    StepVerdict  `json:"verdict"`
	OpenedAt   *Time        `json:"opened_at"`
	StartedAt  *Time        `json:"started_at"`
	DoneAt     *Time        `json:"done_at"`
	Allowed    *Span        `json:"allowed" doc:"From the opening to the target, extensions included; null without a target."`
	Took       *Span        `json:"took" doc:"From the opening to done, or so far."`
	LateBy     *Span        `json:"late_by" doc:"How much longer it took than allowed; null if it was in time."`
	Rounds     int          `json:"rounds" doc:"How often it was done."`
	LateRounds int          `json:"late_rounds"`
	By         *string      `json:"by" doc:"Who did it: a responder's id, another name, plan or assumed."`
	Name       *string      `json:"name"`
	Value      *string      `json:"value"`
	Reason     *Text        `json:"reason" doc:"Why it was skipped."`
}

// StepSums counts the steps by verdict.
type StepSums struct {
	Planned int `json:"planned"`
	OnTime  int `json:"on_time"`
	Late    int `json:"late"`
	Done    int `json:"done" doc:"Without a target."`
	Assumed int `json:"assumed"`
	Never   int `json:"never"`
	Skipped int `json:"skipped"`
	Open    int `json:"open"`
	Waiting int `json:"waiting"`
}

// Change is one thing that was done otherwise than the plan is written.
type Change struct {
	At     Time          `json:"at"`
	After  Span          `json:"after" doc:"Since the opening."`
	Kind   incident.Kind `json:"kind"`
	Step   string        `json:"step"`
	By     *string       `json:"by" doc:"Who did it: a responder's id, another name, plan or assumed."`
	Name   *string       `json:"name"`
	Value  *string       `json:"value" doc:"What was assumed."`
	Reason *Text         `json:"reason"`
	Text   Text          `json:"text"`
}

// KindStepAdded is the kind of an entry by which somebody adds a step to the plan as run.
const KindStepAdded incident.Kind = "step.added"

// changes are the steps that were skipped, assumed, extended, given to others or added.
func (l *look) changes() []Change {
	found := []Change{}
	kinds := []incident.Kind{incident.KindStepSkipped, incident.KindStepReassigned, incident.KindStepExtended, KindStepAdded}
	for _, e := range l.entries {
		assumed := e.Kind == incident.KindStepDone && e.By == incident.ByAssumption
		if !assumed && !slices.Contains(kinds, e.Kind) {
			continue
		}
		c := Change{At: Time(e.At), After: l.after(e.At), Kind: e.Kind, Step: e.Step, By: optional(e.By), Name: optional(l.name(e.By)), Reason: reason(e), Text: e.Text}
		if assumed {
			c.Value = optional(e.Value)
		}
		found = append(found, c)
	}
	return found
}

func reason(e incident.Entry) *Text {
	if e.Reason == (Text{}) {
		return nil
	}
	return &e.Reason
}

// about are the entries of a kind that are about a step.
func (l *look) about(kind incident.Kind, step string) []incident.Entry {
	var found []incident.Entry
	for _, e := range l.of(kind) {
		if e.Step == step {
			found = append(found, e)
		}
	}
	return found
}

// steps looks at every step of the plan, in its order.
func (l *look) steps() ([]Step, StepSums) {
	all, sums := []Step{}, StepSums{}
	for _, planned := range l.view.Steps {
		s := l.step(planned)
		all = append(all, s)
		sums.add(s.Verdict)
	}
	return all, sums
}

func (s *StepSums) add(v StepVerdict) {
	s.Planned++
	switch v {
	case StepOnTime:
		s.OnTime++
	case StepLate:
		s.Late++
	case StepDone:
		s.Done++
	case StepAssumed:
		s.Assumed++
	case StepNever:
		s.Never++
	case StepSkipped:
		s.Skipped++
	case StepOpen:
		s.Open++
	case StepWaiting:
		s.Waiting++
	}
}

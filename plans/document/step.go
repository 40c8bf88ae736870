// This file describes a plan's steps.

package document

import "muster/incident/frozen"

// Step is one thing to do.
type Step struct {
	ID        string           `json:"id" jsonschema:"pattern=^[A-Z][A-Z0-9]*$" hint:"capitals and digits, such as F02"`
	Phase     frozen.Phase     `json:"phase,omitempty" jsonschema:"enum=alarm,enum=response,enum=recovery"`
	Title     Text             `json:"title"`
	Task      Text             `json:"task,omitzero"`
	Seat      string           `json:"seat"`
	After     []string         `json:"after,omitempty" single:"true"`
	When      string           `json:"when,omitempty"`
	Start     Duration         `json:"start,omitempty"` // after is not waited for any longer than this
	OnDemand  bool             `json:"on_demand,omitempty"`
	Target    Duration         `json:"target,omitempty"`
	Warn      Percent          `json:"warn,omitempty"` // of the target, when its holders are asked again
	Evidence  Evidence         `json:"evidence,omitzero"`
	OnLate    []Late           `json:"on_late,omitempty"`
	HardGate  bool             `json:"hard_gate,omitempty"`
	Everyone  bool             `json:"everyone,omitempty"`
	Call      *Call            `json:"call,omitempty"`
	Notice    *StepNotice      `json:"notice,omitempty"`
	Repeat    *Repeat          `json:"repeat,omitempty"`
	StandDown frozen.Outcome   `json:"stand_down,omitempty" jsonschema:"enum=handled,enum=false-alarm,enum=handed-over"`
	Outcomes  []frozen.Outcome `json:"outcomes,omitempty" single:"true" jsonschema:"enum=handled,enum=false-alarm,enum=handed-over,enum=drill-ended"`
	Hours     string           `json:"hours,omitempty" jsonschema:"enum=working"`
	ForEach   string           `json:"for_each,omitempty" jsonschema:"enum=place"`
	Reference bool             `json:"reference,omitempty"`
	SOP       *Text            `json:"sop,omitempty"`
	SOPText   *Text            `json:"sop_text,omitempty"` // another name for sop
	Drill     *StepDrill       `json:"drill,omitempty"`    // what the plan's drill says, written at the step
	Source    Source           `json:"source,omitzero"`
}

// Late is what happens when a step is not done at a time after its opening: one or more of assume, page, open and level.
type Late struct {
	At     Duration          `json:"at"`
	Assume string            `json:"assume,omitempty"`
	Page   []frozen.Selector `json:"page,omitempty" single:"true" jsonschema:"enum=holders,enum=substitutes,enum=group,enum=lead,enum=commander,enum=company"`
	By     []frozen.Channel  `json:"by,omitempty" single:"true" jsonschema:"enum=sms,enum=voice"`
	Repeat Duration          `json:"repeat,omitempty"`
	Open   string            `json:"open,omitempty"`
	Level  frozen.Level      `json:"level,omitempty" jsonschema:"enum=L1,enum=L2,enum=L3,enum=L4"`
}

// Call is an outside call that a person makes with a script.
type Call struct {
	Party  string `json:"party" jsonschema:"pattern=^[a-z][a-z0-9-]*$" hint:"small letters, digits and dashes, such as fire-brigade"`
	Script string `json:"script,omitempty"`
	Drill  string `json:"drill,omitempty" jsonschema:"enum=simulate,enum=skip"`

	Reference bool `json:"reference,omitempty"` // another place for the step's reference
}

// Repeat opens a done step again.
type Repeat struct {
	Every Duration `json:"every"`
	Until string   `json:"until,omitempty"`
}

// Source says where a step and its figures come from. Only a standard or a regulation may be shown as a duty.
type Source struct {
	Kind string `json:"kind,omitempty" jsonschema:"enum=standard,enum=regulation,enum=published-plan,enum=design"`
	Ref  string `json:"ref,omitempty"`
}

// Residents names residents more narrowly than the built-in audiences do.
type Residents struct {
	Title  Text            `json:"title,omitzero"`
	Of     frozen.Audience `json:"of,omitempty" jsonschema:"enum=floor,enum=building,enum=others,enum=site,enum=assist,enum=zone"`
	Zones  []string        `json:"zones,omitempty"`
	Assist bool            `json:"assist,omitempty"`
}

// Notice is a message to residents.
type Notice struct {
	Audience string            `json:"audience"`
	Text     Text              `json:"text"`
	Kind     frozen.NoticeKind `json:"kind,omitempty" jsonschema:"enum=first,enum=update,enum=all-clear"`
	Approver string            `json:"approver,omitempty"` // the seat that releases it
	Expires  Duration          `json:"expires,omitempty"`
	Corrects string            `json:"corrects,omitempty"` // the earlier notice that it takes back or goes on from
}

// Drill is what trainers need to practise the plan.
type Drill struct {
	EveryMonths int `json:"every_months,omitempty" jsonschema:"minimum=1,maximum=120"` // it must be practised at least so often

	Checklist []Text   `json:"checklist,omitempty"`
	Injects   []Inject `json:"injects,omitempty"`
	Scores    []Score  `json:"scores,omitempty"`
}

// Inject is a scripted happening: to whom it is told, and when.
type Inject struct {
	ID     string   `json:"id,omitempty" jsonschema:"pattern=^[A-Z][A-Z0-9]*$" hint:"capitals and digits, such as I1"`
	At     Duration `json:"at,omitempty"`    // from the declaration
	After  string   `json:"after,omitempty"` // or once this step opens
	To     string   `json:"to,omitempty"`    // a seat; left out: the step's, or the one that commands
	Text   Text     `json:"text"`
	Expect Text     `json:"expect,omitzero"`
}

// StepDrill is what trainers need of one step; Fill moves it to the call and to the plan's drill.
type StepDrill struct {
	Simulate *bool    `json:"simulate,omitempty"`
	Injects  []Inject `json:"injects,omitempty"`
	Score    *Score   `json:"score,omitempty"`
}

// Score is what must follow by when: a step done in time, or the share of a count.
type Score struct {
	Step    string   `json:"step,omitempty"` // left out only where the score stands at a step
	Within  Duration `json:"within,omitempty"`
	From    string   `json:"from,omitempty" jsonschema:"enum=declaration,enum=opening"`
	AtLeast int      `json:"at_least,omitempty" jsonschema:"minimum=1,maximum=100"` // percent
}

// Package frozen is what an incident is given at its declaration and keeps to its end: the plan, the site's people and
// the declaration itself. Paging needs nothing else.
package frozen

import (
	"time"

	"muster/incident/cond"
	"muster/roster"
)

// Text is one sentence in English and Chinese.
type Text = roster.Text

// Mode says whether an incident is real.
type Mode string

// The modes.
const (
	Real  Mode = "real"
	Drill Mode = "drill"
)

// Level is the response level; L1 is the gravest.
type Level string

// The levels.
const (
	L1 Level = "L1"
	L2 Level = "L2"
	L3 Level = "L3"
	L4 Level = "L4"
)

// Reaches says whether l is at least as grave as other. An empty other is reached by every level.
func (l Level) Reaches(other Level) bool { return other == "" || l <= other }

// Phase is a stretch of an incident.
type Phase string

// The phases, in order. Recovery begins at stand-down.
const (
	Alarm    Phase = "alarm"
	Response Phase = "response"
	Recovery Phase = "recovery"
)

// Outcome says how an incident ended.
type Outcome string

// The outcomes.
const (
	Handled    Outcome = "handled"
	FalseAlarm Outcome = "false-alarm"
	Duplicate  Outcome = "duplicate"
	HandedOver Outcome = "handed-over"
	DrillEnded Outcome = "drill-ended"
)

// Selector names whom a rung calls.
type Selector string

// The selectors. Lead is the head of the seat's group.
const (
	Holders     Selector = "holders"
	Substitutes Selector = "substitutes"
	Group       Selector = "group"
	Lead        Selector = "lead"
	Commander   Selector = "commander"
	Company     Selector = "company"
)

// Channel is a way to reach a person ("sms", "voice").
type Channel string

// The channels.
const (
	SMS   Channel = "sms"
	Voice Channel = "voice"
)

// Plan is a checked plan as an incident keeps it.
type Plan struct {
	ID      string   `json:"id"`
	Version int      `json:"version"`
	Title   Text     `json:"title"`
	Level   Level    `json:"level"`          // at declaration, unless the declaration names one
	Life    bool     `json:"life,omitempty"` // lives are at stake: its ladder is the one of that name
	Command Command  `json:"command"`
	Seats   []Seat   `json:"seats"` // in order of priority
	Facts   []Fact   `json:"facts,omitempty"`
	Steps   []Step   `json:"steps"` // in file order
	Raises  []Raise  `json:"raises,omitempty"`
	Notices []Notice `json:"notices,omitempty"`
	Scripts []Script `json:"scripts,omitempty"`
	Links   []Link   `json:"links,omitempty"`
}

// Command says who commands, and who after them.
type Command struct {
	Seat        string        `json:"seat"`
	Deputy      string        `json:"deputy,omitempty"`
	SilentAfter time.Duration `json:"silent_after,omitempty"`
}

// Seat is a role in a plan with how many people it needs.
type Seat struct {
	ID           string        `json:"id"`
	Title        Text          `json:"title"`
	Duty         Text          `json:"duty"`     // what its holder does first, for the page
	Priority     int           `json:"priority"` // 1 is filled first
	Day          int           `json:"day"`
	Night        int           `json:"night"`
	Spare        int           `json:"spare,omitempty"` // called beyond the need by the first wave
	Skill        string        `json:"skill,omitempty"` // the licence, empty if none is asked for
	Pinned       bool          `json:"pinned,omitempty"`
	SharesWith   []string      `json:"shares_with,omitempty"`
	FromLevel    Level         `json:"from_level,omitempty"`
	ArriveWithin time.Duration `json:"arrive_within,omitempty"`
	CheckIn      time.Duration `json:"check_in,omitempty"`
	Ladder       []Rung        `json:"ladder"`
}

// Rung is one step of a ladder; At counts from the opening of what the ladder is for. Only the last one repeats.
type Rung struct {
	At     time.Duration `json:"at"`
	Page   []Selector    `json:"page"`
	By     []Channel     `json:"by"` // in order of preference
	Repeat time.Duration `json:"repeat,omitempty"`
}

// FactType is what a fact holds.
type FactType string

// The fact types.
const (
	FactBool   FactType = "bool"
	FactNumber FactType = "number"
	FactText   FactType = "text"
	FactChoice FactType = "choice"
)

// Fact is something that an incident can learn.
type Fact struct {
	ID      string   `json:"id"`
	Type    FactType `json:"type"`
	Title   Text     `json:"title"`
	Choices []string `json:"choices,omitempty"`
	By      []string `json:"by"`                // seats that may state it
	Unasked bool     `json:"unasked,omitempty"` // people report it by themselves, nobody is asked
}

// EvidenceKind is what completes a step.
type EvidenceKind string

// The kinds of evidence. Connected is an outside call's: somebody answered there.
const (
	EvidenceAck       EvidenceKind = "ack"
	EvidenceChoice    EvidenceKind = "choice"
	EvidenceNumber    EvidenceKind = "number"
	EvidenceCount     EvidenceKind = "count" // "x/y"
	EvidenceText      EvidenceKind = "text"
	EvidencePhoto     EvidenceKind = "photo"
	EvidenceConnected EvidenceKind = "connected"
)

// Evidence is what the person who completes a step must say.
type Evidence struct {
	Kind    EvidenceKind `json:"kind"`
	Choices []Choice     `json:"choices,omitempty"`
	Min     *float64     `json:"min,omitempty"`
	Max     *float64     `json:"max,omitempty"`
	Unit    string       `json:"unit,omitempty"`
	States  string       `json:"states,omitempty"` // the fact that the value states
}

// Choice is one numbered answer; its number is its place in the list, from 1.
type Choice struct {
	Value string `json:"value"`
	Title Text   `json:"title"`
}

// Late is what happens when a step is not done At after its opening: exactly one of the rest is set.
type Late struct {
	At     time.Duration `json:"at"`
	Assume string        `json:"assume,omitempty"`
	Page   []Selector    `json:"page,omitempty"`
	By     []Channel     `json:"by,omitempty"`
	Repeat time.Duration `json:"repeat,omitempty"` // of the last Page only
	Open   string        `json:"open,omitempty"`
	Level  Level         `json:"level,omitempty"`
}

// Call is an outside call that the step's holder makes with a script; the program never dials.
type Call struct {
	Party    string `json:"party"`
	Script   string `json:"script"`
	Simulate bool   `json:"simulate"` // in a drill: simulated; false: the step is skipped there
}

// NoticeAt says when a step's notice goes out.
type NoticeAt string

// A notice goes when its step opens, or when its holder completes the step.
const (
	AtOpen NoticeAt = "open"
	AtDone NoticeAt = "done"
)

// StepNotice is the notice that a step sends.
type StepNotice struct {
	ID string   `json:"id"`
	At NoticeAt `json:"at"`
}

// Repeat opens a done step again every Every until Until is true or the incident stands down.
type Repeat struct {
	Every time.Duration `json:"every"`
	Until *cond.Expr    `json:"until,omitempty"`
}

// Step is one thing to do.
type Step struct {
	ID        string        `json:"id"`
	Phase     Phase         `json:"phase"`
	Title     Text          `json:"title"`
	Task      Text          `json:"task"` // may hold {token}, {location}, ...
	Seat      string        `json:"seat"`
	After     []string      `json:"after,omitempty"`
	When      *cond.Expr    `json:"when,omitempty"`
	Start     time.Duration `json:"start,omitempty"`     // from the incident's opening, in recovery from the stand-down: After is waited for no longer; 0: for ever
	OnDemand  bool          `json:"on_demand,omitempty"` // waits until another step's on_late opens it
	Target    time.Duration `json:"target,omitempty"`    // from its opening; 0: none
	Evidence  Evidence      `json:"evidence"`
	Late      []Late        `json:"late,omitempty"` // on_late, or the ladder's defaults; empty without a target
	HardGate  bool          `json:"hard_gate,omitempty"`
	Everyone  bool          `json:"everyone,omitempty"` // the task goes to each holder, not to one
	Call      *Call         `json:"call,omitempty"`
	Notice    *StepNotice   `json:"notice,omitempty"`
	Repeat    *Repeat       `json:"repeat,omitempty"`
	StandDown Outcome       `json:"stand_down,omitempty"` // completing it stands the incident down so
	Outcomes  []Outcome     `json:"outcomes,omitempty"`   // recovery: only after these; empty: handled, handed-over, drill-ended
	Working   bool          `json:"working,omitempty"`    // hours: working
	ForEach   string        `json:"for_each,omitempty"`   // "place"
	Reference bool          `json:"reference,omitempty"`  // asks for an outside reference number
	Place     *Spot         `json:"place,omitempty"`      // of a step that was fanned out: its own
	Written   *Step         `json:"-"`                    // of a step that was fanned out: as the plan has it
}

// Raise sets the level once a condition has become true.
type Raise struct {
	When *cond.Expr `json:"when"`
	To   Level      `json:"to"`
}

// Audience says which residents a notice is for.
type Audience string

// The audiences.
const (
	AudienceFloor    Audience = "floor"
	AudienceBuilding Audience = "building"
	AudienceOthers   Audience = "others" // every building but the incident's
	AudienceSite     Audience = "site"
	AudienceAssist   Audience = "assist" // residents who need help
)

// Notice is a message to residents.
type Notice struct {
	ID       string     `json:"id"`
	Audience Audience   `json:"audience"`
	Zones    []string   `json:"zones,omitempty"`  // of the audience, only those in these zones
	Assist   bool       `json:"assist,omitempty"` // of the audience, only those who need help
	Text     Text       `json:"text"`
	Kind     NoticeKind `json:"kind,omitempty"`     // empty: what its step and the notices before it make of it
	Corrects string     `json:"corrects,omitempty"` // the notice that it takes back or goes on from
}

// Script is what the caller says to an outside party.
type Script struct {
	ID   string `json:"id"`
	Text Text   `json:"text"`
}

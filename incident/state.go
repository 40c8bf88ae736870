// Package incident is the domain: what a running incident knows, and every decision about it. It is pure: now is an
// argument, people and plan are frozen, and what has to be done outside comes back as Work.
package incident

import (
	"time"

	"muster/incident/frozen"
)

// Lifecycle is the state of an incident as a whole.
type Lifecycle string

// The lifecycles. Cancelled is what a drill becomes when a real incident stops it.
const (
	Open         Lifecycle = "open"
	StandingDown Lifecycle = "standing-down"
	Closed       Lifecycle = "closed"
	Cancelled    Lifecycle = "cancelled"
)

// State is everything that changes while an incident runs; it goes through continue-as-new as JSON.
type State struct {
	Rev       int            `json:"rev"` // rises with every change; each part carries the Rev of its last one
	Lifecycle Lifecycle      `json:"lifecycle"`
	Ending    frozen.Outcome `json:"ending,omitempty"` // how it was stood down; a drill ends so too, under another outcome
	Outcome   frozen.Outcome `json:"outcome,omitempty"`
	Phase     frozen.Phase   `json:"phase"`
	Level     frozen.Level   `json:"level"`
	Commander string         `json:"commander,omitempty"`
	OpenedAt  time.Time      `json:"opened_at"`
	StoodDown *time.Time     `json:"stood_down,omitempty"`
	PausedAt  *time.Time     `json:"paused_at,omitempty"`  // a drill that holds still because somebody reported danger
	PausedFor time.Duration  `json:"paused_for,omitempty"` // of the pauses that are over, since the opening or the stand-down
	EndedAt   *time.Time     `json:"ended_at,omitempty"`
	HeadRev   int            `json:"head_rev"` // Rev of the fields above
	Shadowed  int            `json:"shadowed"` // Rev up to which the shadow has everything
	Seats     []*Seat        `json:"seats"`
	Steps     []*Step        `json:"steps"`
	Facts     []*Fact        `json:"facts"`
	Pages     []*Page        `json:"pages"`
	Climbs    []*Climb       `json:"climbs"`
	People    []*Person      `json:"people"`
	Raised    []bool         `json:"raised,omitempty"` // by index of the plan's raises
	Jobs      []Job          `json:"jobs,omitempty"`   // notices and calls not yet handed to their activity
	Sweeps    int            `json:"sweeps"`           // looks for drills that are done
	NextPage  int            `json:"next_page"`
	NextSeq   int            `json:"next_seq"`
	Entries   []Entry        `json:"entries"`         // not yet confirmed by the shadow
	Deeds     []Deed         `json:"deeds,omitempty"` // what the audit log has not been told yet
	Applied   []Applied      `json:"applied"`         // messages and requests that have been applied, newest last
	Links     []Link         `json:"links,omitempty"`
	Likely    []string       `json:"likely,omitempty"` // possible duplicates
	Pruned    int            `json:"pruned,omitempty"` // closed pages that only the shadow still has
	Command   Command        `json:"command,omitzero"`
	Morning   *time.Time     `json:"morning,omitempty"` // when what waits for the site's day goes on
	Added     []frozen.Step  `json:"added,omitempty"`   // steps that were added while it runs
	Undos     []Undo         `json:"undos,omitempty"`   // the last answer of each person, while it may be taken back
	Places    []frozen.Spot  `json:"places,omitempty"`  // that were added while it runs
	Duty      *Duty          `json:"duty,omitempty"`    // what of the roster has been acted upon
	Presences []Presence     `json:"presences,omitempty"`
	Leases    Leases         `json:"leases,omitzero"`
	Kin       Kin            `json:"kin,omitzero"`     // other incidents that it belongs together with, beside its links
	Missed    []Missed       `json:"missed,omitempty"` // questions that somebody was not reached with
	notified
}

// Seat is a seat's state. It is Wanted while the level and the phase call for it.
type Seat struct {
	ID       string    `json:"id"`
	Rev      int       `json:"rev"`
	Wanted   bool      `json:"wanted"`
	Needs    int       `json:"needs"`
	OpenedAt time.Time `json:"opened_at"`
	Holders  []Holder  `json:"holders,omitempty"`
	Declined []string  `json:"declined,omitempty"` // since it opened
	Held     []string  `json:"held,omitempty"`     // who held it and does not any more
}

// StepState is where a step stands.
type StepState string

// The step states.
const (
	StepWaiting StepState = "waiting"
	StepOpen    StepState = "open"
	StepStarted StepState = "started"
	StepDone    StepState = "done"
	StepSkipped StepState = "skipped"
	StepBlocked StepState = "blocked" // open, and nobody holds its seat
)

// Step is a step's state.
type Step struct {
	ID        string     `json:"id"`
	Rev       int        `json:"rev"`
	State     StepState  `json:"state"`
	OpenedAt  *time.Time `json:"opened_at,omitempty"`
	TargetAt  *time.Time `json:"target_at,omitempty"`
	StartedAt *time.Time `json:"started_at,omitempty"`
	DoneAt    *time.Time `json:"done_at,omitempty"`
	AgainAt   *time.Time `json:"again_at,omitempty"` // a repeating step opens again
	Rounds    int        `json:"rounds,omitempty"`   // how often a repeating step was done
	Late      bool       `json:"late,omitempty"`
	Value     string     `json:"value,omitempty"`
	By        string     `json:"by,omitempty"`
	Note      string     `json:"note,omitempty"`
	Reason    string     `json:"reason,omitempty"` // why it was skipped
	Assignees []string   `json:"assignees,omitempty"`
}

// Fact is something that has been stated.
type Fact struct {
	ID    string    `json:"id"`
	Rev   int       `json:"rev"`
	Value string    `json:"value"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// SubjectKind says what a page, or a climb, is about.
type SubjectKind string

// Seat asks the person to take it; Gap tells a commander of a seat nobody took; Late of a step; Danger, Help and Silent of a
// person, Silent of one who does not answer check-ins; Command of a commander who is to be succeeded. Same and Open are
// decisions: is another incident the same, is a plan to be opened?
const (
	AboutSeat    SubjectKind = "seat"
	AboutGap     SubjectKind = "gap"
	AboutLate    SubjectKind = "late"
	AboutDanger  SubjectKind = "danger"
	AboutHelp    SubjectKind = "help"
	AboutSilent  SubjectKind = "silent"
	AboutCommand SubjectKind = "command"
	AboutSame    SubjectKind = "same"
	AboutOpen    SubjectKind = "open"
)

// Subject is one thing that a page is about: a seat, a step or a responder by id.
type Subject struct {
	Kind SubjectKind `json:"kind"`
	Ref  string      `json:"ref"`
}

// climbed is the subject of the ladder that a subject is a part of: a gap is told of on the way up its seat's.
func (s Subject) climbed() Subject {
	if s.Kind == AboutGap {
		s.Kind = AboutSeat
	}
	return s
}

// gap is a seat's subject as whoever sees to it knows it; others are themselves.
func (s Subject) gap() Subject {
	if s.Kind == AboutSeat {
		s.Kind = AboutGap
	}
	return s
}

// PageKind tells pages, which ask for an answer and climb, from messages that only tell.
type PageKind string

// The kinds: a Call is what CONTRACT.md names a page; a Task hands out a step; a Question asks once for a fact, or whether
// people may go; a Note only tells.
const (
	CallPage     PageKind = "page"
	TaskPage     PageKind = "task"
	QuestionPage PageKind = "question"
	NotePage     PageKind = "note"
)

// PageState is where a page stands.
type PageState string

// The page states.
const (
	PageQueued      PageState = "queued"
	PagePaging      PageState = "paging"
	PageSeen        PageState = "seen"
	PageAccepted    PageState = "accepted"
	PageOnScene     PageState = "on_scene"
	PageDeclined    PageState = "declined"
	PageUnreachable PageState = "unreachable"
	PageExhausted   PageState = "exhausted"
	PageStoodDown   PageState = "stood-down"
)

// Page is the request to one person, with the attempts to bring it there.
type Page struct {
	ID         string     `json:"id"`
	Rev        int        `json:"rev"`
	Kind       PageKind   `json:"kind"`
	Responder  string     `json:"responder"`
	Token      string     `json:"token,omitempty"`
	About      []Subject  `json:"about,omitempty"`
	Joined     []Joined   `json:"joined,omitempty"`  // of what it is about: what came later than its first attempt
	Shown      []Subject  `json:"shown,omitempty"`   // of what it is about: what a reply has named
	Step       string     `json:"step,omitempty"`    // of a task
	Fact       string     `json:"fact,omitempty"`    // of a question: what it asks for
	Facts      []string   `json:"facts,omitempty"`   // of a question: the list of which its person chooses what is so
	Own        *time.Time `json:"own,omitempty"`     // of a question: when its person asked for it themselves
	Release    []string   `json:"release,omitempty"` // of a question to the commander: who may go
	Text       *Note      `json:"text,omitempty"`    // of a note
	State      PageState  `json:"state"`
	Rung       int        `json:"rung"`
	OpenedAt   time.Time  `json:"opened_at"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
	PromisedAt *time.Time `json:"promised_at,omitempty"`
	Attempts   []*Attempt `json:"attempts,omitempty"` // the last ones
	Made       int        `json:"made"`               // how many attempts there were in all
	Owed       bool       `json:"owed,omitempty"`     // an attempt is due now
	Filtered   bool       `json:"filtered,omitempty"` // the network refuses what it says
}

// Note is the body of a message that only tells; it is kept because what it was made from may change.
type Note struct {
	Body  string `json:"body"`
	Named bool   `json:"named,omitempty"` // it says itself whom of those who share a phone it is for
}

// AttemptState is what is known of a message.
type AttemptState string

// The attempt states. Waiting has not been handed to a wave yet.
const (
	AttemptWaiting     AttemptState = "waiting"
	AttemptSending     AttemptState = "sending"
	AttemptUnknown     AttemptState = "unknown"
	AttemptSent        AttemptState = "sent"
	AttemptDelivered   AttemptState = "delivered"
	AttemptUndelivered AttemptState = "undelivered"
	AttemptFailed      AttemptState = "failed"
	AttemptSuperseded  AttemptState = "superseded"
)

// Attempt is one message for a page.
type Attempt struct {
	N         int            `json:"n"`
	Rung      int            `json:"rung"`
	Channel   frozen.Channel `json:"channel"`
	State     AttemptState   `json:"state"`
	At        time.Time      `json:"at"`
	CarrierID string         `json:"carrier_id,omitempty"`
	Failure   Failure        `json:"failure,omitempty"`
	Body      string         `json:"body,omitempty"`       // until it is settled
	NotBefore *time.Time     `json:"not_before,omitempty"` // the carrier asked to wait
	Deferred  int            `json:"deferred,omitempty"`   // how often it did
	AskAt     *time.Time     `json:"ask_at,omitempty"`     // when the carrier is to be asked what became of it
	Asking    bool           `json:"asking,omitempty"`
	Doubles   []string       `json:"doubles,omitempty"` // carrier ids of duplicates that are written down
	Joint     string         `json:"joint,omitempty"`   // what its message says in place of Body, while others ride with it
	Rides     *Ride          `json:"rides,omitempty"`   // the attempt whose message carries this one too
}

// Climb is a ladder being climbed for a subject until a human answers.
type Climb struct {
	About   Subject   `json:"about"`
	Base    time.Time `json:"base"` // what the rungs' offsets count from
	Next    int       `json:"next"` // index of the next rung
	Reached int       `json:"reached"`
	DueAt   time.Time `json:"due_at"`
	Since   time.Time `json:"since"`             // when it began, or was taken on
	InHand  string    `json:"in_hand,omitempty"` // who has taken it on, until DueAt
}

// Person is what the incident has learnt about a responder.
type Person struct {
	ID      string  `json:"id"`
	Bad     Failure `json:"bad,omitempty"`      // why SMS cannot reach them
	NoVoice Failure `json:"no_voice,omitempty"` // why calls cannot
}

// Applied remembers the result of a message or request, so that a repetition gets the same answer.
type Applied struct {
	ID    string `json:"id"`
	Reply string `json:"reply,omitempty"`
}

// Text is a sentence in both languages.
type Text = frozen.Text

package reply

// What a person may be answering to, and what an answer comes to.

import (
	"slices"
	"strings"
)

// Kind is the kind of an open thing.
type Kind string

// The kinds. A person with a Post may also have Tasks; a Page is not answered yet.
const (
	Page Kind = "page" // a request to take seats
	Task Kind = "task" // a step assigned to the person
	Post Kind = "post" // seats that the person has accepted, on scene or not
	Ask  Kind = "ask"  // a question for one value, which is no call for anything to be done
)

// EvidenceKind is what completes a task.
type EvidenceKind string

// The kinds of evidence that a text can give; EvidenceNone takes any note.
const (
	EvidenceNone   EvidenceKind = ""
	EvidenceChoice EvidenceKind = "choice"
	EvidenceNumber EvidenceKind = "number"
	EvidenceCount  EvidenceKind = "count" // x/y
	EvidenceText   EvidenceKind = "text"
)

// Choice is one numbered answer; its number is its place in the list, from 1.
type Choice struct {
	Value string
	Names []string // what people call it, in each language
}

// Evidence says what a task's value must be.
type Evidence struct {
	Kind     EvidenceKind
	Choices  []Choice
	Min, Max *float64 // of a number
	Unit     string   // of a number, optional in the text
}

// Item is one thing of one person that a text may be about. Whoever lists items gives each thing once.
type Item struct {
	Incident string
	Person   string `json:",omitempty"` // whose it is, where several people share the phone; empty: its owner's
	Name     string `json:",omitempty"` // of that person
	Kind     Kind
	Token    string   // upper case; a Post keeps the token of the page that was accepted
	Also     []string `json:",omitempty"` // of a Post: the tokens of pages that were accepted before
	Ref      string   // the page's or the step's id
	Title    string
	Where    string `json:",omitempty"` // its incident, told to whoever has things open in several
	Open     bool   // it still waits for this person (Page, Task, Ask), or they still hold it (Post)
	Asked    bool   `json:",omitempty"` // of a Post: a promise was broken, and they have been asked about it
	Passed   bool   `json:",omitempty"` // of a Task: others have it now, and nobody has done it yet; of an Ask: its message is said to have failed, or its person has asked for it, and it may still be answered
	Listed   bool   `json:",omitempty"` // of an Ask: a list that its person has asked for
	Evidence Evidence
}

// Bears says whether a code names the thing.
func (it Item) Bears(token string) bool {
	return slices.ContainsFunc(append([]string{it.Token}, it.Also...), func(own string) bool { return own != "" && strings.EqualFold(own, token) })
}

// Action is what is to be applied to the targets.
type Action string

// The actions. ActNone applies nothing.
const (
	ActNone          Action = ""
	ActAccept        Action = "accept"
	ActETA           Action = "eta"
	ActOnScene       Action = "on_scene" // of a Page: accepted and on scene
	ActDone          Action = "done"
	ActCannot        Action = "cannot" // a Page: declined; a Post: drops out; a Task: cannot do it
	ActNeedHelp      Action = "need_help"
	ActDanger        Action = "danger"
	ActRealEmergency Action = "real_emergency"
	ActRelief        Action = "relief"
	ActUndo          Action = "undo" // the person's last answer, whatever it was: known to whoever keeps them
	ActRepeat        Action = "repeat"
	ActFacts         Action = "facts" // the list of what the person may state is asked for
	ActSeen          Action = "seen"
	ActWrongNumber   Action = "wrong_number"
	ActOptOut        Action = "opt_out"
	ActOptIn         Action = "opt_in"
	ActState         Action = "state" // of an Ask: its value
	ActLater         Action = "later" // of an Ask: not yet
)

// Code says which question goes back to the person.
type Code string

// The questions. AskNone: none.
const (
	AskNone         Code = ""
	AskWhichToken   Code = "which-token"    // Items: those that it could be
	AskWhichPlace   Code = "which-incident" // Items: one of each incident
	AskWhose        Code = "whose"          // Items: one of each person who shares the phone
	AskUnknownToken Code = "unknown-token"  // Items: all that is open
	AskValue        Code = "value"          // Items: the task or question; Problem says what is wrong
	AskMinutes      Code = "minutes"        // 1 to MaxMinutes
	AskUnclear      Code = "not-understood" // Items: what the token names, else all that is open; Hint says more
	AskNotThis      Code = "does-not-fit"   // this answer does not fit what is open; Items: what is
	TellNothingOpen Code = "nothing-open"
	TellClosed      Code = "closed"            // no longer needed; Items: what the token named
	TellNotAccepted Code = "seen-not-accepted" // Items: the pages that still wait
)

// ValueProblem says what is wrong with a task's value.
type ValueProblem string

// The problems.
const (
	ValueFine         ValueProblem = ""
	ValueMissing      ValueProblem = "missing"
	ValueNoChoice     ValueProblem = "not-a-choice"
	ValueNoNumber     ValueProblem = "not-a-number"
	ValueOutOfRange   ValueProblem = "out-of-range"
	ValueNoCount      ValueProblem = "not-a-count"
	ValueContradicted ValueProblem = "contradicted" // a note that says otherwise ("4 not yet"), or a value that can be read in two ways
)

// Question is what the reply to the person asks or tells, for the words package to phrase.
type Question struct {
	Code    Code
	Items   []Item
	Problem ValueProblem // of AskValue
	Hint    Hint         // of AskUnclear
	Verb    Verb         // what was understood so far
}

// Understanding is what a text means. With a Question beside an Action, the action is applied and the question sent.
type Understanding struct {
	Action   Action
	Targets  []Item // usually one; for an alarm, an opt-out and an opt-in one of each incident; for "repeat" all that is open
	Minutes  int    // of ActETA
	Value    string // of ActDone and ActState: checked; a choice's own value, a number with a point, a count without spaces
	Question Question
	Why      string // for the record
}

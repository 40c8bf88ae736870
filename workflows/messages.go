// Package workflows orchestrates incidents, deterministically: it performs what the incident decides, and nothing else.
// This file is the whole contract: every name that is registered with the engine, and every body that travels.
package workflows

import (
	"cmp"
	"time"

	"go.temporal.io/sdk/temporal"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/proposal"
	"muster/incident/testpage"
)

// The workflow types.
const (
	IncidentType = "Incident"
	StrayType    = "Stray"
	TextType     = "Text"
	ProposalType = "Proposal"
	TestPageType = "TestPage"
)

// The updates: a human waits for yes or no.
const (
	Answer        = "Answer"
	Press         = "Press" // a key in a call; its body is an incident.Press, its result an incident.Spoken
	Report        = "Report"
	StartStep     = "StartStep"
	FinishStep    = "FinishStep"
	SkipStep      = "SkipStep"
	ReassignStep  = "ReassignStep"
	ExtendStep    = "ExtendStep"
	AddStep       = "AddStep"
	StateFact     = "StateFact"
	SetLevel      = "SetLevel"
	AddNote       = "AddNote"
	AddPhoto      = "AddPhoto" // its body names a photo and bears its hash, never the picture
	AssignSeat    = "AssignSeat"
	ReleaseSeat   = "ReleaseSeat"
	Escalate      = "Escalate"
	StandDown     = "StandDown"
	Cancel        = "Cancel"
	Resume        = "Resume"
	AddPlace      = "AddPlace"
	RefreshRoster = "RefreshRoster" // how the roster of its site stands now
	SendNotice    = "SendNotice"
	ApproveNotice = "ApproveNotice"
	RejectNotice  = "RejectNotice"
	Merge         = "Merge"
	Link          = "Link"
	EndLink       = "EndLink"
	Absorb        = "Absorb"   // its body is an Order of incident.Carried, its result an incident.Taken
	SendTest      = "SendTest" // to a TestPage; its body is an Order of testpage.Order, its result a testpage.Outcome
)

// The signals: something has happened.
const (
	DeliveryReported = "DeliveryReported" // a batch of receipts
	AnswerArrived    = "AnswerArrived"    // an answer that no update had room for
	RealDeclared     = "RealDeclared"     // to a drill: there is a real incident at its site
	PersonTaken      = "PersonTaken"      // of another incident, an incident.Claim: who of two that hold a person keeps them
	DuplicateFound   = "DuplicateFound"   // the Desk knows of an incident that may be the same, by its id; earlier Desks
	SameFound        = "SameFound"        // the same, with an incident.Other
	Proposed         = "Proposed"         // to a proposal: its phone has written a declaration; the body is a proposal.Report
)

// The queries.
const (
	Status    = "Status"
	OpenItems = "OpenItems"
	Pulse     = "Pulse" // incident.Pulse, for who watches over incidents
	Heard     = "Heard"

	DraftNotice = "DraftNotice" // what an incident.SendNotice would propose: a NoticeDraft
	Foreseen    = "Foreseen"    // what the open steps will send when they are done: a NoticeDraft each
)

// RefusalType is the application error's type that carries an incident.Error.
const RefusalType = "Refusal"

// The task queues. Real incidents page on the queue that their workflow runs on, which the engine serves eagerly.
const (
	QueueReal    = "muster-real"
	QueueDrill   = "muster-drill"
	QueueShadow  = "muster-shadow"
	QueueNotices = "muster-notices"
	QueueTexts   = "muster-texts"
)

// Queue chooses by mode where an incident runs and where all that it does to the world is done. It is the one place where
// drills and real incidents part ways.
func Queue(mode frozen.Mode) string {
	if mode == frozen.Drill {
		return QueueDrill
	}
	return QueueReal
}

// noticeQueue keeps what is told to residents off the pages' queue.
func noticeQueue(mode frozen.Mode) string {
	if mode == frozen.Drill {
		return QueueDrill
	}
	return QueueNotices
}

// The engine's priorities: of what waits on one queue, the lower number is given out first, and what a workflow has done
// inherits its own. What has none is 3. It is part of no command, so that an incident that runs keeps its history.
const (
	PriorityLife   = 1 // of a real incident that threatens lives
	PriorityReal   = 2 // of any other
	PriorityNotice = 4
	PriorityDrill  = 5
)

// Priority is that of an incident by what it begins with: real work comes before drills on the queues that they share, and
// where lives are at stake before all that is not, however much of it waits.
func Priority(in frozen.Input) int {
	switch {
	case in.Declaration.Mode == frozen.Drill:
		return PriorityDrill
	case in.Plan.Life || cmp.Or(in.Declaration.Level, in.Plan.Level) == frozen.L1:
		return PriorityLife
	default:
		return PriorityReal
	}
}

// The search attributes. Numbers never become one: phones are keyed hashes.
var (
	KeySite   = temporal.NewSearchAttributeKeyKeyword("MusterSite")
	KeyPlan   = temporal.NewSearchAttributeKeyKeyword("MusterPlan")
	KeyMode   = temporal.NewSearchAttributeKeyKeyword("MusterMode")
	KeyState  = temporal.NewSearchAttributeKeyKeyword("MusterState")
	KeyPhones = temporal.NewSearchAttributeKeyKeywordList("MusterPhones")
)

// Start is the input of an incident's workflow. After continue-as-new it carries the state.
type Start struct {
	In     frozen.Input    `json:"in"`
	State  *incident.State `json:"state,omitempty"`
	Hashed int             `json:"hashed,omitempty"` // how many people the search attribute names
	Limits Limits          `json:"limits"`
}

// Limits bound one run's history, in events; zero values mean the defaults.
type Limits struct {
	Continue int `json:"continue,omitempty"` // continue as new from here on, at a quiet moment
	Hold     int `json:"hold,omitempty"`     // no new message is begun past this until it has happened
}

// Order is the body of an order update: who asks again with the same ID gets the same answer.
type Order[T any] struct {
	ID   string `json:"id,omitempty"`
	Body T      `json:"body"`
}

// Reported is what a Desk declares of a confirmed report.
type Reported = activities.Reported

// Inbound is the body of Answer and AnswerArrived: a text from a phone.
type Inbound = activities.Text

// Receipts is the body of DeliveryReported.
type Receipts struct {
	Receipts []incident.Receipt `json:"receipts"`
}

// Asker asks OpenItems for the people behind one number.
type Asker struct {
	Phone string `json:"phone"`
}

// MemoDeclared names what the engine's search says of an incident's declaration beside its search attributes: a Declared.
const MemoDeclared = "declared"

// Declared is what tells whether an incident may be the same as another one of its site and plan.
type Declared struct {
	Location   string        `json:"location"`
	Places     []frozen.Spot `json:"places,omitempty"`
	OpenedAt   time.Time     `json:"opened_at"` // by the incident's own clock
	ReportedBy string        `json:"reported_by,omitempty"`
}

// StatusView is the answer of Status: the incident with the entries that the shadow may lack, and which declaration it is.
type StatusView struct {
	View     incident.View    `json:"view"`
	Entries  []incident.Entry `json:"entries"`
	BodyHash string           `json:"body_hash"`
}

// HeardView is the answer of Heard, which asks by a text's id: whether the text was applied, and since when, in the engine's
// time, there could be texts for this incident at all.
type HeardView struct {
	Applied    bool      `json:"applied"`
	Reply      string    `json:"reply,omitempty"` // what it was answered
	DeclaredAt time.Time `json:"declared_at"`
}

// TextInput is the input of Text: a text that was read from the carrier's list.
type TextInput struct {
	Text Inbound `json:"text"`
	// Reply is set for a text that was applied although no answer to it was seen to leave: the carrier is asked for the reply.
	Reply string `json:"reply,omitempty"`
	// Wait is what its sender is told, once, where nobody takes the text for a while; empty: nothing.
	Wait string `json:"wait,omitempty"`
}

// StrayInput is the input of Stray: a text for which no incident was found yet.
type StrayInput struct {
	Text Inbound `json:"text"`
}

// ProposalStart is the input of Proposal, which is begun by its first Proposed. After continue-as-new it carries the state.
type ProposalStart struct {
	State    *proposal.State `json:"state,omitempty"`
	Continue int             `json:"continue,omitempty"` // as in Limits
}

// TestPageStart is the input of TestPage, which sends what its first SendTest orders. After continue-as-new it carries the state.
type TestPageStart struct {
	State    *testpage.State `json:"state,omitempty"`
	Continue int             `json:"continue,omitempty"` // as in Limits
}

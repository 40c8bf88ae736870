package api

// The interfaces that the API needs, and the types that travel through them.

import (
	"context"
	"errors"
	"net/http"
	"time"

	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/testpage"
	"muster/plans"
	"muster/sites"
)

// Declaration is what a declarer says, with the key under which repeating it opens nothing new.
type Declaration struct {
	frozen.Declaration
	Key   string        // Idempotency-Key, empty if none
	Story *frozen.Story // of a drill, or under the simulator's story clock
}

// Desk is the door to running incidents. Its refusals are *incident.Error. An order carries a request's id: repeating it
// under the same id changes nothing.
type Desk interface {
	Orders
	// Declare opens an incident and shows it, or the one that was opened under the same key with the same body.
	Declare(ctx context.Context, d Declaration) (incident.View, error)
	// Status shows an incident, with the timeline entries that the shadow may lack: the newest ones, without a gap.
	Status(ctx context.Context, id string) (incident.View, []incident.Entry, error)
	// Answer takes in a text from a phone and gives the reply to it, empty if it gets none. Without an error the engine holds the text.
	Answer(ctx context.Context, in carrier.Inbound) (string, error)
	// Press takes in a key that was pressed in a call of an incident, and gives what the call says next.
	Press(ctx context.Context, id string, p incident.Press) (incident.Spoken, error)
	// TestPage sends somebody at a site a text that says that it is a test, and says what is known of it after a moment.
	TestPage(ctx context.Context, request, site, responder string) (testpage.Outcome, error)
	// Delivered hands receipts to the incident that sent the messages. One that has ended needs none.
	Delivered(ctx context.Context, id string, receipts []incident.Receipt) error
}

// Orders are what a desk can tell a running incident.
type Orders interface {
	Report(ctx context.Context, id, request string, o incident.ReportAnswer) error
	StartStep(ctx context.Context, id, request string, o incident.StartStep) error
	FinishStep(ctx context.Context, id, request string, o incident.FinishStep) error
	SkipStep(ctx context.Context, id, request string, o incident.SkipStep) error
	ReassignStep(ctx context.Context, id, request string, o incident.ReassignStep) error
	ExtendStep(ctx context.Context, id, request string, o incident.ExtendStep) error
	AddStep(ctx context.Context, id, request string, o incident.AddStep) error
	StateFact(ctx context.Context, id, request string, o incident.StateFact) error
	SetLevel(ctx context.Context, id, request string, o incident.SetLevel) error
	AddNote(ctx context.Context, id, request string, o incident.AddNote) error
	AssignSeat(ctx context.Context, id, request string, o incident.AssignSeat) error
	ReleaseSeat(ctx context.Context, id, request string, o incident.ReleaseSeat) error
	Escalate(ctx context.Context, id, request string, o incident.Escalate) error
	StandDown(ctx context.Context, id, request string, o incident.StandDown) error
	Cancel(ctx context.Context, id, request string, o incident.Cancel) error
	Resume(ctx context.Context, id, request string, o incident.ResumeDrill) error
	AddPlace(ctx context.Context, id, request string, o incident.AddPlace) error
	Merge(ctx context.Context, id, request string, o incident.Merge) error
	Link(ctx context.Context, id, request string, o incident.OpenLink) error
}

// ErrCursor is what a Shadow says to a cursor that is not one of its own.
var ErrCursor = errors.New("the cursor is not one of this list's")

// Filter says which incidents a list shows; an empty field filters nothing.
type Filter struct {
	State  string
	Mode   string
	Site   string
	Sites  []string // only incidents at these; empty: at all
	Limit  int
	Cursor string
}

// Shadow is the readable copy of incidents; it may lag, or be away.
type Shadow interface {
	Incident(ctx context.Context, id string) (incident.View, bool, error)
	// Incidents lists incidents, newest first, and gives the cursor to go on from, empty at the end; ErrCursor for a wrong one.
	Incidents(ctx context.Context, f Filter) (items []incident.View, next string, err error)
	// Timeline gives at most limit entries whose Seq comes after one, in order.
	Timeline(ctx context.Context, id string, after, limit int) ([]incident.Entry, error)
	// Contacts says how the people of a site were reached, by their ids; who never was is not in it.
	Contacts(ctx context.Context, site string) (map[string]Contact, error)
}

// Contact is how somebody was reached.
type Contact struct {
	ReachedAt time.Time         // zero if they never were
	Test      *testpage.Outcome // the last test page; nil if there was none
}

// Records are the sealed records of incidents that have ended.
type Records interface {
	// Sealed gives an incident as its record has it; false if there is none that can be used.
	Sealed(ctx context.Context, id string) (incident.View, []incident.Entry, bool)
}

// Event says that the shadow has written something: a timeline's entry by its Seq and kind, or without a Seq that the
// incident itself has changed.
type Event struct {
	ID       int64
	Incident string
	Seq      int
	Kind     string
}

// Feed tells what the shadow has written, in order.
type Feed interface {
	// Events gives at most limit events after one, of one incident or, if it is empty, of all. IDs rise.
	Events(ctx context.Context, after int64, incident string, limit int) ([]Event, error)
	// LastEvent is the id of the newest event, 0 if there is none.
	LastEvent(ctx context.Context) (int64, error)
	// Watch wakes whoever waits on the channel after something was written; stop ends it.
	Watch() (wake <-chan struct{}, stop func())
}

// Catalog knows sites and plans, from memory.
type Catalog interface {
	Sites() []*sites.Site
	Plans() []*plans.Plan
	// Import keeps a checked site, in place of the one with its id; what people have changed there since the last file, by force only.
	// A refusal is an *incident.Error, or a *VersionError.
	Import(ctx context.Context, site *sites.Site, force bool) error
}

// Webhooks verifies, reads and answers what the carrier posts.
type Webhooks interface {
	// Verify fails for a request that does not bear the carrier's signature; it leaves the form parsed.
	Verify(r *http.Request) error
	Inbound(r *http.Request) (carrier.Inbound, error)
	Receipt(r *http.Request) (carrier.Receipt, error)
	// Reply renders an answer in XML: one text back to the phone, or none where text is empty.
	Reply(text string) ([]byte, error)
	Press(r *http.Request) (carrier.Press, error)
	// Speech renders what a call says next in XML; keys that it asks for come back with the tag.
	Speech(tag carrier.Tag, s carrier.Speech) ([]byte, error)
}

// Health says whether a declaration would be taken.
type Health interface {
	// Ready returns nil if it would; an *incident.Error says to people what is wrong.
	Ready(ctx context.Context) error
	// Degraded says in sentences what does not work although a declaration would be taken.
	Degraded() []string
}

// Phone is a handset of the simulator.
type Phone struct {
	Number    string
	Responder string // empty for a resident's
	Name      string
}

// Message is a text in a handset's mailbox.
type Message struct {
	ID        string
	Direction string // "out" is towards the handset, "in" from it
	Channel   string
	Body      string
	At        time.Time
}

// Habit is what a handset does with the texts, or the calls, that it gets from now on.
type Habit struct {
	Kind  HabitKind
	After time.Duration // before it answers
	Text  string        // of HabitAnswer; of HabitVoicemail: digits
	Code  int           // of HabitBounce: the carrier's error code
}

// HabitKind names a habit.
type HabitKind string

// The habits.
const (
	HabitIgnore  HabitKind = "ignore"
	HabitAccept  HabitKind = "accept"
	HabitDecline HabitKind = "decline"
	HabitAnswer  HabitKind = "answer"
	HabitBounce  HabitKind = "bounce"
	HabitOptOut  HabitKind = "opt-out"

	// The rest are what it does with calls; texts are left as they were.
	HabitAcceptCall  HabitKind = "accept-call"  // takes them, and presses the key that accepts
	HabitDeclineCall HabitKind = "decline-call" // takes them, and presses the key that says no
	HabitVoicemail   HabitKind = "voicemail"    // a machine takes them, and plays the tones of Text, if any
	HabitBusy        HabitKind = "busy"
	HabitNoAnswer    HabitKind = "no-answer"
	HabitPickUp      HabitKind = "pick-up" // takes them, and waits for keys
)

// Handsets are the simulator's phones.
type Handsets interface {
	Phones() []Phone
	// Messages is the mailbox of a number, oldest first; empty for one that is not known.
	Messages(number string) []Message
	// Reply writes a text as the person at the handset, and returns once Muster has taken it.
	Reply(ctx context.Context, number, text string) error
	SetHabit(number string, habit Habit)
	// Press presses keys at a handset and returns once Muster has answered each; ErrNoCall where it is in no call.
	Press(ctx context.Context, number, digits string) error
}

// Clock is what of time the API needs, so that tests need not wait.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f in its own goroutine once d has passed; stop keeps it from being called, if it has not been yet.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
	// Tick sends the time every d until stop is called.
	Tick(d time.Duration) (ticks <-chan time.Time, stop func())
}

// SystemClock is the real one.
type SystemClock struct{}

// Now implements Clock.
func (SystemClock) Now() time.Time { return time.Now() }

// AfterFunc implements Clock.
func (SystemClock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	return time.AfterFunc(d, f).Stop
}

// Tick implements Clock.
func (SystemClock) Tick(d time.Duration) (ticks <-chan time.Time, stop func()) {
	ticker := time.NewTicker(d)
	return ticker.C, ticker.Stop
}

package console

// The interfaces that the console needs, and the types that travel through them. They ask for less than the API's: what the
// console can do, the API can.

import (
	"context"
	"errors"
	"time"

	"muster/account"
	"muster/audit"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/testpage"
	"muster/plans"
	"muster/sites"
)

// Declaration is what a declarer says, with the key of the page on which it was said: sending the page twice declares once.
type Declaration struct {
	frozen.Declaration
	Key string
}

// Desk is the door to running incidents. Its refusals are *incident.Error. An order carries a request's id: repeating it under
// the same id changes nothing.
type Desk interface {
	Declare(ctx context.Context, d Declaration) (incident.View, error)
	// TestPage sends somebody at a site a text that says that it is a test, and says what is known of it after a moment.
	TestPage(ctx context.Context, request, site, responder string) (testpage.Outcome, error)
	// Status shows an incident, with the timeline entries that the shadow may lack.
	Status(ctx context.Context, id string) (incident.View, []incident.Entry, error)

	Report(ctx context.Context, id, request string, o incident.ReportAnswer) error
	StartStep(ctx context.Context, id, request string, o incident.StartStep) error
	FinishStep(ctx context.Context, id, request string, o incident.FinishStep) error
	SkipStep(ctx context.Context, id, request string, o incident.SkipStep) error
	ReassignStep(ctx context.Context, id, request string, o incident.ReassignStep) error
	ExtendStep(ctx context.Context, id, request string, o incident.ExtendStep) error
	AssignSeat(ctx context.Context, id, request string, o incident.AssignSeat) error
	ReleaseSeat(ctx context.Context, id, request string, o incident.ReleaseSeat) error
	StateFact(ctx context.Context, id, request string, o incident.StateFact) error
	SetLevel(ctx context.Context, id, request string, o incident.SetLevel) error
	AddNote(ctx context.Context, id, request string, o incident.AddNote) error
	Escalate(ctx context.Context, id, request string, o incident.Escalate) error
	StandDown(ctx context.Context, id, request string, o incident.StandDown) error
	Merge(ctx context.Context, id, request string, o incident.Merge) error
	AddStep(ctx context.Context, id, request string, o incident.AddStep) error
	Link(ctx context.Context, id, request string, o incident.OpenLink) error
	AddPlace(ctx context.Context, id, request string, o incident.AddPlace) error
	Cancel(ctx context.Context, id, request string, o incident.Cancel) error
	Resume(ctx context.Context, id, request string, o incident.ResumeDrill) error
}

// Notices are what a desk can say and ask about an incident's notices to residents.
type Notices interface {
	SendNotice(ctx context.Context, id, request string, o incident.SendNotice) error
	ApproveNotice(ctx context.Context, id, request string, o incident.ApproveNotice) error
	RejectNotice(ctx context.Context, id, request string, o incident.RejectNotice) error
	// DraftNotice is what a notice would be if it were sent now.
	DraftNotice(ctx context.Context, id string, o incident.SendNotice) (incident.NoticeDraft, error)
	// Leaving puts the figures of this moment into the views of an incident's notices.
	Leaving(ctx context.Context, id string, views []incident.NoticeView) []incident.NoticeView
	// Foresee puts what the notices take that open steps of a plan send when they are done into the views of an incident's steps.
	Foresee(ctx context.Context, id, plan string, steps []incident.StepView) []incident.StepView
}

// Filter says which incidents are listed; an empty field filters nothing.
type Filter struct {
	State string
	Sites []string
	Limit int
}

// Shadow is the readable copy of incidents; it may lag, or be away.
type Shadow interface {
	Incident(ctx context.Context, id string) (incident.View, bool, error)
	// Incidents lists incidents, newest first.
	Incidents(ctx context.Context, f Filter) ([]incident.View, error)
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
	Sealed(ctx context.Context, id string) (incident.View, []incident.Entry, bool)
}

// Event says that the shadow has written something of an incident.
type Event struct {
	ID       int64
	Incident string
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
}

// Accounts knows who asks. Refusals are *account.Error; any other error is the database's.
type Accounts interface {
	Session(ctx context.Context, secret string) (account.Identity, bool)
	SignIn(ctx context.Context, login, password, from string) (account.Opened, error)
	SignOut(ctx context.Context, secret string) error
	ChangePassword(ctx context.Context, by account.Identity, secret, old, password, from string) error

	Accounts(by account.Identity) []account.Account
	// Add makes an account; without a password it makes one too, unless the account is to have none.
	Add(ctx context.Context, by account.Identity, a account.Account, password string, noPassword bool) (made account.Account, generated string, err error)
	// Change changes an account by do, and gives it as it was and is.
	Change(ctx context.Context, by account.Identity, id string, do func(*account.Account)) (before, after account.Account, err error)
	// ResetPassword revokes the account's tokens too, unless they are to be kept.
	ResetPassword(ctx context.Context, by account.Identity, id, password string, keepTokens bool) (account.Reset, error)
	Unlock(ctx context.Context, id string) error

	Tokens(by account.Identity) []account.Token
	AddToken(ctx context.Context, by account.Identity, t account.Token) (made account.Token, secret string, err error)
	// RevokeToken ends a token, and gives it as it was and is.
	RevokeToken(ctx context.Context, by account.Identity, id string) (before, after account.Token, err error)
}

// Links knows whom the links in texts are for.
type Links interface {
	// Read gives the incident and the person of a link's code; ok is false for one that Muster has not made.
	Read(code string) (incident, person string, ok bool)
}

// Audit is the audit log. Noting neither waits nor fails.
type Audit interface {
	Note(e audit.Entry)
	// Begin says that what an entry is about is being done now. Note, or Drop, under the same id says how it ended; where the process
	// is killed before, the entry is noted as it is.
	Begin(e audit.Entry)
	// Drop says that nothing was done.
	Drop(id string)
}

// AuditFilter says which entries of the audit log are listed; an empty field filters nothing.
type AuditFilter struct {
	Who, Action, Subject string
	Below                int64 // only entries before this number; 0: all
	Limit                int
}

// AuditLog is the audit log as it is read.
type AuditLog interface {
	// List gives entries, the newest first.
	List(ctx context.Context, f AuditFilter) ([]audit.Entry, error)
	// Verify looks through the whole log, and gives where it ends. Its error is an *audit.BrokenError where it is not what was written.
	Verify(ctx context.Context) (seq int64, hash string, err error)
}

// Health says what does not work.
type Health interface {
	// Ready returns nil if a declaration would be taken.
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
	ID    string
	In    bool // from the handset, and not towards it
	Voice bool // said in a call
	Body  string
	At    time.Time
}

// ErrNoCall is what Handsets say where a handset is in no call.
var ErrNoCall = errors.New("the handset is in no call")

// Handsets are the simulator's phones.
type Handsets interface {
	Phones() []Phone
	// Messages is the mailbox of a number, oldest first.
	Messages(number string) []Message
	// Reply writes a text as the person at the handset, and returns once Muster has taken it.
	Reply(ctx context.Context, number, text string) error
	// Press presses keys at a handset that is in a call; ErrNoCall where it is in none.
	Press(ctx context.Context, number, digits string) error
}

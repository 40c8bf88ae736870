// Package storetest is the conformance suite of the application's database: every dialect has to pass it.
package storetest

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"muster/account"
	"muster/audit"
	"muster/incident"
	"muster/incident/photo"
	"muster/incident/testpage"
	"muster/store"
)

// Store is what a database has to be able to do; package store says what each method promises.
type Store interface {
	Record(ctx context.Context, s incident.Shadow) error
	Incident(ctx context.Context, id string) (incident.View, bool, error)
	Incidents(ctx context.Context, f store.Filter) (items []incident.View, next string, err error)
	Timeline(ctx context.Context, id string, after, limit int) ([]incident.Entry, error)
	OpenByHash(ctx context.Context, hash string) ([]string, error)
	OpenByCode(ctx context.Context, hash, code string) ([]string, error)
	CodesInUse(ctx context.Context, site string) (map[string]int, error)
	RecordedElsewhere(ctx context.Context, id, hash string, carrierIDs []string) ([]string, error)
	Recent(ctx context.Context, site, plan string, since time.Time) ([]incident.View, error)
	Busy(ctx context.Context, site, mode string) ([]string, error)
	Elsewhere(ctx context.Context, id string) (incident.Elsewhere, error)
	Events(ctx context.Context, after int64, incidentID string, limit int) ([]store.Event, error)
	LastEvent(ctx context.Context) (int64, error)
	Watch() (wake <-chan struct{}, stop func())
	SaveSite(ctx context.Context, id string, document []byte) error
	Sites(ctx context.Context) ([]store.SiteRow, error)
	ReplaceSite(ctx context.Context, id string, document []byte, replaced int) (version int, err error)
	ReplaceSiteByFile(ctx context.Context, id string, document []byte, replaced int) (version int, err error)
	FiledVersion(ctx context.Context, id string) (int, error)
	SiteVersions(ctx context.Context) (map[string]int, error)
	PublishPlan(ctx context.Context, p store.PlanRow) error
	Plans(ctx context.Context) ([]store.PlanRow, error)
	PlanVersions(ctx context.Context) (map[string]int, error)
	SaveDraft(ctx context.Context, d store.PlanDraft) error
	Draft(ctx context.Context, id string) (store.PlanDraft, error)
	AddCalendar(ctx context.Context, f store.CalendarFeed) error
	Calendars(ctx context.Context, site string) ([]store.CalendarFeed, error)
	CalendarByHash(ctx context.Context, hash string) (store.CalendarFeed, error)
	DeleteCalendar(ctx context.Context, site, id string) error
	RecordTexts(ctx context.Context, texts []store.Text) error
	Texts(ctx context.Context, ids []string) ([]store.Text, error)
	KeepTest(ctx context.Context, o testpage.Outcome) error
	Contacts(ctx context.Context, site string) (map[string]store.Contact, error)
	SaveChoices(ctx context.Context, choices []store.Choice) error
	Choices(ctx context.Context) ([]store.Choice, error)
	Marks(ctx context.Context) (map[string]int64, error)
	Agree(ctx context.Context, name, said string) (string, error)
	Settle(ctx context.Context, name, said string) error
	SaveHeard(ctx context.Context, heard []store.Heard) error
	Heard(ctx context.Context) ([]store.Heard, error)
	Turn(ctx context.Context, name string, lasts, patience time.Duration) (wait time.Duration, ok bool, err error)
	Directory(ctx context.Context) (store.Directory, error)
	DirectoryVersion(ctx context.Context) (int64, error)
	ChangeDirectory(ctx context.Context, change func(d store.Directory) ([]account.Account, []account.Token, error)) error
	SaveSession(ctx context.Context, s account.Session) error
	TouchSession(ctx context.Context, hash string, seen time.Time) (known bool, err error)
	Session(ctx context.Context, hash string) (account.Session, bool, error)
	EndSession(ctx context.Context, hash string) error
	EndSessions(ctx context.Context, id, except string) error
	Tries(ctx context.Context, id string) (account.Tries, error)
	SaveTries(ctx context.Context, t account.Tries) error
	WrongPassword(ctx context.Context, id string, most int, until time.Time) (account.Tries, error)
	AddPhoto(ctx context.Context, p photo.Photo, picture, small []byte) (kept photo.Photo, added bool, err error)
	Photos(ctx context.Context, incident string) ([]photo.Photo, error)
	Photo(ctx context.Context, incident, id string, small bool) (photo.Photo, []byte, error)
	RemovePhoto(ctx context.Context, incident, id string) error
	AppendAudit(ctx context.Context, entries []audit.Entry) error
	Audit(ctx context.Context, f store.AuditFilter) ([]audit.Entry, error)
	AuditAfter(ctx context.Context, seq int64, limit int) ([]audit.Entry, error)
	AuditEnd(ctx context.Context) (store.AuditEnd, error)
	Ping(ctx context.Context) error
	Close() error
}

// Harness is one database, empty at first.
type Harness interface {
	// Open opens it, made ready if need be. The clock of what it saves is now.
	Open(now func() time.Time) (Store, error)
	// Writer is a process of its own that runs Write on it.
	Writer() *exec.Cmd
}

// tests are what a store is to do.
var tests = []struct {
	name string
	run  func(t *testing.T, h Harness)
}{
	{"gives back what was recorded", givesBack},
	{"shows a list where there is nothing to list", showsLists},
	{"knows nothing of an unknown incident", unknownIncident},
	{"changes nothing when the same is recorded again", sameAgain},
	{"comes to the same whatever the order of arrival", anyOrder},
	{"shows an incident once its head has come", headComesLate},
	{"takes a batch of thousands", hugeBatch},
	{"takes a batch that names a part twice", twiceNamed},
	{"lists the newest first", listsNewestFirst},
	{"lists whole incidents", listsWhole},
	{"filters lists", listsFiltered},
	{"bounds lists", listsBounded},
	{"goes on from a cursor while incidents open", cursorHolds},
	{"refuses a cursor that it did not make", strangeCursors},
	{"finds running incidents by phone", findsByHash},
	{"finds nobody by an empty hash", emptyHash},
	{"finds running incidents by the code of a page", findsByCode},
	{"knows which messages to a phone are other incidents'", findsOthersMessages},
	{"finds what was opened lately", findsRecent},
	{"gives timelines in order and in pieces", timelineInPieces},
	{"gives events in the order of their commits", eventsInOrder},
	{"tells of a view that changed", eventsOfViews},
	{"gives the events of one incident", eventsOfOne},
	{"wakes whoever watches", wakes},
	{"finds who is held in another incident", findsWhoIsElsewhere},
	{"keeps sites", keepsSites},
	{"lets one of two replace a version of a site", replacesOnce},
	{"publishes a version of a plan once", publishesOnce},
	{"keeps calendars until they are taken back", keepsCalendars},
	{"keeps which texts were handed over", keepsTexts},
	{"forgets texts of long ago", forgetsTexts},
	{"knows when people were reached", knowsWhoWasReached},
	{"keeps everybody's last test page", keepsTestPages},
	{"keeps the last choice of a number", keepsChoices},
	{"counts the changes that processes hear of", countsChanges},
	{"has processes agree on what was said first", agrees},
	{"gives turns, one after the other", takesTurns},
	{"keeps what the carrier complains of", keepsHeard},
	{"keeps who may speak", keepsDirectory},
	{"changes who may speak one after the other", changesDirectoryOneAfterTheOther},
	{"keeps sessions until they end", keepsSessions},
	{"keeps wrong passwords", keepsTries},
	{"counts every wrong password, of several processes too", countsTries},
	{"keeps photos with their pictures", keepsPhotos},
	{"keeps no more photos than may be", boundsPhotos},
	{"keeps the audit log as a chain", keepsAudit},
	{"keeps one chain though several add to it", auditOfSeveral},
	{"takes eight writers", eightWriters},
	{"tells everything once, in order, though several record", severalRecord},
	{"shows whole batches to readers", wholeBatches},
	{"does nothing once its context has ended", endedContext},
	{"says that its context has ended in the middle", cutShort},
	{"does nothing once it is closed", closedStore},
	{"keeps everything when it is opened again", opensAgain},
	{"is opened by several at once", opensTogether},
	{"holds every batch or nothing of it after kill -9", survivesKill},
}

// Run runs the suite. fresh makes a harness, and takes it down when its test ends.
func Run(t *testing.T, fresh func(t *testing.T) Harness) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, fresh(t)) })
	}
}

package store_test

// What is particular to SQLite: files that cannot be used, one that fills up, and how queries run.

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"muster/incident"
	"muster/store"
	"muster/store/storetest"
)

func open(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// requireSays checks an error's kind, and that its text is the kind's sentence and not the driver's.
func requireSays(t *testing.T, err, kind error) {
	t.Helper()
	require.ErrorIs(t, err, kind)
	require.True(t, strings.HasPrefix(err.Error(), kind.Error()), err.Error())
	for _, inner := range []string{"SQL", "sqlite", "goose", "gorm", "/tmp", "00001"} {
		require.NotContains(t, strings.TrimPrefix(err.Error(), kind.Error()), inner)
	}
}

func TestEveryConnectionIsSafe(t *testing.T) {
	s := open(t, store.Options{Path: filepath.Join(t.TempDir(), "muster.db")})
	mode, err := s.ReadText(t.Context(), "PRAGMA journal_mode")
	require.NoError(t, err)
	require.Equal(t, "wal", mode)
	keys, err := s.ReadText(t.Context(), "PRAGMA foreign_keys")
	require.NoError(t, err)
	require.Equal(t, "1", keys)
	require.Error(t, s.Exec(t.Context(), "INSERT INTO seats VALUES ('nobody', 'SEC', 1, 1, '{}')"), "a part without an incident")
	_, err = s.ReadText(t.Context(), "DELETE FROM feed RETURNING last")
	requireSays(t, store.Translate(err), store.ErrReadOnly)
}

func TestFileIsMadeForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "what? 100% #1 数据.db")
	s := open(t, store.Options{Path: path})
	require.NoError(t, s.SaveSite(t.Context(), "riverside", []byte("x")))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), suffix)
	}
}

func TestMissingFolderIsRefused(t *testing.T) {
	_, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "none", "muster.db")})
	requireSays(t, err, store.ErrOpen)
	_, err = store.Open(t.Context(), store.Options{Path: t.TempDir()})
	requireSays(t, err, store.ErrOpen)
}

func TestStrangeFileIsRefusedAndLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "muster.db")
	content := []byte(strings.Repeat("this is a letter to the tenants. ", 500))
	require.NoError(t, os.WriteFile(path, content, 0o600))
	_, err := store.Open(t.Context(), store.Options{Path: path})
	requireSays(t, err, store.ErrCorrupt)
	kept, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, bytes.Equal(content, kept))
}

func TestAnotherProgramsDatabaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "muster.db")
	other, err := sql.Open("sqlite", "file:"+path)
	require.NoError(t, err)
	_, err = other.ExecContext(t.Context(), "CREATE TABLE tenants (name TEXT)")
	require.NoError(t, err)
	require.NoError(t, other.Close())
	_, err = store.Open(t.Context(), store.Options{Path: path})
	requireSays(t, err, store.ErrCorrupt)
}

func TestDamagedFileIsNoticed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "muster.db")
	first, err := store.Open(t.Context(), store.Options{Path: path})
	require.NoError(t, err)
	for k := range 20 {
		recordAll(t, first, fmt.Sprintf("inc-%d", k))
	}
	require.NoError(t, first.Close())
	damage(t, path)

	second := open(t, store.Options{Path: path})
	var failed error
	for k := range 20 {
		if _, _, err := second.Incident(t.Context(), fmt.Sprintf("inc-%d", k)); err != nil {
			failed = err
		}
	}
	requireSays(t, failed, store.ErrCorrupt)
}

// damage overwrites the middle of a file.
func damage(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	info, err := f.Stat()
	require.NoError(t, err)
	_, err = f.WriteAt(bytes.Repeat([]byte{0xa5}, int(info.Size()/2)), info.Size()/4)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

func recordAll(t *testing.T, s storetest.Store, id string) {
	t.Helper()
	for _, shadow := range storetest.Fire(id, storetest.Opened) {
		require.NoError(t, s.Record(t.Context(), shadow))
	}
}

func TestNewerSchemaIsRefusedAndLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "muster.db")
	first, err := store.Open(t.Context(), store.Options{Path: path})
	require.NoError(t, err)
	require.NoError(t, first.Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)"))
	require.NoError(t, first.Close())
	_, err = store.Open(t.Context(), store.Options{Path: path})
	requireSays(t, err, store.ErrNewer)
}

func TestAnotherWritersLockIsWaitedForOnlySoLong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "muster.db")
	s := open(t, store.Options{Path: path, Busy: 20 * time.Millisecond})
	recordAll(t, s, "inc-1")
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	require.NoError(t, err)
	defer func() { require.NoError(t, other.Close()) }()
	tx, err := other.BeginTx(t.Context(), nil)
	require.NoError(t, err)

	requireSays(t, s.Record(t.Context(), storetest.Fire("inc-2", storetest.Opened)[0]), store.ErrBusy)
	requireSays(t, s.SaveSite(t.Context(), "riverside", []byte("x")), store.ErrBusy)
	_, found, err := s.Incident(t.Context(), "inc-1")
	require.NoError(t, err, "readers do not wait for writers")
	require.True(t, found)

	require.NoError(t, tx.Rollback())
	recordAll(t, s, "inc-2")
}

func TestRecordGivesUpOnALockWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "muster.db")
	s := open(t, store.Options{Path: path, Busy: time.Minute})
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	require.NoError(t, err)
	defer func() { require.NoError(t, other.Close()) }()
	tx, err := other.BeginTx(t.Context(), nil)
	require.NoError(t, err)

	late, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, s.Record(late, storetest.Fire("inc-1", storetest.Opened)[0]), context.DeadlineExceeded)
	require.NoError(t, tx.Rollback())
	recordAll(t, s, "inc-2")
}

func TestOneBadBatchDoesNotSpoilThoseBesideIt(t *testing.T) {
	s := open(t, store.Options{Path: filepath.Join(t.TempDir(), "muster.db")})
	require.NoError(t, s.Exec(t.Context(), `CREATE TRIGGER refuse BEFORE INSERT ON facts WHEN NEW.incident LIKE 'bad-%' BEGIN SELECT RAISE(ABORT, 'no'); END`))
	requireBadApart(t, s)
}

// requireBadApart records good batches and bad ones, whose facts the database refuses, at once.
func requireBadApart(t *testing.T, s *store.Store) {
	t.Helper()
	const each = 40
	results := make(chan error, 2*each)
	for k := range each {
		for _, name := range []string{"good", "bad"} {
			go func() {
				err := s.Record(t.Context(), storetest.Fire(fmt.Sprintf("%s-%d", name, k), storetest.Opened)[0])
				if bad := name == "bad"; bad != errors.Is(err, store.ErrFailed) || (!bad && err != nil) {
					results <- fmt.Errorf("%s batch: %w", name, errors.Join(err, errors.New("unexpected result")))
					return
				}
				results <- nil
			}()
		}
	}
	for range 2 * each {
		require.NoError(t, <-results)
	}
	items, _, err := s.Incidents(t.Context(), store.Filter{Limit: 200})
	require.NoError(t, err)
	require.Len(t, items, each)
	for _, v := range items {
		require.Len(t, v.Seats, 8)
	}
}

func TestQueriesUseTheirIndexes(t *testing.T) {
	s := open(t, store.Options{Path: filepath.Join(t.TempDir(), "muster.db")})
	for query, want := range map[string]string{
		"SELECT id FROM incidents WHERE id IN (SELECT incident FROM pages WHERE open AND hash = 'x') AND state IN ('open', 'standing-down') ORDER BY opened_at DESC, id DESC":                            "pages_open_by_hash",
		"SELECT * FROM incidents WHERE rev > 0 ORDER BY opened_at DESC, id DESC LIMIT 51":                                                                                                                "incidents_newest",
		"SELECT * FROM incidents WHERE rev > 0 AND state = 'open' AND (opened_at, id) < (5, 'x') ORDER BY opened_at DESC, id DESC LIMIT 51":                                                              "incidents_by_state",
		"SELECT * FROM incidents WHERE rev > 0 AND site = 'x' AND (opened_at, id) < (5, 'x') ORDER BY opened_at DESC, id DESC LIMIT 51":                                                                  "incidents_by_site",
		"SELECT * FROM incidents WHERE site = 'x' AND plan = 'y' AND opened_at >= 5 AND state IN ('open', 'standing-down') ORDER BY opened_at DESC, id DESC LIMIT 100":                                   "incidents_by_s",
		"SELECT doc FROM entries WHERE incident = 'x' AND seq > 5 ORDER BY seq LIMIT 500":                                                                                                                "sqlite_autoindex_entries_1",
		"SELECT event AS id, incident, seq, kind FROM entries WHERE event > 5 UNION ALL SELECT event AS id, id AS incident, 0 AS seq, 'x' FROM incidents WHERE event > 5 AND rev > 0 ORDER BY 1 LIMIT 9": "incidents_by_event",
	} {
		plan, err := s.Plan(t.Context(), query)
		require.NoError(t, err)
		require.Contains(t, plan, want, query)
		require.NotContains(t, plan, "SCAN incidents\n", query)
		require.NotContains(t, plan, "SCAN entries\n", query)
		require.NotContains(t, plan, "SCAN pages", query)
	}
}

func TestPagesOfEndedIncidentsLeaveTheirIndex(t *testing.T) {
	s := open(t, store.Options{Path: filepath.Join(t.TempDir(), "muster.db")})
	fire := storetest.Fire("inc-1", storetest.Opened)
	requireOpenPages := func(want string) {
		t.Helper()
		count, err := s.ReadText(t.Context(), "SELECT count(*) FROM pages WHERE open")
		require.NoError(t, err)
		require.Equal(t, want, count)
	}
	for _, shadow := range fire[:9] {
		require.NoError(t, s.Record(t.Context(), shadow))
	}
	requireOpenPages("40")
	require.NoError(t, s.Record(t.Context(), fire[9]))
	requireOpenPages("0")
	late := fire[8]
	late.Rev, late.Head = 1000, nil
	require.NoError(t, s.Record(t.Context(), late))
	requireOpenPages("0")
}

func TestErrorsAreClassifiedOnce(t *testing.T) {
	s := open(t, store.Options{Path: filepath.Join(t.TempDir(), "muster.db")})
	require.NoError(t, s.SaveSite(t.Context(), "riverside", []byte("x")))
	for _, insert := range []string{
		"INSERT INTO sites (id, document, saved_at) VALUES ('riverside', 'x', 1)",
		"INSERT INTO feed VALUES (1, 1)",
	} {
		requireSays(t, s.Exec(t.Context(), insert), store.ErrDuplicate)
	}
	requireSays(t, s.Exec(t.Context(), "INSERT INTO sites (id, document, saved_at) VALUES ('harbour', NULL, 1)"), store.ErrFailed)
	requireSays(t, store.Translate(gorm.ErrRecordNotFound), store.ErrNotFound)
	requireSays(t, store.Translate(errors.New("sqlite: secret")), store.ErrFailed)
	require.NoError(t, store.Translate(nil))
	known := store.Translate(gorm.ErrRecordNotFound)
	require.Equal(t, known, store.Translate(known))
	require.ErrorIs(t, store.Translate(fmt.Errorf("begin: %w", context.Canceled)), context.Canceled)
}

func TestNumberInTheFeedNeverFallsBack(t *testing.T) {
	s := open(t, store.Options{Path: filepath.Join(t.TempDir(), "muster.db")})
	recordAll(t, s, "inc-1")
	before, err := s.LastEvent(t.Context())
	require.NoError(t, err)
	require.NoError(t, s.Exec(t.Context(), "DELETE FROM incidents"))
	require.NoError(t, s.Record(t.Context(), incident.Shadow{Incident: "inc-2", Rev: 1, Head: storetest.Head("inc-2", storetest.Opened, 1)}))
	events, err := s.Events(t.Context(), before, "", 0)
	require.NoError(t, err)
	require.Len(t, events, 1)
}

package migrations

// Databases of every earlier version are brought up with what they hold, and every part can be taken back by hand.

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"muster/test/postgres"
)

func TestMain(m *testing.M) { os.Exit(postgres.Ending{Tests: m}.Run()) }

// open gives an empty database of a dialect.
func open(t *testing.T, d Dialect) *sql.DB {
	t.Helper()
	var db *sql.DB
	if d == Postgres {
		config, err := pgx.ParseConfig(postgres.Shared(t).Database(t))
		require.NoError(t, err)
		db = stdlib.OpenDB(*config)
	} else {
		var err error
		db, err = sql.Open("sqlite", filepath.Join(t.TempDir(), "muster.db"))
		require.NoError(t, err)
		db.SetMaxOpenConns(1)
	}
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

func TestEveryDialectHasTheSameVersions(t *testing.T) {
	sqlite, err := Known(SQLite)
	require.NoError(t, err)
	served, err := Known(Postgres)
	require.NoError(t, err)
	require.Equal(t, sqlite, served)
}

func TestEveryEarlierVersionIsBroughtUp(t *testing.T) {
	for d := range dialects {
		all, err := Known(d)
		require.NoError(t, err)
		for k, earlier := range all {
			t.Run(fmt.Sprintf("%s from %d", d, earlier.Version), func(t *testing.T) {
				db := open(t, d)
				provider, err := newProvider(db, d)
				require.NoError(t, err)
				_, err = provider.UpTo(t.Context(), earlier.Version)
				require.NoError(t, err)
				list, err := Status(t.Context(), db, d)
				require.NoError(t, err)
				for n, m := range list {
					require.Equal(t, n > k, m.AppliedAt.IsZero(), m.Name)
				}
				done, err := Up(t.Context(), db, d)
				require.NoError(t, err)
				require.Len(t, done, len(all)-k-1)
			})
		}
	}
}

// Whatever a version adds to rows is filled in for those that are there.
func TestRowsOfThePreviousVersionAreKept(t *testing.T) {
	for d := range dialects {
		t.Run(string(d), func(t *testing.T) {
			db := open(t, d)
			provider, err := newProvider(db, d)
			require.NoError(t, err)
			_, err = provider.UpTo(t.Context(), 40)
			require.NoError(t, err)
			for _, statement := range []string{
				`INSERT INTO sites (id, document, saved_at) VALUES ('riverside', 'x', 1)`,
				`INSERT INTO incidents (id, rev, event, site, plan, mode, state, opened_at, doc) VALUES ('inc-1', 1, 1, 's', 'fire', 'real', 'open', 1, '{}')`,
				`INSERT INTO pages (incident, id, rev, place, kind, hash, open, doc) VALUES ('inc-1', 'p1', 1, 1, 'page', 'h', true, '{"token":"K7M"}'), ('inc-1', 'p2', 1, 2, 'page', 'h', true, '{"token":null}'), ('inc-1', 'p3', 1, 3, 'page', 'h', true, '{}')`,
				`INSERT INTO pages (incident, id, rev, place, kind, hash, open, doc) VALUES
					('inc-1', 'answered', 1, 4, 'page', 'h', true, '{"responder":"ann","answered_at":"2026-11-23T03:00:02.345Z","attempts":[{"state":"delivered","at":"2026-11-23T03:00:01.000Z"}]}'),
					('inc-1', 'delivered', 1, 5, 'page', 'h', true, '{"responder":"bao","answered_at":null,"attempts":[{"state":"delivered","at":"2026-11-23T03:00:01.000Z"},{"state":"delivered","at":"2026-11-23T03:00:03.001Z"},{"state":"sent","at":"2026-11-23T03:00:09.000Z"}]}'),
					('inc-1', 'silent', 1, 6, 'page', 'h', true, '{"responder":"chen","answered_at":null,"attempts":null}')`,
			} {
				_, err := db.ExecContext(t.Context(), statement)
				require.NoError(t, err)
			}
			_, err = Up(t.Context(), db, d)
			require.NoError(t, err)
			for id, want := range map[string]string{"p1": "K7M", "p2": "", "p3": ""} {
				var token string
				require.NoError(t, db.QueryRowContext(t.Context(), "SELECT token FROM pages WHERE id = '"+id+"'").Scan(&token))
				require.Equal(t, want, token, id)
			}
			for id, want := range map[string]string{"answered": "ann 1795402802345", "delivered": "bao 1795402803001", "silent": "chen 0", "p3": " 0"} {
				var who string
				var at int64
				require.NoError(t, db.QueryRowContext(t.Context(), "SELECT responder, reached_at FROM pages WHERE id = '"+id+"'").Scan(&who, &at))
				require.Equal(t, want, fmt.Sprint(who, " ", at), id)
			}
			var version int
			require.NoError(t, db.QueryRowContext(t.Context(), "SELECT version FROM sites WHERE id = 'riverside'").Scan(&version))
			require.Equal(t, 1, version, "the document that is there is the first")
		})
	}
}

func TestEveryPartCanBeTakenBackByHand(t *testing.T) {
	for d := range dialects {
		t.Run(string(d), func(t *testing.T) {
			db := open(t, d)
			for range 2 {
				_, err := Up(t.Context(), db, d)
				require.NoError(t, err)
				provider, err := newProvider(db, d)
				require.NoError(t, err)
				_, err = provider.DownTo(t.Context(), 0)
				require.NoError(t, err)
			}
		})
	}
}

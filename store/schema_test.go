package store_test

// The schema: brought up by one of many, looked at without a change, and the same in every dialect.

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"muster/store"
	"muster/test/postgres"
)

// dialects gives an empty database of each.
func dialects(t *testing.T) map[string]store.Options {
	t.Helper()
	return map[string]store.Options{
		"sqlite":   {Path: filepath.Join(t.TempDir(), "muster.db")},
		"postgres": {URL: postgres.Shared(t).Database(t)},
	}
}

func TestSchemaIsBroughtUpOnceAndLookedAtWithoutAChange(t *testing.T) {
	for name, o := range dialects(t) {
		t.Run(name, func(t *testing.T) {
			for range 2 {
				before, err := store.Schema(t.Context(), o)
				require.NoError(t, err)
				require.NotEmpty(t, before)
				for _, m := range before {
					require.Zero(t, m.AppliedAt, m.Name)
				}
			}
			done, err := store.Migrate(t.Context(), o)
			require.NoError(t, err)
			after, err := store.Schema(t.Context(), o)
			require.NoError(t, err)
			require.Len(t, done, len(after))
			for k, m := range after {
				require.Equal(t, done[k].Name, m.Name)
				require.WithinDuration(t, done[k].AppliedAt, m.AppliedAt, 30e9, m.Name)
			}
			again, err := store.Migrate(t.Context(), o)
			require.NoError(t, err)
			require.Empty(t, again)
		})
	}
}

func TestWhatWasAgreedOnIsLookedAtWithoutAChange(t *testing.T) {
	for name, o := range dialects(t) {
		t.Run(name, func(t *testing.T) {
			said, err := store.Agreed(t.Context(), o, "key")
			if name == "sqlite" {
				require.NoError(t, err, "there is no file yet")
			} else {
				require.Error(t, err, "there are no tables yet")
			}
			require.Empty(t, said)
			s := open(t, o)
			said, err = store.Agreed(t.Context(), o, "key")
			require.NoError(t, err)
			require.Empty(t, said)
			_, err = s.Agree(t.Context(), "key", "first")
			require.NoError(t, err)
			said, err = store.Agreed(t.Context(), o, "key")
			require.NoError(t, err)
			require.Equal(t, "first", said)
		})
	}
}

func TestManyBringOneDatabaseUpAtOnce(t *testing.T) {
	for name, o := range dialects(t) {
		t.Run(name, func(t *testing.T) {
			var group errgroup.Group
			done := make([][]store.Migration, 6)
			for k := range done {
				group.Go(func() (err error) {
					done[k], err = store.Migrate(t.Context(), o)
					return err
				})
			}
			require.NoError(t, group.Wait())
			all, err := store.Schema(t.Context(), o)
			require.NoError(t, err)
			parts := 0
			for _, d := range done {
				parts += len(d)
			}
			if name == "postgres" { // whose lock lets one do all of it
				require.Equal(t, len(all), parts)
			}
		})
	}
}

// Whoever looks between another process's two steps must not take its tables for somebody else's: the version has been read
// when the tables of the first part come to be there.
func TestDatabaseThatIsBroughtUpMeanwhileIsNotForeign(t *testing.T) {
	o := store.Options{URL: postgres.Shared(t).Database(t)}
	_, err := store.Migrate(t.Context(), o)
	require.NoError(t, err)
	bringer := postgres.Other(t, o.URL)
	bringer("CREATE TABLE aside AS SELECT * FROM goose_db_version; DELETE FROM goose_db_version; ALTER TABLE feed RENAME TO feed_aside; ALTER TABLE incidents RENAME TO incidents_aside")
	bringer("BEGIN; LOCK TABLE goose_db_version IN ACCESS EXCLUSIVE MODE")
	looked := make(chan error, 1)
	go func() {
		_, err := store.Schema(t.Context(), o)
		looked <- err
	}()
	bringer(`DO $$ BEGIN
		FOR n IN 1..1000 LOOP
			IF EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'goose_db_version'::regclass) THEN RETURN; END IF;
			PERFORM pg_sleep(0.01);
		END LOOP;
		RAISE 'nobody reads the version';
	END $$`)
	bringer("INSERT INTO goose_db_version SELECT * FROM aside; ALTER TABLE feed_aside RENAME TO feed; ALTER TABLE incidents_aside RENAME TO incidents; COMMIT")
	require.NoError(t, <-looked)
}

func TestNewerOrForeignDatabaseOfAServerIsLeftAlone(t *testing.T) {
	url := postgres.Shared(t).Database(t)
	first, err := store.Open(t.Context(), store.Options{URL: url})
	require.NoError(t, err)
	require.NoError(t, first.Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)"))
	require.NoError(t, first.Close())
	_, err = store.Open(t.Context(), store.Options{URL: url})
	requireSays(t, err, store.ErrNewer)
	_, err = store.Migrate(t.Context(), store.Options{URL: url})
	requireSays(t, err, store.ErrNewer)
	list, err := store.Schema(t.Context(), store.Options{URL: url})
	requireSays(t, err, store.ErrNewer)
	require.NotEmpty(t, list)

	for _, tables := range []string{
		"CREATE TABLE incidents (id TEXT)",
		"CREATE TABLE goose_db_version (version_id BIGINT); INSERT INTO goose_db_version VALUES (0), (7)",
	} {
		foreign := postgres.Shared(t).Database(t)
		postgres.Other(t, foreign)(tables)
		_, err = store.Open(t.Context(), store.Options{URL: foreign})
		requireSays(t, err, store.ErrForeign)
		_, err = store.Schema(t.Context(), store.Options{URL: foreign})
		requireSays(t, err, store.ErrForeign)
	}
}

// A part that is lacking in the middle is named, and nothing is added behind it or before.
func TestDatabaseThatLacksAPartInTheMiddleIsLeftAlone(t *testing.T) {
	for name, o := range dialects(t) {
		t.Run(name, func(t *testing.T) {
			first, err := store.Open(t.Context(), o)
			require.NoError(t, err)
			all, err := store.Schema(t.Context(), o)
			require.NoError(t, err)
			lost, last := all[len(all)-3], all[len(all)-1]
			require.NoError(t, first.Exec(t.Context(), fmt.Sprintf("DELETE FROM goose_db_version WHERE version_id IN (%d, %d)", lost.Version, last.Version)))
			require.NoError(t, first.Close())
			for range 2 {
				_, err = store.Open(t.Context(), o)
				requireSays(t, err, store.ErrGap)
				_, err = store.Migrate(t.Context(), o)
				requireSays(t, err, store.ErrGap)
				list, err := store.Schema(t.Context(), o)
				requireSays(t, err, store.ErrGap)
				require.Zero(t, list[len(list)-3].AppliedAt)
				require.Zero(t, list[len(list)-1].AppliedAt, "nothing was added")
			}
		})
	}
}

func TestDatabaseOfAnotherEncodingIsRefused(t *testing.T) {
	server := postgres.Shared(t)
	url := server.Database(t)
	server.Administer(t, "CREATE DATABASE latin OWNER muster ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
	_, err := store.Open(t.Context(), store.Options{URL: url[:strings.LastIndex(url, "/")] + "/latin?sslmode=disable"})
	requireSays(t, err, store.ErrLetters)
}

// A user who may only read and write starts on a schema that is up, and is told who can bring it up where it is not.
func TestUserWithoutTheRightToChangeTables(t *testing.T) {
	server := postgres.Shared(t)
	url := server.Database(t)
	server.Administer(t, fmt.Sprintf("CREATE ROLE clerk LOGIN PASSWORD '%s'", server.Secret()))
	clerk := store.Options{URL: strings.Replace(url, "muster:", "clerk:", 1)}
	_, err := store.Open(t.Context(), clerk)
	requireSays(t, err, store.ErrRights)
	require.ErrorContains(t, err, "run `muster migrate up`")
	_, err = store.Migrate(t.Context(), store.Options{URL: url})
	require.NoError(t, err)
	postgres.Other(t, url)("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk")
	recordAll(t, open(t, clerk), "inc-1")
}

// columns lists a database's columns by table.
const (
	sqliteColumns   = "SELECT group_concat(c, ' ') FROM (SELECT m.name || '.' || i.name AS c FROM sqlite_schema m, pragma_table_info(m.name) i WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%' ORDER BY 1)"
	postgresColumns = "SELECT string_agg(c, ' ' ORDER BY c COLLATE \"C\") FROM (SELECT table_name || '.' || column_name AS c FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%') AS cs"
	postgresIndexes = "SELECT string_agg(indexname, ' ' ORDER BY indexname COLLATE \"C\") FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key' AND tablename NOT LIKE 'goose%'"
	sqliteIndexes   = "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite%' ORDER BY name)"
	byLanguage      = "SELECT coalesce(string_agg(table_name || '.' || column_name, ' '), '') FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C' AND column_name <> 'doc' AND (table_name, column_name) <> ('texts', 'incidents')"
)

func TestDialectsHaveTheSameTables(t *testing.T) {
	all := dialects(t)
	sqlite, served := open(t, all["sqlite"]), open(t, all["postgres"])
	for _, query := range [][2]string{{sqliteColumns, postgresColumns}, {sqliteIndexes, postgresIndexes}} {
		want, err := sqlite.ReadText(t.Context(), query[0])
		require.NoError(t, err)
		got, err := served.ReadText(t.Context(), query[1])
		require.NoError(t, err)
		require.NotEmpty(t, want)
		require.Equal(t, want, got)
	}
	got, err := served.ReadText(t.Context(), byLanguage)
	require.NoError(t, err)
	require.Empty(t, got, "these are compared by the database's language")
}

package schema_test

import (
	"database/sql"
	"io/fs"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"muster/embedded/schema"
)

func TestFileOfTheSameAgeIsTakenAsItIs(t *testing.T) {
	for _, part := range []schema.Part{schema.Main, schema.Index} {
		path := filepath.Join(t.TempDir(), "engine.db")
		require.NoError(t, prepare(t, thisBuild(t), path, part))
		before := query(t, path, "SELECT group_concat(sql) FROM sqlite_master")

		require.NoError(t, prepare(t, thisBuild(t), path, part))

		require.Equal(t, before, query(t, path, "SELECT group_concat(sql) FROM sqlite_master"))
		require.Equal(t, "1.32.1", query(t, path, "SELECT server FROM muster_stamp"))
	}
}

func TestOlderMainFileIsBroughtUpToDateAndACopyStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engine.db")
	makeOld(t, path)
	execute(t, path, "INSERT INTO shards VALUES (1, 7, x'00', 'proto3')")

	require.NoError(t, prepare(t, thisBuild(t), path, schema.Main))

	require.Equal(t, "0.11", query(t, path, "SELECT version FROM muster_stamp"))
	require.Equal(t, "1.32.1", query(t, path, "SELECT server FROM muster_stamp"))
	require.Equal(t, "7", query(t, path, "SELECT range_id FROM shards"))
	require.Equal(t, "0", query(t, path, "SELECT count(*) FROM current_chasm_executions"))
	require.Equal(t, "7", query(t, path+".of-0.9", "SELECT range_id FROM shards"))
	require.Equal(t, "0.9", query(t, path+".of-0.9", "SELECT version FROM muster_stamp"))
}

func TestOlderMainFileThatDoesNotFitIsRefusedUnchanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engine.db")
	makeOld(t, path)
	execute(t, path, "ALTER TABLE shards DROP COLUMN range_id")

	err := prepare(t, thisBuild(t), path, schema.Main)

	require.ErrorContains(t, err, path+" was written by engine 1.28.0 (tables 0.9) and cannot be brought to the tables 0.11 of engine 1.32.1")
	require.ErrorContains(t, err, "shards.range_id")
	require.ErrorContains(t, err, "end its open incidents with the older muster, then move it away")
	require.Equal(t, "0.9", query(t, path, "SELECT version FROM muster_stamp"))
	require.Equal(t, "0", query(t, path, "SELECT count(*) FROM sqlite_master WHERE name = 'tasks_v2'"))
}

func TestUpgradeWithoutItsStepsIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engine.db")
	require.NoError(t, prepare(t, thisBuild(t), path, schema.Main))
	next := thisBuild(t)
	next.Server, next.Versions = "1.40.0", map[schema.Part]string{schema.Main: "0.12"}

	err := prepare(t, next, path, schema.Main)

	require.ErrorContains(t, err, "does not carry the steps from 0.11 to 0.12")
}

func TestFileOfANewerServerIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engine.db")
	require.NoError(t, prepare(t, thisBuild(t), path, schema.Main))
	execute(t, path, "UPDATE muster_stamp SET server = '1.40.0', version = '0.12'")

	err := prepare(t, thisBuild(t), path, schema.Main)

	require.ErrorContains(t, err, "was written by engine 1.40.0 (tables 0.12), which is newer than the engine 1.32.1 (tables 0.11) in this program")
	require.ErrorContains(t, err, "start the newer muster again, or give another data directory")

	execute(t, path+".of-0.11", "CREATE TABLE copied (n)")
	require.ErrorContains(t, prepare(t, thisBuild(t), path, schema.Main), "put back "+path+".of-0.11")
}

func TestNewerServerWithTheSameTablesTakesTheFileAndCanGiveItBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engine.db")
	require.NoError(t, prepare(t, thisBuild(t), path, schema.Main))
	next := thisBuild(t)
	next.Server = "1.33.0"

	require.NoError(t, prepare(t, next, path, schema.Main))
	require.Equal(t, "1.33.0", query(t, path, "SELECT server FROM muster_stamp"))

	require.NoError(t, prepare(t, thisBuild(t), path, schema.Main))
	require.Equal(t, "1.32.1", query(t, path, "SELECT server FROM muster_stamp"))
}

func TestOlderIndexIsWrittenAnewWithItsRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	require.NoError(t, prepare(t, thisBuild(t), path, schema.Index))
	execute(t, path, `INSERT INTO executions_visibility (namespace_id, run_id, start_time, execution_time, workflow_id, workflow_type_name, status, encoding, search_attributes)
		VALUES ('n', 'r', '2026-01-02', '2026-01-02', 'incident-1', 'Incident', 1, 'json', '{"Keyword01":"riverside","KeywordList01":"ab♡cd"}')`)

	require.NoError(t, prepare(t, withWiderIndex(t), path, schema.Index))

	require.Equal(t, "riverside", query(t, path, "SELECT Keyword01 FROM executions_visibility WHERE workflow_id = 'incident-1'"))
	require.Equal(t, "none", query(t, path, "SELECT weather FROM executions_visibility"))
	require.Equal(t, "1", query(t, path, `SELECT count(*) FROM executions_visibility_fts_keyword_list WHERE KeywordList01 MATCH '"cd"'`))
	require.Equal(t, "1.33.0", query(t, path, "SELECT server FROM muster_stamp"))
	require.NoFileExists(t, path+".new")
	require.FileExists(t, path+".of-0.1")
}

func TestIndexKeepsOnlyTheIndexesThatSearchesUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	require.NoError(t, prepare(t, thisBuild(t), path, schema.Index))

	require.Equal(t, "by_keyword_01,by_keyword_02,by_keyword_03,by_keyword_04,by_status,by_workflow_id,by_workflow_type,default_idx",
		query(t, path, "SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1)"))
}

func TestStrangeFilesAreRefusedWithASentence(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "foreign.db")
	execute(t, foreign, "CREATE TABLE people (name)")
	require.ErrorContains(t, prepare(t, thisBuild(t), foreign, schema.Main), "was not made by Muster")

	require.ErrorContains(t, prepare(t, thisBuild(t), filepath.Join(dir, "none", "engine.db"), schema.Main), "look whether the disk is full and the folder is yours")

	noDatabase := filepath.Join("testdata", "no-database.txt")
	require.ErrorContains(t, prepare(t, thisBuild(t), noDatabase, schema.Main), "is damaged or no database")
}

// makeOld writes a main file as engine 1.28.0 did: without the tables of the last two versions.
func makeOld(t *testing.T, path string) {
	t.Helper()
	require.NoError(t, prepare(t, thisBuild(t), path, schema.Main))
	execute(t, path, `DROP TABLE current_chasm_executions; DROP TABLE tasks_v2; DROP TABLE task_queues_v2;
		UPDATE muster_stamp SET server = '1.28.0', version = '0.9', print = 'old'`)
}

// withWiderIndex is a later server, whose index has a column more under the same version.
func withWiderIndex(t *testing.T) schema.Build {
	t.Helper()
	build := thisBuild(t)
	text, err := fs.ReadFile(build.SQL, "visibility/schema.sql")
	require.NoError(t, err)
	wider := "  weather TEXT NOT NULL DEFAULT 'none',\n  namespace_id            CHAR(64)      NOT NULL,"
	changed := replaceOnce(t, string(text), "  namespace_id            CHAR(64)      NOT NULL,", wider)
	build.Server = "1.33.0"
	build.SQL = fstest.MapFS{"visibility/schema.sql": {Data: []byte(changed)}}
	return build
}

func thisBuild(t *testing.T) schema.Build {
	t.Helper()
	build, err := schema.ThisBuild()
	require.NoError(t, err)
	return build
}

func prepare(t *testing.T, build schema.Build, path string, part schema.Part) error {
	t.Helper()
	return build.Prepare(t.Context(), path, part, slog.New(slog.DiscardHandler))
}

func execute(t *testing.T, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), statements)
	require.NoError(t, err)
	require.NoError(t, db.Close())
}

func query(t *testing.T, path, statement string) string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	var out string
	require.NoError(t, db.QueryRowContext(t.Context(), statement).Scan(&out))
	require.NoError(t, db.Close())
	return out
}

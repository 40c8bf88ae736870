package cli_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/cli"
)

// migrating runs a command line of a program whose database lacks, or had, some parts.
func migrating(schema cli.Schema, err error, args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	gives := func(context.Context) (cli.Schema, error) { return schema, err }
	code := cli.Main(args, nil, &out, &errs, cli.Program{Migrate: gives, Schema: gives})
	return code, out.String(), errs.String()
}

func TestMigratingSaysWhatWasAdded(t *testing.T) {
	code, out, errs := migrating(cli.Schema{Database: "the database in data", Parts: []cli.SchemaPart{{Version: 40, Name: "choices"}, {Version: 41, Name: "codes"}}}, nil, "migrate", "up")
	require.Equal(t, 0, code, errs)
	require.Equal(t, "40 choices\n41 codes\nThe database in data is up to date: 2 parts were added.\n", out)
	_, out, _ = migrating(cli.Schema{Database: "the database in data"}, nil, "migrate", "up")
	require.Equal(t, "The database in data lacked nothing.\n", out)
	code, out, errs = migrating(cli.Schema{}, errors.New("the database is newer"), "migrate", "up")
	require.Equal(t, []any{1, "", "The database is newer.\n"}, []any{code, out, errs})
}

func TestMigrateStatusListsWhatIsThere(t *testing.T) {
	at := time.Date(2026, 11, 26, 20, 15, 3, 0, time.UTC)
	schema := cli.Schema{Database: "the database in data", Parts: []cli.SchemaPart{{Version: 1, Name: "incidents", AppliedAt: at}, {Version: 41, Name: "codes"}}}
	code, out, errs := migrating(schema, nil, "migrate", "status")
	require.Equal(t, 0, code, errs)
	require.Equal(t, "VERSION  NAME       ADDED (UTC)\n1        incidents  2026-11-26 20:15:03\n41       codes      not yet\n"+
		"The database in data lacks 1 part of this version: `muster migrate up` adds them, and so does the next start of Muster.\n", out)
	schema.Parts = schema.Parts[:1]
	_, out, _ = migrating(schema, nil, "migrate", "status")
	require.Contains(t, out, "The database in data lacks nothing.\n")
	code, out, errs = migrating(schema, errors.New("the database is newer"), "migrate", "status")
	require.Equal(t, 1, code)
	require.Contains(t, out, "incidents")
	require.NotContains(t, out, "lacks nothing", "of a newer one nobody here can say that")
	require.Equal(t, "The database is newer.\n", errs)
}

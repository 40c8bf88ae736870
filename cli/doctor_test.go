package cli_test

// The doctor's findings as they are printed.

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/cli"
)

func examined(t *testing.T, found []cli.Finding, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = cli.Main(append([]string{"doctor"}, args...), nil, &o, &e, cli.Program{Doctor: func(context.Context) []cli.Finding { return found }})
	return code, o.String(), e.String()
}

func TestDoctorPrintsALineForEachCheckAndEndsWithOneIfOneFails(t *testing.T) {
	well := []cli.Finding{{"database", "ok", "the database in ./data answers and has all tables"}, {"operator", "warn", "nobody is told"}}
	code, out, errs := examined(t, well)
	require.Zero(t, code)
	require.Equal(t, "ok    database        The database in ./data answers and has all tables.\nwarn  operator        Nobody is told.\n", out)
	require.Empty(t, errs)

	ill := append(well, cli.Finding{Check: "clock", State: "FAIL", Text: "this machine's clock is 10m0s behind the carrier's: set it by NTP"})
	code, out, errs = examined(t, ill)
	require.Equal(t, 1, code)
	require.Contains(t, out, "FAIL  clock           This machine's clock is 10m0s behind the carrier's: set it by NTP.\n")
	require.Equal(t, "1 check fails: mend that, and ask again.\n", errs)

	code, out, _ = examined(t, ill, "--json")
	require.Equal(t, 1, code)
	var told []cli.Finding
	require.NoError(t, json.Unmarshal([]byte(out), &told))
	require.Equal(t, ill, told)
}

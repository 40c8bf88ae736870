package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"muster/cli"
	"muster/cli/client"
	"muster/cli/command"
)

func TestWrongCallsEndWithTwoAndSayHowItIsCalled(t *testing.T) {
	newMuster(t)
	for line, says := range map[string]string{
		"fly":             "Unknown command \"fly\" for \"muster\".\nSee muster --help.\n",
		"--fast":          "Unknown flag: --fast.\nSee muster --help.\n",
		"plan":            "Muster plan what? One of: check, diff, file, history, publish, rollback, schema, show, upload.\n",
		"plan eat":        "There is no muster plan eat. There are: check, diff, file, history, publish, rollback, schema, show, upload.\n",
		"step done":       "That is not how it is called:\n  muster step done [ID] STEP [flags]\nSee muster step done --help.\n",
		"step done a b c": "That is not how it is called:\n  muster step done [ID] STEP [flags]\nSee muster step done --help.\n",
		"note":            "That is not how it is called:\n  muster note [ID] TEXT [flags]\nSee muster note --help.\n",
		"show a b":        "That is not how it is called:\n  muster show [ID] [flags]\nSee muster show --help.\n",
		"up now":          "That is not how it is called:\n  muster up [flags]\nSee muster up --help.\n",
	} {
		require.Equal(t, outcome{2, "", says}, run(strings.Fields(line)...), line)
	}
}

func TestMusterThatIsNotThere(t *testing.T) {
	newMuster(t)
	t.Setenv("MUSTER_URL", "")
	t.Setenv("MUSTER_TOKEN", "")
	for listen, address := range map[string]string{
		"127.0.0.1:1": "http://127.0.0.1:1", "0.0.0.0:1": "http://127.0.0.1:1", ":1": "http://127.0.0.1:1", "[::]:1": "http://127.0.0.1:1", "[::1]:1": "http://[::1]:1",
	} {
		t.Setenv("MUSTER_LISTEN", listen)
		got := run("incidents")
		require.Equal(t, outcome{1, "", "Muster is not running at " + address + ": start it with `make up` or `bin/muster up`, or set MUSTER_URL.\n"}, got, listen)
	}
	t.Setenv("MUSTER_URL", "nowhere")
	require.Equal(t, outcome{2, "", "MUSTER_URL is wrong: \"nowhere\" is no address: write one such as http://127.0.0.1:8080.\n"}, run("incidents"))
}

func TestTheTokenComesFromWhereMusterKeepsIt(t *testing.T) {
	newMuster(t)
	dir := os.Getenv("MUSTER_DATA_DIR")
	file := filepath.Join(dir, "admin-token")
	t.Setenv("MUSTER_TOKEN", "")
	refused := func(says string) {
		t.Helper()
		require.Equal(t, outcome{1, "", says + "\n"}, run("incidents"))
	}
	refused("Muster wants a token, and there is no token in " + file + ": set MUSTER_TOKEN, or go to the folder where Muster was started.")
	require.NoError(t, os.WriteFile(file, []byte("of another data directory\n"), 0o600))
	refused("Muster does not take the token in " + file + ": it belongs to another data directory; set MUSTER_DATA_DIR or MUSTER_TOKEN.")
	t.Setenv("MUSTER_TOKEN", "wrong")
	refused("Muster does not take the token in MUSTER_TOKEN: set the one that its `up` told of.")
	t.Setenv("MUSTER_TOKEN", "")
	require.NoError(t, os.WriteFile(file, []byte(goodToken+"\n"), 0o600))
	requireDone(t, "incidents")
	t.Setenv("MUSTER_ADMIN_TOKEN", "wrong-and-of-16-chars")
	refused("Muster does not take the token in MUSTER_ADMIN_TOKEN: set MUSTER_TOKEN to its own.")
	t.Setenv("MUSTER_ADMIN_TOKEN", goodToken)
	requireDone(t, "incidents")
}

func TestRefusalsAreToldWithWhatIsWrong(t *testing.T) {
	m, _ := newMuster(t)
	three(m)
	for _, c := range []struct {
		problem client.RefusalError
		says    string
	}{
		{client.RefusalError{Status: 409, Detail: "The incident has ended: declare a new one."}, "The incident has ended: declare a new one.\n"},
		{client.RefusalError{Status: 422, Detail: "The request does not fit", Errors: []client.Fault{{Location: "body.level", Message: "Give one of L1, L2, L3, L4."}}}, "The request does not fit\n  level: Give one of L1, L2, L3, L4.\n"},
		{client.RefusalError{Status: 422, Detail: "body.level: Give one of L1, L2.", Errors: []client.Fault{{Location: "body.level", Message: "Give one of L1, L2."}}}, "level: Give one of L1, L2.\n"},
		{client.RefusalError{Status: 500, Title: "Something went wrong"}, "Something went wrong.\n"},
		{client.RefusalError{Status: 503, Detail: "text with \x1b[31mcolour"}, "Text with [31mcolour.\n"},
	} {
		m.refuse = func(*http.Request) *client.RefusalError { return &c.problem }
		require.Equal(t, outcome{1, "", c.says}, run("level", fireID, "L1", "--reason", "x"))
	}
}

func TestASiteIsImported(t *testing.T) {
	m, _ := newMuster(t)
	file := write(t, "mysite.yaml", "schema: muster/site/v1\n")
	require.Equal(t, "The site mysite is in force: declare there with --site mysite.\n", requireDone(t, "import", file))
	require.Equal(t, "schema: muster/site/v1\n", m.lastCall().Raw)
	got := runIn("schema: from stdin\n", "import", "-")
	require.Equal(t, 0, got.code)
	require.Equal(t, "schema: from stdin\n", m.lastCall().Raw)
}

func TestASiteThatCannotBeImportedIsToldLineByLine(t *testing.T) {
	m, _ := newMuster(t)
	file := write(t, "bad.yaml", "x: 1\n")
	m.refuse = func(*http.Request) *client.RefusalError {
		return &client.RefusalError{Status: 422, Code: "site_invalid", Detail: "Line 1: ...", Errors: []client.Fault{{Location: "1:1", Message: "x is not a field"}, {Location: "2:1", Message: "id is missing"}}}
	}
	require.Equal(t, outcome{1, "", "The file " + file + " cannot be used as it is:\n  " + file + ":1:1: x is not a field\n  " + file + ":2:1: id is missing\n"}, run("import", file))
	m.refuse = nil
	require.Equal(t, 2, run("import", file+".gone").code)
	require.Equal(t, outcome{2, "", "The file " + file + " is larger than 4 MiB: a site file is not.\n"}, func() outcome {
		require.NoError(t, os.WriteFile(file, bytes.Repeat([]byte("#"), 4<<20+1), 0o600))
		return run("import", file)
	}())
	require.Empty(t, m.calls)
}

// running runs a command line with a program.
func running(program cli.Program, args ...string) outcome {
	var out, errs bytes.Buffer
	code := cli.Main(args, strings.NewReader(""), &out, &errs, program)
	return outcome{code, out.String(), errs.String()}
}

func TestUpRunsTheProgramThatTheMainHandsIn(t *testing.T) {
	var told cli.UpOptions
	program := cli.Program{Version: "v1", Up: func(_ context.Context, out, _ io.Writer, o cli.UpOptions) error {
		told = o
		_, err := fmt.Fprintln(out, "listening")
		return err
	}}
	require.Equal(t, outcome{0, "listening\n", ""}, running(program, "up"))
	require.Equal(t, cli.UpOptions{Log: "info", Version: "v1"}, told)
	require.Zero(t, running(program, "up", "--ui", "--log", "debug").code)
	require.Equal(t, cli.UpOptions{EngineUI: "127.0.0.1:8233", Log: "debug", Version: "v1"}, told)
	require.Zero(t, running(program, "up", "--ui=127.0.0.1:9000").code)
	require.Equal(t, "127.0.0.1:9000", told.EngineUI)
	for _, role := range []string{"api", "worker", "sim"} {
		require.Equal(t, outcome{0, "listening\n", ""}, running(program, role))
		require.Equal(t, cli.UpOptions{Role: role, Log: "info", Version: "v1"}, told)
		require.Equal(t, 2, running(program, role, "--ui").code, "it has no engine")
	}
}

func TestUpTellsAWrongSettingFromAFault(t *testing.T) {
	fails := func(err error) cli.Program {
		return cli.Program{Up: func(context.Context, io.Writer, io.Writer, cli.UpOptions) error { return err }}
	}
	require.Equal(t, outcome{1, "", "The port is taken.\n"}, running(fails(errors.New("the port is taken")), "up"))
	require.Equal(t, outcome{2, "", "MUSTER_LISTEN is wrong.\n"}, running(fails(command.Usagef("MUSTER_LISTEN is wrong")), "up"))
}

func TestConfigAndVersion(t *testing.T) {
	program := cli.Program{Config: func() (string, error) { return "MUSTER_LISTEN  x\n", nil }, Engine: "embedded"}
	require.Equal(t, outcome{0, "MUSTER_LISTEN  x\n", ""}, running(program, "config"))
	program.Config = func() (string, error) { return "", errors.New("the carrier is only half set up: set all three") }
	require.Equal(t, outcome{2, "", "The carrier is only half set up: set all three.\n"}, running(program, "config"))
	version := running(program, "version")
	require.Regexp(t, `^muster \S.*\ngo1\.\S+ \w+/\w+\nengine: embedded\n$`, version.out)
	require.Contains(t, running(cli.Program{Version: "v1.2.3"}, "version").out, "muster v1.2.3\n")
	require.Contains(t, running(cli.Program{}, "version").out, "engine: none inside")
}

func TestABuildMayHaveCommandsOfItsOwn(t *testing.T) {
	own := &cobra.Command{Use: "engine", Hidden: true, RunE: func(cmd *cobra.Command, _ []string) error {
		_, err := fmt.Fprintln(cmd.OutOrStdout(), "its own")
		return err
	}}
	require.Equal(t, outcome{0, "its own\n", ""}, running(cli.Program{Commands: []*cobra.Command{own}}, "engine"))
}

func TestEveryCommandSaysWhatItIsFor(t *testing.T) {
	help := running(cli.Program{}, "--help")
	require.Zero(t, help.code)
	for _, name := range strings.Fields("up api worker sim config doctor migrate rebuild record keys account token audit roster declare incidents show brief timeline review watch phones answer step fact level place note seat escalate stand-down cancel resume drill import plan site completion version") {
		require.Regexp(t, `(?m)^  `+name+` +[A-Z]`, help.out)
		require.Zero(t, running(cli.Program{}, name, "--help").code)
	}
}

func TestPlansAreOfferedToTheShell(t *testing.T) {
	got := running(cli.Program{}, "__complete", "declare", "f")
	require.Contains(t, got.out, "fire\n")
}

// Package cli is the command line. Its commands speak to a running Muster over HTTP, but for those that run one (up,
// config, migrate) and those that only read files (plan, site).
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/command"
	"muster/cli/offline"
)

// Program is what a main hands in: what only its build can do.
type Program struct {
	// Up runs Muster until ctx ends. It says on out where it listens and where the token lies, and logs to errs.
	Up func(ctx context.Context, out, errs io.Writer, o UpOptions) error
	// Config lists the settings in force, secrets hidden.
	Config func() (string, error)
	// Migrate brings the database up to this program's schema and gives what it lacked.
	Migrate func(ctx context.Context) (Schema, error)
	// Schema gives what the database has of it, also beside an error that refuses a newer one.
	Schema func(ctx context.Context) (Schema, error)
	// Doctor looks whether what the settings need is there; nothing is changed.
	Doctor func(ctx context.Context) []Finding
	// Version is what was built, as the build names it; empty: what the Go toolchain knows of it.
	Version string
	// Engine says which engine is inside, for version.
	Engine string
	// Commands are further ones of this build.
	Commands []*cobra.Command
}

// UpOptions are what the command up is told.
type UpOptions struct {
	Role     string // what of Muster is run: api, worker, sim; empty: all of it
	EngineUI string // where the engine's own web page is served; empty: not at all
	Log      string // the least grave level that is logged: debug, info, warn, error
	Version  string // which Muster this is
}

// Schema is the database's schema: where the database is, and parts of the schema.
type Schema struct {
	Database string
	Parts    []SchemaPart
}

// SchemaPart is a part of the schema; AppliedAt is zero while the database lacks it.
type SchemaPart struct {
	Version   int64
	Name      string
	AppliedAt time.Time
}

// Exit codes.
const (
	exitDone    = 0
	exitRefused = 1
	exitUsage   = 2
)

// Main runs a command line and gives the process's exit code: 0 done, 1 refused, 2 wrongly called or configured.
func Main(args []string, in io.Reader, out, errs io.Writer, program Program) int {
	ctx, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer release()
	c := &cli{program: program, in: in, out: out, errs: errs}
	root := c.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	ran, err := root.ExecuteContextC(ctx)
	return c.conclude(ran, err)
}

// cli is one call of the command line.
type cli struct {
	program   Program
	in        io.Reader
	out, errs io.Writer

	begun  bool   // a command has been found and called rightly
	json   bool   // --json
	signed string // --by
}

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "muster",
		Short:         "Muster runs a property's emergency plans",
		Long:          "Muster runs a property's emergency plans: it calls the people whom a plan needs, climbs until somebody answers,\nhands out the plan's steps and keeps the record.",
		SilenceErrors: true, SilenceUsage: true,
		Example: "  muster up\n" +
			"  muster declare fire --location \"Building 3, floor 12\" --summary \"smoke in the corridor\"\n" +
			"  muster watch\n" +
			"  muster phones\n" +
			"  muster phones reply NUMBER 1",
	}
	root.AddGroup(&cobra.Group{ID: groupRun, Title: "Run Muster:"}, &cobra.Group{ID: groupIncident, Title: "Declare and follow:"},
		&cobra.Group{ID: groupOrder, Title: "Tell an incident something:"}, &cobra.Group{ID: groupFile, Title: "Plans, sites, handsets:"}, &cobra.Group{ID: groupPeople, Title: "Who may do what:"})
	add := func(group string, list ...*cobra.Command) {
		for _, cmd := range list {
			cmd.GroupID = group
		}
		root.AddCommand(list...)
	}
	add(groupRun, c.up(), c.api(), c.worker(), c.sim(), c.config(), c.doctor(), c.migrate(), c.rebuild(), offline.Record(), offline.Keys())
	add(groupIncident, c.declare(), c.watch(), c.incidents(), c.show(), c.brief(), c.timeline(), c.review(), c.drill())
	add(groupOrder, c.answer(), c.step(), c.fact(), c.level(), c.place(), c.note(), c.seat(), c.escalate(), c.standDown(), c.cancel(), c.resume(), c.notice(), c.merge(), c.link())
	add(groupFile, c.phones(), c.importSite(), c.roster(), offline.Plan(c.planVersions()...), offline.Site())
	add(groupPeople, c.account(), c.token(), c.audit())
	root.AddCommand(c.version())
	root.AddCommand(c.program.Commands...)
	c.markBegun(root)
	return root
}

const (
	groupRun      = "run"
	groupIncident = "incident"
	groupOrder    = "order"
	groupFile     = "file"
	groupPeople   = "people"
)

// markBegun has every command say when it begins, so that what fails before is known to be a wrong call.
func (c *cli) markBegun(cmd *cobra.Command) {
	if run := cmd.RunE; run != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			c.begun = true
			return run(cmd, args)
		}
	}
	for _, part := range cmd.Commands() {
		c.markBegun(part)
	}
}

// conclude says what went wrong, and gives the exit code.
func (c *cli) conclude(ran *cobra.Command, err error) int {
	var usage *command.UsageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		_, _ = fmt.Fprintln(c.errs, "Interrupted.")
		return exitRefused
	case errors.As(err, &usage) || !c.begun:
		_, _ = fmt.Fprintln(c.errs, sentence(err))
		if !c.begun {
			_, _ = fmt.Fprintf(c.errs, "See %s --help.\n", ran.CommandPath())
		}
		return exitUsage
	}
	_, _ = fmt.Fprintln(c.errs, sentence(err))
	return exitRefused
}

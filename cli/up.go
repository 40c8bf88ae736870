package cli

// Running Muster, and what it is: up, config, version.

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"muster/cli/command"
)

// engineUI is where the engine's web page is served if nothing else is said.
const engineUI = "127.0.0.1:8233"

func (c *cli) up() *cobra.Command {
	var o UpOptions
	up := &cobra.Command{
		Use:   "up",
		Short: "Run Muster: API, workers and engine in one process",
		Long:  "Runs Muster until it is interrupted. It goes on where it was, also after it was killed. Settings come from the\nenvironment: see `muster config`.",
		Args:  command.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Version = c.built()
			return c.program.Up(cmd.Context(), c.out, c.errs, o)
		},
	}
	up.Flags().StringVar(&o.EngineUI, "ui", "", "serve the engine's own web page, at host:port")
	up.Flags().Lookup("ui").NoOptDefVal = engineUI
	up.Flags().StringVar(&o.Log, "log", "info", "what is logged: debug, info, warn or error")
	return up
}

func (c *cli) config() *cobra.Command {
	return &cobra.Command{
		Use: "config", Short: "Print the settings in force, secrets hidden", Args: command.Args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			settings, err := c.program.Config()
			if err != nil {
				return command.Usage(err)
			}
			_, err = fmt.Fprint(c.out, settings)
			return err
		},
	}
}

func (c *cli) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Say which Muster this is", Args: command.Args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			c.say("muster %s", c.built())
			c.say("%s %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)
			c.say("engine: %s", or(c.program.Engine, "none inside"))
			return nil
		},
	}
}

// built is which Muster this is, as its build names it or the toolchain knows it.
func (c *cli) built() string {
	build, _ := debug.ReadBuildInfo()
	return or(c.program.Version, revision(build))
}

// revision is the version that was built, and the commit with its time.
func revision(build *debug.BuildInfo) string {
	if build == nil {
		return "(unknown)"
	}
	version := or(build.Main.Version, "(devel)")
	settings := map[string]string{}
	for _, s := range build.Settings {
		settings[s.Key] = s.Value
	}
	if commit := settings["vcs.revision"]; commit != "" {
		version += " " + commit[:min(12, len(commit))] + " " + settings["vcs.time"]
	}
	if settings["vcs.modified"] == "true" {
		version += " with changes"
	}
	return version
}

// The hidden command that runs an engine alone, for tests and for looking into a data directory.

package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"muster/embedded/engine"
)

func engineCommand() *cobra.Command {
	var opts engine.Options
	command := &cobra.Command{
		Use: "engine", Hidden: true, Args: cobra.NoArgs,
		Short: "Run the engine alone until it is interrupted, and print its address",
		Long: "Runs the engine inside this program as a server of its own, on files or on a PostgreSQL server, for tests and for\n" +
			"an installation on one machine. A password in an argument is seen by everybody: give the address in " + engine.DatabaseEnv + ".",
		RunE: func(command *cobra.Command, _ []string) error {
			opts.Logger = slog.New(slog.NewTextHandler(command.ErrOrStderr(), nil))
			if opts.Database == "" && opts.DataDir == "" {
				opts.Database = os.Getenv(engine.DatabaseEnv)
			}
			return serve(command.Context(), opts, command.OutOrStdout())
		},
	}
	flags := command.Flags()
	flags.StringVar(&opts.DataDir, "data-dir", "", "where the engine keeps its files")
	flags.StringVar(&opts.Database, "database", "", "address of a PostgreSQL database to keep them in instead, and of NAME_visibility beside it; "+engine.DatabaseEnv+" if left out")
	flags.StringVar(&opts.Listen, "listen", "", "loopback address for clients, host:port; port 0 for a free one")
	flags.DurationVar(&opts.Retention, "retention", engine.DefaultRetention, "how long ended workflows are kept")
	flags.BoolVar(&opts.UI, "ui", false, "serve the engine's own web page")
	flags.StringVar(&opts.UIListen, "ui-listen", "", "loopback address of that page, host:port")
	return command
}

// serve prints the addresses, one a line, and runs the engine until ctx ends.
func serve(ctx context.Context, opts engine.Options, out io.Writer) error {
	server, err := engine.Start(ctx, opts)
	if err != nil {
		return err
	}
	defer server.Stop()
	lines := "engine " + server.HostPort() + "\n"
	if page := server.UIAddress(); page != "" {
		lines += "ui http://" + page + "\n"
	}
	if _, err := fmt.Fprint(out, lines); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

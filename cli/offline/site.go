package offline

// Sites: checking a site file, and the schema of one.

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"muster/cli/command"
	"muster/sites"
)

// Site is the command about site files.
func Site() *cobra.Command {
	return command.Group("site", "Check a site file, or print its schema", siteCheck(), siteSchema())
}

func siteCheck() *cobra.Command {
	var at string
	check := &cobra.Command{
		Use:   "check [FILE|ID]",
		Short: "Check a site, and say who is on duty",
		Long:  "Checks a site file, or the demonstration site riverside, and says who is on duty and what to mind.",
		Example: "  muster site check\n" +
			"  muster site check mysite.yaml --at 2026-11-23T03:00",
		Args: command.Args(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			site, err := openSite(first(args, demonstration))
			if err != nil {
				return err
			}
			when, err := moment(at, site.Location())
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), sites.Report(site, when))
			return err
		},
	}
	check.Flags().StringVar(&at, "at", "", "the moment to look at, in the site's time (2026-11-23T03:00); now if left out")
	return check
}

func siteSchema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of site files", Args: command.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			schema, err := sites.Schema()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(schema)
			return err
		},
	}
}

// demonstration is the site that comes with Muster.
const demonstration = "riverside"

// openSite loads a site by the name of its file, or the demonstration site by its id.
func openSite(ref string) (*sites.Site, error) {
	data, err := read(ref, sites.MaxBytes)
	switch {
	case err == nil:
		return sites.Load(data, ref)
	case ref == demonstration:
		return sites.Riverside(), nil
	case errors.Is(err, os.ErrNotExist) && !strings.ContainsAny(ref, "./"):
		return nil, command.Usagef("There is no site %q here: name a site file, or %s, which comes with Muster.", ref, demonstration)
	}
	return nil, unread(ref, err)
}

// read reads a file, and not much more of it than it may hold.
func read(name string, most int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, most+1))
}

// unread says why a file cannot be read.
func unread(file string, err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return command.Usagef("The file %s cannot be read: %w.", file, err)
}

func first(args []string, otherwise string) string {
	if len(args) > 0 {
		return args[0]
	}
	return otherwise
}

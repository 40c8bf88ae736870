package cli

// Sites: bringing one into a running Muster.

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

// mostSite is how large a site file may be.
const mostSite = 4 << 20

func (c *cli) importSite() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Bring a site file into the running Muster", Args: command.Args(1, 1),
		Long:    "Brings in a site, in place of the one with its id. FILE may be - for the standard input. Running incidents follow its\nroster, and keep all else that they began with. `muster site check FILE` looks at a file without bringing it in.",
		Example: "  muster import mysite.yaml",
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := c.readFile(args[0])
			if err != nil {
				return err
			}
			api, err := c.connect()
			if err != nil {
				return err
			}
			id, err := api.Import(cmd.Context(), data, force)
			if err != nil {
				return explain(inFile(args[0], err))
			}
			c.say("The site %s is in force: declare there with --site %s.", id, id)
			return nil
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "also where nobody would be on duty within a day, at a site where somebody is, and over what people have changed since the last file")
	return cmd
}

// readFile reads a file, and not much more of it than it may hold.
func (c *cli) readFile(name string) ([]byte, error) {
	from := c.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, command.Usagef("The file %s cannot be read: see whether it is there and yours to read.", name)
		}
		defer func() { _ = file.Close() }()
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, mostSite+1))
	switch {
	case err != nil:
		return nil, command.Usagef("The file %s cannot be read to its end.", name)
	case len(data) > mostSite:
		return nil, command.Usagef("The file %s is larger than 4 MiB: a site file is not.", name)
	}
	return data, nil
}

// inFile puts a file's name before the places that a refusal names in it.
func inFile(name string, err error) error {
	var refused *client.RefusalError
	if !errors.As(err, &refused) || !slices.Contains([]string{"site_invalid", "plan_invalid"}, refused.Code) {
		return err
	}
	told := client.RefusalError{Status: refused.Status, Code: refused.Code, Detail: fmt.Sprintf("The file %s cannot be used as it is:", name)}
	for _, f := range refused.Errors {
		told.Errors = append(told.Errors, client.Fault{Location: name + ":" + f.Location, Message: f.Message})
	}
	return &told
}

package cli

// Rebuilding: the readable copies of incidents made anew, after the database was lost.

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

func (c *cli) rebuild() *cobra.Command {
	cmd := &cobra.Command{
		Use: "rebuild", Short: "Make the readable copies of incidents anew", Args: command.Args(0, 0),
		Long: "Writes the view and the timeline of every incident into the database again, from its sealed record or from what the\n" +
			"engine keeps of it: for after the database was lost. Running incidents go on meanwhile, and doing it twice changes nothing.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			all := []client.Rebuilt{}
			err = api.Rebuild(cmd.Context(), func(page []client.Rebuilt) {
				all = append(all, page...)
				if !c.json {
					c.tellRebuilt(page)
				}
			})
			switch {
			case err != nil:
				return explain(err)
			case c.json:
				return printJSON(c.out, all)
			}
			made := slices.DeleteFunc(slices.Clone(all), func(r client.Rebuilt) bool { return r.Problem != "" })
			c.say("%s made anew.", plural(len(made), "incident", "incidents"))
			if bad := len(all) - len(made); bad > 0 {
				return fmt.Errorf("%s not be used: see above", plural(bad, "sealed record could", "sealed records could"))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&c.json, "json", false, "print the incidents as JSON")
	return cmd
}

func (c *cli) tellRebuilt(page []client.Rebuilt) {
	for _, one := range page {
		if one.Problem != "" {
			c.say("%s: %s", one.ID, one.Problem)
			continue
		}
		said := plural(one.Entries, "entry", "entries")
		if one.First > 1 {
			said += fmt.Sprintf(", from number %d on: the engine has forgotten what came before", one.First)
		}
		if one.Sealed {
			said += ", from its sealed record"
		}
		c.say("%s: %s", one.ID, said)
	}
}

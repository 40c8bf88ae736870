package cli

// The brief: what whoever takes over has to know.

import (
	"github.com/spf13/cobra"

	"muster/cli/command"
)

func (c *cli) brief() *cobra.Command {
	var lang string
	brief := &cobra.Command{
		Use: "brief [ID]", Short: "Print what whoever takes over has to know", Args: command.Args(0, 1),
		Example: "  muster brief\n  muster brief --lang zh",
		RunE: func(cmd *cobra.Command, args []string) error {
			api, id, err := c.find(cmd, args, 0)
			if err != nil {
				return err
			}
			found, err := api.Brief(cmd.Context(), id, lang)
			switch {
			case err != nil:
				return explain(err)
			case c.json:
				return printJSON(c.out, found)
			}
			c.say("%s", found.Text)
			return nil
		},
	}
	language(brief, &lang)
	brief.Flags().BoolVar(&c.json, "json", false, "print it as JSON")
	return brief
}

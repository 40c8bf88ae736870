package cli

// Keys: answering a call at a simulated handset.

import (
	"github.com/spf13/cobra"

	"muster/cli/command"
)

func (c *cli) press() *cobra.Command {
	return &cobra.Command{
		Use: "press NUMBER DIGITS", Short: "Press keys at a handset while it is in a call", Args: command.Args(2, 2),
		Long:    "Presses keys at a simulated handset. What a call says, and so which keys it takes, stands in `muster phones NUMBER`.",
		Example: "  muster phones press 0103 7",
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			phone, err := findPhone(cmd.Context(), api, args[0])
			if err != nil {
				return explain(err)
			}
			since, err := api.Press(cmd.Context(), phone.Number, args[1])
			if err != nil {
				return explain(err)
			}
			if c.json {
				return printJSON(c.out, handset{phone, since})
			}
			c.say("%s %s", phone.Number, phone.Name)
			for _, m := range since {
				c.say("%s", message(m))
			}
			return nil
		},
	}
}

package cli

// Accounts: what of one is changed that is no right.

import (
	"github.com/spf13/cobra"

	"muster/cli/command"
)

func (c *cli) accountEdit() *cobra.Command {
	said := map[string]*string{}
	cmd := &cobra.Command{
		Use: "edit LOGIN", Short: "Change an account's name, address of mail, or responder", Args: command.Args(1, 1),
		Long:    "Changes what is given and leaves the rest. An empty --email or --responder is taken away.",
		Example: "  muster account edit chen --name \"Chen Wei\" --email chen.wei@example.org\n  muster account edit chen --responder \"\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			body := map[string]any{}
			for name, value := range said {
				if cmd.Flags().Changed(name) {
					body[name] = *value
				}
			}
			if len(body) == 0 {
				return command.Usagef("Say what is to change: --name, --email or --responder.")
			}
			api, err := c.connect()
			if err != nil {
				return err
			}
			id, err := whichAccount(cmd.Context(), api, args[0])
			if err != nil {
				return explain(err)
			}
			after, err := api.EditAccount(cmd.Context(), id, body)
			if err != nil {
				return explain(err)
			}
			c.say("%s is %s, address %s, responder %s.", after.Login, after.Name, or(deref(after.Email), "none"), or(deref(after.Responder), "none"))
			return nil
		},
	}
	said["name"] = cmd.Flags().String("name", "", "the person's name")
	said["email"] = cmd.Flags().String("email", "", "by which they are known at the identity provider")
	said["responder"] = cmd.Flags().String("responder", "", "whom of the staff they are")
	return cmd
}

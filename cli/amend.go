package cli

// Amendments: a step that the plan does not have.

import (
	"time"

	"github.com/spf13/cobra"

	"muster/cli/command"
	"muster/incident"
)

func (c *cli) stepAdd() *cobra.Command {
	var seat string
	var target time.Duration
	cmd := c.order(order{
		use: "add [ID] TITLE", short: "Add a step that the plan does not have", args: 1, why: mustReason, path: to("steps"),
		example: "  muster step add \"Open the east gate\" --seat SEC --target 10m --reason \"the engines come from there\"",
		body: func(args []string) map[string]any {
			body := map[string]any{"title": args[0], "seat": seat}
			if target > 0 {
				body["target"] = target.String()
			}
			return body
		},
		said: func(v incident.View, args []string) string {
			for _, s := range v.Steps {
				if s.Title.EN == args[0] {
					args = []string{s.ID} // the last of that title
				}
			}
			return stepSaid(v, args)
		},
	})
	cmd.Flags().StringVar(&seat, "seat", "", "the seat whose holder does it")
	cmd.Flags().DurationVar(&target, "target", 0, "how long it may take; without it the step is never late")
	inner := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if seat == "" {
			return command.Usagef("Say who is to do it: --seat SEAT.")
		}
		return inner(cmd, args)
	}
	return cmd
}

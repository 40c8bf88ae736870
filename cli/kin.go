package cli

// Orders about incidents that belong together.

import (
	"github.com/spf13/cobra"

	"muster/incident"
)

func (c *cli) merge() *cobra.Command {
	return c.order(order{
		use: "merge [ID] INTO", short: "Make an incident a part of another one",
		example: "  muster merge inc-4k2 inc-7m1 --by chen-jing", args: 1, path: to("merge"),
		body: func(args []string) map[string]any { return map[string]any{"into": args[0]} },
		said: func(v incident.View, args []string) string {
			if v.State == incident.Closed {
				return "is part of " + args[0] + " now, and has ended."
			}
			return "its people and facts are handed over to " + args[0] + "."
		},
	})
}

package cli

// Orders about incidents that belong together.

import (
	"slices"

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

func (c *cli) link() *cobra.Command {
	var location string
	cmd := c.order(order{
		use: "link [ID] PLAN", short: "Open another plan from an incident",
		example: "  muster link pipe-burst --location \"Building 2, garage\"", args: 1, path: to("links"),
		body: func(args []string) map[string]any { return map[string]any{"plan": args[0], "location": location} },
		said: func(v incident.View, args []string) string {
			for _, l := range slices.Backward(v.Links) {
				if l.Kind == incident.LinkChild && l.Plan == args[0] {
					return args[0] + " is being opened as " + l.Incident + "."
				}
			}
			return args[0] + " is being opened."
		},
	})
	cmd.Flags().StringVar(&location, "location", "", "where; where the incident is if left out")
	return cmd
}

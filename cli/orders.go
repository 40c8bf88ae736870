package cli

// Orders about the incident as a whole and its seats: facts, level, notes, seats, escalation, and how it ends.

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"muster/cli/command"
	"muster/incident"
)

func (c *cli) fact() *cobra.Command {
	return c.order(order{
		use: "fact [ID] NAME VALUE", short: "State a fact", example: "  muster fact brigade_arrived true --by wang-lei", args: 2, path: to("facts"),
		body: func(args []string) map[string]any { return map[string]any{"name": args[0], "value": args[1]} },
		said: func(v incident.View, args []string) string {
			for _, f := range v.Facts {
				if f.Name == args[0] {
					return fmt.Sprintf("%s: %s.", f.Title.EN, deref(f.Value))
				}
			}
			return args[0] + ": " + args[1] + "."
		},
	})
}

func (c *cli) level() *cobra.Command {
	return c.order(order{
		use: "level [ID] L1|L2|L3|L4", short: "Move the response level", example: "  muster level L1 --reason \"people trapped\"", args: 1, why: mustReason,
		path: to("level"),
		body: func(args []string) map[string]any { return map[string]any{"level": strings.ToUpper(args[0])} },
		said: func(v incident.View, _ []string) string { return fmt.Sprintf("level %s.", v.Level) },
	})
}

func (c *cli) place() *cobra.Command {
	var floor string
	cmd := c.order(order{
		use: "place [ID] BUILDING", short: "Say that the incident has reached another place", example: "  muster place B3 --floor 13", args: 1, path: to("places"),
		body: func(args []string) map[string]any {
			body := map[string]any{"building": args[0]}
			if floor != "" {
				body["floor"] = floor
			}
			return body
		},
		said: func(v incident.View, _ []string) string { return plural(len(v.Places), "place", "places") + " now." },
	})
	cmd.Flags().StringVar(&floor, "floor", "", "the floor; the whole building if left out")
	return cmd
}

func (c *cli) note() *cobra.Command {
	return c.order(order{
		use: "note [ID] TEXT", short: "Put a note on the timeline", example: "  muster note \"the gate is open\"", args: 1, path: to("notes"),
		body: func(args []string) map[string]any { return map[string]any{"text": args[0]} },
		said: func(incident.View, []string) string { return "noted." },
	})
}

func (c *cli) seat() *cobra.Command {
	return command.Group("seat", "Put somebody into a seat, or take them out", c.seatOrder("assign", "Put somebody into a seat"), c.seatOrder("release", "Take somebody out of a seat"))
}

func (c *cli) seatOrder(verb, short string) *cobra.Command {
	return c.order(order{
		use: verb + " [ID] SEAT RESPONDER", short: short, args: 2, why: mayReason,
		path: func(args []string) []string { return []string{"seats", args[0], verb} },
		body: func(args []string) map[string]any { return map[string]any{"responder": args[1]} },
		said: func(v incident.View, args []string) string { return seatSaid(v, args[0]) },
	})
}

// seatSaid says who holds a seat.
func seatSaid(v incident.View, id string) string {
	for _, s := range v.Seats {
		if s.ID != id {
			continue
		}
		var names []string
		for _, h := range s.Holders {
			names = append(names, or(h.Name, h.Responder))
		}
		return fmt.Sprintf("%s %s has %d of %d: %s.", s.ID, s.Title.EN, s.Filled, s.Needs, or(strings.Join(names, ", "), "nobody"))
	}
	return id + "."
}

func (c *cli) escalate() *cobra.Command {
	var seat string
	cmd := c.order(order{
		use: "escalate [ID]", short: "Call the next rung now", args: 0, why: mustReason, path: to("escalate"),
		body: func([]string) map[string]any { return map[string]any{"seat": seat} },
		said: func(incident.View, []string) string {
			return "the next rung is called for " + or(seat, "every seat that lacks somebody") + "."
		},
	})
	cmd.Flags().StringVar(&seat, "seat", "", "of one seat; of all that lack somebody if left out")
	return cmd
}

func (c *cli) standDown() *cobra.Command {
	return c.ending("stand-down", "End the response; recovery begins")
}

func (c *cli) cancel() *cobra.Command {
	return c.ending("cancel", "End an incident at once: what is open stays undone")
}

func (c *cli) ending(verb, short string) *cobra.Command {
	var outcome string
	cmd := c.order(order{
		use: verb + " [ID]", short: short, args: 0, why: mustReason, path: to(verb),
		example: "  muster " + verb + " --outcome false-alarm --reason \"burnt toast\"",
		body:    func([]string) map[string]any { return map[string]any{"outcome": outcome} },
		said:    func(v incident.View, _ []string) string { return endSaid(v) },
	})
	cmd.Flags().StringVar(&outcome, "outcome", "handled", "handled, false-alarm, handed-over or duplicate")
	return cmd
}

// endSaid says how an incident stands after an order that ends it.
func endSaid(v incident.View) string {
	said := string(v.State)
	if v.Outcome != nil {
		said += ", " + *v.Outcome
	}
	left := 0
	for _, s := range v.Steps {
		if s.State != incident.StepDone && s.State != incident.StepSkipped {
			left++
		}
	}
	if v.State == incident.StandingDown {
		said += fmt.Sprintf("; %s of recovery to come", plural(left, "step", "steps"))
	}
	return said + "."
}

func (c *cli) resume() *cobra.Command {
	return c.order(order{
		use: "resume [ID]", short: "Let a paused drill go on", args: 0, why: mayReason, path: to("resume"), body: nothing,
		said: func(incident.View, []string) string { return "the drill goes on." },
	})
}

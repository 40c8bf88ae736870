package cli

// Orders: what somebody at the desk tells a running incident. Each is one call, and says in a line what has become of it.

import (
	"context"
	"maps"
	"strings"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
	"muster/incident"
)

// order is one way to tell an incident something.
type order struct {
	use, short, example string
	args                int       // how many it takes after the incident's id
	why                 reasoning // whether it takes a reason
	// first looks at the incident before the order is given, where set. named says whether the giver was named.
	first func(ctx context.Context, api *client.Client, id string, args []string, named bool) error
	path  func(args []string) []string       // what follows the incident's id in the address
	body  func(args []string) map[string]any // beside who and why; empty values are left out
	said  func(v incident.View, args []string) string
}

// reasoning says whether an order takes a reason.
type reasoning int

const (
	noReason reasoning = iota
	mayReason
	mustReason
)

// order makes an order's command.
func (c *cli) order(o order) *cobra.Command {
	cmd := &cobra.Command{Use: o.use, Short: o.short, Example: o.example, Args: command.Args(o.args, o.args+1)}
	reason := ""
	if o.why != noReason {
		cmd.Flags().StringVar(&reason, "reason", "", "why")
	}
	cmd.Flags().StringVar(&c.signed, "by", "", "who says so: a responder's id or a name; MUSTER_BY or your login if left out")
	confirm := cmd.Flags().Bool("confirm", false, "mean it, although somebody else commands by now")
	cmd.Flags().BoolVar(&c.json, "json", false, "print the incident as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if o.why == mustReason && strings.TrimSpace(reason) == "" {
			return command.Usagef("Say why, for the record: --reason \"...\".")
		}
		return c.give(cmd, o, args, map[string]any{"reason": reason, "confirm": *confirm})
	}
	return cmd
}

// give tells the incident, and says what has become of it. More is what orders have beside their own bodies.
func (c *cli) give(cmd *cobra.Command, o order, args []string, more map[string]any) error {
	api, id, err := c.find(cmd, args, o.args)
	if err != nil {
		return err
	}
	args = args[len(args)-o.args:]
	by, named := c.signer()
	if o.first != nil {
		if err := o.first(cmd.Context(), api, id, args, named); err != nil {
			return explain(err)
		}
	}
	body := filled(o.body(args))
	maps.Copy(body, filled(more))
	body["by"] = by
	after, err := api.Order(cmd.Context(), id, o.path(args), body)
	switch {
	case err != nil:
		return explain(err)
	case c.json:
		return printJSON(c.out, after)
	}
	c.say("%s: %s", after.ID, o.said(after.View, args))
	return nil
}

// filled leaves out what is empty.
func filled(body map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range body {
		if value != "" && value != 0 && value != false {
			out[name] = value
		}
	}
	return out
}

// to is an address without anything of the arguments in it.
func to(path ...string) func([]string) []string {
	return func([]string) []string { return path }
}

// nothing is the body of an order that only has a giver.
func nothing([]string) map[string]any { return nil }

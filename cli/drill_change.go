package cli

// Drills by calendar: pausing, skipping and deleting them.

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

// drillOrder makes the command of something that is done to a schedule.
func (c *cli) drillOrder(verb, short, said string) *cobra.Command {
	var reason string
	cmd := &cobra.Command{Use: verb + " SCHEDULE", Short: short, Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		return c.changeDrill(cmd, verb, args[0], said, filled(map[string]any{"reason": reason}))
	}}
	if verb == "pause" {
		cmd.Flags().StringVar(&reason, "reason", "", "why")
	}
	cmd.Flags().StringVar(&c.signed, "by", "", "who says so: a responder's id or a name; MUSTER_BY or your login if left out")
	return cmd
}

func (c *cli) drillSkip() *cobra.Command {
	var date string
	cmd := &cobra.Command{Use: "skip SCHEDULE", Short: "Leave one drill of a schedule out", Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		return c.changeDrill(cmd, "skip", args[0], "", filled(map[string]any{"date": date}))
	}}
	cmd.Flags().StringVar(&date, "on", "", "the date of the drill; the next one if left out")
	cmd.Flags().StringVar(&c.signed, "by", "", "who says so: a responder's id or a name; MUSTER_BY or your login if left out")
	return cmd
}

// changeDrill does something to a schedule, and says what comes next.
func (c *cli) changeDrill(cmd *cobra.Command, verb, ref, said string, body map[string]any) error {
	api, err := c.connect()
	if err != nil {
		return err
	}
	id, err := whichSchedule(cmd.Context(), api, ref)
	if err != nil {
		return explain(err)
	}
	body["by"], _ = c.signer()
	after, err := api.ChangeDrill(cmd.Context(), id, verb, body)
	if err != nil {
		return explain(err)
	}
	switch {
	case verb == "delete":
		said = "taken out of the calendar."
	case said == "":
		said = "next " + or(strings.Join(nextOf(after), ", "), "none") + "."
	}
	c.say("%s: %s", id, said)
	return nil
}

// whichSchedule gives the id of the schedule that somebody means: by its id, or by what its id begins with.
func whichSchedule(ctx context.Context, api *client.Client, ref string) (string, error) {
	const prefix, whole = "drl-", 20
	if strings.HasPrefix(ref, prefix) && len(ref) == whole {
		return ref, nil
	}
	all, err := api.Drills(ctx, "")
	if err != nil {
		return "", err
	}
	var found []string
	for _, s := range all {
		if strings.HasPrefix(s.ID, ref) || strings.HasPrefix(s.ID, prefix+ref) {
			found = append(found, s.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", command.Usagef("There is no schedule %q: see `muster drill list`.", ref)
	case 1:
		return found[0], nil
	}
	return "", command.Usagef("%q may be several schedules: %s. Write more of the id.", ref, strings.Join(found, ", "))
}

package cli

// Reviews: what an incident's timeline shows, in full, and in short at the end of watching it.

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

func (c *cli) review() *cobra.Command {
	var lang, format string
	cmd := &cobra.Command{
		Use:   "review [ID]",
		Short: "Review an incident: times, steps against targets, people",
		Long:  "Computes from the timeline what happened when: first times, seats, each step against its target, the plan as written\nbeside the plan as run, people and their answers. Of an incident that goes on it is the review so far.",
		Example: "  muster review inc-24ysm32sbv7562grt68dzwfq\n" +
			"  muster review 24ysm --format markdown --lang zh > review.md",
		Args: command.Args(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "json" && format != "markdown" {
				return command.Usagef("--format is text, json or markdown, not %q.", format)
			}
			api, id, err := c.find(cmd, args, 0)
			if err != nil {
				return err
			}
			found, err := api.Review(cmd.Context(), id)
			if err != nil {
				return explain(err)
			}
			return c.printReview(found, format, lang)
		},
	}
	language(cmd, &lang)
	cmd.Flags().StringVar(&format, "format", "text", "text, json or markdown")
	return cmd
}

func (c *cli) printReview(found client.Review, format, lang string) error {
	var err error
	switch format {
	case "json":
		err = printJSON(c.out, found)
	case "markdown":
		_, err = fmt.Fprint(c.out, found.Markdown(lang, time.Local))
	default:
		_, err = fmt.Fprint(c.out, found.Text(lang, time.Local))
	}
	return err
}

// lookBack prints the short form of an incident's review once it has ended; of one that goes on it says nothing. What cannot
// be read now can be read later, and is no failure of what went before.
func (c *cli) lookBack(ctx context.Context, api *client.Client, id, lang string) {
	if ctx.Err() != nil {
		return
	}
	found, err := api.Review(ctx, id)
	switch {
	case err != nil:
		_, _ = fmt.Fprintf(c.errs, "The review cannot be read now: %s Later: muster review %s\n", sentence(err), id)
	case !found.SoFar:
		c.say("")
		for _, line := range found.Short(lang) {
			c.say("%s", line)
		}
		c.whereReview(id)
	}
}

// whereReview says how to read the review.
func (c *cli) whereReview(id string) { c.say("Review: muster review %s", id) }

package cli

// Watching: the live view, or the timeline line by line where there is no terminal.

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"muster/cli/board"
	"muster/cli/client"
	"muster/cli/command"
	"muster/cli/watch"
)

func (c *cli) watch() *cobra.Command {
	var lang string
	cmd := &cobra.Command{
		Use:   "watch [ID]",
		Short: "Watch an incident live",
		Long:  "Shows an incident as it goes on: seats, pages, the ladder, steps with their clocks, the timeline. Without an id it\nshows the newest open one, or waits for one. Where the output is no terminal it prints the timeline as it grows.",
		Args:  command.Args(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			id, err := c.toWatch(cmd.Context(), api, args)
			switch {
			case errors.Is(err, watch.ErrNone):
				return nil
			case err != nil:
				return explain(err)
			}
			return explain(c.look(cmd.Context(), api, id, lang))
		},
	}
	language(cmd, &lang)
	return cmd
}

// toWatch is the incident that is named, the newest open one, or the next that is opened.
func (c *cli) toWatch(ctx context.Context, api *client.Client, args []string) (string, error) {
	if len(args) > 0 {
		return which(ctx, api, args[0])
	}
	running, err := api.Running(ctx)
	if err != nil {
		return "", err
	}
	if len(running) > 0 {
		return running[0].ID, nil
	}
	c.say("No incident is open: waiting for one (ctrl-c leaves). Declare one with")
	c.say("  muster declare fire --location \"Building 3, floor 12\" --summary \"smoke in the corridor\"")
	return watch.Opened(ctx, api, api.Running)
}

// look shows the incident, live where there is a terminal.
func (c *cli) look(ctx context.Context, api *client.Client, id, lang string) error {
	terminal := c.terminal()
	terminal.Lang = lang
	out, ok := c.out.(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) || os.Getenv("TERM") == "dumb" {
		return c.print(ctx, api, id, lang)
	}
	if in, ok := c.in.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
		if before, err := term.MakeRaw(int(in.Fd())); err == nil {
			terminal.Keys = in
			terminal.Restore = func() { _ = term.Restore(int(in.Fd()), before) }
		}
	}
	last, err := watch.Live(ctx, api, id, terminal)
	if last.View.ID != "" {
		c.say("%s", board.Summary(last))
	}
	if watch.Ended(last.View) {
		c.lookBack(ctx, api, id, lang)
	}
	return err
}

// print prints where the incident stands, then its timeline as it grows.
func (c *cli) print(ctx context.Context, api *client.Client, id, lang string) error {
	found, err := api.Incident(ctx, id)
	if err != nil {
		return err
	}
	c.say("%s", board.Summary(board.Frame{View: found.View, Now: time.Time(found.Now), Width: fallbackWidth, Lang: lang}))
	err = watch.Follow(ctx, api, id, func(list []client.Entry) { c.entries(list, lang) }, c.silence)
	if err == nil {
		c.lookBack(ctx, api, id, lang)
	}
	return err
}

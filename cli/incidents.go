package cli

// Incidents: listing them, showing one, reading its timeline.

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"muster/cli/board"
	"muster/cli/client"
	"muster/cli/command"
	"muster/cli/watch"
)

func (c *cli) incidents() *cobra.Command {
	var f client.Filter
	list := &cobra.Command{
		Use: "incidents", Aliases: []string{"list", "ls"}, Short: "List incidents, the newest first", Args: command.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			found, err := api.Incidents(cmd.Context(), f)
			switch {
			case err != nil:
				return explain(err)
			case c.json:
				return printJSON(c.out, found)
			case len(found) == 0:
				c.say("There is no incident.")
				return nil
			}
			c.table("INCIDENT|MODE|STATE|PLAN|LEVEL|SITE|OPENED|SEATS|LOCATION", rowsOf(found))
			return nil
		},
	}
	list.Flags().StringVar(&f.State, "state", "", "only those: open, standing-down, closed or cancelled")
	list.Flags().StringVar(&f.Mode, "mode", "", "only those: real or drill")
	list.Flags().StringVar(&f.Site, "site", "", "only those at a site")
	list.Flags().BoolVar(&c.json, "json", false, "print them as JSON")
	return list
}

func rowsOf(list []client.Incident) [][]string {
	rows := make([][]string, len(list))
	for i, v := range list {
		open, filled := 0, 0
		for _, s := range v.Seats {
			if s.Open && s.Needs > 0 {
				open++
				if s.Filled >= s.Needs {
					filled++
				}
			}
		}
		state := string(v.State)
		if v.Outcome != nil {
			state += ": " + *v.Outcome
		}
		rows[i] = []string{
			v.ID, string(v.Mode), state, v.Plan, string(v.Level), v.Site, local(time.Time(v.OpenedAt)), fmt.Sprintf("%d/%d", filled, open), v.Location,
		}
	}
	return rows
}

// local writes a moment in the time of whoever reads it.
func local(at time.Time) string { return at.Local().Format("2006-01-02 15:04:05") }

func (c *cli) show() *cobra.Command {
	var lang string
	show := &cobra.Command{
		Use: "show [ID]", Short: "Show an incident: seats, pages, steps, facts", Args: command.Args(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, id, err := c.find(cmd, args, 0)
			if err != nil {
				return err
			}
			found, err := api.Incident(cmd.Context(), id)
			if err != nil {
				return explain(err)
			}
			if c.json {
				return printJSON(c.out, found)
			}
			terminal := c.terminal()
			width, _ := terminal.Size()
			_, err = fmt.Fprintln(c.out, board.Render(board.Frame{
				View: found.View, Now: time.Time(found.Now), Width: width, Lang: lang, Colour: terminal.Colour,
			}))
			if watch.Ended(found.View) {
				c.whereReview(found.ID)
			}
			return err
		},
	}
	language(show, &lang)
	show.Flags().BoolVar(&c.json, "json", false, "print it as JSON")
	return show
}

// find connects, and finds the incident that the first of the arguments names if there is one more than a command needs.
func (c *cli) find(cmd *cobra.Command, args []string, needs int) (*client.Client, string, error) {
	api, err := c.connect()
	if err != nil {
		return nil, "", err
	}
	ref := ""
	if len(args) > needs {
		ref = args[0]
	}
	id, err := which(cmd.Context(), api, ref)
	return api, id, explain(err)
}

func language(cmd *cobra.Command, lang *string) {
	cmd.Flags().StringVar(lang, "lang", "en", "en or zh")
	inner := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *lang != "en" && *lang != "zh" {
			return command.Usagef("--lang is en or zh, not %q.", *lang)
		}
		return inner(cmd, args)
	}
}

func (c *cli) timeline() *cobra.Command {
	var lang string
	var follow bool
	timeline := &cobra.Command{
		Use: "timeline [ID]", Short: "Print an incident's timeline", Args: command.Args(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if lang != "en" && lang != "zh" && lang != "both" {
				return command.Usagef("--lang is en, zh or both, not %q.", lang)
			}
			api, id, err := c.find(cmd, args, 0)
			if err != nil {
				return err
			}
			if follow {
				return explain(watch.Follow(cmd.Context(), api, id, func(list []client.Entry) { c.entries(list, lang) }, c.silence))
			}
			list, err := api.Timeline(cmd.Context(), id, 0)
			if err != nil {
				return explain(err)
			}
			c.entries(list, lang)
			return nil
		},
	}
	timeline.Flags().StringVar(&lang, "lang", "en", "en, zh or both")
	timeline.Flags().BoolVarP(&follow, "follow", "f", false, "go on as it grows, until the incident has ended")
	timeline.Flags().BoolVar(&c.json, "json", false, "print each entry as a line of JSON")
	return timeline
}

// entries prints lines of a timeline.
func (c *cli) entries(list []client.Entry, lang string) {
	for _, e := range list {
		if c.json {
			line, err := json.Marshal(e)
			if err == nil {
				_, _ = fmt.Fprintf(c.out, "%s\n", line)
			}
			continue
		}
		said := board.Said(e.Entry, lang)
		if lang == "both" && e.Text.EN != e.Text.ZH {
			said += "  " + e.Text.ZH
		}
		c.say("%s  %s", local(e.At), said)
	}
}

// silence says that nothing can be read for now, and that it can again.
func (c *cli) silence(err error) {
	if err != nil {
		_, _ = fmt.Fprintln(c.errs, sentence(err)+" Trying again.")
		return
	}
	_, _ = fmt.Fprintln(c.errs, "Muster answers again.")
}

// terminal is where commands print, as far as it is one.
func (c *cli) terminal() watch.Terminal {
	t := watch.Terminal{Out: c.out, Size: func() (int, int) { return fallbackWidth, fallbackHeight }}
	file, ok := c.out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return t
	}
	_, plain := os.LookupEnv("NO_COLOR")
	t.Colour = !plain && os.Getenv("TERM") != "dumb"
	t.Size = func() (int, int) {
		width, height, err := term.GetSize(int(file.Fd()))
		if err != nil || width <= 0 || height <= 0 {
			return fallbackWidth, fallbackHeight
		}
		return width, height
	}
	return t
}

// The size of what is no terminal.
const (
	fallbackWidth  = 100
	fallbackHeight = 24
)

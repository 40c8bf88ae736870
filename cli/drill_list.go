package cli

// Drills by calendar: looking at them, and at which plans are due to be practised.

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

func (c *cli) drillList() *cobra.Command {
	var site string
	cmd := &cobra.Command{
		Use: "list", Aliases: []string{"ls"}, Short: "List the calendar of drills, what comes next first", Args: command.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			found, err := api.Drills(cmd.Context(), site)
			switch {
			case err != nil:
				return explain(err)
			case c.json:
				return printJSON(c.out, found)
			case len(found) == 0:
				c.say("The calendar is empty: put a drill into it with `muster drill schedule`.")
				return nil
			}
			c.listSchedules(found)
			return nil
		},
	}
	cmd.Flags().StringVar(&site, "site", "", "only those at a site")
	cmd.Flags().BoolVar(&c.json, "json", false, "print it as JSON")
	return cmd
}

func (c *cli) listSchedules(found []client.Schedule) {
	var rows [][]string
	for _, s := range found {
		next := "none"
		if coming := nextOf(s); len(coming) > 0 {
			next = coming[0]
		}
		if s.Paused {
			next = "paused by " + deref(s.PausedBy)
		}
		rows = append(rows, []string{s.ID, s.Plan, s.Site, recurs(s), next, lastOf(s), s.Location})
	}
	c.table("SCHEDULE|PLAN|SITE|WHEN|NEXT|LAST|LOCATION", rows)
	for _, s := range found {
		for _, o := range s.Overdue {
			c.say("OVERDUE: %s of %s at %s. %s", s.ID, s.Plan, when(o.At, s.Timezone), o.Why)
		}
	}
}

// recurs says a rule in words.
func recurs(s client.Schedule) string {
	r := s.Repeat
	day := fmt.Sprintf("on the %d.", r.Day)
	switch {
	case r.Nth == -1:
		day = "on the last " + r.Weekday
	case r.Nth > 0:
		day = fmt.Sprintf("on %s number %d", r.Weekday, r.Nth)
	case r.Day == -1:
		day = "on the last day"
	}
	each := "every " + r.Unit
	if r.Every > 1 {
		each = fmt.Sprintf("every %d %ss", r.Every, r.Unit)
	}
	window := " " + s.From
	if s.To != s.From {
		window += "-" + s.To
	}
	switch r.Unit {
	case "once":
		return "once" + window + ", " + s.Notice
	case "week":
		day = "on " + strings.Join(r.Days, ", ")
	case "year":
		day += fmt.Sprintf(" of month %d", r.Month)
	}
	return each + " " + day + window + ", " + s.Notice
}

// nextOf are the coming drills in the site's time.
func nextOf(s client.Schedule) []string {
	var list []string
	for _, n := range s.Next {
		list = append(list, when(n.At, s.Timezone))
	}
	return list
}

func lastOf(s client.Schedule) string {
	if s.Last == nil {
		return ""
	}
	return strings.TrimSpace(s.Last.Date + " " + s.Last.State + " " + deref(s.Last.Incident) + deref(s.Last.Why))
}

// when is a moment in a site's time, or in UTC where this machine does not know the zone.
func when(at time.Time, zone string) string {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return at.In(loc).Format("Mon 2006-01-02 15:04:05 MST")
}

func (c *cli) drillDue() *cobra.Command {
	cmd := &cobra.Command{
		Use: "due", Short: "List how often plans must be practised, and when they are due", Args: command.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			due, err := api.DrillsDue(cmd.Context())
			switch {
			case err != nil:
				return explain(err)
			case c.json:
				return printJSON(c.out, due)
			}
			c.listDue(due)
			return nil
		},
	}
	cmd.Flags().BoolVar(&c.json, "json", false, "print it as JSON")
	return cmd
}

func (c *cli) listDue(due client.DueDrills) {
	moment := func(at *time.Time) string {
		if at == nil {
			return ""
		}
		return local(*at)
	}
	var rows [][]string
	for _, d := range due.Items {
		rows = append(rows, []string{d.Site, d.Plan, plural(d.Months, "month", "months"), strings.ToUpper(d.Standing), moment(d.Last), deref(d.DueOn), moment(d.Next)})
	}
	c.table("SITE|PLAN|EVERY|STANDING|LAST|DUE|NEXT", rows)
	if !due.Complete {
		c.say("The database is away: drills that were declared by hand are not counted.")
	}
}

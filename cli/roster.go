package cli

// Rosters: looking at who is on duty when, and at what is lacking.

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

func (c *cli) roster() *cobra.Command {
	group := command.Group("roster", "Who is on duty when: look at it, change it, bring it in",
		c.rosterShow(), c.rosterDuty(), c.rosterCoverage(), c.rosterShift(), c.rosterOverride(), c.rosterLeave(), c.rosterSwap(), c.rosterTake(),
		c.rosterDelete(), c.rosterImport(), c.rosterCalendar())
	group.Example = "  muster roster coverage\n  muster roster leave li-hua --from \"2026-12-24 07:00\" --to \"2026-12-27 07:00\"\n" +
		"  muster roster take crew-a-night --as feng-kai --from zhao-lei\n  muster roster import staff.csv --dry-run"
	return group
}

// rosterCall is a call of a command of rosters: at which site, and on which terms.
type rosterCall struct {
	client.RosterTerms
	site string
}

// flags are those of every command that changes a roster.
func (r *rosterCall) flags(cmd *cobra.Command) *cobra.Command {
	f := cmd.Flags()
	f.StringVar(&r.site, "site", "", "the site; may be left out where there is one only")
	f.IntVar(&r.Version, "version", 0, "refuse the change if the roster is at another version by now")
	f.BoolVar(&r.Force, "force", false, "also where a seat is left empty, or somebody lacks its skill")
	f.BoolVar(&r.DryRun, "dry-run", false, "only say what would change")
	return cmd
}

// at finds the running Muster and the site.
func (c *cli) at(cmd *cobra.Command, site string) (*client.Client, string, error) {
	api, err := c.connect()
	if err != nil {
		return nil, "", err
	}
	id, err := siteID(cmd.Context(), api, site)
	return api, id, explain(err)
}

// changed says what has become of a roster.
func (c *cli) changed(done client.RosterDone, err error) error {
	if err != nil {
		return explain(err)
	}
	for _, part := range []struct {
		sign string
		list []string
	}{{"+", done.Added}, {"~", done.Changed}, {"-", done.Removed}} {
		for _, what := range part.list {
			c.say("%s %s", part.sign, what)
		}
	}
	for _, warning := range done.Warnings {
		c.say("! %s", warning)
	}
	switch {
	case done.DryRun:
		c.say("Nothing has changed: the roster of %s stays at version %d.", done.Site, done.Version)
	default:
		c.say("The roster of %s is at version %d.", done.Site, done.Version)
	}
	return nil
}

// rosterLook makes a command that only looks.
func (c *cli) rosterLook(use, short string, do func(cmd *cobra.Command, api *client.Client, site string) error) *cobra.Command {
	var site string
	cmd := &cobra.Command{Use: use, Short: short, Args: command.Args(0, 0), RunE: func(cmd *cobra.Command, _ []string) error {
		api, id, err := c.at(cmd, site)
		if err != nil {
			return err
		}
		return explain(do(cmd, api, id))
	}}
	cmd.Flags().StringVar(&site, "site", "", "the site; may be left out where there is one only")
	cmd.Flags().BoolVar(&c.json, "json", false, "print it as JSON")
	return cmd
}

func (c *cli) rosterShow() *cobra.Command {
	return c.rosterLook("show", "Show shifts, overrides and leave", func(cmd *cobra.Command, api *client.Client, site string) error {
		r, err := api.Roster(cmd.Context(), site)
		switch {
		case err != nil:
			return err
		case c.json:
			return printJSON(c.out, r)
		}
		c.say("The roster of %s, version %d. Times are those of %s.", r.Site, r.Version, r.Timezone)
		var rows [][]string
		for _, s := range r.Shifts {
			rows = append(rows, []string{s.ID, s.From + "-" + s.To, fmt.Sprintf("%v of %d from %s", s.Days, s.Every, s.First), seatsOf(s)})
		}
		c.table("SHIFT|HOURS|DAYS|SEATS", rows)
		rows = nil
		for _, o := range r.Overrides {
			rows = append(rows, []string{"override", o.ID, o.In, or(deref(o.Out), "-"), or(deref(o.Seat), "-"), when(o.From, r.Timezone), when(o.To, r.Timezone)})
		}
		for _, l := range r.Leave {
			rows = append(rows, []string{"leave", l.ID, l.Responder, "-", "-", when(l.From, r.Timezone), when(l.To, r.Timezone)})
		}
		c.table("KIND|ID|WHO|FOR|SEAT|FROM|TO", rows)
		return nil
	})
}

func seatsOf(s client.RosterShift) string {
	var list []string
	for _, seat := range slices.Sorted(maps.Keys(s.Seats)) {
		list = append(list, seat+": "+strings.Join(s.Seats[seat], ", "))
	}
	if len(s.Others) > 0 {
		list = append(list, "no seat: "+strings.Join(s.Others, ", "))
	}
	return strings.Join(list, "; ")
}

func (c *cli) rosterDuty() *cobra.Command {
	var responder string
	var days int
	cmd := c.rosterLook("duty", "List who is on duty in the coming days", func(cmd *cobra.Command, api *client.Client, site string) error {
		found, err := api.Duties(cmd.Context(), site, responder, days)
		switch {
		case err != nil:
			return err
		case c.json:
			return printJSON(c.out, found)
		}
		var rows [][]string
		for _, d := range found {
			rows = append(rows, []string{local(d.From), local(d.To), d.Responder, strings.Join(d.Seats, ", ")})
		}
		c.table("FROM|TO|WHO|SEATS", rows)
		return nil
	})
	cmd.Flags().StringVar(&responder, "responder", "", "only this person's")
	cmd.Flags().IntVar(&days, "days", 7, "for how many days")
	return cmd
}

func (c *cli) rosterCoverage() *cobra.Command {
	var days int
	cmd := c.rosterLook("coverage", "Say what the roster lacks: gaps, licences, working numbers", func(cmd *cobra.Command, api *client.Client, site string) error {
		found, err := api.Coverage(cmd.Context(), site, days)
		switch {
		case err != nil:
			return err
		case c.json:
			return printJSON(c.out, found)
		}
		c.covered(found, days)
		return nil
	})
	cmd.Flags().IntVar(&days, "days", 14, "for how many days")
	return cmd
}

func (c *cli) covered(found client.Coverage, days int) {
	for _, g := range found.Gaps {
		c.say("GAP         %s  %s to %s: %d of %d%s", g.Seat, local(g.From), local(g.To), g.Have, g.Need, forPlans(g.Plans))
	}
	for _, u := range found.Unlicensed {
		c.say("UNLICENSED  %s in %s without %s, %s, first at %s%s", u.Responder, u.Seat, u.Skill, plural(u.Times, "time", "times"), local(u.From), forPlans(u.Plans))
	}
	for _, u := range found.Unreachable {
		c.say("NO NUMBER   %s: %s", u.Responder, u.Why)
	}
	if len(found.Gaps)+len(found.Unlicensed)+len(found.Unreachable) == 0 {
		c.say("Nothing is lacking at %s for the next %d days.", found.Site, days)
	}
}

// forPlans names the plans to which something matters.
func forPlans(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ", for " + strings.Join(ids, ", ")
}

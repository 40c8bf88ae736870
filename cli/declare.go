package cli

// Declaring: the act that opens an incident.

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
	"muster/cli/offline"
	"muster/incident"
	"muster/incident/frozen"
)

// declaration is what the flags of declare say.
type declaration struct {
	client.Declaration
	mode, level string
	drill       bool
	places      []string
	confirmed   bool
	key         string
	speed       float64
}

func (c *cli) declare() *cobra.Command {
	var d declaration
	declare := &cobra.Command{
		Use:   "declare PLAN",
		Short: "Declare an incident: its people are called at once",
		Long:  "Declares an incident by one of the plans: " + "fire, water-outage, power-outage, pipe-burst, storm, lift-entrapment, gas-leak, or your own.",
		Example: "  muster declare fire --location \"Building 3, floor 12\" --summary \"smoke in the corridor\"\n" +
			"  muster declare water-outage --drill --speed 60 --location \"Building 1\" --summary \"no water\"",
		Args: command.Args(1, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return offline.PlanIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			d.Plan = args[0]
			if cmd.Flags().Changed("confirmed") {
				d.Confirmed = &d.confirmed
			}
			return c.open(cmd, d)
		},
	}
	f := declare.Flags()
	f.StringVar(&d.Location, "location", "", "where, as people would say it (required)")
	f.StringVar(&d.Summary, "summary", "", "what, in a few words (required)")
	f.StringVar(&d.Site, "site", "", "the site; may be left out where there is one only")
	f.StringVar(&d.mode, "mode", string(frozen.Real), "real or drill")
	f.BoolVar(&d.drill, "drill", false, "the same as --mode drill")
	f.StringVar(&d.level, "level", "", "the response level, L1 (gravest) to L4; the plan's if left out")
	f.StringArrayVar(&d.places, "place", nil, "building/floor, or building; may be given several times")
	f.BoolVar(&d.confirmed, "confirmed", false, "it has been seen: nobody is sent to confirm it")
	f.StringVar(&d.ReportedBy, "reported-by", "", "who reports it: a responder's id, or a name")
	f.StringVar(&d.key, "key", "", "a key of your own: declaring again under it opens nothing new")
	f.Float64Var(&d.speed, "speed", 0, "for drills: how many of its seconds pass in one, 1 to 3600")
	f.BoolVar(&c.json, "json", false, "print the incident as JSON")
	return declare
}

func (c *cli) open(cmd *cobra.Command, d declaration) error {
	if err := d.complete(cmd); err != nil {
		return err
	}
	api, err := c.connect()
	if err != nil {
		return err
	}
	if d.Site, err = siteID(cmd.Context(), api, d.Site); err != nil {
		return explain(err)
	}
	opened, err := api.Declare(cmd.Context(), d.Declaration, d.key)
	var away *client.AwayError
	if errors.As(err, &away) && !away.Unsent {
		return fmt.Errorf("nobody knows whether the incident was declared: Muster at %s did not answer. Say the same again with --key %s, which opens nothing twice", away.Address, d.key)
	}
	if err != nil {
		return explain(err)
	}
	if c.json {
		return printJSON(c.out, opened)
	}
	c.opened(opened.View)
	return nil
}

// complete checks the flags and fills in what follows from them.
func (d *declaration) complete(cmd *cobra.Command) error {
	if d.Location == "" || d.Summary == "" {
		return command.Usagef("Say where and what: --location \"Building 3, floor 12\" --summary \"smoke in the corridor\".")
	}
	d.Mode, d.Level = frozen.Mode(d.mode), frozen.Level(d.level)
	if d.drill {
		if cmd.Flags().Changed("mode") && d.Mode != frozen.Drill {
			return command.Usagef("--drill and --mode %s contradict each other: give one of them.", d.mode)
		}
		d.Mode = frozen.Drill
	}
	if d.Mode != frozen.Real && d.Mode != frozen.Drill {
		return command.Usagef("--mode is real or drill, not %q.", d.mode)
	}
	if d.speed != 0 {
		d.Story = &frozen.Story{Start: time.Now().UTC().Truncate(time.Second), Speed: d.speed}
	}
	for _, place := range d.places {
		building, floor, _ := strings.Cut(place, "/")
		d.Places = append(d.Places, frozen.Spot{Building: building, Floor: floor})
	}
	if d.key == "" {
		d.key = rand.Text()
	}
	return nil
}

// opened says what was opened, and what to do next.
func (c *cli) opened(v incident.View) {
	mark := "*** REAL ***"
	if v.Mode == frozen.Drill {
		mark = "=== DRILL ==="
	}
	c.say("%s  %s %s, level %s, declared at %s", mark, v.Title.EN, v.Title.ZH, v.Level, v.Location)
	c.say("incident   %s", v.ID)
	if v.Carrier == incident.CarrierSimulator {
		c.say("carrier    simulator: no phone rings; see `muster phones`")
	}
	c.say("calling    %s", calling(v))
	for _, id := range v.PossibleDuplicates {
		c.say("may be the same as %s: look before people are called twice", id)
	}
	c.say("\nFollow it: muster watch %s", v.ID)
}

// calling names the seats that are being filled.
func calling(v incident.View) string {
	var seats []string
	for _, s := range v.Seats {
		if s.Open && s.Needs > 0 {
			seats = append(seats, fmt.Sprintf("%s (%d)", s.Title.EN, s.Needs))
		}
	}
	return or(strings.Join(seats, ", "), "nobody: the plan has no seat at this level")
}

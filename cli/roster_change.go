package cli

// Rosters: changing them.

import (
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

// rosterOrder makes a command that changes something: the body and the address come from its arguments and flags.
func (c *cli) rosterOrder(use, short string, args int, ask func(r *rosterCall, args []string) (method string, body any, parts []string, err error)) *cobra.Command {
	var r rosterCall
	return r.flags(&cobra.Command{Use: use, Short: short, Args: command.Args(args, args), RunE: func(cmd *cobra.Command, args []string) error {
		method, body, parts, err := ask(&r, args)
		if err != nil {
			return err
		}
		api, site, err := c.at(cmd, r.site)
		if err != nil {
			return err
		}
		return c.changed(api.ChangeRoster(cmd.Context(), method, site, r.RosterTerms, body, parts...))
	}})
}

func (c *cli) rosterShift() *cobra.Command {
	var (
		s     client.RosterShift
		seats []string
	)
	cmd := c.rosterOrder("shift SHIFT", "Add a shift, or replace it whole", 1, func(_ *rosterCall, args []string) (string, any, []string, error) {
		body := map[string]any{"from": s.From, "to": s.To, "first": s.First}
		if s.Every > 0 {
			body["every"] = s.Every
		}
		if len(s.Days) > 0 {
			body["days"] = s.Days
		}
		if len(s.Others) > 0 {
			body["others"] = s.Others
		}
		posts := map[string][]string{}
		for _, post := range seats {
			seat, people, ok := strings.Cut(post, "=")
			if !ok {
				return "", nil, nil, command.Usagef("--seat is a seat and its people, such as SEC=liu-yang,sun-hao, not %q.", post)
			}
			posts[seat] = strings.Split(people, ",")
		}
		body["seats"] = posts
		return http.MethodPut, body, []string{"shifts", args[0]}, nil
	})
	f := cmd.Flags()
	f.StringVar(&s.From, "from", "", "local time of its beginning: 07:00 (required)")
	f.StringVar(&s.To, "to", "", "local time of its end: 19:00 (required)")
	f.StringVar(&s.First, "first", "", "the date of day 0 of the first cycle: 2026-12-01 (required)")
	f.IntVar(&s.Every, "every", 0, "the cycle's length in days; 1 if left out")
	f.IntSliceVar(&s.Days, "days", nil, "on which days of the cycle, counted from 0: 0,2; the first if left out")
	f.StringArrayVar(&seats, "seat", nil, "a seat and its people in calling order: SEC=liu-yang,sun-hao; may be repeated")
	f.StringSliceVar(&s.Others, "others", nil, "people on duty without a seat")
	return cmd
}

func (c *cli) rosterOverride() *cobra.Command {
	var in, out, seat, from, to string
	cmd := c.rosterOrder("override RESPONDER", "Have somebody stand in for a while, or be added to a seat", 1, func(_ *rosterCall, args []string) (string, any, []string, error) {
		in = args[0]
		return http.MethodPost, filled(map[string]any{"in": in, "out": out, "seat": seat, "from": from, "to": to}), []string{"overrides"}, nil
	})
	cmd.Flags().StringVar(&out, "for", "", "for whom")
	cmd.Flags().StringVar(&seat, "seat", "", "in this seat alone")
	stretchFlags(cmd, &from, &to)
	return cmd
}

func stretchFlags(cmd *cobra.Command, from, to *string) {
	cmd.Flags().StringVar(from, "from", "", "the beginning in the site's time: \"2026-12-24 07:00\" (required)")
	cmd.Flags().StringVar(to, "to", "", "the end (required)")
}

func (c *cli) rosterLeave() *cobra.Command {
	var from, to string
	cmd := c.rosterOrder("leave RESPONDER", "Take somebody off every shift for a while", 1, func(_ *rosterCall, args []string) (string, any, []string, error) {
		return http.MethodPost, filled(map[string]any{"responder": args[0], "from": from, "to": to}), []string{"leave"}, nil
	})
	stretchFlags(cmd, &from, &to)
	return cmd
}

func (c *cli) rosterSwap() *cobra.Command {
	cmd := c.rosterOrder("swap SHIFT/DATE/RESPONDER SHIFT/DATE/RESPONDER", "Have two people take each other's shifts", 2, func(_ *rosterCall, args []string) (string, any, []string, error) {
		body := map[string]any{}
		for n, name := range []string{"one", "other"} {
			parts := strings.Split(args[n], "/")
			if len(parts) != 3 {
				return "", nil, nil, command.Usagef("%q is not a shift, its date and who works it, such as crew-a-night/2026-12-01/zhao-lei.", args[n])
			}
			body[name] = map[string]string{"shift": parts[0], "date": parts[1], "responder": parts[2]}
		}
		return http.MethodPost, body, []string{"swaps"}, nil
	})
	cmd.Example = "  muster roster swap crew-a-night/2026-12-01/zhao-lei crew-b-night/2026-12-02/guo-qiang"
	return cmd
}

func (c *cli) rosterTake() *cobra.Command {
	var as, out string
	cmd := c.rosterOrder("take SHIFT", "Take a shift over now, until its end", 1, func(_ *rosterCall, args []string) (string, any, []string, error) {
		if as == "" {
			return "", nil, nil, command.Usagef("Say who takes it: --as feng-kai.")
		}
		return http.MethodPost, filled(map[string]any{"shift": args[0], "responder": as, "in_place_of": out}), []string{"take"}, nil
	})
	cmd.Flags().StringVar(&as, "as", "", "who takes it (required)")
	cmd.Flags().StringVar(&out, "from", "", "who is relieved; may be left out where the shift rosters one person only")
	return cmd
}

// rosterKinds are what can be taken out, by the words for it.
var rosterKinds = map[string]string{"shift": "shifts", "override": "overrides", "leave": "leave", "responder": "staff"}

func (c *cli) rosterDelete() *cobra.Command {
	return c.rosterOrder("delete KIND ID", "Take a shift, an override, a leave or a responder out", 2, func(_ *rosterCall, args []string) (string, any, []string, error) {
		kind, ok := rosterKinds[args[0]]
		if !ok {
			return "", nil, nil, command.Usagef("What is taken out is a shift, an override, a leave or a responder, not %q.", args[0])
		}
		return http.MethodDelete, nil, []string{kind, args[1]}, nil
	})
}

func (c *cli) rosterImport() *cobra.Command {
	var (
		r               rosterCall
		responder, seat string
	)
	cmd := r.flags(&cobra.Command{
		Use: "import FILE", Short: "Bring people in from .csv, leave or duty from .ics", Args: command.Args(1, 1),
		Long: "Brings people in from a CSV file with the headings id, name, phone, languages, skills and group, or leave from an iCalendar\n" +
			"file; with --seat its events are duty in that seat. Everything is brought in, or nothing: what is wrong is told by line or event.",
		Example: "  muster roster import staff.csv --dry-run\n  muster roster import leave.ics --responder li-hua\n  muster roster import standby.ics --seat ENG-L",
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := c.readFile(args[0])
			if err != nil {
				return err
			}
			api, site, err := c.at(cmd, r.site)
			if err != nil {
				return err
			}
			if strings.HasSuffix(strings.ToLower(args[0]), ".ics") {
				return c.changed(api.ImportEvents(cmd.Context(), site, r.RosterTerms, responder, seat, data))
			}
			return c.changed(api.ImportStaff(cmd.Context(), site, r.RosterTerms, data))
		},
	})
	cmd.Flags().StringVar(&responder, "responder", "", "of .ics: whom all events are about; each says so itself if left out")
	cmd.Flags().StringVar(&seat, "seat", "", "of .ics: the seat in which the events are duty; they are leave if left out")
	return cmd
}

func (c *cli) rosterCalendar() *cobra.Command {
	group := command.Group("calendar", "Calendars that programs can subscribe to", c.calendarMake(), c.calendarList(), c.calendarDelete())
	group.Example = "  muster roster calendar make --responder li-hua"
	return group
}

func (c *cli) calendarMake() *cobra.Command {
	var site, responder string
	cmd := &cobra.Command{Use: "make", Short: "Make a calendar; its address is shown this once only", Args: command.Args(0, 0), RunE: func(cmd *cobra.Command, _ []string) error {
		api, id, err := c.at(cmd, site)
		if err != nil {
			return err
		}
		made, err := api.MakeCalendar(cmd.Context(), id, responder)
		if err != nil {
			return explain(err)
		}
		c.say("%s", made.URL)
		c.say("Whoever knows this address can read the calendar. Take it back with: muster roster calendar delete %s", made.ID)
		return nil
	}}
	cmd.Flags().StringVar(&site, "site", "", "the site; may be left out where there is one only")
	cmd.Flags().StringVar(&responder, "responder", "", "whose duty it shows; everybody's if left out")
	return cmd
}

func (c *cli) calendarList() *cobra.Command {
	return c.rosterLook("list", "List a site's calendars", func(cmd *cobra.Command, api *client.Client, site string) error {
		found, err := api.Calendars(cmd.Context(), site)
		switch {
		case err != nil:
			return err
		case c.json:
			return printJSON(c.out, found)
		}
		var rows [][]string
		for _, k := range found {
			rows = append(rows, []string{k.ID, or(deref(k.Responder), "everybody"), local(k.MadeAt)})
		}
		c.table("CALENDAR|WHOSE|MADE", rows)
		return nil
	})
}

func (c *cli) calendarDelete() *cobra.Command {
	var site string
	cmd := &cobra.Command{Use: "delete CALENDAR", Short: "Take a calendar back: its address stops working", Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		api, id, err := c.at(cmd, site)
		if err != nil {
			return err
		}
		if err := api.DeleteCalendar(cmd.Context(), id, args[0]); err != nil {
			return explain(err)
		}
		c.say("The calendar %s is taken back.", args[0])
		return nil
	}}
	cmd.Flags().StringVar(&site, "site", "", "the site; may be left out where there is one only")
	return cmd
}

package cli

// Drills by calendar: putting them there.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
	"muster/cli/offline"
)

func (c *cli) drill() *cobra.Command {
	group := command.Group("drill", "Put drills into a calendar, and look at it",
		c.drillSchedule(), c.drillList(), c.drillDue(),
		c.drillOrder("pause", "Pause a schedule's drills", "paused; resume it when its drills are to go on."),
		c.drillOrder("resume", "Let a schedule's drills go on", ""),
		c.drillSkip(), c.drillOrder("delete", "Take a schedule out of the calendar", ""))
	group.Example = "  muster drill schedule fire --location \"Building 3\" --monthly \"1st tue\" --from 09:30 --to 11:30 --jitter 2h --surprise\n" +
		"  muster drill list"
	return group
}

// calendar is what the flags of drill schedule say.
type calendar struct {
	client.NewSchedule
	on, weekly, monthly, yearly string
	surprise                    bool
}

func (c *cli) drillSchedule() *cobra.Command {
	var k calendar
	cmd := &cobra.Command{
		Use:   "schedule PLAN",
		Short: "Put a drill into the calendar: it begins by itself",
		Long: "Puts a drill of a plan into the calendar. It begins by itself at its times, which are the site's local ones; if a real\n" +
			"incident is open there then, it does not. Say when by one of --on, --weekly, --monthly and --yearly.",
		Example: "  muster drill schedule fire --location \"Building 3\" --monthly \"1st tue\" --from 09:30 --to 11:30 --jitter 2h --surprise\n" +
			"  muster drill schedule gas-leak --location \"Building 1\" --weekly mon,thu --every 2 --from 14:00 --announce 24h\n" +
			"  muster drill schedule storm --location \"the whole estate\" --yearly \"06 last fri\" --from 10:00 --speed 60\n" +
			"  muster drill schedule water-outage --location \"Building 2\" --on 2027-03-03 --from 10:00",
		Args: command.Args(1, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return offline.PlanIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			k.Plan = args[0]
			return c.schedule(cmd, k)
		},
	}
	f := cmd.Flags()
	f.StringVar(&k.Location, "location", "", "where, as people would say it (required)")
	f.StringVar(&k.Summary, "summary", "", "what is practised, in a few words")
	f.StringVar(&k.Site, "site", "", "the site; may be left out where there is one only")
	f.StringVar(&k.on, "on", "", "once, on a date: 2027-03-03")
	f.StringVar(&k.weekly, "weekly", "", "days of the week: mon,thu")
	f.StringVar(&k.monthly, "monthly", "", "a day of the month: 15, last, \"2nd tue\" or \"last fri\"")
	f.StringVar(&k.yearly, "yearly", "", "a day of the year: 02-29, or a month and a day as of --monthly: \"06 last fri\"")
	f.IntVar(&k.Repeat.Every, "every", 0, "only every so many weeks, months or years")
	f.StringVar(&k.First, "first", "", "the first date on which it may fall, from which weeks, months and years count; today if left out")
	f.StringVar(&k.Until, "until", "", "the last date on which it may fall")
	f.StringVar(&k.From, "from", "", "the beginning of the window in which it begins: 09:30 (required)")
	f.StringVar(&k.To, "to", "", "the window's end")
	f.StringVar(&k.Jitter, "jitter", "", "it begins up to so long after the window's beginning: 45m")
	f.BoolVar(&k.surprise, "surprise", false, "nobody is told beforehand")
	f.StringVar(&k.Ahead, "announce", "", "how long before the window staff are told; 24h if left out")
	f.Float64Var(&k.Speed, "speed", 0, "how many of its seconds pass in one, 1 to 3600")
	f.StringVar(&c.signed, "by", "", "who asks for it: a responder's id or a name; MUSTER_BY or your login if left out")
	f.BoolVar(&c.json, "json", false, "print the schedule as JSON")
	return cmd
}

func (c *cli) schedule(cmd *cobra.Command, k calendar) error {
	if err := k.complete(); err != nil {
		return err
	}
	api, err := c.connect()
	if err != nil {
		return err
	}
	if k.Site, err = siteID(cmd.Context(), api, k.Site); err != nil {
		return explain(err)
	}
	k.By, _ = c.signer()
	made, err := api.ScheduleDrill(cmd.Context(), k.NewSchedule)
	switch {
	case err != nil:
		return explain(err)
	case c.json:
		return printJSON(c.out, made)
	}
	c.say("drill      %s of %s at %s, %s", made.ID, made.Plan, made.Site, recurs(made))
	c.say("next       %s", strings.Join(nextOf(made), ", "))
	return nil
}

// complete reads the flags that say when.
func (k *calendar) complete() error {
	if k.Location == "" || k.From == "" {
		return command.Usagef("Say where and from what time of day: --location \"Building 3\" --from 09:30.")
	}
	k.Notice = "announced"
	if k.surprise {
		if k.Notice = "surprise"; k.Ahead != "" {
			return command.Usagef("--surprise and --announce contradict each other: give one of them.")
		}
	}
	given := slices.DeleteFunc([]string{k.on, k.weekly, k.monthly, k.yearly}, func(s string) bool { return s == "" })
	if len(given) != 1 {
		return command.Usagef("Say on which days by one of --on, --weekly, --monthly and --yearly.")
	}
	switch {
	case k.on != "":
		k.Repeat.Unit, k.First = "once", k.on
	case k.weekly != "":
		k.Repeat.Unit, k.Repeat.Days = "week", strings.FieldsFunc(strings.ToLower(k.weekly), separates)
	case k.monthly != "":
		k.Repeat.Unit = "month"
		return k.dayOf("--monthly", strings.FieldsFunc(strings.ToLower(k.monthly), separates))
	default:
		return k.yearDay()
	}
	return nil
}

func separates(r rune) bool { return r == ',' || r == ' ' }

func (k *calendar) yearDay() error {
	k.Repeat.Unit = "year"
	words := strings.FieldsFunc(strings.ToLower(k.yearly), func(r rune) bool { return separates(r) || r == '-' })
	if len(words) < 2 || !number(words[0], &k.Repeat.Month) {
		return command.Usagef("--yearly is a month and a day, such as 02-29 or \"06 last fri\", not %q.", k.yearly)
	}
	return k.dayOf("--yearly", words[1:])
}

var ordinals = map[string]int{"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}

// dayOf reads a day of a month: 15, last, 2nd tue.
func (k *calendar) dayOf(flag string, words []string) error {
	wrong := command.Usagef("The day of %s is such as 15, last, \"2nd tue\" or \"last fri\", not %q.", flag, strings.Join(words, " "))
	switch len(words) {
	case 1:
		if words[0] == "last" {
			k.Repeat.Day = -1
			return nil
		}
		if !number(words[0], &k.Repeat.Day) {
			return wrong
		}
	case 2:
		nth, ok := ordinals[words[0]]
		if !ok {
			return wrong
		}
		k.Repeat.Nth, k.Repeat.Weekday = nth, words[1]
	default:
		return wrong
	}
	return nil
}

func number(word string, into *int) bool {
	var rest string
	n, _ := fmt.Sscanf(word+" .", "%d %s", into, &rest)
	return n == 2 && rest == "."
}

package offline

// Plans: checking plan files, showing a plan, and the schema of one.

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"muster/app"
	"muster/cli/command"
	"muster/plans"
	"muster/sites"
)

// Plan is the command about plan files, with further ones about those of the running Muster.
func Plan(further ...*cobra.Command) *cobra.Command {
	return command.Group("plan", "Check or show plans, print their schema, keep their versions", append([]*cobra.Command{planCheck(), planShow(), planSchema()}, further...)...)
}

func planCheck() *cobra.Command {
	var c checker
	check := &cobra.Command{
		Use:   "check [FILE...]",
		Short: "Check plan files, and how they fit a site",
		Long: "Checks plan files, or without any the plans that come with Muster (and those of MUSTER_PLANS_DIR).\n" +
			"With a site it says what would not work there, and who would hold which seat.",
		Example: "  muster plan check myplan.yaml\n" +
			"  muster plan check --site riverside --at 2026-11-23T03:00",
		Args: command.Args(0, -1),
		RunE: func(cmd *cobra.Command, files []string) error {
			c.out = cmd.OutOrStdout()
			return c.check(files)
		},
	}
	check.Flags().StringVar(&c.siteRef, "site", "", "a site file, or riverside")
	check.Flags().StringVar(&c.atSaid, "at", "", "who would hold which seat then, in the site's time (2026-11-23T03:00); now if left out")
	return check
}

// checker checks plans, with a site or without.
type checker struct {
	siteRef, atSaid string
	out             io.Writer

	site   *sites.Site
	at     time.Time
	faulty int
}

func (c *checker) check(files []string) error {
	if err := c.place(); err != nil {
		return err
	}
	list, err := c.load(files)
	if err != nil {
		return err
	}
	others, err := inForce()
	if err != nil {
		return err
	}
	others = plans.With(others, list)
	for _, plan := range list {
		c.plan(plan, others)
	}
	if c.faulty > 0 {
		return fmt.Errorf("%d of %d plans cannot be used as they are: mend what stands above", c.faulty, max(len(files), len(list)))
	}
	return nil
}

func (c *checker) place() error {
	switch {
	case c.siteRef == "" && c.atSaid != "":
		return command.Usagef("--at needs a site to look at: add --site riverside, or a site file.")
	case c.siteRef == "":
		return nil
	}
	var err error
	if c.site, err = openSite(c.siteRef); err != nil {
		return err
	}
	c.at, err = moment(c.atSaid, c.site.Location())
	return err
}

// load loads the files, or the plans in force where there are none. What is wrong with a file is printed.
func (c *checker) load(files []string) ([]*plans.Plan, error) {
	if len(files) == 0 {
		return inForce()
	}
	var list []*plans.Plan
	for _, file := range files {
		plan, err := loadPlan(file)
		var wrong *plans.FileError
		switch {
		case errors.As(err, &wrong):
			c.say("%s", wrong)
			c.faulty++
		case err != nil:
			return nil, err
		default:
			list = append(list, plan)
		}
	}
	return list, nil
}

// plan says what is wrong with a plan that loads, among those that it may link to, and whether it is fine.
func (c *checker) plan(plan *plans.Plan, others []*plans.Plan) {
	warnings, problems := plan.Warnings, plans.CheckLinks(plan, others)
	if c.site != nil {
		unfit, more := plans.CheckSite(plan, c.site)
		problems = append(problems, unfit...)
		warnings = append(warnings[:len(warnings):len(warnings)], more...)
		if size, ok := app.CheckInput(plan, c.site, c.at); !ok {
			warnings = append(warnings, size)
		}
	}
	for _, p := range problems {
		c.say("%s:%s", plan.File, p)
	}
	for _, w := range warnings {
		c.say("%s:%d:%d: warning: %s (%s)", plan.File, w.Line, w.Column, w.Text, w.Rule)
	}
	if len(problems) > 0 {
		c.faulty++
	} else {
		c.say("%s: %s version %d is sound", plan.File, plan.Doc.ID, plan.Doc.Version)
	}
	if c.site != nil {
		c.say("\n%s", plans.SeatingReport(plan, c.site.Roster(c.at), c.at))
	}
}

func (c *checker) say(format string, args ...any) { _, _ = fmt.Fprintf(c.out, format+"\n", args...) }

func planShow() *cobra.Command {
	var format string
	show := &cobra.Command{
		Use:     "show ID|FILE",
		Short:   "Show a plan as text, as a diagram or as JSON",
		Example: "  muster plan show fire\n  muster plan show fire --format mermaid",
		Args:    command.Args(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			plan, err := findPlan(args[0])
			if err != nil {
				return err
			}
			shown, err := plans.Show(plan, format)
			if err != nil {
				return command.Usage(err)
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), shown)
			return err
		},
	}
	show.Flags().StringVar(&format, "format", "text", strings.Join(plans.Formats, ", "))
	return show
}

func planSchema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of plan files", Args: command.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			schema, err := plans.Schema()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(schema)
			return err
		},
	}
}

// comes are the plans that come with Muster, read once.
var comes = sync.OnceValue(plans.Library)

// inForce are the plans that come with Muster, and those of MUSTER_PLANS_DIR.
func inForce() ([]*plans.Plan, error) {
	dir := os.Getenv("MUSTER_PLANS_DIR")
	if dir == "" {
		return comes(), nil
	}
	further, err := plans.LoadDir(dir)
	if err != nil {
		return nil, err
	}
	return plans.Linked(plans.With(comes(), further))
}

// findPlan finds a plan by its id among those in force, or loads a file.
func findPlan(ref string) (*plans.Plan, error) {
	list, err := inForce()
	if err != nil {
		return nil, err
	}
	if plan, ok := plans.Find(list, ref); ok {
		return plan, nil
	}
	if !strings.ContainsAny(ref, "./") {
		return nil, command.Usagef("There is no plan %q: name a plan file, or one of %s.", ref, strings.Join(PlanIDs(), ", "))
	}
	return loadPlan(ref)
}

func loadPlan(file string) (*plans.Plan, error) {
	data, err := read(file, plans.MaxBytes)
	if err != nil {
		return nil, unread(file, err)
	}
	return plans.Load(data, file)
}

// PlanIDs lists the plans in force, as far as they load.
func PlanIDs() []string {
	list, err := inForce()
	if err != nil {
		list = comes()
	}
	var ids []string
	for _, p := range list {
		ids = append(ids, p.Doc.ID)
	}
	return ids
}

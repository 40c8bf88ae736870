package cli

// Plans: the versions of the running Muster.

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

// planVersions are the commands about the versions of plans, beside those that only read files.
func (c *cli) planVersions() []*cobra.Command {
	return []*cobra.Command{c.planUpload(), c.planDiff(), c.planPublish(), c.planRollback(), c.planHistory(), c.planFile()}
}

func (c *cli) planUpload() *cobra.Command {
	return &cobra.Command{
		Use: "upload FILE", Short: "Check a plan file and keep it as a draft; nothing is in force by it", Args: command.Args(1, 1),
		Example: "  muster plan file fire > fire.yaml\n  muster plan upload fire.yaml\n  muster plan diff fire\n  muster plan publish fire --note \"the new gate\" --digest DIGEST",
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := c.readFile(args[0])
			if err != nil {
				return err
			}
			api, err := c.connect()
			if err != nil {
				return err
			}
			draft, err := api.UploadPlan(cmd.Context(), data)
			if err != nil {
				return explain(inFile(args[0], err))
			}
			for _, w := range draft.Warnings {
				c.say("%s:%s", args[0], w)
			}
			c.say("The draft of %s becomes version %d, in place of %d. Look at it with `muster plan diff %s`, and put it in force with:", draft.Plan, draft.Version, draft.Replaces, draft.Plan)
			c.sayPublish(draft.Plan, draft.Digest)
			return nil
		},
	}
}

// sayPublish says how to put in force just the draft that was shown.
func (c *cli) sayPublish(plan, digest string) {
	c.say("  muster plan publish %s --digest %s", plan, digest)
}

func (c *cli) planDiff() *cobra.Command {
	var from, to string
	cmd := &cobra.Command{Use: "diff PLAN", Short: "Show what a plan's draft, or another version, changes", Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		api, err := c.connect()
		if err != nil {
			return err
		}
		diff, err := api.DiffPlan(cmd.Context(), args[0], from, to)
		switch {
		case err != nil:
			return explain(err)
		case diff.Diff == "":
			c.say("Nothing differs.")
		default:
			c.say("%s", diff.Diff)
			if to == "" || to == "draft" {
				c.say("Put this draft in force with:")
				c.sayPublish(args[0], diff.Digest)
			}
		}
		return nil
	}}
	cmd.Flags().StringVar(&from, "from", "", "a version's number, or draft; the one in force if left out")
	cmd.Flags().StringVar(&to, "to", "", "a version's number, or draft, which it is if left out")
	return cmd
}

// inForce says what has become of a plan.
func (c *cli) inForce(plan string, v client.PlanVersion, err error) error {
	if err != nil {
		return explain(err)
	}
	c.say("Version %d of the plan %s is in force. Open incidents keep theirs.", v.Version, plan)
	return nil
}

func (c *cli) planPublish() *cobra.Command {
	var digest, note string
	cmd := &cobra.Command{Use: "publish PLAN --digest DIGEST", Short: "Put a plan's draft in force", Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		if digest == "" {
			return command.Usagef("Say by --digest which draft you have seen, since somebody else may have uploaded another: `muster plan diff %s` shows the draft and the whole command.", args[0])
		}
		api, err := c.connect()
		if err != nil {
			return err
		}
		v, err := api.PublishPlan(cmd.Context(), args[0], digest, note)
		return c.inForce(args[0], v, err)
	}}
	cmd.Flags().StringVar(&digest, "digest", "", "which draft is meant, as upload and diff tell: another is refused")
	cmd.Flags().StringVar(&note, "note", "", "what has changed, and why")
	return cmd
}

func (c *cli) planRollback() *cobra.Command {
	var note string
	var replaces int
	cmd := &cobra.Command{Use: "rollback PLAN VERSION", Short: "Put an earlier version of a plan in force, as a new one", Args: command.Args(2, 2), RunE: func(cmd *cobra.Command, args []string) error {
		to, err := strconv.Atoi(args[1])
		if err != nil || to < 1 {
			return command.Usagef("%q is no version: see `muster plan history %s`.", args[1], args[0])
		}
		api, err := c.connect()
		if err != nil {
			return err
		}
		if replaces == 0 {
			if replaces, err = newest(cmd, api, args[0]); err != nil {
				return err
			}
		}
		v, err := api.RollBackPlan(cmd.Context(), args[0], to, replaces, note)
		return c.inForce(args[0], v, err)
	}}
	cmd.Flags().IntVar(&replaces, "replaces", 0, "the version that it is to replace; the one in force if left out")
	cmd.Flags().StringVar(&note, "note", "", "why")
	return cmd
}

// newest is the number of the version in force.
func newest(cmd *cobra.Command, api *client.Client, plan string) (int, error) {
	all, err := api.PlanHistory(cmd.Context(), plan)
	if err != nil {
		return 0, explain(err)
	}
	for _, v := range all {
		if v.InForce {
			return v.Version, nil
		}
	}
	return 0, command.Usagef("No version of %s is in force: see `muster plan history %s`.", plan, plan)
}

func (c *cli) planHistory() *cobra.Command {
	cmd := &cobra.Command{Use: "history PLAN", Short: "List a plan's versions, newest first", Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		api, err := c.connect()
		if err != nil {
			return err
		}
		found, err := api.PlanHistory(cmd.Context(), args[0])
		switch {
		case err != nil:
			return explain(err)
		case c.json:
			return printJSON(c.out, found)
		}
		var rows [][]string
		for _, v := range found {
			at, standing := "", ""
			if v.PublishedAt != nil {
				at = local(*v.PublishedAt)
			}
			if v.InForce {
				standing = "in force"
			}
			rows = append(rows, []string{fmt.Sprint(v.Version), v.Source, at, standing, deref(v.Note)})
		}
		c.table("VERSION|SOURCE|PUBLISHED|STANDING|NOTE", rows)
		return nil
	}}
	cmd.Flags().BoolVar(&c.json, "json", false, "print it as JSON")
	return cmd
}

func (c *cli) planFile() *cobra.Command {
	var version string
	cmd := &cobra.Command{Use: "file PLAN", Short: "Print the file of a plan of the running Muster", Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		api, err := c.connect()
		if err != nil {
			return err
		}
		file, err := api.PlanFile(cmd.Context(), args[0], version)
		if err != nil {
			return explain(err)
		}
		_, err = fmt.Fprint(c.out, file)
		return err
	}}
	cmd.Flags().StringVar(&version, "version", "", "a version's number, or draft; the one in force if left out")
	return cmd
}

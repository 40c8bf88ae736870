package cli

// The audit log: looking at it, and having it verified.

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

func (c *cli) audit() *cobra.Command {
	return command.Group("audit", "Who changed what, from where", c.auditList(), c.auditVerify())
}

func (c *cli) auditList() *cobra.Command {
	var who, action, subject string
	var limit int
	var full bool
	cmd := &cobra.Command{
		Use: "list", Aliases: []string{"ls"}, Short: "List the newest entries", Args: command.Args(0, 0),
		Example: "  muster audit list --subject inc-0f3k2... --full",
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			query := url.Values{"limit": {strconv.Itoa(limit)}}
			for name, value := range map[string]string{"who": who, "action": action, "subject": subject} {
				if value != "" {
					query.Set(name, value)
				}
			}
			found, err := api.Audit(cmd.Context(), query)
			switch {
			case err != nil:
				return explain(err)
			case c.json:
				return printJSON(c.out, found)
			}
			c.listAudit(found, full)
			return nil
		},
	}
	cmd.Flags().StringVar(&who, "who", "", "only what this one did")
	cmd.Flags().StringVar(&action, "action", "", "only this call, such as set-level or answer-by-text")
	cmd.Flags().StringVar(&subject, "subject", "", "only what was done to this, such as an incident's id")
	cmd.Flags().IntVar(&limit, "limit", 50, "how many")
	cmd.Flags().BoolVar(&full, "full", false, "show how it was before and after")
	cmd.Flags().BoolVar(&c.json, "json", false, "print them as JSON")
	return cmd
}

func (c *cli) listAudit(found []client.AuditEntry, full bool) {
	if !full {
		var rows [][]string
		for _, e := range found {
			rows = append(rows, []string{strconv.FormatInt(e.Seq, 10), e.At.Local().Format("2006-01-02 15:04:05"), e.Who, e.From, e.Action, e.Subject, e.Outcome})
		}
		c.table("SEQ|AT|WHO|FROM|ACTION|SUBJECT|OUTCOME", rows)
		return
	}
	for _, e := range found {
		c.say("%d %s %s from %s: %s %s, %s", e.Seq, e.At.Local().Format("2006-01-02 15:04:05"), e.Who, e.From, e.Action, e.Subject, e.Outcome)
		for _, part := range [][2]string{{"before", string(e.Before)}, {"after", string(e.After)}} {
			if part[1] != "" && part[1] != "null" {
				c.say("  %s %s", part[0], part[1])
			}
		}
	}
}

func (c *cli) auditVerify() *cobra.Command {
	var noted string
	cmd := &cobra.Command{
		Use: "verify", Short: "Look through the whole log for what is not as it was written", Args: command.Args(0, 0),
		Long: "Ends with 1 if an entry was changed, added or taken out. What was cut off at the end can be seen only by what somebody noted\n" +
			"before: keep the line that this prints somewhere else, and give it back with --noted SEQ:HASH.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			found, err := api.VerifyAudit(cmd.Context())
			switch {
			case err != nil:
				return explain(err)
			case !found.Intact:
				return fmt.Errorf("the audit log is not as it was written: %s; up to entry %d it is", found.Why, found.Entries)
			}
			if noted != "" {
				if err := reaches(cmd, api, found, noted); err != nil {
					return explain(err)
				}
			}
			c.say("The audit log is as it was written: %s.", plural(int(found.Entries), "entry", "entries"))
			c.say("To be noted somewhere else: %d:%s", found.Entries, found.Hash)
			return nil
		},
	}
	cmd.Flags().StringVar(&noted, "noted", "", "SEQ:HASH as an earlier look gave it")
	return cmd
}

// reaches says whether the log still holds what was noted earlier.
func reaches(cmd *cobra.Command, api *client.Client, found client.Verdict, noted string) error {
	number, hash, _ := strings.Cut(noted, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || seq < 0 {
		return command.Usagef("Give what an earlier look printed: --noted SEQ:HASH.")
	}
	switch {
	case seq == 0:
		return nil
	case found.Entries < seq:
		return fmt.Errorf("entries were cut off: %d were there when this was noted, now %d are", seq, found.Entries)
	}
	entry, err := api.AuditEntry(cmd.Context(), seq)
	if err != nil {
		return err
	}
	if entry.Hash != hash {
		return errors.New("the log was written anew: the entry that was noted is another one now")
	}
	return nil
}

package cli

// Notices to residents: listing them, looking what one would take, sending, approving and rejecting.

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/command"
	"muster/incident"
	"muster/incident/notice"
)

func (c *cli) notice() *cobra.Command {
	return command.Group("notice", "Notices to residents", c.listNotices(), c.sendNotice(), c.decideNotice("approve", "Stand behind a notice that waits for approval", noReason),
		c.decideNotice("reject", "Keep a notice from leaving", mustReason))
}

func (c *cli) listNotices() *cobra.Command {
	cmd := &cobra.Command{Use: "list [ID]", Short: "List an incident's notices", Args: command.Args(0, 1)}
	cmd.Flags().BoolVar(&c.json, "json", false, "print the notices as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		api, id, err := c.find(cmd, args, 0)
		if err != nil {
			return err
		}
		notices, err := api.Notices(cmd.Context(), id)
		switch {
		case err != nil:
			return explain(err)
		case c.json:
			return printJSON(c.out, notices)
		case len(notices) == 0:
			c.say("%s has no notices.", id)
		}
		for _, n := range notices {
			c.say("%s", noticeLine(n))
		}
		return nil
	}
	return cmd
}

// noticeLine says in a line how a notice stands.
func noticeLine(n incident.NoticeView) string {
	line := fmt.Sprintf("%-4s %-4s %-9s %-8s", n.ID, deref(n.Notice), n.State, n.Audience)
	if n.AudienceCount != nil {
		line += fmt.Sprintf(" %d residents, %d sent", *n.AudienceCount, n.Sent)
	}
	for _, part := range []struct {
		count int
		what  string
	}{{n.Failed, "failed"}, {n.OptedOut + n.OptedOutSince, "opted out"}} {
		if part.count > 0 {
			line += fmt.Sprintf(", %d %s", part.count, part.what)
		}
	}
	switch {
	case n.State == notice.Proposed:
		line += fmt.Sprintf(", %d of %d approvals", len(n.Approvals), n.ApprovalsNeeded)
	case n.State == notice.Sending && n.ExpectedLastAt != nil:
		line += ", last expected at " + localTime(*n.ExpectedLastAt)
	case n.LastAt != nil:
		line += ", last at " + localTime(*n.LastAt)
	}
	return line + ": " + n.Text.EN
}

func localTime(t incident.Time) string { return time.Time(t).Local().Format("15:04:05") }

// sending is what send's flags say.
type sending struct {
	notice, text, textZH, audience, kind string
	zones                                []string
	yes                                  bool
}

func (c *cli) sendNotice() *cobra.Command {
	var s sending
	cmd := c.order(order{
		use: "send [ID]", short: "Send residents a notice; without --yes only say what that would take", args: 0,
		example: "  muster notice send --text \"The water is back.\" --zh \"已恢复供水\" --audience site --kind all-clear --yes",
		path:    to("notices"), body: func([]string) map[string]any { return s.body() },
		said: func(v incident.View, _ []string) string { return sentSaid(v) },
	})
	give := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if (s.notice == "") == (s.text == "" && s.textZH == "") {
			return command.Usagef("Say what residents are to read: --notice with the id of one of the plan's, or --text and --zh.")
		}
		if s.yes {
			return give(cmd, args)
		}
		return c.previewNotice(cmd, args, s)
	}
	flags := cmd.Flags()
	flags.StringVar(&s.notice, "notice", "", "a notice of the plan, such as N1")
	flags.StringVar(&s.text, "text", "", "the text in English")
	flags.StringVar(&s.textZH, "zh", "", "the text in Chinese")
	flags.StringVar(&s.audience, "audience", "", "building, floor, others, zone, site or assist")
	flags.StringSliceVar(&s.zones, "zone", nil, "only residents of these zones")
	flags.StringVar(&s.kind, "kind", "", "first, update or all-clear; what the plan makes of its notice, or an update, if left out")
	flags.BoolVar(&s.yes, "yes", false, "send it")
	return cmd
}

func (s sending) body() map[string]any {
	body := map[string]any{"notice": s.notice, "audience": s.audience, "kind": s.kind}
	if s.text != "" || s.textZH != "" {
		body["text"] = map[string]any{"en": s.text, "zh": s.textZH}
	}
	if len(s.zones) > 0 {
		body["zones"] = s.zones
	}
	return body
}

// previewNotice says what a notice would take.
func (c *cli) previewNotice(cmd *cobra.Command, args []string, s sending) error {
	api, id, err := c.find(cmd, args, 0)
	if err != nil {
		return err
	}
	body := filled(s.body())
	body["by"], _ = c.signer()
	draft, err := api.PreviewNotice(cmd.Context(), id, body)
	switch {
	case err != nil:
		return explain(err)
	case c.json:
		return printJSON(c.out, draft)
	}
	c.say("%q\n%q", draft.Text.EN, draft.Text.ZH)
	c.say("To %d residents (%s), %s in all at %g a second: the last would leave at %s.",
		draft.AudienceCount, draft.Audience, plural(draft.Parts, "message part", "message parts"), draft.Rate, localTime(draft.ExpectedLastAt))
	if draft.OptedOut > 0 {
		c.say("%d more want no messages.", draft.OptedOut)
	}
	if draft.ApprovalsNeeded > 1 {
		c.say("%d people have to stand behind it; you are one of them.", draft.ApprovalsNeeded)
	}
	c.say("Nothing was sent. Give the command again with --yes to send it.")
	return nil
}

// sentSaid says how the newest notice stands.
func sentSaid(v incident.View) string {
	if len(v.Notices) == 0 {
		return "the notice was taken."
	}
	n := v.Notices[len(v.Notices)-1]
	if n.State == notice.Proposed {
		return fmt.Sprintf("notice %s waits for %d of %d approvals.", n.ID, n.ApprovalsNeeded-len(n.Approvals), n.ApprovalsNeeded)
	}
	return fmt.Sprintf("notice %s is on its way; see muster notice list.", n.ID)
}

func (c *cli) decideNotice(verb, short string, why reasoning) *cobra.Command {
	return c.order(order{
		use: verb + " [ID] NOTICE", short: short, example: "  muster notice " + verb + " n1", args: 1, why: why,
		path: func(args []string) []string { return []string{"notices", args[0], verb} }, body: nothing,
		said: func(v incident.View, args []string) string {
			for _, n := range v.Notices {
				if n.ID == args[0] {
					return strings.TrimSpace(noticeLine(n))
				}
			}
			return args[0] + "."
		},
	})
}

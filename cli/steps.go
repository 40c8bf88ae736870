package cli

// Orders about steps, and answers recorded for somebody on the radio.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
	"muster/incident"
)

func (c *cli) answer() *cobra.Command {
	var minutes int
	var step, value string
	cmd := c.order(order{
		use: "answer [ID] RESPONDER ANSWER", short: "Record what somebody answered by radio", args: 2,
		example: "  muster answer zhou-min accept\n  muster answer zhou-min eta --minutes 5\n  muster answer wu-di done --step F02 --value true",
		path:    to("answers"),
		first: func(ctx context.Context, api *client.Client, id string, args []string, _ bool) error {
			return c.beforeAnswer(ctx, api, id, args[0], args[1], step)
		},
		body: func(args []string) map[string]any {
			said := strings.ReplaceAll(args[1], "-", "_")
			return map[string]any{"responder": args[0], "answer": said, "minutes": minutes, "step": step, "value": value}
		},
		said: func(_ incident.View, args []string) string {
			return fmt.Sprintf("recorded: %s says %s.", args[0], args[1])
		},
	})
	cmd.Long = "Records an answer that somebody gave by radio or face to face: accept, eta, on-scene, done, cannot, need-help, danger, relief."
	cmd.Flags().IntVar(&minutes, "minutes", 0, "of eta: until they are there")
	cmd.Flags().StringVar(&step, "step", "", "of done: which step; their only open one if left out")
	cmd.Flags().StringVar(&value, "value", "", "of done: what the step asks for")
	return cmd
}

func (c *cli) step() *cobra.Command {
	return command.Group("step", "Start, complete, skip, reassign, extend or add a step", c.stepStart(), c.stepDone(), c.stepSkip(), c.stepReassign(), c.stepExtend(), c.stepAdd())
}

// stepPath is the address of an order about the step that is the first argument.
func stepPath(verb string) func([]string) []string {
	return func(args []string) []string { return []string{"steps", args[0], verb} }
}

// stepSaid says how the step stands.
func stepSaid(v incident.View, args []string) string {
	for _, s := range v.Steps {
		if s.ID != args[0] {
			continue
		}
		said := fmt.Sprintf("%s %s is %s", s.ID, s.Title.EN, s.State)
		if value := deref(s.Value); value != "" {
			said += " = " + value
		}
		if len(s.Assignees) > 0 {
			said += ", " + strings.Join(s.Assignees, ", ")
		}
		if s.TargetAt != nil && s.DoneAt == nil && s.State != incident.StepSkipped {
			said += ", by " + local(time.Time(*s.TargetAt))
		}
		return said + "."
	}
	return args[0] + "."
}

func (c *cli) stepStart() *cobra.Command {
	var note string
	cmd := c.order(order{
		use: "start [ID] STEP", short: "Say that a step has begun", args: 1, path: stepPath("start"), said: stepSaid,
		body: func([]string) map[string]any { return map[string]any{"note": note} },
	})
	cmd.Flags().StringVar(&note, "note", "", "what is worth knowing")
	return cmd
}

func (c *cli) stepDone() *cobra.Command {
	var note, value string
	cmd := c.order(order{
		use: "done [ID] STEP", short: "Complete a step", example: "  muster step done F02 --value true --by zhou-min",
		args: 1, first: c.beforeDone, path: stepPath("done"), said: stepSaid,
		body: func([]string) map[string]any { return map[string]any{"note": note, "value": value} },
	})
	cmd.Flags().StringVar(&value, "value", "", "what the step asks for: a choice, a number, a count x/y, a text")
	cmd.Flags().StringVar(&note, "note", "", "what is worth knowing")
	return cmd
}

func (c *cli) stepSkip() *cobra.Command {
	return c.order(order{
		use: "skip [ID] STEP", short: "Leave a step out", args: 1, why: mustReason, first: gate, path: stepPath("skip"), body: nothing, said: stepSaid,
	})
}

// beforeDone says what the notice takes that the step sends when it is done, and keeps a login's name from passing a hard gate.
func (c *cli) beforeDone(ctx context.Context, api *client.Client, id string, args []string, named bool) error {
	found, err := api.Incident(ctx, id)
	if err != nil {
		return err
	}
	for _, s := range found.Steps {
		switch {
		case s.ID != args[0]:
		case s.HardGate && !named:
			return isGate(s)
		default:
			c.sayNotice(s)
		}
	}
	return nil
}

// beforeAnswer says the same of the step that somebody completes by radio: the one that is named, or their open ones.
func (c *cli) beforeAnswer(ctx context.Context, api *client.Client, id, responder, answer, step string) error {
	if answer != "done" {
		return nil
	}
	found, err := api.Incident(ctx, id)
	if err != nil {
		return err
	}
	for _, s := range found.Steps {
		if s.ID == step || step == "" && slices.Contains(s.Assignees, responder) {
			c.sayNotice(s)
		}
	}
	return nil
}

// sayNotice says how many residents the notice reaches that a step sends when it is done, and when the last of them.
func (c *cli) sayNotice(s incident.StepView) {
	if s.Notice == nil || c.json {
		return
	}
	c.say("%s sends notice %s (%s) to %s, the last at %s.", s.ID, s.Notice.ID, s.Notice.Kind,
		plural(s.Notice.AudienceCount, "resident", "residents"), localTime(s.Notice.ExpectedLastAt))
}

func isGate(s incident.StepView) error {
	return command.Usagef("%s %s is a hard gate: say who decides, with --by NAME.", s.ID, s.Title.EN)
}

// gate keeps a login's name from passing a hard gate: only a named person does.
func gate(ctx context.Context, api *client.Client, id string, args []string, named bool) error {
	if named {
		return nil
	}
	found, err := api.Incident(ctx, id)
	if err != nil {
		return err
	}
	for _, s := range found.Steps {
		if s.ID == args[0] && s.HardGate {
			return isGate(s)
		}
	}
	return nil
}

func (c *cli) stepReassign() *cobra.Command {
	return c.order(order{
		use: "reassign [ID] STEP RESPONDER", short: "Give a step to somebody else", args: 2, why: mayReason, path: stepPath("reassign"), said: stepSaid,
		body: func(args []string) map[string]any { return map[string]any{"to": args[1]} },
	})
}

func (c *cli) stepExtend() *cobra.Command {
	var until time.Time
	return c.order(order{
		use: "extend [ID] STEP TIME", short: "Give a step more time", args: 2, why: mayReason, path: stepPath("extend"), said: stepSaid,
		example: "  muster step extend F05 10m\n  muster step extend F05 2026-11-23T03:30:00+08:00",
		first: func(ctx context.Context, api *client.Client, id string, args []string, _ bool) (err error) {
			until, err = later(ctx, api, id, args[1])
			return err
		},
		body: func([]string) map[string]any { return map[string]any{"until": until.UTC().Format(time.RFC3339)} },
	})
}

// later reads a moment, or a span from the incident's own present on.
func later(ctx context.Context, api *client.Client, id, said string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, said); err == nil {
		return at, nil
	}
	span, err := time.ParseDuration(said)
	if err != nil || span <= 0 {
		return time.Time{}, command.Usagef("%q is no time: write how much longer (10m), or until when (2026-11-23T03:30:00+08:00).", said)
	}
	found, err := api.Incident(ctx, id)
	return time.Time(found.Now).Add(span), err
}

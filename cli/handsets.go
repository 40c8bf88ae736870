package cli

// Handsets: writing as the person at one, and giving it a habit.

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

func (c *cli) reply() *cobra.Command {
	return &cobra.Command{
		Use: "reply NUMBER TEXT...", Short: "Write a text as the person at a handset", Args: command.Args(2, -1),
		Example: "  muster phones reply +12025550103 1\n  muster phones reply 0103 2 5",
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			phone, err := findPhone(cmd.Context(), api, args[0])
			if err != nil {
				return explain(err)
			}
			return explain(c.write(cmd.Context(), api, phone, strings.Join(args[1:], " ")))
		},
	}
}

// How long the answer to a text is waited for, and how often it is looked for.
const (
	answerWithin = 5 * time.Second
	lookEvery    = 100 * time.Millisecond
)

// write sends a text and prints it with what comes back.
func (c *cli) write(ctx context.Context, api *client.Client, phone client.Phone, body string) error {
	sent, err := api.Reply(ctx, phone.Number, body)
	if err != nil {
		return err
	}
	back, err := answerTo(ctx, api, phone.Number, sent)
	if err != nil {
		return err
	}
	if c.json {
		return printJSON(c.out, handset{phone, append([]client.Message{sent}, back...)})
	}
	c.say("%s %s", phone.Number, phone.Name)
	c.say("%s", message(sent))
	for _, m := range back {
		c.say("%s", message(m))
	}
	if len(back) == 0 {
		c.say("No answer came back.")
	}
	return nil
}

// answerTo waits for what comes to a handset after a text that it wrote.
func answerTo(ctx context.Context, api *client.Client, number string, sent client.Message) ([]client.Message, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	for {
		messages, err := api.Messages(ctx, number)
		if err != nil && ctx.Err() == nil {
			return nil, err
		}
		at := slices.IndexFunc(messages, func(m client.Message) bool { return m.ID == sent.ID })
		if after := messages[at+1:]; at >= 0 && len(after) > 0 {
			return after, nil
		}
		select {
		case <-time.After(lookEvery):
		case <-ctx.Done():
			return nil, nil
		}
	}
}

func (c *cli) habit() *cobra.Command {
	var h client.Habit
	var after time.Duration
	habit := &cobra.Command{
		Use:   "habit NUMBER HABIT",
		Short: "Set what a handset does with the texts and calls that it gets",
		Long: "Gives a simulated handset a habit for texts: ignore, accept, decline, answer (with --text), bounce (the phone is off), opt-out;\n" +
			"or for calls: accept-call, decline-call, voicemail (--text gives the tones that it plays), busy, no-answer, pick-up (and wait for keys).",
		Example: "  muster phones habit 0103 accept --after 20s\n" +
			"  muster phones habit 0104 bounce",
		Args: command.Args(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			phone, err := findPhone(cmd.Context(), api, args[0])
			if err != nil {
				return explain(err)
			}
			h.Habit, h.After = args[1], after.Seconds()
			if err := api.SetHabit(cmd.Context(), phone.Number, h); err != nil {
				return explain(err)
			}
			c.say("%s %s: %s from now on.", phone.Number, phone.Name, h.Habit)
			return nil
		},
	}
	habit.Flags().DurationVar(&after, "after", 0, "how long it takes to answer (20s)")
	habit.Flags().StringVar(&h.Text, "text", "", "of answer: what it writes; {token} stands for the token of the text; of voicemail: digits")
	habit.Flags().IntVar(&h.Code, "code", 0, "of bounce: the carrier's error code; out of reach if left out")
	return habit
}

package cli

// Phones: the simulated handsets, to look at and to answer from.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"muster/cli/client"
	"muster/cli/command"
	"muster/cli/text"
)

func (c *cli) phones() *cobra.Command {
	var all bool
	phones := &cobra.Command{
		Use:   "phones [NUMBER]",
		Short: "Look at the simulated handsets, and answer from them",
		Long:  "Lists the simulated handsets that have messages, or prints what one of them has got and written. NUMBER may be the\nnumber, its last digits, or the person's id or name. A star marks what has not been answered.",
		Example: "  muster phones\n" +
			"  muster phones 0103\n" +
			"  muster phones reply 0103 1",
		Args: command.Args(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.connect()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return explain(c.listPhones(cmd.Context(), api, all))
			}
			return explain(c.showPhone(cmd.Context(), api, args[0]))
		},
	}
	phones.Flags().BoolVar(&all, "all", false, "those without messages too")
	phones.PersistentFlags().BoolVar(&c.json, "json", false, "print as JSON")
	phones.AddCommand(c.reply(), c.press(), c.habit())
	return phones
}

// handset is a phone with its conversation.
type handset struct {
	client.Phone
	Messages []client.Message `json:"messages"`
}

// unanswered counts the messages since the person last wrote.
func (h handset) unanswered() int {
	n := 0
	for _, m := range slices.Backward(h.Messages) {
		if m.Direction == client.In {
			break
		}
		n++
	}
	return n
}

func (h handset) last() client.Message {
	if len(h.Messages) == 0 {
		return client.Message{}
	}
	return h.Messages[len(h.Messages)-1]
}

// atOnce is how many conversations are read at the same time.
const atOnce = 8

func handsets(ctx context.Context, api *client.Client) ([]handset, error) {
	phones, err := api.Phones(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]handset, len(phones))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, phone := range phones {
		list[i].Phone = phone
		group.Go(func() (err error) {
			list[i].Messages, err = api.Messages(ctx, phone.Number)
			return err
		})
	}
	return list, group.Wait()
}

func (c *cli) listPhones(ctx context.Context, api *client.Client, all bool) error {
	list, err := handsets(ctx, api)
	if err != nil {
		return err
	}
	total := len(list)
	if !all {
		list = slices.DeleteFunc(list, func(h handset) bool { return len(h.Messages) == 0 })
	}
	slices.SortStableFunc(list, func(a, b handset) int { return b.last().At.Compare(a.last().At) })
	switch {
	case c.json:
		return printJSON(c.out, list)
	case len(list) == 0:
		c.say("None of the %s has a message. --all lists them.", plural(total, "handset", "handsets"))
		return nil
	}
	rows := make([][]string, len(list))
	for i, h := range list {
		rows[i] = phoneRow(h)
	}
	c.table("NUMBER|NAME||AGE|LAST MESSAGE", rows)
	return nil
}

// lastCells is how much of a message a list shows.
const lastCells = 70

func phoneRow(h handset) []string {
	mark, age, body := "", "", ""
	if n := h.unanswered(); n > 0 {
		mark = fmt.Sprintf("*%d", n)
	}
	if m := h.last(); m.ID != "" || m.Body != "" {
		age, body = text.Age(time.Since(m.At)), text.L(arrow(m)+m.Body).Fit(lastCells).String(false)
	}
	return []string{h.Number, h.Name, mark, age, body}
}

// arrow marks what the person wrote.
func arrow(m client.Message) string {
	if m.Direction == client.In {
		return "> "
	}
	return ""
}

func (c *cli) showPhone(ctx context.Context, api *client.Client, ref string) error {
	phone, err := findPhone(ctx, api, ref)
	if err != nil {
		return err
	}
	messages, err := api.Messages(ctx, phone.Number)
	switch {
	case err != nil:
		return err
	case c.json:
		return printJSON(c.out, handset{phone, messages})
	case len(messages) == 0:
		c.say("%s %s has no message.", phone.Number, phone.Name)
		return nil
	}
	c.say("%s %s", phone.Number, phone.Name)
	for _, m := range messages {
		c.say("%s  %s", local(m.At), message(m))
	}
	return nil
}

// message writes a message with who said it.
func message(m client.Message) string {
	who := "Muster"
	if m.Direction == client.In {
		who = "     >"
	}
	if m.Channel != "" && m.Channel != "sms" {
		who += " (" + m.Channel + ")"
	}
	return who + "  " + text.Clean(m.Body)
}

// leastDigits is how many of a number's last digits name it.
const leastDigits = 3

// findPhone finds a handset by its number, its last digits, or whose it is.
func findPhone(ctx context.Context, api *client.Client, ref string) (client.Phone, error) {
	phones, err := api.Phones(ctx)
	if err != nil {
		return client.Phone{}, err
	}
	var found []client.Phone
	for _, p := range phones {
		if p.Number == ref {
			return p, nil
		}
		ends := len(ref) >= leastDigits && strings.HasSuffix(p.Number, ref)
		named := ends || strings.EqualFold(p.Responder, ref) || strings.EqualFold(p.Name, ref)
		if named && !slices.ContainsFunc(found, func(f client.Phone) bool { return f.Number == p.Number }) {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return client.Phone{}, command.Usagef("%q may be several handsets; write the whole number: %s.", ref, numbers(found))
	case strings.HasPrefix(ref, "+"):
		return client.Phone{Number: ref}, nil // a stranger's: any number may write
	}
	return client.Phone{}, command.Usagef("There is no handset %q: see `muster phones --all`.", ref)
}

func numbers(list []client.Phone) string {
	var all []string
	for _, p := range list {
		all = append(all, p.Number+" "+p.Name)
	}
	return strings.Join(all, ", ")
}

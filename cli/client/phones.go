package client

// Phones: the handsets of the simulated carrier.

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Phone is a handset.
type Phone struct {
	Number    string `json:"number"`
	Responder string `json:"responder"`
	Name      string `json:"name"`
}

// Direction says which way a message went.
type Direction string

// Out goes towards the handset, In comes from it.
const (
	Out Direction = "out"
	In  Direction = "in"
)

// Message is what a handset got or wrote.
type Message struct {
	ID        string    `json:"id"`
	Direction Direction `json:"direction"`
	Channel   string    `json:"channel"`
	Body      string    `json:"body"`
	At        time.Time `json:"at"`
}

// Phones lists the handsets.
func (c *Client) Phones(ctx context.Context) ([]Phone, error) {
	return list[Phone](ctx, c, root+"/phones", nil)
}

// Messages reads a handset's conversation, the oldest first.
func (c *Client) Messages(ctx context.Context, number string) ([]Message, error) {
	messages, err := list[Message](ctx, c, phonePath(number, "messages"), nil)
	slices.SortStableFunc(messages, func(a, b Message) int { return a.At.Compare(b.At) })
	return messages, err
}

// Reply writes a text as the person at a handset, and gives it as the handset shows it once Muster has taken it.
func (c *Client) Reply(ctx context.Context, number, text string) (Message, error) {
	var sent Message
	err := c.post(ctx, phonePath(number, "replies"), map[string]string{"text": text}, nil, &sent)
	return sent, err
}

// Press presses keys at a handset that is in a call, and gives what the call said and was told since.
func (c *Client) Press(ctx context.Context, number, digits string) ([]Message, error) {
	var since struct {
		Items []Message `json:"items"`
	}
	err := c.post(ctx, phonePath(number, "keys"), map[string]string{"digits": digits}, nil, &since)
	return since.Items, err
}

// Habit is what a handset does with the texts, or the calls, that it gets.
type Habit struct {
	Habit string  `json:"habit"` // ignore, accept, decline, answer, bounce, opt-out; of calls: accept-call, decline-call, voicemail, busy, no-answer, pick-up
	After float64 `json:"after_seconds,omitempty"`
	Text  string  `json:"text,omitempty"` // of answer; of voicemail: digits
	Code  int     `json:"code,omitempty"` // of bounce: the carrier's error code
}

// SetHabit gives a handset a habit.
func (c *Client) SetHabit(ctx context.Context, number string, habit Habit) error {
	data, err := json.Marshal(habit)
	if err != nil {
		return fmt.Errorf("write the habit: %w", err)
	}
	return c.call(ctx, request{method: http.MethodPut, path: phonePath(number, "habit"), body: data, contentType: "application/json"}, nil)
}

func phonePath(number, what string) string {
	return root + "/phones/" + url.PathEscape(number) + "/" + what
}

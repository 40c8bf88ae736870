package activities

// Texts that were read from the carrier's list: each is handed to the Desk, and its reply goes out as a message, once.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"

	"muster/carrier"
)

// TextDesk takes in a text and gives the reply to it, empty if it gets none; the same text again gets the same reply.
type TextDesk interface {
	Answer(ctx context.Context, t Text) (reply string, err error)
}

// Texts handles them.
type Texts struct {
	Desk    TextDesk
	Reports ReportDesk
	Carrier carrier.Port
}

// tagOfTexts stands for the incident in the tags of replies, which are no incident's messages.
const tagOfTexts = "text"

// refusedReply is the type of the error that says that a reply can never be sent.
const refusedReply = "ReplyRefused"

// replySlack is how much earlier than ours the carrier's clock may say that a reply was sent. It is short, since the replies
// to two texts of one person often have the same words, and one of them may not be taken for the other.
const replySlack = 5 * time.Second

// TakeText hands a text to the Desk, as a webhook does, and gives the reply.
func (x *Texts) TakeText(ctx context.Context, t Text) (string, error) {
	reply, err := x.Desk.Answer(ctx, t)
	if err != nil {
		return "", fmt.Errorf("take in text %s: %w", t.ID, err)
	}
	return reply, nil
}

// ReplyToText sends a reply. From its second attempt on it asks the carrier first whether the reply has been sent; asked: from
// its first one on, since the text came in. n tells the messages of one text apart.
func (x *Texts) ReplyToText(ctx context.Context, t Text, reply string, asked bool, n int) error {
	info := activity.GetInfo(ctx)
	if asked || info.Attempt > 1 {
		since := info.ScheduledTime
		if asked && t.At.Before(since) {
			since = t.At
		}
		sent, err := x.replied(ctx, t, reply, since.Add(-replySlack))
		if err != nil || sent {
			return err
		}
	}
	_, err := x.Carrier.Send(ctx, carrier.Message{
		To: t.From, Body: reply, Tag: carrier.Tag{Incident: tagOfTexts, Page: t.ID, Attempt: n}, ValidFor: pageValid,
	})
	if err != nil && hopeless(err) {
		return temporal.NewNonRetryableApplicationError("the reply cannot be sent", refusedReply, err)
	}
	return err
}

// replied says whether the carrier has accepted the reply since a moment.
func (x *Texts) replied(ctx context.Context, t Text, reply string, since time.Time) (bool, error) {
	records, err := x.Carrier.Find(ctx, carrier.Query{To: t.From, Since: since, Limit: mostFound})
	for _, r := range records {
		if r.Body == reply {
			return true, nil
		}
	}
	return false, err
}

// hopeless says whether a message that was refused would be refused again.
func hopeless(err error) bool {
	var failure *carrier.Error
	if !errors.As(err, &failure) {
		return false
	}
	switch failure.Class {
	case carrier.Recipient, carrier.Route, carrier.OptedOut, carrier.Filtered, carrier.Bug, carrier.Unreachable:
		return true
	case carrier.Ambiguous, carrier.Throttled, carrier.QueueFull, carrier.Account:
	}
	return false
}

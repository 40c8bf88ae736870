package twilio

// The vendor's list of messages: what it has accepted for a phone, and what phones have sent.

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"muster/carrier"
)

const (
	defaultLimit = 50
	maxLimit     = 1000
	maxReceived  = 10_000
	pageSize     = 50                                       // so many texts of the greatest length are still less than is read of an answer
	trialPrefix  = "Sent from your Twilio trial account - " // a trial account's list shows it before each text
)

var errEndless = errors.New("the carrier's list has no end")

// Find implements carrier.Port. The list tells times to the second, so what was created in the second of q.Since counts.
func (c *Carrier) Find(ctx context.Context, q carrier.Query) ([]carrier.Record, error) {
	params := &openapi.ListMessageParams{}
	params.SetFrom(c.options.From)
	if q.To != "" {
		params.SetTo(q.To)
	}
	found, whole, err := c.list(ctx, params, q.Since, atMost(q.Limit, maxLimit))
	if err != nil {
		return nil, err
	}
	records := make([]carrier.Record, 0, len(found))
	for _, m := range found {
		records = append(records, recordOf(m))
	}
	slices.SortStableFunc(records, func(a, b carrier.Record) int { return b.Created.Compare(a.Created) })
	return records, cut(whole)
}

// cut is the error of a list that goes on.
func cut(whole bool) error {
	if whole {
		return nil
	}
	return &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: carrier.ErrCut}
}

func atMost(limit, most int) int {
	if limit <= 0 {
		limit = defaultLimit
	}
	return min(limit, most)
}

// Received implements carrier.Inbox.
func (c *Carrier) Received(ctx context.Context, since time.Time, limit int) ([]carrier.Inbound, error) {
	params := &openapi.ListMessageParams{}
	params.SetTo(c.options.From)
	found, whole, err := c.list(ctx, params, since, atMost(limit, maxReceived))
	if err != nil {
		return nil, err
	}
	received := make([]carrier.Inbound, 0, len(found))
	for _, m := range found {
		if text(m.Direction) == "inbound" {
			received = append(received, inboundOf(m))
		}
	}
	slices.Reverse(received)
	slices.SortStableFunc(received, func(a, b carrier.Inbound) int { return a.At.Compare(b.At) })
	return received, cut(whole)
}

// list reads pages, newest first, until it has as many as it may or all that is new enough; whole says that it has these.
func (c *Carrier) list(ctx context.Context, params *openapi.ListMessageParams, since time.Time, limit int) (found []openapi.ApiV2010Message, whole bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	params.SetPageSize(min(limit, pageSize))
	return gather(since, limit, created, func(token, number string) ([]openapi.ApiV2010Message, *string, error) {
		page, err := c.page(ctx, params, token, number)
		if err != nil {
			return nil, nil, err
		}
		return page.Messages, page.NextPageUri, nil
	})
}

// gather reads a list page by page, newest first, as list does; at says when a record was created.
func gather[T any](since time.Time, limit int, at func(T) time.Time, read func(token, number string) (page []T, following *string, err error)) (found []T, whole bool, err error) {
	token, number := "", ""
	for range max(limit, maxLimit) / pageSize {
		page, following, err := read(token, number)
		if err != nil {
			return nil, false, err
		}
		recent := newer(page, since, at)
		found = append(found, recent...)
		switch {
		case len(found) > limit:
			return found[:limit], false, nil
		case text(following) == "" || len(recent) == 0:
			return found, true, nil
		case len(found) == limit && len(recent) == len(page): // the next page is as likely to be new enough
			return found, false, nil
		}
		if token, number, err = next(*following); err != nil {
			return nil, false, &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: errUnreadable}
		}
	}
	return nil, false, &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: errEndless}
}

// page reads one page of the list; an empty one is a page all the same.
func (c *Carrier) page(ctx context.Context, params *openapi.ListMessageParams, token, number string) (*openapi.ListMessageResponse, error) {
	exchange := c.begin(ctx)
	page, err := exchange.service().PageMessage(params, token, number)
	if err == nil && page.Messages == nil {
		err = errUnreadable
	}
	if err != nil {
		return nil, exchange.failure(err)
	}
	return page, nil
}

// next reads the place of the following page; the host and path that the answer names are not followed.
func next(uri string) (token, number string, err error) {
	u, err := url.Parse(uri)
	if err != nil {
		return "", "", err
	}
	return u.Query().Get("PageToken"), u.Query().Get("Page"), nil
}

// newer keeps what was created since a moment, and what does not say when it was.
func newer[T any](records []T, since time.Time, created func(T) time.Time) []T {
	var recent []T
	for _, r := range records {
		if at := created(r); at.IsZero() || !at.Before(since.Truncate(time.Second)) {
			recent = append(recent, r)
		}
	}
	return recent
}

func recordOf(m openapi.ApiV2010Message) carrier.Record {
	record := carrier.Record{
		ID:      text(m.Sid),
		To:      text(m.To),
		Body:    strings.TrimPrefix(text(m.Body), trialPrefix),
		Status:  statusOf(text(m.Status)),
		Created: created(m),
	}
	if m.ErrorCode != nil {
		record.Code = *m.ErrorCode
	}
	return record
}

func inboundOf(m openapi.ApiV2010Message) carrier.Inbound {
	body := worded(text(m.Body))
	return carrier.Inbound{ID: text(m.Sid), From: text(m.From), To: text(m.To), Body: body, OptOut: optOut("", body), At: created(m)}
}

func created(m openapi.ApiV2010Message) time.Time { return moment(text(m.DateCreated)) }

// moment is the zero time where the carrier gives none that can be read.
func moment(said string) time.Time {
	at, err := time.Parse(time.RFC1123Z, said)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// statusOf reads the vendor's status. One that we do not know still proves that the message was taken.
func statusOf(status string) carrier.Status {
	switch status {
	case "sending":
		return carrier.Sending
	case "sent", "partially_delivered":
		return carrier.Sent
	case "delivered", "read":
		return carrier.Delivered
	case "undelivered":
		return carrier.Undelivered
	case "failed", "canceled":
		return carrier.Failed
	default:
		return carrier.Queued
	}
}

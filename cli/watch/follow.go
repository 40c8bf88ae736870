package watch

import (
	"context"
	"errors"
	"time"

	"muster/cli/client"
	"muster/incident"
)

// linger is how long the timeline of an ended incident is still read: its last entries may lag.
const linger = 3 * time.Second

// Follow tells about an incident's entries as they come, until it has ended or ctx does. Silence is told about once it
// begins and once it is over, with the error and with nil.
func Follow(ctx context.Context, source Source, id string, entries func([]client.Entry), silent func(error)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var ended time.Time
	quiet := false
	return Feed(ctx, source, id, func(n News) {
		if (n.Err != nil) != quiet {
			quiet = n.Err != nil
			silent(n.Err)
		}
		if len(n.Entries) > 0 {
			entries(n.Entries)
		}
		switch {
		case n.Err != nil || !Ended(n.View):
		case ended.IsZero() || len(n.Entries) > 0:
			ended = n.At
		case n.At.Sub(ended) >= linger:
			cancel()
		}
	})
}

// Ended says whether an incident has come to its end.
func Ended(v incident.View) bool {
	return v.State == incident.Closed || v.State == incident.Cancelled
}

// ErrNone says that there is nothing to wait for any more.
var ErrNone = errors.New("no incident was opened")

// Opened waits for the next incident that is opened, and gives its id.
func Opened(ctx context.Context, source Source, running func(context.Context) ([]client.Incident, error)) (string, error) {
	wake := make(chan struct{}, 1)
	f := &feed{source: source, wake: wake, done: make(chan struct{})}
	ctx, cancel := context.WithCancel(ctx)
	go f.listen(ctx)
	defer func() { cancel(); <-f.done }()
	for {
		list, err := running(ctx)
		if err != nil && !client.Passing(err) && ctx.Err() == nil {
			return "", err
		}
		if err == nil && len(list) > 0 {
			return list[0].ID, nil
		}
		f.failed = err != nil
		if !f.wait(ctx) {
			return "", ErrNone
		}
	}
}

package watchdog

// The calendar: schedules that the engine keeps, and whether they fired when they were to.

import (
	"context"
	"fmt"
	"time"

	"go.temporal.io/sdk/client"

	"muster/incident/words"
)

// missedAfter is how much later than due something that recurs may begin.
const missedAfter = time.Minute

// Calendar is Schedules that a Temporal keeps. It knows what was to begin next from one look to the next, so that what does
// not begin is missed whatever the reason: the schedule is stuck, what it started last still runs, or it was cut off.
type Calendar struct {
	Client client.ScheduleClient
	// About says which site a schedule is about, and what it begins; ok is false for one that is none of ours.
	About func(id string) (site string, title words.Text, ok bool)

	due map[string]time.Time // by schedule
}

var _ Schedules = (*Calendar)(nil)

// Firings implements Schedules.
func (c *Calendar) Firings(ctx context.Context, now time.Time) ([]Firing, error) {
	list, err := c.Client.List(ctx, client.ScheduleListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list schedules: %w", err)
	}
	var firings []Firing
	due := map[string]time.Time{}
	for list.HasNext() {
		entry, err := list.Next()
		if err != nil {
			return nil, fmt.Errorf("list schedules: %w", err)
		}
		site, title, ours := c.About(entry.ID)
		if !ours || entry.Paused {
			continue
		}
		at := c.dueOf(entry, now)
		if at.IsZero() {
			continue
		}
		due[entry.ID] = at
		firings = append(firings, Firing{Schedule: entry.ID, Site: site, Title: title, DueAt: at, Missed: now.Sub(at) > missedAfter})
	}
	c.due = due
	return firings, nil
}

// dueOf is when a schedule was to fire and has not yet, or else when it will next; zero: never.
func (c *Calendar) dueOf(entry *client.ScheduleListEntry, now time.Time) time.Time {
	at, known := c.due[entry.ID]
	if known && !at.After(now) && !fired(entry, at) {
		return at
	}
	if len(entry.NextActionTimes) == 0 {
		return time.Time{}
	}
	return entry.NextActionTimes[0]
}

// fired says whether a schedule has fired since it was to.
func fired(entry *client.ScheduleListEntry, at time.Time) bool {
	for _, action := range entry.RecentActions {
		if !action.ScheduleTime.Before(at) {
			return true
		}
	}
	return false
}

package api_test

// The stand-in for the calendar of drills.

import (
	"context"

	"muster/drill"
)

// calendar records what it is told.
type calendar struct {
	asked    []drill.Schedule
	keys     []string
	views    []drill.ScheduleView
	due      []drill.Due
	complete bool
	changes  []change
	err      error
}

type change struct{ verb, id, by, with string }

func (c *calendar) take(verb, id, by, with string) (drill.ScheduleView, error) {
	c.changes = append(c.changes, change{verb, id, by, with})
	return drill.ScheduleView{ID: id}, c.err
}

func (c *calendar) ScheduleDrill(_ context.Context, key string, s drill.Schedule) (drill.ScheduleView, error) {
	c.asked, c.keys = append(c.asked, s), append(c.keys, key)
	return drill.ScheduleView{ID: "drl-0123abc"}, c.err
}

func (c *calendar) Schedules(context.Context) ([]drill.ScheduleView, error) { return c.views, c.err }

func (c *calendar) DrillsDue(context.Context) ([]drill.Due, bool, error) {
	return c.due, c.complete, c.err
}

func (c *calendar) PauseSchedule(_ context.Context, id, by, reason string) (drill.ScheduleView, error) {
	return c.take("pause", id, by, reason)
}

func (c *calendar) ResumeSchedule(_ context.Context, id, by string) (drill.ScheduleView, error) {
	return c.take("resume", id, by, "")
}

func (c *calendar) SkipSchedule(_ context.Context, id, by string, date drill.Date) (drill.ScheduleView, error) {
	return c.take("skip", id, by, date.String())
}

func (c *calendar) DeleteSchedule(_ context.Context, id, by string) error {
	_, err := c.take("delete", id, by, "")
	return err
}

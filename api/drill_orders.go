package api

// Orders about schedules in the calendar of drills.

import (
	"context"
	"regexp"
	"slices"
	"time"

	"muster/api/noted"
	"muster/drill"
	"muster/incident"
)

// scheduleTimeout bounds how long an order about a schedule waits to know how that stood before: the engine lists all of them.
const scheduleTimeout = time.Second

type (
	pauseInput struct {
		ID   string `path:"id" doc:"The id of a schedule."`
		Body struct {
			Reason string `json:"reason,omitempty" maxLength:"500" doc:"Why."`
			Giver
		}
	}
	scheduleOrder struct {
		ID   string `path:"id" doc:"The id of a schedule."`
		Body struct {
			Giver
		}
	}
	skipInput struct {
		ID   string `path:"id" doc:"The id of a schedule."`
		Body struct {
			Date string `json:"date,omitempty" maxLength:"10" doc:"The date of the drill, such as 2027-03-01; the next one if left out."`
			Giver
		}
	}
	deletedOutput struct {
		Body struct {
			ID string `json:"id"`
		}
	}
)

// scheduleIDs are what schedules' ids look like. Nothing else is asked for: the engine may hold other schedules.
var scheduleIDs = regexp.MustCompile(`^drl-[0-9a-z]{1,60}$`)

// ofSchedule does something to a schedule that may be one, and notes how it was and is.
func (s *server) ofSchedule(ctx context.Context, id string, do func(ctx context.Context) (drill.ScheduleView, error)) (*drillOutput, error) {
	if !scheduleIDs.MatchString(id) {
		return nil, incident.Fail(drill.CodeUnknown, "There is no such schedule: see the list of drills.")
	}
	engine, cancel := context.WithTimeout(context.WithoutCancel(ctx), orderTimeout) // who hangs up has ordered
	defer cancel()
	n := noteOf(ctx)
	n.before = s.schedule(ctx, id)
	view, err := do(engine)
	if err != nil {
		return nil, err
	}
	if view.ID != "" {
		n.after = noted.Schedule(view)
	}
	return &drillOutput{Body: s.seenDrill(ctx, view)}, nil
}

// schedule is how one stands, as the audit log has it: nothing if the engine does not say so in time.
func (s *server) schedule(ctx context.Context, id string) any {
	bounded, cancel := context.WithTimeout(ctx, scheduleTimeout)
	defer cancel()
	all, err := s.Drills.Schedules(bounded)
	if err != nil {
		return nil
	}
	k := slices.IndexFunc(all, func(v drill.ScheduleView) bool { return v.ID == id })
	if k < 0 {
		return nil
	}
	return noted.Schedule(all[k])
}

func (s *server) pauseDrill(ctx context.Context, in *pauseInput) (*drillOutput, error) {
	return s.ofSchedule(ctx, in.ID, func(ctx context.Context) (drill.ScheduleView, error) {
		return s.Drills.PauseSchedule(ctx, in.ID, in.Body.By, in.Body.Reason)
	})
}

func (s *server) resumeDrill(ctx context.Context, in *scheduleOrder) (*drillOutput, error) {
	return s.ofSchedule(ctx, in.ID, func(ctx context.Context) (drill.ScheduleView, error) {
		return s.Drills.ResumeSchedule(ctx, in.ID, in.Body.By)
	})
}

func (s *server) skipDrill(ctx context.Context, in *skipInput) (*drillOutput, error) {
	var read reading
	var date drill.Date
	if read.date("date", in.Body.Date, &date); read.wrong != nil {
		return nil, read.wrong
	}
	return s.ofSchedule(ctx, in.ID, func(ctx context.Context) (drill.ScheduleView, error) {
		return s.Drills.SkipSchedule(ctx, in.ID, in.Body.By, date)
	})
}

func (s *server) deleteDrill(ctx context.Context, in *scheduleOrder) (*deletedOutput, error) {
	_, err := s.ofSchedule(ctx, in.ID, func(ctx context.Context) (drill.ScheduleView, error) {
		return drill.ScheduleView{}, s.Drills.DeleteSchedule(ctx, in.ID, in.Body.By)
	})
	if err != nil {
		return nil, err
	}
	out := &deletedOutput{}
	out.Body.ID = in.ID
	return out, nil
}

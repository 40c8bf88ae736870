package dispatch

// Rebuilding: the shadow of incidents made anew from their histories. Whatever an incident has ever given to the shadow is
// kept there, as the input of its RecordShadow activities: in order, and without a gap.

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/converter"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// away is what a declaration keeps of a database that is away; nil where it is there.
func (d *Desk) away() *frozen.Away {
	if d.options.Away == nil {
		return nil
	}
	return d.options.Away()
}

// Recorder takes the shadow that is made anew. Recording the same again, or something older, changes nothing.
type Recorder interface {
	Record(ctx context.Context, s incident.Shadow) error
}

// Rebuilt is an incident whose shadow has been made anew.
type Rebuilt struct {
	ID      string
	Entries int // of its timeline
	First   int // the first of them: higher than 1 where the engine has forgotten the incident's beginning
}

// Rebuild makes the shadow anew of incidents that the engine knows, running and ended, a page at a time: the cursor is empty
// at first, and at the end. An incident that runs goes on meanwhile, and adds what comes. Those that need not be read are left out.
func (d *Desk) Rebuild(ctx context.Context, into Recorder, limit int, cursor string, done func(id string) bool) (made []Rebuilt, next string, err error) {
	token, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, "", incident.Fail(incident.CodeField, "This cursor is not one of a rebuild's: begin again without it.")
	}
	found, err := d.engine.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
		Query:    fmt.Sprintf("WorkflowType = '%s' AND ExecutionStatus != 'ContinuedAsNew'", workflows.IncidentType),
		PageSize: int32(limit), NextPageToken: token, //nolint:gosec // the API bounds the limit
	})
	if err != nil {
		return nil, "", refusal(err)
	}
	for _, e := range found.Executions {
		if done(e.Execution.GetWorkflowId()) {
			continue
		}
		one, err := d.rebuild(ctx, into, e.Execution)
		if err != nil {
			return nil, "", err
		}
		made = append(made, one)
	}
	return made, base64.RawURLEncoding.EncodeToString(found.NextPageToken), nil
}

// rebuild makes one incident's shadow anew.
func (d *Desk) rebuild(ctx context.Context, into Recorder, e *commonpb.WorkflowExecution) (Rebuilt, error) {
	done := Rebuilt{ID: e.WorkflowId}
	shadows, err := d.recorded(ctx, e)
	if err != nil {
		return done, refusal(err)
	}
	for _, s := range shadows {
		if err := into.Record(ctx, s); err != nil {
			return done, fmt.Errorf("rebuild the shadow of %s: %w", done.ID, err)
		}
		for _, entry := range s.Entries {
			if done.First == 0 {
				done.First = entry.Seq
			}
			done.Entries = max(done.Entries, entry.Seq-done.First+1)
		}
	}
	return done, nil
}

// recorded is all that an incident has given to its shadow, through all its runs, the oldest first. Where the engine has
// forgotten the first runs it begins with the state that was handed on by the last of them.
func (d *Desk) recorded(ctx context.Context, e *commonpb.WorkflowExecution) ([]incident.Shadow, error) {
	chapters, err := d.chapters(ctx, e, nil)
	if err != nil {
		return nil, err
	}
	return shadowsOf(chapters), nil
}

// shadowsOf are the batches of all runs.
func shadowsOf(chapters []chapter) []incident.Shadow {
	var all []incident.Shadow
	if first := chapters[0]; first.before != "" {
		all = append(all, workflows.Whole(first.start, first.at))
	}
	for _, c := range chapters {
		all = append(all, c.shadows...)
	}
	return all
}

// chapters are an incident's runs as far as the engine knows them, the oldest first; it has forgotten what the first of them
// continues, if that names a run before. also, if it is not nil, is shown every event of each run, run by run from the last one.
func (d *Desk) chapters(ctx context.Context, e *commonpb.WorkflowExecution, also func(*historypb.HistoryEvent) error) ([]chapter, error) {
	c, err := d.chapter(ctx, e.WorkflowId, e.RunId, also)
	if err != nil {
		return nil, err
	}
	all := []chapter{c}
	for all[0].before != "" {
		earlier, err := d.chapter(ctx, e.WorkflowId, all[0].before, also)
		var forgotten *serviceerror.NotFound
		switch {
		case errors.As(err, &forgotten):
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append([]chapter{earlier}, all...)
	}
	return all, nil
}

// chapter is what one run's history says.
type chapter struct {
	start   workflows.Start
	at      time.Time // when it began
	before  string    // the run that it continues, empty for the first
	shadows []incident.Shadow
}

func (d *Desk) chapter(ctx context.Context, id, run string, also func(*historypb.HistoryEvent) error) (chapter, error) {
	var c chapter
	events := d.engine.GetWorkflowHistory(ctx, id, run, false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		event, err := events.Next()
		if err == nil {
			err = c.read(event, d.converter())
		}
		if err == nil && also != nil {
			err = also(event)
		}
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// converter is how the engine's payloads are read and written.
func (d *Desk) converter() converter.DataConverter {
	if d.options.Converter == nil {
		return converter.GetDefaultDataConverter()
	}
	return d.options.Converter
}

// read takes from an event what belongs to the shadow.
func (c *chapter) read(event *historypb.HistoryEvent, from converter.DataConverter) error {
	if begun := event.GetWorkflowExecutionStartedEventAttributes(); begun != nil {
		c.before, c.at = begun.GetContinuedExecutionRunId(), event.GetEventTime().AsTime()
		return from.FromPayloads(begun.GetInput(), &c.start)
	}
	scheduled := event.GetActivityTaskScheduledEventAttributes()
	if scheduled.GetActivityType().GetName() != workflows.ShadowRecorded {
		return nil
	}
	var s incident.Shadow
	if err := from.FromPayloads(scheduled.GetInput(), &s); err != nil {
		return err
	}
	c.shadows = append(c.shadows, s)
	return nil
}

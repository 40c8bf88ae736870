package watchdog

// The engine as the watchdog asks it: what runs, how the step of it stands that is under way, and an incident's pulse.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"muster/incident"
)

// What an Engine says instead of an answer.
var (
	ErrGone  = errors.New("watchdog: the incident does not run any more")
	ErrStuck = errors.New("watchdog: the incident cannot take up its history")
)

// Engine is where incidents run.
type Engine interface {
	// Running lists all incidents that run, and what stands beside them.
	Running(ctx context.Context) ([]Running, error)
	// Reported lists those of them whose steps the engine has seen fail again and again.
	Reported(ctx context.Context) ([]string, error)
	// Task says how the step stands that one of them takes at the moment; ErrGone if it does not run.
	Task(ctx context.Context, id string) (Task, error)
	// Pulse asks an incident itself; ErrGone, or ErrStuck where its worker cannot make it speak.
	Pulse(ctx context.Context, id string) (incident.Pulse, error)
}

// What tells incidents from what runs beside them. Of what a carrier refuses it is the class.
type What string

// What runs: incidents; reports by text that wait to be confirmed; notices that are on their way to residents; texts that are
// kept until an incident has them; drills of the calendar that are about to begin.
const (
	Incident What = ""
	Report   What = "report"
	Notice   What = "notice"
	Text     What = "text"
	Starter  What = "starter"
)

// Running is an incident that runs, or what stands beside one.
type Running struct {
	ID, Site, Plan string
	Drill          bool
	What           What
}

// Task is the step that an incident takes, or what stands beside one.
type Task struct {
	Pending   bool
	Attempt   int       // from 1
	Scheduled time.Time // this attempt
	Started   time.Time // zero: no worker has taken it
	Events    int64     // of the whole history
}

// stuck says why a step does not get on, if it does not; empty: it does.
func (t Task) stuck(now time.Time) string {
	switch {
	case !t.Pending:
		return ""
	case t.Attempt > 1:
		return "its step fails again and again"
	case t.Started.IsZero() && now.Sub(t.Scheduled) > untaken:
		return "no worker takes its step"
	case !t.Started.IsZero() && now.Sub(t.Started) > untaken:
		return "no worker ends its step"
	}
	return ""
}

// Names are what the engine knows incidents by.
type Names struct {
	Type             string // of an incident's workflow
	Report, Notice   string // of those of reports and notices
	Text, Stray      string // of those of texts: read from the carrier's list, or known to no incident yet
	Starter          string // of what begins the calendar's drills
	Pulse            string // the query
	Site, Plan, Mode string // the search attributes
	Drill            string // the mode of a drill
}

// Temporal is an Engine.
type Temporal struct {
	Client client.Client
	Names  Names
}

var _ Engine = Temporal{}

// listPage is how many incidents the engine lists at a time.
const listPage = 500

// what says what a workflow of a type is.
func (n Names) what(kind string) What {
	switch kind {
	case n.Report:
		return Report
	case n.Notice:
		return Notice
	case n.Text, n.Stray:
		return Text
	case n.Starter:
		return Starter
	}
	return Incident
}

func (t Temporal) running() string {
	n := t.Names
	types := []string{n.Type, n.Report, n.Notice, n.Text, n.Stray, n.Starter}
	return fmt.Sprintf("WorkflowType IN ('%s') AND ExecutionStatus = 'Running'", strings.Join(types, "', '"))
}

// Running implements Engine.
func (t Temporal) Running(ctx context.Context) ([]Running, error) {
	var all []Running
	err := t.each(ctx, t.running(), func(e *workflowpb.WorkflowExecutionInfo) {
		fields := e.GetSearchAttributes().GetIndexedFields()
		read := func(name string) (value string) {
			_ = converter.GetDefaultDataConverter().FromPayload(fields[name], &value) // absent: empty
			return value
		}
		what := t.Names.what(e.GetType().GetName())
		all = append(all, Running{
			ID: e.GetExecution().GetWorkflowId(), Site: read(t.Names.Site), Plan: read(t.Names.Plan), What: what,
			Drill: what == Starter || read(t.Names.Mode) == t.Names.Drill,
		})
	})
	return all, err
}

// Reported implements Engine. The engine reports from some failures in a row on; how many is its own setting.
func (t Temporal) Reported(ctx context.Context) ([]string, error) {
	var ids []string
	err := t.each(ctx, t.running()+" AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')",
		func(e *workflowpb.WorkflowExecutionInfo) { ids = append(ids, e.GetExecution().GetWorkflowId()) })
	return ids, err
}

func (t Temporal) each(ctx context.Context, query string, take func(*workflowpb.WorkflowExecutionInfo)) error {
	request := &workflowservice.ListWorkflowExecutionsRequest{Query: query, PageSize: listPage}
	for {
		page, err := t.Client.ListWorkflow(ctx, request)
		if err != nil {
			return fmt.Errorf("list incidents: %w", err)
		}
		for _, e := range page.GetExecutions() {
			take(e)
		}
		if request.NextPageToken = page.GetNextPageToken(); len(request.NextPageToken) == 0 {
			return nil
		}
	}
}

// Task implements Engine.
func (t Temporal) Task(ctx context.Context, id string) (Task, error) {
	described, err := t.Client.DescribeWorkflowExecution(ctx, id, "")
	if err != nil {
		return Task{}, gone(err)
	}
	info := described.GetWorkflowExecutionInfo()
	if info.GetStatus() != enums.WORKFLOW_EXECUTION_STATUS_RUNNING {
		return Task{}, ErrGone
	}
	task := Task{Events: info.GetHistoryLength()}
	if pending := described.GetPendingWorkflowTask(); pending != nil {
		task.Pending, task.Attempt, task.Scheduled = true, int(pending.GetAttempt()), pending.GetScheduledTime().AsTime()
		if pending.GetStartedTime() != nil {
			task.Started = pending.GetStartedTime().AsTime()
		}
	}
	return task, nil
}

// Pulse implements Engine.
func (t Temporal) Pulse(ctx context.Context, id string) (incident.Pulse, error) {
	var pulse incident.Pulse
	value, err := t.Client.QueryWorkflow(ctx, id, "", t.Names.Pulse)
	if err == nil {
		err = value.Get(&pulse)
	}
	return pulse, gone(err)
}

// gone tells the errors apart that say something about an incident. A worker of another version, which does not know the
// question, says nothing.
func gone(err error) error {
	var (
		missing *serviceerror.NotFound
		failed  *serviceerror.QueryFailed
		unready *serviceerror.WorkflowNotReady
	)
	switch {
	case errors.As(err, &missing):
		return ErrGone
	case errors.As(err, &unready):
		return ErrStuck
	case errors.As(err, &failed) && !strings.Contains(failed.Message, "unknown queryType"):
		return ErrStuck
	}
	return err
}

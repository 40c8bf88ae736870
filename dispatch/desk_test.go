package dispatch_test

// What the Desk's tests stand on: an engine of a few incidents that answer as they are told to.

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"muster/dispatch"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/testpage"
	"muster/plans"
	"muster/sites"
	"muster/workflows"
)

// engine is the part of Temporal's client that the Desk speaks to.
type engine struct {
	client.Client

	open   []string                          // incidents that the search finds
	alike  []*workflow.WorkflowExecutionInfo // that it finds by site and plan
	absent []string                          // incidents that are not there
	refuse error                             // of whatever is to be started
	items  func(ctx context.Context, id string) ([]reply.Item, error)
	update func(ctx context.Context, id string) (string, error)
	signal func() // while a signal is under way

	test *testpage.State // of the one phone that is sent test pages; nil: none is

	heard    map[string]workflows.HeardView // by incident
	heardErr error

	foreseen    []workflows.NoticeDraft
	foreseenErr error

	mu       sync.Mutex
	updated  []string // incidents that took an update
	updates  []string // the updates' ids
	signals  []signal
	statuses map[string]workflows.StatusView
	started  []string // types of workflows
	keys     []int    // their priorities
	queries  []string // of the search
	inputs   []frozen.Input
	texts    []workflows.TextInput
}

type signal struct {
	id, name string
	arg      any
}

func missing() error { return serviceerror.NewNotFound("no such execution") }

func (e *engine) ListWorkflow(_ context.Context, r *workflowservice.ListWorkflowExecutionsRequest) (*workflowservice.ListWorkflowExecutionsResponse, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.queries = append(e.queries, r.Query)
	if strings.Contains(r.Query, workflows.KeyPlan.GetName()) {
		return &workflowservice.ListWorkflowExecutionsResponse{Executions: e.alike}, nil
	}
	found := &workflowservice.ListWorkflowExecutionsResponse{}
	for _, id := range e.open {
		found.Executions = append(found.Executions, &workflow.WorkflowExecutionInfo{Execution: &common.WorkflowExecution{WorkflowId: id}})
	}
	return found, nil
}

func (e *engine) QueryWorkflow(ctx context.Context, id, _, name string, _ ...any) (converter.EncodedValue, error) {
	if strings.HasPrefix(id, "report-") && !slices.Contains(e.open, id) {
		return nil, missing()
	}
	if name == workflows.OpenItems {
		items, err := e.items(ctx, id)
		return value{items}, err
	}
	if name == workflows.Foreseen {
		return value{e.foreseen}, e.foreseenErr
	}
	if name == workflows.Heard {
		return value{e.heard[id]}, e.heardErr
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	status, ok := e.statuses[id]
	if !ok {
		return nil, missing()
	}
	return value{status}, nil
}

func (e *engine) UpdateWorkflow(ctx context.Context, o client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	if strings.HasPrefix(o.WorkflowID, "test-") {
		return e.tests(o)
	}
	said, err := e.update(ctx, o.WorkflowID)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.updated, e.updates = append(e.updated, o.WorkflowID), append(e.updates, o.UpdateID)
	return handle{said: said}, nil
}

func (e *engine) SignalWorkflow(ctx context.Context, id, _, name string, arg any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if e.signal != nil {
		e.signal()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.open != nil && !slices.Contains(e.open, id) {
		return missing()
	}
	e.signals = append(e.signals, signal{id, name, arg})
	return nil
}

func (e *engine) DescribeWorkflowExecution(_ context.Context, id, _ string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	if slices.Contains(e.absent, id) {
		return nil, missing()
	}
	return &workflowservice.DescribeWorkflowExecutionResponse{}, nil
}

func (e *engine) ExecuteWorkflow(_ context.Context, o client.StartWorkflowOptions, name any, args ...any) (client.WorkflowRun, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.refuse != nil {
		return nil, e.refuse
	}
	if _, twice := e.statuses[o.ID]; twice {
		return nil, serviceerror.NewWorkflowExecutionAlreadyStarted("started", "", "")
	}
	e.started, e.keys = append(e.started, name.(string)), append(e.keys, o.Priority.PriorityKey)
	if name == workflows.TestPageType && e.test == nil {
		e.test = &testpage.State{}
	}
	if in, ok := args[0].(workflows.TextInput); ok {
		e.texts = append(e.texts, in)
	}
	if start, ok := args[0].(workflows.Start); ok {
		e.inputs = append(e.inputs, start.In)
		e.statuses[o.ID] = workflows.StatusView{
			View: incident.Begin(start.In, start.In.DeclaredAt).View(start.In.DeclaredAt), BodyHash: start.In.BodyHash,
		}
	}
	return finished{}, nil
}

func (e *engine) SignalWithStartWorkflow(_ context.Context, id, name string, arg any, _ client.StartWorkflowOptions, _ any, _ ...any) (client.WorkflowRun, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.signals = append(e.signals, signal{id, name, arg})
	return finished{}, nil
}

// finished is a workflow that has ended well.
type finished struct{ client.WorkflowRun }

func (finished) Get(context.Context, any) error { return nil }

// took lists the incidents that took an update, in the order of their ids.
func (e *engine) took() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Sorted(slices.Values(e.updated))
}

// value is an answer of the engine, by way of its JSON.
type value struct{ of any }

func (v value) HasValue() bool { return true }

func (v value) Get(into any) error {
	data, err := json.Marshal(v.of)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// handle is an update that has completed.
type handle struct {
	client.WorkflowUpdateHandle
	said any
}

func (h handle) Get(_ context.Context, into any) error { return value{h.said}.Get(into) }

// catalog is the library's plans and one site, or more.
type catalog struct {
	site   *sites.Site
	others []*sites.Site
}

var library = sync.OnceValue(plans.Library)

func (c *catalog) Plan(id string) (*plans.Plan, bool)          { return plans.Find(library(), id) }
func (c *catalog) PlanAt(id string, _ int) (*plans.Plan, bool) { return c.Plan(id) }
func (c *catalog) Plans() []*plans.Plan                        { return library() }
func (c *catalog) Sites() []*sites.Site                        { return append([]*sites.Site{c.site}, c.others...) }

func (c *catalog) Site(id string) (*sites.Site, bool) {
	for _, site := range c.Sites() {
		if site.ID == id {
			return site, true
		}
	}
	return c.site, false
}

func (c *catalog) ByPhone(phone string) (owners []dispatch.Owner) {
	for _, site := range c.Sites() {
		for _, r := range site.Responders {
			if r.Phone == phone {
				owners = append(owners, dispatch.Owner{Site: site, Responder: r})
			}
		}
	}
	return owners
}

// shadow knows what it is told to, which is nothing while it lags.
type shadow struct {
	recent []incident.View
	busy   []string
	codes  map[string][]string // incidents by the code of a page in them
	inUse  map[string]int      // open pages by the digit of their codes
	err    error
}

func (s *shadow) OpenByCode(_ context.Context, _, code string) ([]string, error) {
	return s.codes[code], s.err
}

func (s *shadow) OpenByHash(context.Context, string) ([]string, error) { return nil, nil }

func (s *shadow) Recent(context.Context, string, string, time.Time) ([]incident.View, error) {
	return s.recent, s.err
}

func (s *shadow) CodesInUse(context.Context, string) (map[string]int, error) { return s.inUse, s.err }

func (s *shadow) Busy(context.Context, string, string) ([]string, error) { return s.busy, nil }

// house is a Desk and what it stands on.
type house struct {
	*dispatch.Desk
	engine  *engine
	catalog *catalog
	shadow  *shadow
	tell    func(dispatch.HandedOver)
}

func (h *house) told(tell func(dispatch.HandedOver)) { h.tell = tell }

func newHouse(t *testing.T, open ...string) *house {
	t.Helper()
	h := &house{tell: func(dispatch.HandedOver) {}, engine: &engine{open: open, statuses: map[string]workflows.StatusView{}}, catalog: &catalog{site: sites.Riverside()}, shadow: &shadow{}}
	h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) { return []reply.Item{pageOf(id)}, nil }
	h.engine.update = func(_ context.Context, id string) (string, error) { return "noted by " + id, nil }
	options := dispatch.Options{Simulated: true, PhoneKey: dispatch.PhoneKey("a key for tests"), Handed: func(o dispatch.HandedOver) { h.tell(o) }}
	h.Desk = dispatch.New(h.engine, h.catalog, h.shadow, options, slog.New(slog.DiscardHandler))
	return h
}

// phone is the number of somebody at the site.
func (h *house) phone() string { return h.catalog.site.Responders[0].Phone }

// pageOf is the open page that the sender has in an incident; its token ends as the incident's id does: c, d or e.
func pageOf(id string) reply.Item {
	return reply.Item{Incident: id, Kind: reply.Page, Token: "K7" + strings.ToUpper(id[len(id)-1:]), Ref: "p1", Title: "Warden", Open: true}
}

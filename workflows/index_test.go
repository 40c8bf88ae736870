package workflows_test

// What the engine's search knows of an incident: with the database dead, answers are brought home by it alone.

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
	"muster/workflows"
)

// searched is what the engine's search was told of an incident, last and how often.
type searched struct {
	interceptor.WorkerInterceptorBase
	phones []string
	times  int
}

// watch has the town's engine keep what its search is told.
func (w *town) watch(s *searched) { w.interceptors = append(w.interceptors, s) }

// InterceptWorkflow implements interceptor.WorkerInterceptor.
func (s *searched) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &searchedInbound{interceptor.WorkflowInboundInterceptorBase{Next: next}, s}
}

type searchedInbound struct {
	interceptor.WorkflowInboundInterceptorBase
	told *searched
}

// Init implements interceptor.WorkflowInboundInterceptor.
func (i *searchedInbound) Init(outbound interceptor.WorkflowOutboundInterceptor) error {
	return i.Next.Init(&searchedOutbound{interceptor.WorkflowOutboundInterceptorBase{Next: outbound}, i.told})
}

type searchedOutbound struct {
	interceptor.WorkflowOutboundInterceptorBase
	told *searched
}

// UpsertTypedSearchAttributes implements interceptor.WorkflowOutboundInterceptor.
func (o *searchedOutbound) UpsertTypedSearchAttributes(ctx workflow.Context, updates ...temporal.SearchAttributeUpdate) error {
	o.told.phones, _ = temporal.NewSearchAttributes(updates...).GetKeywordList(workflows.KeyPhones)
	o.told.times++
	return o.Next.UpsertTypedSearchAttributes(ctx, updates...)
}

// requireFound checks that the search finds the incident by a person's number.
func (s *searched) requireFound(w *town, id string) {
	w.t.Helper()
	require.Contains(w.t, s.phones, phoneKey.Hash(w.phone(id)), id)
}

// crowd adds so many people to the company, who are called when nobody else answers, and do not answer either.
func (w *town) crowd(n int) {
	site := &w.start.In.Site
	people := slices.Clone(site.Roster.Responders)
	for k := range n {
		r := roster.Responder{ID: fmt.Sprint("crowd-", k), Name: fmt.Sprint("Crowd ", k), Phone: fmt.Sprintf("+1303555%04d", k), Languages: []string{"en"}}
		people, site.Company = append(people, r), append(slices.Clone(site.Company), r.ID)
		site.Hashes = append(slices.Clone(site.Hashes), frozen.PhoneHash{Responder: r.ID, Hash: phoneKey.Hash(r.Phone)})
	}
	site.Roster.Responders = people
	site.Roster = site.Roster.Indexed()
}

// crowded is a fire by day in which four people answer, and then so many are called who do not.
func crowded(t *testing.T, n int) (*town, *searched) {
	t.Helper()
	w, s := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00"))), &searched{}
	w.crowd(n)
	for _, id := range []string{"he-ping", "zhou-min", "lin-xia", "tang-wei"} {
		w.network.people[w.phone(id)] = oblige(w, w.phone(id), 5*time.Second)
	}
	w.watch(s)
	w.until = w.start.In.DeclaredAt.Add(20 * time.Minute)
	w.run()
	return w, s
}

func TestWhoMattersIsFoundHoweverManyWereCalledAfterThem(t *testing.T) {
	w, s := crowded(t, 130)
	require.Len(t, s.phones, 100, "as many as one value may hold")
	view := w.status().View
	require.NotNil(t, view.Commander)
	s.requireFound(w, *view.Commander)
	holders := 0
	for _, seat := range view.Seats {
		for _, h := range seat.Holders {
			s.requireFound(w, h.Responder)
			holders++
		}
	}
	require.Positive(t, holders)
	for _, step := range view.Steps {
		for _, id := range step.Assignees {
			if step.State == incident.StepOpen || step.State == incident.StepStarted {
				s.requireFound(w, id)
			}
		}
	}
	require.LessOrEqual(t, s.times, 6, "each telling costs the history an event")
}

func TestEverybodyWhoWasCalledIsFoundWhileThereIsRoom(t *testing.T) {
	w, s := crowded(t, 10)
	called := map[string]bool{}
	for _, m := range w.network.ledger {
		called[m.To] = true
		require.Contains(t, s.phones, phoneKey.Hash(m.To))
	}
	require.Len(t, s.phones, len(called))
	require.Greater(t, len(called), 20)
}

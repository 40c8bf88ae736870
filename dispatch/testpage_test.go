package dispatch_test

// Test pages: sent where nothing else is open, and answered by a word that nobody else waits for.

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"muster/incident"
	"muster/incident/testpage"
	"muster/workflows"
)

// tests is the workflow of the one phone's test pages, if there is one.
func (e *engine) tests(o client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.test == nil {
		return nil, missing()
	}
	now := time.Now()
	switch in := o.Args[0].(type) {
	case workflows.Order[testpage.Order]:
		if err := e.test.Begin(now, in.ID, in.Body); err != nil {
			return nil, refusedBy(err)
		}
		if send, _ := e.test.Take(now); send != nil {
			e.test.Sent(now, []incident.Result{{Page: send.Page, Fate: incident.FateSent, CarrierID: "SM1"}}, false)
		}
		return handle{said: e.test.Page.Outcome}, nil
	case workflows.Inbound:
		if said, ok := e.test.Answer(now, incident.Inbound{ID: in.ID, From: in.From, Body: in.Body}); ok {
			return handle{said: said}, nil
		}
	}
	return nil, refusedBy(incident.Fail(incident.CodeEnded, "none"))
}

// refusedBy is a refusal as it comes through the engine.
func refusedBy(err error) error {
	var refused *incident.Error
	if !errors.As(err, &refused) {
		return err
	}
	return temporal.NewNonRetryableApplicationError("refused", workflows.RefusalType, nil, *refused)
}

func TestTestPageIsSentOnceAndItsAnswerIsTakenAsOne(t *testing.T) {
	h := newHouse(t)
	person := h.catalog.site.Responders[0]
	sent, err := h.TestPage(t.Context(), "req-1", "riverside", person.ID)
	require.NoError(t, err)
	require.Equal(t, incident.AttemptSent, sent.State)
	require.Equal(t, person.ID, sent.Responder)
	require.Contains(t, h.engine.test.Page.Order.Body, person.Name)
	require.Regexp(t, "TEST|测试", h.engine.test.Page.Order.Body)
	_, err = h.TestPage(t.Context(), "req-1", "riverside", person.ID)
	require.NoError(t, err, "the same request")
	_, err = h.TestPage(t.Context(), "req-2", "riverside", person.ID)
	requireCode(t, err, incident.CodeOften)
	require.Equal(t, []int{workflows.PriorityNotice, workflows.PriorityNotice, workflows.PriorityNotice}, h.engine.keys)

	said, err := h.Answer(t.Context(), workflows.Inbound{ID: "SM9", From: person.Phone, Body: "OK"})
	require.NoError(t, err)
	require.NotEmpty(t, said)
	require.False(t, h.engine.test.Page.AnsweredAt.IsZero())
	require.NotContains(t, h.engine.started, workflows.StrayType)
	_, err = h.Answer(t.Context(), workflows.Inbound{ID: "SM10", From: person.Phone, Body: "OK"})
	require.NoError(t, err)
	require.Contains(t, h.engine.started, workflows.StrayType, "a second one answers nothing")
}

func TestTestPageGivesWayToWhateverElseIsOpen(t *testing.T) {
	h := newHouse(t, "inc-0c")
	person := h.catalog.site.Responders[0].ID
	_, err := h.TestPage(t.Context(), "req-1", "riverside", person)
	requireCode(t, err, incident.CodeNotNow)
	require.Empty(t, h.engine.started)
	h = newHouse(t)
	_, err = h.TestPage(t.Context(), "req-1", "elsewhere", person)
	requireCode(t, err, incident.CodeNoSite)
	_, err = h.TestPage(t.Context(), "req-1", "riverside", "nobody")
	requireCode(t, err, incident.CodeNoResponder)
}

func requireCode(t *testing.T, err error, want incident.Code) {
	t.Helper()
	var refused *incident.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, want, refused.Code)
}

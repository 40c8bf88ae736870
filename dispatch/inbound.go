package dispatch

// Inbound: from a phone to the incidents that its text is about, and receipts to the incidents that sent.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"muster/incident"
	"muster/incident/reply"
	"muster/incident/words"
	"muster/workflows"
)

// lookupTimeout bounds the search for a sender's incidents: the webhook answers within a second.
const lookupTimeout = 400 * time.Millisecond

// Answer takes in a text from a phone and gives the reply to it. When it returns without an error the engine holds the text.
func (d *Desk) Answer(ctx context.Context, t workflows.Inbound) (string, error) {
	said, found, err := d.Deliver(ctx, t)
	if err != nil || found {
		return said, err
	}
	if _, _, known := d.catalog.ByPhone(t.From); !known {
		return words.Stranger(d.emergency()), nil
	}
	_, err = d.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: "stray-" + t.ID, TaskQueue: workflows.QueueShadow, WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, workflows.StrayType, workflows.StrayInput{Text: t})
	if err != nil {
		return "", refusal(err)
	}
	return "", nil
}

// Deliver brings a text to the incidents that know its sender; found is false if there are none.
func (d *Desk) Deliver(ctx context.Context, t workflows.Inbound) (said string, found bool, err error) {
	ids, err := d.incidentsOf(ctx, t.From)
	if err != nil {
		return "", false, refusal(err)
	}
	switch len(ids) {
	case 0:
		return "", false, nil
	case 1:
		said, err = d.answer(ctx, ids[0], t)
	default:
		said, err = d.answerAmong(ctx, ids, t)
	}
	var refused *incident.Error
	if errors.As(err, &refused) && (refused.Code == incident.CodeEnded || refused.Code == incident.CodeNoIncident) {
		return "", false, nil
	}
	return said, true, err
}

// Lost gives the reply to a registered person's text that no incident knows.
func (d *Desk) Lost(_ context.Context, t workflows.Inbound) (string, error) {
	site, id, ok := d.catalog.ByPhone(t.From)
	if !ok || !wantsReply(t.Body) {
		return "", nil
	}
	lang := "en"
	for _, r := range site.Responders {
		if r.ID == id {
			lang = r.Language()
		}
	}
	return words.NoIncident(lang, site.Emergency), nil
}

// wantsReply keeps machines and carriers' keywords from being answered.
func wantsReply(text string) bool {
	v := reply.Parse(text).Verb
	return v != reply.NotAnAnswer && v != reply.OptOut && v != reply.OptIn
}

func (d *Desk) emergency() string {
	if d.options.Emergency == nil {
		return ""
	}
	return d.options.Emergency()
}

// answer gives a text to one incident. While that takes in no more updates, the text goes in as a signal, and the reply follows as
// a message.
func (d *Desk) answer(ctx context.Context, id string, t workflows.Inbound) (string, error) {
	var said string
	err := d.update(ctx, id, workflows.Answer, t.ID, t, &said)
	var refused *incident.Error
	if errors.As(err, &refused) && refused.Code == incident.CodeBusy {
		return "", refusalOrNil(d.engine.SignalWorkflow(ctx, id, "", workflows.AnswerArrived, t))
	}
	return said, err
}

func refusalOrNil(err error) error {
	if err == nil {
		return nil
	}
	return refusal(err)
}

// answerAmong finds out which of several incidents a text is about. What could be about two gets one question and changes
// nothing; danger goes to all.
func (d *Desk) answerAmong(ctx context.Context, ids []string, t workflows.Inbound) (string, error) {
	var items []reply.Item
	for _, id := range ids {
		of, err := d.openItems(ctx, id, t.From)
		if err != nil {
			return "", err
		}
		items = append(items, of...)
	}
	u := reply.Resolve(reply.Parse(t.Body), items)
	targets := targetsOf(u)
	if len(targets) == 0 {
		return d.question(t, u), nil
	}
	said := ""
	for _, id := range targets {
		one, err := d.answer(ctx, id, t)
		if err != nil {
			return "", err
		}
		if said == "" {
			said = one
		}
	}
	if len(targets) > 1 && u.Question.Code != reply.AskNone {
		said = strings.TrimSpace(said + " " + d.question(t, u))
	}
	return said, nil
}

// targetsOf are the incidents that a text is to be given to.
func targetsOf(u reply.Understanding) []string {
	var ids []string
	for _, it := range u.Targets {
		if !slices.Contains(ids, it.Incident) {
			ids = append(ids, it.Incident)
		}
	}
	if len(ids) > 0 {
		return ids
	}
	for _, it := range u.Question.Items { // a question about one incident's matters is that incident's to ask
		if !slices.Contains(ids, it.Incident) {
			ids = append(ids, it.Incident)
		}
	}
	if len(ids) == 1 {
		return ids
	}
	return nil
}

func (d *Desk) question(t workflows.Inbound, u reply.Understanding) string {
	if u.Question.Code == reply.AskNone {
		return ""
	}
	return words.Question(d.language(t.From), u.Question)
}

func (d *Desk) language(phone string) string {
	if site, id, ok := d.catalog.ByPhone(phone); ok {
		for _, r := range site.Responders {
			if r.ID == id {
				return r.Language()
			}
		}
	}
	return "en"
}

func (d *Desk) openItems(ctx context.Context, id, phone string) ([]reply.Item, error) {
	value, err := d.engine.QueryWorkflow(ctx, id, "", workflows.OpenItems, workflows.Asker{Phone: phone})
	if err != nil {
		return nil, refusal(err)
	}
	var items []reply.Item
	if err := value.Get(&items); err != nil {
		return nil, refusal(err)
	}
	return items, nil
}

// incidentsOf finds the open incidents that have called a phone: the engine's search and the shadow are asked at once, and
// what either knows counts. It fails only where both do.
func (d *Desk) incidentsOf(ctx context.Context, phone string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	hash := d.options.PhoneKey.Hash(phone)
	var (
		group                sync.WaitGroup
		searched, shadowed   []string
		searchErr, shadowErr error
	)
	group.Go(func() {
		searched, searchErr = d.search(ctx, fmt.Sprintf("%s = '%s'", workflows.KeyPhones.GetName(), hash))
	})
	group.Go(func() { shadowed, shadowErr = d.shadow.OpenByHash(ctx, hash) })
	group.Wait()
	if searchErr != nil && shadowErr != nil {
		return nil, errors.Join(searchErr, shadowErr)
	}
	ids := searched
	for _, id := range shadowed {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// search lists the running incidents for which a condition on search attributes holds.
func (d *Desk) search(ctx context.Context, condition string) ([]string, error) {
	found, err := d.engine.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
		Query: fmt.Sprintf("WorkflowType = '%s' AND ExecutionStatus = 'Running' AND %s", workflows.IncidentType, condition),
	})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range found.Executions {
		ids = append(ids, e.Execution.WorkflowId)
	}
	return ids, nil
}

// Delivered hands a batch of receipts to the incident that sent the messages. One that has ended needs none.
func (d *Desk) Delivered(ctx context.Context, id string, receipts []incident.Receipt) error {
	err := d.engine.SignalWorkflow(ctx, id, "", workflows.DeliveryReported, workflows.Receipts{Receipts: receipts})
	var missing *serviceerror.NotFound
	if errors.As(err, &missing) {
		return nil
	}
	return refusalOrNil(err)
}

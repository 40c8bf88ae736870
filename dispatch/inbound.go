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
	"muster/incident/declare"
	"muster/incident/reply"
	"muster/incident/words"
	"muster/workflows"
)

// lookupTimeout bounds the search for a sender's incidents: the webhook answers within a second.
const lookupTimeout = 400 * time.Millisecond

// Answer takes in a text from a phone and gives the reply to it. When it returns without an error the engine holds the text.
func (d *Desk) Answer(ctx context.Context, t workflows.Inbound) (string, error) {
	said, err := d.bring(ctx, t)
	if err == nil {
		d.keepStaffs(ctx, t)
	}
	return said, err
}

// bring brings a text to whoever it is for.
func (d *Desk) bring(ctx context.Context, t workflows.Inbound) (string, error) {
	r, reports := d.reportOf(t)
	if reports && r.reportFirst() {
		return d.report(ctx, r)
	}
	said, found, err := d.Deliver(ctx, t)
	switch {
	case err != nil:
		return said, err
	case reports && (!found || r.Problem == declare.Fine): // danger was acted on first
		asked, err := d.report(ctx, r)
		return strings.TrimSpace(said + " " + asked), err
	case found:
		return said, nil
	}
	if !d.known(t.From) {
		if out, ok := d.choice(t); ok {
			return "", d.keepChoice(ctx, t, out)
		}
		d.handed(t, nil)
		return d.stranger(t), nil
	}
	if said, answers, err := d.tested(ctx, t); answers {
		return said, err
	}
	if t.At.IsZero() {
		t.At = time.Now().UTC()
	}
	_, err = d.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: "stray-" + t.ID, TaskQueue: workflows.QueueShadow, WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, workflows.StrayType, workflows.StrayInput{Text: t})
	if err != nil {
		return "", refusal(err)
	}
	d.handed(t, nil)
	return "", nil
}

// Deliver brings a text to the incidents that know its sender; found is false if there are none.
func (d *Desk) Deliver(ctx context.Context, t workflows.Inbound) (said string, found bool, err error) {
	if said, found, err = d.deliverTo(ctx, d.stillIn(ctx, d.byCode(ctx, t), t), t); found || err != nil {
		return said, found, err
	}
	ids, err := d.incidentsOf(ctx, t.From)
	if err != nil {
		return "", false, refusal(err)
	}
	return d.deliverTo(ctx, d.notAfter(ctx, ids, t), t)
}

// deliverTo brings a text to those of some incidents that it is about; found is false if all of them have ended.
func (d *Desk) deliverTo(ctx context.Context, ids []string, t workflows.Inbound) (said string, found bool, err error) {
	switch len(ids) {
	case 0:
		return "", false, nil
	case 1:
		said, err = d.answer(ctx, ids[0], t)
	default:
		said, err = d.answerAmong(ctx, ids, t)
	}
	if gone(err) {
		return "", false, nil
	}
	if err == nil {
		d.handed(t, ids)
	}
	return said, true, err
}

// Lost gives the reply to a registered person's text that no incident knows.
func (d *Desk) Lost(_ context.Context, t workflows.Inbound) (string, error) {
	if !d.known(t.From) || !wantsReply(t.Body) {
		return "", nil
	}
	return words.NoIncident(d.language(t.From), d.emergencyOf(t.From)), nil
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

// A text has about a second to be in the engine's hands: so long is an incident waited for, and then so long for the signal.
const (
	answerPatience = 700 * time.Millisecond
	signalTimeout  = 300 * time.Millisecond
	signalReserve  = 200 * time.Millisecond // of the caller's time, kept for the signal
)

// answer gives a text to one incident. While that takes in no more updates, or is slow, the text goes in as a signal, and
// the reply follows as a message. Both bear the message's id, so that a text which came by both ways counts once.
func (d *Desk) answer(ctx context.Context, id string, t workflows.Inbound) (string, error) {
	var said string
	waiting, cancel := context.WithTimeout(ctx, patience(ctx))
	defer cancel()
	err := d.attempt(waiting, answerRetries, id, workflows.Answer, t.ID, t, &said)
	if err == nil {
		return said, nil
	}
	if passing(err) || late(err) {
		return "", d.signal(ctx, id, t)
	}
	return "", d.endedOr(ctx, id, err)
}

// patience is how long an update may take, so that there is time left for a signal.
func patience(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return answerPatience
	}
	return min(share(ctx, answerPatience), time.Until(deadline)-signalReserve)
}

// share is how long a part of bringing a text home may take: longer where nobody waits on the line, as for a text that was
// read from the carrier's list.
func share(ctx context.Context, d time.Duration) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return d
	}
	return max(d, time.Until(deadline)/4)
}

// signal hands a text to an incident that had no room or no time for it; whoever asked may have gone meanwhile.
func (d *Desk) signal(ctx context.Context, id string, t workflows.Inbound) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), signalTimeout)
	defer cancel()
	return refusalOrNil(d.engine.SignalWorkflow(ctx, id, "", workflows.AnswerArrived, t))
}

func refusalOrNil(err error) error {
	if err == nil {
		return nil
	}
	return refusal(err)
}

// addressees are the kinds of workflows that texts are for.
var addressees = fmt.Sprintf("WorkflowType IN ('%s', '%s')", workflows.IncidentType, workflows.ProposalType)

// incidentsOf finds the open incidents that have called a phone, and the proposals that wait for its word: the engine's search
// and the shadow are asked at once, and what either knows counts. It fails only where both do.
func (d *Desk) incidentsOf(ctx context.Context, phone string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, share(ctx, lookupTimeout))
	defer cancel()
	hash := d.options.PhoneKey.Hash(phone)
	var (
		group                sync.WaitGroup
		searched, shadowed   []string
		proposed             string
		searchErr, shadowErr error
	)
	group.Go(func() {
		searched, searchErr = d.find(ctx, addressees, fmt.Sprintf("%s = '%s'", workflows.KeyPhones.GetName(), hash))
	})
	group.Go(func() { shadowed, shadowErr = d.shadow.OpenByHash(ctx, hash) })
	group.Go(func() { proposed = d.proposalOf(ctx, phone) })
	group.Wait()
	if searchErr != nil && shadowErr != nil {
		return nil, errors.Join(searchErr, shadowErr)
	}
	ids := searched
	for _, id := range append(shadowed, proposed) {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// search lists the running incidents for which a condition on search attributes holds.
func (d *Desk) search(ctx context.Context, condition string) ([]string, error) {
	return d.find(ctx, fmt.Sprintf("WorkflowType = '%s'", workflows.IncidentType), condition)
}

// find lists the running workflows of some types for which a condition holds.
func (d *Desk) find(ctx context.Context, types, condition string) ([]string, error) {
	found, err := d.engine.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
		Query: fmt.Sprintf("%s AND ExecutionStatus = 'Running' AND %s", types, condition),
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

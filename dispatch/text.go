package dispatch

// Texts that the carrier's list shows: whichever way one came, it counts once, and for no incident that was declared after it.

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"muster/incident"
	"muster/incident/reply"
	"muster/incident/words"
	"muster/workflows"
)

// HandedOver says that the engine holds a text: it was given to incidents, or is kept as a stray's.
type HandedOver struct {
	ID        string   // the carrier's
	Hash      string   // keyed, of the sender's number
	Incidents []string // the open ones that had called the sender
	At        time.Time
}

const (
	heardTimeout = 2 * time.Second
	takenWithin  = 2 * time.Second  // so long a sender's next text waits for the one before
	clockSlack   = 10 * time.Second // by which the carrier's clock may be behind ours
	askedFor     = time.Minute      // so long it is asked again whether incidents have a text that do not say
	strangerFor  = 10 * time.Minute // a stranger's text that is older gets no reply any more
)

// Taken says whether a text was read from the carrier's list, by whichever process, so that its reply goes out as a message.
func (d *Desk) Taken(ctx context.Context, id string) bool {
	ctx, cancel := context.WithTimeout(ctx, heardTimeout)
	defer cancel()
	_, err := d.engine.DescribeWorkflowExecution(ctx, "text-"+id, "")
	return err == nil
}

func (d *Desk) handed(t workflows.Inbound, ids []string) {
	if d.options.Handed != nil {
		d.options.Handed(HandedOver{ID: t.ID, Hash: d.options.PhoneKey.Hash(t.From), Incidents: ids, At: time.Now().UTC()})
	}
}

// Take takes in a text that the carrier's list shows; its At is set. Without an error the engine holds it, or held it before:
// then only its reply goes out, unless the carrier has that already: whoever applied it may have died before it answered. It
// waits a moment for what the text brings about, so that a sender's texts take effect in their order.
func (d *Desk) Take(ctx context.Context, t workflows.Inbound) error {
	if !d.known(t.From) && time.Since(t.At) > strangerFor {
		if out, ok := d.choice(t); ok {
			return d.keepChoice(ctx, t, out)
		}
		return nil
	}
	heard, said, err := d.heard(ctx, t)
	if err != nil || (heard && said == "") {
		return err
	}
	run, err := d.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: "text-" + t.ID, TaskQueue: workflows.QueueTexts, EnableEagerStart: !d.options.Versioned,
		WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, workflows.TextType, workflows.TextInput{Text: t, Reply: said, Wait: d.waiting(t)})
	if err != nil {
		return refusal(err)
	}
	waiting, cancel := context.WithTimeout(ctx, takenWithin)
	defer cancel()
	if err := run.Get(waiting, nil); err != nil {
		d.log.Info("a text has not been taken in yet", "message", t.ID, "error", err)
	}
	return nil
}

// waiting is what somebody is told whose text nobody takes for a minute; nothing for strangers and machines.
func (d *Desk) waiting(t workflows.Inbound) string {
	if !d.known(t.From) || !wantsReply(t.Body) {
		return ""
	}
	return words.NotTakenYet(d.language(t.From), d.emergencyOf(t.From))
}

// heard says whether an incident, running or ended since, has applied a text, and what it replied. It fails while one of them
// does not say.
func (d *Desk) heard(ctx context.Context, t workflows.Inbound) (applied bool, said string, err error) {
	ctx, cancel := context.WithTimeout(ctx, heardTimeout)
	defer cancel()
	ids, err := d.called(ctx, t)
	if err != nil {
		return false, "", refusal(err)
	}
	ids = d.narrowed(ctx, ids, t)
	views, errs := atOnce(ids, func(id string) (workflows.HeardView, error) { return d.askHeard(ctx, id, t.ID) })
	unsaid := present(errs)
	silent := unsaid != nil && !gone(unsaid)
	switch {
	case has(views, t, silent):
		return true, replyOf(views), nil
	case silent && time.Since(t.At) < askedFor && !slices.Contains(forAll, reply.Parse(t.Body).Verb): // danger waits for nobody
		return false, "", unsaid
	}
	return false, "", nil
}

// replyOf is what the first of those who applied a text replied.
func replyOf(views []workflows.HeardView) string {
	for _, v := range views {
		if v.Applied && v.Reply != "" {
			return v.Reply
		}
	}
	return ""
}

// forSeveral are the texts that may be for more than one incident, of which one may have failed to take them.
var forSeveral = append(slices.Clone(forAll), reply.WrongNumber, reply.Undo, reply.Repeat)

// has says whether a text has reached its incidents: one of them, or every one that it may be for. silent: one did not say.
func has(views []workflows.HeardView, t workflows.Inbound, silent bool) bool {
	applied := func(v workflows.HeardView) bool { return v.Applied }
	if !slices.Contains(forSeveral, reply.Parse(t.Body).Verb) {
		return slices.ContainsFunc(views, applied)
	}
	views = slices.DeleteFunc(slices.Clone(views), func(v workflows.HeardView) bool { // and those that are not there
		return v.DeclaredAt.IsZero() || v.DeclaredAt.After(t.At.Add(clockSlack))
	})
	return len(views) > 0 && !silent && !slices.ContainsFunc(views, func(v workflows.HeardView) bool { return !applied(v) })
}

// called lists the incidents that had called the sender of a text and were open when it was written, or later.
func (d *Desk) called(ctx context.Context, t workflows.Inbound) ([]string, error) {
	found, err := d.engine.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
		Query: fmt.Sprintf("%s AND %s = '%s' AND (ExecutionStatus = 'Running' OR CloseTime >= '%s')",
			addressees, workflows.KeyPhones.GetName(), d.options.PhoneKey.Hash(t.From), t.At.Add(-clockSlack).UTC().Format(time.RFC3339)),
	})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range found.Executions {
		if id := e.Execution.WorkflowId; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func (d *Desk) askHeard(ctx context.Context, id, text string) (workflows.HeardView, error) {
	var view workflows.HeardView
	value, err := d.engine.QueryWorkflow(ctx, id, "", workflows.Heard, text)
	if err == nil {
		err = value.Get(&view)
	}
	return view, refusalOrNil(err)
}

// notAfter leaves out the incidents that were declared after a text came in. Danger is for all, and who does not say stays.
func (d *Desk) notAfter(ctx context.Context, ids []string, t workflows.Inbound) []string {
	if t.At.IsZero() || time.Since(t.At) <= clockSlack || len(ids) == 0 || slices.Contains(forAll, reply.Parse(t.Body).Verb) {
		return ids
	}
	views, errs := atOnce(ids, func(id string) (workflows.HeardView, error) { return d.askHeard(ctx, id, t.ID) })
	var before []string
	for k, id := range ids {
		if errs[k] != nil || !views[k].DeclaredAt.After(t.At.Add(clockSlack)) {
			before = append(before, id)
		}
	}
	return before
}

// Busy says whether people are being called for an incident anywhere, or a declaration waits for its word.
func (d *Desk) Busy(ctx context.Context) (bool, error) {
	found, err := d.engine.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
		PageSize: 1,
		Query: fmt.Sprintf("ExecutionStatus = 'Running' AND ((WorkflowType = '%s' AND %s = '%s') OR WorkflowType = '%s')",
			workflows.IncidentType, workflows.KeyState.GetName(), incident.Open, workflows.ProposalType),
	})
	if err != nil {
		return false, refusal(err)
	}
	return len(found.Executions) > 0, nil
}

// Sent is a message of which nothing is known yet but that the carrier took it.
type Sent struct {
	Incident, Page string
	Attempt        int
	CarrierID      string
}

// Unreported lists the messages of running incidents of which no receipt has come.
func (d *Desk) Unreported(ctx context.Context) ([]Sent, error) {
	ids, err := d.search(ctx, fmt.Sprintf("%s IN ('%s', '%s')", workflows.KeyState.GetName(), incident.Open, incident.StandingDown))
	if err != nil {
		return nil, refusal(err)
	}
	views, errs := atOnce(ids, func(id string) (workflows.StatusView, error) { return d.Status(ctx, id) })
	var sent []Sent
	for k, id := range ids {
		if errs[k] == nil {
			sent = append(sent, unreported(id, views[k].View)...)
		}
	}
	return sent, nil
}

func unreported(id string, v incident.View) []Sent {
	var sent []Sent
	for _, p := range slices.Concat(v.Pages, v.Messages) {
		for _, a := range p.Attempts {
			if a.State == incident.AttemptSent && a.CarrierID != nil {
				sent = append(sent, Sent{Incident: id, Page: p.ID, Attempt: a.N, CarrierID: *a.CarrierID})
			}
		}
	}
	return sent
}

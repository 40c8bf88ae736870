package workflows

// The Proposal workflow: a declaration that came by text is kept by the engine until somebody confirms it or says that it is
// nothing. There is one for each phone; a newer text takes the older one's place.

import (
	"slices"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/proposal"
	"muster/incident/reply"
)

// declareWait bounds the wait between two tries to open a confirmed incident.
const declareWait = 5 * time.Second

// proposing is one run of a proposal's workflow.
type proposing struct {
	it       *proposal.Proposal
	limit    int
	proposed workflow.ReceiveChannel
	answers  workflow.ReceiveChannel
	changed  bool
	working  int // activities under way
	opening  bool
	indexed  []string
}

// Proposal keeps a declaration by text until it is decided.
func Proposal(ctx workflow.Context, in ProposalStart) error {
	p := &proposing{
		it: proposal.New(workflow.GetInfo(ctx).WorkflowExecution.ID), limit: max(in.Continue, 0),
		proposed: workflow.GetSignalChannel(ctx, Proposed), answers: workflow.GetSignalChannel(ctx, AnswerArrived),
	}
	if p.limit == 0 {
		p.limit = continueAt
	}
	if in.State != nil {
		p.it = proposal.Resume(in.State)
	}
	if err := p.setup(ctx); err != nil {
		return err
	}
	return p.loop(ctx)
}

func (p *proposing) setup(ctx workflow.Context) error {
	if err := workflow.SetUpdateHandler(ctx, Answer, p.answer); err != nil {
		return err
	}
	if err := workflow.SetQueryHandler(ctx, Heard, p.heard); err != nil {
		return err
	}
	return workflow.SetQueryHandler(ctx, OpenItems, func(a Asker) ([]reply.Item, error) { return p.it.Items(a.Phone), nil })
}

func (p *proposing) heard(text string) (HeardView, error) {
	said, applied := p.it.Said(text)
	return HeardView{Applied: applied, Reply: said, DeclaredAt: p.it.Report.At}, nil
}

// answer takes in a text and waits for what becomes of it: whoever confirms is told that the incident is open.
func (p *proposing) answer(ctx workflow.Context, t activities.Text) (string, error) {
	p.hear(ctx) // a proposal that came before
	p.it.Answer(workflow.Now(ctx), inboundOf(t))
	p.changed = true
	err := workflow.Await(ctx, func() bool { _, known := p.it.Said(t.ID); return known })
	said, _ := p.it.Said(t.ID)
	return said, err
}

func (p *proposing) loop(ctx workflow.Context) error {
	for {
		p.changed = false
		p.hear(ctx)
		p.perform(ctx)
		p.index(ctx)
		if p.it.Over() && p.restful(ctx) {
			return nil
		}
		if p.full(ctx) && p.restful(ctx) && p.it.Deciding == "" {
			return workflow.NewContinueAsNewError(ctx, ProposalType, ProposalStart{State: p.it.State, Continue: p.limit})
		}
		if err := p.wait(ctx); err != nil {
			return err
		}
	}
}

func (p *proposing) full(ctx workflow.Context) bool {
	info := workflow.GetInfo(ctx)
	return info.GetContinueAsNewSuggested() || info.GetCurrentHistoryLength() > p.limit
}

// restful says whether nothing would be lost by ending this run now.
func (p *proposing) restful(ctx workflow.Context) bool {
	return p.working == 0 && p.proposed.Len() == 0 && p.answers.Len() == 0 && workflow.AllHandlersFinished(ctx)
}

// hear takes in the signals that have arrived.
func (p *proposing) hear(ctx workflow.Context) {
	var r proposal.Report
	for p.proposed.ReceiveAsync(&r) {
		p.it.Propose(workflow.Now(ctx), r)
		r = proposal.Report{}
	}
	var t activities.Text
	for p.answers.ReceiveAsync(&t) {
		p.it.AnswerLate(workflow.Now(ctx), inboundOf(t))
		t = activities.Text{}
	}
}

// perform begins all that is due.
func (p *proposing) perform(ctx workflow.Context) {
	if p.it.Stage == proposal.Confirmed && !p.opening {
		p.open(ctx)
	}
	work := p.it.Take(workflow.Now(ctx))
	for _, wave := range work.Waves {
		p.do(ctx, activities.SendWave, workflow.ActivityOptions{
			TaskQueue: QueueReal, StartToCloseTimeout: waveTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
		}, activities.Wave{Incident: p.it.ID, Site: p.it.Report.Crew.Site, Sends: wave}, func(results []incident.Result) {
			p.it.Sent(workflow.Now(ctx), wave, results)
		})
	}
	if len(work.Asks) > 0 {
		// One try only: the state asks again, and knows by then whether the message is still owed.
		p.do(ctx, activities.SettleWave, workflow.ActivityOptions{
			TaskQueue: QueueReal, StartToCloseTimeout: settleTimeout, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
		}, activities.Settle{Incident: p.it.ID, Site: p.it.Report.Crew.Site, Asks: work.Asks}, func(results []incident.Result) {
			p.it.Settled(workflow.Now(ctx), work.Asks, results)
		})
	}
}

// do has messages carried, or asked about, and takes in what is learnt; what is not said is unknown.
func (p *proposing) do(ctx workflow.Context, name string, o workflow.ActivityOptions, input any, learn func([]incident.Result)) {
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, o), name, input)
	p.working++
	workflow.Go(ctx, func(ctx workflow.Context) {
		var result activities.WaveResult
		if err := future.Get(ctx, &result); err != nil {
			result = activities.WaveResult{}
		}
		learn(result.Results)
		p.working--
		p.changed = true
	})
}

// open has the incident opened, however long that takes: its key makes a repetition harmless.
func (p *proposing) open(ctx workflow.Context) {
	p.opening = true
	r := p.it.Report
	future := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: QueueTexts, StartToCloseTimeout: takeTimeout,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: 500 * time.Millisecond, MaximumInterval: declareWait},
	}), activities.DeclareReported, activities.Reported{
		Key: "sms-" + r.Text, Declaration: r.Declaration, Story: r.Story,
		Report: frozen.Report{
			By: r.By, Name: p.it.Name(r.By), Said: r.Said, At: r.At,
			Confirmed: p.it.ConfirmedBy, ConfirmedBy: p.it.Name(p.it.ConfirmedBy), ConfirmedAt: p.it.ConfirmedAt,
			Phone: p.it.Phone(p.it.ConfirmedBy),
		},
	})
	p.working++
	workflow.Go(ctx, func(ctx workflow.Context) {
		if err := future.Get(ctx, nil); err == nil {
			p.it.Declared(workflow.Now(ctx))
		} else {
			workflow.GetLogger(ctx).Error("a report could not be declared", "error", err)
			p.it.CannotDeclare(workflow.Now(ctx))
		}
		p.opening = false
		p.working--
		p.changed = true
	})
}

// index tells the engine's search whose texts may be about this.
func (p *proposing) index(ctx workflow.Context) {
	hashes := p.it.Hashes()
	if len(hashes) == 0 || slices.Equal(hashes, p.indexed) {
		return
	}
	p.indexed = hashes
	if err := workflow.UpsertTypedSearchAttributes(ctx, KeyPhones.ValueSet(hashes[:min(len(hashes), mostHashes)])); err != nil {
		workflow.GetLogger(ctx).Error("search attributes were not updated", "error", err)
	}
}

// wait sleeps until something happens or is due.
func (p *proposing) wait(ctx workflow.Context) error {
	happens := func() bool { return p.changed || p.proposed.Len() > 0 || p.answers.Len() > 0 }
	due, ok := p.it.NextDue()
	if !ok {
		return workflow.Await(ctx, happens)
	}
	_, err := workflow.AwaitWithTimeout(ctx, max(shortestTimer, due.Sub(workflow.Now(ctx))), happens)
	return err
}

package workflows_test

// The Proposal workflow: a guard's text, the minute in which it may be confirmed, and the control room after it.

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/proposal"
	"muster/incident/reply"
	"muster/roster"
	"muster/workflows"
)

// The people of a small house: a guard, two operators in the control room, a duty manager, and somebody of the company.
const (
	guard    = "+12025550201"
	operator = "+12025550202"
	second   = "+12025550203"
	manager  = "+12025550204"
	owner    = "+12025550205"
)

// houseClock is what incidents that were declared by text run on there.
var houseClock = frozen.Story{Start: time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC), Speed: 5}

// deskTown is the surroundings of one proposal.
type deskTown struct {
	t        *testing.T
	env      *testsuite.TestWorkflowEnvironment
	sent     []incident.Send
	at       []time.Duration // when
	begun    time.Time
	unknown  int // so many sends are lost, though the carrier took them
	down     []string
	declared []activities.Reported
	refuse   error
	failures int // so often declaring fails before it works
	replies  map[string]string
}

func (d *deskTown) report(text, said, plan string) proposal.Report {
	person := func(id, name, phone string) roster.Responder {
		return roster.Responder{ID: id, Name: name, Phone: phone, Languages: []string{"en"}}
	}
	all := []roster.Responder{
		person("guard", "Luo Yong", guard), person("op-1", "Zhao Lei", operator), person("op-2", "Zhou Min", second),
		person("duty", "He Ping", manager), person("owner", "Li Hua", owner),
	}
	day := d.begun.UTC().Truncate(24 * time.Hour)
	crew := proposal.Crew{
		Site: "house", Control: []string{"CTRL"}, Command: []string{"DUTY"}, Company: []string{"owner"}, Emergency: "+12025550160",
		Roster: roster.Roster{
			Zone: roster.NewZone(time.UTC, day.AddDate(0, 0, -1), day.AddDate(0, 0, 3)), Responders: all,
			Shifts: []roster.Shift{{ID: "S", From: "00:00", To: "00:00", First: "2026-01-01", Every: 1, Days: []int{0}, Posts: []roster.Post{
				{Seat: "CTRL", People: []string{"op-1", "op-2"}}, {Seat: "DUTY", People: []string{"duty"}}, {Seat: "SEC", People: []string{"guard"}},
			}}},
		}.Indexed(),
	}
	for _, p := range all {
		crew.Hashes = append(crew.Hashes, frozen.PhoneHash{Responder: p.ID, Hash: "h-" + p.ID})
	}
	title := frozen.Text{EN: "Fire", ZH: "火灾"}
	if plan == "gas-leak" {
		title = frozen.Text{EN: "Gas leak", ZH: "燃气泄漏"}
	}
	return proposal.Report{
		Text: text, By: "guard", Phone: guard, Said: said, At: d.begun, Hazard: title, Place: frozen.Text{EN: "Building 3, floor 12", ZH: "3栋12层"},
		Declaration: frozen.Declaration{Plan: plan, Site: "house", Mode: frozen.Real, Location: "Building 3, floor 12", Summary: "smoke", ReportedBy: "guard"},
		Token:       proposal.Token("report-x", text, "guard", nil), Crew: crew, Story: &houseClock,
	}
}

func newDesk(t *testing.T) *deskTown {
	d := &deskTown{t: t, begun: time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC), replies: map[string]string{}}
	d.fresh()
	return d
}

func (d *deskTown) fresh() {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	d.env = suite.NewTestWorkflowEnvironment()
	d.env.SetStartTime(d.begun)
	d.env.SetTestTimeout(time.Minute)
	d.env.RegisterWorkflowWithOptions(workflows.Proposal, workflow.RegisterOptions{Name: workflows.ProposalType})
	d.env.RegisterActivityWithOptions(d.send, activity.RegisterOptions{Name: activities.SendWave})
	d.env.RegisterActivityWithOptions(d.settle, activity.RegisterOptions{Name: activities.SettleWave})
	d.env.RegisterActivityWithOptions(d.declare, activity.RegisterOptions{Name: activities.DeclareReported})
}

func (d *deskTown) send(_ context.Context, w activities.Wave) (activities.WaveResult, error) {
	var result activities.WaveResult
	if len(d.sent) > 60 {
		d.env.CancelWorkflow() // a test that waits in vain ends
	}
	for _, s := range w.Sends {
		r := incident.Result{Page: s.Page, Attempt: 1, Fate: incident.FateSent, CarrierID: "SM-" + s.Page}
		if slices.Contains(d.down, s.To) {
			r.Fate, r.CarrierID = incident.FateFailed, ""
		} else {
			d.sent, d.at = append(d.sent, s), append(d.at, d.env.Now().Sub(d.begun))
		}
		if d.unknown > 0 {
			d.unknown--
			continue
		}
		result.Results = append(result.Results, r)
	}
	return result, nil
}

// settle finds what was sent.
func (d *deskTown) settle(_ context.Context, s activities.Settle) (activities.WaveResult, error) {
	var result activities.WaveResult
	for _, q := range s.Asks {
		result.Results = append(result.Results, incident.Result{Page: q.Page, Attempt: 1, Fate: incident.FateSent, CarrierID: "SM-" + q.Page})
	}
	return result, nil
}

func (d *deskTown) declare(_ context.Context, r activities.Reported) (string, error) {
	if d.failures > 0 {
		d.failures--
		return "", errors.New("the engine is busy")
	}
	if d.refuse != nil {
		return "", d.refuse
	}
	d.declared = append(d.declared, r)
	return "inc-1", nil
}

// proposes has the guard write a declaration after a while.
func (d *deskTown) proposes(after time.Duration, text, said, plan string) {
	d.env.RegisterDelayedCallback(func() { d.env.SignalWorkflow(workflows.Proposed, d.report(text, said, plan)) }, after)
}

// writes has somebody write after a while; the reply is kept under the text's id.
func (d *deskTown) writes(after time.Duration, id, phone, body string) {
	d.env.RegisterDelayedCallback(func() {
		d.env.UpdateWorkflow(workflows.Answer, id, &heardBack{d, id}, activities.Text{ID: id, From: phone, Body: body})
	}, after)
}

type heardBack struct {
	d  *deskTown
	id string
}

// Accept implements the update's callback.
func (h *heardBack) Accept() {}

// Reject implements the update's callback.
func (h *heardBack) Reject(err error) { h.d.t.Errorf("%s was rejected: %v", h.id, err) }

// Complete implements the update's callback.
func (h *heardBack) Complete(said any, err error) {
	if err == nil {
		h.d.replies[h.id], _ = said.(string)
	}
}

// run lets the proposal run to its end, through every continue-as-new.
func (d *deskTown) run() error {
	d.env.ExecuteWorkflow(workflows.ProposalType, workflows.ProposalStart{})
	return d.env.GetWorkflowError()
}

// to lists what a number was sent.
func (d *deskTown) to(phone string) (bodies []string) {
	for _, s := range d.sent {
		if s.To == phone {
			bodies = append(bodies, s.Body)
		}
	}
	return bodies
}

// codeIn is the token that a text offers.
func codeIn(body string) string {
	for _, word := range strings.Fields(body) {
		if reply.IsToken(word) {
			return word
		}
	}
	return ""
}

package workflows_test

// Stories of proposals: confirmed, taken back, asked about, refused, gone on as new.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/incident/proposal"
	"muster/workflows"
)

func TestAGuardsTextIsDeclaredOnceConfirmed(t *testing.T) {
	d := newDesk(t)
	d.failures = 2
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	d.proposes(time.Second, "SM1", "FIRE B3 12", "fire") // the list brings it again
	d.writes(10*time.Second, "SM2", guard, "1")
	require.NoError(t, d.run())
	require.Len(t, d.declared, 1)
	require.Equal(t, "sms-SM1", d.declared[0].Key)
	require.Equal(t, "guard", d.declared[0].Declaration.ReportedBy)
	r := d.declared[0].Report
	require.Equal(t, []string{"guard", "Luo Yong", "guard", "Luo Yong"}, []string{r.By, r.Name, r.Confirmed, r.ConfirmedBy})
	require.Equal(t, 10*time.Second, r.ConfirmedAt.Sub(d.begun))
	require.Equal(t, &houseClock, d.declared[0].Story, "the incident is given the clock that its report was")
	require.Equal(t, "DECLARED: FIRE at Building 3, floor 12. People are being called.", d.replies["SM2"])
	require.Empty(t, d.sent, "the reply is all that anybody reads")
}

func TestWhoTakesTheTextBackDeclaresNothing(t *testing.T) {
	for _, no := range []string{"5", "no", "不", "cannot"} {
		d := newDesk(t)
		d.proposes(0, "SM1", "FIRE B3 12", "fire")
		d.writes(5*time.Second, "SM2", guard, no)
		require.NoError(t, d.run())
		require.Empty(t, d.declared)
		require.Equal(t, "NOT declared: FIRE at Building 3, floor 12.", d.replies["SM2"], no)
	}
}

func TestOnlyAPlainYesDeclares(t *testing.T) {
	d := newDesk(t)
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	for k, text := range []string{"coming", "ok", "2 5", "3", "what?", "4 1 fire"} {
		d.writes(time.Duration(k+1)*time.Second, "SM-"+text, guard, text)
	}
	d.writes(20*time.Second, "SM2", guard, "5")
	require.NoError(t, d.run())
	require.Empty(t, d.declared)
	require.Contains(t, d.replies["SM-coming"], "Nothing is declared yet")
}

func TestANewerTextTakesTheOldersPlace(t *testing.T) {
	d := newDesk(t)
	old := proposal.Token("report-x", "SM1", "guard", nil)
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	d.proposes(30*time.Second, "SM2", "GAS B3 12", "gas-leak")
	d.writes(40*time.Second, "SM3", guard, old+" 1")
	d.writes(45*time.Second, "SM4", guard, "1")
	require.NoError(t, d.run())
	require.Len(t, d.declared, 1)
	require.Equal(t, "gas-leak", d.declared[0].Declaration.Plan)
	require.Contains(t, d.replies["SM3"], "closed already")
}

func TestUnconfirmedTheControlRoomIsAskedAfterAMinuteAndDeclares(t *testing.T) {
	d := newDesk(t)
	d.unknown = 1
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	d.env.RegisterDelayedCallback(func() {
		asked := d.to(operator)
		require.Len(t, asked, 1)
		require.Contains(t, asked[0], "UNCONFIRMED REPORT by Luo Yong at 06:00: FIRE, Building 3, floor 12: smoke")
		d.env.UpdateWorkflow(workflows.Answer, "SM2", &heardBack{d, "SM2"}, activities.Text{ID: "SM2", From: operator, Body: codeIn(asked[0]) + " 1"})
	}, 80*time.Second)
	require.NoError(t, d.run())
	require.Len(t, d.declared, 1)
	require.Equal(t, []string{"guard", "Zhao Lei"}, []string{d.declared[0].Report.By, d.declared[0].Report.ConfirmedBy})
	require.Equal(t, time.Minute, d.at[0].Round(time.Second))
	require.Equal(t, "DECLARED: FIRE at Building 3, floor 12. People are being called.", d.replies["SM2"])
	told := "DECLARED by Zhao Lei: FIRE at Building 3, floor 12. People are being called."
	require.Equal(t, []string{told}, d.to(guard))
	require.Equal(t, told, d.to(second)[1], "whoever was asked hears of it")
	require.Len(t, d.to(operator), 1, "a lost answer of the carrier sends nothing twice")
}

func TestEachMinuteTheNextAreAskedUntilSomebodySaysThatItIsNothing(t *testing.T) {
	d := newDesk(t)
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	d.env.RegisterDelayedCallback(func() {
		last := d.to(owner)
		d.env.UpdateWorkflow(workflows.Answer, "SM2", &heardBack{d, "SM2"}, activities.Text{ID: "SM2", From: owner, Body: codeIn(last[0]) + " 5"})
	}, 4*time.Minute+30*time.Second)
	require.NoError(t, d.run())
	require.Empty(t, d.declared)
	first := func(phone string) time.Duration {
		for k, s := range d.sent {
			if s.To == phone {
				return d.at[k].Round(time.Second)
			}
		}
		return 0
	}
	require.Equal(t, []time.Duration{time.Minute, 2 * time.Minute, 3 * time.Minute}, []time.Duration{first(operator), first(manager), first(owner)})
	require.Contains(t, d.to(owner)[1], "2nd call", "then all of them, every minute")
	require.Equal(t, "NOT declared, says Li Hua: FIRE at Building 3, floor 12. If it is real, write again or call +12025550160.", d.to(guard)[0])
}

func TestWhereNobodyOfTheControlRoomIsReachedTheNextAreAskedAtOnce(t *testing.T) {
	d := newDesk(t)
	d.down = []string{operator, second}
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	d.writes(70*time.Second, "SM2", guard, "1")
	require.NoError(t, d.run())
	require.Len(t, d.declared, 1, "its sender may still confirm")
	require.NotEmpty(t, d.to(manager))
	require.Equal(t, time.Minute, d.at[0].Round(time.Second))
}

func TestDangerHasTheOthersAskedAtOnce(t *testing.T) {
	d := newDesk(t)
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	d.writes(5*time.Second, "SM2", guard, "救命")
	d.writes(9*time.Second, "SM3", guard, "1")
	require.NoError(t, d.run())
	require.Equal(t, 5*time.Second, d.at[0].Round(time.Second))
	require.NotEmpty(t, d.to(operator))
}

func TestARefusedDeclarationSaysWhomToCall(t *testing.T) {
	d := newDesk(t)
	d.refuse = temporal.NewNonRetryableApplicationError("the plan is gone", "ReportRefused", nil)
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	d.writes(5*time.Second, "SM2", guard, "1")
	require.NoError(t, d.run())
	require.Equal(t, "FIRE at Building 3, floor 12 could NOT be declared, and nobody is being called. Call +12025550160 now.", d.replies["SM2"])
}

func TestAReplyForWhichNobodyWaitsFollowsAsAMessage(t *testing.T) {
	d := newDesk(t)
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	for range 2 {
		d.env.RegisterDelayedCallback(func() {
			d.env.SignalWorkflow(workflows.AnswerArrived, activities.Text{ID: "SM2", From: guard, Body: "1"})
		}, 5*time.Second)
	}
	require.NoError(t, d.run())
	require.Len(t, d.declared, 1)
	require.Contains(t, d.to(guard), "DECLARED: FIRE at Building 3, floor 12. People are being called.")
}

func TestAProposalGoesOnAsNewWithAllThatItKnows(t *testing.T) {
	d := newDesk(t)
	d.proposes(0, "SM1", "FIRE B3 12", "fire")
	d.env.RegisterDelayedCallback(func() { d.env.SetContinueAsNewSuggested(true) }, 90*time.Second)
	err := d.run()
	var again *workflow.ContinueAsNewError
	require.ErrorAs(t, err, &again)
	var next workflows.ProposalStart
	require.NoError(t, converter.GetDefaultDataConverter().FromPayloads(again.Input, &next))
	require.Equal(t, proposal.Open, next.State.Stage)
	d.begun = d.env.Now()
	before := len(d.sent)
	d.fresh()
	d.writes(5*time.Second, "SM9", guard, "1")
	d.proposes(time.Second, "SM1", "FIRE B3 12", "fire")
	d.env.ExecuteWorkflow(workflows.ProposalType, workflows.ProposalStart{State: next.State})
	require.NoError(t, d.env.GetWorkflowError())
	require.Len(t, d.declared, 1)
	require.Greater(t, len(d.sent), before, "those who were asked are told")
}

package incident_test

// Two people behind a notice: one account that gives two names is refused, whichever way it takes.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
)

func sentThrough(account string) incident.SendNotice {
	o := byHand()
	o.Account = account
	return o
}

func approvedThrough(account, by string) incident.ApproveNotice {
	return incident.ApproveNotice{Notice: "n1", By: by, Account: account}
}

func TestOneAccountIsNotTwoPeopleBehindANotice(t *testing.T) {
	w := noticing(t, frozen.ApprovalTwo)
	w.order(w.inc.SendNotice(w.now, sentThrough("acc-1")))
	refused(t, incident.CodeStepState, w.inc.ApproveNotice(w.now, approvedThrough("acc-1", "ben")))
	require.Equal(t, notice.Proposed, w.notice().State)
	w.roundTrip()
	refused(t, incident.CodeStepState, w.inc.ApproveNotice(w.now, approvedThrough("acc-1", "boss")))
	w.order(w.inc.ApproveNotice(w.now, approvedThrough("acc-2", "ben")))
	require.Equal(t, notice.Sending, w.notice().State)
	require.Equal(t, []string{"acc-1", "acc-2"}, []string{w.notice().Consents[0].Account, w.notice().Consents[1].Account})
}

func TestAccountsAreNotAskedForOfTheInstallationsTokenOrByEarlierRules(t *testing.T) {
	w := noticing(t, frozen.ApprovalTwo)
	w.order(w.inc.SendNotice(w.now, sentThrough("")))
	w.order(w.inc.ApproveNotice(w.now, approvedThrough("", "ben")))
	require.Equal(t, notice.Sending, w.notice().State)

	w = noticing(t, frozen.ApprovalTwo)
	w.inc.In.Rules = frozen.AccountsConsentOnce - 1
	w.order(w.inc.SendNotice(w.now, sentThrough("acc-1")))
	w.order(w.inc.ApproveNotice(w.now, approvedThrough("acc-1", "ben")))
	require.Equal(t, notice.Sending, w.notice().State)
	require.Empty(t, w.notice().Consents[0].Account)
}

func TestAccountThatCompletedTheStepHasConsented(t *testing.T) {
	w := noticing(t, frozen.ApprovalTwo, does("S2", "SEC", notifies("N1", frozen.AtDone)))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S2", By: "ann", Account: "acc-1"}))
	require.Len(t, w.notice().Consents, 1)
	refused(t, incident.CodeStepState, w.inc.ApproveNotice(w.now, approvedThrough("acc-1", "ben")))
	w.order(w.inc.ApproveNotice(w.now, approvedThrough("acc-2", "ben")))
	require.Equal(t, notice.Sending, w.notice().State)

	w = noticing(t, frozen.ApprovalTwo, does("S2", "SEC", notifies("N1", frozen.AtDone)))
	w.order(w.inc.Report(w.now, incident.ReportAnswer{Responder: "ann", Answer: "done", Step: "S2", By: "gus", Account: "acc-1"}))
	refused(t, incident.CodeStepState, w.inc.ApproveNotice(w.now, approvedThrough("acc-1", "ben")))
}

func TestApprovalByRadioCountsForTheAccountThatReportsIt(t *testing.T) {
	w := noticing(t, frozen.ApprovalTwo)
	w.order(w.inc.SendNotice(w.now, sentThrough("acc-1")))
	w.to(w.passed() + 5*time.Minute)
	require.NotEmpty(t, w.approvalsAsked("coy"))
	report := incident.ReportAnswer{Responder: "coy", Answer: "accept", By: "gus", Account: "acc-1"}
	refused(t, incident.CodeStepState, w.inc.Report(w.now, report))
	require.Len(t, w.notice().Consents, 1)
	report.Account = "acc-2"
	w.order(w.inc.Report(w.now, report))
	require.Equal(t, notice.Sending, w.notice().State)
}

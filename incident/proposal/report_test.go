package proposal_test

// What becomes of a report beside another one, and when all is done.

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
	"muster/incident/proposal"
)

func TestSameReportAgainChangesNothing(t *testing.T) {
	d := reported(t, fire())
	d.minutes(1)
	again := fire()
	again.Text, again.Coded = "t2", true
	d.Propose(d.now, again)
	require.Equal(t, "t1", d.Report.Text)
	require.Len(t, d.Asked, 2)
	require.Equal(t, after(2*time.Minute), d.dueAt())
	said, _ := d.Said("t2")
	require.Equal(t, "Reply K7M 1 = declare FIRE at Building 3. K7M 5 = no. Nothing is declared yet.", said, "something else is open to its sender by now")
	third := fire()
	third.Text = "t3"
	d.Propose(d.now, third)
	said, _ = d.Said("t3")
	require.Contains(t, said, "K7M 1 = declare", "a code that was named stays")
}

func TestTextThatComesTwiceIsOneReport(t *testing.T) {
	d := reported(t, fire())
	d.says("guard", "t2", "5")
	d.Propose(after(time.Minute), fire())
	require.Equal(t, proposal.Dropped, d.Stage)
}

func TestAnotherPlanPlaceOrBuildingIsAnotherReport(t *testing.T) {
	for name, change := range map[string]func(*frozen.Declaration){
		"plan":     func(d *frozen.Declaration) { d.Plan = "flood" },
		"location": func(d *frozen.Declaration) { d.Location = "Building 5" },
		"places":   func(d *frozen.Declaration) { d.Places = []frozen.Spot{{Building: "B3", Floor: "2"}} },
	} {
		d := reported(t, fire())
		d.minutes(1)
		codes := []string{"K7M", d.token("ann"), d.token("bao")}
		r := fire()
		r.Text = "t2"
		change(&r.Declaration)
		d.Propose(d.now, r)
		require.Equal(t, "t2", d.Report.Text, name)
		require.Equal(t, codes, d.Closed, name)
		require.Empty(t, d.Asked, name)
		require.Equal(t, d.now.Add(proposal.Patience), d.dueAt(), "its sender has a minute")
	}
}

func TestReportAfterAnEndClosesNoCodes(t *testing.T) {
	d := reported(t, fire())
	d.says("guard", "t3", "5")
	again := fire()
	again.Text = "t4"
	d.Propose(d.now, again)
	require.Equal(t, proposal.Open, d.Stage)
	require.Equal(t, "t4", d.Report.Text)
	require.Empty(t, d.Closed)
	require.Empty(t, d.ConfirmedBy)
	require.True(t, d.ConfirmedAt.IsZero())
}

func TestReportOfDangerIsPutToOthersAtOnce(t *testing.T) {
	r := fire()
	r.Urgent = true
	d := reported(t, r)
	require.Equal(t, noon, d.dueAt())
	require.Equal(t, []string{"ann", "bao"}, whom(d.goesOut()))

	d = reported(t, fire())
	r.Text = "t2"
	d.now = after(10 * time.Second)
	d.Propose(d.now, r)
	require.Equal(t, d.now, d.dueAt(), "so is one that becomes urgent")
}

func TestHurryDoesNotPutOffWhoIsDue(t *testing.T) {
	d := reported(t, fire())
	d.now = after(2 * time.Minute)
	d.says("guard", "t2", "7")
	require.Equal(t, after(time.Minute), d.dueAt())
}

func TestNewCodesAreNoneOfTheClosedOnes(t *testing.T) {
	first := proposal.Token("report-x", "t1", "ann", nil)
	require.NotEqual(t, first, proposal.Token("report-x", "t1", "ann", []string{first}))
	require.Equal(t, first, proposal.Token("report-x", "t1", "ann", []string{"K7M"}))
	r := fire()
	r.Crew.Labels = []string{first}
	d := reported(t, r)
	d.minutes(1)
	require.NotEqual(t, first, d.token("ann"), "nor a name of the site")
}

func TestCodesAndTextsAreRememberedByTheHundred(t *testing.T) {
	d := reported(t, fire())
	for n := range 120 {
		r := fire()
		r.Text, r.Token, r.Declaration.Location = "n"+strconv.Itoa(n), "C"+strconv.Itoa(n), "Building "+strconv.Itoa(n)
		d.Propose(noon, r)
	}
	require.Len(t, d.Closed, 100)
	require.Equal(t, "C118", d.Closed[99])
	require.Len(t, d.Applied, 100)
	require.Equal(t, "n119", d.Applied[99].ID)
}

func TestHashesAreOfThoseWhoMayAnswer(t *testing.T) {
	d := reported(t, fire())
	require.Equal(t, []string{"h1"}, d.Hashes())
	d.minutes(1)
	require.Equal(t, []string{"h1", "h2"}, d.Hashes(), "Ann and Bao share a phone")
	d.minutes(3)
	require.Equal(t, []string{"h1", "h2", "h5"}, d.Hashes())
}

func TestWhoIsNotInTheRosterIsCalledByTheirID(t *testing.T) {
	d := reported(t, fire())
	require.Equal(t, "Bao", d.Name("bao"))
	require.Equal(t, "zoe", d.Name("zoe"))
}

func TestProposalIsOverOnceNobodyWaitsForAnything(t *testing.T) {
	over := func() *proposal.Proposal {
		return proposal.Resume(&proposal.State{Stage: proposal.Dropped})
	}
	require.True(t, over().Over())
	for name, open := range map[string]func(*proposal.Proposal){
		"open":        func(p *proposal.Proposal) { p.Stage = proposal.Open },
		"confirmed":   func(p *proposal.Proposal) { p.Stage = proposal.Confirmed },
		"waiting":     func(p *proposal.Proposal) { p.Waiting = &proposal.Report{} },
		"deciding":    func(p *proposal.Proposal) { p.Deciding = "t2" },
		"late":        func(p *proposal.Proposal) { p.Late = []proposal.Late{{Text: "t2"}} },
		"in the air":  func(p *proposal.Proposal) { p.Messages = []*proposal.Message{{State: "sending"}} },
		"not sent":    func(p *proposal.Proposal) { p.Messages = []*proposal.Message{{State: "waiting"}} },
		"not settled": func(p *proposal.Proposal) { p.Messages = []*proposal.Message{{State: "unknown"}} },
		"to ask":      func(p *proposal.Proposal) { p.Messages = []*proposal.Message{{State: "sent", AskAt: noon}} },
	} {
		p := over()
		open(p)
		require.False(t, p.Over(), name)
	}
	p := over()
	p.Messages = []*proposal.Message{{State: "sent"}, {State: "failed"}, {State: "superseded"}}
	require.True(t, p.Over())
}

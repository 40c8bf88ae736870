package proposal_test

// A phone that declares twice.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
	"muster/incident/proposal"
)

func TestWhatIsWrittenWhileAnotherIsBeingDeclaredWaitsForItsOwnWord(t *testing.T) {
	now := time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
	at := func(text, place string) proposal.Report {
		return proposal.Report{Text: text, By: "guard", Declaration: frozen.Declaration{Plan: "fire", Location: place}}
	}
	for name, ended := range map[string]func(*proposal.Proposal){
		"declared": func(p *proposal.Proposal) { p.Declared(now) },
		"refused":  func(p *proposal.Proposal) { p.CannotDeclare(now) },
	} {
		p := proposal.New("report-x")
		p.Propose(now, at("t1", "B3"))
		p.Stage, p.ConfirmedBy, p.Deciding = proposal.Confirmed, "guard", "t2"
		p.Propose(now, at("t3", "B5"))
		require.Equal(t, "B3", p.Report.Declaration.Location, name)
		require.False(t, p.Over())
		ended(p)
		require.Equal(t, proposal.Open, p.Stage, name)
		require.Equal(t, "B5", p.Report.Declaration.Location, "nobody has said yes to it")
		require.Empty(t, p.ConfirmedBy)
	}
}

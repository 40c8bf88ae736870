package scenario_test

// A power cut in the middle of a fire.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

func TestFireGoesOnAfterPowerCuts(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	fire := muster.Declare(harness.Fire("story", story(morning, 20)))
	harness.Await(t, 10*time.Second, "somebody is called", func() bool { return len(muster.Ledger()) > 0 })
	muster.Kill()
	muster.Start()
	require.Equal(t, "open", muster.Incident(fire.ID).State)
	town := harness.NewTown(t, muster, fire.ID)
	town.Oblige()
	awaitDone(t, muster, fire.ID, 10)
	muster.Kill()
	muster.Start()
	ended := town.AwaitState("closed", 60*time.Second)
	require.Equal(t, "handled", *ended.Outcome)
	requireFinished(t, ended)
	requireGapless(t, muster.Timeline(fire.ID))
	settled := awaitSettled(t, muster, fire.ID)
	ledger := muster.Ledger()
	require.Greater(t, harness.RequireOnce(t, ledger), 60)
	harness.RequireSent(t, settled, ledger)
}

package watchdog_test

// What a real engine says of incidents: one that is well, and one whose worker panics when it takes it up again.

import (
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"muster/app/vault"
	"muster/incident/frozen"
	"muster/test/harness"
	"muster/watchdog"
	"muster/workflows"
)

// names are those of the program.
var names = watchdog.Names{
	Type: workflows.IncidentType, Report: workflows.ProposalType, Notice: workflows.NoticeType, Text: workflows.TextType,
	Stray: workflows.StrayType, Starter: workflows.DrillStartType, Pulse: workflows.Pulse, Drill: string(frozen.Drill),
	Site: workflows.KeySite.GetName(), Plan: workflows.KeyPlan.GetName(), Mode: workflows.KeyMode.GetName(),
}

// connected is a client of an engine, which reads what a program has encrypted there.
func connected(t *testing.T, address string, muster *harness.Program) client.Client {
	keys, err := vault.Open(muster.Data("payload-keys.json"), time.Now, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	c, err := client.Dial(client.Options{HostPort: address, Namespace: "muster", DataConverter: converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), keys)})
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func TestTheEngineTellsAnIncidentThatIsWellFromOneThatCannotGoOn(t *testing.T) {
	address := harness.StartEngine(t).Address
	muster := harness.Start(t, "MUSTER_TEMPORAL_ADDRESS="+address)
	asked := watchdog.Temporal{Client: connected(t, address, muster), Names: names}
	fire, drill := muster.Declare(harness.Fire()), muster.Declare(harness.Fire("mode", "drill", "plan", "water-outage"))
	harness.Await(t, 10*time.Second, "both are found", func() bool {
		running, err := asked.Running(t.Context())
		require.NoError(t, err)
		return len(running) == 2
	})
	running, err := asked.Running(t.Context())
	require.NoError(t, err)
	require.ElementsMatch(t, []watchdog.Running{{ID: fire.ID, Site: "riverside", Plan: "fire"}, {ID: drill.ID, Site: "riverside", Plan: "water-outage", Drill: true}}, running)
	pulse, err := asked.Pulse(t.Context(), fire.ID)
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), *pulse.DueAt, time.Minute)
	task, err := asked.Task(t.Context(), fire.ID)
	require.NoError(t, err)
	require.Greater(t, task.Events, int64(5))
	_, err = asked.Task(t.Context(), "inc-none")
	require.ErrorIs(t, err, watchdog.ErrGone)
	_, err = asked.Pulse(t.Context(), "inc-none")
	require.ErrorIs(t, err, watchdog.ErrGone)
	reported, err := asked.Reported(t.Context())
	require.NoError(t, err)
	require.Empty(t, reported)

	muster.Kill()
	muster.With("MUSTER_TEST_FAULT=panic-on-replay").Start()
	harness.Await(t, 30*time.Second, "it does not speak", func() bool {
		_, err := asked.Pulse(t.Context(), fire.ID)
		return errors.Is(err, watchdog.ErrStuck)
	})
	harness.Await(t, time.Minute, "its next step fails again and again", func() bool {
		task, err := asked.Task(t.Context(), fire.ID)
		require.NoError(t, err)
		return task.Pending && task.Attempt > 1
	})
	harness.Await(t, time.Minute, "the engine reports it", func() bool {
		reported, err := asked.Reported(t.Context())
		require.NoError(t, err)
		return slices.Contains(reported, fire.ID)
	})
}

package workflows_test

// What a question to the carrier brings beside its answer.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// refuses makes so many of the requests to send fail, none of which is taken.
func (n *network) refuses(share float64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.refuse = share
}

// overtakenBy opens a real incident at the site.
func (w *town) overtakenBy(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.overtake = id
}

// A drill whose first messages got no answer from the carrier asks about them; it may not send them anew once something real
// is going on, and it learns of that here.
func TestADrillThatAsksLearnsOfTheRealIncident(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Drill, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	w.network.refuses(1)
	w.at(3*time.Second, func() {
		w.overtakenBy("inc-real")
		w.network.refuses(0)
	})
	w.until = w.start.In.DeclaredAt.Add(time.Hour)
	w.run()
	require.NoError(t, w.err)
	require.Equal(t, incident.Cancelled, w.status().View.State)
	ended := w.recorded(incident.KindCancelled)
	require.Len(t, ended, 1)
	require.InDelta(t, incident.SettleAfter.Seconds(), ended[0].At.Sub(w.start.In.DeclaredAt).Seconds(), 1.5)
	require.NotEmpty(t, w.network.ledger)
	for _, m := range w.network.ledger {
		require.True(t, strings.Contains(m.Body, "The drill is STOPPED") || strings.Contains(m.Body, "演练终止"), m.Body)
	}
}

// The drill's last words are asked about and repeated like any others: nothing holds them back any more.
func TestADrillsLastWordsAreRepeatedThoughSomethingRealIsGoingOn(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Drill, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	const real = 10 * time.Second
	w.at(real, func() {
		w.overtakenBy("inc-real")
		w.network.refuses(1)
		w.env.SignalWorkflow(workflows.RealDeclared, "inc-real")
	})
	w.at(real+3*time.Second, func() { w.network.refuses(0) })
	w.until = w.start.In.DeclaredAt.Add(time.Hour)
	w.run()
	require.NoError(t, w.err)
	called, stopped := map[string]bool{}, map[string]bool{}
	for _, m := range w.network.ledger {
		said := strings.Contains(m.Body, "The drill is STOPPED") || strings.Contains(m.Body, "演练终止")
		called[m.To], stopped[m.To] = true, stopped[m.To] || said
	}
	require.NotEmpty(t, called)
	require.Equal(t, called, stopped, "everybody who was called hears that it is over")
}

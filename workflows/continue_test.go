package workflows_test

// Continue-as-new at the worst moments: in the middle of a ladder, with a wave under way, an answer or a receipt in flight.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// How long the present run's history is made to look: as long as it is allowed to get, and longer.
const (
	long    = 4001
	tooLong = 8001
)

// ladderTown is a fire at night in which half of the people stay silent, so that the ladders climb; the carrier takes its
// time over a wave.
func ladderTown(t *testing.T) *town {
	w := newTown(t, 3, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 03:00")))
	w.calm = true
	w.network.slow = 2 * time.Second
	for k, r := range w.start.In.Site.Roster.Responders {
		if k%2 == 0 {
			w.network.people[r.Phone] = oblige(w, r.Phone, 35*time.Second)
		}
	}
	w.until = w.start.In.DeclaredAt.Add(12 * time.Minute)
	return w
}

// state is what of an incident has to be the same whether its run was renewed or not.
func (w *town) state() incident.View {
	view := w.status().View
	view.Now = incident.Time{}
	return view
}

// told is the ledger: each message with its moment.
func (w *town) told() []string {
	var told []string
	for _, m := range w.network.ledger {
		told = append(told, fmt.Sprint(m.Created.Sub(w.start.In.DeclaredAt).Round(100*time.Millisecond), " ", m.ID, " ", m.To, " ", m.Body))
	}
	return told
}

// requireSame compares two lists whose order at one moment does not matter, and names what only one of them has.
func requireSame(t *testing.T, want, got []string) {
	t.Helper()
	for _, line := range want {
		require.Contains(t, got, line)
	}
	require.ElementsMatch(t, want, got)
}

// answer has somebody accept the page that they were last sent, by an update or, where none has room, by a signal.
func (w *town) answer(id string, signal bool) {
	text := token(w.network.to(w.phone(id))[0].Body) + " 1"
	if signal {
		w.env.SignalWorkflow(workflows.AnswerArrived, activities.Text{ID: "SM-late", From: w.phone(id), Body: text})
	} else {
		w.textAs("SM-now", w.phone(id), text)
	}
}

func TestContinueAsNewInTheMiddleOfALadderLosesAndDoublesNothing(t *testing.T) {
	for _, row := range []struct {
		name    string
		at      time.Duration
		length  int
		answers string // who answers at that very moment
		signal  bool
	}{
		{"while the first wave is under way", 1500 * time.Millisecond, long, "", false},
		{"while a wave is under way", 31 * time.Second, long, "", false},
		{"between two rungs", 44 * time.Second, long, "", false},
		{"with receipts that wait for their batch", 30*time.Second + 700*time.Millisecond, long, "", false},
		{"with an answer in flight, between two rungs", 44 * time.Second, long, "zhou-min", false},
		{"with an answer in flight, while a wave is under way", 31 * time.Second, long, "zhou-min", false},
		{"with an answer by signal, while a wave is under way", 31 * time.Second, long, "zhou-min", true},
		{"with an answer by signal, between two rungs", 44 * time.Second, long, "zhou-min", true},
		{"at the moment of a rung", 60 * time.Second, long, "", false},
		{"with an answer in flight, past the hold, just before a rung", 59*time.Second + 900*time.Millisecond, tooLong, "zhou-min", false},
		{"at the last rung", 5 * time.Minute, long, "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			play := func(renew bool) *town {
				w := ladderTown(t)
				w.at(row.at, func() {
					if renew {
						w.env.SetCurrentHistoryLength(row.length)
					}
					if row.answers == "" {
						w.nudge()
						return
					}
					w.answer(row.answers, row.signal)
					w.later(time.Second, "again", func() { w.answer(row.answers, row.signal) }) // whoever was not sure says it again
				})
				w.run()
				return w
			}
			plain, w := play(false), play(true)
			require.Zero(t, plain.runs)
			require.Positive(t, w.runs, "it did not continue as new")
			require.Empty(t, w.network.doubled())
			require.Empty(t, w.shadow.broken)
			require.Greater(t, len(w.told()), 40)
			requireSame(t, plain.told(), w.told())
			require.Equal(t, plain.state(), w.state())
			requireSame(t, texts(plain.timeline()), texts(w.timeline()))
			if row.answers != "" {
				require.NotZero(t, w.since(incident.KindPageAccepted, row.answers))
			}
		})
	}
}

func texts(entries []incident.Entry) []string {
	var all []string
	for _, e := range entries {
		all = append(all, e.At.Round(100*time.Millisecond).Format(time.StampMilli)+" "+string(e.Kind)+" "+e.Text.EN)
	}
	return all
}

// nudge wakes the workflow without telling it anything.
func (w *town) nudge() {
	w.env.SignalWorkflow(workflows.DeliveryReported, workflows.Receipts{})
}

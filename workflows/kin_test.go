package workflows_test

// Incidents that belong together: two declarers of one fire, and a merge that crashes, lost answers and new runs do not hurt.

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// kin is the Desk's door to the other incidents of a town.
type kin struct {
	town  *town
	other *incident.Incident // declared a minute before the town's own; nil: there is none
	fail  int                // so many errands get lost before they arrive
	lose  int                // so many answers get lost
	calls int
	each  func(call int) // looks on after each errand

	ordered []string // merges
	opened  []incident.Opening
	refuse  error // of what is to be opened
}

// HandOver implements activities.KinDesk.
func (k *kin) HandOver(_ context.Context, _, request string, c incident.Carried) (incident.Taken, error) {
	k.calls++
	if k.calls <= k.fail {
		return incident.Taken{}, errors.New("the other incident does not answer")
	}
	now := k.town.env.Now()
	if _, done := k.other.Applied(request); !done {
		if err := k.other.Absorb(now, c); err != nil {
			return incident.Taken{}, err
		}
		k.other.Remember(request, "")
		k.other.Advance(now)
	}
	if k.each != nil {
		k.each(k.calls)
	}
	if k.calls <= k.fail+k.lose {
		return incident.Taken{}, errors.New("the answer was lost")
	}
	return k.other.TakenOf(c), nil
}

// twinTown is a fire by day that somebody else has declared a minute before, as inc-older.
func twinTown(t *testing.T) *town {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	older := w.start.In
	older.ID, older.DeclaredAt = "inc-older", older.DeclaredAt.Add(-time.Minute)
	w.kin.other = incident.Begin(older, older.DeclaredAt)
	w.until = w.start.In.DeclaredAt.Add(5 * time.Minute)
	return w
}

// merges gives the order at a moment.
func (w *town) merges(at time.Duration) {
	w.at(at, func() {
		o := incident.Merge{Into: w.kin.other.In.ID, By: "he-ping", Other: w.kin.known()}
		w.order(workflows.Merge, workflows.Order[incident.Merge]{ID: "order-merge", Body: o}, func(err error) { require.NoError(w.t, err) })
	})
}

// requireMerged fails unless the town's incident has ended as a part of the other, and whoever accepted here holds a seat there.
func (w *town) requireMerged(accepted ...string) {
	w.t.Helper()
	require.NoError(w.t, w.err)
	view := w.status().View
	require.Equal(w.t, incident.Closed, view.State)
	require.Equal(w.t, string(frozen.Duplicate), *view.Outcome)
	there := map[string]bool{}
	for _, s := range w.kin.other.View(w.env.Now()).Seats {
		for _, h := range s.Holders {
			there[h.Responder] = true
		}
	}
	for _, id := range accepted {
		require.True(w.t, there[id], "%s accepted, and holds no seat in the other incident", id)
	}
	require.Empty(w.t, w.network.doubled())
	require.Empty(w.t, w.shadow.broken)
}

func TestMergeSurvivesLostErrandsLostAnswersAndNewRuns(t *testing.T) {
	for _, row := range []struct {
		name       string
		fail, lose int
		renew      bool
	}{
		{"at once", 0, 0, false},
		{"when the errand gets lost", 2, 0, false},
		{"when its answer gets lost", 0, 2, false},
		{"when nobody answers for minutes", 20, 0, false},
		{"in two runs", 0, 1, true},
		{"in two runs, and nobody answers for minutes", 20, 1, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := twinTown(t)
			w.kin.fail, w.kin.lose = row.fail, row.lose
			w.at(5*time.Second, func() { w.answer("he-ping", false) })
			w.merges(10 * time.Second)
			if row.renew {
				w.at(10*time.Second+50*time.Millisecond, func() {
					w.env.SetCurrentHistoryLength(long)
					w.nudge()
				})
			}
			w.run()
			if row.renew {
				require.Positive(t, w.runs, "it did not continue as new")
			}
			w.requireMerged("he-ping")
		})
	}
}

func TestAnswerThatArrivesBetweenMergeAndEndIsNotLost(t *testing.T) {
	w := twinTown(t)
	w.at(5*time.Second, func() { w.answer("he-ping", false) })
	w.merges(10 * time.Second)
	const late = "zhang-wei"
	w.at(10*time.Second+50*time.Millisecond, func() {
		text := "1"
		if sent := w.network.to(w.phone(late)); len(sent) > 0 {
			text = token(sent[0].Body) + " 1"
		}
		w.textAs("SM-late", w.phone(late), text)
	})
	w.run()
	w.requireMerged("he-ping")
	require.GreaterOrEqual(t, w.kin.calls, 1)
}

func TestMergeIntoAnIncidentThatHasEndedIsGivenUp(t *testing.T) {
	w := twinTown(t)
	w.merges(10 * time.Second)
	w.at(10*time.Second, func() {
		_ = w.kin.other.Cancel(w.env.Now(), incident.Cancel{Outcome: frozen.Handled, By: "he-ping", Reason: "over"})
	})
	w.run()
	require.Equal(t, incident.Open, w.status().View.State)
	require.Len(t, w.recorded(incident.KindNotMerged), 1)
}

// Merge implements activities.KinDesk: the town's own incident is given the order.
func (k *kin) Merge(_ context.Context, id, _ string, o incident.Merge) error {
	k.ordered = append(k.ordered, id+" into "+o.Into)
	o.Other = k.known()
	k.town.later(10*time.Millisecond, "merge", func() {
		k.town.order(workflows.Merge, workflows.Order[incident.Merge]{ID: "order-decided", Body: o}, func(err error) { require.NoError(k.town.t, err) })
	})
	return nil
}

// known is what the Desk knows of the other incident.
func (k *kin) known() incident.Other {
	v := k.other.View(k.town.env.Now())
	return incident.Other{
		ID: v.ID, Plan: v.Plan, Title: v.Title, Site: v.Site, Mode: v.Mode, State: v.State, Location: v.Location, OpenedAt: time.Time(v.OpenedAt),
	}
}

// OpenLinked implements activities.KinDesk.
func (k *kin) OpenLinked(_ context.Context, o incident.Opening) error {
	if k.calls++; k.calls <= k.fail {
		return errors.New("the engine does not answer")
	}
	k.opened = append(k.opened, o)
	return k.refuse
}

// TellSame implements activities.KinDesk.
func (k *kin) TellSame(_ context.Context, id string, o incident.Other) error {
	if k.calls++; k.calls <= k.fail {
		return errors.New("the engine does not answer")
	}
	require.Equal(k.town.t, k.other.In.ID, id)
	k.other.MayBeSame(k.town.env.Now(), o)
	return nil
}

// EndLink implements activities.KinDesk.
func (k *kin) EndLink(context.Context, string, string, incident.LinkEnded) error { return nil }

package incident_test

// Stories of a carrier that refuses for a while, and of what may not be begun meanwhile.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// refusedTask is an incident whose one task was refused by a busy carrier just now, for a second.
func refusedTask(t *testing.T) *incident.Incident {
	i, wave := opening(t, declared(plan([]frozen.Seat{asks("SEC", 1, within(time.Minute))}, does("S1", "SEC")), house(post("SEC", "ann", "ben"))))
	i.Sent(noon, wave, []incident.Result{{Page: "p1", Attempt: 1, Fate: incident.FateSent, CarrierID: "SM1"}})
	i.Answer(noon, incident.Inbound{ID: "x", From: wave[0].To, Body: "1"})
	task := i.Take(noon, false, false).Waves[0]
	require.Len(t, task, 1)
	refuse(i, noon, task)
	return i
}

func refuse(i *incident.Incident, now time.Time, wave []incident.Send) {
	i.Sent(now, wave, []incident.Result{{Page: wave[0].Page, Attempt: wave[0].Attempt, Fate: incident.FateNotStarted, After: time.Second, Why: "throttled"}})
}

func TestTaskThatWaitsForTheWaveUnderWayWakesNobody(t *testing.T) {
	i := refusedTask(t)
	later := noon.Add(3 * time.Second)
	require.Empty(t, i.Take(later, false, true).Waves)
	due, ok := i.NextDue()
	require.True(t, !ok || due.After(later), "the end of the wave is what it waits for, not the clock")
	require.Len(t, i.Take(later, false, false).Waves, 1)
}

func TestNothingIsDueThatAFullHistoryHoldsBack(t *testing.T) {
	i := refusedTask(t)
	later := noon.Add(3 * time.Second)
	require.Empty(t, i.Take(later, true, false).Waves)
	due, ok := i.NextDue()
	require.True(t, !ok || due.After(later))
}

func TestRefusedMessageIsTriedMoreAndMoreSeldomAndToldOnce(t *testing.T) {
	i := refusedTask(t)
	var tries []time.Duration
	for len(tries) < 4 {
		now, ok := i.NextDue()
		require.True(t, ok)
		if waves := i.Take(now, false, false).Waves; len(waves) > 0 {
			tries = append(tries, now.Sub(noon))
			refuse(i, now, waves[0])
		}
	}
	require.Equal(t, []time.Duration{time.Second, 3 * time.Second, 7 * time.Second, 12 * time.Second}, tries)
	told := 0
	for _, e := range i.State.Entries {
		if e.Kind == incident.KindThrottled {
			told++
		}
	}
	require.Equal(t, 1, told)
}

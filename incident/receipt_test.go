package incident_test

// Stories of what the carrier says late, and says again.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestEachDuplicateIsWrittenDownOnceHoweverManyReceiptsItHas(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	for _, r := range []incident.Receipt{
		{CarrierID: "SM99", State: incident.AttemptSent},
		{CarrierID: "SM99", State: incident.AttemptDelivered},
		{CarrierID: "SM1", State: incident.AttemptDelivered},
		{CarrierID: "SM99", State: incident.AttemptDelivered},
	} {
		r.Page, r.Attempt = "p1", 1
		w.inc.Delivered(w.now, []incident.Receipt{r})
		w.settle()
		w.roundTrip()
	}
	require.Len(t, w.entries(incident.KindDuplicate), 1)
	w.inc.Delivered(w.now, []incident.Receipt{{Page: "p1", Attempt: 1, CarrierID: "SM98", State: incident.AttemptSent}})
	w.settle()
	require.Len(t, w.entries(incident.KindDuplicate), 2, "a third message is another duplicate")
}

func TestMessageThatTheCarrierListsAsFailedFailsOnce(t *testing.T) {
	for rules, failures := range map[int]int{0: 2, frozen.Rules: 1} {
		w := begin(t, under(declared(oneElectrician(), electricians()), rules))
		w.fate = func(s incident.Send) incident.Result {
			if s.To == w.phone("ann") {
				return incident.Result{Fate: incident.FateUnknown}
			}
			return incident.Result{Fate: incident.FateSent}
		}
		w.learn = func(incident.Ask) incident.Result {
			return incident.Result{Fate: incident.FateFailed, CarrierID: "SM-listed", Failure: incident.FailUnreachable}
		}
		w.to(5 * time.Second)
		require.Equal(t, []string{"5s ben"}, w.calls(), "the next one is called in her place")
		failed := incident.Receipt{Page: "p1", Attempt: 1, CarrierID: "SM-listed", State: incident.AttemptUndelivered, Failure: incident.FailUnreachable}
		w.inc.Delivered(w.now, []incident.Receipt{failed})
		w.settle()
		require.Len(t, w.entries(incident.KindUnreachable), failures, "under rules %d", rules)
		if rules == 0 {
			continue
		}
		require.Equal(t, []string{"5s ben"}, w.calls(), "once")
		require.Equal(t, "SM-listed", *w.pageOf("ann").Attempts[0].CarrierID)
		failed.CarrierID = "SM-other"
		w.inc.Delivered(w.now, []incident.Receipt{failed})
		w.settle()
		require.Len(t, w.entries(incident.KindDuplicate), 1, "another message is a double")
	}
}

func TestFailedMessageThatBelongsToAnotherAttemptIsNotBelieved(t *testing.T) {
	i, wave := opening(t, declared(plan([]frozen.Seat{asks("SEC", 1)}), house(post("SEC", "ann"))))
	i.Sent(noon, wave, []incident.Result{{Page: "p1", Attempt: 1, Fate: incident.FateSent, CarrierID: "SM1"}})
	second := i.Take(at(30*time.Second), false, false).Waves[0]
	i.Sent(at(30*time.Second), second, []incident.Result{{Page: "p1", Attempt: 2, Fate: incident.FateFailed, CarrierID: "SM1", Failure: incident.FailUnreachable}})
	require.Equal(t, []incident.AttemptState{incident.AttemptSent, incident.AttemptUnknown}, attempts(i, "p1"))
}

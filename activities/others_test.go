package activities_test

// Two incidents that send one person the same words: the carrier's list shows the message, and only one of them has sent it.

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
)

// shadow knows what other incidents have sent.
type shadow struct {
	elsewhere []string
	err       error
	asked     []string
}

func (s *shadow) RecordedElsewhere(_ context.Context, id, phone string, ids []string) ([]string, error) {
	s.asked = append([]string{id, phone}, ids...)
	return s.elsewhere, s.err
}

func TestAMessageOfAnotherIncidentIsNotAdopted(t *testing.T) {
	n := &network{listed: []carrier.Record{{ID: "SM-theirs", Body: english}}}
	known := &shadow{elsewhere: []string{"SM-theirs"}}
	got := settled(t, &activities.Pager{Carrier: n, Others: known}, question(english))
	require.Equal(t, []string{"inc-1", phone, "SM-theirs"}, known.asked)
	require.Equal(t, []string{"find", "send"}, n.did, "its own has never been sent")
	require.Equal(t, "SM-p1-2", got.CarrierID)
}

func TestOfTwoWithTheSameWordsTheOwnOneIsAdopted(t *testing.T) {
	n := &network{listed: []carrier.Record{{ID: "SM-theirs", Body: english}, {ID: "SM-mine", Body: english}}}
	got := settled(t, &activities.Pager{Carrier: n, Others: &shadow{elsewhere: []string{"SM-theirs"}}}, question(english))
	require.Equal(t, "SM-mine", got.CarrierID)
	require.Empty(t, n.taken)
}

func TestSettlingDoesNotWaitForTheDatabase(t *testing.T) {
	n := &network{listed: []carrier.Record{{ID: "SM-found", Body: english}}}
	got := settled(t, &activities.Pager{Carrier: n, Others: &shadow{err: errors.New("the database is away")}}, question(english))
	require.Equal(t, "SM-found", got.CarrierID)
}

func TestTwoThatAskAtOnceDoNotAdoptOneMessage(t *testing.T) {
	n := &network{listed: []carrier.Record{{ID: "SM-found", Body: english}}}
	p := &activities.Pager{Carrier: n, Others: &shadow{}}
	ask := func(id string) incident.Result {
		got, err := p.SettleWave(t.Context(), activities.Settle{Incident: id, Site: "riverside", Asks: []incident.Ask{question(english)}})
		require.NoError(t, err)
		return got.Results[0]
	}
	require.Equal(t, "SM-found", ask("inc-1").CarrierID)
	require.Equal(t, "SM-p1-2", ask("inc-2").CarrierID, "the other one's is sent")
	require.Equal(t, "SM-found", ask("inc-1").CarrierID, "asked again, the first one says the same")
}

func TestACallOfAnotherIncidentIsNotAdopted(t *testing.T) {
	l := &line{listed: []carrier.CallRecord{{ID: "CA-theirs", Created: since.Add(time.Minute)}, {ID: "CA-mine", Created: since.Add(70 * time.Second)}}}
	q := question(english)
	q.Channel = frozen.Voice
	got := settled(t, &activities.Pager{Carrier: &network{}, Voice: l, Others: &shadow{elsewhere: []string{"CA-theirs"}}}, q)
	require.Equal(t, "CA-mine", got.CarrierID)
}

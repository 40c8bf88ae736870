package activities_test

// Calls: placed once, and told apart in the carrier's list by recipient and time.

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
	"muster/incident/frozen"
)

// line is the voice of the network: it takes every call, unless it was told otherwise.
type line struct {
	placed []carrier.Call
	listed []carrier.CallRecord
	err    error // of placing a call
	find   error
}

// Call implements carrier.Caller.
func (l *line) Call(_ context.Context, c carrier.Call) (carrier.CallRecord, error) {
	if l.err != nil {
		return carrier.CallRecord{}, l.err
	}
	l.placed = append(l.placed, c)
	return carrier.CallRecord{ID: "CA-" + c.Tag.Page, To: c.To, Status: carrier.CallQueued}, nil
}

// FindCalls implements carrier.Caller.
func (l *line) FindCalls(context.Context, carrier.Query) ([]carrier.CallRecord, error) {
	return slices.Clone(l.listed), l.find
}

// talking is a network that sends and calls.
type talking struct{ *network }

// Asks implements carrier.Port.
func (talking) Asks(carrier.Channel) (asks, ok bool) { return true, true }

func ringing(page string) incident.Send {
	return incident.Send{Page: page, Attempt: 3, Channel: frozen.Voice, To: phone, Body: "Fire. To accept, press 7.", Language: "en"}
}

func TestOneWaveHoldsTextsAndCalls(t *testing.T) {
	n, l := &network{}, &line{}
	w := wave(phone)
	w.Sends = append(w.Sends, ringing("p2"))
	got := carry(t, &activities.Pager{Carrier: n, Voice: l}, w, 0)
	require.Equal(t, []incident.Result{
		{Page: "p1", Attempt: 1, Fate: incident.FateSent, CarrierID: "SM-p1-1"}, {Page: "p2", Attempt: 3, Fate: incident.FateSent, CarrierID: "CA-p2"},
	}, got.Results)
	require.Len(t, n.taken, 1)
	require.Equal(t, []carrier.Call{{
		To: phone, Ring: 25 * time.Second, Tag: carrier.Tag{Incident: "inc-1", Page: "p2", Attempt: 3},
		Speech: carrier.Speech{
			Language: "en", Text: "Fire. To accept, press 7.", Ask: 1,
			Bye: "Nothing was accepted. Others are being called. You can still answer by text message. Goodbye.",
		},
	}}, l.placed)
}

func TestWhatAFailedCallMeans(t *testing.T) {
	for _, row := range []struct {
		err  error
		want incident.Result
	}{
		{&carrier.Error{Class: carrier.Ambiguous, Written: true}, incident.Result{Fate: incident.FateUnknown, Why: "ambiguous"}},
		{&carrier.Error{Class: carrier.Recipient}, incident.Result{Fate: incident.FateFailed, Failure: incident.FailRecipient, Why: "recipient"}},
		{&carrier.Error{Class: carrier.Throttled, RetryAfter: 3 * time.Second}, incident.Result{Fate: incident.FateNotStarted, After: 3 * time.Second, Why: "throttled"}},
		{errors.New("anything else"), incident.Result{Fate: incident.FateUnknown}},
		{&carrier.Error{Class: carrier.Account, Code: 21215}, incident.Result{Fate: incident.FateFailed, Failure: incident.FailNoVoice, Why: "account"}},
	} {
		w := activities.Wave{Incident: "inc-1", Sends: []incident.Send{ringing("p1")}}
		row.want.Page, row.want.Attempt = "p1", 3
		require.Equal(t, []incident.Result{row.want}, carry(t, &activities.Pager{Carrier: &network{}, Voice: &line{err: row.err}}, w, 0).Results)
	}
	mute := carry(t, &activities.Pager{Carrier: &network{}}, activities.Wave{Sends: []incident.Send{ringing("p1")}}, 0)
	require.Equal(t, incident.FailNoVoice, mute.Results[0].Failure, "a carrier that has lost its voice loses no page")
	require.Nil(t, activities.ContainedCalls(nil, nil), "nor does a drill's")
}

// asked is a question about a call that was begun a minute after since.
func asked(known ...string) incident.Ask {
	return incident.Ask{Send: ringing("p1"), Since: since, Known: known, MaySend: true}
}

func begun(id string, after time.Duration) carrier.CallRecord {
	return carrier.CallRecord{ID: id, To: phone, Status: carrier.CallRinging, Created: since.Add(time.Minute + after)}
}

func TestACallIsFoundByItsTime(t *testing.T) {
	l := &line{listed: []carrier.CallRecord{begun("CA-late", 40*time.Second), begun("CA-mine", -time.Second), begun("CA-early", -50*time.Second)}}
	p := &activities.Pager{Carrier: talking{&network{}}, Voice: l}
	got := settled(t, p, asked())
	require.Equal(t, incident.FateSent, got.Fate)
	require.Equal(t, "CA-mine", got.CarrierID, "the one nearest to the attempt's own moment")
	require.Equal(t, "CA-late", settled(t, p, asked("CA-mine")).CarrierID, "one that is another attempt's is not taken twice")
	require.Empty(t, l.placed)
}

func TestACallOfALaterAttemptIsNotAdopted(t *testing.T) {
	l := &line{listed: []carrier.CallRecord{begun("CA-later", 15*time.Second)}}
	q := asked()
	q.Until = since.Add(time.Minute + 15*time.Second + 400*time.Millisecond)
	got := settled(t, &activities.Pager{Carrier: talking{&network{}}, Voice: l}, q)
	require.Equal(t, "CA-p1", got.CarrierID, "it was called again")
	require.Len(t, l.placed, 1)
	q.MaySend = false
	require.Equal(t, incident.FateAbsent, settled(t, &activities.Pager{Carrier: talking{&network{}}, Voice: l}, q).Fate)
}

func TestACallOfAnEarlierAttemptIsNotAdopted(t *testing.T) {
	l := &line{listed: []carrier.CallRecord{begun("CA-earlier", -15*time.Second)}}
	q := asked()
	q.From = since.Add(time.Minute - 10*time.Second)
	require.Equal(t, "CA-p1", settled(t, &activities.Pager{Carrier: talking{&network{}}, Voice: l}, q).CarrierID, "it was called")
	l.listed = append(l.listed, begun("CA-own", -2*time.Second))
	require.Equal(t, "CA-own", settled(t, &activities.Pager{Carrier: talking{&network{}}, Voice: l}, q).CarrierID)
}

func TestNobodyIsCalledAgainWhileTheCarrierDoesNotSay(t *testing.T) {
	l := &line{find: errors.New("down")}
	_, err := settle(t, &activities.Pager{Carrier: talking{&network{}}, Voice: l}, asked())
	require.Error(t, err)
	l = &line{listed: []carrier.CallRecord{begun("CA-1", 0)}, find: carrier.ErrCut}
	_, err = settle(t, &activities.Pager{Carrier: talking{&network{}}, Voice: l}, asked())
	require.Error(t, err, "a list that was cut may lack the call")
	require.Empty(t, l.placed)
}

func TestAnAdoptedCallThatNobodyTookHasFailed(t *testing.T) {
	for status, want := range map[carrier.CallStatus]incident.Failure{
		carrier.CallBusy: incident.FailBusy, carrier.CallNoAnswer: incident.FailNoAnswer, carrier.CallFailed: incident.FailUnreachable,
		carrier.CallCanceled: incident.FailUnreachable, carrier.CallCompleted: "", carrier.CallInProgress: "", carrier.CallQueued: "",
	} {
		record := begun("CA-1", 0)
		record.Status = status
		got := settled(t, &activities.Pager{Carrier: talking{&network{}}, Voice: &line{listed: []carrier.CallRecord{record}}}, asked())
		require.Equal(t, want, got.Failure, status)
		require.Equal(t, "CA-1", got.CarrierID)
		if want == "" {
			require.Equal(t, incident.FateSent, got.Fate)
		} else {
			require.Equal(t, incident.FateFailed, got.Fate)
		}
	}
}

func TestADrillCallsRespondersOnly(t *testing.T) {
	l := &line{}
	p := &activities.Pager{Carrier: &network{}, Voice: activities.ContainedCalls(l, func(number string) bool { return number != phone }), Real: &site{}}
	got := carry(t, p, activities.Wave{Incident: "inc-1", Sends: []incident.Send{ringing("p1")}}, 0)
	require.Equal(t, incident.FailRefused, got.Results[0].Failure)
	require.Empty(t, l.placed)
}

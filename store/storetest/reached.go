package storetest

// The part of the suite about when people were reached.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/testpage"
	"muster/store"
)

// reached opens a database whose clock stands a day after the suite's incidents.
func reached(t *testing.T, h Harness) Store {
	t.Helper()
	s, err := h.Open(func() time.Time { return Opened.AddDate(0, 0, 1) })
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func contacts(t *testing.T, s Store, site string) map[string]store.Contact {
	t.Helper()
	all, err := s.Contacts(ctx(t), site)
	require.NoError(t, err)
	return all
}

func knowsWhoWasReached(t *testing.T, h Harness) {
	s := reached(t, h)
	require.Equal(t, map[string]store.Contact{}, contacts(t, s, "riverside"))
	declare(t, s, "inc-1", Opened, nil)
	declare(t, s, "inc-2", Opened, nil)
	declare(t, s, "inc-other", Opened, func(v *incident.View) { v.Site = "harbour" })
	at := func(minutes int) incident.Time {
		return incident.Time(Opened.Add(time.Duration(minutes) * time.Minute))
	}
	called := func(id, who string, rev int, answered *incident.Time, attempts ...incident.AttemptView) {
		record(t, s, incident.Shadow{Incident: id, Rev: rev, Pages: []incident.ShadowPage{{View: incident.PageView{
			ID: "p-" + who, Kind: incident.CallPage, Responder: who, AnsweredAt: answered, Attempts: attempts,
		}}}})
	}
	attempt := func(minutes int, state incident.AttemptState) incident.AttemptView {
		return incident.AttemptView{N: minutes, State: state, At: at(minutes)}
	}
	called("inc-1", "ann", 2, nil, attempt(1, incident.AttemptDelivered), attempt(2, incident.AttemptDelivered), attempt(3, incident.AttemptSent))
	called("inc-1", "bao", 2, nil, attempt(1, incident.AttemptUndelivered))
	called("inc-1", "chen", 2, ptr(at(4)), attempt(1, incident.AttemptSent))
	called("inc-other", "ann", 2, ptr(at(9)))
	called("inc-2", "dan", 2, ptr(at(30*24*60))) // by a drill's own clock, ahead of today
	require.Equal(t, map[string]store.Contact{"ann": {ReachedAt: time.Time(at(2))}, "chen": {ReachedAt: time.Time(at(4))}}, contacts(t, s, "riverside"))
	called("inc-2", "ann", 3, ptr(at(7)))
	called("inc-1", "bao", 3, nil, attempt(1, incident.AttemptUndelivered), attempt(5, incident.AttemptDelivered))
	called("inc-1", "chen", 1, nil) // late
	all := contacts(t, s, "riverside")
	require.Equal(t, time.Time(at(7)), all["ann"].ReachedAt)
	require.Equal(t, time.Time(at(5)), all["bao"].ReachedAt)
	require.Equal(t, time.Time(at(4)), all["chen"].ReachedAt)
	require.Len(t, all, 3)
	require.Equal(t, time.Time(at(9)), contacts(t, s, "harbour")["ann"].ReachedAt)
}

func keepsTestPages(t *testing.T, h Harness) {
	s := reached(t, h)
	first := testpage.Outcome{Site: "riverside", Responder: "ann", At: Opened, Rev: 3, State: incident.AttemptDelivered, DeliveredAt: Opened.Add(time.Second)}
	keep := func(o testpage.Outcome) {
		t.Helper()
		require.NoError(t, s.KeepTest(ctx(t), o))
	}
	requireKept := func(want testpage.Outcome, reachedAt time.Time) {
		t.Helper()
		require.Equal(t, map[string]store.Contact{"ann": {ReachedAt: reachedAt, Test: &want}}, contacts(t, s, "riverside"))
	}
	keep(first)
	keep(first)
	requireKept(first, first.DeliveredAt)
	older := first
	older.Rev, older.State, older.DeliveredAt = 2, incident.AttemptSent, time.Time{}
	keep(older)
	requireKept(first, first.DeliveredAt)
	answered := first
	answered.Rev, answered.AnsweredAt = 4, Opened.Add(time.Minute)
	keep(answered)
	requireKept(answered, answered.AnsweredAt)
	failed := testpage.Outcome{Site: "riverside", Responder: "ann", At: Opened.Add(time.Hour), Rev: 2, State: incident.AttemptFailed, Why: "recipient"}
	keep(failed)
	keep(answered) // of the page before
	requireKept(failed, answered.AnsweredAt)
	wrong := testpage.Outcome{Site: "riverside", Responder: "bao", At: Opened, Rev: 3, State: incident.AttemptSent, AnsweredAt: Opened.Add(time.Minute), WrongNumber: true}
	keep(wrong)
	bao := contacts(t, s, "riverside")["bao"]
	require.Equal(t, wrong, *bao.Test)
	require.True(t, bao.ReachedAt.IsZero(), "somebody else has it")
	require.Empty(t, contacts(t, s, "harbour"))
}

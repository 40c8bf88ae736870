package sim_test

// Calls: how they are placed, how they go, and what is told of them.

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/carrier/sim"
)

const (
	calls   = "/2010-04-01/Accounts/" + account + "/Calls.json"
	asksFor = "Fire. To accept, press 7. If you cannot, press 3. To hear this again, press 9."
	keys    = public + "/webhooks/twilio/voice?i=inc-1&p=p-1&a=3&r=1"
)

// script asks twice for a key, and says goodbye.
func script() string {
	gather := `<Gather numDigits="1" action="` + strings.ReplaceAll(keys, "&", "&amp;") + `" input="dtmf"><Say language="en-US">` + asksFor + `</Say></Gather>`
	return `<?xml version="1.0"?><Response>` + gather + gather + `<Say>Goodbye.</Say><Hangup/></Response>`
}

func ring(to string) url.Values {
	return url.Values{
		"To": {to}, "From": {own}, "Twiml": {script()}, "Timeout": {"20"}, "StatusCallbackEvent": {"initiated", "answered", "completed"},
		"StatusCallback": {public + "/webhooks/twilio/status?i=inc-1&p=p-1&a=3#rc=5"},
	}
}

// answering is a Muster that answers keys with markup.
type answering struct {
	*muster
	mu     sync.Mutex
	markup string
	away   bool
}

func newAnswering(t *testing.T, markup string) *answering {
	t.Helper()
	m := &answering{muster: newMuster(t), markup: markup}
	plain := m.Config.Handler
	m.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		plain.ServeHTTP(recorder, r)
		m.mu.Lock()
		defer m.mu.Unlock()
		switch {
		case recorder.Code != http.StatusOK || (m.away && strings.Contains(r.URL.Path, "voice")):
			w.WriteHeader(http.StatusServiceUnavailable)
		case strings.Contains(r.URL.Path, "voice"):
			_, _ = fmt.Fprint(w, m.markup)
		}
	})
	return m
}

func quick(o *sim.Options) { o.KeyWait = 50 * time.Millisecond }

func (n *network) placed(t *testing.T, f url.Values) string {
	t.Helper()
	a, err := n.call(t, http.MethodPost, calls, f)
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, a.status, a.text)
	id, _ := a.body["sid"].(string)
	require.Regexp(t, "^CA[0-9a-f]{32}$", id)
	return id
}

// awaitCall returns once a call has reached a status.
func (n *network) awaitCall(t *testing.T, id string, status carrier.CallStatus) sim.Entry {
	t.Helper()
	var found sim.Entry
	require.NoError(t, n.Await(within(t), func() bool {
		k := slices.IndexFunc(n.Ledger(), func(e sim.Entry) bool { return e.ID == id && e.Call == status })
		if k >= 0 {
			found = n.Ledger()[k]
		}
		return k >= 0
	}), "the call is not %s", status)
	return found
}

// heard is what was said and pressed at a handset.
func (n *network) heard(number string) []string {
	var list []string
	for _, m := range n.Messages(number) {
		list = append(list, fmt.Sprint(m.Channel, " ", m.Direction, " ", m.Body))
	}
	return list
}

// events are the statuses that were posted of calls, in the order of their sequence.
func events(posts []posted) []string {
	slices.SortFunc(posts, func(a, b posted) int {
		return strings.Compare(a.form.Get("SequenceNumber"), b.form.Get("SequenceNumber"))
	})
	var list []string
	for _, p := range posts {
		list = append(list, p.form.Get("CallStatus"))
	}
	return list
}

func TestACallRingsIsTakenAndAnsweredByAKey(t *testing.T) {
	m := newAnswering(t, `<Response><Say>Accepted.</Say><Hangup/></Response>`)
	n := open(t, m.muster)
	n.SetCallHabit(phone, sim.AcceptsCalls(0))
	id := n.placed(t, ring(phone))
	e := n.awaitCall(t, id, carrier.CallCompleted)
	require.Equal(t, carrier.Voice, e.Channel)
	require.Equal(t, carrier.Tag{Incident: "inc-1", Page: "p-1", Attempt: 3}, e.Tag)
	require.Equal(t, []string{"voice out " + asksFor, "voice in 7", "voice out Accepted."}, n.heard(phone))
	pressed := m.await(t, "/webhooks/twilio/voice", 1)[0]
	require.Equal(t, strings.TrimPrefix(keys, public), pressed.path)
	require.Equal(t, "7", pressed.form.Get("Digits"))
	require.Equal(t, id, pressed.form.Get("CallSid"))
	require.Equal(t, []string{"initiated", "in-progress", "completed"}, events(m.await(t, "/webhooks/twilio/status", 3)))
}

func TestAVoicemailPressesNothingOrTheWrongKey(t *testing.T) {
	m := newAnswering(t, `<Response><Say>Not one of these.</Say></Response>`)
	n := open(t, m.muster, quick)
	n.SetCallHabit(phone, sim.Voicemail(""))
	n.awaitCall(t, n.placed(t, ring(phone)), carrier.CallCompleted)
	require.Equal(t, []string{"voice out " + asksFor, "voice out " + asksFor, "voice out Goodbye."}, n.heard(phone))
	const other = "+12025550124"
	n.SetCallHabit(other, sim.Voicemail("1"))
	n.awaitCall(t, n.placed(t, ring(other)), carrier.CallCompleted)
	require.Equal(t, []string{"voice out " + asksFor, "voice in 1", "voice out Not one of these."}, n.heard(other))
}

func TestHowACallEndsThatNobodyTakes(t *testing.T) {
	for status, habit := range map[carrier.CallStatus]sim.CallHabit{
		carrier.CallBusy: sim.Busy(), carrier.CallNoAnswer: sim.Unanswered(0), carrier.CallFailed: sim.CannotBeCalled(30005),
	} {
		m := newAnswering(t, "")
		n := open(t, m.muster)
		n.SetCallHabit(phone, habit)
		id := n.placed(t, ring(phone))
		n.awaitCall(t, id, status)
		require.Empty(t, n.heard(phone))
		require.Equal(t, []string{"initiated", string(status)}, events(m.await(t, "/webhooks/twilio/status", 2)))
		a, err := n.call(t, http.MethodGet, calls+"?To="+url.QueryEscape(phone), nil)
		require.NoError(t, err)
		listed, _ := a.body["calls"].([]any)
		shown, _ := listed[0].(map[string]any)
		require.Equal(t, string(status), shown["status"])
		require.Equal(t, id, shown["sid"])
	}
}

func TestKeysArePressedByHand(t *testing.T) {
	m := newAnswering(t, `<Response><Say>Accepted.</Say></Response>`)
	n := open(t, m.muster)
	require.ErrorIs(t, n.Press(within(t), phone, "7"), sim.ErrNoCall)
	id := n.placed(t, ring(phone))
	require.NoError(t, n.Await(within(t), func() bool { return len(n.heard(phone)) == 1 }))
	require.NoError(t, n.Press(within(t), phone, "7"))
	n.awaitCall(t, id, carrier.CallCompleted)
	require.ErrorIs(t, n.Press(within(t), phone, "7"), sim.ErrNoCall)
	require.Equal(t, []string{"voice out " + asksFor, "voice in 7", "voice out Accepted."}, n.heard(phone))
}

func TestAKeyThatMusterDoesNotTakeIsToldSo(t *testing.T) {
	m := newAnswering(t, "")
	m.away = true
	n := open(t, m.muster)
	id := n.placed(t, ring(phone))
	require.NoError(t, n.Await(within(t), func() bool { return len(n.heard(phone)) == 1 }))
	require.ErrorIs(t, n.Press(within(t), phone, "7"), sim.ErrNotTaken)
	n.awaitCall(t, id, carrier.CallCompleted)
	require.Contains(t, n.heard(phone)[2], "application error")
}

func TestWhatACallSaysMayBeFetched(t *testing.T) {
	m := newAnswering(t, `<Response><Say>Fetched.</Say></Response>`)
	n := open(t, m.muster)
	f := ring(phone)
	f.Set("Url", keys)
	n.awaitCall(t, n.placed(t, f), carrier.CallCompleted)
	require.Equal(t, []string{"voice out Fetched."}, n.heard(phone), "with both, the address counts")
}

func TestAHandsetInACallIsBusy(t *testing.T) {
	n := open(t, newAnswering(t, "").muster)
	n.placed(t, ring(phone))
	require.NoError(t, n.Await(within(t), func() bool { return len(n.heard(phone)) == 1 }))
	n.awaitCall(t, n.placed(t, ring(phone)), carrier.CallBusy)
}

func TestCallsThatAreRefused(t *testing.T) {
	n := open(t, nil)
	for code, change := range map[int]func(url.Values){
		21211: func(f url.Values) { f.Set("To", "12") },
		21210: func(f url.Values) { f.Set("From", "+12025550188") },
		21205: func(f url.Values) { f.Del("Twiml") },
		20001: func(f url.Values) { f.Set("Timeout", "soon") },
	} {
		f := ring(phone)
		change(f)
		a, err := n.call(t, http.MethodPost, calls, f)
		require.NoError(t, err)
		require.EqualValues(t, code, a.body["code"])
	}
	f := ring(phone)
	f.Set("Twiml", strings.Repeat("x", 4001))
	a, err := n.call(t, http.MethodPost, calls, f)
	require.NoError(t, err)
	require.EqualValues(t, 21205, a.body["code"])
	require.Empty(t, n.Ledger())
}

func TestCallsOutliveAKill(t *testing.T) {
	dir := t.TempDir()
	m := newAnswering(t, `<Response><Say>Accepted.</Say></Response>`)
	n := open(t, m.muster, inDir(dir), func(o *sim.Options) { o.SentAfter = time.Hour })
	waiting := n.placed(t, ring(phone))
	again := open(t, m.muster, inDir(copyLedger(t, dir, "")))
	require.Equal(t, plain(n.Ledger()), plain(again.Ledger()))
	again.SetCallHabit(phone, sim.AcceptsCalls(0))
	again.Resume()
	again.awaitCall(t, waiting, carrier.CallCompleted)

	other := t.TempDir()
	talking := open(t, m.muster, inDir(other))
	on := talking.placed(t, ring(phone))
	require.NoError(t, talking.Await(within(t), func() bool { return len(talking.heard(phone)) == 1 }))
	cut := open(t, m.muster, inDir(copyLedger(t, other, "")))
	cut.Resume()
	cut.awaitCall(t, on, carrier.CallCompleted)
	require.Equal(t, talking.heard(phone), cut.heard(phone), "what was said is not said twice")
}

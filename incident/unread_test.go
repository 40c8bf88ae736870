package incident_test

// People whom no text reaches, and calls of one person that follow closely.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/words"
)

// writtenTo is voiced a moment after ann was written to.
func writtenTo(t *testing.T, change ...func(*frozen.Input)) *town {
	t.Helper()
	return voiced(t, 2*time.Second, change...)
}

// state is somebody's page as the incident keeps it.
func (w *town) state(id string) *incident.Page {
	w.t.Helper()
	for _, p := range w.inc.State.Pages {
		if p.ID == w.pageOf(id).ID {
			return p
		}
	}
	require.Fail(w.t, "no page")
	return nil
}

// fails has the carrier report that the last message to somebody has failed.
func (w *town) fails(id string, why incident.Failure) {
	w.t.Helper()
	p := w.state(id)
	a := p.Attempts[len(p.Attempts)-1]
	w.inc.Delivered(w.now, []incident.Receipt{{Page: p.ID, Attempt: a.N, CarrierID: a.CarrierID, State: incident.AttemptUndelivered, Failure: why}})
	w.settle()
}

func TestWhatEachFailureOfATextBringsAbout(t *testing.T) {
	for _, row := range []struct {
		class  string
		why    incident.Failure
		called bool // at once, by voice
		state  incident.PageState
		en, zh string
	}{
		{"opted out (21610)", incident.FailOptedOut, true, incident.PagePaging, "has opted out of messages", "已退订短信"},
		{"a landline, an invalid or unknown number (21614, 21211, 30005, 30006)", incident.FailRecipient, true, incident.PagePaging, "the number cannot receive messages", "号码无法接收短信"},
		{"bounced: off or roaming (30003)", incident.FailUnreachable, false, incident.PagePaging, "the phone is off or out of reach", "手机关机或不在服务区"},
		{"the sender's queue is full, or its rate or daily cap is used up (30001, 30022, 30023)", incident.FailQueueFull, false, incident.PagePaging, "the carrier takes no more from our number for now", "运营商暂不再接收本号码的短信"},
		{"the account is suspended, the sender not registered (30002, 30032, 30034)", incident.FailAccount, false, incident.PagePaging, "the carrier does not serve our account or number: operator, act", "运营商不为本账户或号码服务，请管理员处理"},
		{"without a reason, or one that nobody knows", incident.FailUnsaid, false, incident.PagePaging, "not delivered, the network does not say why", "未送达，网络未说明原因"},
		{"filtered (30007)", incident.FailFiltered, true, incident.PagePaging, "the network refused the text", "短信被网络拦截"},
		{"wrong number", incident.FailWrongNumber, false, incident.PageUnreachable, "wrong number", "号码有误"},
		{"not of this drill", incident.FailRefused, false, incident.PageUnreachable, "not a number of this drill", "不在本次演练名单"},
	} {
		t.Run(row.class, func(t *testing.T) {
			w := writtenTo(t)
			w.fails("ann", row.why)
			require.Equal(t, row.state, w.pageOf("ann").State)
			require.Contains(t, w.calls(), "2s ben", "the next one is called at once, whatever becomes of ann")
			last := w.pageOf("ann").Attempts
			require.Equal(t, row.called, last[len(last)-1].Channel == frozen.Voice)
			require.Contains(t, w.entries(incident.KindUnreachable)[0], "Ann not reached: "+row.en)
			require.Contains(t, words.Unreachable("Ann", string(row.why)).ZH, row.zh)
		})
	}
}

func TestAFullQueueWaitsAndCostsNobodyThePage(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	n := 0
	w.fate = func(incident.Send) incident.Result {
		if n++; n == 1 {
			return incident.Result{Fate: incident.FateNotStarted, After: 5 * time.Second, Why: "queue-full"}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.to(10 * time.Second)
	require.Equal(t, []string{"5s ann"}, w.calls(), "the same message, a moment later, and nobody in its place")
	require.Len(t, w.entries(incident.KindThrottled), 1)
}

func TestWhoAcceptsByTheCallThatCameInsteadOfATextHasTheSeat(t *testing.T) {
	w := writtenTo(t)
	w.fails("ann", incident.FailOptedOut)
	accept, _, _ := w.keysOf("ann")
	require.Contains(t, w.press("ann", accept, 1).Text, "Accepted")
	require.Equal(t, incident.PageAccepted, w.pageOf("ann").State)
}

func TestNobodyIsCalledInsteadOfATextWhereThatMakesNoSense(t *testing.T) {
	for story, w := range map[string]*town{
		"by older rules": writtenTo(t, func(in *frozen.Input) { in.Rules = frozen.UnreadAreCalled - 1 }),
		"without voice":  writtenTo(t, func(in *frozen.Input) { in.Channels = []frozen.Channel{frozen.SMS} }),
		"where voice comes late": writtenTo(t, func(in *frozen.Input) {
			for k := range in.Plan.Seats {
				for n := range in.Plan.Seats[k].Ladder {
					if in.Plan.Seats[k].Ladder[n].At > 0 {
						in.Plan.Seats[k].Ladder[n].At += 7 * time.Minute
					}
				}
			}
		}),
	} {
		w.fails("ann", incident.FailOptedOut)
		require.Equal(t, incident.PageUnreachable, w.pageOf("ann").State, story)
	}
	w := writtenTo(t)
	w.fails("ann", incident.FailRecipient)
	w.fails("ann", incident.FailNoVoice)
	require.Equal(t, incident.PageUnreachable, w.pageOf("ann").State, "neither text nor call")
}

func TestOfTwoCallsWhoseAnswersWereLostTheEarlierIsAskedAboutFirst(t *testing.T) {
	in := declared(plan([]frozen.Seat{asks("SEC", 1, climbs(
		frozen.Rung{Page: []frozen.Selector{frozen.Holders}, By: []frozen.Channel{frozen.Voice}},
		frozen.Rung{At: 3 * time.Second, Page: []frozen.Selector{frozen.Holders}, By: []frozen.Channel{frozen.Voice}, Repeat: time.Hour},
	))}), house(post("SEC", "ann")))
	in.Channels = []frozen.Channel{frozen.SMS, frozen.Voice}
	w := begin(t, in)
	w.fate = func(incident.Send) incident.Result { return incident.Result{Fate: incident.FateUnknown} }
	silent := true
	w.learn = func(q incident.Ask) incident.Result {
		if silent {
			return incident.Result{Fate: incident.FateUnknown}
		}
		if q.Attempt == 1 {
			return incident.Result{Fate: incident.FateSent, CarrierID: "CA-first"}
		}
		return incident.Result{Fate: incident.FateAbsent}
	}
	w.to(20 * time.Second)
	for _, q := range w.asked {
		require.Equal(t, 1, q.Attempt, "while it is not known what became of the first, the second could be taken for it")
	}
	silent = false
	w.to(60 * time.Second)
	last := w.asked[len(w.asked)-1]
	require.Equal(t, 2, last.Attempt)
	require.Equal(t, []string{"CA-first"}, last.Known)
	require.Equal(t, noon.Add(3*time.Second-10*time.Second), last.From, "and what began before it is not its own")
}

func TestWhoHasACallRepeatedHasBeenToldOfAll(t *testing.T) {
	for rules, taken := range map[int]bool{frozen.RepeatsAreTold: true, frozen.RepeatsAreTold - 1: false} {
		w := spoken(t, func(in *frozen.Input) { in.Rules = rules })
		_, _, again := w.keysOf("ann")
		w.press("ann", again, 1)
		require.Equal(t, taken, len(w.state("ann").Shown) > 0)
	}
}

package workflows_test

// A text whose update the Desk did not wait for comes again as a signal: its reply has to reach the phone by one way, once.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

const lateText = "SM-late"

// hasty is a fire whose first holder answers in a way that the test decides upon.
func hasty(t *testing.T, mode frozen.Mode, rules int, answer func(w *town, from, body string)) (w *town, phone string) {
	t.Helper()
	w = newTown(t, 1, begin(t, "fire", mode, shanghai(t, "2026-11-23 14:00")))
	w.calm, w.start.In.Rules = true, rules
	phone = w.phone("lin-xia")
	w.at(10*time.Second, func() { answer(w, phone, token(w.network.to(phone)[0].Body)+" 1") })
	w.until = w.start.In.DeclaredAt.Add(29 * time.Second)
	w.run()
	return w, phone
}

// signal has the Desk hand a text over for which it could not wait.
func (w *town) signal(from, body string) {
	w.env.SignalWorkflow(workflows.AnswerArrived, activities.Text{ID: lateText, From: from, Body: body})
}

// confirmations are the messages by which a phone hears that its owner has accepted.
func (w *town) confirmations(phone string) []accepted {
	var found []accepted
	for _, m := range w.network.to(phone) {
		if token(m.Body) == "" && !strings.Contains(m.Body, "Task") && (strings.Contains(m.Body, "Accepted") || strings.Contains(m.Body, "已接受")) {
			found = append(found, m)
		}
	}
	return found
}

func TestAReplyThatNobodyWaitedForFollowsAsAMessage(t *testing.T) {
	for _, mode := range []frozen.Mode{frozen.Real, frozen.Drill} {
		w, phone := hasty(t, mode, frozen.Rules, func(w *town, from, body string) {
			w.textAs(lateText, from, body)
			w.later(time.Second, "the Desk has waited long enough", func() { w.signal(from, body) })
			w.later(5*time.Second, "the network says it again", func() { w.signal(from, body) })
		})
		require.Len(t, w.replies, 1)
		told := w.confirmations(phone)
		require.Len(t, told, 1, "%s: %v", mode, w.told())
		require.True(t, strings.HasPrefix(told[0].Body, w.replies[0].reply), told[0].Body)
		require.NotEmpty(t, w.recorded(incident.KindNoteSent), "and stands on the timeline")
		require.Len(t, w.recorded(incident.KindPageAccepted), 1, "it counts once")
	}
}

func TestAReplyThatWentOutAsAMessageDoesNotFollowAgain(t *testing.T) {
	w, phone := hasty(t, frozen.Real, frozen.Rules, func(w *town, from, body string) {
		w.signal(from, body)
		w.later(time.Second, "the update comes through after all", func() { w.textAs(lateText, from, body) })
		w.later(2*time.Second, "the network says it again", func() { w.signal(from, body) })
	})
	require.Len(t, w.confirmations(phone), 1, w.told())
	require.Len(t, w.recorded(incident.KindPageAccepted), 1)
}

func TestAReplyThatWasWaitedForDoesNotFollow(t *testing.T) {
	w, phone := hasty(t, frozen.Real, frozen.Rules, func(w *town, from, body string) { w.textAs(lateText, from, body) })
	require.Len(t, w.replies, 1)
	require.Empty(t, w.confirmations(phone))
}

// What ran before replies followed has to replay as it ran.
func TestByTheFirstRulesNoReplyFollows(t *testing.T) {
	w, phone := hasty(t, frozen.Real, 0, func(w *town, from, body string) {
		w.textAs(lateText, from, body)
		w.later(time.Second, "the Desk has waited long enough", func() { w.signal(from, body) })
	})
	require.Len(t, w.replies, 1)
	require.Empty(t, w.confirmations(phone))
}

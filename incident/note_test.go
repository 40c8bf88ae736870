package incident_test

// Stories of messages that say again what their reader was told before.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// replied is a house where one electrician has texted three times what gets one reply in the same words, and nobody waited for any.
func replied(t *testing.T, rules int) *town {
	w := begin(t, under(declared(oneElectrician(), electricians()), rules))
	w.to(time.Second)
	for n := range 3 {
		w.inc.AnswerLate(w.now, incident.Inbound{ID: fmt.Sprint(n), From: w.phone("ann"), Body: "is it raining"})
	}
	w.settle()
	return w
}

func TestReplyInTheSameWordsIsNumberedBeforeItsCode(t *testing.T) {
	w := replied(t, frozen.MessagesDiffer)
	got := w.bodies("ann", incident.NotePage)
	require.Len(t, got, 3)
	code := " [" + *w.pageOf("ann").Token + "]"
	said := got[0][:len(got[0])-len(code)]
	require.Equal(t, []string{said + code, said + " (2)" + code, said + " (3)" + code}, got)
}

func TestIncidentOfOlderRulesRepeatsItself(t *testing.T) {
	got := replied(t, frozen.MessagesDiffer-1).bodies("ann", incident.NotePage)
	require.Len(t, got, 3)
	require.Equal(t, got[0], got[1])
	require.Equal(t, got[0], got[2])
}

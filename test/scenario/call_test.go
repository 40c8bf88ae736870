package scenario_test

// Calls: who ignores texts is called by voice, and answers by a key; a machine answers nothing; nobody is called twice.

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/carrier/sim"
	"muster/test/harness"
)

// spokenTo waits for what a call says at a handset and asks for a key.
func spokenTo(t *testing.T, muster *harness.Program, number string) string {
	t.Helper()
	said := ""
	harness.Await(t, 30*time.Second, "the handset is called", func() bool {
		for _, m := range muster.Messages(number) {
			if m.Channel == "voice" && m.Direction == "out" && sim.AcceptKey(m.Body) != "" {
				said = m.Body
			}
		}
		return said != ""
	})
	return said
}

// heard is all that was said and pressed in the calls of a handset.
func heard(muster *harness.Program, number string) []string {
	var list []string
	for _, m := range muster.Messages(number) {
		if m.Channel == "voice" {
			list = append(list, m.Direction+" "+m.Body)
		}
	}
	return list
}

func TestWhoIgnoresTextsIsCalledAndAcceptsByKey(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	town := harness.NewTown(t, muster, "")
	const answers, engaged, away = "chen-jing", "zhao-lei", "zhou-min"
	muster.Habit(town.Phone(engaged), "busy")
	muster.Habit(town.Phone(away), "no-answer", "after_seconds", 1)
	refused := muster.Refused(http.StatusConflict, http.MethodPost, "/api/v1/phones/"+url.PathEscape(town.Phone(answers))+"/keys", map[string]string{"digits": "1"})
	require.Equal(t, "call_none", refused.Code)
	// A Tuesday morning: crew A is on duty, with the office. The call comes after 9 s.
	fire := muster.Declare(harness.Fire("story", story("2026-11-24T02:00:00Z", 5)))
	machine := awaitOther(t, muster, fire.ID, answers, engaged, away)
	muster.Habit(town.Phone(machine), "voicemail", "text", "0") // a key that no call takes
	said := spokenTo(t, muster, town.Phone(answers))
	require.Regexp(t, "Fire, level L[1-4], at Building 3, floor 12: smoke in the corridor|火灾，级别L[1-4]，地点：Building 3, floor 12，smoke in the corridor", said)
	require.Contains(t, muster.Muster("phones", town.Phone(answers)), "(voice)")
	printed := muster.Muster("phones", "press", town.Phone(answers), sim.AcceptKey(said))
	require.Regexp(t, "Accepted: |已接受：", printed)
	awaitLine(t, muster, fire.ID, "page.accepted", "Chen Jing", 10*time.Second)
	require.Equal(t, []string{"accepted"}, statesOf(muster.Incident(fire.ID), answers))
	require.Contains(t, awaitNoted(t, muster, fire.ID, "answer-by-key", answers), "voice ******")
	awaitLine(t, muster, fire.ID, "page.unreachable", "Zhao Lei not reached: the phone is engaged", 20*time.Second)
	awaitLine(t, muster, fire.ID, "page.unreachable", "Zhou Min not reached: nobody took the call", 20*time.Second)
	harness.Await(t, 30*time.Second, "the machine's call is over", func() bool {
		return slices.ContainsFunc(muster.Timeline(fire.ID), func(e harness.Entry) bool {
			return e.Kind == "page.unreachable" && e.Responder == machine && strings.Contains(e.Text.EN, "no key was pressed")
		})
	})
	require.NotContains(t, statesOf(muster.Incident(fire.ID), machine), "accepted")
	require.Contains(t, heard(muster, town.Phone(machine)), "in 0", "the machine played its tones")
	requireGapless(t, muster.Timeline(fire.ID))
	harness.RequireOnce(t, muster.Ledger())
}

// awaitOther waits until somebody else than some people is paged for a seat, and says who.
func awaitOther(t *testing.T, muster *harness.Program, id string, than ...string) string {
	t.Helper()
	other := ""
	harness.Await(t, 8*time.Second, "somebody else is paged", func() bool {
		for _, p := range muster.Incident(id).Pages {
			if len(p.Seats) > 0 && !slices.Contains(than, p.Responder) {
				other = p.Responder
			}
		}
		return other != ""
	})
	return other
}

// statesOf are the states of a person's pages.
func statesOf(in harness.Incident, responder string) []string {
	var states []string
	for _, p := range in.Pages {
		if p.Responder == responder {
			states = append(states, p.State)
		}
	}
	return states
}

// A drill may bring a clock of its own under any carrier; its calls say that it is one.
func TestCallsWhoseAnswersAreHeldBackOverAKillAreNotPlacedAgain(t *testing.T) {
	t.Parallel()
	muster, network := harness.WithCarrier(t, sim.Options{KeyWait: time.Second})
	muster.Start()
	muster.Staff()
	network.AddPhones(staffNumbers()...)
	network.SetFaults(sim.Faults{NextCalls: slices.Repeat([]sim.Fault{sim.Held}, 60)})
	drill := muster.Declare(harness.Fire("mode", "drill", "story", story(morning, 10)))
	require.NoError(t, network.Await(t.Context(), func() bool { return network.Held() > 3 }), "calls are placed, and nobody knows")
	muster.Kill()
	network.SetFaults(sim.Faults{})
	network.Release()
	muster.Start()
	harness.Await(t, 60*time.Second, "what became of every call is known", func() bool {
		return len(calls(muster.Incident(drill.ID), "sending", "unknown")) == 0
	})
	muster.Do(http.MethodPost, declarations+"/"+drill.ID+"/cancel", map[string]string{"by": "li-hua", "reason": "enough", "outcome": "drill-ended"}, nil)
	harness.Await(t, 60*time.Second, "what became of the last calls is known too", func() bool {
		return len(calls(muster.Incident(drill.ID), "sending", "unknown")) == 0
	})
	now := muster.Incident(drill.ID)
	placed := slices.DeleteFunc(network.Ledger(), func(e sim.Entry) bool { return e.Channel != carrier.Voice })
	require.Greater(t, harness.RequireOnce(t, network.Ledger()), len(placed))
	require.Greater(t, len(placed), 3)
	for _, e := range placed {
		require.Regexp(t, "This is a drill|这是演练", e.Body)
	}
	ids := map[string]bool{}
	for _, a := range calls(now, "sent", "delivered", "undelivered", "failed") {
		require.NotNil(t, a.CarrierID)
		ids[*a.CarrierID] = true
	}
	for _, e := range placed {
		require.True(t, ids[e.ID], "a call that was placed is an attempt's")
	}
}

// calls are the attempts by voice of an incident that are in some state.
func calls(in harness.Incident, states ...string) []harness.Attempt {
	var found []harness.Attempt
	for _, p := range in.Pages {
		for _, a := range p.Attempts {
			if a.Channel == "voice" && slices.Contains(states, a.State) {
				found = append(found, a)
			}
		}
	}
	return found
}

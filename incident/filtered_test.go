package incident_test

// Texts that the network refuses as spam: the same text is not sent again.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// texts are the moments at which somebody was written to about their page.
func (w *town) textsTo(id string) []time.Duration {
	var at []time.Duration
	for _, a := range w.state(id).Attempts {
		if a.Channel == frozen.SMS {
			at = append(at, a.At.Sub(w.opened))
		}
	}
	return at
}

func withoutVoice(in *frozen.Input) { in.Channels = []frozen.Channel{frozen.SMS} }

func TestWhoseTextIsFilteredIsCalledAtOnceWhereTheLadderNamesVoice(t *testing.T) {
	w := writtenTo(t)
	w.fails("ann", incident.FailFiltered)
	require.Equal(t, []string{"0s ann", "2s ann #2", "2s ben"}, w.calls(), "by a call, and the next one is written to in the same second")
	w.ends("ann", incident.AttemptUndelivered, incident.FailNoAnswer)
	w.to(2 * time.Minute)
	require.Equal(t, []time.Duration{0}, w.textsTo("ann"), "no rung writes the same to her again")
	require.Contains(t, w.calls(), "30s ann #3", "it calls her")
	accept, _, _ := w.keysOf("ann")
	require.Contains(t, w.press("ann", accept, 1).Text, "Accepted")
}

func TestAFilteredTextIsNotRepeatedWhereNobodyCanBeCalled(t *testing.T) {
	w := writtenTo(t, withoutVoice)
	w.fails("ann", incident.FailFiltered)
	require.Equal(t, []string{"0s ann", "2s ben"}, w.calls(), "the next one is called at once")
	w.to(2 * time.Minute)
	require.Equal(t, []time.Duration{0}, w.textsTo("ann"))
	require.Equal(t, incident.PagePaging, w.pageOf("ann").State)
	require.Contains(t, w.says("ann", *w.pageOf("ann").Token+" 1"), "Accepted", "who has heard of it otherwise may still answer")
}

func TestWhereAllIsFilteredTheLadderClimbsAtOnceAndGoesOn(t *testing.T) {
	in := declared(oneElectrician(), electricians())
	w := begin(t, in)
	w.fate = func(incident.Send) incident.Result {
		return incident.Result{Fate: incident.FateFailed, Failure: incident.FailFiltered}
	}
	w.to(time.Second)
	require.Len(t, w.entries(incident.KindUnreachable), len(w.inc.State.Pages), "everybody was tried once")
	require.Contains(t, w.entries(incident.KindUnreachable), "0s Coy not reached: the network refused the text", "down to the company")
	w.to(20 * time.Minute)
	_, due := w.inc.NextDue()
	require.True(t, due, "there is a next rung")
	for _, p := range w.inc.State.Pages {
		require.LessOrEqual(t, len(p.Attempts), 1, p.Responder)
	}
}

func TestAFilteredPageThatSaysMoreIsAnotherText(t *testing.T) {
	seats := []frozen.Seat{asks("SEC", 1), asks("EVAC", 1)}
	seats[0].SharesWith = []string{"EVAC"}
	w := begin(t, declared(plan(seats), house(post("SEC", "ann"), post("EVAC", "ben"))))
	w.to(2 * time.Second)
	w.fails("ann", incident.FailFiltered)
	require.Equal(t, []time.Duration{0}, w.textsTo("ann"))
	w.says("ben", *w.pageOf("ben").Token+" 5")
	w.to(3 * time.Second)
	require.Equal(t, []time.Duration{0, 2 * time.Second}, w.textsTo("ann"), "she is asked for his seat as well")
}

func TestAnOlderTextThatWasFilteredSaysNothingOfANewerOne(t *testing.T) {
	w := voiced(t, 31*time.Second, withoutVoice)
	p := w.state("ann")
	require.Len(t, p.Attempts, 2)
	first := p.Attempts[0]
	w.inc.Delivered(w.now, []incident.Receipt{{Page: p.ID, Attempt: 1, CarrierID: first.CarrierID, State: incident.AttemptUndelivered, Failure: incident.FailFiltered}})
	w.to(46 * time.Second)
	require.Len(t, w.textsTo("ann"), 3)
}

func TestDangerIsRepeatedThoughItsTextWasFiltered(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.fate = func(s incident.Send) incident.Result {
		return incident.Result{Fate: incident.FateFailed, Failure: incident.FailFiltered}
	}
	w.says("ann", *w.pageOf("ann").Token+" 7")
	w.to(3 * time.Minute)
	for _, p := range w.inc.State.Pages {
		if len(p.About) > 0 && p.About[0].Kind == incident.AboutDanger && p.Responder == "boss" {
			require.Greater(t, p.Made, 2, "silence would be worse")
			return
		}
	}
	require.Fail(t, "the commander was not called")
}

func TestOlderRulesWriteAFilteredTextAgain(t *testing.T) {
	w := writtenTo(t, withoutVoice, func(in *frozen.Input) { in.Rules = frozen.FilteredStay - 1 })
	w.fails("ann", incident.FailFiltered)
	require.Len(t, w.textsTo("ann"), 1)
	w.to(31 * time.Second)
	require.Len(t, w.textsTo("ann"), 2)
}

package incident_test

// Stories of what people were told, and of what they take in hand by saying yes to it.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
)

// silentTo keeps all messages to a person from being begun until a moment.
func silentTo(w *town, id string, until time.Duration) {
	w.fate = func(s incident.Send) incident.Result {
		if s.To == w.phone(id) && w.passed() < until {
			return incident.Result{Fate: incident.FateNotStarted, After: time.Second, Why: "busy"}
		}
		return incident.Result{Fate: incident.FateSent}
	}
}

// asked are the subjects that somebody's open page is about.
func asked(w *town, id string) []incident.Subject {
	for _, p := range w.inc.State.Pages {
		if p.Kind == incident.CallPage && p.Responder == id && open(p) {
			return p.About
		}
	}
	return nil
}

func dangerOf(id string) incident.Subject {
	return incident.Subject{Kind: incident.AboutDanger, Ref: id}
}

func TestYesToAnEarlierMessageDoesNotTakeADangerThatWasNotTold(t *testing.T) {
	for rules, inHand := range map[int]int{0: 2, frozen.Rules: 1} {
		w := begin(t, under(declared(oneElectrician(), electricians()), rules))
		w.to(95 * time.Second)
		first := *w.pageOf("boss").Token
		silentTo(w, "boss", 100*time.Second)
		w.says("ann", "7") // it joins the page about the gap, and its message cannot leave yet
		require.Contains(t, w.says("boss", first+" 1"), "you see to it")
		require.Len(t, w.entries(incident.KindInHand), inHand, "under rules %d", rules)
		if rules == 0 {
			continue
		}
		require.Equal(t, []incident.Subject{dangerOf("ann")}, asked(w, "boss"), "the danger is still asked about")
		require.NotEqual(t, first, *w.pageOf("boss").Token, "under a code of its own")
		w.to(105 * time.Second)
		require.Contains(t, w.last("boss"), "DANGER reported by Ann")
		require.NotContains(t, w.last("boss"), "NOBODY YET")
		require.Contains(t, w.says("boss", "1"), "DANGER reported by Ann "+w.phone("ann")+", call now.", "the answer names it once more")
		require.Len(t, w.entries(incident.KindInHand), 2)
		require.Empty(t, asked(w, "boss"))
	}
}

func TestDangerWhoseMessageFailedIsNotTakenByAYesToAnother(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(95 * time.Second)
	w.fate = func(s incident.Send) incident.Result {
		if s.To == w.phone("boss") {
			return incident.Result{Fate: incident.FateFailed, Failure: incident.FailUnreachable}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.says("ann", "7")
	w.says("boss", "1")
	require.Equal(t, []incident.Subject{dangerOf("ann")}, asked(w, "boss"))
	w.to(125 * time.Second)
	require.Contains(t, w.last("coy"), "DANGER reported by Ann", "and its ladder goes on")
}

func TestWhoAnswersBeforeAnythingWasToldIsTold(t *testing.T) {
	for _, text := range []string{"1", "5", "3"} {
		w := staffed(t)
		silentTo(w, "boss", time.Hour)
		w.says("ann", "7")
		require.Contains(t, w.says("boss", text), "DANGER reported by Ann", "it cannot be meant by that")
		require.Empty(t, w.entries(incident.KindInHand, incident.KindPageDeclined))
		require.Equal(t, []string{"0s Boss wrote: " + text}, w.entries(incident.KindReply))
		require.Contains(t, w.says("boss", "1"), "you see to it", "now it is known")
		require.Empty(t, w.inc.State.Climbs)
	}
}

func TestWhoAskedWhatIsOpenMayTakeIt(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(95 * time.Second)
	silentTo(w, "boss", time.Hour)
	w.says("ann", "7")
	require.Contains(t, w.says("boss", "0"), "DANGER reported by Ann")
	w.says("boss", "1")
	require.Len(t, w.entries(incident.KindInHand), 2)
}

func TestWhatCameOffAPageAndBackIsToldAnew(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(95 * time.Second)
	w.says("ann", "7")
	w.says("boss", "0")
	w.to(125 * time.Second)
	w.says("may", "1") // the danger is in hand
	silentTo(w, "boss", time.Hour)
	w.says("ann", "7") // another one
	w.says("boss", "1")
	require.Equal(t, []incident.Subject{dangerOf("ann")}, asked(w, "boss"))
}

func TestByRadioTheDeskTellsWhatNoMessageHas(t *testing.T) {
	w := staffed(t)
	silentTo(w, "boss", time.Hour)
	w.says("ann", "7")
	w.order(w.inc.Report(w.now, incident.ReportAnswer{Responder: "boss", Answer: reply.Accept, By: "gus"}))
	require.Equal(t, []string{"0s Boss sees to it: danger reported by Ann"}, w.entries(incident.KindInHand))
}

func TestLongSilenceOfTheNetworkDoesNotKeepAGapFromWhoWasToldOfIt(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}), house()))
	w.to(time.Minute)
	w.fate = func(incident.Send) incident.Result {
		return incident.Result{Fate: incident.FateFailed, Failure: incident.FailUnreachable}
	}
	w.to(time.Hour)
	require.Greater(t, w.pageOf("coy").Attempts[0].N, 1, "what was told is not kept")
	w.says("coy", "1")
	require.Len(t, w.entries(incident.KindInHand), 1)
}

func TestWhoIsAssignedASeatHasNotAnsweredWhatElseTheyWereAsked(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, with("MED")), asks("MED", 1), asks("ELEC", 1, licence("elec"))})
	for rules, inHand := range map[int]int{0: 2, frozen.Rules: 0} {
		w := begin(t, under(declared(p, house(post("SEC", "boss"), post("MED", "boss"), post("ELEC"))), rules))
		w.to(95 * time.Second)
		w.says("gus", "7")
		require.Len(t, asked(w, "boss"), 4, "two seats, the electrician's gap and a danger")
		w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "boss", By: "gus"}))
		require.Equal(t, []int{1, 1}, []int{w.seat("SEC").Filled, w.seat("MED").Filled}, "all seats of the page")
		require.Len(t, w.entries(incident.KindInHand), inHand, "under rules %d", rules)
		if rules == 0 {
			continue
		}
		require.Contains(t, w.bodies("boss", incident.NotePage)[0], "you have been assigned to Seat SEC, Seat MED.")
		require.Equal(t, []incident.Subject{{Kind: incident.AboutGap, Ref: "ELEC"}, dangerOf("gus")}, asked(w, "boss"))
		calls := w.bodies("boss", incident.CallPage)
		require.Contains(t, calls[len(calls)-1], "DANGER reported by Gus")
		require.NotContains(t, calls[len(calls)-1], "You: Seat")
		require.Contains(t, w.says("boss", "3"), "Which one?", "the seats and the danger have a code each")
		require.Contains(t, w.says("boss", "1"), "DANGER reported by Gus")
		require.Len(t, w.entries(incident.KindInHand), 2)
	}
}

func TestGapThatIsFilledByTheAcceptanceIsNotAskedAgain(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1, with("MED")), asks("MED", 1, climbs(
		frozen.Rung{Page: []frozen.Selector{frozen.Commander}}, frozen.Rung{At: time.Minute, Page: []frozen.Selector{frozen.Holders}, Repeat: time.Minute},
	))})
	w := begin(t, declared(p, house(post("SEC", "boss"), post("MED", "boss"))))
	w.to(time.Minute)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "boss", By: "gus"}))
	require.Empty(t, asked(w, "boss"))
}

func TestEveryCodeOfAnAcceptedPageIsThePosts(t *testing.T) {
	for rules, said := range map[int]string{0: "closed already", frozen.Rules: "Noted: on scene"} {
		p := plan([]frozen.Seat{asks("SEC", 1, with("LOG")), asks("LOG", 1, from(frozen.L2))})
		w := begin(t, under(declared(p, house(post("SEC", "ann"), post("LOG", "ann"))), rules))
		w.to(0)
		w.says("ann", "1")
		first := *w.pageOf("ann").Token
		w.order(w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.L2, By: "gus"}))
		w.says("ann", "1")
		second := *w.pageOf("ann").Token
		require.NotEqual(t, first, second)
		require.Contains(t, w.says("ann", first+" 3"), said, "under rules %d", rules)
		require.Contains(t, w.says("ann", second+" 3"), "Noted: on scene")
		require.Contains(t, w.says("ann", "2 5"), "there by", "and without a code there is one post")
	}
}

package incident_test

// Stories of answers: the digits and words of RESPONSE.md section 4, and what comes back to whoever sent them.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
)

func TestSeenIsNotAccepted(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	code := *w.pageOf("ann").Token
	require.Equal(t, "Not accepted yet: reply "+code+" 1", w.says("ann", "ok"))
	require.Equal(t, incident.PageSeen, w.pageOf("ann").State)
	require.Equal(t, []string{"1s Ann has seen the page, not accepted"}, w.entries(incident.KindPageSeen))
	require.Empty(t, w.entries(incident.KindReply))
	w.to(30 * time.Second)
	require.Equal(t, []string{"0s ann", "30s ann #2", "30s ben"}, w.calls(), "the ladder goes on")
	require.Contains(t, w.says("ann", "1"), "Accepted", "and what was seen may still be accepted")
}

func TestRepliesAreInThePersonsLanguage(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}), house(post("SEC", "cao"))))
	w.to(time.Second)
	require.True(t, strings.HasPrefix(w.last("cao"), "中Fire L3 12:00 Building 1, floor 2：smoke。请任中Seat SEC：中duty of SEC。回"), w.last("cao"))
	require.Equal(t, "未接受，回"+*w.pageOf("cao").Token+" 1接受", w.says("cao", "收到"))
	require.Equal(t, "已接受：中Seat SEC。到场回3，不能回5", w.says("cao", "1"))
}

func TestRepeatSaysWhatIsOpenAgain(t *testing.T) {
	w := staffed(t, does("S1", "SEC", target(time.Minute)))
	w.to(time.Second)
	require.Equal(t, "Nothing is open for you now.", w.says("ben", "0"), "he is there, and nothing else is asked of him")
	require.Equal(t, w.bodies("ann", incident.TaskPage)[0], w.says("ann", "0"))
	require.Equal(t, "Nothing is open for you now.", w.says("boss", "0"))

	w = begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	require.Equal(t, w.bodies("ann", incident.CallPage)[0], w.says("ann", "0"))
}

func TestAnAnswerCannotBeUndoneByTextByTheFirstRules(t *testing.T) {
	w := arrived(begin(t, under(declared(plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}), house(post("SEC", "ann"), post("MED", "ben"))), 1)))
	require.Equal(t, "An answer cannot be undone by text: tell the control room.", w.says("ann", "9"))
	require.Equal(t, []string{"0s Ann wrote: 9"}, w.entries(incident.KindReply))
	require.Equal(t, 1, w.seat("SEC").Filled)
}

func TestWhatIsNotUnderstoodChangesNothingAndIsKept(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	code := *w.pageOf("ann").Token
	long := "why " + strings.Repeat("x", 400)
	for text, said := range map[string]string{
		"28":        "Not understood, nothing was changed. Reply 1 accept, 3 on scene, 4 done, 5 cannot, 7 danger. Open: " + code + " Seat ELEC",
		"2":         "In how many minutes? Reply 2 and the minutes, e.g. 2 10",
		"K7M 1":     "That code is not one of yours. Open: " + code + " Seat ELEC",
		"4":         "Not understood, nothing was changed. Reply 1 accept, 3 on scene, 4 done, 5 cannot, 7 danger. Open: " + code + " Seat ELEC",
		long:        "Not understood, nothing was changed. Reply 1 accept, 3 on scene, 4 done, 5 cannot, 7 danger. Open: " + code + " Seat ELEC",
		"Liked “1”": "",
		"STOPPED?!": "Not understood, nothing was changed. Reply 1 accept, 3 on scene, 4 done, 5 cannot, 7 danger. Open: " + code + " Seat ELEC",
	} {
		before := len(w.entries(incident.KindReply))
		require.Equal(t, said, w.says("ann", text), text)
		if said != "" {
			require.Len(t, w.entries(incident.KindReply), before+1)
		}
		require.Equal(t, incident.PagePaging, w.pageOf("ann").State)
	}
	require.Contains(t, w.entries(incident.KindReply), "1s Ann wrote: "+long[:300]+"...")
	require.Contains(t, w.entries(incident.KindReply), "1s Ann wrote: 28")
}

func TestTheTokenSaysWhichOfTwoTasks(t *testing.T) {
	w := staffed(t, does("S1", "SEC"), does("S2", "SEC"))
	one, two := token(w, "ann", "S1"), token(w, "ann", "S2")
	require.Equal(t, "Which one? Start with its code: "+one+" Do S1; "+two+" Do S2", w.says("ann", "4"))
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	require.Equal(t, "Done: Do S2. Thank you.", w.says("ann", strings.ToLower(two)+"4"))
	require.Equal(t, incident.StepOpen, w.step("S1").State)
	require.Equal(t, incident.StepDone, w.step("S2").State)
	require.Equal(t, "That is closed already: nothing to do. Thank you.", w.says("ann", two+" 4"))
	require.Equal(t, "Done: Do S1. Thank you.", w.says("ann", "4"), "it is the only one now")
}

func TestTaskMayBeSeenAndStarted(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	code := token(w, "ann", "S1")
	require.Empty(t, w.says("ann", code+" ok"))
	require.Equal(t, incident.PageSeen, w.page(taskPage(w, "ann", "S1")).State)
	require.Equal(t, "Started: Do S1. Reply "+code+" 4 when done", w.says("ann", code+" 3"))
	require.Equal(t, incident.StepStarted, w.step("S1").State)
	require.Equal(t, incident.PageAccepted, w.page(taskPage(w, "ann", "S1")).State)
	require.Equal(t, "Done: Do S1. Thank you.", w.says("ann", "4"))
}

func TestEvidenceOfEachKind(t *testing.T) {
	low, high := 0.0, 10.0
	reading := frozen.Evidence{Kind: frozen.EvidenceNumber, Min: &low, Max: &high, Unit: "bar"}
	for _, story := range []struct {
		name     string
		evidence frozen.Evidence
		said     string // with the right value
		value    string // that is kept
		wrong    string
		asked    string // after the wrong value
	}{
		{"acknowledged", frozen.Evidence{Kind: frozen.EvidenceAck}, "4 door was open", "done", "", ""},
		{"photo", frozen.Evidence{Kind: frozen.EvidencePhoto}, "4", "done", "", ""},
		{"choice by number", choice("fire", "none"), "4 2", "none", "4 3", "a number: 1 fire, 2 none"},
		{"choice by name", choice("fire", "none"), "4 fire", "fire", "4", "a number: 1 fire, 2 none"},
		{"number", reading, "4 7,5 bar", "7.5", "4 11", "the number bar"},
		{"count", frozen.Evidence{Kind: frozen.EvidenceCount}, "4 12/15", "12/15", "4 16/15", "the count, e.g. 12/15"},
		{"text", frozen.Evidence{Kind: frozen.EvidenceText}, "4 valve shut", "valve shut", "4", "what you found"},
	} {
		t.Run(story.name, func(t *testing.T) {
			w := staffed(t, does("S1", "SEC", wants(story.evidence)))
			if story.wrong != "" {
				require.Equal(t, "Do S1: reply "+token(w, "ann", "S1")+" 4 and "+story.asked, w.says("ann", story.wrong))
				require.Equal(t, incident.StepOpen, w.step("S1").State)
			}
			require.Equal(t, "Done: Do S1. Thank you.", w.says("ann", story.said))
			require.Equal(t, story.value, *w.step("S1").Value)
		})
	}
}

func TestWhatIsSaidBesideAnAcknowledgementIsANote(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	w.says("ann", "4 door was open")
	require.Equal(t, []string{"0s S1 Do S1: done by Ann: door was open"}, w.entries(incident.KindStepDone))
}

func TestPostIsAnsweredUnderTheTokenOfItsOwnPage(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 2)}), house(post("SEC", "ann", "ben"))))
	w.to(time.Second)
	ann, ben := *w.pageOf("ann").Token, *w.pageOf("ben").Token
	w.says("ann", "1")
	w.says("ben", "1")
	require.Equal(t, "Noted: on scene. Reply 7 for danger, 6 for help", w.says("ann", ann+" 3"))
	require.Equal(t, incident.PageOnScene, w.pageOf("ann").State)
	require.Equal(t, incident.PageAccepted, w.pageOf("ben").State)
	require.Contains(t, w.says("ann", ben+" 3"), "That code is not one of yours.")
	require.Empty(t, w.says("ben", ben+" ok"))
	require.Equal(t, "Noted: you cannot. Somebody else is being called.", w.says("ann", ann+" 5"))
	require.Equal(t, 1, w.seat("SEC").Filled)
	require.Equal(t, "ben", w.seat("SEC").Holders[0].Responder)
}

func TestWrongNumberIsNotCalledAgainAndTheNextIs(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	require.Equal(t, "Sorry. This number will not be called again.", w.says("ann", "打错了"))
	require.Equal(t, []string{"0s ann", "1s ben"}, w.calls())
	require.Equal(t, incident.PageUnreachable, w.pageOf("ann").State)
	require.Equal(t, []string{"1s Ann not reached: wrong number"}, w.entries(incident.KindUnreachable))
	w.says("ann", "START")
	w.to(40 * time.Second)
	require.Equal(t, []string{"30s ben #2", "30s cao"}, w.calls()[2:], "an opt-in makes no wrong number right")
}

func TestStrangersChangeNothing(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	before := text(w.inc.State.Pages)
	require.Empty(t, w.inc.Answer(w.now, incident.Inbound{ID: "x", From: "+12025559999", Body: "7"}))
	w.inc.AnswerLate(w.now, incident.Inbound{ID: "y", From: "+12025559999", Body: "1"})
	require.Equal(t, before, text(w.inc.State.Pages))
	require.Empty(t, w.inc.Owners("+12025559999"))
}

func TestSameMessageTwiceGetsTheSameReplyAndCountsOnce(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	in := incident.Inbound{ID: "SM-in", From: w.phone("ann"), Body: "1"}
	said := w.inc.Answer(w.now, in)
	require.Contains(t, said, "Accepted: Seat ELEC")
	w.to(time.Minute)
	require.Equal(t, said, w.inc.Answer(w.now, in))
	w.inc.AnswerLate(w.now, in)
	w.settle()
	require.Len(t, w.entries(incident.KindPageAccepted), 1)
	require.Empty(t, w.bodies("ann", incident.NotePage))
	kept, ok := w.inc.Applied("SM-in")
	require.True(t, ok)
	require.Equal(t, said, kept)
}

func TestMessageWithoutAnIDIsNotRemembered(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	for range 2 {
		w.inc.Answer(w.now, incident.Inbound{From: w.phone("ann"), Body: "6"})
	}
	w.settle()
	require.Len(t, w.entries(incident.KindHelp), 2)
	_, ok := w.inc.Applied("")
	require.False(t, ok)
}

func TestOnlyTheLatestResultsAreKept(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	for n := range 501 {
		w.inc.Remember(fmt.Sprint(n), "r")
	}
	require.Len(t, w.inc.State.Applied, 500)
	_, ok := w.inc.Applied("0")
	require.False(t, ok)
	_, ok = w.inc.Applied("1")
	require.True(t, ok)
}

func TestReplyThatCannotGoBackOnItsOwnWayGoesAsAMessage(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	late := func(id, who, text string) {
		w.inc.AnswerLate(w.now, incident.Inbound{ID: id, From: w.phone(who), Body: text})
		w.settle()
	}
	late("a", "ann", "1")
	require.Equal(t, []string{w.tagged("ann", "Accepted: Seat ELEC. Reply 3 on scene, 5 if you cannot")}, w.bodies("ann", incident.NotePage))
	late("a", "ann", "1")
	late("b", "ann", "Liked “1”")
	require.Len(t, w.bodies("ann", incident.NotePage), 1)
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	before := len(w.sent)
	late("c", "ann", "3")
	require.Len(t, w.sent, before, "after the end nothing is sent any more")
}

func TestWhatMayBeAnsweredIsListed(t *testing.T) {
	w := staffed(t, does("S1", "SEC", wants(choice("yes", "no"))))
	w.to(time.Second)
	items := w.inc.Items("ann")
	require.Len(t, items, 2)
	require.Equal(t, reply.Item{Incident: "inc-1", Kind: reply.Post, Open: true, Ref: "ann", Token: *w.pageOf("ann").Token, Title: "Seat SEC"}, items[0])
	require.Equal(t, reply.Task, items[1].Kind)
	require.True(t, items[1].Open)
	require.Equal(t, []reply.Choice{{Value: "yes", Names: []string{"yes", "中yes"}}, {Value: "no", Names: []string{"no", "中no"}}}, items[1].Evidence.Choices)
	w.order(w.inc.ReassignStep(w.now, incident.ReassignStep{Step: "S1", By: "gus", To: "ben"}))
	require.False(t, w.inc.Items("ann")[1].Open, "it is another's now")
	require.Empty(t, w.inc.Items("fay"))
	for _, it := range w.inc.ItemsAmong("ann") {
		require.Equal(t, "Fire, "+w.inc.In.Declaration.Location, it.Where)
	}
}

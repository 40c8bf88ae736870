package incident_test

// Stories of questions whose message reaches nobody: others are asked, or the same again, and nothing else waits for that.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// out says of whom nothing can be reached with a message, and why; it may be changed.
type out map[string]incident.Failure

// cut has the messages to some people fail.
func (w *town) cut(phones out) {
	w.fate = func(s incident.Send) incident.Result {
		if why := phones[w.page(s.Page).Responder]; why != "" {
			return incident.Result{Fate: incident.FateFailed, Failure: why}
		}
		return incident.Result{Fate: incident.FateSent}
	}
}

// questions are the moments at which somebody was asked.
func questions(w *town, id string) []time.Duration {
	var at []time.Duration
	for _, m := range w.sent {
		if m.to == id && m.kind == incident.QuestionPage {
			at = append(at, m.at)
		}
	}
	return at
}

// decisionsOf are the moments at which somebody was asked for a decision.
func decisionsOf(w *town, id string) []time.Duration {
	var at []time.Duration
	for _, m := range w.sent {
		if m.to == id && isAsked(m.body) {
			at = append(at, m.at)
		}
	}
	return at
}

var failures = []incident.Failure{incident.FailUnreachable, incident.FailFiltered, incident.FailRecipient, incident.FailOptedOut}

// inquired is a house where a fact is asked for that the holders of SEC may state, and then those of MED.
func inquired(t *testing.T, rules int, phones out) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "MED"), does("S2", "MED", after("S1"), onceTrue("here")))
	p.Facts = []frozen.Fact{truth("here", "SEC", "MED")}
	w := begin(t, under(declared(p, house(post("SEC", "ann"), post("MED", "ben"))), rules))
	w.trip = true
	w.to(0)
	for _, id := range []string{"ann", "ben"} {
		w.says(id, "3")
	}
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.cut(phones)
	w.says("ben", "4")
	return w
}

func TestAQuestionThatMissesSomebodyIsPutToTheNextWhoMayAnswer(t *testing.T) {
	for _, why := range failures {
		w := inquired(t, frozen.Rules, out{"ann": why})
		require.Len(t, questions(w, "ben"), 1, "the next seat: %s", why)
		require.Empty(t, questions(w, "boss"))
		w.to(time.Hour)
		require.Len(t, questions(w, "ben"), 1, "once")
		require.Contains(t, w.says("ben", questionOf(w, "ben")+" 1"), "Noted")
		require.Equal(t, incident.StepOpen, w.step("S2").State)
		require.Empty(t, w.entries(incident.KindMissed))

		w = inquired(t, frozen.Rules, out{"ann": why, "ben": why})
		require.Len(t, questions(w, "boss"), 1)
		w = inquired(t, frozen.Rules, out{"ann": why, "ben": why, "boss": why, "coy": why})
		require.Len(t, questions(w, "may"), 1, "at last the company, one by one")
		require.Contains(t, w.says("may", questionOf(w, "may")+" 1"), "Noted")
		require.Equal(t, "true", valueOf(w, "here"))
	}
}

func TestAReceiptThatComesLatePassesTheQuestionOnToo(t *testing.T) {
	w := inquired(t, frozen.Rules, out{})
	require.Len(t, questions(w, "ann"), 1)
	w.to(time.Minute)
	w.bounce("ann")
	require.Equal(t, []time.Duration{time.Minute}, questions(w, "ben"))
	require.Contains(t, w.says("ann", questionOf(w, "ann")+" 1"), "Noted", "whoever names the code has got it")
	require.Equal(t, "true", valueOf(w, "here"))
	require.Contains(t, w.says("ben", questionOf(w, "ben")+" 1"), "closed already")
}

// bounce has the network report that the last question to somebody was not delivered.
func (w *town) bounce(id string) {
	w.t.Helper()
	for _, p := range slices.Backward(w.inc.State.Pages) {
		if p.Responder == id && (p.Kind == incident.QuestionPage || decides(p)) {
			a := p.Attempts[len(p.Attempts)-1]
			w.inc.Delivered(w.now, []incident.Receipt{{Page: p.ID, Attempt: a.N, CarrierID: a.CarrierID, State: incident.AttemptUndelivered, Failure: incident.FailUnreachable}})
			w.settle()
			return
		}
	}
	require.Fail(w.t, "no question")
}

func TestWhereNobodyElseMayAnswerTheQuestionIsPutAgainOnTheBeat(t *testing.T) {
	nobody := out{}
	for _, id := range people {
		nobody[id] = incident.FailUnreachable
	}
	w := inquired(t, frozen.Rules, nobody)
	w.to(10 * time.Minute)
	require.Empty(t, questions(w, "ann"))
	require.Equal(t, []string{"0s Nobody else may answer: Fact here. Asked again at 12:02"}, w.entries(incident.KindMissed), "said once")
	require.Len(t, w.page(lastAsked(w, "ann")).Attempts, 6, "at once and on each beat")
	nobody["ann"] = ""
	w.to(13 * time.Minute)
	require.Equal(t, []time.Duration{12 * time.Minute}, questions(w, "ann"))
	require.True(t, strings.HasPrefix(w.last("ann"), "7th call. Fire"), w.last("ann"))
	require.Empty(t, questions(w, "ben"), "the first who may answer has it")
	w.to(time.Hour)
	require.Len(t, questions(w, "ann"), 1)
	w.says("ann", "1")
	require.Equal(t, "true", valueOf(w, "here"))
}

// lastAsked is the page by which somebody is asked last.
func lastAsked(w *town, id string) string {
	for _, p := range slices.Backward(w.inc.State.Pages) {
		if p.Responder == id && p.Kind == incident.QuestionPage {
			return p.ID
		}
	}
	return ""
}

func TestWhoeverCanBeReachedAgainIsAsked(t *testing.T) {
	nobody := out{}
	for _, id := range people {
		nobody[id] = incident.FailOptedOut
	}
	w := inquired(t, frozen.Rules, nobody)
	w.to(10 * time.Minute)
	require.Equal(t, []string{"0s Nobody can be reached who may answer: Fact here"}, w.entries(incident.KindMissed))
	require.Len(t, w.page(lastAsked(w, "ann")).Attempts, 1, "who wants no messages gets none")
	nobody["ann"] = ""
	w.says("ann", "START")
	require.Len(t, questions(w, "ann"), 1)
}

func TestAFailedQuestionHoldsUpNoOther(t *testing.T) {
	for rules, sent := range map[int]int{frozen.MissedPassOn - 1: 0, frozen.Rules: 1} {
		w := curious(t, []frozen.Fact{truth("here", "MED"), truth("gone", "MED")}, does("S1", "MED"),
			does("S2", "SEC", after("S1"), onceTrue("here")), does("S3", "SEC", after("S1"), onceTrue("gone")))
		w.inc.In.Rules = rules
		w.says("ben", "4")
		require.Len(t, questions(w, "ben"), 1)
		w.bounce("ben")
		require.Len(t, questions(w, "ben"), 1+sent, "the other question, by rules %d", rules)
	}
}

func TestOlderIncidentsLeaveAQuestionThatFailed(t *testing.T) {
	w := inquired(t, frozen.MissedPassOn-1, out{"ann": incident.FailUnreachable})
	w.to(time.Hour)
	require.Len(t, w.page(lastAsked(w, "ann")).Attempts, 1)
	require.Empty(t, questions(w, "ben"))
	require.Equal(t, incident.PagePaging, w.page(lastAsked(w, "ann")).State)
}

func TestWhoCannotSayIsNotAskedAgainBecauseAnotherWasMissed(t *testing.T) {
	w := curious(t, []frozen.Fact{truth("here", "SEC", "MED")}, does("S2", "MED", onceTrue("here")))
	require.Contains(t, w.says("dai", questionOf(w, "dai")+" 5"), "you cannot say")
	w.bounce("ann")
	require.Len(t, questions(w, "ben"), 1)
	w.to(time.Hour)
	require.Len(t, questions(w, "dai"), 1)
}

func TestAQuestionThatNothingWaitsForIsNotPutAgain(t *testing.T) {
	nobody := out{}
	for _, id := range people {
		nobody[id] = incident.FailUnreachable
	}
	w := inquired(t, frozen.Rules, nobody)
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "here", Value: "true", By: "boss"}))
	w.to(10 * time.Minute)
	require.Len(t, w.page(lastAsked(w, "ann")).Attempts, 1)
	require.Empty(t, w.inc.State.Missed)
}

func TestWhoMayGoIsAskedOfTheCompanyWhereTheCommanderIsMissed(t *testing.T) {
	phones := out{}
	w := graded(t)
	w.level(frozen.L3)
	w.says("ben", "3")
	w.cut(phones)
	phones["boss"], phones["coy"] = incident.FailUnreachable, incident.FailUnreachable
	w.level(frozen.L4)
	require.Len(t, questions(w, "may"), 1)
	require.Equal(t, "Released: Ben.", w.says("may", questionOf(w, "may")+" 1"))
	w.to(20 * time.Minute)
	require.Empty(t, questions(w, "boss"))

	w = graded(t)
	w.level(frozen.L3)
	w.says("ben", "3")
	w.cut(phones)
	phones["may"] = incident.FailUnreachable
	w.level(frozen.L4)
	require.Equal(t, []string{"0s Nobody else may answer: release Ben. Asked again at 12:02"}, w.entries(incident.KindMissed))
	w.to(3 * time.Minute)
	phones["boss"] = ""
	w.to(time.Hour)
	require.Equal(t, []time.Duration{4 * time.Minute}, questions(w, "boss"))
	require.Equal(t, "Noted: they stay.", w.says("boss", questionOf(w, "boss")+" 2"))
	require.Empty(t, w.inc.State.Missed)
}

func TestWhoMayGoGoesBackToANewCommander(t *testing.T) {
	w := graded(t)
	w.level(frozen.L3)
	w.says("ben", "3")
	w.cut(out{"boss": incident.FailUnreachable})
	w.level(frozen.L4)
	code := questionOf(w, "coy")
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "don", By: "gus"}))
	require.Contains(t, w.says("coy", code+" 1"), "closed already")
	require.Equal(t, "Released: Ben.", w.says("don", questionOf(w, "don")+" 1"))
}

func TestADecisionThatMissesTheCommanderIsPutToTheCompany(t *testing.T) {
	for _, why := range failures {
		w, errands := spread(t)
		w.says("boss", "1")
		w.cut(out{"boss": why, "coy": why})
		w.says("ann", "4 1")
		require.Len(t, decisionsOf(w, "may"), 1, why)
		require.Contains(t, w.says("may", w.codeOf("may")+" 1"), "Noted: yes")
		require.Equal(t, "may", (*errands)[0].Opening.By)
	}
	w, _ := spread(t)
	w.inc.In.Rules = frozen.MissedPassOn - 1
	w.says("boss", "1")
	w.cut(out{"boss": incident.FailUnreachable})
	w.says("ann", "4 1")
	require.Empty(t, decisionsOf(w, "coy"), "by older rules")
}

// codeOf is the code of the last page that somebody got.
func (w *town) codeOf(id string) string {
	w.t.Helper()
	for _, p := range slices.Backward(w.inc.State.Pages) {
		if p.Responder == id && p.Token != "" {
			return p.Token
		}
	}
	require.Fail(w.t, "no code")
	return ""
}

func TestADecisionThatMissesEverybodyIsPutAgain(t *testing.T) {
	phones := out{"boss": incident.FailUnreachable, "coy": incident.FailUnreachable, "may": incident.FailUnreachable}
	w := arrived(begin(t, declared(patrol(1), gatehouse())))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.cut(phones)
	w.inc.MayBeSame(w.now, incident.Other{ID: "inc-0", Title: both("Fire"), Location: "Building 1", OpenedAt: noon.Add(-time.Minute)})
	w.to(30 * time.Minute)
	require.Len(t, w.entries(incident.KindMissed), 1)
	phones["boss"] = ""
	w.to(time.Hour)
	require.Equal(t, []time.Duration{32 * time.Minute}, decisionsOf(w, "boss"))
}

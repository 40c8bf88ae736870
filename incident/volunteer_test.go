package incident_test

// Stories of facts that people state without being asked.

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/sms"
)

func unasked(id string, by ...string) frozen.Fact {
	f := truth(id, by...)
	f.Unasked = true
	return f
}

// burst is a staffed house whose plan has facts that nobody is asked for; ann is in SEC, ben in MED.
func burst(t *testing.T) *town {
	return curious(t, []frozen.Fact{
		{ID: "depth", Type: frozen.FactNumber, Title: both("Depth in cm"), By: []string{"SEC"}, Unasked: true},
		unasked("lift", "SEC"), unasked("power", "SEC"), unasked("hurt", "MED"),
		{ID: "kind", Type: frozen.FactChoice, Title: both("Kind"), Choices: []string{"clear", "foul"}, By: []string{"MED"}, Unasked: true},
	}, does("S2", "MED", onceTrue("lift")), does("S3", "SEC", onceTrue("hurt")))
}

func TestFactIsVolunteeredByText(t *testing.T) {
	w := burst(t)
	require.Empty(t, w.entries(incident.KindAsked))
	said := w.says("ann", "FACT")
	code := questionOf(w, "ann")
	require.Equal(t, "Fire. What is so? Reply "+code+" 4 and a number: 1 Fact lift, 2 Fact power, 3 Depth in cm", said)
	require.NotContains(t, said, "hurt", "that is for others")
	require.Empty(t, w.entries(incident.KindFact))
	require.Equal(t, "Noted: Fact lift: yes. Reply 9 to take it back", w.says("ann", "4 1"))
	require.Equal(t, "true", valueOf(w, "lift"))
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	require.Len(t, w.entries(incident.KindFact), 1)
	require.Equal(t, "Noted: Fact power: yes. Reply 9 to take it back", w.says("ann", code+" 4 2"), "and the code stays good")
	require.Equal(t, "Known already: Fact lift. Nothing was changed.", w.says("ann", code+" 4 1"))
	require.Contains(t, w.says("ann", "9"), "Not taken back", "it changed nothing, and nothing older is meant")
	require.Equal(t, "truetrue", valueOf(w, "lift")+valueOf(w, "power"))
}

func TestVolunteeredFactIsTakenBack(t *testing.T) {
	w := burst(t)
	w.says("ann", "fact")
	w.says("ann", "4 1")
	require.Contains(t, w.says("ann", "9"), "Taken back: stated, Fact lift")
	require.Empty(t, valueOf(w, "lift"))
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	require.Contains(t, w.says("ann", "4 1"), "Noted: Fact lift", "the list is open again")
	w.to(w.passed() + 6*time.Minute)
	require.Contains(t, w.says("ann", "9"), "Not taken back")
}

func TestVolunteeredNumberIsAskedFor(t *testing.T) {
	w := burst(t)
	w.says("ann", "fact")
	said := w.says("ann", "4 3")
	code := questionOf(w, "ann")
	require.Equal(t, "Fire, Building 1, floor 2. Depth in cm? Reply "+code+" 4 and the number, e.g. "+code+" 4 0", said)
	require.Contains(t, w.says("ann", "9"), "Not taken back", "nothing is stated yet")
	w.to(w.passed() + time.Minute)
	require.Equal(t, "Noted: Depth in cm: 12. Reply 9 to take it back", w.says("ann", "4 12"))
	require.Equal(t, "12", valueOf(w, "depth"))
	w.says("ann", "fact")
	require.Contains(t, w.says("ann", "4 3"), "Depth in cm? Reply "+code, "it may be deeper by now")
	w.says("ann", "4 20")
	require.Equal(t, "20", valueOf(w, "depth"))
}

func TestVolunteeredChoiceIsAskedFor(t *testing.T) {
	w := burst(t)
	require.Contains(t, w.says("ben", "情况"), " 1 Fact hurt, ")
	list := questionOf(w, "ben")
	require.Contains(t, w.says("ben", "2"), "Kind? Reply "+questionOf(w, "ben")+" 1 clear, "+questionOf(w, "ben")+" 2 foul")
	require.Equal(t, "Noted: Kind: foul. Reply 9 to take it back", w.says("ben", questionOf(w, "ben")+" 2"))
	require.Contains(t, w.says("ben", list+" 1"), "Noted: Fact hurt")
}

func TestListStandsInNobodysWay(t *testing.T) {
	w := curious(t, []frozen.Fact{unasked("lift", "SEC"), unasked("power", "SEC"), truth("here", "SEC")}, does("S0", "MED"), does("S2", "MED", after("S0"), onceTrue("here")))
	w.says("ann", "fact")
	list := questionOf(w, "ann")
	w.says("ben", "4")
	require.Len(t, w.bodies("ann", incident.QuestionPage), 1, "what is asked does not wait for it")
	w.to(w.passed() + 6*time.Minute)
	require.Contains(t, w.says("ann", "1"), "Noted: Fact here", "after a while the list needs its code")
	require.Contains(t, w.says("ann", list+" 4 1"), "Noted: Fact lift")
	require.Contains(t, w.says("ann", "fact"), "What is so?")
	require.Equal(t, "Nothing was noted.", w.says("ann", "no"))
}

func TestStatementOfAnotherClosesTheListThatHadOnlyThat(t *testing.T) {
	w := curious(t, []frozen.Fact{unasked("lift", "SEC")}, does("S2", "MED", onceTrue("lift")))
	w.says("ann", "fact")
	w.says("dai", "fact")
	w.says("dai", "1")
	require.Equal(t, "That is closed already: nothing to do. Thank you.", w.says("ann", questionOf(w, "ann")+" 1"))
	require.Len(t, w.entries(incident.KindFact), 1)
}

func TestWhoMayStateNothingIsTold(t *testing.T) {
	w := curious(t, []frozen.Fact{unasked("lift", "SEC")}, does("S1", "MED"))
	require.Equal(t, "There is nothing that you may state by text now. Tell the control room.", w.says("ben", "fact"))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	require.Equal(t, "There is nothing that you may state by text now. Call the commander, Boss "+w.phone("boss")+".", w.says("ben", "fact"))
	require.Len(t, w.entries(incident.KindReply), 2)
	require.Contains(t, w.says("boss", "fact"), "1 Fact lift", "who commands may")
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "lift", Value: "true", By: "desk"}))
	require.Contains(t, w.says("ann", "fact"), "nothing that you may state")
}

func TestAskedQuestionTakesOverFromOnesOwn(t *testing.T) {
	w := curious(t, []frozen.Fact{{ID: "hurt", Type: frozen.FactNumber, Title: both("Hurt"), By: []string{"SEC"}}, unasked("lift", "SEC")},
		does("S0", "MED"), does("S2", "MED", after("S0"), func(s *frozen.Step) {
			s.When = &cond.Expr{Op: cond.OpGt, Args: []cond.Expr{{Op: cond.OpVar, Name: "facts.hurt"}, {Op: cond.OpLit, Lit: &cond.Value{Kind: cond.KindNumber}}}}
		}))
	w.says("ann", "fact")
	require.Contains(t, w.says("ann", "2"), "Hurt? Reply "+questionOf(w, "ann"))
	w.says("ben", "4")
	require.Empty(t, w.bodies("ann", incident.QuestionPage), "they have its text")
	w.to(w.passed() + 6*time.Minute)
	require.Contains(t, w.says("ann", "4 1"), "Noted: Hurt: 1", "it is an asked one by now")
	require.Equal(t, incident.StepOpen, w.step("S2").State)
}

func TestFactsThatRaiseTheLevelComeFirst(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC"))
	p.Facts = []frozen.Fact{truth("plain", "SEC"), unasked("quiet", "SEC"), unasked("linked", "SEC"), unasked("raises", "SEC")}
	p.Raises = []frozen.Raise{{When: &cond.Expr{Op: cond.OpVar, Name: "facts.raises"}, To: frozen.L2}}
	p.Links = []frozen.Link{{Plan: "fire", When: &cond.Expr{Op: cond.OpVar, Name: "facts.linked"}}}
	w := arrived(begin(t, declared(p, house(post("SEC", "ann")))))
	require.Contains(t, w.says("ann", "fact"), "1 Fact linked, 2 Fact raises, 3 Fact quiet, 4 Fact plain")
}

var numberedFact = regexp.MustCompile(`[Ff]act f\d\d`)

func TestLongListsTakeTwoPartsAndGoOn(t *testing.T) {
	for id, word := range map[string]string{"ann": "fact", "cao": "情况"} {
		p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC"))
		for n := range 24 {
			f := unasked(fmt.Sprintf("f%02d", n), "SEC")
			f.Title = frozen.Text{EN: fmt.Sprintf("Something is so about fact f%02d", n), ZH: fmt.Sprintf("某处发生情况 fact f%02d", n)}
			p.Facts = append(p.Facts, f)
		}
		w := begin(t, practised(p, house(post("SEC", id))))
		w.trip = true
		w.to(0)
		w.says(id, "3")
		seen := map[string]bool{}
		for round := 0; len(seen) < 24; round++ {
			require.Less(t, round, 12, "every fact is listed in its turn")
			said := w.says(id, word)
			require.LessOrEqual(t, sms.Measure(said).Parts, 2, said)
			require.Regexp(t, `(More: FACT|更多回情况)$`, said)
			for _, fact := range numberedFact.FindAllString(said, -1) {
				seen[fact] = true
			}
		}
	}
}

func TestListOnASharedPhoneIsOnePersons(t *testing.T) {
	in := declared(plan([]frozen.Seat{asks("SEC", 3)}, does("S1", "SEC")), onePhone(house(post("SEC", "ann", "ben", "dai")), "ann", "ben"))
	in.Plan.Facts = []frozen.Fact{unasked("lift", "SEC")}
	w := begin(t, in)
	w.trip = true
	w.to(time.Second)
	require.Contains(t, w.says("ann", "fact"), "Who answers? Nothing was changed. Start with your code: "+w.codeOf("ann")+" FACT = Ann")
	require.Contains(t, w.says("ann", w.codeOf("ben")+" fact"), "Ben: Fire. What is so? Reply ")
	require.Contains(t, w.says("ann", questionOf(w, "ben")+" 1"), "Ben: Noted: Fact lift")
	require.Equal(t, "ben", w.inc.State.Facts[0].By)
}

func TestOlderIncidentsDoNotKnowTheWord(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC"))
	p.Facts = []frozen.Fact{unasked("lift", "SEC")}
	w := begin(t, under(declared(p, house(post("SEC", "ann"))), frozen.FactsAreVolunteered-1))
	w.to(0)
	w.says("ann", "3")
	require.Contains(t, w.says("ann", "fact"), "Not understood, nothing was changed.")
	require.Contains(t, w.says("ann", "报告情况"), "Not understood, nothing was changed.")
	require.Len(t, w.entries(incident.KindReply), 2)
	for _, p := range w.inc.State.Pages {
		require.NotEqual(t, incident.QuestionPage, p.Kind)
	}
}

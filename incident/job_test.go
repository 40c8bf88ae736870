package incident_test

// Stories of what a step asks of the world beside pages: notices to residents, and calls that a person makes outside.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func notifies(id string, at frozen.NoticeAt) func(*frozen.Step) {
	return func(s *frozen.Step) { s.Notice = &frozen.StepNotice{ID: id, At: at} }
}

func calls(party, script string, simulate bool) func(*frozen.Step) {
	return func(s *frozen.Step) {
		s.Call, s.Evidence.Kind = &frozen.Call{Party: party, Script: script, Simulate: simulate}, frozen.EvidenceConnected
	}
}

// telling is a plan that tells residents and calls the brigade.
func telling(steps ...frozen.Step) frozen.Plan {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, steps...)
	p.Facts = []frozen.Fact{{ID: "trapped", Type: frozen.FactNumber, Title: both("Trapped")}}
	p.Notices = []frozen.Notice{
		{ID: "N1", Audience: frozen.AudienceFloor, Text: both("first")},
		{ID: "N2", Audience: frozen.AudienceBuilding, Text: both("{site}, {building} floor {floor}: go to {muster_point} at {time}, not {gate}. {trapped} trapped. {nothing}{summary}")},
	}
	p.Scripts = []frozen.Script{{ID: "A", Text: both("other")}, {ID: "B", Text: both("{location}: {summary}, {trapped} trapped")}}
	return p
}

func toldHouse() frozen.Site {
	s := house(post("SEC", "ann"), post("MED", "ben"))
	s.Places = append([]frozen.Place{{Building: "B0", Name: both("Elsewhere")}}, s.Places...)
	s.Parties = append([]frozen.Party{{ID: "gas", Label: both("gas works"), Number: "555"}}, s.Parties...)
	return s
}

func TestNoticeGoesOutWhenItsStepOpensOrIsDone(t *testing.T) {
	w := arrived(begin(t, declared(telling(does("S1", "SEC", notifies("N2", frozen.AtOpen)), does("S2", "SEC", notifies("N1", frozen.AtDone)), does("S3", "MED", notifies("N9", frozen.AtOpen))), toldHouse())))
	require.Len(t, w.jobs, 1, "a notice that the plan does not have is none")
	require.Equal(t, incident.Job{
		ID: "begin-n1", Kind: incident.JobBegin, Step: "S1", Notice: "n1", Audience: frozen.AudienceBuilding, Out: true, Text: frozen.Text{
			EN: "The House, Building 1 floor 2: go to the lawn at 12:00, not the north gate. ? trapped. -smoke",
			ZH: "中The House, 中Building 1 floor 2: go to 中the lawn at 12:00, not 中the north gate. ? trapped. -smoke",
		},
	}, ignoreLanguage(w.jobs[0]))
	require.Equal(t, []string{"0s Notice N2 leaves for 5 residents: 5 message parts, the last expected at 12:00"}, w.entries(incident.KindNoticeStarted))
	w.to(time.Minute)
	w.says("ann", token(w, "ann", "S2")+" 4")
	require.Len(t, w.jobs, 2)
	require.Equal(t, "first", w.jobs[1].Text.EN)
	require.Empty(t, w.inc.State.Jobs)
}

// ignoreLanguage takes the mark off that the plan's Chinese texts begin with.
func ignoreLanguage(j incident.Job) incident.Job {
	j.Text.ZH = j.Text.ZH[len("中"):]
	return j
}

func TestTextsNameNoParticularPlaceWhereNoneIsKnown(t *testing.T) {
	for _, places := range [][]frozen.Spot{nil, {{Building: "B9", Floor: "3"}}} {
		in := declared(telling(does("S1", "SEC", notifies("N2", frozen.AtOpen))), toldHouse())
		in.Declaration.Places = places
		w := begin(t, in)
		w.to(0)
		require.Contains(t, w.jobs[0].Text.EN, "The House, Building 1, floor 2 floor ")
		require.Contains(t, w.jobs[0].Text.EN, "go to your muster point at 12:00, not the main gate.")
		require.Contains(t, w.jobs[0].Text.ZH, "指定集合点")
	}
}

func TestPlaceIsTheDeclaredOne(t *testing.T) {
	in := declared(telling(does("S1", "SEC", notifies("N2", frozen.AtOpen))), toldHouse())
	in.Declaration.Places = []frozen.Spot{{Building: "B0"}, {Building: "B1", Floor: "2"}}
	w := begin(t, in)
	w.to(0)
	require.Contains(t, w.jobs[0].Text.EN, "The House, Elsewhere floor -: go to - at 12:00, not -.")
}

func TestByEarlierRulesWhatBecameOfANoticeStandsOnTheTimeline(t *testing.T) {
	for name, story := range map[string]struct {
		result *incident.JobResult
		kind   incident.Kind
		entry  string
	}{
		"sent":      {&incident.JobResult{Told: 3}, incident.KindNoticeSent, "0s Notice N1 sent to 3 residents"},
		"recorded":  {&incident.JobResult{Told: 3, Recorded: true}, incident.KindNoticeRecorded, "0s Notice N1 recorded for 3 residents; Muster does not text residents yet: post it by your own channels"},
		"contained": {&incident.JobResult{Told: 3, Contained: true}, incident.KindContained, "0s Notice N1: would have told 3 residents"},
		"lost":      {nil, incident.KindJobLost, "0s Do S1: could not be done by the system, do it by hand"},
	} {
		t.Run(name, func(t *testing.T) {
			in := declared(telling(does("S1", "SEC", notifies("N1", frozen.AtOpen))), toldHouse())
			in.Rules = frozen.NoticesAreSent - 1
			w := begin(t, in)
			w.job = func(incident.Job) *incident.JobResult {
				require.False(t, w.inc.Quiet(), "it is owed until then")
				return story.result
			}
			w.to(0)
			require.Equal(t, []string{story.entry}, w.entries(story.kind))
			for _, e := range w.record {
				if e.Kind == story.kind && story.result != nil {
					require.Equal(t, "3", e.Value)
				}
			}
			require.Empty(t, w.inc.State.Jobs)
		})
	}
}

func TestEachJobIsHandedOutOnceAndEndsByItself(t *testing.T) {
	p := telling(does("S1", "SEC", notifies("N1", frozen.AtOpen)), does("S2", "SEC", notifies("N2", frozen.AtOpen)))
	for _, lost := range []bool{false, true} {
		w := begin(t, declared(p, toldHouse()))
		jobs := w.inc.Take(w.now, false, false).Jobs
		require.Len(t, jobs, 2)
		require.Empty(t, w.inc.Take(w.now, false, false).Jobs)
		if lost {
			w.inc.JobLost(w.now, jobs[0])
		} else {
			w.inc.JobDone(w.now, jobs[0], incident.JobResult{Job: jobs[0].ID})
		}
		require.Len(t, w.inc.State.Jobs, 1)
		require.Equal(t, "S2", w.inc.State.Jobs[0].Step)
	}
}

func TestOutsideCallIsHandedToAPersonWithScriptAndNumber(t *testing.T) {
	w := arrived(begin(t, declared(telling(does("S1", "SEC", calls("brigade", "B", true))), toldHouse())))
	require.Contains(t, w.last("ann"), `Call fire brigade 119: "Building 1, floor 2: smoke, ? trapped". go and do S1`)
	require.Equal(t, []string{`0s Script and number for fire brigade handed out; waiting for "connected"`}, w.entries(incident.KindCallHanded))
	require.Equal(t, "brigade", w.jobs[0].Party)
	require.Equal(t, "Building 1, floor 2: smoke, ? trapped", w.jobs[0].Text.EN)
	w.says("ann", "connected")
	require.Equal(t, incident.StepDone, w.step("S1").State)
}

func TestFactsStandInTheTexts(t *testing.T) {
	w := arrived(begin(t, declared(telling(does("S0", "MED"), does("S1", "SEC", calls("brigade", "B", true), after("S0"))), toldHouse())))
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "trapped", Value: "2", By: "gus"}))
	w.says("ben", "4")
	require.Contains(t, w.last("ann"), "smoke, 2 trapped")
}

func TestPartyOrScriptThatNobodyWroteDownLeavesTheTaskReadable(t *testing.T) {
	w := arrived(begin(t, declared(telling(does("S1", "SEC", calls("police", "Z", true))), toldHouse())))
	require.Contains(t, w.last("ann"), "SIMULATE the call to police, DO NOT DIAL. go and do S1", "without a number there is nothing to dial")
	require.Equal(t, []string{`0s Script and number for police handed out; waiting for "connected"`}, w.entries(incident.KindCallHanded))
}

func TestDrillDialsNobody(t *testing.T) {
	p := telling(does("S1", "SEC", calls("brigade", "B", true)), does("S2", "SEC", calls("brigade", "B", false)), does("S3", "SEC", after("S2"), notifies("N1", frozen.AtOpen)))
	w := begin(t, practised(p, toldHouse()))
	w.to(0)
	w.says("ann", "3")
	body := w.bodies("ann", incident.TaskPage)[0]
	require.Contains(t, body, `SIMULATE the call to fire brigade, DO NOT DIAL: "Building 1, floor 2: smoke, ? trapped".`)
	require.NotContains(t, body, "119")
	require.Equal(t, incident.StepSkipped, w.step("S2").State)
	require.Equal(t, "not practised in drills", *w.step("S2").Reason)
	require.Equal(t, incident.StepOpen, w.step("S3").State, "what follows goes on")
	require.Equal(t, []string{"0s Would have called fire brigade 119 at +0:00", "0s Notice N1: would have told 5 residents"}, w.entries(incident.KindContained))
	require.Equal(t, "DRILL DRILL DRILL first", w.jobs[1].Text.EN)
	require.Equal(t, "【演练】中first", w.jobs[1].Text.ZH)
}

func TestRealIncidentMakesTheCallThatDrillsLeaveOut(t *testing.T) {
	w := arrived(begin(t, declared(telling(does("S1", "SEC", calls("brigade", "B", false))), toldHouse())))
	require.Equal(t, incident.StepOpen, w.step("S1").State)
}

func TestEachRoundOfARepeatingStepTellsAnew(t *testing.T) {
	again := func(s *frozen.Step) { s.Repeat = &frozen.Repeat{Every: time.Minute} }
	w := arrived(begin(t, declared(telling(does("S1", "SEC", notifies("N1", frozen.AtOpen), again)), toldHouse())))
	w.says("ann", "4")
	w.to(time.Minute)
	require.Equal(t, []string{"begin-n1", "begin-n2"}, []string{w.jobs[0].ID, w.jobs[1].ID})
}

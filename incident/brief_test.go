package incident_test

// Stories of the brief: what it says, and where a hand-over leaves it.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// telling is a plan in which there is something to be said in every part of a brief.
func briefed(t *testing.T) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 2)},
		does("S1", "SEC", wants(frozen.Evidence{Kind: frozen.EvidenceCount})), does("S2", "SEC", calls("brigade", "B", true)),
		does("S3", "MED"), does("S4", "MED", calls("brigade", "B", true)),
	)
	p.Steps[2].Title = frozen.Text{EN: "Shut the gas riser", ZH: "关闭燃气立管阀"}
	p.Facts = []frozen.Fact{
		{ID: "trapped", Type: frozen.FactNumber, Title: both("Trapped")},
		{ID: "missing", Type: frozen.FactNumber, Title: both("Missing")},
		{ID: "power_lost", Type: frozen.FactBool, Title: frozen.Text{EN: "Power is out", ZH: "停电"}},
	}
	w := begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"))))
	w.to(0)
	w.says("ann", "3")
	w.says("ben", "1")
	w.says("boss", "0")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.to(3 * time.Minute)
	for name, value := range map[string]string{"trapped": "2", "missing": "1", "power_lost": "true"} {
		w.order(w.inc.StateFact(w.now, incident.StateFact{Name: name, Value: value, By: "ann"}))
	}
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "ann", Value: "12/15"}))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S2", By: "ann", Note: "no. 4711"}))
	w.to(62 * time.Minute)
	return w
}

func TestBriefSaysWhatIsKnownInBothLanguages(t *testing.T) {
	w := briefed(t)
	b := incident.BriefOf(w.inc.View(w.now))
	require.Equal(t, strings.Join([]string{
		"Brief: Fire L3, +1:02 after the declaration",
		"Place: Building 1, floor 2: smoke",
		"Trapped: 2",
		"Counts: Do S1 12/15; Missing 1",
		"Utilities: Power is out yes; S3 Shut the gas riser (open)",
		"Who is where: Seat SEC Ann (on scene); Seat MED Ben (coming), 1 lacking; Seat CMD Boss (coming)",
		"In command: Boss",
		"Open steps: S3 Shut the gas riser (open, Ben); S4 Do S4 (open, Ben); END Do END (open, Boss)",
		"Outside calls: fire brigade reached +0:03 by Ann, reference no. 4711; fire brigade NOT REACHED YET",
	}, "\n"), b.Text("en"))
	zh := b.Text("zh")
	for _, part := range []string{"情况简报", "被困：2", "燃气", "停电 是", "尚未接通", "受理编号no. 4711", "缺1人"} {
		require.Contains(t, zh, part)
	}
}

func TestBriefOfAnIncidentThatHasJustBegunSaysThatNothingIsKnown(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}), house()))
	b := incident.BriefOf(w.inc.View(w.now))
	require.Equal(t, "not known", b.Parts.Trapped.EN)
	require.Equal(t, "none recorded", b.Parts.Counts.EN)
	require.Equal(t, "nobody has accepted yet", b.Parts.Command.EN)
	require.Contains(t, b.Parts.People.EN, "1 lacking")
}

func TestHandOverLeavesTheBriefAndTellsThoseOnSceneWhoCommands(t *testing.T) {
	w := briefed(t)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.HandedOver, By: "boss", Reason: "brigade has it"}))
	require.Contains(t, w.entries(incident.KindBrief)[0], "Trapped: 2")
	require.Contains(t, w.last("ann"), "The emergency service commands now, our liaison is Boss. Stay until it releases you.")
	require.Contains(t, w.last("ben"), "handed over to the emergency service. Report to your lead", "he was on his way")
	w = briefed(t)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "boss"}))
	require.Empty(t, w.entries(incident.KindBrief))
}

func TestBriefTakesTheReferenceFromTheNoteOrElseFromTheValue(t *testing.T) {
	for name, row := range map[string]struct{ note, value, want string }{
		"a note":  {"no. 1", "R9", "reference no. 1"},
		"a value": {"", "R9", "reference R9"},
		"neither": {"", "", "no reference number"},
	} {
		p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC", calls("brigade", "B", true)))
		p.Steps[0].Evidence.Kind = frozen.EvidenceText
		if row.value == "" {
			p.Steps[0].Evidence.Kind = frozen.EvidenceAck
		}
		w := begin(t, declared(p, house(post("SEC", "ann"))))
		w.to(0)
		w.says("ann", "3")
		w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "ann", Note: row.note, Value: row.value}))
		require.Equal(t, "fire brigade reached +0:00 by Ann, "+row.want, incident.BriefOf(w.inc.View(w.now)).Parts.Calls.EN, name)
	}
}

func TestBriefCallsNothingLateThatIsDone(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC", target(time.Minute)))
	p.Steps[0].Title = frozen.Text{EN: "Shut the gas riser", ZH: "关闭燃气立管阀"}
	w := begin(t, declared(p, house(post("SEC", "ann"))))
	w.to(0)
	w.says("ann", "3")
	w.to(2 * time.Minute)
	utilities := func() string { return incident.BriefOf(w.inc.View(w.now)).Parts.Utilities.EN }
	require.Equal(t, "S1 Shut the gas riser (open, LATE)", utilities())
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "ann"}))
	require.Equal(t, "S1 Shut the gas riser (done)", utilities())
}

func TestNewCommanderReadsTheLateStepsFirstAndNoneThatIsDone(t *testing.T) {
	w := commandedBy(t, true, does("S1", "SEC"), does("S2", "SEC", target(2*time.Minute)), does("S3", "SEC"), does("S4", "SEC", after("S1")))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S3", By: "ann"}))
	w.to(time.Minute)
	w.says("ann", "6") // the commander is asked, and says nothing
	w.to(4 * time.Minute)
	require.Equal(t, "don", inCommand(w))
	require.Contains(t, w.bodies("don", incident.NotePage)[0], "Open: Do S2 LATE, Do S1, Do END.")
}

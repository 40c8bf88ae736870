package incident_test

// Stories of places: a step for each, and a place that the incident reaches while it runs.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
)

func eachPlace(s *frozen.Step) { s.ForEach = "place" }

// spots are places of building B1 by their floors.
func spots(floors ...string) []frozen.Spot {
	var list []frozen.Spot
	for _, f := range floors {
		list = append(list, frozen.Spot{Building: "B1", Floor: f})
	}
	return list
}

// swept is a fire at some floors, with a sweep of each by SEC and a roll call by MED after it.
func swept(t *testing.T, floors []string, change ...func(*frozen.Step)) *town {
	t.Helper()
	sweep := append([]func(*frozen.Step){eachPlace, wants(choice("clear", "people"))}, change...)
	p := plan([]frozen.Seat{asks("SEC", 2), asks("MED", 1)}, does("S1", "SEC", append(sweep, after("S0"))...), does("S0", "MED"),
		does("S2", "MED", after("S1")), does("S3", "MED", after("S1"), when("steps.S1.value", cond.OpEq, "mixed")), does("R1", "SEC", in(frozen.Recovery)))
	p.Steps[0].Task = both("sweep {location}, then go to {muster_point}: {token} 4 1 clear, {token} 4 2 people")
	in := declared(p, house(post("SEC", "ann", "dai"), post("MED", "ben")))
	in.Declaration.Places = spots(floors...)
	w := begin(t, in)
	w.trip = true
	w.to(0)
	for _, id := range []string{"ann", "dai", "ben"} {
		w.says(id, "3")
	}
	w.says("ben", "4")
	return w
}

func stepNames(w *town) string {
	var ids []string
	for _, s := range w.inc.View(w.now).Steps {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

func TestStepForEachPlaceIsOneForEach(t *testing.T) {
	w := swept(t, []string{"2", "3"})
	require.Equal(t, "S1@B1-2 S1@B1-3 S0 S2 S3 R1 END", stepNames(w))
	require.Equal(t, "B1-2", *w.step("S1@B1-2").Place)
	require.Nil(t, w.step("S2").Place)
	require.Equal(t, []string{"ann"}, w.step("S1@B1-2").Assignees)
	require.Equal(t, []string{"dai"}, w.step("S1@B1-3").Assignees, "the least busy one has the next")
	code := token(w, "dai", "S1@B1-3")
	require.Equal(t, []string{"Task " + code + ": Do S1 (Building 1, floor 3). sweep Building 1, floor 3, then go to the lawn: " + code + " 4 1 clear, " + code + " 4 2 people"}, w.bodies("dai", incident.TaskPage))
	w.says("ann", "4 1")
	require.Equal(t, incident.StepWaiting, w.step("S2").State, "the other floor is still swept")
	w.says("dai", "4 1")
	require.Equal(t, incident.StepOpen, w.step("S2").State)
	require.Equal(t, incident.StepSkipped, w.step("S3").State, "both floors are clear")
	require.Equal(t, []string{"0s S0 Do S0: done by Ben", "0s S1@B1-2 Do S1 (Building 1, floor 2): done by Ann = clear", "0s S1@B1-3 Do S1 (Building 1, floor 3): done by Dai = clear"}, w.entries(incident.KindStepDone))
}

func TestPlacesThatDoNotAgreeAreMixed(t *testing.T) {
	w := swept(t, []string{"2", "3"})
	w.says("ann", "4 1")
	w.says("dai", "4 2")
	require.Equal(t, incident.StepOpen, w.step("S3").State)
}

func TestOnePlaceAndNoneAreAsTheyWere(t *testing.T) {
	for _, floors := range [][]string{nil, {"2"}} {
		w := swept(t, floors)
		require.Equal(t, "S1 S0 S2 S3 R1 END", stepNames(w))
		require.Contains(t, w.last("ann"), "Do S1. sweep Building 1, floor 2, then")
		require.Equal(t, len(floors) == 1, w.step("S1").Place != nil)
		w.says("ann", "4 1")
		require.Equal(t, incident.StepOpen, w.step("S2").State)
	}
}

func TestPlaceThatIsReachedLaterIsSweptToo(t *testing.T) {
	w := swept(t, []string{"2"})
	w.says("ann", "4 1")
	w.to(time.Minute)
	w.order(w.inc.AddPlace(w.now, incident.AddPlace{By: "dai", Building: "B1", Floor: "3"}))
	require.Equal(t, "S1 S1@B1-3 S0 S2 S3 R1 END", stepNames(w))
	require.Equal(t, incident.StepDone, w.step("S1").State)
	require.Equal(t, incident.StepOpen, w.step("S1@B1-3").State)
	require.Equal(t, incident.StepOpen, w.step("S2").State, "what has begun goes on")
	require.Equal(t, []string{"1m0s Another place: Building 1, floor 3, says Dai"}, w.entries(incident.KindPlace))
	require.Equal(t, spots("2", "3"), w.inc.View(w.now).Places)
	w.order(w.inc.AddPlace(w.now, incident.AddPlace{By: "dai", Building: "B1", Floor: "3"}))
	require.Len(t, w.entries(incident.KindPlace), 1, "it is known")
	refused(t, incident.CodeField, w.inc.AddPlace(w.now, incident.AddPlace{By: "dai", Building: "B9"}))
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1@B1-3", By: "dai", Value: "people"}))
	require.Equal(t, "people", *w.step("S1@B1-3").Value)
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	refused(t, incident.CodeStepState, w.inc.AddPlace(w.now, incident.AddPlace{By: "dai", Building: "B1", Floor: "4"}))
}

func TestStepsOfPlacesAreNamedByTheirPlace(t *testing.T) {
	w := swept(t, []string{"2", "3"})
	err := w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1", By: "dai", Value: "clear"})
	refused(t, incident.CodeNoStep, err)
	require.ErrorContains(t, err, "S1@B1-2, S1@B1-3")
	w = swept(t, []string{"2"})
	w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1@B1-2", By: "dai", Value: "clear"}))
	require.Equal(t, incident.StepDone, w.step("S1").State, "the only place's step is found by its place too")
}

func TestEachPlaceIsLateByItself(t *testing.T) {
	w := swept(t, []string{"2", "3"}, target(100*time.Second), late(defaults()...))
	w.to(50 * time.Second)
	w.says("ann", "4 1")
	w.to(150 * time.Second)
	require.False(t, w.step("S1@B1-2").Late)
	require.True(t, w.step("S1@B1-3").Late)
	require.Contains(t, w.last("boss"), "LATE: Do S1 (Building 1, floor 3)")
	require.NotContains(t, w.last("boss"), "floor 2)")
}

func TestLatenessOpensAStepAtEveryPlace(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)},
		does("S1", "SEC", target(time.Minute), late(frozen.Late{At: time.Minute, Open: "S2"})), does("S2", "MED", onDemand, eachPlace))
	in := declared(p, house(post("SEC", "ann"), post("MED", "ben")))
	in.Declaration.Places = spots("2", "3")
	w := arrived(begin(t, in))
	w.to(time.Minute)
	for _, id := range []string{"S2@B1-2", "S2@B1-3"} {
		require.Equal(t, incident.StepOpen, w.step(id).State)
	}
	w.order(w.inc.AddPlace(w.now, incident.AddPlace{By: "ann", Building: "B1", Floor: "4"}))
	require.Equal(t, incident.StepOpen, w.step("S2@B1-4").State, "it was needed elsewhere")
}

func TestNoticesOfPlacesGoToTheirResidents(t *testing.T) {
	w := staffedTelling(t, "2", "3")
	require.Equal(t, [][]frozen.Spot{spots("2"), spots("3")}, [][]frozen.Spot{w.jobs[0].Places, w.jobs[1].Places})
	require.NotEqual(t, w.jobs[0].ID, w.jobs[1].ID)
}

func staffedTelling(t *testing.T, floors ...string) *town {
	t.Helper()
	p := telling(does("S1", "SEC", eachPlace, notifies("N2", frozen.AtOpen)))
	in := declared(p, house(post("SEC", "ann"), post("MED", "ben")))
	in.Declaration.Places = spots(floors...)
	w := begin(t, in)
	w.to(0)
	require.Len(t, w.jobs, len(floors))
	return w
}

func TestFannedOutSwitchIsUndone(t *testing.T) {
	w := swept(t, []string{"2", "3"})
	w.says("ann", "4 1")
	w.says("dai", "4 2")
	require.Equal(t, incident.StepOpen, w.step("S3").State)
	require.Contains(t, w.says("dai", "9"), "Taken back")
	require.Equal(t, incident.StepWaiting, w.step("S3").State)
	require.Equal(t, incident.StepWaiting, w.step("S2").State)
	require.Equal(t, incident.StepOpen, w.step("S1@B1-3").State)
}

func TestOlderIncidentsDoNotFanOut(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC", eachPlace))
	in := under(declared(p, house(post("SEC", "ann"))), 2)
	in.Declaration.Places = spots("2", "3")
	w := begin(t, in)
	require.Equal(t, "S1 END", stepNames(w))
	refused(t, incident.CodeStepState, w.inc.AddPlace(w.now, incident.AddPlace{By: "ann", Building: "B1", Floor: "4"}))
}

func TestIDsOfPlacesAreSafeInAnAddress(t *testing.T) {
	w := swept(t, []string{"地下1", "a/b", "a b", ""})
	require.Equal(t, "S1@B1-__1 S1@B1-a_b S1@B1-a_b_2 S1@B1 S0 S2 S3 R1 END", stepNames(w))
}

// TestValueOfAllPlaces: whatever places say and in whatever order, what follows waits for all of them, and reads what they
// agree on.
func TestValueOfAllPlaces(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(r, "places")
		floors := make([]string, n)
		for k := range floors {
			floors[k] = fmt.Sprint(k + 1)
		}
		declaredOnes := rapid.IntRange(1, n).Draw(r, "declared")
		w := swept(t, floors[:declaredOnes])
		for _, f := range floors[declaredOnes:] {
			w.order(w.inc.AddPlace(w.now, incident.AddPlace{By: "gus", Building: "B1", Floor: f}))
		}
		said := map[string]bool{}
		order := rapid.Permutation(floors).Draw(r, "order")
		for k, f := range order {
			require.Equal(r, incident.StepWaiting, w.step("S2").State, "after %d of %d", k, n)
			value := rapid.SampledFrom([]string{"clear", "people", ""}).Draw(r, "value "+f)
			if value == "" {
				w.order(w.inc.SkipStep(w.now, incident.SkipStep{Step: "S1@B1-" + f, By: "gus"}))
				continue
			}
			said[value] = true
			w.order(w.inc.FinishStep(w.now, incident.FinishStep{Step: "S1@B1-" + f, By: "gus", Value: value}))
		}
		require.Equal(r, incident.StepOpen, w.step("S2").State)
		require.Equal(r, len(said) > 1, w.step("S3").State == incident.StepOpen)
	})
}

func TestNoticeAfterAStepOfSeveralPlacesIsStoodBehindByWhoeverDidTheLast(t *testing.T) {
	p := telling(does("S0", "SEC", eachPlace), does("S1", "SEC", after("S0"), notifies("N1", frozen.AtOpen)))
	in := declared(p, house(post("SEC", "ann"), post("MED", "ben")))
	in.Declaration.Places, in.Site.Notices.Approval = spots("2", "3"), frozen.ApprovalOne
	w := begin(t, in)
	w.to(0)
	w.says("ann", "3")
	for _, s := range w.inc.View(w.now).Steps[:2] {
		w.says("ann", token(w, "ann", s.ID)+" 4")
	}
	require.Equal(t, "ann", w.notice().Consents[0].By)
}

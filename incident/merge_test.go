package incident_test

// Merging: one fire that two people have declared becomes one incident again.

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// run does an errand, or has it fail.
func (w *town) run(e incident.Errand) {
	if w.errand != nil {
		if r := w.errand(e); r != nil {
			w.inc.ErrandDone(w.now, e, *r)
			return
		}
	}
	w.inc.ErrandFailed(w.now, e)
}

// twins are two incidents of one plan at one place, the second declared a minute after the first, whose errands reach one another.
func twins(t *testing.T, p frozen.Plan, s frozen.Site) (a, b *town) {
	t.Helper()
	older, newer := declared(p, s), declared(p, s)
	newer.ID, newer.DeclaredAt = "inc-2", noon.Add(time.Minute)
	b = begin(t, older)
	b.to(time.Minute)
	a = begin(t, newer)
	a.to(0)
	a.errand, b.errand = b.takesOver, a.takesOver
	return a, b
}

// takesOver does an errand of another town here.
func (w *town) takesOver(e incident.Errand) *incident.ErrandResult {
	if _, done := w.inc.Applied(e.ID); !done {
		if err := w.inc.Absorb(w.now, *e.Carried); err != nil {
			var refused *incident.Error
			errors.As(err, &refused)
			return &incident.ErrandResult{Refused: refused}
		}
		w.inc.Remember(e.ID, "")
		w.settle()
	}
	taken := w.inc.TakenOf(*e.Carried)
	return &incident.ErrandResult{Taken: &taken}
}

// other is what the Desk says of an incident.
func (w *town) other() incident.Other {
	v := w.inc.View(w.now)
	return incident.Other{ID: v.ID, Plan: v.Plan, Title: v.Title, Site: v.Site, Mode: v.Mode, State: v.State, Location: v.Location, OpenedAt: time.Time(v.OpenedAt)}
}

// mergeInto gives the order.
func (w *town) mergeInto(o *town) error {
	err := w.inc.Merge(w.now, incident.Merge{Into: o.inc.In.ID, By: "gus", Other: o.other()})
	w.settle()
	return err
}

func (w *town) view() incident.View { return w.inc.View(w.now) }

// texts are what a person got.
func (w *town) told(id string) []string {
	var bodies []string
	for _, m := range w.sent {
		if m.to == id {
			bodies = append(bodies, m.body)
		}
	}
	return bodies
}

func patrol(needs int) frozen.Plan {
	p := plan([]frozen.Seat{asks("SEC", needs, within(3*time.Minute), climbs(life()...)), asks("MED", 1, climbs(life()...))})
	p.Facts = []frozen.Fact{{ID: "out", Type: frozen.FactBool, Title: both("Out")}, {ID: "trapped", Type: frozen.FactNumber, Title: both("Trapped")}}
	return p
}

func gatehouse() frozen.Site {
	return house(post("SEC", "ann", "ben", "dai"), post("MED", "cao"))
}

func TestWhoeverAcceptedHoldsTheirSeatInTheOtherIncidentAndIsNotCalledAgain(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	a.says("ann", "1")
	require.NoError(t, a.inc.StateFact(a.now, incident.StateFact{Name: "trapped", Value: "3", By: "ann"}))
	before := len(b.told("ann"))
	require.NoError(t, a.mergeInto(b))
	b.to(3 * time.Minute)
	require.Equal(t, incident.Closed, a.view().State)
	require.Equal(t, string(frozen.Duplicate), *a.view().Outcome)
	require.Contains(t, a.view().Links, incident.Link{Incident: "inc-1", Kind: incident.LinkDuplicate, Plan: "fire"})
	require.Contains(t, b.view().Links, incident.Link{Incident: "inc-2", Kind: incident.LinkMerged, Plan: "fire"})
	require.Equal(t, "ann", seatOf(b, "SEC").Holders[0].Responder)
	require.Len(t, b.told("ann"), before, "nobody who accepted is called again")
	fact := factOf(b, "trapped")
	require.Equal(t, "3", *fact.Value)
	require.Equal(t, "ann", *fact.By, "whoever stated it")
	last := a.told("ann")[len(a.told("ann"))-1]
	require.Contains(t, last, "You stay in your seat")
	require.NotContains(t, last, "stood down")
	for _, id := range []string{"ben", "dai", "cao"} {
		for _, text := range a.told(id) {
			require.NotContains(t, text, "not needed", "%s is being asked by the other incident", id)
		}
	}
}

func seatOf(w *town, id string) incident.SeatView {
	for _, s := range w.view().Seats {
		if s.ID == id {
			return s
		}
	}
	return incident.SeatView{}
}

func factOf(w *town, id string) incident.FactView {
	for _, f := range w.view().Facts {
		if f.Name == id {
			return f
		}
	}
	return incident.FactView{}
}

func TestCodeOfTheIncidentThatIsOverAnswersInTheOther(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	codes := map[string]string{}
	for _, p := range a.inc.State.Pages {
		codes[p.Responder] = p.Token
	}
	a.says("ann", "1")
	require.NoError(t, a.mergeInto(b))
	require.Contains(t, b.says("ann", codes["ann"]+" 3"), "on scene")
	require.Contains(t, b.says("ben", codes["ben"]+" 1"), "Accepted: Seat SEC")
	require.Contains(t, a.says("ben", "1"), "part of another incident")
	require.Equal(t, 2, seatOf(b, "SEC").Filled)
}

func TestAnswerThatComesWhileThePeopleAreHandedOverIsHandedOverToo(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	handed := 0
	a.errand = func(e incident.Errand) *incident.ErrandResult {
		r := b.takesOver(e)
		if handed++; handed == 1 { // before the result is there
			a.inc.Answer(a.now, incident.Inbound{ID: "late", From: a.phone("ben"), Body: "1"})
		}
		return r
	}
	require.NoError(t, a.mergeInto(b))
	require.Equal(t, 2, handed)
	require.Equal(t, "ben", seatOf(b, "SEC").Holders[0].Responder)
	require.Equal(t, incident.Closed, a.view().State)
}

func TestPersonWhoLeavesTheirSeatMeanwhileLeavesItInTheOtherToo(t *testing.T) {
	a, b := twins(t, patrol(1), gatehouse())
	a.says("ann", "1")
	handed := 0
	a.errand = func(e incident.Errand) *incident.ErrandResult {
		r := b.takesOver(e)
		if handed++; handed == 1 {
			a.inc.Answer(a.now, incident.Inbound{ID: "late", From: a.phone("ann"), Body: "5"})
		}
		return r
	}
	require.NoError(t, a.mergeInto(b))
	require.Empty(t, seatOf(b, "SEC").Holders)
	b.to(2 * time.Minute)
	require.NotNil(t, seatOf(b, "SEC").Ladder, "somebody else is called")
}

func TestNobodyNewIsCalledWhileTheOtherIncidentIsAskedAndEverybodyIfItDoesNotAnswer(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	a.errand = nil
	require.NoError(t, a.inc.Merge(a.now, incident.Merge{Into: "inc-1", By: "gus", Other: b.other()}))
	sent := len(a.sent)
	a.to(29 * time.Second)
	require.Len(t, a.sent, sent)
	a.to(2 * time.Minute)
	require.Greater(t, len(a.sent), sent, "the ladder climbs although the merge is still tried")
	a.errand = b.takesOver
	a.to(3 * time.Minute)
	require.Equal(t, incident.Closed, a.view().State)
}

func TestIncidentGoesOnWhereTheOtherHasEndedMeanwhile(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	other := b.other()
	require.NoError(t, b.inc.Cancel(b.now, incident.Cancel{Outcome: frozen.Handled, By: "boss", Reason: "over"}))
	require.NoError(t, a.inc.Merge(a.now, incident.Merge{Into: "inc-1", By: "gus", Other: other}))
	a.to(time.Minute)
	require.Equal(t, incident.Open, a.view().State)
	require.NotEmpty(t, a.first(incident.KindNotMerged).Text.EN)
	require.True(t, slices.ContainsFunc(a.told("boss"), func(s string) bool { return strings.Contains(s, "could not be merged") }))
	require.NotNil(t, seatOf(a, "SEC").Ladder)
}

func TestTwoThatAreMergedIntoOneAnotherAtOnceBecomeOne(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	a.says("ann", "1")
	b.says("ben", "1")
	toA, toB := a.other(), b.other()
	require.NoError(t, a.inc.Merge(a.now, incident.Merge{Into: "inc-1", By: "gus", Other: toB}))
	require.NoError(t, b.inc.Merge(b.now, incident.Merge{Into: "inc-2", By: "hal", Other: toA}))
	a.settle()
	b.settle()
	require.Equal(t, incident.Closed, a.view().State)
	require.Equal(t, incident.Open, b.view().State)
	require.Len(t, seatOf(b, "SEC").Holders, 2)
}

func TestMergesThatAreRefusedChangeNothing(t *testing.T) {
	for name, change := range map[string]func(o *incident.Merge){
		"into itself":      func(o *incident.Merge) { o.Into = "inc-2" },
		"of another site":  func(o *incident.Merge) { o.Other.Site = "hill" },
		"a drill":          func(o *incident.Merge) { o.Other.Mode = frozen.Drill },
		"that stands down": func(o *incident.Merge) { o.Other.State = incident.StandingDown },
	} {
		t.Run(name, func(t *testing.T) {
			a, b := twins(t, patrol(2), gatehouse())
			o := incident.Merge{Into: "inc-1", By: "gus", Other: b.other()}
			change(&o)
			before, err := json.Marshal(a.inc.State)
			require.NoError(t, err)
			require.Error(t, a.inc.Merge(a.now, o))
			after, err := json.Marshal(a.inc.State)
			require.NoError(t, err)
			require.JSONEq(t, string(before), string(after))
		})
	}
}

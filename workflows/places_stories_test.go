package workflows_test

// A fire on two floors that reaches a third: each is swept by itself, and who may say that the brigade is there is asked.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// The moments of the story, counted from the declaration.
const (
	nobodyAtTheGate = 5 * time.Minute
	thirdFloor      = 6 * time.Minute
	notThereYet     = 7 * time.Minute
	brigadeIsThere  = 9 * time.Minute
	allClear        = 12 * time.Minute
)

// twoFloors is the fire. Nobody hears the task of waiting for the brigade, which the desk therefore leaves out.
func twoFloors(t *testing.T) *town {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	confirmed := true
	w.start.In.Declaration.Confirmed = &confirmed
	w.start.In.Declaration.Places = []frozen.Spot{{Building: "B3", Floor: "12"}, {Building: "B3", Floor: "13"}}
	w.calm = true
	w.everybodyObliges(20 * time.Second)
	for phone, who := range w.network.people {
		w.network.people[phone] = deaf{who, []string{"Brigade on site", "消防到场", "All-clear", "宣布响应终止"}}
	}
	obeyed := func(err error) { require.NoError(t, err) }
	w.at(nobodyAtTheGate, func() {
		w.order(workflows.SkipStep, workflows.Order[incident.SkipStep]{Body: incident.SkipStep{Step: "F12A", By: "control desk", Reason: "nobody to spare"}}, obeyed)
	})
	w.at(thirdFloor, func() {
		w.order(workflows.AddPlace, workflows.Order[incident.AddPlace]{Body: incident.AddPlace{By: "control desk", Building: "B3", Floor: "14"}}, obeyed)
	})
	w.at(notThereYet, func() { w.text(w.phone(w.askedAbout("brigade_arrived")[0].Responder), "还没有") })
	w.at(brigadeIsThere, func() {
		q := w.askedAbout("brigade_arrived")[0]
		w.text(w.phone(q.Responder), *q.Token+" 1")
	})
	w.at(allClear, func() {
		w.order(workflows.FinishStep, workflows.Order[incident.FinishStep]{Body: incident.FinishStep{Step: "Z1", By: "he-ping", Note: "the third floor is clear"}}, obeyed)
	})
	return w
}

// askedAbout are the questions for a fact that wait for an answer.
func (w *town) askedAbout(fact string) []incident.PageView {
	var list []incident.PageView
	for _, p := range w.status().View.Messages {
		if p.Kind == incident.QuestionPage && p.Fact != nil && *p.Fact == fact && (p.State == incident.PagePaging || p.State == incident.PageSeen) {
			list = append(list, p)
		}
	}
	require.NotEmpty(w.t, list, "nobody is asked about %s", fact)
	return list
}

func TestStoryFireOnTwoFloorsIsSweptFloorByFloorAndTheBrigadeIsAskedAbout(t *testing.T) {
	w := twoFloors(t)
	w.runToTheEnd()
	view := w.status().View
	swept := map[string]string{}
	for _, s := range view.Steps {
		if strings.HasPrefix(s.ID, "F09A") {
			require.Equal(t, incident.StepDone, s.State)
			swept[s.ID] = *s.Place
		}
	}
	require.Equal(t, map[string]string{"F09A@B3-12": "B3-12", "F09A@B3-13": "B3-13", "F09A@B3-14": "B3-14"}, swept)
	for _, f := range view.Facts {
		if f.Name == "brigade_arrived" {
			require.Equal(t, "true", *f.Value)
			require.Equal(t, w.start.In.DeclaredAt.Add(brigadeIsThere), time.Time(*f.At))
		}
	}
	require.Empty(t, w.network.doubled())
	w.requireGolden("two-floors")
	w.requireReview("two-floors")
}

func TestContinueAsNewKeepsPlacesAndQuestions(t *testing.T) {
	play := func(renew ...time.Duration) *town {
		w := twoFloors(t)
		for _, at := range renew {
			w.at(at, func() {
				w.env.SetCurrentHistoryLength(long)
				w.nudge()
			})
		}
		w.until = w.start.In.DeclaredAt.Add(allClear - time.Second)
		w.run()
		return w
	}
	plain := play()
	w := play(nobodyAtTheGate+10*time.Second, thirdFloor+10*time.Second, notThereYet+10*time.Second)
	require.Zero(t, plain.runs)
	require.Equal(t, 3, w.runs)
	require.Empty(t, w.network.doubled())
	require.Empty(t, w.shadow.broken)
	requireSame(t, plain.told(), w.told())
	requireSame(t, texts(plain.timeline()), texts(w.timeline()))
}

package workflows_test

// Walked scenarios of command and of the end: a commander who falls silent, and a false alarm.

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"muster/incident"
	"muster/incident/frozen"
	"muster/workflows"
)

// once is somebody who answers the first page and nothing after it.
type once struct {
	person
	answered *bool
}

func (o once) hears(m accepted) {
	if !*o.answered {
		*o.answered = true
		o.person.hears(m)
	}
}

// codeOf is a refusal's code, as the Desk reads it.
func codeOf(err error) incident.Code {
	var application *temporal.ApplicationError
	var refused *incident.Error
	if errors.As(err, &application) && application.Details(&refused) == nil {
		return refused.Code
	}
	return ""
}

func TestStoryCommanderFallsSilentAndTheDeputySucceeds(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	confirmed := true
	w.start.In.Declaration.Confirmed = &confirmed
	w.calm = true
	w.everybodyObliges(20 * time.Second)
	const silent = "he-ping"
	for _, r := range w.start.In.Site.Roster.Responders { // the end can wait
		w.network.people[r.Phone] = deaf{w.network.people[r.Phone], []string{"All-clear", "响应终止"}}
	}
	answered := false
	w.network.people[w.phone(silent)] = once{w.network.people[w.phone(silent)], &answered}
	level := incident.SetLevel{Level: frozen.L1, By: silent, Reason: "I am back"}
	var refused []error
	for _, at := range []time.Duration{8 * time.Minute, 9 * time.Minute} {
		w.at(at, func() {
			level.Confirm = len(refused) > 0
			w.order(workflows.SetLevel, workflows.Order[incident.SetLevel]{Body: level}, func(err error) { refused = append(refused, err) })
		})
	}
	w.until = w.start.In.DeclaredAt.Add(12 * time.Minute)
	w.run()
	after := w.start.In.Plan.Command.SilentAfter
	sought := w.recorded(incident.KindCommandSought)
	require.Len(t, sought, 1)
	asked := w.calls(silent, "Task", "任务")[0]
	w.requireMoments([]time.Duration{sought[0].At.Sub(w.start.In.DeclaredAt)}, asked+after)
	commands := w.recorded(incident.KindCommand)
	require.Len(t, commands, 2)
	require.Equal(t, silent, commands[0].Responder)
	successor := commands[1].Responder
	require.Equal(t, successor, *w.status().View.Commander)
	require.Len(t, w.recorded(incident.KindBrief), 1)
	require.NotEmpty(t, w.calls(successor, "YOU COMMAND", "您任指挥"))
	require.NotEmpty(t, w.calls(silent, "is in command now", "现由"))
	require.Len(t, refused, 2)
	require.Equal(t, incident.CodeCommand, codeOf(refused[0]))
	require.NoError(t, refused[1])
	require.Len(t, w.recorded(incident.KindOverruled), 1)
	require.Equal(t, frozen.L1, w.status().View.Level)
	w.requireGolden("commander-silent")
}

func TestStoryFalseAlarmTellsEverybodyToReturnAndKeepsTheCauseOpen(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 02:00")))
	w.calm = true
	w.everybodyObliges(15 * time.Second)
	k := slices.IndexFunc(w.start.In.Plan.Steps, func(s frozen.Step) bool { return s.ID == "F02" })
	for _, title := range []string{w.start.In.Plan.Steps[k].Title.EN, w.start.In.Plan.Steps[k].Title.ZH} {
		w.rounds[title] = 1 // it is no fire that they find
	}
	w.runToTheEnd()
	view := w.status().View
	require.Equal(t, string(frozen.FalseAlarm), *view.Outcome)
	for _, s := range view.Steps {
		if s.Phase == frozen.Recovery {
			require.Equal(t, s.ID == "O4A" || s.ID == "O4B", s.State == incident.StepDone, s.ID)
		}
	}
	called := map[string]bool{}
	for _, p := range view.Pages {
		called[p.Responder] = true
	}
	require.GreaterOrEqual(t, len(called), 6)
	for id := range called {
		require.Len(t, w.calls(id, "false alarm. Everybody return", "误报，请全体返回"), 1, id)
		r, _ := w.start.In.Site.Roster.Find(id)
		for _, m := range w.network.to(r.Phone) {
			if strings.Contains(m.Body, "false alarm") {
				require.Equal(t, "en", r.Language(), "%s reads another language", id)
			}
		}
	}
	require.Zero(t, w.outside.calls, "nobody outside was called")
	w.requireGolden("false-alarm")
}

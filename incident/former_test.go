package incident_test

// Stories of orders that somebody gives who commanded before: one question, and obeyed when it is given again.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// succeeded has don in command since 12:04, and boss before.
func succeeded(t *testing.T, steps ...frozen.Step) *town {
	t.Helper()
	w := commandedBy(t, true, steps...)
	w.to(time.Minute)
	w.says("ann", "6")
	w.to(5 * time.Minute)
	require.Equal(t, "don", inCommand(w))
	return w
}

// orders gives an order as the workflow does.
func orders[T any](w *town, give func(time.Time, T) error, o T) error {
	if err := w.inc.Questioned(w.now, o); err != nil {
		return err
	}
	if err := give(w.now, o); err != nil {
		return err
	}
	w.inc.Obeyed(w.now, o)
	w.settle()
	return nil
}

func TestOrderOfAFormerCommanderGetsOneQuestionBack(t *testing.T) {
	for _, by := range []string{"boss", "Boss", " boss "} {
		w := succeeded(t)
		level := incident.SetLevel{Level: frozen.L2, By: by, Reason: "small"}
		before := text(w.inc.State.Level) + text(w.inc.State.Entries)
		err := orders(w, w.inc.SetLevel, level)
		refused(t, incident.CodeCommand, err)
		require.Contains(t, err.Error(), "You handed over at 12:04; Don is in command now (epoch 2). Nothing was changed")
		require.Equal(t, before, text(w.inc.State.Level)+text(w.inc.State.Entries))
		level.Confirm = true
		require.NoError(t, orders(w, w.inc.SetLevel, level))
		require.Equal(t, frozen.L2, w.inc.State.Level)
		for _, id := range []string{"boss", "don"} {
			require.Contains(t, w.last(id), "Fire: Boss ordered level L2, confirmed. In command: Don.")
		}
		require.Equal(t, []string{"5m0s Boss, who handed over at 12:04, ordered all the same: level L2"}, w.entries(incident.KindOverruled))
	}
}

func TestOrderWithTheRightEpochNeedsNoQuestion(t *testing.T) {
	w := succeeded(t)
	skip := incident.SkipStep{Step: "END", By: "boss", Reason: "over", Confirmation: incident.Confirmation{Epoch: 1}}
	refused(t, incident.CodeCommand, orders(w, w.inc.SkipStep, skip))
	skip.Epoch = 2
	require.NoError(t, orders(w, w.inc.SkipStep, skip))
	require.Equal(t, incident.StepSkipped, w.step("END").State)
}

func TestOrdersOfOthersAreObeyedAsTheyCome(t *testing.T) {
	w := succeeded(t)
	for _, by := range []string{"don", "gus", "the control room", "ann"} {
		require.NoError(t, orders(w, w.inc.ReassignStep, incident.ReassignStep{By: by, Step: "END", To: "don"}), by)
	}
	require.NoError(t, orders(w, w.inc.AddNote, incident.AddNote{By: "boss", Text: "smoke is grey"}), "a note is no order")
	require.NoError(t, orders(w, w.inc.SetLevel, incident.SetLevel{By: "ann", Level: frozen.L2}))
	require.Empty(t, w.entries(incident.KindOverruled))
}

func TestEveryOrderOfCommandIsAskedAbout(t *testing.T) {
	w := succeeded(t, does("S1", "SEC"))
	for _, order := range []any{
		incident.SetLevel{By: "boss"},
		incident.StandDown{By: "boss"},
		incident.Cancel{By: "boss"},
		incident.Escalate{By: "boss"},
		incident.AssignSeat{By: "boss"},
		incident.ReleaseSeat{By: "boss"},
		incident.ResumeDrill{By: "boss"},
		incident.SkipStep{By: "boss", Step: "S1"},
		incident.ReassignStep{By: "boss"},
		incident.ExtendStep{By: "boss"},
		incident.AddStep{By: "boss"},
		incident.FinishStep{By: "boss", Step: "END"},
	} {
		refused(t, incident.CodeCommand, w.inc.Questioned(w.now, order))
	}
	for _, word := range []any{incident.FinishStep{By: "boss", Step: "S1"}, incident.StartStep{By: "boss"}, incident.StateFact{By: "boss"}} {
		require.NoError(t, w.inc.Questioned(w.now, word))
	}
}

func TestAllClearTextedByAFormerCommanderIsAskedAboutOnce(t *testing.T) {
	w := succeeded(t)
	w.says("don", "1")
	code := token(w, "boss", "END")
	require.Equal(t, []string{"don"}, w.step("END").Assignees)
	require.Equal(t, "You handed over at 12:04; Don is in command. Nothing was changed. Send the same again if you mean it.", w.says("boss", code+" 4"))
	require.Equal(t, incident.Open, w.inc.State.Lifecycle)
	w.to(11 * time.Minute)
	require.Contains(t, w.says("boss", code+" 4"), "You handed over at 12:04", "too late to confirm anything")
	w.to(12 * time.Minute)
	require.Contains(t, w.says("boss", code+" 4"), "Done")
	require.NotEqual(t, incident.Open, w.inc.State.Lifecycle)
	require.Contains(t, w.entries(incident.KindOverruled)[0], "Boss, who handed over at 12:04, ordered all the same")
}

func TestCommandDoesNotGoBackToWhoeverWasSilent(t *testing.T) {
	w := succeeded(t)
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "DEP", Responder: "don", By: "gus"}))
	require.Empty(t, inCommand(w), "boss has not been heard of since")
	_, due := w.inc.NextDue()
	require.True(t, due, "somebody else is called")
}

func TestWhoTakesTheCommandBackIsNoFormerCommanderAnyMore(t *testing.T) {
	w := succeeded(t)
	require.NoError(t, w.inc.Questioned(w.now, incident.AddNote{By: "boss", Text: "back at my desk"}), "a word of theirs, whichever")
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "DEP", Responder: "don", By: "gus"}))
	require.Equal(t, "boss", inCommand(w))
	require.Equal(t, 3, w.inc.View(w.now).CommandEpoch)
	require.NoError(t, orders(w, w.inc.SetLevel, incident.SetLevel{By: "boss", Level: frozen.L2}))
}

// What a desk reports for a former commander is asked about as their own text is.
func TestRadioOfAFormerCommanderIsAskedAboutOnce(t *testing.T) {
	for _, report := range []incident.ReportAnswer{
		{Responder: "boss", Answer: "done", Step: "END", By: "desk"},
		{Responder: "boss", Answer: "done", By: "desk"},
	} {
		w := succeeded(t)
		w.says("don", "1")
		refused(t, incident.CodeCommand, orders(w, w.inc.Report, report))
		require.Equal(t, incident.Open, w.inc.State.Lifecycle)
		report.Confirm = true
		require.NoError(t, orders(w, w.inc.Report, report))
		require.NotEqual(t, incident.Open, w.inc.State.Lifecycle)
		require.Contains(t, w.entries(incident.KindOverruled)[0], "Boss, who handed over at 12:04, ordered all the same")
	}
	w := succeeded(t)
	require.NoError(t, w.inc.Questioned(w.now, incident.ReportAnswer{Responder: "boss", Answer: "need_help", By: "desk"}), "no order")
	w.inc.In.Rules = frozen.RadioIsAsked - 1
	require.NoError(t, w.inc.Questioned(w.now, incident.ReportAnswer{Responder: "boss", Answer: "done", Step: "END", By: "desk"}), "by older rules")
}

package workflows_test

// The Text workflow, and what an incident says of a text that it has.

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"muster/activities"
	"muster/incident/frozen"
	"muster/workflows"
)

// texting runs the workflow of a text, whose activities fail so many times before they succeed.
type texting struct {
	takes, replies         int
	failTakes, failReplies int
	reply, said            string
	hopeless, asked        bool
	again                  time.Duration // between two tries; zero: as the workflow has it
	in                     workflows.TextInput
	all                    []string // the replies that went out
	numbers                []int    // of the messages that were tried
}

func (x *texting) run(t *testing.T) (time.Duration, error) {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	env.RegisterActivityWithOptions(func(context.Context, activities.Text) (string, error) {
		if x.takes++; x.takes <= x.failTakes {
			return "", temporal.NewApplicationErrorWithOptions("the engine is away", "Away", temporal.ApplicationErrorOptions{NextRetryDelay: x.again})
		}
		return x.reply, nil
	}, activity.RegisterOptions{Name: activities.TakeText})
	env.RegisterActivityWithOptions(func(_ context.Context, _ activities.Text, reply string, asked bool, n int) error {
		x.asked, x.numbers = asked, append(x.numbers, n)
		if x.replies++; x.hopeless {
			return temporal.NewNonRetryableApplicationError("opted out", "ReplyRefused", nil)
		}
		if x.replies <= x.failReplies {
			return errors.New("no answer")
		}
		x.said, x.all = reply, append(x.all, reply)
		return nil
	}, activity.RegisterOptions{Name: activities.ReplyToText})
	begun := env.Now()
	x.in.Text = activities.Text{ID: "SM1", From: "+12025550123", Body: "1"}
	env.ExecuteWorkflow(workflows.Text, x.in)
	require.True(t, env.IsWorkflowCompleted())
	return env.Now().Sub(begun), env.GetWorkflowError()
}

func TestATextIsTakenInAndItsSenderGetsTheReply(t *testing.T) {
	x := &texting{reply: "Accepted"}
	_, err := x.run(t)
	require.NoError(t, err)
	require.Equal(t, "Accepted", x.said)
	require.Equal(t, []int{1, 1}, []int{x.takes, x.replies})
}

func TestATextThatGetsNoReplyEndsThere(t *testing.T) {
	x := &texting{}
	_, err := x.run(t)
	require.NoError(t, err)
	require.Zero(t, x.replies)
}

func TestATextIsTakenInAsSoonAsThatWorks(t *testing.T) {
	x := &texting{reply: "Accepted", failTakes: 8}
	took, err := x.run(t)
	require.NoError(t, err)
	require.Equal(t, "Accepted", x.said)
	require.Less(t, took, time.Minute)
}

func TestAReplyIsTriedAgainAfterTheSettleTimeOnly(t *testing.T) {
	x := &texting{reply: "Accepted", failReplies: 3}
	took, err := x.run(t)
	require.NoError(t, err)
	require.Equal(t, "Accepted", x.said)
	require.GreaterOrEqual(t, took, 15*time.Second, "the carrier's list may lag")
}

func TestAReplyThatCannotBeSentChangesNothingForTheText(t *testing.T) {
	x := &texting{reply: "Accepted", hopeless: true}
	_, err := x.run(t)
	require.NoError(t, err)
	require.Equal(t, 1, x.replies)
}

// The text was applied, and whoever applied it died before the reply left: the carrier is asked whether it has it.
func TestTheReplyToATextThatWasAppliedIsAskedAboutAndSent(t *testing.T) {
	x := &texting{in: workflows.TextInput{Reply: "Accepted"}}
	_, err := x.run(t)
	require.NoError(t, err)
	require.Equal(t, "Accepted", x.said)
	require.True(t, x.asked)
	require.Zero(t, x.takes)
}

func TestATextThatNobodyTakesForAMinuteGetsOneHonestReply(t *testing.T) {
	x := &texting{reply: "Accepted", failTakes: 6, again: 15 * time.Second, in: workflows.TextInput{Wait: "not taken yet"}}
	_, err := x.run(t)
	require.NoError(t, err)
	require.Equal(t, []string{"not taken yet", "Accepted"}, x.all)
	require.Equal(t, []int{2, 1}, x.numbers, "two messages")
	quick := &texting{reply: "Accepted", failTakes: 2, in: workflows.TextInput{Wait: "not taken yet"}}
	_, err = quick.run(t)
	require.NoError(t, err)
	require.Equal(t, []string{"Accepted"}, quick.all)
}

func TestAnIncidentSaysWhichTextsItHas(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	has := func(id string) workflows.HeardView {
		value, err := w.env.QueryWorkflow(workflows.Heard, id)
		require.NoError(t, err)
		var view workflows.HeardView
		require.NoError(t, value.Get(&view))
		return view
	}
	w.at(2*time.Second, func() {
		require.Equal(t, workflows.HeardView{DeclaredAt: w.start.In.DeclaredAt}, has("SM-now"))
		w.textAs("SM-now", w.network.ledger[0].To, "1")
	})
	w.until = w.start.In.DeclaredAt.Add(time.Minute)
	w.run()
	require.True(t, has("SM-now").Applied)
	require.False(t, has("SM-other").Applied)
}

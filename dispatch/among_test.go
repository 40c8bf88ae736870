package dispatch_test

// A text of somebody whom several incidents have called.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/serviceerror"

	"muster/incident"
	"muster/incident/reply"
	"muster/workflows"
)

// soon bounds what a test waits for; nothing takes that long unless it is broken.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// together lets nobody through before n have come, so that only those who come at once get through.
func together(n int) func(ctx context.Context) error {
	come, all := make(chan struct{}, n), make(chan struct{})
	go func() {
		for range n {
			<-come
		}
		close(all)
	}()
	return func(ctx context.Context) error {
		come <- struct{}{}
		select {
		case <-all:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

var unreachable = serviceerror.NewInternal("the engine has a bad moment")

func (h *house) text(body string) workflows.Inbound {
	return workflows.Inbound{ID: "SM-1", From: h.phone(), Body: body}
}

func TestDangerReachesEveryIncidentAtOnce(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d", "inc-e")
	meet := together(3)
	h.engine.update = func(ctx context.Context, id string) (string, error) { return "noted by " + id, meet(ctx) }
	said, found, err := h.Deliver(soon(t), h.text("danger"))
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, []string{"inc-c", "inc-d", "inc-e"}, h.engine.took())
	require.Empty(t, h.engine.signals)
	require.Regexp(t, `^noted by inc-c .*K7C.*K7D.*K7E`, said, "what was done, then which one it is about")
}

func TestDangerAndOptOutNeedNoneOfTheIncidentsItems(t *testing.T) {
	for _, body := range []string{"7", "救命", "not a drill", "STOP", "START"} {
		t.Run(body, func(t *testing.T) {
			h := newHouse(t, "inc-c", "inc-d")
			h.engine.items = func(_ context.Context, id string) ([]reply.Item, error) {
				if id == "inc-c" {
					return nil, nil
				}
				return nil, unreachable
			}
			_, found, err := h.Deliver(soon(t), h.text(body))
			require.NoError(t, err)
			require.True(t, found)
			require.Equal(t, []string{"inc-c", "inc-d"}, h.engine.took())
		})
	}
}

// A text that one of its incidents did not take comes again, to all of them: those that took it know its id.
func TestDangerCountsAsTakenOnceEveryIncidentTookIt(t *testing.T) {
	cases := map[string]struct {
		errs  map[string]error
		found bool
		code  incident.Code // empty: taken
	}{
		"one fails":            {map[string]error{"inc-c": unreachable}, true, incident.CodeEngine},
		"one has ended":        {map[string]error{"inc-c": missing()}, true, ""},
		"all have ended":       {map[string]error{"inc-c": missing(), "inc-d": missing()}, false, ""},
		"all fail":             {map[string]error{"inc-c": unreachable, "inc-d": unreachable}, true, incident.CodeEngine},
		"one fails, one ended": {map[string]error{"inc-c": missing(), "inc-d": unreachable}, true, incident.CodeEngine},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, "inc-c", "inc-d")
			h.engine.update = func(_ context.Context, id string) (string, error) { return "noted by " + id, c.errs[id] }
			said, found, err := h.Deliver(soon(t), h.text("7"))
			require.Equal(t, c.found, found)
			if c.code != "" {
				var refused *incident.Error
				require.ErrorAs(t, err, &refused)
				require.Equal(t, c.code, refused.Code)
				return
			}
			require.NoError(t, err)
			if c.found {
				require.Contains(t, said, "noted by inc-d")
			}
		})
	}
}

func TestDangerThatComesAgainBearsTheSameIDAndReachesTheRest(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d")
	broken := true
	h.engine.update = func(_ context.Context, id string) (string, error) {
		if id == "inc-c" && broken {
			return "", unreachable
		}
		return "noted by " + id, nil
	}
	_, _, err := h.Deliver(soon(t), h.text("7"))
	require.Error(t, err)
	require.Equal(t, []string{"inc-d"}, h.engine.took(), "the other one waits for nobody")

	broken = false
	said, _, err := h.Deliver(soon(t), h.text("7"))
	require.NoError(t, err)
	require.Contains(t, said, "noted by inc-c")
	require.Equal(t, []string{"inc-c", "inc-d", "inc-d"}, h.engine.took())
	require.Equal(t, []string{"SM-1", "SM-1", "SM-1"}, h.engine.updates, "by which an incident tells a repetition")
}

func TestItemsOfSeveralIncidentsAreAskedForAtOnce(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d")
	meet := together(2)
	h.engine.items = func(ctx context.Context, id string) ([]reply.Item, error) { return []reply.Item{pageOf(id)}, meet(ctx) }
	said, found, err := h.Deliver(soon(t), h.text("K7D 1"))
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "noted by inc-d", said)
	require.Equal(t, []string{"inc-d"}, h.engine.took())
}

func TestWhatCouldBeAboutTwoChangesNothing(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d")
	said, found, err := h.Deliver(soon(t), h.text("1"))
	require.NoError(t, err)
	require.True(t, found)
	require.Empty(t, h.engine.took())
	require.Contains(t, said, "K7C")
}

func TestListOfFactsIsThatOfOneIncident(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d")
	said, found, err := h.Deliver(soon(t), h.text("FACT"))
	require.NoError(t, err)
	require.True(t, found)
	require.Empty(t, h.engine.took())
	require.Regexp(t, "(哪一事件|Which incident).*K7C.*K7D", said)
	said, _, err = h.Deliver(soon(t), h.text("K7D fact"))
	require.NoError(t, err)
	require.Equal(t, "noted by inc-d", said)
	require.Equal(t, []string{"inc-d"}, h.engine.took())
}

// A busy incident, or one that is slow to say so, still gets the text: as a signal under the same message id.
func TestAnAnswerToABusyIncidentGoesAsASignal(t *testing.T) {
	busy := serviceerror.NewResourceExhausted(0, "ten updates are in flight")
	cases := map[string]func(ctx context.Context) error{
		"busy":                  func(context.Context) error { return busy },
		"between two runs":      func(context.Context) error { return serviceerror.NewUnavailable("closing") },
		"silent until too late": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		"silent, as the engine's client says it": func(ctx context.Context) error {
			<-ctx.Done()
			return serviceerror.NewDeadlineExceeded("context deadline exceeded")
		},
	}
	for name, update := range cases {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, "inc-c")
			h.engine.update = func(ctx context.Context, _ string) (string, error) { return "", update(ctx) }
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			said, found, err := h.Deliver(ctx, h.text("1"))
			require.NoError(t, err)
			require.True(t, found)
			require.Empty(t, said)
			require.Equal(t, []signal{{"inc-c", workflows.AnswerArrived, h.text("1")}}, h.engine.signals)
		})
	}
}

func TestAnAnswerIsNotSignalledToAnIncidentThatHasEnded(t *testing.T) {
	h := newHouse(t, "inc-c")
	h.engine.update = func(context.Context, string) (string, error) { return "", missing() }
	_, found, err := h.Deliver(soon(t), h.text("1"))
	require.NoError(t, err)
	require.False(t, found)
	require.Empty(t, h.engine.signals)
}

// The update's id is the message's, as the signal's is: what came by both ways counts once.
func TestAnAnswersUpdateBearsTheMessagesID(t *testing.T) {
	h := newHouse(t, "inc-c")
	_, _, err := h.Deliver(soon(t), h.text("1"))
	require.NoError(t, err)
	require.Equal(t, []string{"SM-1"}, h.engine.updates)
}

func TestStrangersMachinesGetNoReply(t *testing.T) {
	h := newHouse(t)
	for body, replied := range map[string]bool{"hello, who is this?": true, "STOP": false, "START": false, `Liked "Reply 1 accept"`: false, "": false} {
		said, err := h.Answer(soon(t), workflows.Inbound{ID: "SM-2", From: "+12025550999", Body: body})
		require.NoError(t, err)
		require.Equal(t, replied, said != "", "%q gets %q", body, said)
	}
	require.Empty(t, h.engine.started)
}

func TestAnErrorOfTheEngineKeepsItsCause(t *testing.T) {
	h := newHouse(t, "inc-c", "inc-d")
	h.engine.update = func(context.Context, string) (string, error) { return "", unreachable }
	_, _, err := h.Deliver(soon(t), h.text("7"))
	var cause *serviceerror.Internal
	require.ErrorAs(t, err, &cause)
}

package console_test

// What the audit log says of what is done on pages: before it is done, and of what it was about as it was and as it is.

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
	"muster/console"
	"muster/incident"
	"muster/incident/frozen"
	"muster/plans"
)

// changing is a desk at which an order changes the incident, and that tells what the log said as it came.
type changing struct {
	*desk
	begun func()
	fails any // what it panics with
}

func (d changing) SetLevel(ctx context.Context, id, request string, o incident.SetLevel) error {
	d.begun()
	if d.fails != nil {
		panic(d.fails)
	}
	view := d.views[id]
	view.Level = o.Level
	d.views[id] = view
	return d.desk.SetLevel(ctx, id, request, o)
}

func TestOrderStandsInTheLogBeforeItDoesAnything(t *testing.T) {
	var h *house
	var during []audit.Entry
	at := changing{begun: func() { during = append(during, h.audit.begun...) }}
	h = open(t, func(o *console.Options) {
		own, is := o.Desk.(*desk)
		require.True(t, is)
		at.desk = own
		o.Desk = &at
	})
	h.holds(fire(frozen.Real))
	form := url.Values{"level": {"L1"}, "reason": {"spreads"}, "key": {strings.Repeat("k", 20)}}
	path := "/console/incidents/" + known + "/level"
	h.post(path, form).goesTo("/console/incidents/" + known)
	done := h.audit.last()
	require.Len(t, during, 1)
	require.Equal(t, done.ID, during[0].ID)
	require.Equal(t, [4]string{"duty-manager", "set-level", known, string(audit.Uncertain)}, [4]string{during[0].Who, during[0].Action, during[0].Subject, string(during[0].Outcome)})
	require.JSONEq(t, `{"level":"L1","reason":"spreads"}`, during[0].After)
	require.Equal(t, audit.Done, done.Outcome)
	require.Contains(t, done.Before, `"level":"L3"`)
	require.Contains(t, done.After, `"is":{"commander"`)
	require.Contains(t, done.After, `"level":"L1"`)
	require.Empty(t, h.audit.open)

	at.desk.err = incident.Fail(incident.CodeCommand, "Somebody else commands now.")
	h.post(path, form).is(http.StatusConflict)
	require.Equal(t, done, h.audit.last(), "what was refused changed nothing")
	require.Empty(t, h.audit.open, "and the log knows it")
	at.desk.err = incident.Fail(incident.CodeEngine, "The engine does not answer.")
	h.post(path, form).is(http.StatusServiceUnavailable)
	require.Equal(t, audit.Uncertain, h.audit.last().Outcome)
	at.fails = "a slip"
	h.post(path, form).is(http.StatusInternalServerError)
	require.Equal(t, audit.Uncertain, h.audit.last().Outcome, "maybe after the deed")
	require.Empty(t, h.audit.open)
}

func TestLogSaysHowAccountsTokensPlansRostersAndDrillsWere(t *testing.T) {
	h := staffed(t)
	h.who = string(account.Administrator)
	plan, _ := plans.Find(library, "fire")
	leave := url.Values{"version": {"7"}, "responder": {"liu-yang"}, "from": {"2026-12-01T08:00"}, "to": {"2026-12-02T08:00"}}
	for _, row := range []struct {
		path          string
		form          url.Values
		action        string
		before, after string
	}{
		{"accounts/acc-ann/roles", url.Values{"role": {"trainer"}}, "set-roles", `"duty-manager"`, `"trainer"`},
		{"accounts/acc-ann/disable", nil, "disable-account", `"disabled":false`, `"disabled":true`},
		{"accounts/acc-ann/password", nil, "reset-password", `"login":"ann.li"`, `"revoked"`},
		{"tokens/tok-1/revoke", nil, "revoke-token", `"id":"tok-1"`, `"id":"tok-1"`},
		{"plans/fire/publish", url.Values{"digest": {"abc"}, "note": {"clearer"}}, "publish-plan", plan.Digest, `"clearer"`},
		{"plans/fire/rollback", url.Values{"to": {"1"}, "replaces": {"1"}}, "roll-back-plan", plan.Digest, `"as_version":1`},
		{"roster/riverside/leave", leave, "add-leave", `"version":7`, `"version":8`},
		{"drills/drl-1/pause", url.Values{"reason": {"works"}}, "pause-drill", `"schedule"`, `"works"`},
	} {
		answer := h.post("/console/"+row.path, row.form)
		require.Less(t, answer.Code, http.StatusBadRequest, "%s: %s", row.path, answer.Body)
		noted := h.audit.last()
		require.Equal(t, [2]string{row.action, string(audit.Done)}, [2]string{noted.Action, string(noted.Outcome)})
		require.Contains(t, noted.Before, row.before, row.path)
		require.Contains(t, noted.After, row.after, row.path)
		require.NotContains(t, noted.After, "made-for-you", row.path)
	}
	h.brings("/console/plans", plan.Source).is(http.StatusOK)
	require.Contains(t, h.audit.last().Before, plan.Digest)
	require.Contains(t, h.audit.last().After, `"draft":true`)
}

func TestPasswordsAreNotNotedAndWhoChangedOneIs(t *testing.T) {
	h := open(t)
	h.post("/console/password", url.Values{"old": {"right"}, "new": {"a long new one"}, "again": {"a long new one"}}).goesTo("/console/")
	last := h.audit.last()
	require.Equal(t, [2]string{"change-password", "acc-duty-manager"}, [2]string{last.Action, last.Subject})
	require.Empty(t, last.After)
	require.Empty(t, h.audit.begun[0].After)
}

// aboutKey marks a context as being about an incident.
type aboutKey struct{}

// marked remembers about what each line was.
type marked struct {
	slog.Handler
	of *[]any
}

func (m marked) Handle(ctx context.Context, _ slog.Record) error {
	*m.of = append(*m.of, ctx.Value(aboutKey{}))
	return nil
}

func TestRequestsAreCountedByTheirRouteAndSayWhichIncidentTheyAreAbout(t *testing.T) {
	var served []console.Served
	var about, lines []any
	h := open(t, func(o *console.Options) {
		o.Served = func(ctx context.Context, r console.Served) {
			served, about = append(served, r), append(about, ctx.Value(aboutKey{}))
		}
		o.About = func(ctx context.Context, id string) context.Context { return context.WithValue(ctx, aboutKey{}, id) }
		o.Log = slog.New(marked{slog.NewTextHandler(&strings.Builder{}, &slog.HandlerOptions{Level: slog.LevelDebug}), &lines})
		o.Links = linkKey
	})
	h.holds(fire(frozen.Real))
	h.get("/console/incidents/" + known).is(http.StatusOK)
	h.post("/console/incidents/"+known+"/notes", url.Values{"text": {"seen"}, "key": {strings.Repeat("k", 20)}}).goesTo("/console/incidents/" + known)
	h.get("/console/tokens").is(http.StatusOK)
	h.get("/r/" + linkKey.Code(known, "liu-yang")).is(http.StatusOK)
	h.get("/console/nothing").is(http.StatusNotFound)
	require.Equal(t, []console.Served{
		{Method: "GET", Route: "/console/incidents/:id", Status: 200},
		{Method: "POST", Route: "/console/incidents/:id/notes", Status: 303},
		{Method: "GET", Route: "/console/tokens", Status: 200},
		{Method: "GET", Route: "/r/:code", Status: 200},
		{Method: "GET", Status: 404},
	}, served)
	require.Equal(t, []any{known, known, nil, known, nil}, about)
	require.Equal(t, about, lines)
}

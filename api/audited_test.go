package api_test

// What people do is noted, before the deed and after it, with who they are and where they come from.

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/audit"
	"muster/incident"
)

func TestOrdersAreNotedAsTheyWereAndAre(t *testing.T) {
	h := staffed(t)
	h.ask("POST", "/api/v1/incidents/"+known+"/level", kv{"level": "L1", "by": "chen", "reason": "call +1 202 555 0101"}).ok(http.StatusOK)
	noted := h.audit.last()
	require.Equal(t, [5]string{"set-level", known, "key", "192.0.2.1", "done"}, [5]string{noted.Action, noted.Subject, noted.Who, noted.From, string(noted.Outcome)})
	require.Contains(t, noted.Before, `"level":"L2"`)
	require.Contains(t, noted.After, `"ordered":{"by":"chen","level":"L1","reason":"call ******01"}`)
	count := len(h.audit.entries)
	h.ask("POST", "/api/v1/incidents/"+known+"/level", kv{"level": "L9", "by": "chen", "reason": "x"}).problem(http.StatusUnprocessableEntity, "request_invalid")
	h.ask("POST", "/api/v1/incidents/"+known+"/level", "level=L1", "Content-Type", "application/x-www-form-urlencoded").problem(http.StatusUnsupportedMediaType, "content_type")
	h.ask("GET", "/api/v1/incidents/"+known, nil).ok(http.StatusOK)
	require.Len(t, h.audit.entries, count, "what changes nothing is not noted")
	h.desk.err = errAway
	h.ask("POST", "/api/v1/incidents/"+known+"/cancel", kv{"by": "chen", "reason": "x"}).problem(http.StatusInternalServerError, "unexpected")
	require.Equal(t, audit.Uncertain, h.audit.last().Outcome, "it may have happened")
}

// open are the calls that the log knows to have begun, and not how they ended.
func (l *auditLog) open() (calls []audit.Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.begun {
		calls = append(calls, e)
	}
	return calls
}

// asking is a desk that looks at the log in the middle of a deed.
type asking struct {
	api.Desk
	look func()
}

func (d asking) AddNote(ctx context.Context, id, request string, o incident.AddNote) error {
	d.look()
	return d.Desk.AddNote(ctx, id, request, o)
}

func TestTheLogKnowsOfACallBeforeTheDeed(t *testing.T) {
	var h *house
	var during []audit.Entry
	h = open(t, func(o *api.Options) { o.Desk = asking{o.Desk, func() { during = h.audit.open() }} })
	h.desk.views[known] = view(known)
	h.ask("POST", "/api/v1/incidents/"+known+"/notes", kv{"by": "chen", "text": "x"}).ok(http.StatusOK)
	require.Len(t, during, 1)
	begun := during[0]
	require.Equal(t, [5]string{"add-note", known, "key", "192.0.2.1", "uncertain"}, [5]string{begun.Action, begun.Subject, begun.Who, begun.From, string(begun.Outcome)})
	require.JSONEq(t, `{"by":"chen","text":"x"}`, begun.After)
	require.Equal(t, begun.ID, h.audit.last().ID, "what was done takes its place")
	require.Empty(t, h.audit.open())

	during = nil
	h.ask("POST", "/api/v1/incidents/"+known+"/notes", kv{"by": "chen", "word": "x"}).problem(http.StatusUnprocessableEntity, "request_invalid")
	require.Empty(t, during, "what is refused at once comes no further")
	h.desk.err = incident.Fail(incident.CodeEnded, "It is over.")
	h.ask("POST", "/api/v1/incidents/"+known+"/notes", kv{"by": "chen", "text": "x"}).problem(http.StatusConflict, "incident_ended")
	require.Len(t, during, 1)
	require.Empty(t, h.audit.open(), "and what is refused later changed nothing")
}

// falling is a desk that falls over when the deed is done.
type falling struct{ api.Desk }

func (d falling) AddNote(ctx context.Context, id, request string, o incident.AddNote) error {
	if err := d.Desk.AddNote(ctx, id, request, o); err != nil {
		return err
	}
	panic("fallen over")
}

func TestOrderWhoseCallPanicsIsNoted(t *testing.T) {
	h := open(t, func(o *api.Options) { o.Desk = falling{o.Desk} })
	h.desk.views[known] = view(known)
	h.ask("POST", "/api/v1/incidents/"+known+"/notes", kv{"by": "chen", "text": "x"}).problem(http.StatusInternalServerError, "unexpected")
	require.Len(t, h.desk.orders, 1, "it was done")
	noted := h.audit.last()
	require.Equal(t, [4]string{"add-note", known, "key", "uncertain"}, [4]string{noted.Action, noted.Subject, noted.Who, string(noted.Outcome)})
	require.Contains(t, h.log.String(), "fallen over")
}

func TestAuditLogIsListedAndVerified(t *testing.T) {
	h := staffed(t)
	for range 3 {
		h.ask("POST", "/api/v1/incidents/"+known+"/notes", kv{"by": "chen", "text": "x"}).ok(http.StatusOK)
	}
	first := h.ask("GET", "/api/v1/audit?limit=2", nil).ok(http.StatusOK).json()
	require.Len(t, first["items"], 2)
	rest := h.ask("GET", "/api/v1/audit?limit=2&cursor="+first["next_cursor"].(string), nil).ok(http.StatusOK)
	require.Len(t, rest.items(), 1)
	require.Equal(t, true, h.ask("GET", "/api/v1/audit/verify", nil).ok(http.StatusOK).json()["intact"])
	h.audit.err = &audit.BrokenError{Seq: 2, Why: "was changed"}
	verdict := h.ask("GET", "/api/v1/audit/verify", nil).ok(http.StatusOK).json()
	require.Equal(t, []any{false, float64(2)}, []any{verdict["intact"], verdict["wrong"]})
	h.audit.err = errAway
	h.ask("GET", "/api/v1/audit/verify", nil).problem(http.StatusServiceUnavailable, "database_unavailable")
}

func TestAddressIsTheProxysWordWhereThatIsTrusted(t *testing.T) {
	for trusted, want := range map[string]string{"192.0.2.0/24": "198.51.100.7", "10.0.0.0/8": "192.0.2.1"} {
		h := open(t, func(o *api.Options) { o.Proxies = []string{trusted} })
		h.desk.views[known] = view(known)
		h.ask("POST", "/api/v1/incidents/"+known+"/notes", kv{"by": "chen", "text": "x"}, "X-Forwarded-For", "198.51.100.7").ok(http.StatusOK)
		require.Equal(t, want, h.audit.last().From)
	}
}

package cli_test

// Accounts, tokens and the audit log at the command line.

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
)

var riverside = "riverside"

// people answers the calls about accounts, tokens and the audit log.
func (m *muster) people(mux *http.ServeMux) {
	password := "3fk2p-aaaaa-bbbbb-ccccc"
	ann := client.Account{ID: "acc-1", Login: "ann", Name: "Ann Li", Roles: []client.Role{{Role: "duty-manager", Site: &riverside}, {Role: "trainer"}}, Password: true}
	token := client.Token{ID: "tok-1", Account: "acc-1", Name: "lobby", Hint: "mst_ABCD", Scopes: []string{"read"}, ExpiresAt: opening.AddDate(100, 0, 0)}
	entry := client.AuditEntry{Seq: 2, At: opening, Who: "ann", From: "192.0.2.1", Action: "set-level", Subject: "inc-1", Outcome: "done", Before: json.RawMessage(`{"level":"L2"}`), After: json.RawMessage(`{"level":"L1"}`), Hash: "abc"}
	mux.HandleFunc("GET /api/v1/session", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, client.Session{Kind: "token", Login: "ann", Name: "Ann Li", Roles: ann.Roles, Rights: []string{"read", "command"}})
	})
	mux.HandleFunc("POST /api/v1/session", func(w http.ResponseWriter, r *http.Request) {
		if m.note(r).Body["password"] != "first one" || r.Header.Get("Authorization") != "" {
			reply(w, http.StatusForbidden, map[string]string{"title": "Refused", "detail": "That is not the login or the password."})
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "__Host-muster-session", Value: "mss_1", Secure: true, Path: "/"})
		reply(w, http.StatusCreated, client.Session{Login: "ann"})
	})
	session := func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		if cookie, err := r.Cookie("__Host-muster-session"); err != nil || cookie.Value != "mss_1" {
			reply(w, http.StatusUnauthorized, map[string]string{"detail": "Sign in."})
			return
		}
		reply(w, http.StatusOK, client.Session{Login: "ann"})
	}
	mux.HandleFunc("POST /api/v1/session/password", session)
	mux.HandleFunc("DELETE /api/v1/session", session)
	mux.HandleFunc("GET /api/v1/accounts", func(w http.ResponseWriter, _ *http.Request) { page(w, []client.Account{ann}) })
	mux.HandleFunc("POST /api/v1/accounts", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		made := ann
		made.Generated = &password
		reply(w, http.StatusCreated, made)
	})
	mux.HandleFunc("POST /api/v1/accounts/{id}/{verb}", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		reply(w, http.StatusOK, ann)
	})
	mux.HandleFunc("PATCH /api/v1/accounts/{id}", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		reply(w, http.StatusOK, ann)
	})
	mux.HandleFunc("GET /api/v1/tokens", func(w http.ResponseWriter, _ *http.Request) { page(w, []client.Token{token}) })
	mux.HandleFunc("POST /api/v1/tokens", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		made := token
		made.Token = "mst_ABCDEFG"
		reply(w, http.StatusCreated, made)
	})
	mux.HandleFunc("POST /api/v1/tokens/{id}/revoke", func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		reply(w, http.StatusOK, token)
	})
	mux.HandleFunc("GET /api/v1/audit", func(w http.ResponseWriter, _ *http.Request) { page(w, []client.AuditEntry{entry}) })
	mux.HandleFunc("GET /api/v1/audit/verify", func(w http.ResponseWriter, _ *http.Request) { reply(w, http.StatusOK, m.verdict) })
}

func TestAccountsAtTheCommandLine(t *testing.T) {
	m, _ := newMuster(t)
	require.Equal(t, "ann (Ann Li), duty-manager@riverside trainer@all\nRights: read, command\n", requireDone(t, "account", "me"))
	require.Equal(t, "LOGIN  NAME    ROLES                               SIGNS IN  ID\nann    Ann Li  duty-manager@riverside trainer@all  password  acc-1\n", requireDone(t, "account", "list"))

	said := requireDone(t, "account", "add", "ann", "--name", "Ann Li", "--role", "duty-manager@riverside", "--role", "trainer")
	require.Equal(t, "ann is acc-1: duty-manager@riverside trainer@all.\nThe password, shown this once: 3fk2p-aaaaa-bbbbb-ccccc\nIt has to be changed before anything else is done, by its owner: muster account password ann --own\n", said)
	require.JSONEq(t, `{"login": "ann", "name": "Ann Li", "roles": [{"role": "duty-manager", "site": "riverside"}, {"role": "trainer"}]}`, m.lastCall().Raw)
	require.Equal(t, 2, run("account", "add", "ann").code, "without a role nobody may do anything")
	require.Equal(t, 0, runIn("correct-horse-battery\n", "account", "add", "ann", "--role", "viewer", "--ask").code)
	require.Equal(t, "correct-horse-battery", m.lastCall().Body["password"])

	requireDone(t, "account", "roles", "Ann", "--role", "viewer@all")
	require.Equal(t, "/accounts/acc-1/roles", m.lastCall().Path)
	require.JSONEq(t, `{"roles": [{"role": "viewer"}]}`, m.lastCall().Raw)
	require.Equal(t, "ann has a new password: every session of theirs has ended, and every token of theirs is revoked.\n", requireDone(t, "account", "password", "acc-1"))
	require.JSONEq(t, `{}`, m.lastCall().Raw)
	require.Equal(t, "ann has a new password: every session of theirs has ended, and their tokens go on.\n", requireDone(t, "account", "password", "acc-1", "--keep-tokens"))
	require.JSONEq(t, `{"keep_tokens": true}`, m.lastCall().Raw)
	require.Equal(t, "ann is Ann Li, address none, responder none.\n", requireDone(t, "account", "edit", "ann", "--name", "Ann Li", "--email", ""))
	require.Equal(t, "/accounts/acc-1", m.lastCall().Path)
	require.JSONEq(t, `{"name": "Ann Li", "email": ""}`, m.lastCall().Raw)
	require.Equal(t, 2, run("account", "edit", "ann").code, "nothing is to change")
	requireDone(t, "account", "disable", "ann")
	require.Equal(t, "/accounts/acc-1/disable", m.lastCall().Path)
	require.Equal(t, outcome{2, "", "There is no account \"li\": see `muster account list`.\n"}, run("account", "enable", "li"))
}

func TestOnesOwnPasswordIsChangedAtTheCommandLineWithoutAToken(t *testing.T) {
	m, _ := newMuster(t)
	require.Equal(t, outcome{0, "ann has the new password: every session has ended.\n", ""}, runIn("first one\ncorrect horse battery\n", "account", "password", "ann", "--own"))
	require.Len(t, m.calls, 3)
	require.JSONEq(t, `{"login": "ann", "password": "first one"}`, m.calls[0].Raw)
	require.Equal(t, "/session/password", m.calls[1].Path)
	require.JSONEq(t, `{"old_password": "first one", "new_password": "correct horse battery"}`, m.calls[1].Raw)
	require.Equal(t, "/session", m.calls[2].Path)

	refused := runIn("not it\ncorrect horse battery\n", "account", "password", "ann", "--own")
	require.Equal(t, 1, refused.code)
	require.Contains(t, refused.errs, "That is not the login or the password.")
	require.Equal(t, 2, runIn("first one\n", "account", "password", "ann", "--own").code, "there is no new one")
}

func TestTokensAtTheCommandLine(t *testing.T) {
	m, _ := newMuster(t)
	require.Equal(t, "TOKEN  NAME   ACCOUNT  BEGINS       SCOPES  SITE  GOOD\ntok-1  lobby  acc-1    mst_ABCD...  read    all   until 2126-11-23 03:00\n", requireDone(t, "token", "list"))
	said := requireDone(t, "token", "add", "lobby", "--account", "ann", "--scope", "read", "--scope", "respond", "--site", "riverside", "--for", "24h")
	require.Contains(t, said, "The token, shown this once: mst_ABCDEFG\n")
	require.JSONEq(t, `{"name": "lobby", "account": "acc-1", "scopes": ["read", "respond"], "site": "riverside", "expires_in": "24h"}`, m.lastCall().Raw)
	require.Equal(t, "tok-1 (lobby) is refused from now on.\n", requireDone(t, "token", "revoke", "tok-1"))
}

func TestAuditLogAtTheCommandLine(t *testing.T) {
	m, _ := newMuster(t)
	require.Equal(t, "SEQ  AT                   WHO  FROM       ACTION     SUBJECT  OUTCOME\n2    "+opening.In(time.Local).Format("2006-01-02 15:04:05")+"  ann  192.0.2.1  set-level  inc-1    done\n", requireDone(t, "audit", "list"))
	require.Contains(t, requireDone(t, "audit", "list", "--full", "--subject", "inc-1"), "  before {\"level\":\"L2\"}\n  after {\"level\":\"L1\"}\n")

	m.verdict = client.Verdict{Intact: true, Entries: 5, Hash: "fed"}
	require.Equal(t, "The audit log is as it was written: 5 entries.\nTo be noted somewhere else: 5:fed\n", requireDone(t, "audit", "verify"))
	require.Equal(t, 0, run("audit", "verify", "--noted", "2:abc").code)
	require.Equal(t, outcome{1, "", "The log was written anew: the entry that was noted is another one now.\n"}, run("audit", "verify", "--noted", "2:other"))
	require.Equal(t, outcome{1, "", "Entries were cut off: 9 were there when this was noted, now 5 are.\n"}, run("audit", "verify", "--noted", "9:abc"))
	require.Equal(t, 2, run("audit", "verify", "--noted", "what").code)
	wrong := int64(3)
	m.verdict = client.Verdict{Entries: 2, Wrong: &wrong, Why: "entry 3 was changed: its hash is another"}
	require.Equal(t, outcome{1, "", "The audit log is not as it was written: entry 3 was changed: its hash is another; up to entry 2 it is.\n"}, run("audit", "verify"))
}

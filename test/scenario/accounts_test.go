package scenario_test

// Accounts, tokens and the audit log on the whole program, with its database dead in the middle.

import (
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
)

var shownOnce = regexp.MustCompile(`shown this once: (\S+)`)

// bearer makes an account with a role at a place, and gives a token of it.
func bearer(t *testing.T, muster *harness.Program, login, role string) (headers []string) {
	t.Helper()
	muster.Muster("account", "add", login, "--role", role, "--no-password")
	found := shownOnce.FindStringSubmatch(muster.Muster("token", "add", "of "+login, "--account", login))
	require.NotNil(t, found)
	return []string{"Authorization", "Bearer " + found[1]}
}

// awaitNoted waits until the audit log holds what somebody did to an incident, and gives it in full.
func awaitNoted(t *testing.T, muster *harness.Program, id, action, who string) string {
	t.Helper()
	var said string
	harness.Await(t, 20*time.Second, action+" of "+who+" in the audit log", func() bool {
		said = muster.Muster("audit", "list", "--full", "--subject", id, "--action", action, "--who", who)
		return strings.Contains(said, action+" ")
	})
	return said
}

func TestPeopleAreKnownAndTheirOrdersNotedThoughTheDatabaseIsDead(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	viewer, duty, elsewhere := bearer(t, muster, "viewer", "viewer@riverside"), bearer(t, muster, "duty", "duty-manager@riverside"), bearer(t, muster, "boss", "administrator")
	password := shownOnce.FindStringSubmatch(muster.Muster("account", "add", "ann", "--role", "responder@riverside"))[1]
	require.Contains(t, muster.Muster("audit", "list"), "add-token")

	muster.Stop()
	mend := muster.BreakDatabase()
	muster.Start()
	require.Equal(t, "forbidden", muster.Refused(http.StatusForbidden, http.MethodPost, declarations, harness.Fire(), viewer...).Code)
	status, body := muster.Call(http.MethodPost, declarations, harness.Fire(), duty...)
	require.Equal(t, http.StatusCreated, status, "%s", body)
	id := regexp.MustCompile(`inc-\w+`).FindString(string(body))
	muster.Refused(http.StatusForbidden, http.MethodPost, declarations+"/"+id+"/notes", map[string]string{"by": "v", "text": "x"}, viewer...)
	status, body = muster.Call(http.MethodPost, declarations+"/"+id+"/level", map[string]string{"by": "duty", "level": "L1", "reason": "trapped"}, duty...)
	require.Equal(t, http.StatusOK, status, "%s", body)
	status, body = muster.Call(http.MethodPost, "/api/v1/session", map[string]string{"login": "ann", "password": password}, "Authorization", "")
	require.Equal(t, http.StatusCreated, status, "%s", body)
	require.Equal(t, "database_unavailable", muster.Refused(http.StatusServiceUnavailable, http.MethodPost, "/api/v1/accounts",
		map[string]any{"login": "late", "name": "Late", "roles": []map[string]string{{"role": "viewer"}}}, elsewhere...).Code)
	_, ready := muster.Call(http.MethodGet, "/readyz", nil)
	require.Contains(t, string(ready), "The audit log waits for the database")
	page := muster.Incident(id).Pages[0]
	muster.Reply(phoneOf(sites.Riverside(), page.Responder), *page.Token+" 1")
	awaitAnswered(t, muster, id, page.ID)

	muster.Kill()
	mend()
	muster.Start()
	var said string
	harness.Await(t, 20*time.Second, "the audit log has caught up", func() bool {
		said = muster.Muster("audit", "list", "--full", "--who", "duty ("+tokenID(t, muster, "of duty")+")")
		return strings.Contains(said, "set-level "+id)
	})
	require.Contains(t, said, "declare-incident "+id+", done")
	require.Contains(t, said, `"level":"L1"`)
	texted := awaitNoted(t, muster, id, "answer-by-text", page.Responder)
	require.Regexp(t, `from sms \*{6}\d\d: `, texted)
	require.Contains(t, texted, `"page `+page.ID+`":"accepted"`, "what was texted while the database was dead, before a kill, is noted too")
	require.Equal(t, 1, strings.Count(texted, "answer-by-text "), "once")
	require.Contains(t, muster.Muster("audit", "verify"), "The audit log is as it was written")
	muster.Do(http.MethodPost, declarations+"/"+id+"/cancel", map[string]string{"by": "tester", "outcome": "handled", "reason": "enough"}, nil)
}

func TestSomebodyWithAFirstPasswordGivesThemselvesAnother(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	first := shownOnce.FindStringSubmatch(muster.Muster("account", "add", "ann", "--role", "viewer"))[1]
	change := func(old, next string) (string, error) {
		cmd := exec.Command(harness.Binary(t), "account", "password", "ann", "--own")
		cmd.Env, cmd.Dir, cmd.Stdin = []string{"PATH=" + os.Getenv("PATH"), "MUSTER_URL=" + muster.URL}, t.TempDir(), strings.NewReader(old+"\n"+next+"\n")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	said, err := change(first, "short")
	require.Error(t, err)
	require.Contains(t, said, "Give a password of")
	said, err = change(first, "correct horse battery")
	require.NoError(t, err, said)
	require.Contains(t, said, "ann has the new password")
	status, answer := muster.Call(http.MethodPost, "/api/v1/session", map[string]string{"login": "ann", "password": "correct horse battery"}, "Authorization", "")
	require.Equal(t, http.StatusCreated, status, "%s", answer)
	require.Contains(t, string(answer), `"must_change_password":false`)
}

// tokenID is the id of a token by its name.
func tokenID(t *testing.T, muster *harness.Program, name string) string {
	t.Helper()
	var list struct{ Items []struct{ ID, Name string } }
	muster.Do(http.MethodGet, "/api/v1/tokens", nil, &list)
	for _, token := range list.Items {
		if token.Name == name {
			return token.ID
		}
	}
	require.FailNow(t, "no such token", name)
	return ""
}

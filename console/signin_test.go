package console_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/audit"
)

func TestNobodySeesAPageWithoutASession(t *testing.T) {
	h := open(t)
	h.who = ""
	for _, path := range []string{"/console/", "/console/declare", "/console/incidents/" + known, "/console/phones", "/console/password"} {
		page := h.get(path).is(http.StatusUnauthorized).has(`name="password"`)
		require.Contains(t, page.Body.String(), `name="next" value="`+path+`"`)
	}
	require.Empty(t, h.get("/console/stream").is(http.StatusUnauthorized).Header().Get("Location"))
	require.Equal(t, "none", h.get("/console/", "HX-Request", "true").is(http.StatusUnauthorized).Header().Get("HX-Reswap"))
	h.get("/console").is(http.StatusFound)
}

func TestSigningInGoesWhereOneWantedToGo(t *testing.T) {
	h := open(t)
	h.who = ""
	for next, goes := range map[string]string{
		"/console/declare?plan=fire": "/console/declare?plan=fire", "https://evil.example/console/": "/console/", "//evil.example/console/": "/console/", "/docs": "/console/", "": "/console/",
	} {
		in := h.post("/console/sign-in", url.Values{"login": {"viewer"}, "password": {"right"}, "next": {next}})
		in.goesTo(goes)
		require.Contains(t, in.Header().Get("Set-Cookie"), "muster-session=viewer; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax")
	}
	require.Equal(t, audit.Done, h.audit.last().Outcome)
	h.post("/console/sign-in", url.Values{"login": {"viewer"}, "password": {"wrong"}}).is(http.StatusForbidden).has("Login or password is wrong", `value="viewer"`)
	require.Equal(t, audit.Refused, h.audit.last().Outcome)
	h.post("/console/sign-in", url.Values{"login": {"viewer"}, "password": {"right"}}, "Sec-Fetch-Site", "cross-site").is(http.StatusForbidden)
	h.who = "viewer"
	h.post("/console/sign-out", url.Values{}).goesTo("/console/sign-in")
}

func TestPasswordThatWasMadeForSomebodyIsChangedFirst(t *testing.T) {
	h := open(t)
	h.who = "new"
	h.get("/console/").goesTo("/console/password")
	h.post("/console/password", url.Values{"old": {"right"}, "new": {"a long password"}, "again": {"another password"}}).is(http.StatusUnprocessableEntity).has("not the same")
	h.post("/console/password", url.Values{"old": {"wrong"}, "new": {"a long password"}, "again": {"a long password"}}).is(http.StatusUnprocessableEntity)
	h.post("/console/password", url.Values{"old": {"right"}, "new": {"a long password"}, "again": {"a long password"}}).goesTo("/console/")
	require.Equal(t, "change-password", h.audit.last().Action)
	require.NotContains(t, h.audit.last().After, "long password")
}

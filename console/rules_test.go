package console_test

// Every page and every form by every role: a table of its own, so that a rule that is changed by mistake is noticed.

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/console"
	"muster/incident/frozen"
)

// Who may ask for a page. The roles' letters: viewer, responder, duty manager, trainer, administrator.
const (
	everybody = "everybody" // also who has not signed in
	byLink    = "by link"   // whoever holds a good link, and nobody else
	anyone    = "VRDTA"
	insiders  = "RDTA"
	hands     = "RDA"
	commands  = "DA"
	practice  = "DTA"
	keepers   = "A"
)

var roleLetters = map[account.Role]string{
	account.Viewer: "V", account.Responder: "R", account.DutyManager: "D", account.Trainer: "T", account.Administrator: "A",
}

// table says who may ask for what; the incident is a real one.
var table = map[string]string{
	"GET /console": everybody, "GET /console/assets/:name": everybody, "GET /console/sign-in": everybody, "POST /console/sign-in": everybody,
	"GET /r/:code": byLink, "POST /r/:code": byLink, "POST /r/:code/photos": byLink,
	"POST /console/sign-out": anyone, "GET /console/password": anyone, "POST /console/password": anyone,
	"GET /console/tokens": anyone, "POST /console/tokens": anyone, "POST /console/tokens/:id/revoke": anyone,
	"GET /console/": anyone, "GET /console/stream": anyone, "GET /console/system": anyone,
	"GET /console/declare": insiders, "POST /console/declare": insiders, // a trainer drills only
	"GET /console/incidents/:id": insiders, "GET /console/incidents/:id/review": insiders, "GET /console/incidents/:id/review.pdf": insiders,
	"GET /console/incidents/:id/notices": insiders, "GET /console/incidents/:id/photos/:photo": insiders,
	"GET /console/incidents/:id/stand-down": commands, "POST /console/incidents/:id/notices/preview": commands,
	"POST /console/incidents/:id/answers": hands, "POST /console/incidents/:id/facts": hands, "POST /console/incidents/:id/notes": hands,
	"POST /console/incidents/:id/escalate": hands, "POST /console/incidents/:id/places": hands, "POST /console/incidents/:id/steps/:step/start": hands,
	"POST /console/incidents/:id/steps/:step/done": hands, "POST /console/incidents/:id/steps/:step/photos": hands,
	"POST /console/incidents/:id/steps/:step/skip": commands, "POST /console/incidents/:id/reassign": commands, "POST /console/incidents/:id/extend": commands,
	"POST /console/incidents/:id/assign": commands, "POST /console/incidents/:id/seats/:seat/release": commands, "POST /console/incidents/:id/level": commands,
	"POST /console/incidents/:id/merge": commands, "POST /console/incidents/:id/steps": commands, "POST /console/incidents/:id/links": commands,
	"POST /console/incidents/:id/stand-down": commands, "POST /console/incidents/:id/cancel": commands, "POST /console/incidents/:id/resume": commands,
	"POST /console/incidents/:id/notices": commands, "POST /console/incidents/:id/notices/:notice/approve": commands,
	"POST /console/incidents/:id/notices/:notice/reject": commands,
	"GET /console/plans": insiders, "GET /console/plans/:plan": insiders, "GET /console/plans/:plan/diff": insiders,
	"POST /console/plans": keepers, "POST /console/plans/:plan/publish": keepers, "POST /console/plans/:plan/rollback": keepers,
	"GET /console/roster": insiders, "GET /console/roster/:site": insiders, "GET /console/roster/:site/import": commands, "POST /console/roster/:site/import": commands,
	"POST /console/roster/:site/take": commands, "POST /console/roster/:site/swap": commands, "POST /console/roster/:site/leave": commands,
	"POST /console/roster/:site/leave/:leave/delete": commands, "POST /console/roster/:site/overrides/:override/delete": commands,
	"GET /console/people": insiders, "GET /console/people/:site": insiders, "POST /console/people/:site/test/:responder": commands,
	"GET /console/people/:site/import": keepers, "POST /console/people/:site/import": keepers,
	"GET /console/drills": insiders, "POST /console/drills": practice, "POST /console/drills/:id/pause": practice, "POST /console/drills/:id/resume": practice,
	"POST /console/drills/:id/skip": practice, "POST /console/drills/:id/delete": practice,
	"GET /console/audit": keepers, "POST /console/audit/verify": keepers,
	"GET /console/accounts": keepers, "POST /console/accounts": keepers, "POST /console/accounts/:id/password": keepers, "POST /console/accounts/:id/roles": keepers,
	"POST /console/accounts/:id/disable": keepers, "POST /console/accounts/:id/enable": keepers,
	"GET /console/system/site": keepers, "POST /console/system/site": keepers,
	"GET /console/phones": practice, "POST /console/phones/replies": practice, "POST /console/phones/keys": practice,
}

// ofAllSites is what nobody may ask for who has their role at one site only.
var ofAllSites = []string{
	"POST /console/plans", "POST /console/plans/:plan/publish", "POST /console/plans/:plan/rollback", "GET /console/audit", "POST /console/audit/verify",
	"GET /console/phones", "POST /console/phones/replies", "POST /console/phones/keys",
}

// unnoted are forms that change nothing that stands in the audit log, or are noted by themselves.
var unnoted = []string{
	"POST /console/sign-in", "POST /console/sign-out", "POST /console/incidents/:id/notices/preview", "POST /console/audit/verify",
	"POST /console/phones/replies", "POST /console/phones/keys", // the simulator's handsets are nobody's
}

// staffed is a console with everything in it.
func staffed(t *testing.T) *house {
	t.Helper()
	h := open(t, func(o *console.Options) {
		o.PlanBook, o.Rosters, o.Drills, o.AuditLog, o.Links, o.Importer, o.Printer = &book{}, &rotas{}, &calendar{}, &trail{}, linkKey, &registry{}, &press{}
	})
	h.holds(fire(frozen.Real))
	return h
}

// attempt asks for a page, or sends an empty form, with a session's secret; nothing is done by it.
func (h *house) attempt(route [2]string, secret string) reply {
	h.t.Helper()
	id := known
	switch {
	case strings.HasPrefix(route[1], "/console/drills"):
		id = "drl-1"
	case strings.HasPrefix(route[1], "/console/accounts"):
		id = "acc-none"
	case strings.HasPrefix(route[1], "/console/tokens"):
		id = "tok-none"
	}
	path := strings.NewReplacer(":id", id, ":step", "F02", ":seat", "SEC", ":notice", "n1", ":site", "riverside", ":plan", "fire", ":responder", "liu-yang",
		":leave", "none", ":override", "none", ":photo", "pho-1", ":name", "console.css", ":code", "guessed").Replace(route[1])
	ctx, cancel := context.WithCancel(h.t.Context())
	defer cancel()
	if strings.HasSuffix(path, "/stream") {
		cancel() // which would have no end
	}
	r := httptest.NewRequest(route[0], path, nil).WithContext(ctx)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if secret != "" {
		r.AddCookie(&http.Cookie{Name: cookie, Value: secret})
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return reply{h.t, w}
}

func TestEveryRouteByEveryRole(t *testing.T) {
	h := staffed(t)
	var seen []string
	for _, route := range console.Routes(h.handler) {
		name := route[0] + " " + route[1]
		seen = append(seen, name)
		require.Contains(t, table, name, "nobody has said who may ask for this: put it into the table")
		switch nobody := h.attempt(route, "").Code; table[name] {
		case everybody:
			require.NotContains(t, []int{http.StatusUnauthorized, http.StatusNotFound}, nobody, name)
			continue
		case byLink:
			require.Contains(t, []int{http.StatusNotFound, http.StatusTooManyRequests}, nobody, name)
			require.Contains(t, []int{http.StatusNotFound, http.StatusTooManyRequests}, h.attempt(route, string(account.Administrator)).Code, "%s: a session is no link", name)
			continue
		default:
			require.Equal(t, http.StatusUnauthorized, nobody, name)
		}
		for role, letter := range roleLetters {
			for _, site := range []string{"", "@riverside"} {
				may := strings.Contains(table[name], letter) && (site == "" || !slices.Contains(ofAllSites, name))
				h.requireMay(route, string(role)+site, may)
			}
		}
	}
	for name := range table {
		require.Contains(t, seen, name, "there is no such route")
	}
	require.Empty(t, h.desk.orders, "nothing was done")
	require.Empty(t, h.desk.declared, "nothing was done")
}

// requireMay fails unless somebody may, or may not, ask for a route; and unless a form that they may send has begun in the audit log.
func (h *house) requireMay(route [2]string, secret string, may bool) {
	h.t.Helper()
	name := route[0] + " " + route[1]
	h.audit.begun = nil
	got := h.attempt(route, secret)
	require.NotEqual(h.t, http.StatusUnauthorized, got.Code, "%s by %s", name, secret)
	if !may {
		require.Equal(h.t, http.StatusForbidden, got.Code, "%s by %s", name, secret)
		require.Empty(h.t, h.audit.begun, "%s by %s: what was refused has not begun", name, secret)
		return
	}
	require.NotEqual(h.t, http.StatusForbidden, got.Code, "%s by %s", name, secret)
	if route[0] == http.MethodPost && !slices.Contains(unnoted, name) {
		require.Len(h.t, h.audit.begun, 1, "%s by %s: it stands in the log before it does anything", name, secret)
	}
	require.Empty(h.t, h.audit.open, "%s by %s: the log knows how it ended", name, secret)
}

func TestNobodyReachesAnotherSite(t *testing.T) {
	h := staffed(t)
	for _, route := range console.Routes(h.handler) {
		if !strings.Contains(route[1], "/incidents/:id") && !strings.Contains(route[1], "/drills/:id") && !strings.Contains(route[1], "/:site") {
			continue
		}
		for role := range roleLetters {
			h.attempt(route, string(role)+"@hilltop").is(http.StatusForbidden)
		}
	}
}

func TestRouteWithoutARuleKeepsTheConsoleFromBeingMade(t *testing.T) {
	for _, empty := range []bool{true, false} {
		require.EqualError(t, console.Unruled(empty), "nobody has said who may ask for GET /console/new: give it a rule")
	}
}

func TestWhoeverMustChangeTheirPasswordDoesNothingElse(t *testing.T) {
	h := staffed(t)
	own := []string{"POST /console/sign-out", "GET /console/password", "POST /console/password"}
	for _, route := range console.Routes(h.handler) {
		name := route[0] + " " + route[1]
		if who := table[name]; who == everybody || who == byLink || slices.Contains(own, name) {
			continue
		}
		h.attempt(route, "new").goesTo("/console/password")
	}
	require.Empty(t, h.audit.begun)
}

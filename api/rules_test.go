package api_test

// Every call by every role: a table of its own, so that a rule that is changed by mistake is noticed.

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/drill"
	"muster/incident/frozen"
)

// Who may make a call. The roles' letters: viewer, responder, duty manager, trainer, administrator.
const (
	everybody = "everybody" // also who names nobody
	whoever   = "VRDTA"
	readers   = "VRDTA"
	hands     = "RDA"
	orders    = "DA"
	keepers   = "A"
	practice  = "DTA"
)

// letters name the roles.
var letters = map[account.Role]string{
	account.Viewer: "V", account.Responder: "R", account.DutyManager: "D", account.Trainer: "T", account.Administrator: "A",
}

// table says who may make which call, by the operation's id; here the incident is a real one.
var table = map[string]string{
	"health": everybody, "readiness": everybody, "receive-text": everybody, "receive-receipt": everybody, "receive-key": everybody,
	"sign-in": everybody, "sign-in-ways": everybody, "begin-provider": everybody, "finish-provider": everybody,

	"show-session": whoever, "sign-out": whoever, "change-password": whoever, "list-tokens": whoever, "add-token": whoever, "revoke-token": whoever,

	"list-sites": readers, "list-plans": readers, "list-responders": readers, "list-shifts": readers, "list-incidents": readers, "show-incident": readers,
	"show-timeline": readers, "show-review": readers, "show-brief": readers, "list-photos": readers, "show-photo": "RDTA", "list-notices": readers, "stream": readers, "list-drills": readers,
	"list-due-drills": readers, "watchdog": readers,

	"record-answer": hands, "state-fact": hands, "add-note": hands, "add-photo": hands, "start-step": hands, "finish-step": hands, "add-place": hands, "escalate": hands,
	"declare-incident": "RDTA", // a trainer drills only: see below

	"skip-step": orders, "reassign-step": orders, "extend-step": orders, "add-step": orders, "set-level": orders, "assign-seat": orders, "release-seat": orders,
	"stand-down": orders, "cancel": orders, "resume": orders, "merge-incident": orders, "link-incident": orders, "preview-notice": orders,
	"send-notice": orders, "approve-notice": orders, "reject-notice": orders,

	"get-roster": readers, "list-duties": readers, "check-coverage": readers, "list-calendars": readers,
	"put-shift": orders, "delete-shift": orders, "add-override": orders, "delete-override": orders, "add-leave": orders, "delete-leave": orders,
	"swap-shifts": orders, "take-shift": orders, "import-events": orders, "make-calendar": orders, "delete-calendar": orders,
	"test-responder": orders, "import-staff": keepers, "remove-staff": keepers, "read-calendar": everybody,
	"list-plan-versions": readers, "get-plan-file": readers, "diff-plan": readers, "upload-plan": keepers, "publish-plan": keepers, "roll-back-plan": keepers,

	"schedule-drill": practice, "pause-drill": practice, "resume-drill": practice, "skip-drill": practice, "delete-drill": practice,
	"list-phones": practice, "list-messages": practice, "reply": practice, "set-habit": practice, "press-keys": practice,

	"import-site": keepers, "rebuild-shadow": keepers, "list-accounts": keepers, "add-account": keepers, "show-account": keepers, "edit-account": keepers, "set-roles": keepers,
	"reset-password": keepers, "disable-account": keepers, "enable-account": keepers, "list-audit": keepers, "verify-audit": keepers,
}

// operations are all calls: method and path by the operation's id.
func (h *house) operations() map[string][2]string {
	h.t.Helper()
	all := map[string][2]string{}
	for path, item := range h.description("/openapi.json")["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			all[op.(map[string]any)["operationId"].(string)] = [2]string{strings.ToUpper(method), path}
		}
	}
	return all
}

// where fills an address in: with an incident, or a schedule, of riverside.
func where(path string) string {
	id := known
	if strings.HasPrefix(path, "/api/v1/drills") {
		id = "drl-0123abc"
	}
	return strings.NewReplacer("{id}", id, "{step}", "F01", "{seat}", "SEC", "{notice}", "n1", "{e164}", phone, "{site}", "riverside",
		"{plan}", "fire", "{shift}", "day", "{override}", "o1", "{leave}", "l1", "{responder}", "li-hua", "{calendar}", "c1", "{file}", "secret.ics", "{photo}", "pho-1").Replace(path)
}

// attempt makes a call without a body; nothing is done by it.
func (h *house) attempt(call [2]string, bearer string) answer {
	ctx, cancel := context.WithCancel(h.t.Context())
	if strings.HasSuffix(call[1], "/stream") {
		cancel() // which would have no end
	}
	defer cancel()
	r := httptest.NewRequest(call[0], where(call[1]), nil).WithContext(ctx)
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	return h.send(r)
}

func staffed(t *testing.T) *house {
	h := open(t)
	h.desk.views[known], h.shadow.views[known] = view(known), view(known)
	h.drills.views = []drill.ScheduleView{{ID: "drl-0123abc", Site: "riverside"}}
	return h
}

func TestEveryCallByEveryRole(t *testing.T) {
	h := staffed(t)
	calls := h.operations()
	require.ElementsMatch(t, slices.Collect(maps.Keys(table)), slices.Collect(maps.Keys(calls)), "every call stands in this table, and says who may make it")
	for id, call := range calls {
		if table[id] == everybody {
			require.NotEqual(t, http.StatusUnauthorized, h.attempt(call, "").Code, id)
			continue
		}
		h.attempt(call, "").problem(http.StatusUnauthorized, "token_missing")
		require.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, h.attempt(call, token).Code, "%s: the key has every right", id)
		for role, letter := range letters {
			for _, site := range []string{"", "riverside"} {
				a := h.attempt(call, tokenOf(role, site))
				require.NotEqual(t, http.StatusUnauthorized, a.Code, id)
				may := strings.Contains(table[id], letter) && (site == "" || !ofAllSites[id])
				if !may {
					require.True(t, strings.HasPrefix(a.problem(http.StatusForbidden, "forbidden").Detail, "You may not"), id)
				} else {
					require.NotEqual(t, http.StatusForbidden, a.Code, "%s by a %s at %q: %s", id, role, site, a.Body)
				}
			}
		}
	}
	require.Empty(t, h.desk.orders, "nothing was done")
}

// ofAllSites are calls that nobody may make who has their role at one site only.
var ofAllSites = map[string]bool{
	"rebuild-shadow": true, "list-audit": true, "verify-audit": true, "list-phones": true, "list-messages": true, "reply": true, "set-habit": true, "press-keys": true,
	"upload-plan": true, "publish-plan": true, "roll-back-plan": true,
}

func TestNobodyReachesAnotherSite(t *testing.T) {
	h := staffed(t)
	for _, call := range h.operations() {
		if !strings.Contains(call[1], "/incidents/{id}") && !strings.Contains(call[1], "/drills/{id}") && !strings.Contains(call[1], "/sites/{site}") {
			continue
		}
		for role := range letters {
			h.attempt(call, tokenOf(role, "hilltop")).problem(http.StatusForbidden, "forbidden")
		}
	}
	for _, path := range []string{"/api/v1/sites", "/api/v1/responders", "/api/v1/shifts", "/api/v1/drills"} {
		require.NotEmpty(t, h.as(tokenOf(account.Viewer, "riverside"), "GET", path, nil).ok(200).items(), path)
		require.Empty(t, h.as(tokenOf(account.Viewer, "hilltop"), "GET", path, nil).ok(200).items(), path)
	}
	h.as(tokenOf(account.Viewer, "hilltop"), "GET", "/api/v1/responders?site=riverside", nil).problem(http.StatusForbidden, "forbidden")
	h.as(tokenOf(account.Viewer, "hilltop"), "GET", "/api/v1/incidents", nil).ok(200)
	require.Equal(t, []string{"hilltop"}, h.shadow.filter.Sites, "the database is asked for those of the site only")
	h.as(tokenOf(account.DutyManager, "hilltop"), "POST", "/api/v1/incidents", declaration()).problem(http.StatusForbidden, "forbidden")
	require.Empty(t, h.desk.declared)
}

// as asks with a token.
func (h *house) as(bearer, method, path string, body any) answer {
	return h.ask(method, path, body, "Authorization", "Bearer "+bearer)
}

func TestTrainerDrillsAndNothingElse(t *testing.T) {
	h := staffed(t)
	trainer := tokenOf(account.Trainer, "riverside")
	real, practised := declaration(), declaration()
	practised["mode"] = "drill"
	h.as(trainer, "POST", "/api/v1/incidents", real).problem(http.StatusForbidden, "forbidden")
	h.as(trainer, "POST", "/api/v1/incidents", practised).ok(http.StatusCreated)
	h.as(tokenOf(account.Responder, "riverside"), "POST", "/api/v1/incidents", practised).problem(http.StatusForbidden, "forbidden")
	h.as(tokenOf(account.Responder, "riverside"), "POST", "/api/v1/incidents", real).ok(http.StatusCreated)

	level := map[string]any{"level": "L1", "by": "ann", "reason": "worse"}
	h.as(trainer, "POST", "/api/v1/incidents/"+known+"/level", level).problem(http.StatusForbidden, "forbidden")
	exercise := view("inc-drill")
	exercise.Mode = frozen.Drill
	h.desk.views["inc-drill"], h.shadow.views["inc-drill"] = exercise, exercise
	h.as(trainer, "POST", "/api/v1/incidents/inc-drill/level", level).ok(http.StatusOK)
	h.as(tokenOf(account.Trainer, "hilltop"), "POST", "/api/v1/incidents/inc-drill/level", level).problem(http.StatusForbidden, "forbidden")
}

func TestMergeNeedsTheRightAtBothIncidents(t *testing.T) {
	h := staffed(t)
	other := view("inc-other")
	other.Site = "hilltop"
	h.desk.views["inc-other"] = other
	merge := map[string]any{"into": "inc-other", "by": "chen"}
	h.as(tokenOf(account.DutyManager, "riverside"), "POST", "/api/v1/incidents/"+known+"/merge", merge).problem(http.StatusForbidden, "forbidden")
	h.as(tokenOf(account.DutyManager, ""), "POST", "/api/v1/incidents/"+known+"/merge", merge).ok(http.StatusOK)
}

func TestIncidentThatIsNotThereIsNobodysSecret(t *testing.T) {
	h := staffed(t)
	h.as(tokenOf(account.Viewer, "hilltop"), "GET", "/api/v1/incidents/inc-none", nil).problem(http.StatusNotFound, "incident_unknown")
}

func TestAdministratorOfOneSiteBringsInThatSiteOnly(t *testing.T) {
	h := staffed(t)
	file, err := riverside.Marshal()
	require.NoError(t, err)
	bring := func(site string) answer {
		return h.ask("POST", "/api/v1/sites", file, "Authorization", "Bearer "+tokenOf(account.Administrator, site), "Content-Type", "application/yaml")
	}
	bring("hilltop").problem(http.StatusForbidden, "forbidden")
	require.Empty(t, h.catalog.imported)
	bring("riverside").ok(http.StatusCreated)
	noted := h.audit.last()
	require.Equal(t, [3]string{"import-site", "riverside", "acc-administrator-riverside (tok-acc-administrator-riverside)"}, [3]string{noted.Action, noted.Subject, noted.Who})
	require.Contains(t, noted.Before, `"sha256"`)
	require.NotContains(t, noted.After, "202555", "no number")
}

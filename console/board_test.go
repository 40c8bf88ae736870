package console_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/incident/frozen"
)

func TestBoardShowsTheWorstFirstAndNeverMistakesADrill(t *testing.T) {
	h := open(t)
	h.get("/console/").is(http.StatusOK).has("Nothing is open.", "Declare")
	graver, drill := fire(frozen.Real), fire(frozen.Drill)
	graver.ID, graver.Level, graver.Location = "inc-graver", frozen.L1, "Building 1"
	drill.ID, drill.Location = "inc-drill", "Building 6"
	h.holds(fire(frozen.Real))
	h.holds(graver)
	h.holds(drill)
	page := h.get("/console/").is(http.StatusOK).has("DRILL", "REAL", "1/2", "Sun Hao", "smoke &lt;script&gt;").lacks("smoke <script>")
	body := page.Body.String()
	require.Less(t, strings.Index(body, "card-inc-graver"), strings.Index(body, "card-"+known))
	require.Less(t, strings.Index(body, "card-"+known), strings.Index(body, "card-inc-drill"))
	h.lang = "zh-CN"
	h.get("/console/").has("演练", "真实", "岗位到岗", `lang="zh-Hans"`)
	h.get("/console/?lang=en").has("Real incidents")
}

func TestWhoOnlyLooksOnSeesTheBoardAndNobodyOnIt(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.who = string(account.Viewer)
	h.get("/console/").is(http.StatusOK).has("Building 3", "1/2").lacks("Sun Hao", "He Ping", "smoke", "/console/incidents/", "/console/people")
	for _, page := range []string{"/incidents/" + known, "/incidents/" + known + "/review", "/incidents/" + known + "/notices", "/people"} {
		h.get("/console"+page).is(http.StatusForbidden).lacks("Sun Hao", "smoke")
	}
}

func TestBoardSaysWhenTheDatabaseOrTheEngineIsAway(t *testing.T) {
	h := open(t)
	h.shadow.err, h.health.err, h.health.degraded = errAway, errAway, []string{"The database is away."}
	h.get("/console/").is(http.StatusOK).has("incidents may be lacking", "would not be taken now", "The database is away.", "/console/declare")
}

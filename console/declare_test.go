package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
	"muster/incident"
	"muster/incident/frozen"
)

func TestFireIsDeclaredOnceHoweverOftenThePageIsSent(t *testing.T) {
	h := open(t)
	page := h.get("/console/declare?plan=fire").is(http.StatusOK).has("Whom it would call", "data-hold")
	form := url.Values{"key": {page.key()}, "mode": {"real"}, "plan": {"fire"}, "site": {"riverside"}}
	h.post("/console/declare", form).goesTo("/console/incidents/" + known)
	h.post("/console/declare", form).goesTo("/console/incidents/" + known)
	require.Len(t, h.desk.declared, 1)
	d := h.desk.declared[0]
	require.Equal(t, "Riverside Gardens", d.Location, "three taps name no place: it is the site")
	require.Equal(t, "Ann Li", d.ReportedBy)
	require.Equal(t, "declare-incident", h.audit.last().Action)
	require.Equal(t, known, h.audit.last().Subject)
}

func TestDeclarationNamesThePlaceInTheReadersLanguage(t *testing.T) {
	h := open(t)
	h.lang = "zh"
	form := url.Values{
		"key": {h.get("/console/declare").key()}, "mode": {"drill"}, "plan": {"fire"}, "site": {"riverside"}, "building": {"B3"}, "floor": {"12"}, "location": {"走廊"}, "level": {"L2"}, "confirmed": {"1"},
	}
	h.post("/console/declare", form).is(http.StatusSeeOther)
	d := h.desk.declared[0]
	require.Equal(t, "3栋12层，走廊", d.Location)
	require.Equal(t, []frozen.Spot{{Building: "B3", Floor: "12"}}, d.Places)
	require.Equal(t, frozen.Drill, d.Mode)
	require.Equal(t, frozen.L2, d.Level)
	require.True(t, *d.Confirmed)
}

func TestDeclarationThatLacksSomethingIsAskedForAgainWithAllThatWasTyped(t *testing.T) {
	h := open(t)
	whole := url.Values{"key": {strings.Repeat("k", 20)}, "mode": {"real"}, "plan": {"fire"}, "site": {"riverside"}, "summary": {"smoke & more"}}
	for field, row := range map[string]struct{ value, says string }{
		"key": {"x", "press again"}, "mode": {"maybe", "real or a drill"}, "plan": {"", "Choose what it is."}, "site": {"elsewhere", "Choose the site."},
		"building": {"B99", "no such building"}, "level": {"L9", "levels L1 to L4"}, "location": {strings.Repeat("x", 501), "At most 500"},
	} {
		form := url.Values{}
		for name, values := range whole {
			form[name] = values
		}
		form.Set(field, row.value)
		h.post("/console/declare", form).is(http.StatusUnprocessableEntity).has(row.says, "smoke &amp; more")
	}
	require.Empty(t, h.desk.declared)
	h.desk.err = incident.Fail(incident.CodeEngine, "The engine does not answer.")
	kept := h.post("/console/declare", whole).is(http.StatusServiceUnavailable).has("it counts once", "The engine does not answer.")
	require.Equal(t, whole.Get("key"), kept.key(), "sending it again is the same declaration")
	require.Equal(t, audit.Uncertain, h.audit.last().Outcome)
	h.desk.err = incident.Fail(incident.CodeConflict, "The key was used.")
	require.NotEqual(t, whole.Get("key"), h.post("/console/declare", whole).is(http.StatusConflict).key())
}

func TestDeclarationOutlivesTheSession(t *testing.T) {
	h := open(t)
	h.who = ""
	form := url.Values{"key": {strings.Repeat("k", 20)}, "mode": {"real"}, "plan": {"fire"}, "site": {"riverside"}, "summary": {"smoke"}}
	page := h.post("/console/declare", form).is(http.StatusUnauthorized).has("summary=smoke")
	require.Contains(t, page.Body.String(), "/console/declare?")
	h.who = string(account.DutyManager)
	again := h.get("/console/declare?" + form.Encode()).is(http.StatusOK).has(`value="smoke"`)
	require.Equal(t, form.Get("key"), again.key())
}

func TestWhoMayOnlyPractiseDeclaresDrills(t *testing.T) {
	h := open(t)
	h.who = string(account.Trainer)
	page := h.get("/console/declare").is(http.StatusOK).has("Hold to start the DRILL").lacks("Hold to declare")
	form := url.Values{"key": {page.key()}, "mode": {"real"}, "plan": {"fire"}, "site": {"riverside"}}
	h.post("/console/declare", form).is(http.StatusForbidden)
	form.Set("mode", "drill")
	h.post("/console/declare", form).is(http.StatusSeeOther)
	h.who = string(account.Viewer)
	h.get("/console/declare").is(http.StatusForbidden)
}

func TestOpenIncidentsLikeItAreOfferedInstead(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.get("/console/declare?plan=fire").has("Open already", "/console/incidents/"+known)
	h.get("/console/declare?plan=storm").lacks("Open already")
}

func TestLanguageIsChangedWithAllThatWasTyped(t *testing.T) {
	h := open(t)
	page := h.get("/console/declare?plan=fire&summary=smoke&building=B3").is(http.StatusOK).has(`form="declare" formmethod="get" formaction="/console/declare" formnovalidate name="lang" value="zh"`)
	again := h.get("/console/declare?plan=fire&summary=smoke&building=B3&lang=zh&key="+page.key()).is(http.StatusOK).has(`value="smoke"`, "申报事件", `value="B3" selected`)
	require.Equal(t, page.key(), again.key())
}

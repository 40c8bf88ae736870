package console_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
	"muster/console"
	"muster/incident"
	"muster/incident/frozen"
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

func TestPagesAreBoundToWhatMusterServes(t *testing.T) {
	h := open(t)
	page := h.get("/console/").is(http.StatusOK)
	require.Contains(t, page.Header().Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'; style-src 'self'")
	require.NotContains(t, page.Body.String(), " style=")
	require.NotContains(t, page.Body.String(), "onclick")
	require.Equal(t, "no-store", page.Header().Get("Cache-Control"))

	packed := h.get("/console/", "Accept-Encoding", "gzip")
	require.Equal(t, "gzip", packed.Header().Get("Content-Encoding"))
	plain, err := gzip.NewReader(packed.Body)
	require.NoError(t, err)
	body, err := io.ReadAll(plain)
	require.NoError(t, err)
	require.Contains(t, string(body), "</html>")
}

func TestAssetsBearStrongTagsAndTheFirstScreenIsSmall(t *testing.T) {
	h := open(t)
	total := h.get("/console/", "Accept-Encoding", "gzip").Body.Len()
	for _, name := range []string{"console.css", "console.js", "htmx.min.js", "icon.svg"} {
		first := h.get("/console/assets/"+name, "Accept-Encoding", "gzip").is(http.StatusOK)
		total += first.Body.Len()
		tag := first.Header().Get("ETag")
		require.True(t, strings.HasPrefix(tag, `"`), "a weak tag, or none: %s", tag)
		require.NotEqual(t, tag, h.get("/console/assets/"+name).Header().Get("ETag"), "what is packed is something else")
		h.get("/console/assets/"+name, "Accept-Encoding", "gzip", "If-None-Match", tag).is(http.StatusNotModified)
	}
	require.Less(t, total, 100_000)
	t.Logf("the first screen is %d bytes", total)
	h.get("/console/assets/nothing.js").is(http.StatusNotFound)
}

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

func TestBoardSaysWhenTheDatabaseOrTheEngineIsAway(t *testing.T) {
	h := open(t)
	h.shadow.err, h.health.err, h.health.degraded = errAway, errAway, []string{"The database is away."}
	h.get("/console/").is(http.StatusOK).has("incidents may be lacking", "would not be taken now", "The database is away.", "/console/declare")
}

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

func TestIncidentShowsPeopleStepsAndCalls(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.shadow.entries = []incident.Entry{{Seq: 1, At: now, Kind: incident.KindOpened, Text: incident.Text{EN: "Declared", ZH: "已申报"}}}
	h.get("/console/incidents/"+known).is(http.StatusOK).has(
		"REAL", "Security", "Liu Yang", "no answer yet", "Rung 2 of 6", "data-until", "Confirm the fire", "LATE", `href="tel:`, "Declared", "Fire confirmed", "Allow re-entry", "Stand down",
	).lacks("smoke <script>")
	h.lang = "zh"
	h.get("/console/incidents/"+known).has("真实", "安全警戒组", "未应答", "第2级，共6级", "火情确认", "超时", "已申报", "结束响应")
	part := h.get("/console/incidents/"+known, "HX-Request", "true").is(http.StatusOK).has(`id="incident"`)
	part.lacks("<html")
	h.get("/console/incidents/inc-none").is(http.StatusNotFound)
	h.get("/console/incidents/x").is(http.StatusNotFound)
}

func TestDrillOffersNoNumberToDial(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Drill))
	h.get("/console/incidents/"+known).has("DRILL", "nobody outside is called").lacks(`href="tel:`)
}

func TestIncidentIsShownFromTheShadowWhileTheEngineIsAway(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.desk.away = incident.Fail(incident.CodeEngine, "The engine does not answer.")
	h.get("/console/incidents/"+known).is(http.StatusOK).has("what was last written down", "Security")
	h.desk.away, h.shadow.err = nil, errAway
	h.get("/console/incidents/"+known).is(http.StatusOK).has("Security", "Lines are lacking here")
}

func TestWhoOnlyLooksGetsNoForms(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.who = string(account.Viewer)
	h.get("/console/incidents/"+known).is(http.StatusOK).lacks("<form method=\"post\" action=\"/console/incidents")
	h.post("/console/incidents/"+known+"/notes", url.Values{"key": {strings.Repeat("k", 20)}, "text": {"x"}}).is(http.StatusForbidden)
	require.Empty(t, h.desk.orders)
	h.who = "viewer@hilltop"
	h.get("/console/incidents/" + known).is(http.StatusForbidden)
	h.get("/console/stream?incident=" + known).is(http.StatusForbidden)
}

func TestOrdersReachTheDeskSignedAndAreNoted(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	key := strings.Repeat("k", 20)
	for path, row := range map[string]struct {
		form   url.Values
		action string
		order  any
	}{
		"notes":           {url.Values{"text": {" seen "}}, "add-note", incident.AddNote{By: "Ann Li", Text: "seen"}},
		"facts":           {url.Values{"name": {"confirmed"}, "value": {"true"}}, "state-fact", incident.StateFact{Name: "confirmed", Value: "true", By: "Ann Li"}},
		"steps/F02/done":  {url.Values{"value": {"true"}}, "finish-step", incident.FinishStep{Step: "F02", By: "Ann Li", Value: "true"}},
		"steps/F02/start": {nil, "start-step", incident.StartStep{Step: "F02", By: "Ann Li"}},
		"steps/F02/skip":  {url.Values{"reason": {"no need"}}, "skip-step", incident.SkipStep{Step: "F02", By: "Ann Li", Reason: "no need"}},
		"level": {url.Values{"level": {"L1"}, "reason": {"spreads"}, "epoch": {"2"}}, "set-level", incident.SetLevel{
			Level: frozen.L1, By: "Ann Li", Reason: "spreads", Confirmation: incident.Confirmation{Epoch: 2},
		}},
		"escalate": {url.Values{"seat": {"SEC"}, "reason": {"nobody"}}, "escalate", incident.Escalate{Seat: "SEC", By: "Ann Li", Reason: "nobody"}},
		"answers": {url.Values{"responder": {"sun-hao"}, "answer": {"eta"}, "minutes": {"4"}}, "record-answer", incident.ReportAnswer{
			Responder: "sun-hao", Answer: "eta", Minutes: 4, By: "Ann Li",
		}},
		"merge": {url.Values{"into": {known}}, "merge-incident", incident.Merge{Into: known, By: "Ann Li"}},
		"stand-down": {url.Values{"outcome": {"handled"}, "reason": {"out"}, "sure": {"1"}}, "stand-down", incident.StandDown{
			Outcome: frozen.Handled, By: "Ann Li", Reason: "out",
		}},
	} {
		form := url.Values{"key": {key}}
		for name, values := range row.form {
			form[name] = values
		}
		h.post("/console/incidents/"+known+"/"+path, form).goesTo("/console/incidents/" + known)
		last := h.desk.orders[len(h.desk.orders)-1]
		require.Equal(t, row.order, last.order, path)
		require.Equal(t, "console-"+key, last.request, "sending it twice does it once")
		require.Equal(t, row.action, h.audit.last().Action)
		require.Equal(t, known, h.audit.last().Subject)
		require.Equal(t, audit.Done, h.audit.last().Outcome)
	}
}

func TestOrdersThatDoNotFitChangeNothing(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	for path, form := range map[string]url.Values{
		"notes": {"text": {"  "}}, "level": {"level": {"L7"}, "reason": {"x"}}, "escalate": {}, "steps/F02/skip": {}, "answers": {"responder": {"sun-hao"}, "answer": {"eta"}},
		"stand-down": {"outcome": {"handled"}, "reason": {"out"}}, "facts": {"name": {"confirmed"}},
	} {
		form.Set("key", strings.Repeat("k", 20))
		h.post("/console/incidents/"+known+"/"+path, form).is(http.StatusUnprocessableEntity).has(`role="alert"`, "Security")
	}
	h.post("/console/incidents/"+known+"/notes", url.Values{"text": {"without a key"}}).is(http.StatusUnprocessableEntity)
	require.Empty(t, h.desk.orders)
	h.post("/console/incidents/"+known+"/notes", url.Values{"text": {"x"}, "key": {strings.Repeat("k", 20)}}, "Sec-Fetch-Site", "cross-site").is(http.StatusForbidden)
	require.Empty(t, h.desk.orders)

	h.desk.err = incident.Fail(incident.CodeCommand, "Somebody else commands now.")
	h.lang = "zh"
	h.post("/console/incidents/"+known+"/level", url.Values{"level": {"L1"}, "reason": {"x"}, "key": {strings.Repeat("k", 20)}}).is(http.StatusConflict).has("指挥已变更", "Somebody else commands now.")
}

func TestStandingDownAsksTheMoreTheGraver(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.get("/console/incidents/"+known+"/stand-down").is(http.StatusOK).has(`name="sure"`, "data-hold", "Steps that are open: 2", "of them late: 1")
	h.holds(fire(frozen.Drill))
	h2 := open(t)
	h2.holds(fire(frozen.Drill))
	h2.who = string(account.Trainer)
	h2.get("/console/incidents/"+known+"/stand-down").is(http.StatusOK).lacks(`name="sure"`, "data-hold")
	h2.who = string(account.Responder)
	h2.get("/console/incidents/" + known + "/stand-down").is(http.StatusForbidden)
}

func TestPhonesShowWhatCameAndAnswer(t *testing.T) {
	h := open(t)
	h.get("/console/phones").is(http.StatusOK).has("Liu Yang", "Reply K7M 1", "&lt;b&gt;", "Keys, while the call is on", "Handsets that have got nothing: 1")
	h.post("/console/phones/replies", url.Values{"number": {"+12025550103"}, "text": {"1"}}).goesTo("/console/phones")
	require.Equal(t, []string{"+12025550103 1"}, h.handsets.wrote)
	h.post("/console/phones/keys", url.Values{"number": {"+12025550103"}, "digits": {"4"}}).goesTo("/console/phones")
	for path, form := range map[string]url.Values{
		"replies": {"number": {"+19995550103"}, "text": {"1"}}, "keys": {"number": {"+12025550103"}, "digits": {"x"}},
	} {
		h.post("/console/phones/"+path, form).is(http.StatusUnprocessableEntity)
	}
	h.handsets.err = console.ErrNoCall
	h.post("/console/phones/keys", url.Values{"number": {"+12025550103"}, "digits": {"4"}}).is(http.StatusConflict).has("is in no call")
	h.who = string(account.Viewer)
	h.get("/console/phones").is(http.StatusForbidden)
	real := open(t, func(o *console.Options) { o.Handsets = nil })
	real.get("/console/phones").is(http.StatusNotFound)
	real.get("/console/").lacks("/console/phones")
}

func TestReviewIsAPageInBothLanguages(t *testing.T) {
	h := open(t)
	over := fire(frozen.Real)
	over.State, over.Outcome, over.EndedAt = incident.Closed, p("handled"), p(incident.Time(now))
	h.holds(over)
	h.shadow.entries = []incident.Entry{{Seq: 1, At: now.Add(-time.Minute), Kind: incident.KindOpened}, {Seq: 2, At: now, Kind: incident.KindEnded}}
	h.get("/console/incidents/"+known+"/review").is(http.StatusOK).has("<h1>Review", "Print")
	h.lang = "zh"
	h.get("/console/incidents/"+known+"/review").is(http.StatusOK).has("<h1>复盘", "打印")
	h.get("/console/incidents/" + known).has("已结束").lacks("结束响应")
}

func TestStreamTellsThatSomethingHasChanged(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequest(http.MethodGet, "/console/stream", nil).WithContext(ctx)
	r.AddCookie(&http.Cookie{Name: cookie, Value: string(account.Viewer)})
	server := httptest.NewServer(h.handler)
	defer server.Close()
	r.RequestURI = ""
	var err error
	r.URL, err = url.Parse(server.URL + "/console/stream")
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	require.Equal(t, "text/event-stream", answer.Header.Get("Content-Type"))
	h.feed.write(console.Event{ID: 7, Incident: known})
	var heard strings.Builder
	piece := make([]byte, 256)
	for !strings.Contains(heard.String(), "event: changed") {
		n, err := answer.Body.Read(piece)
		require.NoError(t, err)
		heard.Write(piece[:n])
	}
	cancel()
	h.feed.err = errAway
	h.get("/console/stream").is(http.StatusServiceUnavailable)
}

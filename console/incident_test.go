package console_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/console"
	"muster/incident"
	"muster/incident/frozen"
)

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

func TestLongLineOfTheTimelineIsFolded(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	long := strings.Repeat("nobody yet for Security; ", 10)
	h.shadow.entries = []incident.Entry{
		{Seq: 1, At: now, Kind: incident.KindOpened, Text: incident.Text{EN: "Declared", ZH: "已申报"}},
		{Seq: 2, At: now, Kind: incident.KindNote, Text: incident.Text{EN: long, ZH: strings.Repeat("安全警戒组缺人；", 30)}},
	}
	body := h.get("/console/incidents/" + known).is(http.StatusOK).has(`<span>Declared</span>`).Body.String()
	folded := regexp.MustCompile(`<details><summary>([^<]*)</summary>([^<]*)</details></li>`)
	found := folded.FindStringSubmatch(body)
	require.NotNil(t, found)
	require.Equal(t, long, found[1]+found[2], "nothing is lost")
	require.Less(t, len(found[1]), 121)
	h.lang = "zh"
	found = folded.FindStringSubmatch(h.get("/console/incidents/" + known).Body.String())
	require.NotNil(t, found)
	require.Len(t, []rune(found[1]), 120)
}

func TestWhoHoldsASeatIsNotTakenForSilentWhileAskedForAnother(t *testing.T) {
	h := open(t)
	v := fire(frozen.Real)
	v.Pages = append(v.Pages, incident.PageView{
		ID: "p3", Kind: incident.CallPage, Seats: []string{"MED", "SEC"}, Responder: "liu-yang", Name: "Liu Yang", State: incident.PagePaging, Made: 1,
		Attempts: []incident.AttemptView{{N: 1, Channel: frozen.SMS, State: incident.AttemptSent, At: incident.Time(now)}},
	})
	h.holds(v)
	_, liu, _ := strings.Cut(h.get("/console/incidents/"+known).is(http.StatusOK).Body.String(), `id="person-liu-yang"`)
	liu, _, _ = strings.Cut(liu, "</li>")
	require.Contains(t, liu, `<span class="state accepted">Security</span>`)
	require.Contains(t, liu, "no answer yet")
	require.Contains(t, liu, "First aid, Security")
}

func TestIncidentsPageLeadsToItsOwnParts(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	for _, who := range []account.Role{account.DutyManager, account.Trainer} {
		h.who = string(who)
		body := h.get("/console/incidents/" + known).is(http.StatusOK).Body.String()
		leads := regexp.MustCompile(`<a href="#([^"]+)"`).FindAllStringSubmatch(body, -1)
		require.GreaterOrEqual(t, len(leads), 4)
		for _, lead := range leads {
			require.Contains(t, body, `id="`+lead[1]+`"`, "%s sees a link that leads nowhere", who)
		}
	}
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
	h.who = string(account.Trainer)
	h.get("/console/incidents/"+known).is(http.StatusOK).lacks(`<form method="post" action="/console/incidents`, `href="tel:`)
	h.post("/console/incidents/"+known+"/notes", url.Values{"key": {strings.Repeat("k", 20)}, "text": {"x"}}).is(http.StatusForbidden)
	require.Empty(t, h.desk.orders)
	h.who = "viewer@hilltop"
	h.get("/console/incidents/" + known).is(http.StatusForbidden)
	h.get("/console/stream?incident=" + known).is(http.StatusForbidden)
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

// sealed is the record of an incident that neither the database nor the engine has any more.
type sealed struct{ view incident.View }

func (s sealed) Sealed(context.Context, string) (incident.View, []incident.Entry, bool) {
	return s.view, []incident.Entry{{Seq: 1, At: now, Kind: incident.KindOpened}}, true
}

func TestSealedRecordIsReviewedByThoseOfItsSite(t *testing.T) {
	h := open(t, func(o *console.Options) { o.Records = sealed{fire(frozen.Real)} })
	h.get("/console/incidents/" + known + "/review").is(http.StatusOK).has("<h1>Review")
	h.who = "viewer@hilltop"
	h.get("/console/incidents/" + known + "/review").is(http.StatusForbidden)
}

package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
	"muster/incident"
	"muster/incident/frozen"
)

func TestOrdersReachTheDeskSignedAndAreNoted(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	key := strings.Repeat("k", 20)
	for path, row := range map[string]struct {
		form   url.Values
		action string
		order  any
	}{
		"notes":             {url.Values{"text": {" seen "}}, "add-note", incident.AddNote{By: "Ann Li", Text: "seen"}},
		"facts":             {url.Values{"name": {"confirmed"}, "value": {"true"}}, "state-fact", incident.StateFact{Name: "confirmed", Value: "true", By: "Ann Li"}},
		"steps/F02/done":    {url.Values{"value": {"true"}}, "finish-step", incident.FinishStep{Step: "F02", By: "Ann Li", Value: "true", Account: "acc-duty-manager"}},
		"steps/F02/start":   {nil, "start-step", incident.StartStep{Step: "F02", By: "Ann Li"}},
		"steps/F02/skip":    {url.Values{"reason": {"no need"}}, "skip-step", incident.SkipStep{Step: "F02", By: "Ann Li", Reason: "no need"}},
		"reassign":          {url.Values{"step": {"F02"}, "responder": {"sun-hao"}}, "reassign-step", incident.ReassignStep{Step: "F02", To: "sun-hao", By: "Ann Li"}},
		"extend":            {url.Values{"step": {"F02"}, "minutes": {"5"}}, "extend-step", incident.ExtendStep{Step: "F02", Until: now.Add(5 * time.Minute), By: "Ann Li"}},
		"assign":            {url.Values{"seat": {"SEC"}, "responder": {"sun-hao"}}, "assign-seat", incident.AssignSeat{Seat: "SEC", Responder: "sun-hao", By: "Ann Li"}},
		"seats/SEC/release": {url.Values{"responder": {"liu-yang"}}, "release-seat", incident.ReleaseSeat{Seat: "SEC", Responder: "liu-yang", By: "Ann Li"}},
		"level": {url.Values{"level": {"L1"}, "reason": {"spreads"}, "epoch": {"2"}}, "set-level", incident.SetLevel{
			Level: frozen.L1, By: "Ann Li", Reason: "spreads", Confirmation: incident.Confirmation{Epoch: 2},
		}},
		"escalate": {url.Values{"seat": {"SEC"}, "reason": {"nobody"}}, "escalate", incident.Escalate{Seat: "SEC", By: "Ann Li", Reason: "nobody"}},
		"answers": {url.Values{"responder": {"sun-hao"}, "answer": {"eta"}, "minutes": {"4"}}, "record-answer", incident.ReportAnswer{
			Responder: "sun-hao", Answer: "eta", Minutes: 4, By: "Ann Li", Account: "acc-duty-manager",
		}},
		"steps":  {url.Values{"title": {"Open the gate"}, "seat": {"SEC"}, "minutes": {"5"}, "reason": {"the brigade"}}, "add-step", incident.AddStep{Title: "Open the gate", Seat: "SEC", By: "Ann Li", Reason: "the brigade", Target: 5 * time.Minute}},
		"links":  {url.Values{"plan": {"power-outage"}, "location": {"Building 2"}}, "link-incident", incident.OpenLink{Plan: "power-outage", Location: "Building 2", By: "Ann Li"}},
		"places": {url.Values{"building": {"B2"}, "floor": {"3"}}, "add-place", incident.AddPlace{By: "Ann Li", Building: "B2", Floor: "3"}},
		"resume": {url.Values{"reason": {"all well"}}, "resume", incident.ResumeDrill{By: "Ann Li", Reason: "all well"}},
		"cancel": {url.Values{"outcome": {"handled"}, "reason": {"over"}, "sure": {"1"}}, "cancel", incident.Cancel{Outcome: frozen.Handled, By: "Ann Li", Reason: "over"}},
		"merge":  {url.Values{"into": {known}}, "merge-incident", incident.Merge{Into: known, By: "Ann Li"}},
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
		if strings.HasPrefix(path, "steps/") || path == "reassign" || path == "extend" {
			require.Contains(t, h.audit.last().After, "F02")
		}
	}
}

func TestOrdersThatDoNotFitChangeNothing(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	for path, form := range map[string]url.Values{
		"notes": {"text": {"  "}}, "level": {"level": {"L7"}, "reason": {"x"}}, "escalate": {}, "steps/F02/skip": {}, "answers": {"responder": {"sun-hao"}, "answer": {"eta"}},
		"stand-down": {"outcome": {"handled"}, "reason": {"out"}}, "facts": {"name": {"confirmed"}},
		"extend": {"step": {"F02"}, "minutes": {"0"}}, "reassign": {"step": {"F02"}}, "assign": {"seat": {"SEC"}}, "seats/SEC/release": {},
		"places": {"building": {"B99"}}, "steps": {"title": {"Open the gate"}, "reason": {"the brigade"}}, "links": {}, "cancel": {"outcome": {"handled"}, "reason": {"over"}},
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
	drill := open(t)
	drill.holds(fire(frozen.Drill))
	drill.who = string(account.Trainer)
	drill.get("/console/incidents/"+known+"/stand-down").is(http.StatusOK).lacks(`name="sure"`, "data-hold")
	drill.who = string(account.Responder)
	drill.get("/console/incidents/" + known + "/stand-down").is(http.StatusForbidden)
}

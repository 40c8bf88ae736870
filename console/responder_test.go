package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account/link"
	"muster/audit"
	"muster/console"
	"muster/incident"
	"muster/incident/frozen"
	verb "muster/incident/reply"
)

var linkKey = link.New("secret")

// linked opens a console to which links lead, with an incident that goes on, for nobody who has signed in.
func linked(t *testing.T, change ...func(*console.Options)) *house {
	t.Helper()
	h := open(t, append(change, func(o *console.Options) { o.Links = linkKey })...)
	h.holds(fire(frozen.Real))
	h.who, h.chosen = "", "en"
	return h
}

func answersOf(person string) string { return "/r/" + linkKey.Code(known, person) }

func answers(page keyed, answer string, more ...string) url.Values {
	form := url.Values{"key": {page.key()}, "epoch": {"2"}, "answer": {answer}}
	for k := 0; k < len(more); k += 2 {
		form.Set(more[k], more[k+1])
	}
	return form
}

// keyed is a page with a form on it.
type keyed interface{ key() string }

func TestLinkShowsItsPersonWhatIsAskedOfThem(t *testing.T) {
	h := linked(t)
	h.get(answersOf("sun-hao")).is(http.StatusOK).has("REAL", "Building 3, floor 12", "Sun Hao", "You are asked to come as Security", "I come", "I am in DANGER", "30 min").lacks("Confirm the fire", "<script", "+1******04")
	h.get(answersOf("liu-yang")).is(http.StatusOK).has("You have accepted", "I am on scene", "Confirm the fire", "LATE").lacks("I come<", "Call the fire brigade")
	h.get(answersOf("liu-yang")+"?lang=zh").has("您已接受", "火情确认", "遇险")
	require.Empty(t, h.desk.orders, "a look answers nothing")
}

func TestLinkSpeaksAsItsPersonReads(t *testing.T) {
	h := linked(t)
	h.chosen = ""
	for _, r := range riverside.Responders {
		if r.ID == "liu-yang" {
			want := map[string]string{"en": `lang="en"`, "zh": `lang="zh-Hans"`}[r.Language()]
			h.lang = map[string]string{"en": "zh", "zh": "en"}[r.Language()]
			h.get(answersOf("liu-yang")).has("<html " + want)
			return
		}
	}
	require.Fail(t, "the site has no liu-yang")
}

func TestAnswersByLinkAreTheirPersonsOwn(t *testing.T) {
	h := linked(t)
	page := h.get(answersOf("sun-hao"))
	h.post(answersOf("sun-hao"), answers(page, "accept")).goesTo(answersOf("sun-hao"))
	h.post(answersOf("sun-hao"), answers(page, "eta", "minutes", "15")).goesTo(answersOf("sun-hao"))
	h.post(answersOf("sun-hao"), answers(page, "danger")).goesTo(answersOf("sun-hao"))
	require.Len(t, h.desk.orders, 3)
	require.Equal(t, incident.ReportAnswer{
		Responder: "sun-hao", Answer: verb.Accept, By: "sun-hao", Account: "link-sun-hao", Linked: true, Confirmation: incident.Confirmation{Epoch: 2},
	}, h.desk.orders[0].order)
	require.Equal(t, known, h.desk.orders[0].id)
	require.Equal(t, 15, h.desk.orders[1].order.(incident.ReportAnswer).Minutes)
	require.Equal(t, verb.Danger, h.desk.orders[2].order.(incident.ReportAnswer).Answer)
	noted := h.audit.last()
	require.Equal(t, [4]string{"record-answer", known, "sun-hao", string(audit.Done)}, [4]string{noted.Action, noted.Subject, noted.Who, string(noted.Outcome)})
}

func TestTaskIsCompletedByWhoseItIs(t *testing.T) {
	h := linked(t)
	page := h.get(answersOf("liu-yang"))
	h.post(answersOf("liu-yang"), answers(page, "done", "step", "F02", "value", "true")).goesTo(answersOf("liu-yang"))
	require.Equal(t, incident.FinishStep{Step: "F02", By: "liu-yang", Value: "true", Account: "link-liu-yang", Confirmation: incident.Confirmation{Epoch: 2}}, h.desk.orders[0].order)
	require.Equal(t, "finish-step", h.audit.last().Action)
	h.post(answersOf("sun-hao"), answers(page, "done", "step", "F02", "value", "true")).is(http.StatusUnprocessableEntity).has("not yours to do")
	h.post(answersOf("liu-yang"), answers(page, "done", "step", "F04")).is(http.StatusUnprocessableEntity)
	require.Len(t, h.desk.orders, 1)
}

func TestWrongAnswerByLinkChangesNothing(t *testing.T) {
	h := linked(t)
	page := h.get(answersOf("sun-hao"))
	h.post(answersOf("sun-hao"), answers(page, "eta", "minutes", "0")).is(http.StatusUnprocessableEntity).has("1 to 240")
	h.post(answersOf("sun-hao"), answers(page, "relief-all")).is(http.StatusUnprocessableEntity)
	h.post(answersOf("sun-hao"), url.Values{"answer": {"accept"}}).is(http.StatusUnprocessableEntity)
	require.Empty(t, h.desk.orders)
	h.desk.err = incident.Fail(incident.CodeNothing, "Sun Hao has nothing open.")
	h.post(answersOf("sun-hao"), answers(page, "accept")).is(http.StatusConflict).has("nothing that this applies to")
	h.desk.err = incident.Fail(incident.CodeEngine, "The engine does not answer.")
	h.post(answersOf("sun-hao"), answers(page, "accept")).is(http.StatusServiceUnavailable).has("it counts once")
	require.Equal(t, audit.Uncertain, h.audit.last().Outcome)
}

func TestLinkIsGoodForOnePersonInOneIncidentForAWhile(t *testing.T) {
	later := now
	h := linked(t, func(o *console.Options) { o.Now = func() time.Time { return later } })
	for _, wrong := range []string{answersOf("sun-hao") + "x", "/r/" + known, "/r/" + known + ".sun-hao.", "/r/" + link.New("other").Code(known, "sun-hao"), answersOf("nobody-here")} {
		h.get(wrong).is(http.StatusNotFound).has("answer by text instead")
	}
	h.get("/r/" + linkKey.Code("inc-gone", "sun-hao")).is(http.StatusNotFound)
	v := fire(frozen.Real)
	v.State, v.EndedAt = incident.Closed, p(incident.Time(now))
	h.holds(v)
	h.get(answersOf("sun-hao")).is(http.StatusOK).has("It is over").lacks("<form")
	later = now.Add(7*24*time.Hour - time.Minute)
	h.get(answersOf("sun-hao")).is(http.StatusGone).has("has expired")
	open(t).get(answersOf("sun-hao")).is(http.StatusNotFound)
}

func TestWhoGuessesLinksIsSlowedAndWhoHoldsOneIsNot(t *testing.T) {
	h := linked(t)
	guess := func() int { return h.get("/r/" + known + ".sun-hao." + strings.Repeat("a", 13)).Code }
	for range 20 {
		require.Equal(t, http.StatusNotFound, guess())
	}
	require.Equal(t, http.StatusTooManyRequests, guess())
	for range 30 {
		h.get(answersOf("sun-hao")).is(http.StatusOK)
	}
	h.get(answersOf("sun-hao")).is(http.StatusTooManyRequests)
	h.get(answersOf("liu-yang")).is(http.StatusOK)
}

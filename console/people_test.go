package console_test

// When people were last reached, the test page, and files that are brought in.

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
	"muster/console"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/testpage"
	"muster/sites"
)

func TestPeopleSayWhenTheyWereLastReached(t *testing.T) {
	h, _ := rostered(t)
	h.shadow.contacts = map[string]console.Contact{
		"liu-yang": {ReachedAt: now.Add(-26 * time.Hour), Test: &testpage.Outcome{At: now.Add(-time.Minute), State: incident.AttemptUndelivered, Why: "unreachable"}},
		"sun-hao":  {ReachedAt: now.Add(-time.Minute), Test: &testpage.Outcome{At: now.Add(-2 * time.Minute), State: incident.AttemptDelivered, AnsweredAt: now.Add(-time.Minute)}},
	}
	h.get("/console/people/riverside?find=liu+yang").is(http.StatusOK).has("Last reached", "2026-11-22 09:00", "not delivered", "switched off or out of reach")
	h.get("/console/people/riverside?find=sun+hao").has("10:59:00", "answered").lacks("not delivered")
	h.get("/console/people/riverside?find=li-hua").has("never")
	h.lang = "zh"
	h.get("/console/people/riverside?find=liu+yang").has("最近联系成功", "未送达", "关机或不在服务区")
	h.lang, h.shadow.err = "en", errAway
	h.get("/console/people/riverside?find=liu+yang").is(http.StatusOK).has("is not known now", "Liu Yang").lacks("Last reached: never")
}

func TestTestPageIsSentByTheFormOnceAndNoted(t *testing.T) {
	h, _ := rostered(t)
	h.who = string(account.DutyManager)
	h.desk.tested = testpage.Outcome{State: incident.AttemptSent}
	page := h.get("/console/people/riverside?find=liu+yang").has("Send a test page")
	form := url.Values{"key": {page.key()}}
	h.post("/console/people/riverside/test/liu-yang", form).goesTo("/console/people/riverside?sent=liu-yang#p-liu-yang")
	require.Equal(t, []told{{"test", "riverside", "console-" + form.Get("key"), "liu-yang"}}, h.desk.tests)
	require.Equal(t, "test-responder", h.audit.last().Action)
	require.Equal(t, audit.Done, h.audit.last().Outcome)
	require.Contains(t, h.audit.last().After, "liu-yang")
	h.get("/console/people/riverside?sent=liu-yang").has("A test page goes to Liu Yang")
	h.post("/console/people/riverside/test/liu-yang", url.Values{}).is(http.StatusUnprocessableEntity)
	h.post("/console/people/riverside/test/liu-yang", form, "Sec-Fetch-Site", "cross-site").is(http.StatusForbidden)

	h.desk.err = incident.Fail(incident.CodeOften, "This number was sent a test page less than a minute ago.")
	h.post("/console/people/riverside/test/liu-yang", form).is(http.StatusTooManyRequests).has(`role="alert"`, "less than a minute", "Liu Yang")
	h.desk.err = incident.Fail(incident.CodeNotNow, "A real incident is open.")
	h.lang = "zh"
	h.post("/console/people/riverside/test/liu-yang", form).is(http.StatusConflict).has("当前有其他事项优先")
	require.Equal(t, audit.Done, h.audit.last().Outcome, "what was refused changed nothing")
	h.desk.err = incident.Fail(incident.CodeEngine, "The engine does not answer.")
	h.post("/console/people/riverside/test/liu-yang", form).is(http.StatusServiceUnavailable)
	require.Equal(t, audit.Uncertain, h.audit.last().Outcome)
	for _, role := range []account.Role{account.Responder, account.Trainer} {
		h.who, h.lang = string(role), "en"
		h.get("/console/people/riverside").is(http.StatusOK).lacks("Send a test page")
		h.post("/console/people/riverside/test/liu-yang", form).is(http.StatusForbidden)
	}
}

// bring posts a file that is to be brought in, with names and values of other fields.
func (h *house) bring(path, file string, fields ...string) reply {
	h.t.Helper()
	others := map[string]string{}
	for k := 0; k < len(fields); k += 2 {
		others[fields[k]] = fields[k+1]
	}
	return h.sendFile(path, "file", file, others)
}

var hiddenFields = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// confirmed is what the page posts that shows what a file would change.
func (r reply) confirmed() url.Values {
	r.t.Helper()
	form := url.Values{}
	for _, field := range hiddenFields.FindAllStringSubmatch(r.Body.String(), -1) {
		form.Set(field[1], strings.ReplaceAll(field[2], "&#43;", "+"))
	}
	require.NotEmpty(r.t, form.Get("kept"), "the page carries no file along")
	return form
}

func TestPeopleAreBroughtInOnceTheFileWasLookedThrough(t *testing.T) {
	h, kept := rostered(t)
	path := "/console/people/riverside/import"
	h.get("/console/people/riverside").has(path)
	h.get(path).is(http.StatusOK).has("id, name, phone", "Look it through")
	list := "id,name,phone,skills\nnew-one,New One,+12025550188,first-aid\nliu-yang,Liu Yang,+12025550103,first-aid\n"
	looked := h.bring(path, list).is(http.StatusOK).has("responder new-one", "New: 1", "Changed: 1", "Bring it in", `name="version" value="7"`)
	require.True(t, kept.orders[0].DryRun)
	require.Equal(t, audit.Entry{}, h.audit.last(), "a look changes nothing")
	h.post(path, looked.confirmed()).goesTo("/console/people/riverside")
	require.False(t, kept.orders[1].DryRun)
	require.Equal(t, 7, kept.orders[1].Version, "as it was looked through")
	require.Equal(t, "import-staff", h.audit.last().Action)
	require.Contains(t, h.audit.last().After, "new-one")
	kept.err = &console.ChangedError{Version: 8}
	h.post(path, looked.confirmed()).is(http.StatusConflict).has("Somebody else has changed this")
	kept.err = nil
	h.who = string(account.DutyManager)
	h.get("/console/people/riverside").lacks(path)
	h.bring(path, list).is(http.StatusForbidden)
	h.post(path, looked.confirmed()).is(http.StatusForbidden)
}

func TestEveryLineThatIsWrongIsNamed(t *testing.T) {
	h, kept := rostered(t)
	wrong := h.bring("/console/people/riverside/import", "id,name,phone\na,A,nothing\nb,B,+12025550189\nc,C,0800\n")
	wrong.is(http.StatusUnprocessableEntity).has("corrected in 2 places", "line 2", "line 4").lacks("line 3", `name="kept"`)
	require.Empty(t, kept.orders)
	h.bring("/console/people/riverside/import", "").is(http.StatusUnprocessableEntity).has("Choose a file")
	h.post("/console/people/riverside/import", url.Values{"kept": {"no base64 !"}}).is(http.StatusUnprocessableEntity)
	h.lang = "zh"
	h.bring("/console/people/riverside/import", "id,name,phone\na,A,nothing\n").has("文件有1处需要更正")
}

const holiday = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\nBEGIN:VEVENT\r\nUID:1@test\r\nDTSTAMP:20261101T000000Z\r\n" +
	"SUMMARY:Liu Yang\r\nDTSTART:20261201T000000Z\r\nDTEND:20261202T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestCalendarIsBroughtInAsLeave(t *testing.T) {
	h, kept := rostered(t)
	h.who = string(account.DutyManager)
	path := "/console/roster/riverside/import"
	h.get("/console/roster/riverside").has(path)
	h.get(path).has("each says so itself", "SEC")
	looked := h.bring(path, holiday, "responder", "liu-yang", "seat", "").is(http.StatusOK).has("New: 1", "leave ")
	form := looked.confirmed()
	require.Equal(t, "liu-yang", form.Get("responder"))
	h.post(path, form).goesTo("/console/roster/riverside")
	require.Len(t, kept.orders, 2)
	require.Equal(t, "import-events", h.audit.last().Action)
	h.bring(path, "no calendar").is(http.StatusUnprocessableEntity).has("the file")
	h.who = string(account.Trainer)
	h.bring(path, holiday).is(http.StatusForbidden)
}

// registry takes sites in.
type registry struct {
	sites  []*sites.Site
	forced []bool
	err    error
}

func (r *registry) Import(_ context.Context, site *sites.Site, force bool) error {
	if r.err != nil && !force {
		return r.err
	}
	r.sites, r.forced = append(r.sites, site), append(r.forced, force)
	return nil
}

func TestSiteFileIsComparedAndThenBroughtIn(t *testing.T) {
	kept := &registry{}
	h := open(t, func(o *console.Options) { o.Importer = kept })
	h.who = string(account.Administrator)
	h.get("/console/system").has("/console/system/site")
	other := sites.Riverside()
	first := other.Responders[0].ID
	other.Responders[0].Name, other.Residents = "Somebody New", other.Residents[1:]
	file, err := other.Marshal()
	require.NoError(t, err)
	looked := h.bring("/console/system/site", string(file)).is(http.StatusOK).has("responder "+first, "Changed: 1", fmt.Sprintf("%d → %d", len(riverside.Residents), len(riverside.Residents)-1))
	require.Empty(t, kept.sites)
	kept.err = &console.ChangedError{Version: 9}
	h.post("/console/system/site", looked.confirmed()).is(http.StatusConflict).has("Somebody else has changed this", `name="force"`)
	h.bring("/console/system/site", string(file), "force", "1").is(http.StatusOK)
	kept.err = nil
	h.post("/console/system/site", looked.confirmed()).goesTo("/console/system")
	require.Equal(t, "riverside", kept.sites[0].ID)
	require.Equal(t, "import-site", h.audit.last().Action)
	require.Equal(t, "riverside", h.audit.last().Subject)
	h.bring("/console/system/site", "schema: muster/site/v1\nid: x\nnonsense: 1\n").is(http.StatusUnprocessableEntity).has("To be corrected", "3:")
	h.who = "administrator@hilltop"
	h.bring("/console/system/site", string(file)).is(http.StatusForbidden)
	h.who = string(account.DutyManager)
	h.get("/console/system").lacks("/console/system/site")
	h.bring("/console/system/site", string(file)).is(http.StatusForbidden)
}

func TestAccountsOfferTheStaffToChooseFrom(t *testing.T) {
	h := open(t)
	h.who = string(account.Administrator)
	h.get("/console/accounts").is(http.StatusOK).has(`list="people"`, `<option value="liu-yang">Liu Yang - Riverside Gardens</option>`)
}

// press prints what it is given.
type press struct {
	pages []string
	err   error
}

func (p *press) PDF(_ context.Context, page []byte) ([]byte, error) {
	p.pages = append(p.pages, string(page))
	return []byte("%PDF-1.4"), p.err
}

func TestReviewIsPrintedWholeWithItsStyleInIt(t *testing.T) {
	printer := &press{}
	h := open(t, func(o *console.Options) { o.Printer = printer })
	h.holds(fire(frozen.Real))
	path := "/console/incidents/" + known + "/review.pdf"
	h.get("/console/incidents/" + known + "/review").is(http.StatusOK).has(path)
	printed := h.get(path).is(http.StatusOK).has("%PDF-")
	require.Equal(t, "application/pdf", printed.Header().Get("Content-Type"))
	require.Contains(t, printed.Header().Get("Content-Disposition"), known+".pdf")
	page := printer.pages[0]
	require.Contains(t, page, "Building 3, floor 12")
	require.Contains(t, page, "@media print")
	require.NotRegexp(t, `(src|href)=`, page, "nothing is fetched")
	require.NotContains(t, page, "<script")
	require.NotContains(t, page, "ZgotmplZ")
	h.lang = "zh"
	h.get(path).is(http.StatusOK)
	require.Contains(t, printer.pages[1], `lang="zh-Hans"`)
	printer.err = errors.New("no display")
	h.lang = "en"
	h.get(path).is(http.StatusServiceUnavailable).has("print the review from your own browser").lacks("no display")
	h.who = string(account.Viewer)
	h.get(path).is(http.StatusForbidden)
}

func TestWithoutAPrinterNothingIsOfferedAndTheAddressSaysWhatToDo(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.get("/console/incidents/" + known + "/review").is(http.StatusOK).lacks("review.pdf")
	h.get("/console/incidents/" + known + "/review.pdf").is(http.StatusNotImplemented).has("print it from your own browser")
}

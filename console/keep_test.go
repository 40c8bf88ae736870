package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
	"muster/console"
	"muster/incident"
)

func TestAccountIsMadeAndItsPasswordShownOnce(t *testing.T) {
	h := open(t)
	h.who = string(account.Administrator)
	h.get("/console/accounts").is(http.StatusOK).has("Ann Li", "duty manager - riverside", "every site")
	form := url.Values{"login": {"chen.wei"}, "name": {"Chen Wei"}, "role": {"viewer"}, "site": {"riverside"}}
	h.post("/console/accounts", form).is(http.StatusCreated).has("Password of chen.wei", "made-for-you-1")
	noted := h.audit.last()
	require.Equal(t, [2]string{"add-account", "acc-new"}, [2]string{noted.Action, noted.Subject})
	require.NotContains(t, noted.After, "made-for-you")
	form.Set("login", "X")
	h.post("/console/accounts", form).is(http.StatusUnprocessableEntity).has(`value="Chen Wei"`, "does not fit")
	form.Set("site", "elsewhere")
	h.post("/console/accounts", form).is(http.StatusUnprocessableEntity).has("Choose the site.")
}

func TestAccountIsHelpedAndChanged(t *testing.T) {
	h := open(t)
	h.who = string(account.Administrator)
	h.post("/console/accounts/acc-ann/password", url.Values{}).is(http.StatusOK).has("made-for-you-2")
	for verb, action := range map[string]string{"disable": "disable-account", "enable": "enable-account"} {
		h.post("/console/accounts/acc-ann/"+verb, url.Values{}).goesTo("/console/accounts")
		require.Equal(t, action, h.audit.last().Action)
		require.Contains(t, h.audit.last().After, `"disabled":`+strconv.FormatBool(verb == "disable"))
	}
	h.post("/console/accounts/acc-ann/roles", url.Values{"role": {"trainer"}}).goesTo("/console/accounts")
	require.Contains(t, h.audit.last().After, "trainer")
	h.post("/console/accounts/acc-ann/roles", url.Values{"role": {"king"}}).is(http.StatusUnprocessableEntity)
	h.post("/console/accounts/none/password", url.Values{}).is(http.StatusUnprocessableEntity)
	h.who = string(account.DutyManager)
	h.get("/console/accounts").is(http.StatusForbidden)
	h.post("/console/accounts/acc-ann/password", url.Values{}).is(http.StatusForbidden)
}

func TestTokenIsMadeShownOnceAndEnded(t *testing.T) {
	h := open(t)
	h.get("/console/tokens").is(http.StatusOK).has("panel", "mst_abc", "declare")
	h.post("/console/tokens", url.Values{"name": {"gate"}, "days": {"30"}, "right": {"read", "declare"}, "site": {"riverside"}}).is(http.StatusCreated).has("mst_secret")
	require.Equal(t, "add-token", h.audit.last().Action)
	require.NotContains(t, h.audit.last().After, "mst_secret")
	for _, wrong := range []url.Values{{"days": {"30"}}, {"name": {"gate"}}, {"name": {"gate"}, "days": {"9999"}}} {
		h.post("/console/tokens", wrong).is(http.StatusUnprocessableEntity)
	}
	h.post("/console/tokens/tok-1/revoke", url.Values{}).goesTo("/console/tokens")
	h.post("/console/tokens/none/revoke", url.Values{}).is(http.StatusUnprocessableEntity)
}

// trail is an audit log of a few entries.
type trail struct {
	asked  []console.AuditFilter
	broken bool
	err    error
}

func (l *trail) List(_ context.Context, f console.AuditFilter) ([]audit.Entry, error) {
	l.asked = append(l.asked, f)
	var list []audit.Entry
	for k := range f.Limit {
		list = append(list, audit.Entry{Seq: int64(100 - k), At: now, Who: "ann.li", Action: "set-level", Subject: known, Outcome: audit.Done, After: `{"level":"<L1>"}`})
	}
	return list, l.err
}

func (l *trail) Verify(context.Context) (seq int64, hash string, err error) {
	if l.broken {
		return 41, "abc", &audit.BrokenError{Seq: 42, Why: "is not as it was written"}
	}
	return 100, "abc", l.err
}

func TestAuditLogIsReadAndLookedThrough(t *testing.T) {
	log := &trail{}
	h := open(t, func(o *console.Options) { o.AuditLog = log })
	h.who = string(account.Administrator)
	h.get("/console/audit?who=ann.li&action=set-level&below=200").is(http.StatusOK).has("set-level", "ann.li", "&lt;L1&gt;", "below=51", "Earlier entries")
	require.Equal(t, console.AuditFilter{Who: "ann.li", Action: "set-level", Below: 200, Limit: 50}, log.asked[0])
	h.post("/console/audit/verify", url.Values{}).is(http.StatusOK).has("Intact up to entry 100", "abc")
	log.broken = true
	h.post("/console/audit/verify", url.Values{}).is(http.StatusOK).has("NOT as it was written", "entry 42")
	log.broken, log.err = false, errAway
	h.get("/console/audit").is(http.StatusServiceUnavailable)
	h.post("/console/audit/verify", url.Values{}).is(http.StatusServiceUnavailable)
	h.who = string(account.DutyManager)
	h.get("/console/audit").is(http.StatusForbidden)
}

// guard has found one thing.
type guard struct{}

func (guard) Troubles() (open []console.Trouble, looked time.Time) {
	return []console.Trouble{
		{Kind: "stuck", Site: "riverside", Since: now, Text: incident.Text{EN: "An incident is stuck.", ZH: "事件停滞。"}, Told: 3},
		{Kind: "stuck", Site: "hilltop", Since: now, Text: incident.Text{EN: "Another one.", ZH: "另一个。"}},
	}, now
}

func TestSystemSaysWhatIsWrong(t *testing.T) {
	h := open(t, func(o *console.Options) { o.Watchdog = guard{} })
	h.who = "viewer@riverside"
	h.get("/console/system").is(http.StatusOK).has("A declaration would be taken.", "An incident is stuck.", "people told: 3", "Riverside Gardens", "texts bear no links").lacks("Another one.")
	h.health.err, h.health.degraded = errAway, []string{"The database is away."}
	h.lang = "zh"
	h.get("/console/system").has("目前无法受理申报", "The database is away.", "事件停滞。")
	open(t).get("/console/system").is(http.StatusOK).has("This process does not watch")
}

package console_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/console"
	"muster/roster"
	"muster/sites"
	"muster/sites/change"
)

// rotas change the demonstration site's roster in earnest, on a copy.
type rotas struct {
	orders []console.RosterOrder
	gaps   []roster.Gap
	err    error
}

func (*rotas) Version(string) int { return 7 }

func (r *rotas) ChangeRoster(_ context.Context, _ string, o console.RosterOrder) (before, after *sites.Site, err error) {
	if r.err != nil {
		return nil, nil, r.err
	}
	r.orders = append(r.orders, o)
	after, err = change.Apply(riverside, o.Do, change.Terms{Now: now, Force: o.Force})
	return riverside, after, err
}

func (r *rotas) Coverage(site string, at time.Time, days int) (sites.Coverage, error) {
	return sites.Coverage{Site: site, From: at, To: at.AddDate(0, 0, days), Gaps: r.gaps, Unreachable: []sites.Unreachable{{Responder: "sun-hao", Why: "The number does not exist."}}}, nil
}

func rostered(t *testing.T) (*house, *rotas) {
	t.Helper()
	kept := &rotas{gaps: []roster.Gap{{Seat: "SEC", From: now.Add(12 * time.Hour), To: now.Add(24 * time.Hour), Have: 1, Need: 2}}}
	h := open(t, func(o *console.Options) { o.Rosters = kept })
	h.who = string(account.Administrator)
	return h, kept
}

func TestWeekShowsWhoIsOnDutyAndItsGaps(t *testing.T) {
	h, _ := rostered(t)
	h.get("/console/roster").goesTo("/console/roster/riverside")
	h.get("/console/roster/riverside").is(http.StatusOK).has("Monday", "2026-11-23", "2026-11-29", "07:00-19:00", "Gaps: 1", "SEC: 1 of 2", "23:00-24 Nov 11:00", "Take a shift over now", `name="version" value="7"`)
	h.get("/console/roster/riverside?week=2026-12-10").is(http.StatusOK).has("2026-12-07", "week=2026-12-14")
	h.lang = "zh"
	h.get("/console/roster/riverside").has("周一", "缺员时段：1", "SEC：1/2人")
	h.lang, h.who = "en", string(account.Trainer)
	h.get("/console/roster/riverside").is(http.StatusOK).lacks("<form method=\"post\" action=\"/console/roster")
	h.get("/console/roster/elsewhere").is(http.StatusNotFound)
	h.who = "viewer@hilltop"
	h.get("/console/roster/riverside").is(http.StatusForbidden)
}

func TestLeaveIsEnteredAndNoted(t *testing.T) {
	h, kept := rostered(t)
	form := url.Values{"version": {"7"}, "responder": {"liu-yang"}, "from": {"2026-12-01T08:00"}, "to": {"2026-12-02T08:00"}}
	h.post("/console/roster/riverside/leave", form).goesTo("/console/roster/riverside")
	require.Equal(t, 7, kept.orders[0].Version)
	require.Equal(t, "add-leave", h.audit.last().Action)
	require.Contains(t, h.audit.last().After, "liu-yang")
	for field, value := range map[string]string{"from": "tomorrow", "responder": "", "to": "2026-11-30T08:00"} {
		wrong := url.Values{}
		for name, values := range form {
			wrong[name] = values
		}
		wrong.Set(field, value)
		h.post("/console/roster/riverside/leave", wrong).is(http.StatusUnprocessableEntity).has(`role="alert"`)
	}
	kept.err = &console.ChangedError{Version: 8}
	h.post("/console/roster/riverside/leave", form).is(http.StatusConflict).has("Somebody else has changed this")
	kept.err = errAway
	h.post("/console/roster/riverside/leave", form).is(http.StatusServiceUnavailable)
	h.who = string(account.Viewer)
	h.post("/console/roster/riverside/leave", form).is(http.StatusForbidden)
}

func TestShiftIsTakenOnlyByThoseWhoMayAndWhoIsWrongIsTold(t *testing.T) {
	h, _ := rostered(t)
	h.post("/console/roster/riverside/take", url.Values{"responder": {"liu-yang"}}).is(http.StatusUnprocessableEntity).has("who takes which shift")
	h.post("/console/roster/riverside/take", url.Values{"responder": {"liu-yang"}, "shift": {"none"}}).is(http.StatusUnprocessableEntity).has("nothing has changed")
	h.post("/console/roster/riverside/swap", url.Values{"responder": {"liu-yang"}}).is(http.StatusUnprocessableEntity).has("for both")
	h.post("/console/roster/riverside/overrides/none/delete", url.Values{}).is(http.StatusUnprocessableEntity).has("nothing has changed")
	h.post("/console/roster/riverside/leave/none/delete", url.Values{}).is(http.StatusUnprocessableEntity)
}

func TestPeopleAreFoundByNameAndLicence(t *testing.T) {
	h, _ := rostered(t)
	h.get("/console/people").goesTo("/console/people/riverside")
	whole := h.get("/console/people/riverside").is(http.StatusOK).has("Liu Yang", "on duty", "The number does not exist.", "Licences")
	for _, r := range riverside.Responders {
		whole.lacks(r.Phone)
	}
	h.get("/console/people/riverside?find=liu+yang").has("People: 1", "Liu Yang").lacks("Sun Hao")
	h.get("/console/people/riverside?find=nobody-like-that").has("People: 0")
	h.lang = "zh"
	h.get("/console/people/riverside").has("当班", "资质")
}

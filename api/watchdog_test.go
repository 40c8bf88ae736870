package api_test

// What the API shows of the watchdog.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/incident"
)

// dog is a watchdog that has found something, or nothing.
type dog struct {
	open   []api.Trouble
	looked time.Time
}

func (d dog) Troubles() ([]api.Trouble, time.Time) { return d.open, d.looked }

func TestWhatIsWrongIsShown(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	h := open(t, func(o *api.Options) {
		o.Watchdog = dog{[]api.Trouble{
			{Kind: "stuck", Site: "riverside", Refs: []string{known}, Since: incident.Time(at), Text: incident.Text{EN: "stuck", ZH: "停滞"}, Told: 3, ToldAt: at},
			{Kind: "database", Since: incident.Time(at), Text: incident.Text{EN: "away", ZH: "无响应"}},
		}, at}
	})
	a := h.ask("GET", "/api/v1/watchdog", nil).ok(200)
	h.schemas().fits("GET", "/api/v1/watchdog", "application/json", a)
	require.JSONEq(t, `{"looked_at": "2026-11-23T03:00:00.000Z", "items": [
		{"kind": "stuck", "site": "riverside", "drill": false, "refs": ["`+known+`"], "since": "2026-11-23T03:00:00.000Z",
		 "text": {"en": "stuck", "zh": "停滞"}, "told": 3, "told_at": "2026-11-23T03:00:00.000Z"},
		{"kind": "database", "site": null, "drill": false, "refs": [], "since": "2026-11-23T03:00:00.000Z",
		 "text": {"en": "away", "zh": "无响应"}, "told": 0, "told_at": null}]}`, a.Body.String())
	h.ask("GET", "/api/v1/watchdog", nil, "Authorization", "").ok(401)
}

func TestWhereNothingHasBeenLookedAtThereIsNothing(t *testing.T) {
	h := open(t)
	require.JSONEq(t, `{"looked_at": null, "items": []}`, h.ask("GET", "/api/v1/watchdog", nil).ok(200).Body.String())
}

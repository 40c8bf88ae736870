package api_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/incident/reply"
)

type fields = map[string]any

func confirmed() incident.Confirmation { return incident.Confirmation{Confirm: true} }

func TestEveryOrderArrives(t *testing.T) {
	until := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		path string
		body fields
		want any
	}{
		{"answers", fields{"responder": "w", "answer": "eta", "minutes": 5, "by": "chen"}, incident.ReportAnswer{Responder: "w", Answer: reply.ETA, Minutes: 5, By: "chen"}},
		{"answers", fields{"responder": "w", "answer": "relief", "by": "chen", "confirm": true}, incident.ReportAnswer{Responder: "w", Answer: reply.Relief, By: "chen", Confirmation: confirmed()}},
		{"answers", report(), incident.ReportAnswer{Responder: "w", Answer: reply.Done, Step: "F01", Value: "1", By: "chen"}},
		{"steps/F01/start", fields{"by": "chen", "note": "n"}, incident.StartStep{Step: "F01", By: "chen", Note: "n"}},
		{"steps/F01/done", fields{"by": "chen", "note": "n", "value": "true"}, incident.FinishStep{Step: "F01", By: "chen", Value: "true", Note: "n"}},
		{"steps/F01/done", fields{"by": "chen", "value": 3}, incident.FinishStep{Step: "F01", By: "chen", Value: "3"}},
		{"steps/F01/skip", fields{"by": "chen", "reason": "r"}, incident.SkipStep{Step: "F01", By: "chen", Reason: "r"}},
		{"steps/F01/skip", fields{"by": "chen", "note": "n"}, incident.SkipStep{Step: "F01", By: "chen", Reason: "n"}},
		{"steps/F01/reassign", fields{"by": "chen", "to": "w", "reason": "r"}, incident.ReassignStep{Step: "F01", By: "chen", To: "w", Reason: "r"}},
		{"steps/F01/extend", fields{"by": "chen", "until": "2026-11-23T12:00:00+08:00", "reason": "r"}, incident.ExtendStep{Step: "F01", By: "chen", Until: until, Reason: "r"}},
		{"facts", fields{"name": "confirmed", "value": true, "by": "chen"}, incident.StateFact{Name: "confirmed", Value: "true", By: "chen"}},
		{"facts", fields{"name": "note", "value": `say "yes"`, "by": "chen"}, incident.StateFact{Name: "note", Value: `say "yes"`, By: "chen"}},
		{"level", fields{"level": "L1", "by": "chen", "reason": "r"}, incident.SetLevel{Level: frozen.L1, By: "chen", Reason: "r"}},
		{"places", fields{"building": "B3", "floor": "13", "by": "chen"}, incident.AddPlace{By: "chen", Building: "B3", Floor: "13"}},
		{"places", fields{"building": "B3", "by": "chen"}, incident.AddPlace{By: "chen", Building: "B3"}},
		{"notes", fields{"text": "t", "by": "chen"}, incident.AddNote{By: "chen", Text: "t"}},
		{"seats/SEC/assign", fields{"responder": "w", "by": "chen"}, incident.AssignSeat{Seat: "SEC", Responder: "w", By: "chen"}},
		{"seats/SEC/release", fields{"responder": "w", "by": "chen", "reason": "r"}, incident.ReleaseSeat{Seat: "SEC", Responder: "w", By: "chen", Reason: "r"}},
		{"escalate", fields{"seat": "SEC", "by": "chen", "reason": "r"}, incident.Escalate{Seat: "SEC", By: "chen", Reason: "r"}},
		{"escalate", fields{"by": "chen", "reason": "r"}, incident.Escalate{By: "chen", Reason: "r"}},
		{"stand-down", fields{"outcome": "false-alarm", "by": "chen", "reason": "r"}, incident.StandDown{Outcome: frozen.FalseAlarm, By: "chen", Reason: "r"}},
		{"stand-down", fields{"by": "chen", "reason": "r"}, incident.StandDown{Outcome: frozen.Handled, By: "chen", Reason: "r"}},
		{"cancel", fields{"outcome": "duplicate", "by": "chen", "reason": "r"}, incident.Cancel{Outcome: frozen.Duplicate, By: "chen", Reason: "r"}},
		{"resume", fields{"by": "chen"}, incident.ResumeDrill{By: "chen"}},
		{"notices", fields{"notice": "N1", "by": "chen"}, incident.SendNotice{Notice: "N1", By: "chen"}},
		{"notices", fields{"text": fields{"en": "e", "zh": "z"}, "audience": "site", "kind": "all-clear", "by": "chen"}, incident.SendNotice{Text: incident.Text{EN: "e", ZH: "z"}, Audience: notice.Audience{Of: "site"}, Kind: notice.AllClear, By: "chen"}},
		{"notices", fields{"notice": "N1", "zones": []string{"low"}, "by": "chen"}, incident.SendNotice{Notice: "N1", Audience: notice.Audience{Of: "zone", Zones: []string{"low"}}, By: "chen"}},
		{"notices/n1/approve", fields{"by": "chen"}, incident.ApproveNotice{Notice: "n1", By: "chen"}},
		{"notices/n1/reject", fields{"by": "chen", "reason": "r"}, incident.RejectNotice{Notice: "n1", By: "chen", Reason: "r"}},
		{"steps", fields{"title": "Open the east gate", "seat": "SEC", "target": "10m", "by": "chen", "reason": "r"}, incident.AddStep{Title: "Open the east gate", Seat: "SEC", Target: 10 * time.Minute, By: "chen", Reason: "r"}},
		{"steps", fields{"title": "t", "seat": "SEC", "by": "chen", "reason": "r"}, incident.AddStep{Title: "t", Seat: "SEC", By: "chen", Reason: "r"}},
		{"level", fields{"level": "L1", "by": "chen", "reason": "r", "epoch": 3}, incident.SetLevel{Level: frozen.L1, By: "chen", Reason: "r", Confirmation: incident.Confirmation{Epoch: 3}}},
		{"steps/F01/skip", fields{"by": "chen", "reason": "r", "confirm": true}, incident.SkipStep{Step: "F01", By: "chen", Reason: "r", Confirmation: confirmed()}},
		{"steps/F01/reassign", fields{"by": "chen", "to": "w", "confirm": true}, incident.ReassignStep{Step: "F01", By: "chen", To: "w", Confirmation: confirmed()}},
		{"steps/F01/done", fields{"by": "chen", "confirm": true}, incident.FinishStep{Step: "F01", By: "chen", Confirmation: confirmed()}},
		{"seats/SEC/assign", fields{"responder": "w", "by": "chen", "confirm": true}, incident.AssignSeat{Seat: "SEC", Responder: "w", By: "chen", Confirmation: confirmed()}},
		{"seats/SEC/release", fields{"responder": "w", "by": "chen", "confirm": true}, incident.ReleaseSeat{Seat: "SEC", Responder: "w", By: "chen", Confirmation: confirmed()}},
		{"escalate", fields{"by": "chen", "reason": "r", "confirm": true}, incident.Escalate{By: "chen", Reason: "r", Confirmation: confirmed()}},
		{"stand-down", fields{"by": "chen", "reason": "r", "confirm": true}, incident.StandDown{Outcome: frozen.Handled, By: "chen", Reason: "r", Confirmation: confirmed()}},
		{"cancel", fields{"by": "chen", "reason": "r", "confirm": true}, incident.Cancel{Outcome: frozen.Handled, By: "chen", Reason: "r", Confirmation: confirmed()}},
		{"resume", fields{"by": "chen", "confirm": true}, incident.ResumeDrill{By: "chen", Confirmation: confirmed()}},
	} {
		t.Run(row.path, func(t *testing.T) {
			h := open(t)
			h.desk.views[known] = view(known)
			a := h.ask("POST", "/api/v1/incidents/"+known+"/"+row.path, row.body).ok(http.StatusOK)
			require.Equal(t, known, a.json()["id"], "the answer is the incident")
			require.Equal(t, known, h.desk.last().ID)
			require.Equal(t, row.want, h.desk.last().Body)
		})
	}
}

func TestEveryOrderNeedsANameUnderIt(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	bodies := map[string]fields{
		"answers": report(), "facts": {"name": "x", "value": "1"}, "level": {"level": "L1", "reason": "r"}, "notes": {"text": "t"}, "places": {"building": "B3"},
		"seats/SEC/assign": {"responder": "w"}, "seats/SEC/release": {"responder": "w"}, "escalate": {"reason": "r"},
		"steps": {"title": "t", "seat": "SEC", "reason": "r"}, "stand-down": {"reason": "r"}, "cancel": {"reason": "r"}, "resume": {},
		"steps/F01/start": {}, "steps/F01/done": {}, "steps/F01/skip": {}, "steps/F01/reassign": {"to": "w"}, "steps/F01/extend": {"until": "2026-11-23T03:00:00Z"},
	}
	for path, body := range bodies {
		for _, by := range []any{nil, "", "  "} {
			delete(body, "by")
			if by != nil {
				body["by"] = by
			}
			p := h.ask("POST", "/api/v1/incidents/"+known+"/"+path, body).problem(422, "request_invalid")
			require.Equal(t, "body.by", p.Errors[0].Location, path)
		}
	}
	require.Empty(t, h.desk.orders)
}

func TestOrdersThatDoNotFit(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	for _, row := range []struct {
		path     string
		body     fields
		location string
	}{
		{"answers", fields{"responder": "w", "answer": "eta", "by": "chen"}, "body.minutes"},
		{"answers", fields{"responder": "w", "answer": "eta", "minutes": 241, "by": "chen"}, "body.minutes"},
		{"answers", fields{"responder": "w", "answer": "seen", "by": "chen"}, "body.answer"},
		{"steps/F01/reassign", fields{"by": "chen"}, "body.to"},
		{"steps/F01/extend", fields{"by": "chen"}, "body.until"},
		{"steps/F01/extend", fields{"by": "chen", "until": "soon"}, "body.until"},
		{"steps/F01/done", fields{"by": "chen", "value": []int{1}}, "body.value"},
		{"steps/F01/done", fields{"by": "chen", "value": strings.Repeat("x", 501)}, "body.value"},
		{"facts", fields{"name": "x", "by": "chen"}, "body.value"},
		{"level", fields{"level": "L0", "by": "chen", "reason": "r"}, "body.level"},
		{"level", fields{"level": "L1", "by": "chen"}, "body.reason"},
		{"notes", fields{"text": " ", "by": "chen"}, "body.text"},
		{"places", fields{"floor": "3", "by": "chen"}, "body.building"},
		{"steps", fields{"title": " ", "seat": "SEC", "by": "chen", "reason": "r"}, "body.title"},
		{"steps", fields{"title": "t", "seat": "SEC", "by": "chen"}, "body.reason"},
		{"steps", fields{"title": "t", "seat": "SEC", "target": "soon", "by": "chen", "reason": "r"}, "body.target"},
		{"steps", fields{"title": "t", "seat": "SEC", "target": "-1m", "by": "chen", "reason": "r"}, "body.target"},
		{"escalate", fields{"by": "chen", "reason": " "}, "body.reason"},
		{"stand-down", fields{"by": "chen", "reason": "r", "outcome": "over"}, "body.outcome"},
		{"cancel", fields{"by": "chen", "reason": "r", "why": "x"}, "body.why"},
	} {
		p := h.ask("POST", "/api/v1/incidents/"+known+"/"+row.path, row.body).problem(422, "request_invalid")
		require.Equal(t, row.location, p.Errors[0].Location, row)
	}
	require.Empty(t, h.desk.orders)
}

func TestTheSameOrderUnderTheSameKeyIsOneOrder(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	request := func(path string, body fields, key string) string {
		h.ask("POST", "/api/v1/incidents/"+known+"/"+path, body, "Idempotency-Key", key).ok(http.StatusOK)
		return h.desk.last().Request
	}
	note := fields{"by": "chen", "text": "t"}
	first := request("notes", note, "k")
	require.Equal(t, first, request("notes", note, "k"))
	others := []string{
		request("notes", note, "k2"),
		request("notes", fields{"by": "chen", "text": "u"}, "k"),
		request("steps/F01/start", fields{"by": "chen"}, "k"),
		request("steps/F02/start", fields{"by": "chen"}, "k"),
		request("notes", note, ""),
		request("notes", note, ""),
	}
	seen := map[string]bool{first: true}
	for _, other := range others {
		require.False(t, seen[other], "another order has another name")
		seen[other] = true
	}
}

func TestAnOrderThatWasCarriedOutIsSaidToBe(t *testing.T) {
	h := open(t)
	h.desk.statusErr = errors.New("no engine")
	note := fields{"by": "chen", "text": "t"}
	p := h.ask("POST", "/api/v1/incidents/"+known+"/notes", note).problem(http.StatusServiceUnavailable, "engine_unavailable")
	require.Contains(t, p.Detail, "The order was carried out")
	h.shadow.views[known] = view(known)
	h.ask("POST", "/api/v1/incidents/"+known+"/notes", note).ok(http.StatusOK)
}

func TestOnlyIncidentsAreAskedFor(t *testing.T) {
	h := open(t)
	for _, id := range []string{"stray-SM1", "inc-", "INC-1", "inc-a%2Fb", "inc-" + strings.Repeat("a", 61)} {
		h.ask("GET", "/api/v1/incidents/"+id, nil).ok(http.StatusNotFound)
		h.ask("GET", "/api/v1/incidents/"+id+"/timeline", nil).ok(http.StatusNotFound)
		h.ask("POST", "/api/v1/incidents/"+id+"/notes", fields{"by": "chen", "text": "t"}).ok(http.StatusNotFound)
	}
	h.ask("GET", "/api/v1/incidents/stray-SM1", nil).problem(http.StatusNotFound, "incident_unknown")
	require.Empty(t, h.desk.orders)
}

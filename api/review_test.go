package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/api"
	"muster/incident"
	"muster/incident/review"
)

const reviewPath = "/api/v1/incidents/" + known + "/review"

// ended keeps an incident in the shadow that was opened, had a step done late, and was closed.
func (h *house) ended() {
	h.t.Helper()
	v := view(known)
	v.State = incident.Closed
	h.shadow.views[known] = v
	due := time.Date(2026, 11, 23, 3, 0, 30, 0, time.UTC)
	at := func(s int, kind incident.Kind) incident.Entry {
		return incident.Entry{Seq: len(h.shadow.entries) + 1, At: due.Add(time.Duration(s-30) * time.Second), Kind: kind, Text: incident.Text{EN: string(kind), ZH: "记录"}}
	}
	add := func(e incident.Entry) { h.shadow.entries = append(h.shadow.entries, e) }
	add(at(0, incident.KindOpened))
	opened, done := at(0, incident.KindStepOpened), at(45, incident.KindStepDone)
	opened.Step, opened.DueAt = "F01", &due
	add(opened)
	done.Step, done.By, done.Seq = "F01", "w", 3
	add(done)
	add(at(60, incident.KindEnded))
}

func TestAReviewOfAnEndedIncident(t *testing.T) {
	h := open(t)
	h.ended()
	require.Equal(t, reviewPath, h.ask("GET", "/api/v1/incidents/"+known, nil).ok(200).json()["review"], "an ended incident says where its review is")
	a := h.ask("GET", reviewPath, nil).ok(200)
	require.Equal(t, "application/json", a.Header().Get("Content-Type"))
	var r review.Review
	require.NoError(t, json.Unmarshal(a.Body.Bytes(), &r))
	require.False(t, r.SoFar)
	require.Equal(t, review.StepSums{Planned: 1, Late: 1}, r.Sums.Steps)
	require.Equal(t, review.Span(15*time.Second), *r.Steps[0].LateBy)
	require.Equal(t, review.Of(h.shadow.views[known], h.shadow.entries), r)
}

func TestAReviewInWordsIsInTheSitesTime(t *testing.T) {
	h := open(t)
	h.ended()
	text := h.ask("GET", reviewPath+"?format=text", nil).ok(200)
	require.Equal(t, "text/plain; charset=utf-8", text.Header().Get("Content-Type"))
	require.Contains(t, text.Body.String(), "2026-11-23 11:00:00 +08:00")
	require.Contains(t, text.Body.String(), "late by 0:15")
	chinese := h.ask("GET", reviewPath+"?format=text&lang=zh", nil).ok(200)
	require.Contains(t, chinese.Body.String(), "超时0:15")
	markdown := h.ask("GET", reviewPath+"?format=markdown&lang=zh", nil).ok(200)
	require.Equal(t, "text/markdown; charset=utf-8", markdown.Header().Get("Content-Type"))
	require.True(t, strings.HasPrefix(markdown.Body.String(), "# 复盘"), markdown.Body.String())
	gone := h.shadow.views[known]
	gone.Site = "harbour"
	h.shadow.views[known] = gone
	require.Contains(t, h.ask("GET", reviewPath+"?format=text", nil).ok(200).Body.String(), "2026-11-23 03:00:00 +00:00", "a site that is gone has no time of its own")
	for _, wrong := range []string{"?format=pdf", "?lang=de", "?form=text"} {
		h.ask("GET", reviewPath+wrong, nil).problem(http.StatusUnprocessableEntity, "request_invalid")
	}
}

func TestAReviewOfAnIncidentThatGoesOn(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	h.shadow.entries, h.desk.pending = entries(1, 2), entries(2, 3)
	require.Nil(t, h.ask("GET", "/api/v1/incidents/"+known, nil).ok(200).json()["review"])
	require.Equal(t, true, h.ask("GET", reviewPath, nil).ok(200).json()["so_far"])
	require.Contains(t, h.ask("GET", reviewPath+"?format=text", nil).ok(200).Body.String(), "may still change")
}

func TestAReviewReadsALongTimelineToItsEnd(t *testing.T) {
	h := open(t)
	h.ended()
	last := h.shadow.entries[3]
	h.shadow.entries = h.shadow.entries[:3]
	for seq := 4; seq <= 2500; seq++ {
		e := incident.Entry{Seq: seq, At: last.At, Kind: incident.KindPageSent}
		e.Responder = fmt.Sprint("r", seq)
		h.shadow.entries = append(h.shadow.entries, e)
	}
	require.Equal(t, true, h.ask("GET", reviewPath, nil).ok(200).json()["so_far"])
	last.Seq = 2501
	h.shadow.entries = append(h.shadow.entries, last)
	var r review.Review
	require.NoError(t, json.Unmarshal(h.ask("GET", reviewPath, nil).ok(200).Body.Bytes(), &r))
	require.False(t, r.SoFar)
	require.Equal(t, 2497, r.Sums.People.Called)
}

func TestAReviewWithoutItsDatabaseOrItsIncident(t *testing.T) {
	h := open(t)
	h.ask("GET", reviewPath, nil).problem(http.StatusNotFound, "incident_unknown")
	h.ask("GET", "/api/v1/incidents/x/review", nil).problem(http.StatusNotFound, "incident_unknown")
	h.desk.views[known], h.shadow.err = view(known), errDown
	h.desk.pending = entries(4, 6)
	h.ask("GET", reviewPath, nil).problem(http.StatusServiceUnavailable, "database_unavailable")
	h.desk.pending = entries(1, 3)
	h.ask("GET", reviewPath, nil).ok(200)
}

func TestAnEntrySaysWhatAReviewCounts(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	e := entries(1, 1)
	due := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	e[0].Seats, e[0].DueAt, e[0].Need, e[0].Attempt, e[0].Notice, e[0].Party, e[0].Photo = []string{"SEC"}, &due, 2, 3, "N1", "gas", "pho-1"
	e[0].Reason = incident.Text{EN: "why", ZH: "原因"}
	h.shadow.entries = e
	line := h.ask("GET", "/api/v1/incidents/"+known+"/timeline", nil).ok(200).items()[0].(fields)
	want := fields{
		"seats": []any{"SEC"}, "due_at": "2026-11-23T03:00:00.000Z", "reason": fields{"en": "why", "zh": "原因"}, "need": 2.0, "have": 0.0, "attempt": 3.0, "notice": "N1", "party": "gas", "photo": "pho-1",
	}
	for name := range want {
		require.Equal(t, want[name], line[name], name)
	}
}

// sealedRecord is an incident of which nobody knows any more but its record.
type sealedRecord struct {
	view    incident.View
	entries []incident.Entry
}

// Sealed implements api.Records.
func (s sealedRecord) Sealed(_ context.Context, id string) (incident.View, []incident.Entry, bool) {
	return s.view, s.entries, id == s.view.ID
}

func TestAReviewIsReadFromTheRecordWhereNothingElseKnowsTheIncidentAndByWhoeverMayReadThere(t *testing.T) {
	was := open(t)
	was.ended()
	h := open(t, func(o *api.Options) { o.Records = sealedRecord{was.shadow.views[known], was.shadow.entries} })
	require.Equal(t, was.ask("GET", reviewPath, nil).ok(200).Body.String(), h.ask("GET", reviewPath, nil).ok(200).Body.String())
	h.as(tokenOf(account.Viewer, "riverside"), "GET", reviewPath, nil).ok(200)
	h.as(tokenOf(account.Viewer, "hilltop"), "GET", reviewPath, nil).problem(http.StatusForbidden, "forbidden")
	h.ask("GET", "/api/v1/incidents/inc-other/review", nil).problem(http.StatusNotFound, "incident_unknown")
}

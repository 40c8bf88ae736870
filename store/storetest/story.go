package storetest

// Stories: incidents as batches of changes, made up for the suite and its benchmark.

import (
	"fmt"
	"time"

	"muster/incident"
	"muster/incident/frozen"
)

// Opened is when the suite's incidents open, unless a test says otherwise.
var Opened = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

// Batches is how many Fire makes.
const Batches = 10

// Fire is a fire of full size from its declaration to its end: Batches batches of some thirty rows each.
func Fire(id string, opened time.Time) []incident.Shadow {
	shadows := []incident.Shadow{declared(id, opened)}
	for k := 1; k < Batches; k++ {
		shadows = append(shadows, continued(id, opened, k))
	}
	end := &shadows[Batches-1]
	end.Head.State, end.Head.EndedAt = incident.Closed, ptr(incident.Time(opened.Add(time.Hour)))
	return shadows
}

// declared is the first batch: the head, every seat, step and fact.
func declared(id string, opened time.Time) incident.Shadow {
	s := incident.Shadow{Incident: id, Rev: 1, Head: Head(id, opened, 1), Entries: entries(opened, 1, 3)}
	for k := range 8 {
		s.Seats = append(s.Seats, seat(k, 1))
	}
	for k := range 20 {
		s.Steps = append(s.Steps, step(k, 1))
	}
	for k := range 4 {
		s.Facts = append(s.Facts, fact(k, 1))
	}
	return s
}

// continued is a later batch: a wave of pages, their answers, steps that move on.
func continued(id string, opened time.Time, k int) incident.Shadow {
	rev := 1 + 30*k
	s := incident.Shadow{Incident: id, Rev: rev, Head: Head(id, opened, rev), Entries: entries(opened, 4+13*(k-1), 13)}
	for n := range 2 {
		s.Seats = append(s.Seats, seat((k+n)%8, rev))
		s.Steps = append(s.Steps, step((2*k+n)%20, rev))
	}
	for n := range 12 {
		s.Pages = append(s.Pages, page((4*k+n)%40, rev))
	}
	s.Facts = []incident.FactView{fact(k%4, rev)}
	return s
}

// Head is the head of an open fire; mark tells one version from the next.
func Head(id string, opened time.Time, mark int) *incident.View {
	return &incident.View{
		ID: id, Plan: "fire", PlanVersion: 1, Title: frozen.Text{EN: "Fire", ZH: "火灾"}, Site: "riverside", Mode: frozen.Real,
		State: incident.Open, Phase: frozen.Alarm, Level: "L2", Location: "Building 3, floor 12", Summary: summary(mark),
		Places: []frozen.Spot{{Building: "B3", Floor: "12"}}, OpenedAt: incident.Time(opened), Now: incident.Time(opened.Add(time.Duration(mark) * time.Second)),
		NextDueAt: ptr(incident.Time(opened.Add(time.Minute))), Carrier: incident.CarrierSimulator, Commander: ptr("r1"),
		Links: []incident.Link{}, PossibleDuplicates: []string{},
	}
}

func summary(mark int) string { return fmt.Sprintf("smoke in the corridor, seen %d times", mark) }

func seat(k, mark int) incident.SeatView {
	return incident.SeatView{
		ID: fmt.Sprintf("SEAT%d", 9-k), Title: frozen.Text{EN: "Security", ZH: "安全警戒组"}, Open: true, Needs: 4, Filled: mark,
		Holders: []incident.HolderView{{Responder: "r1", Name: "Chen Wei", State: incident.HolderOnScene, PromisedAt: ptr(incident.Time(Opened))}},
		Ladder:  &incident.LadderView{Rung: 1, Rungs: 6, NextAt: incident.Time(Opened.Add(time.Minute))},
	}
}

func step(k, mark int) incident.StepView {
	return incident.StepView{
		ID: fmt.Sprintf("F%02d", 30-k), Title: frozen.Text{EN: "Confirm the fire", ZH: "火情确认"}, Phase: frozen.Alarm, Seat: "SEAT1",
		State: incident.StepOpen, OpenedAt: ptr(incident.Time(Opened)), TargetAt: ptr(incident.Time(Opened.Add(2 * time.Minute))),
		Evidence: incident.EvidenceView{Kind: "choice", Choices: []string{"true", "false"}}, Assignees: []string{"r1"}, Rounds: mark,
	}
}

func fact(k, mark int) incident.FactView {
	return incident.FactView{
		Name: fmt.Sprintf("fact%d", 9-k), Type: frozen.FactText, Title: frozen.Text{EN: "Fire confirmed", ZH: "火情确认"},
		Value: ptr(fmt.Sprint(mark)), By: ptr("r1"), At: ptr(incident.Time(Opened)),
	}
}

// page is a page, or every fourth time a message beside them.
func page(k, mark int) incident.ShadowPage {
	kind := incident.CallPage
	if k%4 == 3 {
		kind = incident.TaskPage
	}
	return incident.ShadowPage{Hash: fmt.Sprintf("%064d", k), View: incident.PageView{
		ID: fmt.Sprintf("p%d", k+1), Kind: kind, Seats: []string{"SEAT1"}, Responder: fmt.Sprintf("r%d", k), Name: "Chen Wei", Phone: "+1******01",
		Token: ptr("K7M"), Rung: 1, State: incident.PagePaging, Made: mark,
		Attempts: []incident.AttemptView{{N: 1, Rung: 1, Channel: "sms", CarrierID: ptr("SM00000000000000000000000000000000"), State: incident.AttemptDelivered, At: incident.Time(Opened)}},
	}}
}

func entries(opened time.Time, first, count int) []incident.Entry {
	var list []incident.Entry
	for seq := first; seq < first+count; seq++ {
		list = append(list, incident.Entry{
			Seq: seq, At: opened.Add(time.Duration(seq) * time.Second), Kind: incident.KindPageSent, By: "r1",
			Text: frozen.Text{EN: fmt.Sprintf("Line %d: Chen Wei was called for Security.", seq), ZH: "已呼叫陈伟（安全警戒组）。"},
		})
	}
	return list
}

func ptr[T any](v T) *T { return &v }

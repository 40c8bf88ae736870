package console_test

// An incident to look at.

import (
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/plans"
)

func p[T any](v T) *T { return &v }

// fire is an incident that goes on, with something of everything that a page shows.
func fire(mode frozen.Mode) incident.View {
	plan, _ := plans.Find(library, "fire")
	at := func(d time.Duration) incident.Time { return incident.Time(now.Add(d)) }
	return incident.View{
		ID: known, Plan: "fire", PlanVersion: plan.Frozen.Version, Title: plan.Frozen.Title, Site: "riverside", Mode: mode, State: incident.Open, Phase: frozen.Response, Level: frozen.L3,
		Location: "Building 3, floor 12", Summary: "smoke <script>", OpenedAt: at(-2 * time.Minute), Now: at(0), Carrier: incident.CarrierSimulator, Commander: p("chen-jing"), CommandEpoch: 2,
		Places: []frozen.Spot{{Building: "B3", Floor: "12"}},
		Seats: []incident.SeatView{
			{ID: "SEC", Title: incident.Text{EN: "Security", ZH: "安全警戒组"}, Open: true, Needs: 2, Filled: 1, Holders: []incident.HolderView{
				{Responder: "liu-yang", Name: "Liu Yang", State: incident.HolderAccepted, PromisedAt: p(at(time.Minute))},
			}, Ladder: &incident.LadderView{Rung: 2, Rungs: 6, NextAt: at(20 * time.Second)}},
			{ID: "MED", Title: incident.Text{EN: "First aid", ZH: "医疗救护组"}},
		},
		Pages: []incident.PageView{
			{ID: "p1", Kind: incident.CallPage, Seats: []string{"SEC"}, Responder: "liu-yang", Name: "Liu Yang", State: incident.PageAccepted, Made: 1},
			{ID: "p2", Kind: incident.CallPage, Seats: []string{"SEC"}, Responder: "sun-hao", Name: "Sun Hao", Phone: "+1******04", State: incident.PagePaging, Made: 2, Attempts: []incident.AttemptView{
				{N: 1, Channel: frozen.SMS, State: incident.AttemptDelivered, At: at(-time.Minute)}, {N: 2, Channel: frozen.Voice, State: incident.AttemptSent, At: at(-time.Second)},
			}},
		},
		Steps: []incident.StepView{
			{
				ID: "F02", Title: incident.Text{EN: "Confirm the fire", ZH: "火情确认"}, Phase: frozen.Alarm, Seat: "SEC", State: incident.StepOpen, Late: true, TargetAt: p(at(-10 * time.Second)),
				Evidence: incident.EvidenceView{Kind: frozen.EvidenceChoice, Choices: []string{"true", "false"}}, Assignees: []string{"liu-yang"},
			},
			{
				ID: "F04", Title: incident.Text{EN: "Call the fire brigade", ZH: "拨打119"}, Seat: "CTRL", State: incident.StepStarted, TargetAt: p(at(30 * time.Second)),
				Evidence: incident.EvidenceView{Kind: frozen.EvidenceConnected}, Party: &incident.Text{EN: "Fire brigade", ZH: "消防队"},
			},
			{ID: "F20", Title: incident.Text{EN: "Allow re-entry", ZH: "准许返回"}, Seat: "DUTY", State: incident.StepWaiting, HardGate: true},
			{ID: "F01", Title: incident.Text{EN: "Acknowledge", ZH: "确认"}, Seat: "CTRL", State: incident.StepDone, DoneAt: p(at(-time.Minute)), By: p("liu-yang"), Value: p("7"), Note: p("ref 12")},
		},
		Facts: []incident.FactView{
			{Name: "confirmed", Type: frozen.FactBool, Title: incident.Text{EN: "Fire confirmed", ZH: "火情确认"}, Value: p("true"), By: p("liu-yang"), At: p(at(0))},
			{Name: "trapped", Type: frozen.FactNumber, Title: incident.Text{EN: "People trapped", ZH: "被困人数"}},
		},
	}
}

// holds puts an incident where the console finds it.
func (h *house) holds(v incident.View) {
	h.desk.views[v.ID], h.shadow.views[v.ID] = v, v
}

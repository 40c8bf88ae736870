package review_test

// Tales: timelines told by hand, second by second.

import (
	"slices"
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/review"
)

var opening = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

// tale is a timeline as it is told, and the incident that it is of.
type tale struct {
	view    incident.View
	entries []incident.Entry
}

// fire begins the tale of a fire with two seats and four steps, of which F09 opens only where it is needed.
func fire(mode frozen.Mode) *tale {
	text := func(en, zh string) review.Text { return review.Text{EN: en, ZH: zh} }
	t := &tale{view: incident.View{
		ID: "inc-1", Plan: "fire", PlanVersion: 3, Title: text("Fire", "火灾"), Site: "riverside", Mode: mode, State: incident.Open, Level: "L3",
		Location: "Building 3", Summary: "smoke", OpenedAt: incident.Time(opening), Now: incident.Time(opening),
		Seats: []incident.SeatView{
			{ID: "SEC", Title: text("Security", "安全警戒组"), Needs: 2},
			{ID: "DUTY", Title: text("Duty manager", "值班经理"), Needs: 1},
			{ID: "LOG", Title: text("Logistics", "后勤保障组"), Needs: 1},
		},
		Pages: []incident.PageView{{Responder: "li", Name: "Li Hua"}, {Responder: "wu", Name: "Wu Di"}, {Responder: "he", Name: "He Ping"}, {Responder: "ma", Name: "Ma Li"}},
		Steps: []incident.StepView{
			{ID: "F01", Title: text("Confirm", "确认、上报"), Phase: frozen.Alarm, Seat: "SEC"},
			{ID: "F02", Title: text("Call 119", "报警"), Phase: frozen.Response, Seat: "DUTY"},
			{ID: "F03", Title: text("Patrol", "巡查"), Phase: frozen.Response, Seat: "SEC"},
			{ID: "F09", Title: text("Shelter", "安置"), Phase: frozen.Response, Seat: "DUTY"},
		},
	}}
	t.tell(0, incident.KindOpened, func(e *incident.Entry) { e.By, e.Value = "li", "L3" })
	return t
}

// with fills in an entry.
type with = func(*incident.Entry)

// tell adds an entry at so many seconds from the opening.
func (t *tale) tell(at float64, kind incident.Kind, fill ...with) *tale {
	e := incident.Entry{Seq: len(t.entries) + 1, At: opening.Add(seconds(at)), Kind: kind, Text: review.Text{EN: string(kind), ZH: "条目"}}
	for _, f := range fill {
		f(&e)
	}
	t.entries = append(t.entries, e)
	if now := incident.Time(e.At); e.At.After(time.Time(t.view.Now)) {
		t.view.Now = now
	}
	return t
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }

func of(responder string) with {
	return func(e *incident.Entry) { e.Responder, e.Page = responder, "p-"+responder }
}

func by(who string) with { return func(e *incident.Entry) { e.By = who } }

func value(v string) with { return func(e *incident.Entry) { e.Value = v } }

func taking(seats ...string) with { return func(e *incident.Entry) { e.Seats = seats } }

func due(at float64) with {
	return func(e *incident.Entry) { d := opening.Add(seconds(at)); e.DueAt = &d }
}

func why(en, zh string) with {
	return func(e *incident.Entry) { e.Reason = review.Text{EN: en, ZH: zh} }
}

func at(seat string, have, need int) with {
	return func(e *incident.Entry) { e.Seat, e.Have, e.Need = seat, have, need }
}

func rung(n int) with { return func(e *incident.Entry) { e.Rung = n } }

func about(step string) with { return func(e *incident.Entry) { e.Step = step } }

// step opens a step with a target so many seconds from the opening; 0: none.
func (t *tale) step(at float64, id string, target float64) *tale {
	if target == 0 {
		return t.tell(at, incident.KindStepOpened, about(id), by(incident.ByPlan))
	}
	return t.tell(at, incident.KindStepOpened, about(id), by(incident.ByPlan), due(target))
}

// end stands the incident down and closes it.
func (t *tale) end(down, closed float64) *tale {
	t.tell(down, incident.KindStandDown, by("he"), value("handled"))
	t.tell(closed, incident.KindEnded, value("handled"))
	t.view.State = incident.Closed
	handled := "handled"
	t.view.Outcome = &handled
	return t
}

func (t *tale) review() review.Review { return review.Of(t.view, t.entries) }

func (t *tale) find(id string) review.Step {
	all := t.review().Steps
	return all[slices.IndexFunc(all, func(s review.Step) bool { return s.ID == id })]
}

func (t *tale) seat(id string) review.Seat {
	all := t.review().Seats
	return all[slices.IndexFunc(all, func(s review.Seat) bool { return s.ID == id })]
}

func (t *tale) person(id string) review.Person {
	all := t.review().People
	return all[slices.IndexFunc(all, func(p review.Person) bool { return p.Responder == id })]
}

// whole is a tale in which everything happens that a review tells of.
func whole() *tale {
	t := fire(frozen.Drill)
	t.tell(0, incident.KindRung, at("SEC", 0, 2), rung(1)).tell(0, incident.KindRung, at("DUTY", 0, 1), rung(1))
	t.step(0, "F01", 60)
	for _, id := range []string{"li", "wu", "he"} {
		t.tell(0.5, incident.KindPageSent, of(id), taking("SEC"))
	}
	t.tell(5, incident.KindPageSeen, of("wu"))
	t.tell(10, incident.KindPageAccepted, of("li"), taking("SEC"), due(190))
	t.tell(12, incident.KindPageDeclined, of("wu"), taking("SEC"))
	t.tell(13, incident.KindPageAccepted, of("he"), taking("SEC", "DUTY")).tell(13, incident.KindSeatFilled, at("DUTY", 1, 1)).tell(13, incident.KindSeatFilled, at("SEC", 2, 2))
	t.tell(13, incident.KindCommand, by("he"), of("he"), func(e *incident.Entry) { e.Seat = "DUTY" })
	t.tell(20, incident.KindTaskSent, of("li"), about("F01"))
	t.tell(30, incident.KindUnknown, of("ma")).tell(31, incident.KindThrottled, of("ma")).tell(32, incident.KindDuplicate, of("ma")).tell(33, incident.KindNoteSent, of("ma"))
	t.tell(40, incident.KindUnreachable, of("ma"), value("filtered"))
	t.tell(60, incident.KindStepLate, about("F01"), by(incident.ByPlan)).tell(60, incident.KindRung, about("F01"), rung(2))
	t.tell(80, incident.KindStepDone, about("F01"), by("li"), value("true"))
	t.step(80, "F02", 110).step(80, "F03", 0)
	t.tell(80, incident.KindContained, about("F02"), value("12"), func(e *incident.Entry) { e.Notice = "N1" })
	t.tell(90, incident.KindDanger, of("li"), by("li")).tell(90, incident.KindPaused, of("li"), by("li")).tell(90, incident.KindRung, rung(1), of("li"))
	t.tell(390, incident.KindResumed, by("he"), why("seen to", "已处理"))
	t.tell(400, incident.KindStepReassigned, about("F02"), by("he"), of("wu"), why("she is nearer", "更近"))
	t.tell(405, incident.KindStepExtended, about("F02"), by("he"), due(430), why("line busy", "占线"))
	t.tell(420, incident.KindStepDone, about("F02"), by(incident.ByAssumption), value("true"))
	t.tell(430, incident.KindPageOnScene, of("li"))
	t.tell(440, incident.KindLevel, by("he"), value("L2"))
	t.tell(450, incident.KindStepSkipped, about("F09"), by(incident.ByPlan), why("its condition does not hold", "条件不成立"))
	t.tell(460, incident.KindStepSkipped, about("F03"), by(incident.ByPlan), why("stood down", "响应已终止"))
	return t.end(460, 500)
}

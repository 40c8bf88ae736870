package incident

// The view: an incident as the API shows it (CONTRACT.md section 2). Its JSON names are a contract.

import (
	"time"

	"muster/incident/frozen"
)

// View is an incident as outside programs read it. Times are UTC; lists are never null.
type View struct {
	ID                 string        `json:"id"`
	Plan               string        `json:"plan"`
	PlanVersion        int           `json:"plan_version"`
	Title              Text          `json:"title"`
	Site               string        `json:"site"`
	Mode               frozen.Mode   `json:"mode"`
	State              Lifecycle     `json:"state"`
	Outcome            *string       `json:"outcome"`
	Phase              frozen.Phase  `json:"phase"`
	Level              frozen.Level  `json:"level"`
	Location           string        `json:"location"`
	Summary            string        `json:"summary"`
	Places             []frozen.Spot `json:"places"`
	ReportedBy         *string       `json:"reported_by"`
	OpenedAt           Time          `json:"opened_at"`
	EndedAt            *Time         `json:"ended_at"`
	PausedAt           *Time         `json:"paused_at"`
	Now                Time          `json:"now"` // of the incident's own clock
	NextDueAt          *Time         `json:"next_due_at"`
	Carrier            string        `json:"carrier"`
	Commander          *string       `json:"commander"`
	CommandEpoch       int           `json:"command_epoch"` // rises with every new commander
	Seats              []SeatView    `json:"seats"`
	Pages              []PageView    `json:"pages"`
	Messages           []PageView    `json:"messages"` // tasks and notes
	Steps              []StepView    `json:"steps"`
	Facts              []FactView    `json:"facts"`
	Notices            []NoticeView  `json:"notices"`
	Links              []Link        `json:"links"`
	PossibleDuplicates []string      `json:"possible_duplicates"`
	Review             *string       `json:"review"` // where the API shows the review of one that has ended
}

// Carriers as the view names them.
const (
	CarrierSimulator = "simulator"
	CarrierReal      = "real"
)

// SeatView is a seat.
type SeatView struct {
	ID       string       `json:"id"`
	Title    Text         `json:"title"`
	Open     bool         `json:"open"`      // asked for at this level, and in this phase
	OpenedAt *Time        `json:"opened_at"` // when its ladder began, null if it never was
	Needs    int          `json:"needs"`
	Filled   int          `json:"filled"`
	Holders  []HolderView `json:"holders"`
	Ladder   *LadderView  `json:"ladder"` // while it is being climbed
}

// LadderView says where a seat's ladder stands.
type LadderView struct {
	Rung   int     `json:"rung"` // the last one reached, from 1
	Rungs  int     `json:"rungs"`
	NextAt Time    `json:"next_at"`
	InHand *string `json:"in_hand"` // who has taken it on
}

// HolderView is a seat's holder.
type HolderView struct {
	Responder  string      `json:"responder"`
	Name       string      `json:"name"`
	State      HolderState `json:"state"`
	PromisedAt *Time       `json:"promised_at"`

	ReliefAskedAt *Time `json:"relief_asked_at"` // since when somebody is called to relieve them
}

// PageView is a page, or a message beside them.
type PageView struct {
	ID         string        `json:"id"`
	Kind       PageKind      `json:"kind"`
	Seats      []string      `json:"seats"`
	Step       *string       `json:"step"`
	Fact       *string       `json:"fact"` // of a question
	Responder  string        `json:"responder"`
	Name       string        `json:"name"`
	Phone      string        `json:"phone"` // masked
	Token      *string       `json:"token"`
	Rung       int           `json:"rung"`
	State      PageState     `json:"state"`
	Attempts   []AttemptView `json:"attempts" doc:"The last 20, oldest first, and any older one of which nobody knows yet whether it was sent. All are counted in made."`
	Made       int           `json:"made" doc:"How many attempts there were in all."`
	AnsweredAt *Time         `json:"answered_at"`
	PromisedAt *Time         `json:"promised_at"`
}

// AttemptView is one message.
type AttemptView struct {
	N         int            `json:"n"`
	Rung      int            `json:"rung"`
	Channel   frozen.Channel `json:"channel"`
	CarrierID *string        `json:"carrier_id"`
	State     AttemptState   `json:"state"`
	At        Time           `json:"at"`
}

// StepView is a step.
type StepView struct {
	ID        string       `json:"id"`
	Title     Text         `json:"title"`
	Phase     frozen.Phase `json:"phase"`
	Seat      string       `json:"seat"`
	Place     *string      `json:"place"`
	State     StepState    `json:"state"`
	OpenedAt  *Time        `json:"opened_at"`
	TargetAt  *Time        `json:"target_at"`
	StartedAt *Time        `json:"started_at"`
	DoneAt    *Time        `json:"done_at"`
	Late      bool         `json:"late"`
	Value     *string      `json:"value"`
	Evidence  EvidenceView `json:"evidence"`
	Assignees []string     `json:"assignees"`
	By        *string      `json:"by"`
	Note      *string      `json:"note"`   // what was said when it was done: a reference number, a remark
	Reason    *string      `json:"reason"` // why it was skipped
	HardGate  bool         `json:"hard_gate"`
	Party     *Text        `json:"party"`  // of an outside call: whom it is to
	Rounds    int          `json:"rounds"` // how often a repeating step was done

	Notice *ForeseenNotice `json:"notice,omitempty"` // that it sends when it is done; only where somebody is about to complete it
}

// EvidenceView says what completes a step.
type EvidenceView struct {
	Kind    frozen.EvidenceKind `json:"kind"`
	Choices []string            `json:"choices"`
}

// FactView is a fact of the plan; Value is null until it is stated.
type FactView struct {
	Name  string          `json:"name"`
	Type  frozen.FactType `json:"type"`
	Title Text            `json:"title"`
	Value *string         `json:"value"`
	By    *string         `json:"by"`
	At    *Time           `json:"at"`
}

// View shows the incident as it is at now.
func (i *Incident) View(now time.Time) View {
	d, s := i.In.Declaration, i.State
	v := View{
		ID: i.In.ID, Plan: i.In.Plan.ID, PlanVersion: i.In.Plan.Version, Title: i.In.Plan.Title, Site: i.In.Site.ID, Mode: d.Mode,
		State: s.Lifecycle, Outcome: optional(string(i.outcome())), Phase: s.Phase, Level: s.Level, Location: d.Location, Summary: d.Summary,
		Places: nonNil(i.places()), ReportedBy: optional(d.ReportedBy), OpenedAt: Time(s.OpenedAt), EndedAt: moment(s.EndedAt), PausedAt: moment(s.PausedAt), Now: Time(now),
		Carrier: CarrierReal, Commander: optional(s.Commander), CommandEpoch: s.Command.Epoch, Links: nonNil(s.Links), PossibleDuplicates: nonNil(s.Likely),
		Pages: []PageView{}, Messages: []PageView{},
	}
	if i.In.Simulated {
		v.Carrier = CarrierSimulator
	}
	if at, ok := i.NextDue(); ok {
		v.NextDueAt = moment(&at)
	}
	for k := range s.Seats {
		v.Seats = append(v.Seats, i.SeatView(s.Seats[k]))
	}
	for k := range s.Steps {
		v.Steps = append(v.Steps, i.StepView(s.Steps[k]))
	}
	for _, p := range s.Pages {
		if p.Kind == CallPage {
			v.Pages = append(v.Pages, i.PageView(p))
		} else {
			v.Messages = append(v.Messages, i.PageView(p))
		}
	}
	v.Facts, v.Notices = i.factViews(), i.noticeViews()
	return v
}

// SeatView shows a seat.
func (i *Incident) SeatView(s *Seat) SeatView {
	v := SeatView{ID: s.ID, Title: i.planSeat(s.ID).Title, Open: s.Wanted, Needs: s.Needs, Filled: len(s.present()), Holders: []HolderView{}}
	if !s.OpenedAt.IsZero() {
		v.OpenedAt = moment(&s.OpenedAt)
	}
	for _, h := range s.Holders {
		v.Holders = append(v.Holders, HolderView{Responder: h.Responder, Name: i.name(h.Responder), State: h.State, PromisedAt: moment(h.PromisedAt), ReliefAskedAt: moment(h.ReliefAt)})
	}
	if c := i.climb(Subject{AboutSeat, s.ID}); c != nil {
		v.Ladder = &LadderView{Rung: c.Reached, Rungs: len(i.planSeat(s.ID).Ladder), NextAt: Time(c.DueAt), InHand: optional(c.InHand)}
	}
	return v
}

// PageView shows a page.
func (i *Incident) PageView(p *Page) PageView {
	r, _ := i.responder(p.Responder)
	v := PageView{
		ID: p.ID, Kind: p.Kind, Seats: []string{}, Step: optional(p.Step), Fact: optional(p.Fact), Responder: p.Responder, Name: r.Name, Phone: Mask(r.Phone),
		Token: optional(p.Token), Rung: p.Rung, State: p.State, Attempts: []AttemptView{}, Made: p.Made,
		AnsweredAt: moment(p.AnsweredAt), PromisedAt: moment(p.PromisedAt),
	}
	for _, a := range p.About {
		if a.Kind == AboutSeat || a.Kind == AboutGap {
			v.Seats = append(v.Seats, a.Ref)
		}
	}
	for _, a := range p.Attempts {
		state := a.State
		if state == AttemptWaiting {
			state = AttemptSending
		}
		v.Attempts = append(v.Attempts, AttemptView{N: a.N, Rung: a.Rung, Channel: a.Channel, CarrierID: optional(a.CarrierID), State: state, At: Time(a.At)})
	}
	return v
}

// StepView shows a step.
func (i *Incident) StepView(s *Step) StepView {
	p := i.planStep(s.ID)
	v := StepView{
		ID: s.ID, Title: p.Title, Phase: p.Phase, Seat: p.Seat, Place: i.placeOf(p), State: s.State, OpenedAt: moment(s.OpenedAt), TargetAt: moment(s.TargetAt),
		StartedAt: moment(s.StartedAt), DoneAt: moment(s.DoneAt), Late: s.Late, Value: optional(s.Value), By: optional(s.By), Note: optional(s.Note), Reason: optional(s.Reason),
		Assignees: nonNil(s.Assignees), Party: i.callee(p), HardGate: p.HardGate, Rounds: s.Rounds, Evidence: EvidenceView{Kind: p.Evidence.Kind, Choices: []string{}},
	}
	for _, c := range p.Evidence.Choices {
		v.Evidence.Choices = append(v.Evidence.Choices, c.Value)
	}
	return v
}

// placeOf names the place of a step that is done at each.
func (i *Incident) placeOf(p *frozen.Step) *string {
	spot := i.ownPlace(p)
	if spot == nil {
		return nil
	}
	key := spotKey(*spot)
	return &key
}

func (i *Incident) factViews() []FactView {
	views := []FactView{}
	for k := range i.In.Plan.Facts {
		f := i.fact(i.In.Plan.Facts[k].ID)
		if f == nil {
			f = &Fact{ID: i.In.Plan.Facts[k].ID}
		}
		views = append(views, i.FactView(f))
	}
	return views
}

// FactView shows a fact.
func (i *Incident) FactView(f *Fact) FactView {
	v := FactView{Name: f.ID, Type: frozen.FactText, Title: Text{EN: f.ID, ZH: f.ID}, Value: optional(f.Value), By: optional(f.By)}
	if p := i.planFact(f.ID); p != nil {
		v.Type, v.Title = p.Type, p.Title
	}
	if !f.At.IsZero() {
		v.At = moment(&f.At)
	}
	return v
}

package console

// The incident's page: who is there, what is to be done, what has happened, and every order that a desk gives.

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/incident/review"
	"muster/incident/words"
	"muster/plans"
	"muster/roster"
)

// incidentBody is what the page shows.
type incidentBody struct {
	card
	Now        int64
	Query      string // of the page itself, for its script
	Ended      bool
	Outcome    *roster.Text
	EndedAt    *moment
	Simulated  bool
	Stale      bool
	Respond    bool // the reader may answer, do steps, state facts
	Order      bool // the reader may give orders
	Epoch      int
	Camera     bool // photos may be added
	Levels     []frozen.Level
	Duplicates []relative
	Links      []relative
	Seats      []seat
	Unasked    []roster.Text // seats that nobody is asked for now
	Climbing   []seat        // those whose ladders go on
	People     []person
	Verbs      []string
	Steps      []step // that can be done now
	Waiting    []step
	Past       []step
	Facts      []fact
	Staff      []colleague // who can be given something to do
	Buildings  []choice    // that it can spread to
	Plans      []choice    // that can be opened from it
	Brief      string
	Chart      chart
	Notices    int // to residents
	Approve    int // of them wait for somebody to stand behind them
	Lines      []line
	Earlier    bool // there are earlier lines than these
	Gaps       bool // lines are lacking, since the database is away
}

// relative is another incident that this one has to do with.
type relative struct {
	ID    string
	Kind  string
	Title roster.Text
	Where string
}

// line is one of the timeline. Of a long one the rest is folded away: who is called about twenty gaps at once is told all of them.
type line struct {
	Seq   int
	At    *moment
	Head  string
	Rest  string
	Grave bool
}

// mostHead is how much of a line is in sight.
const mostHead = 120

// folded cuts a long text in two, between words where it has any.
func folded(text string) (head, rest string) {
	head = short(text, mostHead)
	if head == text {
		return text, ""
	}
	if k := strings.LastIndexByte(head, ' '); k > len(head)/2 {
		head = head[:k]
	}
	return head, strings.TrimPrefix(text, head)
}

// lastLines is how much of a timeline is shown unless all of it is asked for.
const lastLines = 60

// mostLinks is how many related incidents are looked at.
const mostLinks = 10

func (s *server) showIncident(c *gin.Context) {
	if f, ok := s.sees(c); ok {
		s.incidentPage(c, http.StatusOK, f, nil)
	}
}

// incidentPage shows an incident, with why an order to it was refused, if one was.
func (s *server) incidentPage(c *gin.Context, status int, f found, refused *refusal) {
	body := s.incidentBody(c, f)
	path := Prefix + "/incidents/" + f.view.ID
	s.show(c, status, page{
		name: "incident", title: f.view.Title.In(langOf(c)) + " " + f.view.Location, path: path, stream: Prefix + "/stream?incident=" + f.view.ID, refused: refused, body: body,
	})
}

func (s *server) incidentBody(c *gin.Context, f found) *incidentBody {
	v, who := f.view, asker(c)
	at, k, plan := spot{v.Site, v.Mode}, s.clockOf(f), s.planOf(v)
	b := &incidentBody{
		card: s.card(v), Now: k.now.UnixMilli(), Ended: ended(v), EndedAt: k.maybe(v.EndedAt), Simulated: v.Carrier == incident.CarrierSimulator, Stale: f.stale, Outcome: outcomeOf(v),
		Respond: may(who, account.Respond, at) && !ended(v), Order: may(who, account.Command, at) && !ended(v), Epoch: v.CommandEpoch, Levels: levels, Camera: s.Photos != nil,
	}
	for _, verb := range verbs {
		b.Verbs = append(b.Verbs, string(verb))
	}
	b.Since, b.Paused = k.at(time.Time(v.OpenedAt)), v.PausedAt != nil
	b.seats(v, k)
	b.People = people(v, k)
	b.steps(v, k, plan, s.call(v, plan, langOf(c), b.Respond))
	b.illustrate(s.snaps(c.Request.Context(), v, k))
	b.Facts = facts(v, k, plan)
	if site, known := s.site(v.Site); b.Order && known {
		b.Staff = colleagues(site, b.People, s.Now())
	}
	b.notices(v)
	b.spreads(s, v)
	for _, plan := range s.Catalog.Plans() {
		if b.Order && plan.Frozen.ID != v.Plan {
			b.Plans = append(b.Plans, choice{plan.Frozen.ID, plan.Frozen.Title})
		}
	}
	b.Brief = incident.BriefOf(v).Text(langOf(c))
	b.relatives(c, s, v)
	entries, whole := s.timeline(c.Request.Context(), f)
	b.Chart, b.Gaps = chartOf(review.Of(v, entries), langOf(c)), !whole
	b.lines(c, entries, k)
	return b
}

// outcomeOf is how an incident ended, nil while it has not.
func outcomeOf(v incident.View) *roster.Text {
	if v.Outcome == nil {
		return nil
	}
	outcome := words.Outcome(*v.Outcome)
	return &outcome
}

// clockOf tells the times of an incident by its own clock, which in a drill may run faster; of one that only the shadow shows, by ours.
func (s *server) clockOf(f found) clock {
	k := clock{s.Now(), s.zone(f.view.Site)}
	if now := time.Time(f.view.Now); !f.stale && !ended(f.view) && !now.IsZero() {
		k.now = now
	}
	return k
}

// planOf is the plan as the incident runs it, nil where another version is in force by now: the incident keeps its own.
func (s *server) planOf(v incident.View) *frozen.Plan {
	plan, there := plans.Find(s.Catalog.Plans(), v.Plan)
	if !there || plan.Frozen.Version != v.PlanVersion {
		return nil
	}
	return &plan.Frozen
}

// relatives are the incidents that may be the same, and those that this one has opened or was opened by.
func (b *incidentBody) relatives(c *gin.Context, s *server, v incident.View) {
	for _, id := range v.PossibleDuplicates {
		if len(b.Duplicates) < mostLinks {
			b.Duplicates = append(b.Duplicates, s.relative(c, id, ""))
		}
	}
	for _, l := range v.Links {
		if len(b.Links) < mostLinks {
			b.Links = append(b.Links, s.relative(c, l.Incident, l.Kind))
		}
	}
}

// relative is what of another incident its reader may see: of one elsewhere, or one that cannot be found, the id alone.
func (s *server) relative(c *gin.Context, id, kind string) relative {
	other := relative{ID: id, Kind: kind, Title: roster.Text{EN: id, ZH: id}}
	f, err := s.find(c.Request.Context(), id)
	if err == nil && may(asker(c), account.Read, s.spots.put(f.view)) {
		other.Title, other.Where = f.view.Title, f.view.Location
	}
	return other
}

// notices counts those to residents, and those that nobody, or not everybody, stands behind yet.
func (b *incidentBody) notices(v incident.View) {
	b.Notices = len(v.Notices)
	for _, n := range v.Notices {
		if n.State == notice.Proposed {
			b.Approve++
		}
	}
}

// spreads are the buildings that the incident can be said to have reached.
func (b *incidentBody) spreads(s *server, v incident.View) {
	site, known := s.site(v.Site)
	if !known {
		return
	}
	for _, building := range site.Buildings {
		b.Buildings = append(b.Buildings, choice{building.ID, building.Name})
	}
}

// grave are the kinds of lines that a reader must not overlook.
var grave = []incident.Kind{
	incident.KindDanger, incident.KindHelp, incident.KindStepLate, incident.KindPromiseMissed, incident.KindUnreachable, incident.KindSeatReopened, incident.KindCheckMissed,
	incident.KindJobLost, incident.KindLevel,
}

// lines are the timeline, the newest first.
func (b *incidentBody) lines(c *gin.Context, entries []incident.Entry, k clock) {
	if c.Query("timeline") == "all" {
		b.Query = "?timeline=all"
	} else if len(entries) > lastLines {
		entries, b.Earlier = entries[len(entries)-lastLines:], true
	}
	for _, e := range slices.Backward(entries) {
		head, rest := folded(e.Text.In(langOf(c)))
		b.Lines = append(b.Lines, line{e.Seq, k.at(e.At), head, rest, slices.Contains(grave, e.Kind)})
	}
}

// written is a step's id in the plan: one that is done at each place bears the place behind it.
func written(id string) string {
	id, _, _ = strings.Cut(id, "@")
	return id
}

// planned is a step as the plan has it, nil where that is not known.
func planned(plan *frozen.Plan, id string) *frozen.Step {
	if plan == nil {
		return nil
	}
	k := slices.IndexFunc(plan.Steps, func(p frozen.Step) bool { return p.ID == written(id) })
	if k < 0 {
		return nil
	}
	return &plan.Steps[k]
}

package console

// The board: every open incident, the worst first.

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
)

// boardBody is what the board shows.
type boardBody struct {
	Now    int64 // the server's clock
	Real   []card
	Drills []card
	Away   bool // the database does not answer: incidents may be lacking
	Refuse bool // no declaration would be taken now
}

// card is an incident on the board.
type card struct {
	ID       string
	Title    roster.Text
	Drill    bool
	Level    frozen.Level
	Site     roster.Text
	Location string
	Summary  string
	State    incident.Lifecycle
	Phase    frozen.Phase
	Since    *moment
	Paused   bool
	Filled   int
	Needs    int
	Waiting  int     // pages without an answer
	Oldest   *moment // of them, since when
	OldestOf string  // whom it calls
	Late     int     // steps
	Command  string
	Veiled   bool // its reader sees nobody in it
	opened   time.Time
}

// mostCards bounds what one board holds of each state.
const mostCards = 200

func (s *server) showBoard(c *gin.Context) {
	views, err := s.open(c.Request.Context(), asker(c))
	body := boardBody{Now: s.Now().UnixMilli(), Away: err != nil}
	for _, v := range views {
		made := s.card(v)
		if !asker(c).May(account.People, v.Site) {
			made = made.veiled()
		}
		if v.Mode == frozen.Drill {
			body.Drills = append(body.Drills, made)
		} else {
			body.Real = append(body.Real, made)
		}
	}
	slices.SortStableFunc(body.Real, worse)
	slices.SortStableFunc(body.Drills, worse)
	ready, cancel := context.WithTimeout(c.Request.Context(), statusTimeout)
	defer cancel()
	body.Refuse = s.Health.Ready(ready) != nil
	s.show(c, http.StatusOK, page{name: "board", title: words.In(langOf(c), "board.title"), stream: Prefix + "/stream", body: body})
}

// open lists the incidents that go on, of the sites that somebody sees.
func (s *server) open(ctx context.Context, who account.Identity) ([]incident.View, error) {
	ctx, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	all, sites := who.Where(account.Read)
	if all {
		sites = nil
	}
	var views []incident.View
	for _, state := range []incident.Lifecycle{incident.Open, incident.StandingDown} {
		some, err := s.Shadow.Incidents(ctx, Filter{State: string(state), Sites: sites, Limit: mostCards})
		if err != nil {
			s.Log.WarnContext(ctx, "the board lacks incidents", "error", err)
			return views, err
		}
		views = append(views, some...)
	}
	return views, nil
}

func (s *server) card(v incident.View) card {
	opened := time.Time(v.OpenedAt)
	k := clock{s.Now(), s.zone(v.Site)}
	made := card{
		ID: v.ID, Title: v.Title, Drill: v.Mode == frozen.Drill, Level: v.Level, Site: s.siteName(v.Site), Location: v.Location, Summary: v.Summary,
		State: v.State, Phase: v.Phase, Since: k.at(opened), Paused: v.PausedAt != nil, Command: personIn(v, deref(v.Commander)), opened: opened,
	}
	for _, seat := range v.Seats {
		if seat.Open {
			made.Filled, made.Needs = made.Filled+min(seat.Filled, seat.Needs), made.Needs+seat.Needs
		}
	}
	var oldest time.Time
	for _, p := range v.Pages {
		if since, waits := waiting(p); waits {
			made.Waiting++
			if oldest.IsZero() || since.Before(oldest) {
				oldest, made.OldestOf = since, p.Name
			}
		}
	}
	if !oldest.IsZero() {
		made.Oldest = k.at(oldest)
	}
	for _, step := range v.Steps {
		if step.Late && isOpen(step.State) {
			made.Late++
		}
	}
	return made
}

// veiled is a card for whoever only looks on: it names nobody, holds nothing that somebody wrote, and leads to no page that would.
func (k card) veiled() card {
	k.Summary, k.OldestOf, k.Command, k.Veiled = "", "", "", true
	return k
}

// waiting says since when a page has been waiting for an answer.
func waiting(p incident.PageView) (since time.Time, waits bool) {
	switch p.State {
	case incident.PageQueued, incident.PagePaging, incident.PageSeen:
		if len(p.Attempts) > 0 {
			return time.Time(p.Attempts[0].At), true
		}
	default:
	}
	return time.Time{}, false
}

func isOpen(state incident.StepState) bool {
	return state == incident.StepOpen || state == incident.StepStarted || state == incident.StepBlocked
}

// personIn is the name of somebody in an incident, or what they are called by where nobody has it.
func personIn(v incident.View, id string) string {
	for _, seat := range v.Seats {
		for _, h := range seat.Holders {
			if h.Responder == id {
				return h.Name
			}
		}
	}
	for _, p := range v.Pages {
		if p.Responder == id {
			return p.Name
		}
	}
	return id
}

// worse puts the graver level first, what still stands before what is standing down, then the more people are lacking, then the older.
func worse(a, b card) int {
	return cmp.Or(
		cmp.Compare(over(a), over(b)), cmp.Compare(a.Level, b.Level), cmp.Compare(b.Needs-b.Filled, a.Needs-a.Filled), cmp.Compare(b.Late, a.Late),
		a.opened.Compare(b.opened),
	)
}

func over(c card) int {
	if c.State == incident.Open {
		return 0
	}
	return 1
}

package console

// The responder's page: what one person is asked for in one incident, behind the link that their text ends with. There is no login
// and no script, and a look answers nothing: phones fetch links to show what is behind them.

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account/pace"
	"muster/incident"
	"muster/roster"
)

// LinkPrefix is where links lead, short since it travels in texts.
const LinkPrefix = "/r"

// linkLife is how long a link is good for, if the incident lasts as long.
const linkLife = 7 * 24 * time.Hour

// How often a link may be used, and how often somebody without a good one may try: at once, and then one in so long. Many people share
// an address behind a network's gate, so good links are counted each by itself.
const (
	linkBurst, linkEvery       = 30, time.Second
	strangerBurst, strangerFor = 20, 3 * time.Second
)

// responderBody is what the page shows.
type responderBody struct {
	card
	Ended   bool
	Outcome *roster.Text
	Stale   bool
	Epoch   int
	Name    string
	Asked   []roster.Text // the seats that wait for an answer
	Other   bool          // something else waits for an answer
	Holds   []post
	Tasks   []step
	Muster  *roster.Text // where people gather
	Minutes []int
	Camera  bool // photos may be added
}

// post is a seat that the reader holds.
type post struct {
	Title    roster.Text
	State    incident.HolderState
	Promised *moment
}

// soon are the minutes that are offered; others can be typed.
var soon = []int{5, 10, 15, 30}

func (s *server) linkRoutes() {
	if s.Links == nil {
		return
	}
	s.route(http.MethodGet, LinkPrefix+"/:code", rule{reach: linked}, s.showResponder)
	s.route(http.MethodPost, LinkPrefix+"/:code", rule{reach: linked, action: "record-answer"}, s.answerByLink) // or finish-step, as the form has it
	if s.Photos != nil {
		s.route(http.MethodPost, linkPhotosPath, rule{reach: linked, action: "add-photo"}, s.photoByLink)
	}
}

const linkKey = "link"

// link is whom a link is for.
type link struct{ incident, person string }

func linkOf(c *gin.Context) link {
	of, _ := c.Get(linkKey)
	l, _ := of.(link)
	return l
}

// byLink lets through whoever holds a good link, as often as a person would use it.
func (s *server) byLink(c *gin.Context) {
	id, person, good := s.Links.Read(c.Param("code"))
	switch {
	case !good && !s.strangers.Allow(pace.Place(c.ClientIP())), good && !s.holders.Allow(c.Param("code")):
		c.Header("Retry-After", "3")
		s.fail(c, http.StatusTooManyRequests, "error.often")
	case !good:
		s.fail(c, http.StatusNotFound, "responder.no-link")
	default:
		c.Set(linkKey, link{id, person})
		s.marks(c, id)
	}
}

func (s *server) showResponder(c *gin.Context) {
	if f, ok := s.linkedTo(c); ok {
		s.responderPage(c, http.StatusOK, f, nil)
	}
}

// linkedTo finds the incident of a link, for as long as the link is good; else it has said so.
func (s *server) linkedTo(c *gin.Context) (found, bool) {
	l := linkOf(c)
	f, err := s.find(c.Request.Context(), l.incident)
	if err != nil {
		refused := s.refusal(c, err)
		s.fail(c, refused.status, "responder.no-incident")
		return found{}, false
	}
	s.speakTo(c, f.view, l.person)
	switch {
	case s.clockOf(f).now.Sub(time.Time(f.view.OpenedAt)) > linkLife:
		s.fail(c, http.StatusGone, "responder.expired")
	case !partOf(f.view, l.person):
		s.fail(c, http.StatusNotFound, "responder.no-link")
	default:
		return f, true
	}
	return found{}, false
}

// partOf says whether somebody was called in an incident, or works there.
func partOf(v incident.View, person string) bool {
	is := func(p incident.PageView) bool { return p.Responder == person }
	return slices.ContainsFunc(v.Pages, is) || slices.ContainsFunc(v.Messages, is) || slices.ContainsFunc(v.Seats, func(sv incident.SeatView) bool {
		return slices.ContainsFunc(sv.Holders, func(h incident.HolderView) bool { return h.Responder == person })
	})
}

// speakTo has the page speak as the person's texts do, unless they have chosen a language.
func (s *server) speakTo(c *gin.Context, v incident.View, person string) {
	_, err := c.Cookie(langCookie)
	site, known := s.site(v.Site)
	if c.Query("lang") != "" || err == nil || !known {
		return
	}
	for _, r := range site.Responders {
		if r.ID == person {
			c.Set(langKey, r.Language())
		}
	}
}

func (s *server) responderPage(c *gin.Context, status int, f found, refused *refusal) {
	s.show(c, status, page{
		name: "responder", title: f.view.Title.In(langOf(c)) + " " + f.view.Location, path: linkAddress(c), refused: refused, body: s.responderBody(c, f),
	})
}

func (s *server) responderBody(c *gin.Context, f found) *responderBody {
	v, k, plan, person := f.view, s.clockOf(f), s.planOf(f.view), linkOf(c).person
	b := &responderBody{card: s.card(v), Ended: ended(v), Outcome: outcomeOf(v), Stale: f.stale, Epoch: v.CommandEpoch, Name: personIn(v, person), Minutes: soon, Camera: s.Photos != nil}
	b.Since = k.at(time.Time(v.OpenedAt))
	b.asked(v, person)
	for _, sv := range v.Seats {
		for _, h := range sv.Holders {
			if h.Responder == person {
				b.Holds = append(b.Holds, post{sv.Title, h.State, k.maybe(h.PromisedAt)})
			}
		}
	}
	callOf, photos := s.call(v, plan, langOf(c), true), s.snaps(c.Request.Context(), v, k)
	for _, sv := range v.Steps {
		if isOpen(sv.State) && slices.Contains(sv.Assignees, person) {
			made := stepOf(v, sv, k, planned(plan, sv.ID))
			made.Call, made.Photos = callOf(sv), photos[sv.ID]
			b.Tasks = append(b.Tasks, made)
		}
	}
	if site, known := s.site(v.Site); known && len(v.Places) > 0 {
		if building, there := site.Building(v.Places[0].Building); there {
			name := site.Muster(building).Name
			b.Muster = &name
		}
	}
	return b
}

// asked are what waits for the person's answer.
func (b *responderBody) asked(v incident.View, person string) {
	for _, p := range v.Pages {
		if _, waits := waiting(p); !waits || p.Responder != person {
			continue
		}
		b.Other = b.Other || len(p.Seats) == 0
		for _, id := range p.Seats {
			b.Asked = append(b.Asked, seatTitle(v, id))
		}
	}
}

// Waits says whether the person is asked to accept something.
func (b *responderBody) Waits() bool { return b.Other || len(b.Asked) > 0 }

package console

// Phones: the simulator's handsets on a wall, to look at and to answer from.

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
)

// phonesBody is what the page shows.
type phonesBody struct {
	Now    int64
	Busy   []handset // that have got something, the latest first
	Silent []handset
}

// handset is one phone, which several people may share.
type handset struct {
	Number   string
	Name     string
	Messages []bubble
	Rings    bool // the last thing it got was said in a call
	last     int64
}

// bubble is one message.
type bubble struct {
	Mine  bool // written at the handset
	Voice bool
	Body  string
	Link  string // that the text ends with, as an address of ours
	At    *moment
}

// ourLinks are the links in texts.
var ourLinks = regexp.MustCompile(`https?://\S+?(` + LinkPrefix + `/inc-\S+)`)

// linkIn is where the link of a text leads, empty if it has none.
func linkIn(body string) string {
	if found := ourLinks.FindStringSubmatch(body); found != nil {
		return found[1]
	}
	return ""
}

// mostBubbles is how many messages of each handset are shown.
const mostBubbles = 6

// mostTyped is how long a text from a handset may be, as the API has it.
const mostTyped = 1600

var digits = regexp.MustCompile(`^[0-9*#]{1,32}$`)

func (s *server) phoneRoutes() {
	if s.Handsets == nil {
		return // a real carrier's phones are in people's pockets
	}
	handles := rule{reach: everywhere, right: account.Phones} // which are of all sites, and nobody's: nothing is noted
	s.get("/phones", handles, s.showPhones)
	s.post("/phones/replies", handles, s.reply)
	s.post("/phones/keys", handles, s.press)
}

func (s *server) showPhones(c *gin.Context) { s.phonesPage(c, http.StatusOK, nil) }

func (s *server) phonesPage(c *gin.Context, status int, refused *refusal) {
	body := phonesBody{Now: s.Now().UnixMilli()}
	for _, h := range s.handsets() {
		if len(h.Messages) > 0 {
			body.Busy = append(body.Busy, h)
		} else {
			body.Silent = append(body.Silent, h)
		}
	}
	slices.SortStableFunc(body.Busy, func(a, b handset) int { return cmp.Compare(b.last, a.last) })
	s.show(c, status, page{
		name: "phones", title: words.In(langOf(c), "phones.title"), path: Prefix + "/phones", stream: Prefix + "/stream", refused: refused, body: body,
	})
}

// handsets are all of them, each number once.
func (s *server) handsets() []handset {
	var all []handset
	place := map[string]int{}
	for _, p := range s.Handsets.Phones() {
		if k, there := place[p.Number]; there {
			all[k].Name += ", " + p.Name
			continue
		}
		place[p.Number] = len(all)
		all = append(all, s.handset(p))
	}
	return all
}

func (s *server) handset(p Phone) handset {
	h, zone := handset{Number: p.Number, Name: p.Name}, time.UTC
	if all := s.Catalog.Sites(); len(all) > 0 {
		zone = all[0].Location()
	}
	box := s.Handsets.Messages(p.Number)
	for _, m := range box[max(0, len(box)-mostBubbles):] {
		h.Messages = append(h.Messages, bubble{m.In, m.Voice, m.Body, linkIn(m.Body), hour(m.At, s.Now(), zone)})
		h.last, h.Rings = m.At.UnixMilli(), m.Voice
	}
	return h
}

// reply writes a text as the person at a handset.
func (s *server) reply(c *gin.Context) {
	text := strings.TrimSpace(c.PostForm("text"))
	if text == "" || len([]rune(text)) > mostTyped {
		s.phonesPage(c, http.StatusUnprocessableEntity, refuse(c, http.StatusUnprocessableEntity, "phones.no-text"))
		return
	}
	s.atHandset(c, func(ctx context.Context, number string) error { return s.Handsets.Reply(ctx, number, text) })
}

// press presses keys at a handset that is in a call.
func (s *server) press(c *gin.Context) {
	keys := c.PostForm("digits")
	if !digits.MatchString(keys) {
		s.phonesPage(c, http.StatusUnprocessableEntity, refuse(c, http.StatusUnprocessableEntity, "phones.no-digits"))
		return
	}
	s.atHandset(c, func(ctx context.Context, number string) error { return s.Handsets.Press(ctx, number, keys) })
}

// atHandset does something at one of the handsets.
func (s *server) atHandset(c *gin.Context, do func(ctx context.Context, number string) error) {
	number := c.PostForm("number")
	if !slices.ContainsFunc(s.Handsets.Phones(), func(p Phone) bool { return p.Number == number }) {
		s.phonesPage(c, http.StatusUnprocessableEntity, refuse(c, http.StatusUnprocessableEntity, "phones.no-phone"))
		return
	}
	bounded, cancel := context.WithTimeout(c.Request.Context(), orderTimeout)
	defer cancel()
	switch err := do(bounded, number); {
	case errors.Is(err, ErrNoCall):
		s.phonesPage(c, http.StatusConflict, refuse(c, http.StatusConflict, "phones.no-call"))
	case err != nil:
		s.Log.WarnContext(c.Request.Context(), "a simulated handset was not heard", "error", err)
		s.phonesPage(c, http.StatusServiceUnavailable, refuse(c, http.StatusServiceUnavailable, "phones.not-taken"))
	default:
		s.goTo(c, Prefix+"/phones")
	}
}

package console

// The review: what an incident's timeline shows, as a page that can be printed.

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"muster/console/words"
	"muster/incident"
	"muster/incident/review"
)

// reviewBody is what the page shows.
type reviewBody struct {
	review.Page
	Chart chart
	ID    string
	Gaps  bool // lines are lacking, since the database is away
}

func (s *server) showReview(c *gin.Context) {
	f, ok := s.sees(c)
	if !ok {
		return
	}
	entries, whole := s.timeline(c.Request.Context(), f)
	if view, sealed, ok := s.sealed(c, f, whole); ok {
		f.view, entries, whole = view, sealed, true
	}
	r, lang := review.Of(f.view, entries), langOf(c)
	s.show(c, http.StatusOK, page{name: "review", title: words.In(lang, "review.title"), body: reviewBody{
		r.Page(lang, s.zone(f.view.Site)), chartOf(r, lang), f.view.ID, !whole,
	}})
}

// sealed is an incident as its sealed record has it, where the database lacks lines.
func (s *server) sealed(c *gin.Context, f found, whole bool) (incident.View, []incident.Entry, bool) {
	if whole || s.Records == nil {
		return incident.View{}, nil, false
	}
	return s.Records.Sealed(c.Request.Context(), f.view.ID)
}

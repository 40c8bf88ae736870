package console

// The review: what an incident's timeline shows, as a page that can be printed.

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"muster/account"
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

	Photos []illustrated
	PDF    bool // it can be had as one
}

func (s *server) showReview(c *gin.Context) {
	if body, ok := s.reviewOf(c); ok {
		s.show(c, http.StatusOK, page{name: "review", title: words.In(langOf(c), "review.title"), body: body})
	}
}

// reviewOf is the review of the incident in the address. Where there is nothing to show it has said so.
func (s *server) reviewOf(c *gin.Context) (reviewBody, bool) {
	view, entries, whole, ok := s.lookedBackAt(c)
	if !ok {
		return reviewBody{}, false
	}
	r, lang, zone := review.Of(view, entries), langOf(c), s.zone(view.Site)
	photos := s.snaps(c.Request.Context(), view, clock{s.Now(), zone})
	return reviewBody{r.Page(lang, zone), chartOf(r, lang), view.ID, !whole, stepsWithPhotos(view, photos), s.Printer != nil}, true
}

// lookedBackAt is an incident with its timeline; where neither database nor engine have all of it, as its sealed record has it. Where
// there is nothing to show it has said so.
func (s *server) lookedBackAt(c *gin.Context) (view incident.View, entries []incident.Entry, whole, ok bool) {
	ctx, id := c.Request.Context(), c.Param("id")
	f, err := s.find(ctx, id)
	if err == nil {
		entries, whole = s.timeline(ctx, f)
	}
	view = f.view
	if (err != nil || !whole) && s.Records != nil && incidentIDs.MatchString(id) {
		if kept, sealed, there := s.Records.Sealed(ctx, id); there {
			view, entries, whole, err = kept, sealed, true, nil
		}
	}
	switch {
	case err != nil:
		refused := s.refusal(c, err)
		s.show(c, refused.status, page{name: "error", title: refused.Title, body: refused.Title})
		return view, nil, false, false
	case !may(asker(c), account.People, spot{view.Site, view.Mode}):
		s.fail(c, http.StatusForbidden, "error.forbidden")
		return view, nil, false, false
	}
	return view, entries, whole, true
}

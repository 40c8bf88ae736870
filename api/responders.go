package api

// Responders: the people who can be paged, over all sites; when they were last reached; and a text that tries it.

import (
	"context"
	"net/http"

	"muster/incident"
	"muster/incident/testpage"
	"muster/roster"
)

func (s *server) responderRoutes() {
	register(s, call(http.MethodGet, "/responders", "list-responders", tagSites, "List responders",
		http.StatusUnprocessableEntity), s.listResponders)
	test := call(http.MethodPost, "/sites/{site}/responders/{responder}/test", "test-responder", tagSites, "Send somebody a test page",
		http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable)
	test.Description = "One text, which says that it is a test and what to reply. Once a minute at most; never while a real incident is open at the site, or while the person is called for anything. " +
		"What becomes of it is in the list of responders."
	test.DefaultStatus = http.StatusAccepted
	register(s, takes(test, anyBody), s.testResponder)
}

// responderItem is a responder in a list.
type responderItem struct {
	ID        string   `json:"id" doc:"Unique within the site."`
	Site      string   `json:"site"`
	Name      string   `json:"name" doc:"Its first letter, for whoever may not see who people are."`
	Phone     string   `json:"phone" doc:"Masked."`
	Languages []string `json:"languages"`
	Skills    []string `json:"skills"`
	Group     *string  `json:"group"`

	LastReachedAt *incident.Time `json:"last_reached_at" doc:"When they last answered, or when the last message left that was delivered, in real incidents, drills and test pages. Null if they never were, while the database is away, and for whoever may not see who people are."`
	Test          *testItem      `json:"test" doc:"Their last test page; null as above."`
}

// testItem is a test page, and what has become of it.
type testItem struct {
	At          incident.Time         `json:"at" doc:"When it was ordered."`
	State       incident.AttemptState `json:"state" doc:"As of an attempt in an incident; waiting: it has not left yet."`
	Why         *string               `json:"why" doc:"It has not left, or did not arrive: the network's class of failure, real-incident or not-taken."`
	DeliveredAt *incident.Time        `json:"delivered_at"`
	AnsweredAt  *incident.Time        `json:"answered_at"`
	WrongNumber bool                  `json:"wrong_number" doc:"Whoever answered says that it is the wrong number."`
}

func testOf(o testpage.Outcome) *testItem {
	return &testItem{
		At: incident.Time(o.At), State: o.State, Why: optional(o.Why), DeliveredAt: momentOf(o.DeliveredAt), AnsweredAt: momentOf(o.AnsweredAt), WrongNumber: o.WrongNumber,
	}
}

// siteListInput asks for what belongs to sites.
type siteListInput struct {
	Paging
	Site string `query:"site" maxLength:"100" doc:"Only of this site."`
}

func (s *server) listResponders(ctx context.Context, in *siteListInput) (*listOutput[responderItem], error) {
	if err := s.knowsSite(ctx, in.Site); err != nil {
		return nil, err
	}
	var items []responderItem
	for _, site := range s.Catalog.Sites() {
		if !reads(ctx)(site.ID) || (in.Site != "" && in.Site != site.ID) {
			continue
		}
		contacts := s.contacts(ctx, site.ID)
		for _, r := range site.Responders {
			item := responderOf(site.ID, r)
			if !seesPeople(ctx, site.ID) {
				item.Name = nobodys(item.Name)
			}
			if c, there := contacts[r.ID]; there {
				item.reached(c)
			}
			items = append(items, item)
		}
	}
	return cut(items, func(i responderItem) string { return i.Site + "/" + i.ID }, in.Paging)
}

func responderOf(site string, r roster.Responder) responderItem {
	return responderItem{
		ID: r.ID, Site: site, Name: r.Name, Phone: incident.Mask(r.Phone), Languages: filled(r.Languages), Skills: filled(r.Skills), Group: optional(r.Group),
	}
}

// contacts is how the people of a site were reached, for whoever may see who they are. A database that is away keeps nobody from the list.
func (s *server) contacts(ctx context.Context, site string) map[string]Contact {
	if !seesPeople(ctx, site) {
		return nil
	}
	contacts, err := s.Shadow.Contacts(ctx, site)
	if err != nil {
		s.Log.WarnContext(ctx, "when people were last reached is not known", "request", requestOf(ctx).id, "error", err)
	}
	return contacts
}

func (i *responderItem) reached(c Contact) {
	if i.LastReachedAt = momentOf(c.ReachedAt); c.Test != nil {
		i.Test = testOf(*c.Test)
	}
}

type testInput struct {
	Site      string `path:"site" maxLength:"100"`
	Responder string `path:"responder" maxLength:"40"`
}

type testOutput struct {
	Body struct {
		Site      string    `json:"site"`
		Responder string    `json:"responder"`
		Test      *testItem `json:"test"`
	}
}

func (s *server) testResponder(ctx context.Context, in *testInput) (*testOutput, error) {
	n := noteOf(ctx)
	n.after = map[string]any{"responder": in.Responder}
	sent, err := s.Desk.TestPage(ctx, requestOf(ctx).order, in.Site, in.Responder)
	if err != nil {
		return nil, err
	}
	n.after = map[string]any{"responder": in.Responder, "state": sent.State}
	out := &testOutput{}
	out.Body.Site, out.Body.Responder, out.Body.Test = in.Site, in.Responder, testOf(sent)
	return out, nil
}

package api

// Reviews: what the timeline of an incident shows, computed anew for whoever asks.

import (
	"bytes"
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"muster/account"
	"muster/incident"
	"muster/incident/review"
	"muster/sites"
)

func (s *server) reviewRoutes() {
	op := call(http.MethodGet, "/incidents/{id}/review", "show-review", tagIncidents, "Review an incident",
		http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	op.Description = "What the timeline shows of times, seats, steps, people and messages, the plan as written beside the plan as run. Of an incident " +
		"that goes on it is the review so far. As text and Markdown it is worded in one language, in the site's time."
	schema := s.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[review.Review](), true, "Review")
	op.Responses = map[string]*huma.Response{"200": {Description: "The review.", Content: map[string]*huma.MediaType{
		"application/json": {Schema: schema},
		"text/plain":       {Schema: &huma.Schema{Type: huma.TypeString}},
		"text/markdown":    {Schema: &huma.Schema{Type: huma.TypeString}},
	}}}
	register(s, op, s.showReview)
}

type reviewInput struct {
	ID     string `path:"id" doc:"The id of an incident."`
	Format string `query:"format" enum:"json,text,markdown" default:"json" doc:"How it is written."`
	Lang   string `query:"lang" enum:"en,zh" default:"en" doc:"The language of text and Markdown; JSON holds both."`
}

// reviewOutput is a review in one of its formats.
type reviewOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *server) showReview(ctx context.Context, in *reviewInput) (*reviewOutput, error) {
	view, entries, err := s.lookedBackAt(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	r := review.Of(s.seen(ctx, view), s.told(ctx, view.Site, entries))
	switch in.Format {
	case "text":
		return &reviewOutput{"text/plain; charset=utf-8", []byte(r.Text(in.Lang, s.zoneOf(view.Site)))}, nil
	case "markdown":
		return &reviewOutput{"text/markdown; charset=utf-8", []byte(r.Markdown(in.Lang, s.zoneOf(view.Site)))}, nil
	}
	var body bytes.Buffer
	if err := marshal(&body, r); err != nil {
		return nil, err
	}
	return &reviewOutput{"application/json", body.Bytes()}, nil
}

// lookedBackAt is an incident with all its entries; where neither database nor engine have them, as its sealed record has it.
func (s *server) lookedBackAt(ctx context.Context, id string) (incident.View, []incident.Entry, error) {
	view, err := s.find(ctx, id)
	if err == nil {
		var entries []incident.Entry
		if entries, err = s.wholeTimeline(ctx, id); err == nil && len(entries) > 0 {
			return view, entries, nil
		}
	}
	if sealed, entries, ok := s.sealed(ctx, id); ok {
		return sealed, entries, needs(ctx, account.Read, sealed.Site, sealed.Mode) // where it was nobody has been able to ask before
	}
	return view, nil, err
}

// sealed is an incident as its record has it; false if there is none.
func (s *server) sealed(ctx context.Context, id string) (incident.View, []incident.Entry, bool) {
	if s.Records == nil || !incidentIDs.MatchString(id) {
		return incident.View{}, nil, false
	}
	return s.Records.Sealed(ctx, id)
}

// wholeTimeline reads all entries of an incident, as they stand now.
func (s *server) wholeTimeline(ctx context.Context, id string) ([]incident.Entry, error) {
	var all []incident.Entry
	for {
		after := 0
		if len(all) > 0 {
			after = all[len(all)-1].Seq
		}
		next, err := s.entries(ctx, id, after, mostItems)
		if err != nil {
			return nil, err
		}
		all = append(all, next...)
		if len(next) < mostItems {
			return all, nil
		}
	}
}

// zoneOf is a site's time; of one that is not known any more it is UTC.
func (s *server) zoneOf(id string) *time.Location {
	all := s.Catalog.Sites()
	k := slices.IndexFunc(all, func(site *sites.Site) bool { return site.ID == id })
	if k < 0 {
		return time.UTC
	}
	return all[k].Location()
}

// reviewOf is where the review of an incident is, nil while it goes on.
func reviewOf(v incident.View) *string {
	if v.State != incident.Closed && v.State != incident.Cancelled {
		return nil
	}
	path := apiPrefix + "/incidents/" + v.ID + "/review"
	return &path
}

// reviewName keeps the schemas of a review's parts apart from those of the incident: both have seats and steps.
func reviewName(t reflect.Type, name string) string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.PkgPath() == reflect.TypeFor[review.Review]().PkgPath() && !strings.HasPrefix(name, "Review") {
		return "Review" + name
	}
	return name
}

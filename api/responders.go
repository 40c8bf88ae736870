package api

// Responders: the people who can be paged, over all sites.

import (
	"context"
	"net/http"

	"muster/incident"
	"muster/roster"
)

func (s *server) responderRoutes() {
	register(s, call(http.MethodGet, "/responders", "list-responders", tagSites, "List responders",
		http.StatusUnprocessableEntity), s.listResponders)
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
		for _, r := range site.Responders {
			item := responderOf(site.ID, r)
			if !seesPeople(ctx, site.ID) {
				item.Name = nobodys(item.Name)
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

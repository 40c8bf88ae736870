package api

// Shifts: who is rostered when, over all sites, by the rules of the site files.

import (
	"context"
	"net/http"

	"muster/sites"
)

func (s *server) shiftRoutes() {
	register(s, call(http.MethodGet, "/shifts", "list-shifts", tagSites, "List shifts", http.StatusUnprocessableEntity), s.listShifts)
}

// shiftItem is a shift in a list.
type shiftItem struct {
	ID     string              `json:"id" doc:"Unique within the site."`
	Site   string              `json:"site"`
	From   string              `json:"from" doc:"Local time."`
	To     string              `json:"to" doc:"Local time; if it is not after the start, it is the next day's."`
	First  string              `json:"first" doc:"The date of day 0 of the first cycle."`
	Every  int                 `json:"every" doc:"The cycle's length in days."`
	Days   []int               `json:"days" doc:"On which days of the cycle it is worked, counted from 0."`
	Seats  map[string][]string `json:"seats" doc:"For each seat its responders, in calling order."`
	Others []string            `json:"others" doc:"Responders on duty without a seat."`
}

func (s *server) listShifts(ctx context.Context, in *siteListInput) (*listOutput[shiftItem], error) {
	if err := s.knowsSite(ctx, in.Site); err != nil {
		return nil, err
	}
	var items []shiftItem
	for _, site := range s.Catalog.Sites() {
		if !reads(ctx)(site.ID) || (in.Site != "" && in.Site != site.ID) {
			continue
		}
		for _, shift := range site.Shifts {
			items = append(items, shiftOf(site.ID, shift))
		}
	}
	return cut(items, func(i shiftItem) string { return i.Site + "/" + i.ID }, in.Paging)
}

func shiftOf(site string, shift sites.Shift) shiftItem {
	item := shiftItem{
		ID: shift.ID, Site: site, From: shift.From, To: shift.To, First: shift.First, Every: shift.Every,
		Days: filled(shift.Days), Seats: map[string][]string{}, Others: filled(shift.Others),
	}
	for seat, people := range shift.Seats {
		item.Seats[seat] = filled(people)
	}
	return item
}

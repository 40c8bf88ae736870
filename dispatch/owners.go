package dispatch

// Owners of numbers: several people may share one, and one person may be on the staff of several sites.

import (
	"slices"
	"strings"
)

// known says whether a number belongs to anybody on the staff of any site.
func (d *Desk) known(phone string) bool { return len(d.catalog.ByPhone(phone)) > 0 }

// language is that of the first whom a number belongs to.
func (d *Desk) language(phone string) string {
	if owners := d.catalog.ByPhone(phone); len(owners) > 0 {
		return owners[0].Responder.Language()
	}
	return "en"
}

// emergencyOf is what an owner of a number is told to call: the number of their site, or each site's where they have several;
// empty if none of them has one.
func (d *Desk) emergencyOf(phone string) string {
	var numbers []string
	for _, o := range d.catalog.ByPhone(phone) {
		if o.Site.Emergency != "" && !slices.Contains(numbers, o.Site.Emergency) {
			numbers = append(numbers, o.Site.Emergency)
		}
	}
	return strings.Join(numbers, " / ")
}

// atSites puts owners together by their sites.
func atSites(owners []Owner) [][]Owner {
	var groups [][]Owner
	for _, o := range owners {
		k := slices.IndexFunc(groups, func(g []Owner) bool { return g[0].Site.ID == o.Site.ID })
		if k < 0 {
			k, groups = len(groups), append(groups, nil)
		}
		groups[k] = append(groups[k], o)
	}
	return groups
}

// span is where something stands in a text; to is 0 if it does not.
type span struct{ from, to int }

func (s span) within(o span) bool { return s != o && s.to > 0 && o.from <= s.from && s.to <= o.to }

// namesIn is where a text names each of some sites, by name or id. A name within another site's is that one's.
func namesIn(text string, groups [][]Owner) []span {
	spans := make([]span, len(groups))
	for k, owners := range groups {
		site := owners[0].Site
		for _, name := range []string{site.Name.EN, site.Name.ZH, site.ID} {
			if at := find(text, name); spans[k].to == 0 || spans[k].within(at) {
				spans[k] = at
			}
		}
	}
	named := slices.Clone(spans)
	for k := range spans {
		if slices.ContainsFunc(spans, spans[k].within) {
			named[k] = span{}
		}
	}
	return named
}

package dispatch

// Owners of numbers: several people may share one, and one person may be on the staff of several sites.

import (
	"slices"
	"strings"

	"muster/sites"
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

// emergencyOf is what an owner of a number is told to call: the number of their site, or each site's where they have several.
func (d *Desk) emergencyOf(phone string) string {
	var numbers []string
	for _, o := range d.catalog.ByPhone(phone) {
		if !slices.Contains(numbers, o.Site.Emergency) {
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

// withoutName is a text without a site's name or id in it, and whether it was there.
func withoutName(text string, site *sites.Site) (rest string, named bool) {
	for _, name := range []string{site.Name.EN, site.Name.ZH, site.ID} {
		if from, to := find(text, name); to > 0 {
			return text[:from] + " " + text[to:], true
		}
	}
	return text, false
}

package dispatch

// The site of a report: whoever is on the staff of several is asked at which of them it is, unless the text fits only one.

import (
	"slices"
	"strings"
	"unicode/utf8"

	"muster/incident/declare"
	"muster/incident/frozen"
	"muster/incident/words"
	"muster/workflows"
)

// reportOf reads a text as a declaration; ok is false if it is none, or its sender nobody.
func (d *Desk) reportOf(t workflows.Inbound) (r reporting, ok bool) {
	places := atSites(d.catalog.ByPhone(t.From))
	var meant, named []reporting
	names := namesIn(t.Body, places)
	for k, owners := range places {
		text := t.Body
		if len(places) > 1 && names[k].to > 0 {
			text = text[:names[k].from] + " " + text[names[k].to:]
		}
		r := d.readAt(owners, t, text)
		switch {
		case !r.Is():
		case names[k].to > 0:
			named = append(named, r)
		default:
			meant = append(meant, r)
		}
	}
	if len(named) > 0 {
		meant = named
	}
	return fitting(meant)
}

// readAt reads a text as somebody's of a site.
func (d *Desk) readAt(owners []Owner, t workflows.Inbound, text string) reporting {
	r := reporting{text: t, site: owners[0].Site, sender: owners[0].Responder, Reading: declare.Read(text, d.gazetteer(owners[0].Site))}
	if len(owners) > 1 {
		var names []string
		for _, o := range owners {
			names = append(names, o.Responder.Name)
		}
		r.names = strings.Join(names, " / ")
	}
	return r
}

// fitting is the one of some readings that is meant: the only one, or the only one whose place is found. Else it says at which sites
// it could be; a question that does not hang on the site is asked first.
func fitting(meant []reporting) (r reporting, ok bool) {
	if len(meant) == 0 {
		return r, false
	}
	fine := slices.DeleteFunc(slices.Clone(meant), func(r reporting) bool { return r.Problem != declare.Fine })
	switch {
	case len(fine) == 1:
		return fine[0], true
	case len(fine) > 1:
		meant = fine
	case meant[0].Problem == declare.Practice, meant[0].Problem == declare.TwoHazards:
		return meant[0], true
	}
	r = meant[0]
	if len(meant) > 1 {
		for _, m := range meant {
			r.sites = append(r.sites, m.site)
		}
	}
	return r, true
}

// whichSite asks at which site it is.
func (r reporting) whichSite(lang string) string {
	var names []string
	for _, s := range r.sites {
		names = append(names, s.Name.In(lang))
	}
	place := r.Place.In(lang)
	if r.Problem != declare.Fine {
		place = r.example(lang)
	}
	return words.AskSite(lang, r.Title.In(lang), names, place)
}

// placeOf is a report's place as it is offered; where there are several sites it names the site.
func (d *Desk) placeOf(r reporting) frozen.Text {
	if len(d.catalog.Sites()) < 2 || r.Place == r.site.Name {
		return r.Place
	}
	return words.AtSite(r.site.Name, r.Place)
}

// find is where a word stands in a text, whatever its case, and not as a part of another word.
func find(text, word string) span {
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	for at := range text {
		end := at + len(word)
		if word == "" || end > len(text) || !strings.EqualFold(text[at:end], word) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !(latin(first) && latin(before)) && !(latin(last) && latin(after)) {
			return span{at, end}
		}
	}
	return span{}
}

// latin says whether a character makes one word with another such beside it.
func latin(r rune) bool {
	return r < utf8.RuneSelf && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
}

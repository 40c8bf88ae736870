package review

// A review as a page lays it out: the same words and tables as in text and Markdown.

import "time"

// Page is a review in words, in one language. What people wrote stands in it as it was written: whoever lays it out escapes it.
type Page struct {
	Title string
	Lead  []string
	Parts []PagePart
}

// PagePart is a table with a title, and sentences above it. It may lack either.
type PagePart struct {
	Title string
	Notes []string
	Head  []string
	Rows  [][]string
}

// Page words the review in a language ("en" or "zh"), with moments in a time zone.
func (r Review) Page(lang string, zone *time.Location) Page {
	d := newWriter(r, lang, zone).document()
	p := Page{Title: d.title, Lead: d.lead}
	for _, t := range d.parts {
		p.Parts = append(p.Parts, PagePart{t.title, t.notes, t.head, t.rows})
	}
	return p
}

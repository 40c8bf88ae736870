package review

// Layouts: a review as plain text, as Markdown, and in a few lines.

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Text lays a review out for a terminal, in a language ("en" or "zh"), with moments in a time zone.
func (r Review) Text(lang string, zone *time.Location) string {
	d := newWriter(r, lang, zone).document()
	lines := append([]string{plain(d.title)}, d.lead...)
	for _, p := range d.parts {
		lines = append(append(lines, "", plain(strings.ToUpper(p.title))), p.notes...)
		lines = append(lines, columns(p)...)
	}
	for k := range lines {
		lines[k] = strings.TrimRight(plain(lines[k]), " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// columns lays out a part's rows under their headings.
func columns(p part) []string {
	if len(p.rows) == 0 {
		return nil
	}
	rows := append([][]string{p.head}, p.rows...)
	widths := make([]int, len(p.head))
	for _, row := range rows {
		for k, cell := range row {
			widths[k] = max(widths[k], width(plain(cell)))
		}
	}
	var lines []string
	for _, row := range rows {
		line := "  "
		for k, cell := range row {
			line += plain(cell) + strings.Repeat(" ", widths[k]-width(plain(cell))+2)
		}
		lines = append(lines, line)
	}
	return lines
}

// width is how many cells a text takes on a terminal, where Chinese characters take two.
func width(s string) int {
	n := 0
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || (r >= 0x3000 && r <= 0x303f) || (r >= 0xff01 && r <= 0xff60) {
			n++
		}
		n++
	}
	return n
}

// plain makes what people wrote safe to print: on one line, without what moves a cursor or turns the direction of writing.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}

// Markdown lays a review out as a page, in a language ("en" or "zh"), with moments in a time zone.
func (r Review) Markdown(lang string, zone *time.Location) string {
	d := newWriter(r, lang, zone).document()
	var out strings.Builder
	_, _ = fmt.Fprintf(&out, "# %s\n", escape(d.title))
	for _, line := range d.lead {
		_, _ = fmt.Fprintf(&out, "\n%s\n", escape(line))
	}
	for _, p := range d.parts {
		_, _ = fmt.Fprintf(&out, "\n## %s\n", escape(p.title))
		for _, note := range p.notes {
			_, _ = fmt.Fprintf(&out, "\n%s\n", escape(note))
		}
		if len(p.rows) > 0 {
			_, _ = fmt.Fprintf(&out, "\n%s|%s\n", cells(p.head), strings.Repeat("---|", len(p.head)))
			for _, row := range p.rows {
				out.WriteString(cells(row))
			}
		}
	}
	return out.String()
}

func cells(row []string) string {
	escaped := make([]string, len(row))
	for k, cell := range row {
		escaped[k] = escape(cell)
	}
	return "| " + strings.Join(escaped, " | ") + " |\n"
}

// marks are what Markdown would take for its own in what people wrote.
var marks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "|", `\|`, "#", `\#`)

func escape(s string) string { return marks.Replace(plain(s)) }

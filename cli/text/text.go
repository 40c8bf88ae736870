// Package text lays out what people read on a terminal: lines of coloured spans, measured in the cells that they take up.
package text

import (
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// Style says how a span looks where colour is wanted. What matters is always in the words too.
type Style uint8

// The styles. Alarm and Calm are bars with a background, for what must be seen from across the room.
const (
	Plain Style = iota
	Strong
	Faint
	Good
	Warn
	Bad
	Alarm
	Calm
)

// codes are the terminal's, by style.
var codes = [...]string{
	Plain: "", Strong: "1", Faint: "2", Good: "32", Warn: "33", Bad: "1;31", Alarm: "1;97;41", Calm: "1;30;46",
}

// cells measures text. Characters that some East Asian terminals draw wide are counted as one cell, as most draw them.
var cells = &runewidth.Condition{StrictEmojiNeutral: true}

// Span is a run of text in one style.
type Span struct {
	Text  string
	Style Style
}

// Line is what stands on one line of the terminal.
type Line []Span

// L makes a line of plain text.
func L(text string) Line { return Line{{Text: Clean(text)}} }

// S makes a line of one style.
func S(style Style, text string) Line { return Line{{Text: Clean(text), Style: style}} }

// Join puts lines one behind the other.
func Join(lines ...Line) Line {
	var all Line
	for _, l := range lines {
		all = append(all, l...)
	}
	return all
}

// List puts lines one behind the other with a separator between those that hold something.
func List(separator string, lines ...Line) Line {
	var all Line
	for _, l := range lines {
		if l.Width() == 0 {
			continue
		}
		if len(all) > 0 {
			all = append(all, Span{Text: separator})
		}
		all = append(all, l...)
	}
	return all
}

// Width is how many cells the line takes.
func (l Line) Width() int {
	width := 0
	for _, s := range l {
		width += Width(s.Text)
	}
	return width
}

// Fit cuts the line to a width; an ellipsis shows where.
func (l Line) Fit(width int) Line {
	if l.Width() <= width {
		return l
	}
	var cut Line
	for _, s := range l {
		if w := Width(s.Text); w < width {
			cut, width = append(cut, s), width-w
			continue
		}
		if width > 0 {
			cut = append(cut, Span{Text: cells.Truncate(s.Text+" ", width, "…"), Style: s.Style})
		}
		break
	}
	return cut
}

// Pad cuts the line to a width, or fills it with spaces.
func (l Line) Pad(width int) Line {
	l = l.Fit(width)
	if gap := width - l.Width(); gap > 0 {
		l = append(l[:len(l):len(l)], Span{Text: strings.Repeat(" ", gap)})
	}
	return l
}

// Right fills the line with spaces at its left.
func (l Line) Right(width int) Line {
	l = l.Fit(width)
	return append(Line{{Text: strings.Repeat(" ", max(0, width-l.Width()))}}, l...)
}

// Ends puts one line at the left edge of a width and another at its right; the left one gives way.
func Ends(left, right Line, width int) Line {
	right = right.Fit(width)
	room := width - right.Width()
	if right.Width() > 0 {
		room = max(0, room-1)
	}
	return Join(left.Fit(room).Pad(width-right.Width()), right)
}

// String writes the line without trailing spaces, with the terminal's colour codes if asked for.
func (l Line) String(colour bool) string {
	var out strings.Builder
	for _, s := range l {
		if !colour || s.Style == Plain || s.Text == "" {
			out.WriteString(s.Text)
			continue
		}
		out.WriteString("\x1b[" + codes[s.Style] + "m" + s.Text + "\x1b[0m")
	}
	return strings.TrimRight(out.String(), " ")
}

// Width is how many cells a text takes.
func Width(s string) int { return cells.StringWidth(s) }

// Clean makes a text that somebody wrote safe to print on one line: what would move the cursor, colour the terminal or
// turn the direction of writing is taken out.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || turns(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}

// turns says whether a character changes the direction of writing, by which one text can pose as another.
func turns(r rune) bool {
	return r == 0x061c || (r >= 0x200e && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)
}

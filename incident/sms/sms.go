// Package sms counts the parts that a text takes on the phone network, and shortens texts to a number of parts.
//
// A text of GSM-7 characters has 160 of them in one part and 153 in each of several; any other character turns the whole
// text into UCS-2, with 70 and 67 units (3GPP TS 23.038 and 23.040).
package sms

import (
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Encoding is how a text travels.
type Encoding string

// The encodings.
const (
	GSM7 Encoding = "GSM-7"
	UCS2 Encoding = "UCS-2"
)

// Size is what a text takes.
type Size struct {
	Encoding Encoding
	Units    int // septets or UTF-16 units
	Parts    int
}

const (
	basic    = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	extended = "\f^{}\\[~]|€" // each takes two septets
)

// Measure counts a text.
func Measure(text string) Size {
	units := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune(basic, r):
			units++
		case strings.ContainsRune(extended, r):
			units += 2
		default:
			return measureUCS2(text)
		}
	}
	return Size{Encoding: GSM7, Units: units, Parts: parts(gsmWidths(text), 160, 153)}
}

// measureUCS2 counts whole characters as people see them: the carrier does not split an emoji or an accented letter.
func measureUCS2(text string) Size {
	var widths []int
	units := 0
	for clusters := graphemes.FromString(text); clusters.Next(); {
		cluster := clusters.Value()
		if cluster == "\r\n" {
			widths = append(widths, 1, 1)
			units += 2
			continue
		}
		w := utf16Units(cluster)
		widths = append(widths, w)
		units += w
	}
	return Size{Encoding: UCS2, Units: units, Parts: parts(widths, 70, 67)}
}

func utf16Units(text string) int {
	units := 0
	for _, r := range text {
		units += max(utf16.RuneLen(r), 1)
	}
	return units
}

func gsmWidths(text string) []int {
	widths := make([]int, 0, len(text))
	for _, r := range text {
		if strings.ContainsRune(extended, r) {
			widths = append(widths, 2)
		} else {
			widths = append(widths, 1)
		}
	}
	return widths
}

// parts packs characters greedily: one of two units never straddles a boundary.
func parts(widths []int, single, each int) int {
	total := 0
	for _, w := range widths {
		total += w
	}
	if total <= single {
		return min(len(widths), 1)
	}
	n, used := 1, 0
	for _, w := range widths {
		if used+w > each {
			n, used = n+1, 0
		}
		used += w
	}
	return n
}

// Shorten cuts a text at its end, marked with "...", until whole(text) takes at most so many parts; it returns "" where even
// that is too long. whole puts the text into the message that it is part of. No character that people see as one is split.
func Shorten(text string, most int, whole func(string) string) string {
	if Measure(whole(text)).Parts <= most {
		return text
	}
	ends := prefixes(text)
	fitting := sort.Search(len(ends), func(i int) bool {
		return Measure(whole(text[:ends[i]]+"...")).Parts > most
	})
	if fitting == 0 {
		return ""
	}
	return strings.TrimRight(text[:ends[fitting-1]], " ,.;，。；") + "..."
}

// prefixes lists where each proper prefix of whole characters ends, shortest first.
func prefixes(text string) []int {
	var ends []int
	for clusters := graphemes.FromString(text); clusters.Next(); {
		if clusters.End() < len(text) {
			ends = append(ends, clusters.End())
		}
	}
	return ends
}

// Valid says whether a text can be sent at all: 1 to 1600 characters of valid UTF-8.
func Valid(text string) bool {
	n := utf8.RuneCountInString(text)
	return n > 0 && n <= 1600 && utf8.ValidString(text)
}

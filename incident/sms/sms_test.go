// The carrier's own calculator is the oracle for Measure; Shorten and Valid are held by properties.
package sms_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident/sms"
)

type counted struct {
	Group, Text, Encoding string
	Units, Parts          int
}

func fixture(t *testing.T) []counted {
	t.Helper()
	raw, err := os.ReadFile("testdata/segments.json")
	require.NoError(t, err)
	var cases []counted
	require.NoError(t, json.Unmarshal(raw, &cases))
	require.Greater(t, len(cases), 800, "the fixture has lost cases")
	return cases
}

func TestMeasureCountsAsTheCarrierDoes(t *testing.T) {
	for _, c := range fixture(t) {
		want := sms.Size{Encoding: sms.Encoding(c.Encoding), Units: c.Units, Parts: c.Parts}
		require.Equal(t, want, sms.Measure(c.Text), "%s: %q", c.Group, c.Text)
	}
}

func TestMeasureOfNothingIsNothing(t *testing.T) {
	require.Equal(t, sms.Size{Encoding: sms.GSM7}, sms.Measure(""))
}

func TestEachBoundaryIsWhereTheStandardPutsIt(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want int
	}{
		{"a", 160, 1},
		{"a", 161, 2},
		{"a", 306, 2},
		{"a", 307, 3},
		{"€", 80, 1},
		{"€", 81, 2},
		{"€", 152, 2},
		{"€", 153, 3},
		{"火", 70, 1},
		{"火", 71, 2},
		{"火", 134, 2},
		{"火", 135, 3},
		{"🔥", 35, 1},
		{"🔥", 36, 2},
		{"🔥", 66, 2},
		{"🔥", 67, 3},
	} {
		require.Equal(t, c.want, sms.Measure(strings.Repeat(c.text, c.n)).Parts, "%d x %s", c.n, c.text)
	}
}

// texts draws texts as people and plans write them: both languages, emoji of one and of several code points, line ends.
func texts() *rapid.Generator[string] {
	pieces := []string{"a", "B", "7", " ", ",", ".", "é", "€", "{", "\n", "\r\n", "火", "层", "，", "。", "🔥", "👍🏽", "👨‍👩‍👧‍👦", "🇨🇳", "e\u0301", "smoke in the corridor "}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 400).Draw(t, "pieces"), "")
	})
}

func TestShortenedTextFitsAndIsThePrefixItClaims(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, most := texts().Draw(t, "text"), rapid.IntRange(1, 3).Draw(t, "parts")
		before, after := texts().Draw(t, "before"), rapid.SampledFrom([]string{"", " Reply K7M 1", "。回K7M 1接受"}).Draw(t, "after")
		whole := func(s string) string { return before + s + after }

		short := sms.Shorten(text, most, whole)

		require.True(t, utf8.ValidString(short), "a rune was split")
		if short == "" {
			require.True(t, text == "" || !anyPrefixFits(text, most, whole), "gave up too early")
			return
		}
		require.LessOrEqual(t, sms.Measure(whole(short)).Parts, most)
		if short != text {
			require.True(t, strings.HasSuffix(short, "..."))
			require.True(t, strings.HasPrefix(text, strings.TrimSuffix(short, "...")), "%q is not a prefix", short)
		}
	})
}

// anyPrefixFits says whether the first character with its mark would have fitted.
func anyPrefixFits(text string, most int, whole func(string) string) bool {
	clusters := graphemes.FromString(text)
	return clusters.Next() && clusters.End() < len(text) && sms.Measure(whole(clusters.Value()+"...")).Parts <= most
}

func TestShortenKeepsAsMuchAsFits(t *testing.T) {
	self := func(s string) string { return s }
	require.Equal(t, strings.Repeat("a", 157)+"...", sms.Shorten(strings.Repeat("a", 161), 1, self))
	require.Equal(t, strings.Repeat("火", 67)+"...", sms.Shorten(strings.Repeat("火", 71), 1, self))
	require.Equal(t, strings.Repeat("a", 160), sms.Shorten(strings.Repeat("a", 160), 1, self))
}

func TestShortenTrimsTheEndBeforeItsMark(t *testing.T) {
	text := strings.Repeat("a", 150) + " , . ; , . ; , . bbbb"
	require.Equal(t, strings.Repeat("a", 150)+"...", sms.Shorten(text, 1, func(s string) string { return s }))
}

func TestShortenDoesNotTearACharacterApart(t *testing.T) {
	family := "👨‍👩‍👧‍👦"
	text := strings.Repeat("火", 60) + family + strings.Repeat("层", 20)
	require.Equal(t, strings.Repeat("火", 60)+"...", sms.Shorten(text, 1, func(s string) string { return s }))
}

func TestShortenGivesUpWhereTheRestIsTooLongAlready(t *testing.T) {
	long := strings.Repeat("a", 400)
	require.Empty(t, sms.Shorten("smoke", 2, func(s string) string { return long + s }))
}

func TestALongerTextNeverTakesFewerParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(texts().Draw(t, "text"))
		cut := rapid.IntRange(0, len(text)).Draw(t, "cut")
		require.LessOrEqual(t, sms.Measure(string(text[:cut])).Parts, sms.Measure(string(text)).Parts)
	})
}

func TestOnlyTextsThatTheNetworkTakesAreValid(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"empty", "", false},
		{"one", "1", true},
		{"longest", strings.Repeat("火", 1600), true},
		{"too long", strings.Repeat("a", 1601), false},
		{"not UTF-8", "fire \xff", false},
	} {
		require.Equal(t, c.want, sms.Valid(c.text), c.name)
	}
}

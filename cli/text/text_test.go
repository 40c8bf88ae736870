package text_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/cli/text"
)

func TestALineIsCutWhereItIsTooWide(t *testing.T) {
	line := text.Join(text.S(text.Strong, "Security"), text.L(" 安全警戒组"))
	for width, want := range map[int]string{
		30: "Security 安全警戒组", 19: "Security 安全警戒组", 18: "Security 安全警戒…", 13: "Security 安…", 12: "Security 安…", 11: "Security …",
		9: "Security…", 8: "Securit…", 1: "…", 0: "",
	} {
		require.Equal(t, want, line.Fit(width).String(false), "width %d", width)
	}
}

func TestACutOrFilledLineHasItsWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var line text.Line
		for range rapid.IntRange(0, 4).Draw(t, "spans") {
			line = append(line, text.Span{Text: text.Clean(rapid.String().Draw(t, "text"))})
		}
		width := rapid.IntRange(0, 40).Draw(t, "width")
		require.LessOrEqual(t, line.Fit(width).Width(), width)
		require.Equal(t, width, line.Pad(width).Width())
		require.Equal(t, width, line.Right(width).Width())
	})
}

func TestColourIsLeftOutUnlessAskedFor(t *testing.T) {
	line := text.Join(text.S(text.Alarm, " REAL "), text.L(" fire"))
	require.Equal(t, "\x1b[1;97;41m REAL \x1b[0m fire", line.String(true))
	require.Equal(t, " REAL  fire", line.String(false))
}

func TestTheRightEndStaysWhereTheLeftGivesWay(t *testing.T) {
	require.Equal(t, "Building 3   +1:02", text.Ends(text.L("Building 3"), text.L("+1:02"), 18).String(false))
	require.Equal(t, "Buil… +1:02", text.Ends(text.L("Building 3"), text.L("+1:02"), 11).String(false))
	require.Equal(t, "Building 3", text.Ends(text.L("Building 3"), nil, 10).String(false))
}

func TestTextsCannotSteerTheTerminal(t *testing.T) {
	require.Equal(t, "[2Jgone home", text.Clean("\x1b[2Jgone\nhome"))
	require.Equal(t, "31mred", text.Clean("\u009b31mred"))
	require.Equal(t, "abc", text.Clean("a\u202eb\u2066c"))
	rapid.Check(t, func(t *rapid.T) {
		clean := text.Clean(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")))
		require.True(t, utf8.ValidString(clean))
		require.False(t, strings.ContainsAny(clean, "\x1b\u009b\u202e\n\r\a\b"))
	})
}

func TestATableHoldsToItsWidth(t *testing.T) {
	columns := []text.Column{{}, {Grow: true}, {Right: true}}
	rows := [][]text.Line{
		{text.L("SEC"), text.L("安全警戒组 of the whole site"), text.L("1/2")},
		{text.L("CTRL"), text.L("Control room"), text.L("10/12")},
	}
	require.Equal(t, []string{"SEC   安全警戒组 of the whole site    1/2", "CTRL  Control room                  10/12"}, written(text.Table(columns, rows, 0)))
	require.Equal(t, []string{"SEC   安全警戒…     1/2", "CTRL  Control r…  10/12"}, written(text.Table(columns, rows, 23)))
	require.Equal(t, []string{"SEC   安全警戒组 of the whole site     1/2", "CTRL  Control room                   10/12"}, written(text.Table(columns, rows, 42)))
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 60).Draw(t, "width")
		for _, l := range text.Table(columns, rows, width) {
			require.LessOrEqual(t, l.Width(), width)
		}
	})
}

func TestAnEmptyColumnTakesNoRoom(t *testing.T) {
	rows := [][]text.Line{{text.L("a"), nil, text.L("b")}}
	require.Equal(t, []string{"a  b"}, written(text.Table(make([]text.Column, 3), rows, 0)))
}

func written(lines []text.Line) []string {
	var out []string
	for _, l := range lines {
		out = append(out, l.String(false))
	}
	return out
}

func TestSpansOfTime(t *testing.T) {
	for span, want := range map[time.Duration][2]string{
		0: {"0:00", "0s"}, 42 * time.Second: {"0:42", "42s"}, -72 * time.Second: {"1:12", "0s"}, 12*time.Minute + 5*time.Second: {"12:05", "12m"},
		time.Hour + 2*time.Minute + 3*time.Second: {"1:02:03", "1h"}, 51*time.Hour + 4*time.Minute: {"2d 03:04", "2d"},
		59*time.Second + 600*time.Millisecond: {"1:00", "59s"},
	} {
		require.Equal(t, want, [2]string{text.Clock(span), text.Age(span)}, "%s", span)
	}
}

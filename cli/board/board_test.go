package board_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/cli/board"
	"muster/cli/text"
	"muster/incident"
	"muster/incident/frozen"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// fire is a fire three minutes old: seats in every state, pages in every state, a late step, danger.
func fire(t require.TestingT) board.Frame {
	var f board.Frame
	read(t, "fire.json", &f.View)
	read(t, "fire-timeline.json", &f.Entries)
	f.Now, f.Width, f.Height, f.Lang = time.Time(f.View.Now), 80, 24, "en"
	f.Foot = text.Ends(text.L("live"), text.L("q leaves"), 80)
	return f
}

func read(t require.TestingT, name string, out any) {
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, out))
}

func TestTheBoardAtEverySize(t *testing.T) {
	for name, change := range map[string]func(*board.Frame){
		"80x24":      func(*board.Frame) {},
		"120x40":     func(f *board.Frame) { f.Width, f.Height = 120, 40 },
		"200x60":     func(f *board.Frame) { f.Width, f.Height = 200, 60 },
		"40x24":      func(f *board.Frame) { f.Width = 40 },
		"80x24-zh":   func(f *board.Frame) { f.Lang = "zh" },
		"120x40-zh":  func(f *board.Frame) { f.Width, f.Height, f.Lang = 120, 40, "zh" },
		"80x24-ansi": func(f *board.Frame) { f.Colour = true },
		"80-show":    func(f *board.Frame) { f.Height, f.Entries, f.Foot = 0, nil, nil },
		"80x24-drill-paused": func(f *board.Frame) {
			paused := incident.Time(f.Now)
			f.View.Mode, f.Speed, f.View.PausedAt = frozen.Drill, 60, &paused
			f.Entries = append(f.Entries, incident.Entry{Seq: 99, At: f.Now, Kind: incident.KindPaused, Text: frozen.Text{EN: "Drill paused"}})
		},
		"80x24-closed": func(f *board.Frame) {
			outcome, ended := "handled", incident.Time(f.Now.Add(time.Hour))
			f.View.State, f.View.Outcome, f.View.EndedAt, f.Now = incident.Closed, &outcome, &ended, f.Now.Add(9*time.Hour)
		},
		"80x24-just-opened": func(f *board.Frame) {
			f.View.Commander, f.View.Pages, f.View.Steps, f.Entries = nil, nil, f.View.Steps[7:], f.Entries[:2]
			f.View.PossibleDuplicates = []string{"inc-7h3kq8w2e5r9t4yb"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := fire(t)
			change(&f)
			golden(t, name, board.Render(f)+"\n")
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestThePictureNeverLeavesTheScreen(t *testing.T) {
	whole := fire(t)
	rapid.Check(t, func(t *rapid.T) {
		f := whole
		f.Width, f.Height = rapid.IntRange(1, 230).Draw(t, "width"), rapid.IntRange(1, 80).Draw(t, "height")
		f.Lang = rapid.SampledFrom([]string{"en", "zh"}).Draw(t, "lang")
		f.Now = f.Now.Add(time.Duration(rapid.IntRange(-600, 600_000).Draw(t, "seconds")) * time.Second)
		lines := strings.Split(board.Render(f), "\n")
		require.LessOrEqual(t, len(lines), f.Height)
		for _, l := range lines {
			require.LessOrEqual(t, text.Width(l), f.Width, l)
		}
	})
}

func TestTheModeIsLoudWithoutColourToo(t *testing.T) {
	f := fire(t)
	require.True(t, strings.HasPrefix(board.Render(f), "*** REAL ***"))
	f.View.Mode = frozen.Drill
	require.True(t, strings.HasPrefix(board.Render(f), "=== DRILL ==="))
	f.Colour = true
	require.Contains(t, board.Render(f), "m DRILL \x1b[0m")
}

func TestNoColourMeansNoCodes(t *testing.T) {
	f := fire(t)
	require.NotContains(t, board.Render(f), "\x1b")
}

func TestWhatPeopleWroteCannotSteerTheTerminal(t *testing.T) {
	f := fire(t)
	f.View.Summary = "\x1b[2J\nsmoke"
	f.Entries[len(f.Entries)-1].Text.EN = "Wu Di wrote: \x1b]0;title\a"
	require.NotContains(t, board.Render(f), "\x1b")
	require.Len(t, strings.Split(board.Render(f), "\n"), 24)
}

func TestClocksFollowTheIncidentsTime(t *testing.T) {
	f := fire(t)
	for passed, want := range map[time.Duration]string{0: "in 0:46", 40 * time.Second: "in 0:06", 60 * time.Second: "late 0:14"} {
		f.Now = time.Time(f.View.Now).Add(passed)
		require.Contains(t, board.Render(f), "Zhou Min "+want, "after %s", passed)
	}
}

func TestEveryStateHasItsWord(t *testing.T) {
	f := fire(t)
	f.Height, f.Entries, f.Width = 0, nil, 160
	for _, state := range []incident.PageState{
		incident.PageQueued, incident.PagePaging, incident.PageSeen, incident.PageAccepted, incident.PageOnScene,
		incident.PageDeclined, incident.PageUnreachable, incident.PageExhausted, incident.PageStoodDown,
	} {
		f.View.Pages = f.View.Pages[:1]
		f.View.Pages[0].State = state
		f.Lang = "zh"
		require.NotContains(t, strings.ReplaceAll(board.Render(f), " x ", ""), string(state), "%s has no Chinese word", state)
	}
}

func TestASummaryIsOneLine(t *testing.T) {
	f := fire(t)
	want := "inc-4k2mz9x7w3c8v5np, Fire L2 (real), response, +3:12, SEATS  3 of 7 filled, 5 people missing, STEPS  1 late, 4 open, 3 over, 3 to come"
	require.Equal(t, want, board.Summary(f))
	f.Lang = "zh"
	require.NotContains(t, board.Summary(f), "\n")
	require.Contains(t, fmt.Sprint(board.Summary(f)), "火灾 L2")
}

func TestEveryPartIsSeenOnALowScreen(t *testing.T) {
	f := fire(t)
	f.Width = 40
	for f.Height = 19; f.Height < 24; f.Height++ {
		picture := board.Render(f)
		for _, want := range []string{" SEC ", " F04 ", " Lin Hao ", "He Ping reports danger"} {
			require.Contains(t, picture, want, "at %d lines", f.Height)
		}
	}
}

func TestANoteSaysWhoseItIs(t *testing.T) {
	e := incident.Entry{Kind: incident.KindNote, By: "li-na", Text: frozen.Text{EN: "gate open", ZH: "gate open"}}
	require.Equal(t, "li-na: gate open", board.Said(e, "en"))
	e.Kind = incident.KindLevel
	require.Equal(t, "gate open", board.Said(e, "zh"))
}

package scenario_test

// What a scenario's page tells, held against a run of the whole program: the golden timelines come from the workflow alone, under
// a clock that jumps from one event to the next.

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// What differs from run to run: moments, ids and codes.
var (
	moments = regexp.MustCompile(`(\d{4}-\d\d-\d\d )?\d+:\d\d(:\d\d)?`)
	ids     = regexp.MustCompile(`inc-[a-z0-9]+`)
	tokens  = regexp.MustCompile(`\b[A-Z]\d[A-Z]\b`)
)

// reliever is who takes a seat over: of a crew that comes, that is whoever answers first.
var reliever = regexp.MustCompile(`(seat\.relieved +).*?(relieves|接替)`)

func timeless(line string) string {
	line = reliever.ReplaceAllString(line, "$1 $2")
	return tokens.ReplaceAllString(ids.ReplaceAllString(moments.ReplaceAllString(line, "0:00"), "inc-"), "CODE")
}

// late is by how much the program may be late, in our seconds: the machine has other tests to run.
const late = 3 * time.Second

// tale is a scenario as the whole program plays it.
type tale struct {
	*harness.Program
	*harness.Town
	t     *testing.T
	id    string
	speed float64
}

// begins declares a fire whose clock begins at a moment of the demonstration site, and runs some times faster than ours.
func begins(t *testing.T, muster *harness.Program, at string, speed float64, changes ...any) *tale {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	start, err := time.ParseInLocation("2006-01-02 15:04", at, zone)
	require.NoError(t, err)
	in := muster.Declare(harness.Fire(append([]any{"story", story(start.UTC().Format(time.RFC3339), speed)}, changes...)...))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s said:\n%s", in.ID, strings.Join(tell(t, muster.Timeline(in.ID)).en, "\n"))
		}
	})
	return &tale{muster, harness.NewTown(t, muster, in.ID), t, in.ID, speed}
}

// lag is how late something may be by the incident's clock.
func (s *tale) lag() time.Duration { return time.Duration(float64(late) * s.speed) }

// looks is how often a story that takes many seconds looks at its timeline: the machine has the story itself to tell.
const looks = 250 * time.Millisecond

// await waits for an entry that is due by a moment of the incident's clock, and gives it.
func (s *tale) await(kind, phrase string, due time.Duration) harness.Entry {
	s.t.Helper()
	var found harness.Entry
	var looked time.Time
	harness.Await(s.t, time.Duration(float64(due)/s.speed)+30*time.Second, kind+" with "+phrase+" on the timeline", func() bool {
		if time.Since(looked) < looks {
			return false
		}
		looked = time.Now()
		for _, e := range s.Timeline(s.id) {
			if e.Kind == kind && strings.Contains(e.Text.EN, phrase) {
				found = e
				return true
			}
		}
		return false
	})
	return found
}

// after is when an entry was made, counted from the declaration.
func (s *tale) after(e harness.Entry) time.Duration { return e.At.Sub(s.Incident(s.id).OpenedAt) }

// requireAt fails unless an entry was made at a moment, or a little later.
func (s *tale) requireAt(e harness.Entry, due time.Duration) {
	s.t.Helper()
	at := s.after(e)
	require.GreaterOrEqual(s.t, at, due-time.Second, e.Text.EN)
	require.LessOrEqual(s.t, at, due+s.lag(), e.Text.EN)
}

// requireTells waits until the program has told what the page's golden timeline tells, of some kinds: all of it, and nothing
// beside, in both languages.
func (s *tale) requireTells(name string, kinds ...string) {
	s.t.Helper()
	golden := [2]map[string]int{count(goldenLines(s.t, name+".en.txt"), kinds), count(goldenLines(s.t, name+".zh.txt"), kinds)}
	require.NotEmpty(s.t, golden[0])
	var told [2]map[string]int
	s.t.Cleanup(func() {
		if s.t.Failed() {
			s.t.Logf("%s\ngolden %s\ntold   %s", name, listOf(golden[0]), listOf(told[0]))
		}
	})
	harness.Await(s.t, 20*time.Second, "what the page of "+name+" tells", func() bool {
		now := tell(s.t, s.Timeline(s.id))
		told = [2]map[string]int{count(now.en, kinds), count(now.zh, kinds)}
		return maps.Equal(golden[0], told[0]) && maps.Equal(golden[1], told[1])
	})
}

// count is how often each line of some kinds stands in a timeline, without what differs from run to run.
func count(all, kinds []string) map[string]int {
	times := map[string]int{}
	for _, line := range all {
		if line = unclocked(line); slices.Contains(kinds, strings.Fields(line)[0]) {
			times[timeless(line)]++
		}
	}
	return times
}

func listOf(times map[string]int) string {
	var all []string
	for _, line := range slices.Sorted(maps.Keys(times)) {
		all = append(all, fmt.Sprintf("\n%d× %s", times[line], line))
	}
	return strings.Join(all, "")
}

// requireCalled fails unless those who are called at a moment, counted from the declaration, are called then, about the same.
func (s *tale) requireCalled(name string, at time.Duration) {
	s.t.Helper()
	golden := goldenLines(s.t, name+".en.txt")
	opened := s.goldenTime(golden[0])
	entries, found := s.Timeline(s.id), 0
	for _, line := range golden {
		said := unclocked(line)
		if !strings.HasPrefix(said, "page.sent") || s.goldenTime(line).Sub(opened) != at {
			continue
		}
		found++
		text := strings.TrimSpace(strings.TrimPrefix(said, "page.sent"))
		k := slices.IndexFunc(entries, func(e harness.Entry) bool { return e.Kind == "page.sent" && e.Text.EN == text })
		require.GreaterOrEqual(s.t, k, 0, "%s: nobody says that %s", name, text)
		s.requireAt(entries[k], at)
	}
	require.Greater(s.t, found, 3, "%s: hardly anybody is called at %s", name, at)
}

func (s *tale) goldenTime(line string) time.Time {
	at, err := time.Parse("2006-01-02 15:04:05", line[:len("2006-01-02 15:04:05")])
	require.NoError(s.t, err)
	return at
}

// requireOnce fails if the carrier took anything twice, or lacks a message, or if somebody read the same words twice.
func (s *tale) requireOnce(others ...string) {
	s.t.Helper()
	settled := awaitSettled(s.t, s.Program, s.id)
	for _, id := range others {
		awaitSettled(s.t, s.Program, id)
	}
	ledger := s.Ledger()
	require.Positive(s.t, harness.RequireOnce(s.t, ledger))
	harness.RequireSent(s.t, settled, ledger)
	read := map[string]bool{}
	for _, e := range ledger {
		if e.Reply {
			continue
		}
		require.False(s.t, read[e.To+e.Body], "%s read twice: %s", e.To, e.Body)
		read[e.To+e.Body] = true
	}
}

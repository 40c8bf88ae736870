package scenario_test

// Golden timelines of incidents that run side by side: what the whole program wrote, in both languages, as the scenarios' pages
// show it.

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

var update = flag.Bool("update", false, "write the golden timelines anew")

const goldenDir = "../../docs/scenarios/golden"

// Kinds that say what the plan and the network do, which a slow machine may delay or interleave; all others say what people did
// and what came of it, in one order where people answer one after another.
var between = []string{
	"page.sent", "page.stood.down", "page.unreachable", "task.sent", "message.sent", "question.sent", "rung.reached", "step.opened", "step.late", "call.handed",
}

// hurried is what hangs on how long a test takes.
var hurried = regexp.MustCompile(`called again|by voice|engaged|no answer|no longer needed|rung [2-9]| late`)

// telling is a timeline as the pages show it, in both languages, line by line.
type telling struct{ en, zh []string }

func tell(t *testing.T, entries []harness.Entry) telling {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	var told telling
	for _, e := range entries {
		head := fmt.Sprintf("%s  %-22s ", e.At.In(zone).Format("2006-01-02 15:04:05"), e.Kind)
		told.en, told.zh = append(told.en, head+e.Text.EN), append(told.zh, head+e.Text.ZH)
	}
	return told
}

// requireGolden waits until an incident's timeline says what the golden one does, in both languages. The clock hangs on the
// machine, so it is not compared. What people did comes again in its order and nothing beside; the rest comes again as often.
func requireGolden(t *testing.T, muster *harness.Program, id, name string) {
	t.Helper()
	if *update {
		record(t, muster, id, name)
	}
	golden := telling{goldenLines(t, name+".en.txt"), goldenLines(t, name+".zh.txt")}
	require.Len(t, golden.zh, len(golden.en), "%s: its two languages differ in length", name)
	differs := ""
	t.Cleanup(func() {
		if differs != "" {
			t.Logf("%s: %s\nIf the new timeline is right: go test ./test/scenario -run %s -update", name, differs, t.Name())
		}
	})
	harness.Await(t, 20*time.Second, "the timeline of "+name, func() bool {
		entries := muster.Timeline(id)
		requireGapless(t, entries)
		differs = golden.differs(tell(t, entries))
		return differs == ""
	})
}

// record writes a timeline down once nothing more comes.
func record(t *testing.T, muster *harness.Program, id, name string) {
	t.Helper()
	var told telling
	same := 0
	harness.Await(t, 30*time.Second, "nothing more comes", func() bool {
		now := tell(t, muster.Timeline(id))
		if same++; len(now.en) != len(told.en) {
			told, same = now, 0
		}
		return same > 100
	})
	for lang, all := range map[string][]string{"en": told.en, "zh": told.zh} {
		require.NoError(t, os.WriteFile(filepath.Join(goldenDir, name+"."+lang+".txt"), []byte(strings.Join(all, "\n")+"\n"), 0o644))
	}
}

func goldenLines(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(goldenDir, name))
	require.NoError(t, err, "record it with: go test ./test/scenario -run %s -update", t.Name())
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

// differs says in what a timeline differs from the golden one, empty if in nothing that counts.
func (g telling) differs(now telling) string {
	for _, of := range [][2][]string{{g.en, now.en}, {g.zh, now.zh}} {
		want, got := ofPeople(of[0]), ofPeople(of[1])
		for k := range max(len(want), len(got)) {
			if k >= len(want) || k >= len(got) || want[k] != got[k] {
				return fmt.Sprintf("of what people did, line %d:\ngolden %q\nnow    %q", k+1, want[min(k, len(want)):], got[min(k, len(got)):])
			}
		}
		said := map[string]int{}
		for _, line := range of[1] {
			said[seatless(line)]++
		}
		for k, line := range of[0] {
			if said[seatless(line)]--; said[seatless(line)] < 0 && !hurried.MatchString(g.en[k]) {
				return "is not said any more: " + line
			}
		}
	}
	return ""
}

// ofPeople are the lines about what people did and what came of it.
func ofPeople(all []string) []string {
	var found []string
	for _, line := range all {
		if line = unclocked(line); !slices.Contains(between, strings.Fields(line)[0]) {
			found = append(found, line)
		}
	}
	return found
}

// unclocked is a line without its moment.
func unclocked(line string) string { return line[len("2006-01-02 15:04:05  "):] }

// seatless is a line without its moment and, of a call, without the seats: of which of them somebody hears by which call hangs
// on how soon the incidents hear who works in the others.
func seatless(line string) string {
	line = unclocked(line)
	if strings.HasPrefix(line, "page.sent") {
		line, _, _ = strings.Cut(strings.Replace(line, "：", ":", 1), ":")
	}
	return line
}

// walk is a story of several incidents, whose people answer one after another.
type walk struct {
	*harness.Program
	*harness.Town
	t *testing.T
}

// declare opens an incident whose id, and with it the codes of its pages, are the same in every run.
func (w walk) declare(key string, d harness.Declaration) string {
	w.t.Helper()
	var in harness.Incident
	w.Do(http.MethodPost, declarations, d, &in, "Idempotency-Key", key)
	return in.ID
}

// say answers the page that a person has in an incident, once it has reached them, and waits until the answer is on the timeline.
func (w walk) say(in, who, what, kind, phrase string) {
	w.t.Helper()
	w.Reply(w.Phone(who), w.code(in, who)+" "+what)
	awaitLine(w.t, w.Program, in, kind, phrase, 20*time.Second)
}

// code is the code of the page that waits for a person's answer in an incident, once they have its text.
func (w walk) code(in, who string) string {
	w.t.Helper()
	code := ""
	harness.Await(w.t, 20*time.Second, who+" is called", func() bool {
		for _, p := range w.Incident(in).Pages {
			if p.Responder == who && p.State == "paging" && p.Kind == "page" && p.Token != nil && sent(p) {
				code = *p.Token
			}
		}
		return code != ""
	})
	return code
}

// sent says whether the last text of a page has left.
func sent(p harness.Page) bool {
	return len(p.Attempts) > 0 && slices.Contains([]string{"sent", "delivered"}, p.Attempts[len(p.Attempts)-1].State)
}

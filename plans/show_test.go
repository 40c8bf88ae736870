package plans_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/plans"
	"muster/sites"
)

var update = flag.Bool("update", false, "write the golden files")

func TestShow(t *testing.T) {
	for _, format := range []string{"text", "mermaid"} {
		for _, plan := range []*plans.Plan{sound(t), library(t, "fire")} {
			shown, err := plans.Show(plan, format)
			require.NoError(t, err)
			golden(t, plan.Doc.ID+"."+format, shown)
		}
	}
}

func TestShowNamesItsFormats(t *testing.T) {
	_, err := plans.Show(sound(t), "pdf")
	require.EqualError(t, err, `there is no format "pdf": use one of text, mermaid, json`)
}

// Every node that an arrow names is drawn, and nothing in a label ends it early.
func TestMermaidIsWhole(t *testing.T) {
	arrow := regexp.MustCompile(`^  (\w+)(?:>".*"\])? (?:-->|-\.->)(?:\|"[^"]*"\|)? (\w+)$`)
	for _, p := range all() {
		shown, err := plans.Show(p, "mermaid")
		require.NoError(t, err)
		drawn := map[string]bool{}
		for _, line := range strings.Split(shown, "\n") {
			if strings.HasPrefix(line, "    ") {
				require.Equal(t, 2, strings.Count(line, `"`), line)
				drawn[regexp.MustCompile(`^\w+`).FindString(strings.TrimSpace(line))] = true
			}
		}
		require.Len(t, drawn, len(p.Doc.Steps))
		for _, line := range strings.Split(shown, "\n") {
			if !strings.Contains(line, "->") {
				continue
			}
			m := arrow.FindStringSubmatch(line)
			require.NotNil(t, m, line)
			require.True(t, drawn[m[2]], line)
			require.True(t, drawn[m[1]] || strings.Contains(m[1], "_"), line)
		}
	}
}

func TestSeatingReport(t *testing.T) {
	site := sites.Riverside()
	golden(t, "fire.night", plans.SeatingReport(library(t, "fire"), site.Roster(night), night))
	golden(t, "fire.noon", plans.SeatingReport(library(t, "fire"), site.Roster(noon), noon))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/golden/" + name + ".txt"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, have := strings.Split(string(read(t, file)), "\n"), strings.Split(got, "\n")
	for n := range min(len(want), len(have)) {
		require.Equal(t, want[n], have[n], "line %d of %s; run go test -update and look at what changed", n+1, file)
	}
	require.Len(t, have, len(want), file)
}

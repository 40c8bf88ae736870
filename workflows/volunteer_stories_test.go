package workflows_test

// A burst pipe: somebody in the field reports by text what nobody asks about.

import (
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// numbered finds the code of a list and the number of a fact in it.
func numbered(t *testing.T, list, title string) string {
	t.Helper()
	code := regexp.MustCompile(`([A-Z][0-9][A-Z]) `).FindStringSubmatch(list)
	number := regexp.MustCompile(`([0-9]+) ` + title).FindStringSubmatch(list)
	require.NotNil(t, code, list)
	require.NotNil(t, number, list)
	return code[1] + " 4 " + number[1]
}

func TestWaterAtTheLiftIsReportedByText(t *testing.T) {
	for name, renewed := range map[string]bool{"in one run": false, "renewed before the choice": true} {
		w := newTown(t, 1, begin(t, "pipe-burst", frozen.Real, shanghai(t, "2026-11-23 14:00")))
		w.calm = true
		w.everybodyObliges(20 * time.Second)
		who := ""
		w.at(time.Minute, func() {
			for _, s := range w.status().View.Seats {
				if s.ID == "SEC" && len(s.Holders) > 0 {
					who = s.Holders[0].Responder
				}
			}
			w.text(w.phone(who), "情况")
		})
		if renewed {
			w.at(70*time.Second, func() {
				w.env.SetCurrentHistoryLength(long)
				w.nudge()
			})
		}
		w.at(80*time.Second, func() {
			for _, r := range w.replies {
				if r.text == "情况" {
					w.text(r.to, numbered(t, r.reply, "(Water near a lift|水近电梯)"))
				}
			}
		})
		w.until = w.start.In.DeclaredAt.Add(100 * time.Second)
		w.run()
		stated := false
		for _, f := range w.status().View.Facts {
			if f.Name == "water_at_lift" && f.Value != nil {
				stated = true
				require.Equal(t, "true", *f.Value)
				require.Equal(t, who, *f.By)
			}
		}
		require.True(t, stated, "%s: %v", name, w.replies)
		require.NotEmpty(t, w.recorded(incident.KindFact))
		require.Equal(t, renewed, w.runs > 0)
	}
}

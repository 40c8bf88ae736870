package workflows_test

// A fire that a guard reported by text: what its record begins with.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestStoryAGuardDeclaresByText(t *testing.T) {
	start := begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00"))
	at := start.In.DeclaredAt
	said := &start.In.Declaration
	said.ReportedBy, said.Location, said.Summary = "luo-yong", "3栋12层", "走廊有烟" // in the words of the text
	start.In.Report = &frozen.Report{
		By: "luo-yong", Name: "Luo Yong", Said: "火警 3栋12层 走廊有烟", At: at.Add(-14 * time.Second),
		Confirmed: "luo-yong", ConfirmedBy: "Luo Yong", ConfirmedAt: at.Add(-2 * time.Second),
	}
	w := newTown(t, 1, start)
	w.calm = true
	w.until = at.Add(20 * time.Second)
	w.run()
	require.Len(t, w.recorded(incident.KindReported), 1)
	require.Equal(t, "luo-yong", w.recorded(incident.KindReported)[0].Responder)
	require.Contains(t, w.recorded(incident.KindConfirmed)[0].Text.EN, "Confirmed by Luo Yong at 13:59:58")
	w.requireGolden("declared-by-sms")
}

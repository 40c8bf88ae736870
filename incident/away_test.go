package incident_test

// The database away at the declaration.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestDeclarationWithoutADatabaseSaysSoBeforeAnythingElse(t *testing.T) {
	kept := noon.Add(-50 * time.Hour)
	for _, c := range []struct {
		story string
		away  *frozen.Away
		rules int
		says  string
	}{
		{"the database is there", nil, frozen.Rules, ""},
		{"it is away", &frozen.Away{}, frozen.Rules, "calling goes on without it"},
		{"it is away since the start", &frozen.Away{Kept: &kept}, frozen.Rules, "as kept at 2026-11-"},
		{"by older rules nothing is said", &frozen.Away{}, frozen.AwayIsSaid - 1, ""},
	} {
		t.Run(c.story, func(t *testing.T) {
			in := staffed(t).inc.In
			in.Away, in.Rules = c.away, c.rules
			i := incident.Begin(in, noon)
			k := indexOf(i.State.Entries, incident.KindAway)
			if c.says == "" {
				require.Negative(t, k)
				return
			}
			require.GreaterOrEqual(t, k, 0)
			require.Contains(t, i.State.Entries[k].Text.EN, c.says)
			require.Contains(t, i.State.Entries[k].Text.ZH, "数据库不可用")
			require.Equal(t, incident.KindOpened, i.State.Entries[k+1].Kind)
		})
	}
}

func indexOf(entries []incident.Entry, kind incident.Kind) int {
	for k, e := range entries {
		if e.Kind == kind {
			return k
		}
	}
	return -1
}

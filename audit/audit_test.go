package audit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/audit"
)

func log(n int) []audit.Entry {
	entries := make([]audit.Entry, n)
	for k := range entries {
		entries[k] = audit.Entry{ID: audit.NewID(), At: time.UnixMilli(int64(k)).UTC(), Who: "ann", From: "192.0.2.1", Action: "cancel", Subject: "inc-1", Outcome: audit.Done, After: "{}"}
	}
	return audit.Chain(0, "", entries)
}

func verify(entries []audit.Entry) error {
	var v audit.Verifier
	return v.Next(entries)
}

func TestChainHoldsFromPieceToPiece(t *testing.T) {
	all := log(5)
	var v audit.Verifier
	require.NoError(t, v.Next(all[:2]))
	require.NoError(t, v.Next(all[2:]))
	require.NoError(t, v.End(5, all[4].Hash))
	require.EqualError(t, v.End(6, "x"), "entry 6 is not there: 6 entries were written")
	require.EqualError(t, v.End(5, "x"), "entry 5 is not the one that the log ended with")
	require.Equal(t, all[3:], audit.Chain(3, all[2].Hash, all[3:]), "it goes on from where it ended")
}

// Whatever is changed in one entry, taken out or put in another place is found.
func TestEveryChangeIsFound(t *testing.T) {
	spoils := []func(*audit.Entry){
		func(e *audit.Entry) { e.Who = "li" }, func(e *audit.Entry) { e.From = "x" }, func(e *audit.Entry) { e.Action = "x" }, func(e *audit.Entry) { e.Subject = "x" },
		func(e *audit.Entry) { e.Outcome = audit.Uncertain }, func(e *audit.Entry) { e.Before = "x" }, func(e *audit.Entry) { e.After = "x" }, func(e *audit.Entry) { e.ID = "x" },
		func(e *audit.Entry) { e.At = e.At.Add(time.Millisecond) }, func(e *audit.Entry) { e.Seq++ }, func(e *audit.Entry) { e.Previous = "x" }, func(e *audit.Entry) { e.Hash = "x" },
		func(e *audit.Entry) { e.Who, e.From = e.Who+e.From, "" },
		func(e *audit.Entry) { e.Who = "li"; e.Hash = e.Sum() },
	}
	rapid.Check(t, func(t *rapid.T) {
		all := log(6)
		k := rapid.IntRange(0, 4).Draw(t, "entry")
		switch how := rapid.IntRange(-2, len(spoils)-1).Draw(t, "how"); how {
		case -2:
			all = append(all[:k], all[k+1:]...)
		case -1:
			all[k], all[k+1] = all[k+1], all[k]
		default:
			spoils[how](&all[k])
		}
		require.Error(t, verify(all))
	})
}

func TestNumbersAndSecretsAreLeftOut(t *testing.T) {
	for text, want := range map[string]string{
		"call +12025550101 now": "call ******01 now", "1 (202) 555-0199": "******99", "13812345678": "******78", "floor 12, room 1204": "floor 12, room 1204",
		"2026-11-27T03:00:00Z": "2026-11-27T03:00:00Z", "inc-0f3k2": "inc-0f3k2", "电话13812345678号": "电话******78号",
		"9c2e12345678ab": "9c2e12345678ab", "o-li-hua-20261201-1900": "o-li-hua-20261201-1900", "take-wu-20261201-0700-2": "take-wu-20261201-0700-2",
	} {
		require.Equal(t, want, audit.Mask(text))
	}
	detail := audit.Detail(map[string]any{"password": "hunter2 hunter2", "deep": []any{map[string]any{"token": "mst_x", "text": "+12025550101"}}, "phone": "", "level": "L1"})
	require.JSONEq(t, `{"password":"(hidden)","deep":[{"token":"(hidden)","text":"******01"}],"phone":"","level":"L1"}`, detail)
	require.Empty(t, audit.Detail(nil))
	require.Less(t, len(audit.Detail(map[string]string{"text": strings.Repeat("长", 10_000)})), 2000)
}

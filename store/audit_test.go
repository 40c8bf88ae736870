package store_test

// The log is added to only: whoever holds the database's own password has to take the triggers away first, and is found then.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/audit"
	"muster/store"
)

func TestNobodyChangesTheAuditLog(t *testing.T) {
	for name, o := range dialects(t) {
		t.Run(name, func(t *testing.T) {
			s := open(t, o)
			at := time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)
			for _, id := range []string{"a", "b", "c"} {
				require.NoError(t, s.AppendAudit(t.Context(), []audit.Entry{{ID: id, At: at, Who: "chen", Action: "cancel", Outcome: audit.Done}}))
			}
			for _, statement := range []string{
				"UPDATE audit SET who = 'li' WHERE seq = 2", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 3",
			} {
				require.Error(t, s.Exec(t.Context(), statement), statement)
			}
			if name == "postgres" {
				require.Error(t, s.Exec(t.Context(), "TRUNCATE audit"))
				require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER audit_stays ON audit"))
			} else {
				require.Error(t, s.Exec(t.Context(), "REPLACE INTO audit SELECT * FROM audit WHERE seq = 2"))
				require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER audit_stays"))
			}
			require.NoError(t, verified(t, s))
			require.NoError(t, s.Exec(t.Context(), "UPDATE audit SET who = 'li' WHERE seq = 2"))
			require.EqualError(t, verified(t, s), "entry 2 was changed: its hash is another")
		})
	}
}

func verified(t *testing.T, s *store.Store) error {
	t.Helper()
	all, err := s.AuditAfter(t.Context(), 0, 100)
	require.NoError(t, err)
	var v audit.Verifier
	return v.Next(all)
}

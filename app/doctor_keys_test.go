package app

// What the doctor says of the file of keys.

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ops/doctor"
	"muster/store"
)

func TestDoctorSaysWhatIsWithTheFileOfKeys(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	requireFinding := func(state doctor.State, says string) {
		t.Helper()
		found := (&examination{Config: c}).keys(t.Context())
		require.Len(t, found, 1)
		require.Equal(t, state, found[0].State)
		require.Contains(t, found[0].Text, says)
	}
	c.KeysFile = c.ownKeys()
	requireFinding(doctor.OK, "the first start makes")
	c.KeysFile = filepath.Join(c.DataDir, "shared.json")
	requireFinding(doctor.Fail, "`muster keys new` makes one on one machine")
	require.NoError(t, NewKeys(c))
	requireFinding(doctor.OK, "can be read")
	c.TemporalAddress = "127.0.0.1:7233"
	requireFinding(doctor.OK, "can be read") // there is no database yet
	s, err := store.Open(t.Context(), c.storeOptions())
	require.NoError(t, err)
	_, err = s.Agree(t.Context(), keysName, "of another key")
	require.NoError(t, err)
	require.NoError(t, s.Close())
	requireFinding(doctor.Fail, "was used with other keys than those of "+c.KeysFile)
	require.NoError(t, SettleKeys(t.Context(), c))
	requireFinding(doctor.OK, "can be read")
	require.NoError(t, os.WriteFile(c.KeysFile, []byte("{"), 0o600))
	requireFinding(doctor.Fail, "put it back from a backup")
}

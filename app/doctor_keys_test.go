package app

// What the doctor says of the file of keys.

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ops/doctor"
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
	require.NoError(t, os.WriteFile(c.KeysFile, []byte("{"), 0o600))
	requireFinding(doctor.Fail, "put it back from a backup")
}

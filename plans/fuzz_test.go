package plans_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/plans"
)

// Whatever the bytes are, the loader answers with a plan or with problems that each have a place, a rule and a sentence.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"library/*.yaml", "testdata/*.yaml", "testdata/*/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		plan, err := plans.Load(data, "fuzz.yaml")
		if err == nil {
			require.NotEmpty(t, plan.Frozen.Steps)
			require.NotEmpty(t, plan.Frozen.Seats)
			return
		}
		problems := plans.Problems(err)
		require.NotEmpty(t, problems)
		for _, p := range problems {
			require.Positive(t, p.Line)
			require.Positive(t, p.Column)
			require.NotEmpty(t, p.Rule)
			require.NotEmpty(t, p.Text)
		}
	})
}

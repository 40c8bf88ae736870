package schema_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// replaceOnce fails the test if the text does not stand there exactly once, so
// that a changed server cannot make a test say nothing.
func replaceOnce(t *testing.T, text, old, with string) string {
	t.Helper()
	require.Equal(t, 1, strings.Count(text, old))
	return strings.Replace(text, old, with, 1)
}

package main

// The tool on a small module of its own, of which it is known what survives.

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// In small, a loop never ends once its condition is negated, nobody looks at what is noted, and Small is looked at from
// another package only.
var small = map[string]string{
	"go.mod": "module small\n\ngo 1.26\n",
	"sums/sums.go": `// Package sums adds.
package sums

// Sum adds the numbers below n.
func Sum(n int) (sum int) {
	for k := 0; k < n; k++ {
		sum += k
	}
	if n > 3 || sum < 0 {
		note(sum)
	}
	return sum
}

func note(int) {}

// Small says whether n is.
func Small(n int) bool { return n < 10 }

// Even says whether n is.
func Even(n int) bool { return n%2 == 0 }
`,
	"sums/sums_test.go": `package sums

import "testing"

func TestSum(t *testing.T) {
	if Sum(4) != 6 || Sum(0) != 0 {
		t.Fatal("wrong")
	}
	if !Even(2) || Even(3) {
		t.Fatal("odd")
	}
}
`,
	"uses/uses.go": "// Package uses tells.\npackage uses\n",
	"uses/uses_test.go": `package uses

import (
	"testing"

	"small/sums"
)

func TestSmall(t *testing.T) {
	if !sums.Small(9) || sums.Small(10) {
		t.Fatal("wrong")
	}
}
`,
}

func smallModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range small {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

// tree is every file of a folder with what it holds.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[name] = string(text)
		return err
	}))
	return files
}

func mutate(t *testing.T, args ...string) (code int, lines []string, errs string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(t.Context(), append([]string{"-workers", "2", "-slack", "1s"}, args...), &out, &err)
	return code, strings.Split(strings.TrimSpace(out.String()), "\n"), err.String()
}

func TestSurvivorsAreListedAndTheTreeIsLeftAsItWas(t *testing.T) {
	dir := smallModule(t)
	code, lines, errs := mutate(t, "-C", dir, "./sums")
	require.Equal(t, 1, code, errs)
	require.Equal(t, []string{
		"sums/sums.go:9: n > 3 -> n <= 3",
		"sums/sums.go:9: sum < 0 -> sum >= 0",
		"sums/sums.go:18: n < 10 -> n >= 10 (no test comes by)",
		"small/sums: 3 of 5 negated conditions survive (60.0 %)",
		"total: 3 of 5 negated conditions survive (60.0 %)",
	}, lines[:len(lines)-1])
	require.Contains(t, errs, "10 % or more survive")
	require.Equal(t, small, tree(t, dir))
}

func TestOtherPackagesTestsCountWhereTheyAreNamed(t *testing.T) {
	code, lines, errs := mutate(t, "-C", smallModule(t), "-most", "50", "-with", "./uses", "./sums")
	require.Equal(t, 0, code, errs)
	require.Equal(t, "total: 2 of 5 negated conditions survive (40.0 %)", lines[len(lines)-2])
}

func TestWhatCannotBeFoundOutIsSaid(t *testing.T) {
	for want, args := range map[string][]string{
		"no conditions in ./uses": {"./uses"},
		"go list":                 {"./nowhere"},
		"flag provided":           {"-never"},
		"no conditions in ./sums": {"-files", "other[.]go$", "./sums"},
		"cannot be read":          {"-files", "(", "./sums"},
	} {
		code, _, errs := mutate(t, append([]string{"-C", smallModule(t)}, args...)...)
		require.Equal(t, 2, code, errs)
		require.Contains(t, errs, want)
	}
}

func TestTestsThatFailAsTheyAreTellNothing(t *testing.T) {
	dir := smallModule(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "sums/more_test.go"), []byte("package sums\n\nimport \"testing\"\n\nfunc TestNo(t *testing.T) { t.Fatal(\"no\") }\n"), 0o600))
	code, _, errs := mutate(t, "-C", dir, "./sums")
	require.Equal(t, 2, code)
	require.Contains(t, errs, "TestNo in small/sums fails as it is")
}

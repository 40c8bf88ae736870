// This file numbers the versions of a plan that people publish, and shows how two files differ.

package plans

import (
	"fmt"
	"regexp"

	"github.com/pmezard/go-difflib/difflib"
)

var versionLine = regexp.MustCompile(`(?m)^version:[ \t]*[0-9]+[ \t]*`)

// Numbered gives a plan file the number of a version; all else in it stays as it is.
func Numbered(file []byte, version int) []byte {
	at := versionLine.FindIndex(file)
	if at == nil {
		return file
	}
	line := fmt.Appendf(nil, "version: %d", version)
	return append(append(append([]byte{}, file[:at[0]]...), line...), file[at[1]:]...)
}

// Difference shows what becomes of one file in another, as unified diffs do; empty if they are the same.
func Difference(from, to []byte, nameFrom, nameTo string) string {
	const around = 3
	text, err := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
		A: difflib.SplitLines(string(from)), B: difflib.SplitLines(string(to)), FromFile: nameFrom, ToFile: nameTo, Context: around,
	})
	if err != nil { // a buffer in memory takes everything
		return ""
	}
	return text
}

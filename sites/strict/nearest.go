// This file guesses which word was meant.

package strict

import (
	"fmt"
	"strconv"
)

// nearest gives "; did you mean ...?" for a known word at most two letters away, else nothing.
func nearest(word string, known []string) string {
	best, far := "", 3
	if len(word) > 40 {
		return ""
	}
	for _, k := range known {
		if d := distance(word, k); d < far && d < len(k) {
			best, far = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// distance counts the letters to insert, delete or change (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := diagonal
			if a[i-1] != b[j-1] {
				change++
			}
			diagonal = row[j]
			row[j] = min(row[j]+1, row[j-1]+1, change)
		}
	}
	return row[len(b)]
}

// brief cuts what somebody wrote to a length that a sentence can carry.
func brief(word string) string {
	if runes := []rune(word); len(runes) > 40 {
		return string(runes[:40]) + "..."
	}
	return word
}

func quote(word string) string { return strconv.Quote(brief(word)) }

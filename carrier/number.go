package carrier

// Phone numbers: which are valid, and which belong to nobody.

import "strings"

// ValidNumber says whether a text is an E.164 number: a plus and 8 to 15 digits, the first of them not zero.
func ValidNumber(number string) bool {
	digits, plus := strings.CutPrefix(number, "+")
	if !plus || len(digits) < 8 || len(digits) > 15 || digits[0] == '0' {
		return false
	}
	return strings.Trim(digits, "0123456789") == ""
}

// Demonstration says whether a number is one that belongs to nobody: +12025550100 to +12025550199, kept for fiction.
func Demonstration(number string) bool {
	return len(number) == len("+12025550100") && strings.HasPrefix(number, "+120255501") && ValidNumber(number)
}

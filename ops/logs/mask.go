package logs

// Masking: a phone number that gets into a line all the same, most likely with somebody else's error, is masked there.

import (
	"log/slog"
	"regexp"
	"strings"
)

// numbers are phone numbers with their country's code, also as an address holds them.
var numbers = regexp.MustCompile(`(?:\+|%2B)\d{8,15}`)

// masked leaves of each number the first digit and the last two.
func masked(text string) string {
	return numbers.ReplaceAllStringFunc(text, func(number string) string {
		digits := strings.TrimPrefix(strings.TrimPrefix(number, "%2B"), "+")
		return "+" + digits[:1] + "******" + digits[len(digits)-2:]
	})
}

// mask does so in an attribute of a line, and in the line's words.
func mask(a slog.Attr) slog.Attr {
	said := ""
	switch value := a.Value.Any().(type) {
	case string:
		said = value
	case error:
		said = value.Error()
	default:
		return a
	}
	if hidden := masked(said); hidden != said {
		a.Value = slog.StringValue(hidden)
	}
	return a
}

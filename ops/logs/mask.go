package logs

// Masking: a phone number that gets into a line all the same, most likely with somebody else's error, is masked there.

import (
	"encoding/json"
	"fmt"
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

// mask does so in an attribute of a line, and in the line's words. What is no text is looked at as it would be written.
func mask(a slog.Attr) slog.Attr {
	if kind := a.Value.Kind(); kind != slog.KindString && kind != slog.KindAny { // a number or a moment; groups come one by one
		return a
	}
	for _, said := range written(a.Value.Any()) {
		if hidden := masked(said); hidden != said {
			a.Value = slog.StringValue(hidden)
			return a
		}
	}
	return a
}

// written is how a value may stand in a line: as text or as JSON. Of one that cannot be written nothing is known; the line says so.
func written(value any) (forms []string) {
	defer func() { _ = recover() }()
	switch v := value.(type) {
	case nil, slog.Level, *slog.Source:
		return nil
	case string:
		return []string{v}
	case error:
		return []string{v.Error()}
	case []byte:
		return []string{string(v)}
	}
	forms = []string{fmt.Sprintf("%+v", value)}
	if data, err := json.Marshal(value); err == nil {
		forms = append(forms, string(data))
	}
	return forms
}

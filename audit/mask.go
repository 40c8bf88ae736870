package audit

// What is left out: secrets by the names of their fields, and the middle of what may be a phone number.

import (
	"encoding/json"
	"regexp"
	"strings"
)

// secrets are fields whose values never stand in the log.
var secrets = map[string]bool{"password": true, "new_password": true, "old_password": true, "token": true, "secret": true, "hash": true, "phone": true}

const hidden = "(hidden)"

// numbers are runs of digits that may be phone numbers, written in whichever way.
var numbers = regexp.MustCompile(`\+?\b\d[\d ().-]{5,}\d\b`)

// dates are not, although they look like it, nor are the moments in the names of overrides and leave.
var dates = regexp.MustCompile(`^20\d{2}-(0[1-9]|1[0-2])(-|$)|^20\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])-([01]\d|2[0-3])[0-5]\d(-\d{1,2})?$`)

// Mask hides what may be phone numbers in a text, but for their last two digits.
func Mask(text string) string {
	return numbers.ReplaceAllStringFunc(text, func(number string) string {
		if dates.MatchString(number) {
			return number
		}
		return strings.Repeat("*", 6) + number[len(number)-2:]
	})
}

// mostDetail bounds what stands in Before and After, in bytes.
const mostDetail = 4 << 10

// Detail is a value as it stands in the log: JSON without secrets and numbers. One that is too long is named by its size.
func Detail(value any) string {
	if value == nil {
		return ""
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	var tree any
	if json.Unmarshal(text, &tree) != nil || tree == nil {
		return ""
	}
	text, err = json.Marshal(clean(tree))
	switch {
	case err != nil:
		return ""
	case len(text) > mostDetail:
		short, _ := json.Marshal(map[string]any{"too_long": len(text), "begins": string([]rune(string(text))[:200])})
		return string(short)
	}
	return string(text)
}

func clean(tree any) any {
	switch t := tree.(type) {
	case string:
		return Mask(t)
	case []any:
		for k := range t {
			t[k] = clean(t[k])
		}
	case map[string]any:
		for name, value := range t {
			if t[name] = clean(value); secrets[name] && value != "" && value != nil {
				t[name] = hidden
			}
		}
	}
	return tree
}

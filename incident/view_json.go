package incident

// How views say times, absent values and phone numbers.

import (
	"regexp"
	"strings"
	"time"
)

// Time is a moment in JSON: RFC 3339 in UTC with milliseconds.
type Time time.Time

// MarshalJSON implements json.Marshaler.
func (t Time) MarshalJSON() ([]byte, error) {
	return []byte(time.Time(t).UTC().Format(`"2006-01-02T15:04:05.000Z07:00"`)), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Time) UnmarshalJSON(data []byte) error {
	return (*time.Time)(t).UnmarshalJSON(data)
}

// Mask hides a phone number but for its country code's first and its own last two digits.
func Mask(phone string) string {
	if len(phone) < 6 {
		return "***"
	}
	return phone[:2] + "******" + phone[len(phone)-2:]
}

// numbers are runs of digits that may be phone numbers, written in whichever way.
var numbers = regexp.MustCompile(`\+?\b\d[\d ().-]{5,}\d\b`)

// dates are not, although they look like it.
var dates = regexp.MustCompile(`^20\d{2}-(0[1-9]|1[0-2])-`)

// MaskIn hides the phone numbers in a text. Short ones that everybody may know, such as 119, stay, and so do a few keys in a row.
func MaskIn(text string) string {
	return numbers.ReplaceAllStringFunc(text, func(number string) string {
		if digits := len(strings.Map(digit, number)); digits < 7 || dates.MatchString(number) {
			return number
		}
		return Mask(number)
	})
}

// digit leaves out of a text all but its digits.
func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func moment(t *time.Time) *Time {
	if t == nil {
		return nil
	}
	m := Time(*t)
	return &m
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

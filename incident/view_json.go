package incident

// How views say times, absent values and phone numbers.

import (
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

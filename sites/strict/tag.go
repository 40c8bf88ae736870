// This file reads the struct tags that say what a field may hold.

package strict

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// tag is what a field's tags ask of its value.
type tag struct {
	enum           []string
	pattern, keys  *regexp.Regexp // of the text; of a map's keys
	hint, keysHint string         // what the pattern asks for, in words
	min, max       *float64
	single         bool // a single value may stand for a list of one
}

func (t tag) span() string {
	switch {
	case t.min == nil:
		return fmt.Sprintf("up to %g", *t.max)
	case t.max == nil:
		return fmt.Sprintf("from %g", *t.min)
	default:
		return fmt.Sprintf("from %g to %g", *t.min, *t.max)
	}
}

type field struct {
	name     string
	at       int
	required bool
	tag      tag
}

type fields []field

func fieldsOf(t reflect.Type) fields {
	var list fields
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		list = append(list, field{name: name, at: i, required: !strings.Contains(options, "omit"), tag: tagOf(t.Field(i).Tag)})
	}
	return list
}

func tagOf(s reflect.StructTag) tag {
	t := tag{single: s.Get("single") == "true", hint: s.Get("hint"), keysHint: s.Get("hint")}
	if keys := s.Get("keys"); keys != "" {
		t.keys = regexp.MustCompile(keys)
	}
	for _, part := range strings.Split(s.Get("jsonschema"), ",") {
		name, value, _ := strings.Cut(part, "=")
		switch name {
		case "enum":
			t.enum = append(t.enum, value)
		case "pattern":
			t.pattern = regexp.MustCompile(value)
		case "minimum":
			t.min = bound(value)
		case "maximum":
			t.max = bound(value)
		}
	}
	return t
}

func bound(s string) *float64 {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic("strict: a bound that is no number: " + s) //nolint:forbidigo // a tag is code, like a pattern for regexp.MustCompile: the first test finds a wrong one
	}
	return &n
}

func (f fields) find(name string) (field, bool) {
	for _, one := range f {
		if one.name == name {
			return one, true
		}
	}
	return field{}, false
}

// suggest says which field may have been meant, or which there are.
func (f fields) suggest(name string) string {
	names := make([]string, 0, len(f))
	for _, one := range f {
		names = append(names, one.name)
	}
	if hint := nearest(name, names); hint != "" {
		return hint
	}
	return "; the fields are " + strings.Join(names, ", ")
}

package api

// Values that a body may give as a text, a truth value or a number.

import (
	"encoding/json"
	"fmt"

	"github.com/danielgtaylor/huma/v2"
)

// scalar is a value given as a text, a truth value or a number; it is kept as a text.
type scalar string

// Schema implements huma.SchemaProvider.
func (scalar) Schema(huma.Registry) *huma.Schema {
	most := 500
	return &huma.Schema{
		Description: "A text, true or false, or a number.",
		OneOf:       []*huma.Schema{{Type: huma.TypeString, MaxLength: &most}, {Type: huma.TypeBoolean}, {Type: huma.TypeNumber}},
	}
}

// UnmarshalJSON implements json.Unmarshaler. A number is kept as it was written; null is no value.
func (v *scalar) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return fmt.Errorf("read a value: %w", err)
		}
		*v = scalar(text)
		return nil
	}
	if string(data) != "null" {
		*v = scalar(data)
	}
	return nil
}

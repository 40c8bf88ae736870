package sites

import (
	"encoding/json"
	"fmt"

	"github.com/invopop/jsonschema"
)

// This file generates the JSON Schema of site files from the Go types, for editors that check as one writes.

// Schema is the JSON Schema (draft 2020-12) of a site file. It knows the form of each field; Load also knows how they
// hang together.
func Schema() ([]byte, error) {
	reflector := jsonschema.Reflector{FieldNameTag: "json", Anonymous: true}
	schema := reflector.Reflect(&Site{})
	schema.Title = "Muster site file"
	for _, r := range schemaRules {
		if err := r.apply(schema.Definitions); err != nil {
			return nil, err
		}
	}
	data, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the site schema: %w", err)
	}
	return append(data, '\n'), nil
}

// schemaRule narrows one field of one type.
type schemaRule struct {
	definition, field string
	narrow            func(*jsonschema.Schema)
}

func (r schemaRule) apply(definitions jsonschema.Definitions) error {
	if d, ok := definitions[r.definition]; ok {
		if field, ok := d.Properties.Get(r.field); ok {
			r.narrow(field)
			return nil
		}
	}
	return fmt.Errorf("the site schema has no field %s of %s", r.field, r.definition)
}

var schemaRules = []schemaRule{
	{"Site", "id", form(idPattern)},
	{"Site", "languages", language},
	{"Site", "channels", channel},
	{"Site", "emergency", form(outsidePattern)},
	{"Site", "buildings", filled},
	{"Site", "muster_points", filled},
	{"Site", "parties", filled},
	{"Site", "company", filled},
	{"Site", "responders", filled},
	{"Site", "groups", filled},
	{"Site", "shifts", filled},
	{"DayHours", "from", form(clockPattern)},
	{"DayHours", "to", form(clockPattern)},
	{"Building", "id", form(idPattern)},
	{"Building", "floors", filled},
	{"Zone", "id", form(idPattern)},
	{"Zone", "buildings", filled},
	{"MusterPoint", "id", form(idPattern)},
	{"Asset", "id", form(idPattern)},
	{"Asset", "kind", kind},
	{"Party", "id", form(idPattern)},
	{"Party", "number", form(outsidePattern)},
	{"Responder", "id", form(idPattern)},
	{"Responder", "phone", form(phonePattern)},
	{"Responder", "languages", language},
	{"Responder", "skills", items(idPattern)},
	{"Group", "id", form(idPattern)},
	{"Group", "seats", items(seatPattern)},
	{"Shift", "id", form(idPattern)},
	{"Shift", "from", form(clockPattern)},
	{"Shift", "to", form(clockPattern)},
	{"Shift", "first", form(datePattern)},
	{"Shift", "days", filled},
	{"Shift", "seats", seats},
	{"Override", "id", form(idPattern)},
	{"Override", "seat", form(seatPattern)},
	{"Override", "from", form(dateTimePattern)},
	{"Override", "to", form(dateTimePattern)},
	{"Leave", "id", form(idPattern)},
	{"Leave", "from", form(dateTimePattern)},
	{"Leave", "to", form(dateTimePattern)},
	{"Resident", "id", form(idPattern)},
	{"Resident", "phone", form(phonePattern)},
	{"Resident", "language", oneLanguage},
}

func form(pattern string) func(*jsonschema.Schema) {
	return func(s *jsonschema.Schema) { s.Pattern = pattern }
}

func items(pattern string) func(*jsonschema.Schema) {
	return func(s *jsonschema.Schema) { s.Items.Pattern = pattern }
}

func filled(s *jsonschema.Schema) {
	one := uint64(1)
	s.MinItems = &one
}

func language(s *jsonschema.Schema) {
	filled(s)
	oneLanguage(s.Items)
}

func channel(s *jsonschema.Schema) {
	filled(s)
	for _, c := range channels {
		s.Items.Enum = append(s.Items.Enum, c)
	}
}

func oneLanguage(s *jsonschema.Schema) {
	for _, l := range languages {
		s.Enum = append(s.Enum, l)
	}
}

func kind(s *jsonschema.Schema) {
	for _, k := range Kinds() {
		s.Enum = append(s.Enum, string(k))
	}
}

func seats(s *jsonschema.Schema) {
	filled(s.AdditionalProperties)
	s.PatternProperties = map[string]*jsonschema.Schema{seatPattern: s.AdditionalProperties}
	s.AdditionalProperties = jsonschema.FalseSchema
}

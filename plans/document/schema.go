// This file tells the schema what the Go types alone do not: short forms, names of map keys, the form of durations.

package document

import (
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
)

// JSONSchema describes a duration.
func (Duration) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{
		Type: "string", Pattern: `^([0-9]+(\.[0-9]+)?(h|m|s))+$`,
		Description: "a time in hours, minutes and seconds, such as 90s, 2m or 1h30m",
	}
}

// orShort lets a type be written as one word too.
func orShort(schema, short *jsonschema.Schema) {
	long := *schema
	*schema = jsonschema.Schema{OneOf: []*jsonschema.Schema{short, &long}}
}

// JSONSchemaExtend adds the short forms.
func (Evidence) JSONSchemaExtend(schema *jsonschema.Schema) {
	enum := make([]any, 0, len(shortEvidence))
	for _, word := range shortEvidence {
		enum = append(enum, word)
	}
	orShort(schema, &jsonschema.Schema{Type: "string", Enum: enum})
}

// JSONSchemaExtend adds the short form.
func (Choice) JSONSchemaExtend(schema *jsonschema.Schema) {
	orShort(schema, &jsonschema.Schema{Type: "string", Pattern: "^[a-z][a-z0-9_-]*$"})
}

// JSONSchemaExtend adds the short form.
func (StepNotice) JSONSchemaExtend(schema *jsonschema.Schema) {
	orShort(schema, &jsonschema.Schema{Type: "string"})
}

// JSONSchema describes a share.
func (Percent) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{
		OneOf: []*jsonschema.Schema{
			{Type: "integer", Minimum: "1", Maximum: "100"},
			{Type: "string", Pattern: `^([1-9][0-9]?|100)%?$`},
		},
		Description: "a share of the target, such as 80%",
	}
}

// JSONSchemaExtend adds the short form.
func (Number) JSONSchemaExtend(schema *jsonschema.Schema) {
	orShort(schema, &jsonschema.Schema{Const: true})
}

// JSONSchemaExtend adds the short form.
func (Needs) JSONSchemaExtend(schema *jsonschema.Schema) {
	orShort(schema, &jsonschema.Schema{Type: "integer", Minimum: "0", Maximum: "200"})
}

// JSONSchemaExtend adds the short form.
func (Repeat) JSONSchemaExtend(schema *jsonschema.Schema) {
	orShort(schema, Duration(0).JSONSchema())
}

// JSONSchemaExtend adds the short form.
func (Source) JSONSchemaExtend(schema *jsonschema.Schema) {
	orShort(schema, &jsonschema.Schema{Type: "string"})
}

// JSONSchemaExtend lets lists of one be written without a list.
func (Step) JSONSchemaExtend(schema *jsonschema.Schema) { singles(schema, reflect.TypeFor[Step]()) }

// JSONSchemaExtend does the same for seats.
func (Seat) JSONSchemaExtend(schema *jsonschema.Schema) { singles(schema, reflect.TypeFor[Seat]()) }

// JSONSchemaExtend does the same for facts.
func (Fact) JSONSchemaExtend(schema *jsonschema.Schema) { singles(schema, reflect.TypeFor[Fact]()) }

// JSONSchemaExtend lets a rung page one selector, or one channel, without a list.
func (Rung) JSONSchemaExtend(schema *jsonschema.Schema) { singles(schema, reflect.TypeFor[Rung]()) }

// JSONSchemaExtend does the same for what lateness pages.
func (Late) JSONSchemaExtend(schema *jsonschema.Schema) { singles(schema, reflect.TypeFor[Late]()) }

// JSONSchemaExtend names the keys of the plan's maps.
func (Document) JSONSchemaExtend(schema *jsonschema.Schema) {
	t := reflect.TypeFor[Document]()
	singles(schema, t)
	for i := range t.NumField() {
		keys := t.Field(i).Tag.Get("keys")
		if property, ok := schema.Properties.Get(name(t.Field(i))); ok && keys != "" {
			property.PropertyNames = &jsonschema.Schema{Pattern: keys}
		}
	}
}

func singles(schema *jsonschema.Schema, t reflect.Type) {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("single") != "true" {
			continue
		}
		if property, ok := schema.Properties.Get(name(t.Field(i))); ok {
			orShort(property, property.Items)
		}
	}
}

func name(f reflect.StructField) string {
	first, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return first
}

// This file makes the JSON Schema of plan files from the Go types that read them.

package plans

import (
	"encoding/json"
	"fmt"

	"github.com/invopop/jsonschema"

	"muster/plans/document"
)

// Schema is the JSON Schema of plan files, indented. It says what a file may hold; the rules beyond its form are Load's.
func Schema() ([]byte, error) {
	r := jsonschema.Reflector{BaseSchemaID: "https://muster.example/schema", ExpandedStruct: true}
	schema := r.Reflect(&document.Document{})
	schema.ID = jsonschema.ID("https://muster.example/schema/" + document.SchemaID)
	schema.Title = "Muster plan file"
	out, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the schema of plan files: %w", err)
	}
	return append(out, '\n'), nil
}

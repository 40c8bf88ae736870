package reference_test

import (
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/require"

	"muster/api/reference"
)

// described is a description with one call and one schema.
func described(op *huma.Operation, s *huma.Schema) *huma.OpenAPI {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	registry.Map()["Thing"] = s
	op.Tags = []string{"Things"}
	return &huma.OpenAPI{
		Info: &huma.Info{Title: "Title", Version: "1"}, Components: &huma.Components{Schemas: registry},
		Paths: map[string]*huma.PathItem{"/things/{id}": {Get: op}},
	}
}

func TestTheReferenceShowsCallsSchemasAndProblems(t *testing.T) {
	least, most := 1.0, 9
	doc := described(
		&huma.Operation{
			OperationID: "list", Method: "GET", Path: "/things/{id}", Summary: "List things", DefaultStatus: 200,
			Parameters: []*huma.Param{{Name: "id", In: "path", Required: true, Description: "Which.", Schema: &huma.Schema{Type: "string", MaxLength: &most}}},
			Responses: map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{
				"application/json": {Schema: &huma.Schema{Type: "array", Items: &huma.Schema{Ref: "#/components/schemas/Thing"}}},
			}}},
		},
		&huma.Schema{Required: []string{"a"}, Properties: map[string]*huma.Schema{
			"a": {Type: "integer", Minimum: &least, Default: 5, Description: "How many."},
			"b": {Type: "string", Enum: []any{"x", "y"}, Nullable: true},
			"c": {OneOf: []*huma.Schema{{Ref: "#/components/schemas/Thing"}, {Type: "null"}}},
			"d": {Type: "object", AdditionalProperties: &huma.Schema{Type: "string", Format: "date-time"}},
		}},
	)
	page, err := reference.Page(doc, []reference.Problem{{Code: "lost", Status: 404, Title: "It is lost"}})
	require.NoError(t, err)
	for _, part := range []string{
		`<article id="list">`, `<b>GET</b> /things/{id}`, "without the token", "at most 9 characters",
		`list of <a href="#schema-Thing">Thing</a>`, `<tr id="lost">`, "It is lost",
		"integer <small>at least 1; 5 if left out</small>", "string or null <small>x | y</small>",
		`<a href="#schema-Thing">Thing</a> or null`, "object of string (date-time)", "<small>optional</small>",
	} {
		require.Contains(t, string(page), part)
	}
}

func TestNothingInADescriptionBecomesMarkup(t *testing.T) {
	const hostile = `<script>alert("x")</script>`
	doc := described(
		&huma.Operation{OperationID: "a", Summary: hostile, Description: hostile, Path: hostile, Parameters: []*huma.Param{
			{Name: hostile, Schema: &huma.Schema{Type: hostile, Format: hostile, Enum: []any{hostile}}}, {Name: "b", Schema: &huma.Schema{Ref: hostile}},
		}},
		&huma.Schema{Properties: map[string]*huma.Schema{hostile: {Type: hostile, Description: hostile}}},
	)
	page, err := reference.Page(doc, []reference.Problem{{Code: hostile, Title: hostile}})
	require.NoError(t, err)
	require.NotContains(t, string(page), "<script")
}

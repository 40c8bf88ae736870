package sites_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"muster/sites"
)

func compiled(t *testing.T) *jsonschema.Schema {
	data, err := sites.Schema()
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("site.json", document))
	schema, err := compiler.Compile("site.json")
	require.NoError(t, err)
	return schema
}

func asJSON(t *testing.T, file []byte) any {
	data, err := yaml.YAMLToJSON(file)
	require.NoError(t, err)
	var document any
	require.NoError(t, json.Unmarshal(data, &document))
	return document
}

func TestRiversideFitsTheSchema(t *testing.T) {
	require.NoError(t, compiled(t).Validate(asJSON(t, sites.RiversideFile())))
}

func TestTheValidFileFitsTheSchema(t *testing.T) {
	data, err := os.ReadFile("testdata/valid.yaml")
	require.NoError(t, err)
	require.NoError(t, compiled(t).Validate(asJSON(t, data)))
}

// TestTheSchemaRefusesBrokenForms takes the broken files whose fault lies in one field alone: an editor finds those.
func TestTheSchemaRefusesBrokenForms(t *testing.T) {
	schema := compiled(t)
	for _, name := range strings.Fields(`schema-unknown schema-missing field-unknown text-not-quoted list-expected mapping-expected
		number-expected language-of-text-missing id-missing site-id languages-empty language-unknown day-hours emergency
		building-without-floors muster-points-empty zone-without-buildings asset-kind-unknown party-number parties-empty company-empty
		responder-id responder-phone responder-without-language responder-language-unknown responder-skill group-seat shifts-empty
		shift-clock shift-first-without-zeros shift-every shift-without-days seat-name seat-nobody override-seat override-moment
		override-moment-without-zeros leave-moment resident-phone resident-language`) {
		data, err := os.ReadFile("testdata/broken/" + name + ".yaml")
		require.NoError(t, err)
		require.Error(t, schema.Validate(asJSON(t, data)), name)
	}
}

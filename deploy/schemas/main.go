// Command schemas writes the JSON schemas of the few kinds that the chart uses, strict, from Kubernetes' own description of
// its interface, for kubeconform: `go run ./deploy/schemas SWAGGER.json FOLDER`. See README.md beside it.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// kinds are what the chart makes.
var kinds = []string{
	"io.k8s.api.apps.v1.Deployment", "io.k8s.api.apps.v1.StatefulSet", "io.k8s.api.batch.v1.Job", "io.k8s.api.core.v1.Service", "io.k8s.api.core.v1.ServiceAccount",
	"io.k8s.api.networking.v1.Ingress", "io.k8s.api.networking.v1.NetworkPolicy", "io.k8s.api.policy.v1.PodDisruptionBudget",
}

// node is a part of a schema.
type node = map[string]any

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "That is not how it is called: schemas SWAGGER.json FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(from, into string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var swagger struct {
		Definitions map[string]node `json:"definitions"`
	}
	if err := json.Unmarshal(data, &swagger); err != nil {
		return fmt.Errorf("%s is no description of an interface: %w", from, err)
	}
	for _, kind := range kinds {
		definition, ok := swagger.Definitions[kind]
		if !ok {
			return fmt.Errorf("%s does not describe %s", from, kind)
		}
		schema, err := json.Marshal(plain(definition, swagger.Definitions))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(into, fileOf(kind)), append(schema, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// fileOf is the name by which kubeconform looks for a kind: deployment-apps-v1.json.
func fileOf(kind string) string {
	parts := strings.Split(strings.TrimPrefix(kind, "io.k8s.api."), ".")
	group, version, name := parts[0], parts[1], strings.ToLower(parts[2])
	if group == "core" {
		return name + "-" + version + ".json"
	}
	return strings.Join([]string{name, group, version}, "-") + ".json"
}

// plain resolves references and drops what validates nothing. An object takes no property that is not described.
func plain(n node, definitions map[string]node) node {
	if ref, ok := n["$ref"].(string); ok {
		return plain(definitions[strings.TrimPrefix(ref, "#/definitions/")], definitions)
	}
	if n["format"] == "int-or-string" {
		return node{"oneOf": []any{node{"type": "string"}, node{"type": "integer"}}}
	}
	if n["type"] == "string" && n["format"] == nil && isQuantity(n) {
		return node{"oneOf": []any{node{"type": "string"}, node{"type": "number"}}}
	}
	out := node{}
	for _, key := range []string{"type", "enum", "required"} {
		if n[key] != nil {
			out[key] = n[key]
		}
	}
	if properties, ok := n["properties"].(node); ok {
		described := node{}
		for name, property := range properties {
			if part, ok := property.(node); ok {
				described[name] = plain(part, definitions)
			}
		}
		out["properties"], out["additionalProperties"] = described, false
	}
	for _, key := range []string{"items", "additionalProperties"} {
		if part, ok := n[key].(node); ok {
			out[key] = plain(part, definitions)
		}
	}
	return out
}

// isQuantity tells amounts such as 100m, which may be written as numbers too, by how they are described.
func isQuantity(n node) bool {
	description, _ := n["description"].(string)
	return strings.HasPrefix(description, "Quantity is a fixed-point representation of a number")
}

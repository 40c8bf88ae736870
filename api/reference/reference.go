// Package reference renders an API's description as one page of plain HTML: without scripts, and without anything from
// another host, so that it can be read where there is no network and under the strictest policy.
package reference

import (
	"bytes"
	_ "embed" // for the page and its style
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed page.html
var pageText string

//go:embed style.css
var style []byte

// Style is the page's style sheet.
func Style() []byte { return style }

// Problem is a code with which requests can fail.
type Problem struct {
	Code   string
	Status int
	Title  string
}

// page is what the template shows.
type page struct {
	Info     *huma.Info
	Groups   []group
	Schemas  []object
	Problems []Problem
}

// group is the calls under one tag.
type group struct {
	Name  string
	Calls []call
}

// call is one operation.
type call struct {
	*huma.Operation
	Open    bool // it asks for no token
	Body    []typed
	Answers []answer
}

// answer is what a call answers under one status.
type answer struct {
	Status, Text string
	Content      []typed
}

// typed is a media type with its schema.
type typed struct {
	Media  string
	Schema *huma.Schema
}

// object is a named schema.
type object struct {
	Name   string
	Fields []field
}

// field is a property of an object.
type field struct {
	Name     string
	Required bool
	Schema   *huma.Schema
}

var tmpl = template.Must(template.New("page").Funcs(template.FuncMap{"kind": kind, "limits": limits}).Parse(pageText))

// Page renders a description, with the codes of its problems.
func Page(doc *huma.OpenAPI, problems []Problem) ([]byte, error) {
	p := page{Info: doc.Info, Groups: groups(doc), Schemas: objects(doc), Problems: problems}
	var b bytes.Buffer
	if err := tmpl.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("render the reference: %w", err)
	}
	return b.Bytes(), nil
}

// groups sorts the calls by tag; tags come in the order of their first call's address.
func groups(doc *huma.OpenAPI) []group {
	var all []group
	for _, path := range sorted(doc.Paths) {
		for _, op := range operations(doc.Paths[path]) {
			i := slices.IndexFunc(all, func(g group) bool { return g.Name == op.Tags[0] })
			if i < 0 {
				all = append(all, group{Name: op.Tags[0]})
				i = len(all) - 1
			}
			all[i].Calls = append(all[i].Calls, callOf(op))
		}
	}
	return all
}

func operations(item *huma.PathItem) []*huma.Operation {
	var ops []*huma.Operation
	for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
		if op != nil {
			ops = append(ops, op)
		}
	}
	return ops
}

func callOf(op *huma.Operation) call {
	c := call{Operation: op, Open: len(op.Security) == 0}
	if op.RequestBody != nil {
		c.Body = contents(op.RequestBody.Content)
	}
	for _, status := range sorted(op.Responses) {
		r := op.Responses[status]
		text := r.Description
		if text == "" {
			text = http.StatusText(op.DefaultStatus)
		}
		c.Answers = append(c.Answers, answer{Status: status, Text: text, Content: contents(r.Content)})
	}
	return c
}

func contents(content map[string]*huma.MediaType) []typed {
	var all []typed
	for _, media := range sorted(content) {
		all = append(all, typed{Media: media, Schema: content[media].Schema})
	}
	return all
}

func objects(doc *huma.OpenAPI) []object {
	var all []object
	schemas := doc.Components.Schemas.Map()
	for _, name := range sorted(schemas) {
		o := object{Name: name}
		for _, property := range sorted(schemas[name].Properties) {
			o.Fields = append(o.Fields, field{
				Name: property, Required: slices.Contains(schemas[name].Required, property), Schema: schemas[name].Properties[property],
			})
		}
		all = append(all, o)
	}
	return all
}

func sorted[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// kind says in a few words what a schema takes, with a link to the object that it refers to.
func kind(s *huma.Schema) template.HTML {
	switch {
	case s == nil:
		return ""
	case s.Ref != "":
		name := template.HTMLEscapeString(s.Ref[strings.LastIndex(s.Ref, "/")+1:])
		return template.HTML(`<a href="#schema-` + name + `">` + name + `</a>`) //nolint:gosec // the name is escaped
	case len(s.OneOf) > 0:
		return choice(s.OneOf)
	case s.Type == huma.TypeArray:
		return "list of " + kind(s.Items)
	case s.Type == huma.TypeObject:
		return mapped(s)
	}
	text := s.Type
	if s.Format != "" {
		text += " (" + s.Format + ")"
	}
	if s.Nullable {
		text += " or null"
	}
	return template.HTML(template.HTMLEscapeString(text)) //nolint:gosec // it is escaped
}

func choice(options []*huma.Schema) template.HTML {
	var all []string
	for _, option := range options {
		all = append(all, string(kind(option)))
	}
	return template.HTML(strings.Join(all, " or ")) //nolint:gosec // each is escaped
}

func mapped(s *huma.Schema) template.HTML {
	if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
		return "object of " + kind(values)
	}
	return "object"
}

// limits says what a value must keep to.
func limits(s *huma.Schema) string {
	var all []string
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if len(s.Enum) > 0 {
		add("%s", values(s.Enum))
	}
	if s.Minimum != nil {
		add("at least %v", *s.Minimum)
	}
	if s.Maximum != nil {
		add("at most %v", *s.Maximum)
	}
	if s.MaxLength != nil {
		add("at most %d characters", *s.MaxLength)
	}
	if s.MaxItems != nil {
		add("at most %d", *s.MaxItems)
	}
	if s.Default != nil {
		add("%v if left out", s.Default)
	}
	return strings.Join(all, "; ")
}

func values(enum []any) string {
	var all []string
	for _, value := range enum {
		all = append(all, fmt.Sprint(value))
	}
	return strings.Join(all, " | ")
}

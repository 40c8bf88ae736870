// This file walks a syntax tree and a Go type side by side.

package strict

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Short is a type that a file may write as one word instead of a mapping.
type Short interface {
	// FromShort takes the word; its error is a sentence that says what to do.
	FromShort(word string) error
}

// Read fills the struct that into points to. It reports all problems that it finds, sorted; what could not be read is
// left at its zero value.
func Read(data []byte, into any) (*Index, []Problem) {
	r := &reader{index: newIndex()}
	body, fault := parse(data)
	if fault != nil {
		return r.index, []Problem{*fault}
	}
	r.value(body, reflect.ValueOf(into).Elem(), "", tag{})
	return r.index, Sort(r.problems)
}

type reader struct {
	index    *Index
	problems []Problem
}

func (r *reader) report(at Position, rule, format string, args ...any) {
	r.problems = append(r.problems, Problem{Position: at, Rule: rule, Text: fmt.Sprintf(format, args...)})
}

// value reads one node into one Go value.
func (r *reader) value(n ast.Node, v reflect.Value, path string, t tag) {
	r.index.values[path] = start(n)
	if !r.plain(n) {
		return
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if word, ok := scalar(n); ok && r.word(n, word, v, path) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.object(n, v, path)
	case reflect.Map:
		r.table(n, v, path, t)
	case reflect.Slice:
		r.list(n, v, path, t)
	default:
		r.scalar(n, v, path, t)
	}
}

// plain refuses the parts of YAML that files of ours do without.
func (r *reader) plain(n ast.Node) bool {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		r.report(start(n), "yaml", "anchors, aliases and tags are not used here; write the value out")
		return false
	case *ast.NullNode:
		r.report(start(n), "missing", "this field is empty; write its value or take the line out")
		return false
	}
	return true
}

// word reads a scalar into a type that knows how; false if the type knows nothing of it.
func (r *reader) word(n ast.Node, word string, v reflect.Value, path string) bool {
	var err error
	switch known := v.Addr().Interface().(type) {
	case Short:
		err = known.FromShort(word)
	case encoding.TextUnmarshaler:
		err = known.UnmarshalText([]byte(word))
	default:
		return false
	}
	if err != nil {
		r.report(start(n), "value", "%s", err.Error())
	}
	r.remember(n, path)
	return true
}

// list reads a sequence; a single value stands for a list of one.
func (r *reader) list(n ast.Node, v reflect.Value, path string, t tag) {
	nodes := []ast.Node{n}
	if seq, ok := n.(*ast.SequenceNode); ok {
		nodes = seq.Values
	} else if !t.single {
		r.report(start(n), "type", "this must be a list; write it as [a, b] or with a dash before each")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(nodes), len(nodes)))
	for i, item := range nodes {
		r.value(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i), t)
	}
}

// table reads a mapping whose keys are the writer's own names.
func (r *reader) table(n ast.Node, v reflect.Value, path string, t tag) {
	v.Set(reflect.MakeMap(v.Type()))
	r.pairs(n, path, func(key string, pair *ast.MappingValueNode) {
		at := start(pair.Key)
		if t.keys != nil && !t.keys.MatchString(key) {
			r.report(at, "id", "%s cannot be a name here; write %s", quote(key), t.keysHint)
		}
		item := reflect.New(v.Type().Elem()).Elem()
		r.value(pair.Value, item, join(path, key), tag{})
		v.SetMapIndex(reflect.ValueOf(key), item)
	})
}

// object reads a mapping into a struct.
func (r *reader) object(n ast.Node, v reflect.Value, path string) {
	fields := fieldsOf(v.Type())
	seen := map[string]bool{}
	r.pairs(n, path, func(key string, pair *ast.MappingValueNode) {
		f, known := fields.find(key)
		if !known {
			r.report(start(pair.Key), "field", "there is no field %s here%s", quote(key), fields.suggest(key))
			return
		}
		seen[key] = true
		r.value(pair.Value, v.Field(f.at), join(path, key), f.tag)
	})
	if _, ok := mapping(n); ok {
		r.missing(fields, seen, start(n))
	}
}

func (r *reader) missing(fields fields, seen map[string]bool, at Position) {
	for _, f := range fields {
		switch {
		case !f.required || seen[f.name]:
		case f.name == "en" || f.name == "zh":
			r.report(at, "language", "the text has no %q; write every text in English (en) and Chinese (zh)", f.name)
		default:
			r.report(at, "missing", "the field %q is missing; write it", f.name)
		}
	}
}

// pairs visits a mapping's entries, each key once.
func (r *reader) pairs(n ast.Node, path string, visit func(string, *ast.MappingValueNode)) {
	entries, ok := mapping(n)
	if !ok {
		r.report(start(n), "type", "this must be a mapping of fields; write it as name: value lines or {name: value}")
		return
	}
	for _, pair := range entries {
		key, ok := scalar(pair.Key)
		if !ok || strings.ContainsAny(key, ".[]") {
			r.report(start(pair.Key), "type", "this cannot be a field's name; write a plain word before the colon")
			continue
		}
		full := join(path, key)
		if _, twice := r.index.keys[full]; twice {
			r.report(start(pair.Key), "duplicate", "%s stands here twice; keep one of them", quote(key))
			continue
		}
		r.index.keys[full] = start(pair.Key)
		r.index.order[path] = append(r.index.order[path], key)
		visit(key, pair)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// This file reads single values: texts, whole numbers, numbers, yes or no.

package strict

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

func (r *reader) scalar(n ast.Node, v reflect.Value, path string, t tag) {
	switch v.Kind() {
	case reflect.String:
		r.text(n, v, path, t)
	case reflect.Bool:
		r.truth(n, v)
	case reflect.Int, reflect.Float64:
		r.number(n, v, t)
	default: // no file of ours holds another kind
	}
}

func (r *reader) text(n ast.Node, v reflect.Value, path string, t tag) {
	switch n.(type) {
	case *ast.StringNode, *ast.LiteralNode:
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode:
		word := n.GetToken().Value
		r.report(start(n), "type", "this must be a text; put it into quotes: \"%s\"", brief(word))
		return
	default:
		r.report(start(n), "type", "this must be a text; write one")
		return
	}
	word, _ := scalar(n)
	word = strings.TrimSpace(word)
	r.remember(n, path)
	if fault := t.refuses(word); fault != "" {
		r.report(start(n), fault.rule(word), "%s", string(fault))
		return
	}
	v.SetString(word)
}

func (r *reader) truth(n ast.Node, v reflect.Value) {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		r.report(start(n), "type", "this must be true or false, without quotes")
		return
	}
	v.SetBool(b.Value)
}

func (r *reader) number(n ast.Node, v reflect.Value, t tag) {
	word, _ := scalar(n)
	whole := v.Kind() == reflect.Int
	number, err := strconv.ParseFloat(word, 64)
	_, isWhole := n.(*ast.IntegerNode)
	_, isFloat := n.(*ast.FloatNode)
	switch {
	case err != nil || (whole && !isWhole) || (!isWhole && !isFloat):
		kind := "a number"
		if whole {
			kind = "a whole number"
		}
		r.report(start(n), "type", "this must be %s, without quotes", kind)
	case t.min != nil && number < *t.min, t.max != nil && number > *t.max:
		r.report(start(n), "value", "%s is out of range; write a number %s", brief(word), t.span())
	case whole:
		v.SetInt(int64(number))
	default:
		v.SetFloat(number)
	}
}

// fault is why a text is refused; empty if it is not.
type fault string

func (f fault) rule(word string) string {
	if word == "" {
		return "missing"
	}
	return "value"
}

func (t tag) refuses(word string) fault {
	switch {
	case word == "":
		return "this text is empty; write it"
	case len(t.enum) > 0 && !slices.Contains(t.enum, word):
		return fault(quote(word) + " is not known here; write one of " + strings.Join(t.enum, ", ") + nearest(word, t.enum))
	case t.pattern != nil && !t.pattern.MatchString(word):
		return fault(quote(word) + " cannot be a name here; write " + t.hint)
	}
	return ""
}

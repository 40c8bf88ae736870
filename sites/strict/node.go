// This file asks the syntax tree plain questions: where does a node start, is it a word, is it a mapping.

package strict

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// start is where a node begins for a reader: a block mapping at its first key, not at that key's colon.
func start(n ast.Node) Position {
	switch m := n.(type) {
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			return start(m.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return start(m.Key)
	}
	t := n.GetToken()
	if t == nil || t.Position == nil || t.Position.Line < 1 || t.Position.Column < 1 {
		return Position{1, 1}
	}
	return Position{t.Position.Line, t.Position.Column}
}

// scalar gives the text of a node that is a single value, as it was written.
func scalar(n ast.Node) (string, bool) {
	switch s := n.(type) {
	case *ast.StringNode:
		return s.Value, true
	case *ast.LiteralNode:
		return s.Value.Value, true
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// mapping gives the entries of a node that is a mapping.
func mapping(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	return nil, false
}

// remember notes where the first character of a one-line text stands.
func (r *reader) remember(n ast.Node, path string) {
	s, ok := n.(*ast.StringNode)
	if !ok {
		return
	}
	at := start(n)
	if s.Token.Type == token.DoubleQuoteType || s.Token.Type == token.SingleQuoteType {
		at.Column++
	}
	r.index.inner[path] = at
}

// This file walks the parser's tree.

package condition

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"muster/incident/cond"
)

// ops are the operators of the subset by the parser's names for them.
var ops = map[string]cond.Op{
	"_==_": cond.OpEq, "_!=_": cond.OpNe, "_<_": cond.OpLt, "_<=_": cond.OpLe, "_>_": cond.OpGt, "_>=_": cond.OpGe,
	"_&&_": cond.OpAnd, "_||_": cond.OpOr, "!_": cond.OpNot, "@in": cond.OpIn,
}

const outside = "conditions hold only ==, !=, <, <=, >, >=, &&, ||, ! and in; "

// truth reads an expression that must be true or false.
func (w *walker) truth(e ast.Expr) cond.Expr {
	switch e.Kind() {
	case ast.CallKind:
		return w.call(e)
	case ast.IdentKind, ast.SelectKind:
		tree := w.name(e)
		if n, ok := w.reader.names[tree.Name]; ok && n.Kind != Truth && n.Refuse == "" {
			w.fault(e, RuleSubset, "%s is not true or false by itself; compare it with a value", tree.Name)
		}
		return tree
	case ast.LiteralKind, ast.ListKind, ast.MapKind, ast.StructKind, ast.ComprehensionKind, ast.UnspecifiedExprKind:
	}
	w.fault(e, RuleSubset, outside+"compare a step's value, a fact, level or mode with something here")
	return cond.Expr{}
}

func (w *walker) call(e ast.Expr) cond.Expr {
	call := e.AsCall()
	op, known := ops[call.FunctionName()]
	if !known {
		w.fault(e, RuleSubset, outside+"take %s out", function(call))
		return cond.Expr{}
	}
	tree := cond.Expr{Op: op}
	switch op {
	case cond.OpAnd, cond.OpOr, cond.OpNot:
		for _, arg := range call.Args() {
			tree.Args = append(tree.Args, w.truth(arg))
		}
	case cond.OpIn:
		tree.Args = append([]cond.Expr{w.side(call.Args()[0])}, w.list(call.Args()[1])...)
	default:
		tree.Args = []cond.Expr{w.side(call.Args()[0]), w.side(call.Args()[1])}
	}
	if op != cond.OpAnd && op != cond.OpOr && len(cond.Names(&tree)) == 0 && len(w.faults) == 0 {
		w.fault(e, RuleSubset, "nothing here can change; compare a step's value, a fact, level or mode with something")
	}
	return tree
}

// function names what was called, for a person.
func function(call ast.CallExpr) string {
	switch name := call.FunctionName(); name {
	case "_?_:_":
		return "the choice with ? and :"
	case "_[_]":
		return "the index in brackets"
	case "_+_", "_-_", "_*_", "_/_", "_%_", "-_":
		return "the arithmetic"
	default:
		return "the function " + name + "()"
	}
}

// side reads one side of a comparison: a name or a literal.
func (w *walker) side(e ast.Expr) cond.Expr {
	switch e.Kind() {
	case ast.IdentKind, ast.SelectKind:
		return w.name(e)
	case ast.LiteralKind:
		return w.literal(e)
	case ast.CallKind:
		return w.call(e)
	case ast.ListKind, ast.MapKind, ast.StructKind, ast.ComprehensionKind, ast.UnspecifiedExprKind:
	}
	w.fault(e, RuleSubset, outside+`write a name, a text in quotes or a number on each side`)
	return cond.Expr{}
}

func (w *walker) list(e ast.Expr) []cond.Expr {
	if e.Kind() != ast.ListKind || e.AsList().Size() == 0 {
		w.fault(e, RuleSubset, `after "in" stands a list that is written out; write it like in ["a", "b"]`)
		return nil
	}
	var items []cond.Expr
	for _, item := range e.AsList().Elements() {
		if item.Kind() != ast.LiteralKind {
			w.fault(item, RuleSubset, `the list after "in" holds only texts in quotes or numbers; write the values out`)
			continue
		}
		items = append(items, w.literal(item))
	}
	return items
}

func (w *walker) literal(e ast.Expr) cond.Expr {
	var value cond.Value
	switch v := e.AsLiteral().(type) {
	case types.String:
		value = cond.String(string(v))
	case types.Int:
		value = cond.Number(float64(v))
	case types.Double:
		value = cond.Number(float64(v))
	case types.Bool:
		value = cond.Bool(bool(v))
	default:
		w.fault(e, RuleSubset, "write a text in quotes, a number, true or false here")
	}
	lit := &value
	if w.at == nil {
		w.at = map[*cond.Value]int{}
	}
	w.at[lit] = max(0, w.info.GetStartLocation(e.ID()).Column())
	return cond.Expr{Op: cond.OpLit, Lit: lit}
}

// name reads steps.F02.value, facts.confirmed, level or mode.
func (w *walker) name(e ast.Expr) cond.Expr {
	full, ok := dotted(e)
	n, known := w.reader.names[full]
	switch {
	case ok && known && n.Refuse == "":
	case ok && known:
		w.fault(e, RuleName, "%s", n.Refuse)
	case strings.HasPrefix(full, "steps.") && strings.Count(full, ".") == 2 && strings.HasSuffix(full, ".value"):
		w.fault(e, RuleName, "there is no step %s; name one of the plan's steps", strings.Split(full, ".")[1])
	case strings.HasPrefix(full, "facts.") && strings.Count(full, ".") == 1:
		w.fault(e, RuleName, "there is no fact %s; declare it under facts or correct the name", strings.TrimPrefix(full, "facts."))
	default:
		w.fault(e, RuleName, "conditions know only steps.<id>.value, facts.<name>, level and mode; write one of these")
	}
	return cond.Expr{Op: cond.OpVar, Name: full}
}

// dotted joins a chain of selections into one name.
func dotted(e ast.Expr) (string, bool) {
	switch e.Kind() {
	case ast.IdentKind:
		return e.AsIdent(), true
	case ast.SelectKind:
		s := e.AsSelect()
		head, ok := dotted(s.Operand())
		return head + "." + s.FieldName(), ok && !s.IsTestOnly()
	default:
		return "", false
	}
}

package main

// Conditions: the smallest boolean expressions on which something turns.

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// finder collects the conditions of one file.
type finder struct {
	info  *types.Info
	found map[ast.Expr]bool
}

// conditions are what an if, a for and a case without a value ask, the operands of and and or, every comparison, and what
// is returned or assigned as true or false. And, or, not and brackets are taken apart; constants are no conditions.
func conditions(info *types.Info, file *ast.File) []ast.Expr {
	f := finder{info: info, found: map[ast.Expr]bool{}}
	ast.Inspect(file, func(n ast.Node) bool {
		f.look(n)
		return true
	})
	all := make([]ast.Expr, 0, len(f.found))
	for e := range f.found {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b ast.Expr) int { return cmp.Or(cmp.Compare(a.Pos(), b.Pos()), cmp.Compare(b.End(), a.End())) })
	return all
}

func (f finder) look(n ast.Node) {
	switch n := n.(type) {
	case *ast.IfStmt:
		f.take(n.Cond)
	case *ast.ForStmt:
		f.take(n.Cond)
	case *ast.SwitchStmt:
		if n.Tag == nil {
			f.cases(n.Body)
		}
	case *ast.ReturnStmt:
		f.take(n.Results...)
	case *ast.AssignStmt:
		if len(n.Lhs) == len(n.Rhs) {
			f.take(n.Rhs...)
		}
	case *ast.ValueSpec:
		if len(n.Names) == len(n.Values) {
			f.take(n.Values...)
		}
	case *ast.BinaryExpr:
		if logical(n.Op) || comparison(n.Op) {
			f.take(n)
		}
	}
}

func (f finder) cases(body *ast.BlockStmt) {
	for _, statement := range body.List {
		if clause, ok := statement.(*ast.CaseClause); ok {
			f.take(clause.List...)
		}
	}
}

func (f finder) take(all ...ast.Expr) {
	for _, e := range all {
		switch e := e.(type) {
		case nil:
			continue
		case *ast.ParenExpr:
			f.take(e.X)
			continue
		case *ast.UnaryExpr:
			if e.Op == token.NOT {
				f.take(e.X)
				continue
			}
		case *ast.BinaryExpr:
			if logical(e.Op) {
				f.take(e.X, e.Y)
				continue
			}
		}
		if f.boolean(e) {
			f.found[e] = true
		}
	}
}

// boolean says whether an expression is true or false, and not always the same.
func (f finder) boolean(e ast.Expr) bool {
	known, ok := f.info.Types[e]
	if !ok || known.Value != nil || !known.IsValue() {
		return false
	}
	basic, ok := known.Type.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsBoolean != 0
}

func logical(op token.Token) bool { return op == token.LAND || op == token.LOR }

// opposites are the comparisons with their negations.
var opposites = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GEQ, token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR,
}

func comparison(op token.Token) bool { return opposites[op] != token.ILLEGAL }

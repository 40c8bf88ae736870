// Package cond evaluates a plan's conditions in three values. The plan loader makes the trees from checked CEL; nothing here parses.
package cond

// Truth is the result of a condition.
type Truth int

// Unknown means that something the condition asks about has not been stated yet.
const (
	Unknown Truth = iota
	False
	True
)

// Kind says which field of a Value holds.
type Kind string

// A step that was skipped has the value Nothing: it equals nothing, and nothing is smaller or greater than it.
const (
	KindUnknown Kind = ""
	KindNothing Kind = "nothing"
	KindString  Kind = "string"
	KindNumber  Kind = "number"
	KindBool    Kind = "bool"
)

// Value is what a name stands for, or a literal.
type Value struct {
	Kind Kind    `json:"kind,omitempty"`
	Str  string  `json:"str,omitempty"`
	Num  float64 `json:"num,omitempty"`
	Bool bool    `json:"bool,omitempty"`
}

// String makes a text value; the zero Value is unknown.
func String(s string) Value { return Value{Kind: KindString, Str: s} }

// Number makes a numeric value.
func Number(n float64) Value { return Value{Kind: KindNumber, Num: n} }

// Bool makes a truth value.
func Bool(b bool) Value { return Value{Kind: KindBool, Bool: b} }

// Nothing is the value of what was skipped.
func Nothing() Value { return Value{Kind: KindNothing} }

// Op is what a node of the tree does.
type Op string

// The operators of the subset. In has the value on the left and literals after it.
const (
	OpLit Op = "lit"
	OpVar Op = "var"
	OpNot Op = "not"
	OpAnd Op = "and"
	OpOr  Op = "or"
	OpEq  Op = "eq"
	OpNe  Op = "ne"
	OpLt  Op = "lt"
	OpLe  Op = "le"
	OpGt  Op = "gt"
	OpGe  Op = "ge"
	OpIn  Op = "in"
)

// Expr is one node: a literal (Lit), a name (Name: "steps.F02.value", "facts.confirmed", "level", "mode"), or an operator over Args.
type Expr struct {
	Op   Op     `json:"op"`
	Name string `json:"name,omitempty"`
	Lit  *Value `json:"lit,omitempty"`
	Args []Expr `json:"args,omitempty"`
}

// Lookup gives the value of a name, the zero Value while it is unknown.
type Lookup func(name string) Value

// Eval reads a condition. A nil one is true.
func Eval(e *Expr, look Lookup) Truth {
	if e == nil {
		return True
	}
	switch e.Op {
	case OpLit, OpVar:
		return truth(operand(*e, look))
	case OpNot:
		return negate(Eval(&e.Args[0], look))
	case OpAnd:
		return fold(e.Args, look, False, True)
	case OpOr:
		return fold(e.Args, look, True, False)
	case OpIn:
		return in(operand(e.Args[0], look), e.Args[1:], look)
	case OpEq, OpNe, OpLt, OpLe, OpGt, OpGe:
		return compare(e.Op, operand(e.Args[0], look), operand(e.Args[1], look))
	}
	return Unknown
}

// fold is Kleene's and/or: one decisive argument settles it, an unknown one spoils the rest.
func fold(args []Expr, look Lookup, decisive, otherwise Truth) Truth {
	result := otherwise
	for i := range args {
		switch Eval(&args[i], look) {
		case decisive:
			return decisive
		case Unknown:
			result = Unknown
		default:
		}
	}
	return result
}

func in(v Value, list []Expr, look Lookup) Truth {
	for _, e := range list {
		if t := compare(OpEq, v, operand(e, look)); t != False {
			return t
		}
	}
	return False
}

func operand(e Expr, look Lookup) Value {
	switch e.Op {
	case OpLit:
		return *e.Lit
	case OpVar:
		return look(e.Name)
	default:
		switch Eval(&e, look) {
		case True:
			return Bool(true)
		case False:
			return Bool(false)
		default:
			return Value{}
		}
	}
}

func compare(op Op, a, b Value) Truth {
	if a.Kind == KindUnknown || b.Kind == KindUnknown {
		return Unknown
	}
	if a.Kind == KindNothing || b.Kind == KindNothing || a.Kind != b.Kind {
		return of(op == OpNe)
	}
	switch op {
	case OpEq:
		return of(a == b)
	case OpNe:
		return of(a != b)
	case OpLt:
		return of(less(a, b))
	case OpLe:
		return of(less(a, b) || a == b)
	case OpGt:
		return of(less(b, a))
	case OpGe:
		return of(less(b, a) || a == b)
	default:
		return Unknown
	}
}

// less orders numbers; the loader refuses an order among anything else.
func less(a, b Value) bool { return a.Num < b.Num }

func truth(v Value) Truth {
	switch v.Kind {
	case KindUnknown:
		return Unknown
	case KindBool:
		return of(v.Bool)
	default:
		return False
	}
}

func negate(t Truth) Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	default:
		return Unknown
	}
}

func of(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Decides says whether a value that a name could have would settle a condition that is unknown as things stand.
func Decides(e *Expr, name string, look Lookup) bool {
	values := []Value{Bool(true), Bool(false), String("")}
	collect(e, func(lit Value) {
		if lit.Kind == KindNumber {
			values = append(values, Number(lit.Num-1), lit, Number(lit.Num+1))
		} else {
			values = append(values, lit)
		}
	})
	for _, value := range values {
		settled := Eval(e, func(asked string) Value {
			if asked == name {
				return value
			}
			return look(asked)
		})
		if settled != Unknown {
			return true
		}
	}
	return false
}

// collect visits every literal of a condition.
func collect(e *Expr, visit func(Value)) {
	if e.Op == OpLit {
		visit(*e.Lit)
	}
	for k := range e.Args {
		collect(&e.Args[k], visit)
	}
}

// Names lists the names that a condition asks about, each once, in order of appearance.
func Names(e *Expr) []string {
	if e == nil {
		return nil
	}
	var names []string
	seen := map[string]bool{}
	var walk func(Expr)
	walk = func(n Expr) {
		if n.Op == OpVar && !seen[n.Name] {
			seen[n.Name] = true
			names = append(names, n.Name)
		}
		for _, a := range n.Args {
			walk(a)
		}
	}
	walk(*e)
	return names
}

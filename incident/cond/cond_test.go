package cond_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident/cond"
)

func lit(v cond.Value) cond.Expr { return cond.Expr{Op: cond.OpLit, Lit: &v} }

func name(n string) cond.Expr { return cond.Expr{Op: cond.OpVar, Name: n} }

func op(o cond.Op, args ...cond.Expr) cond.Expr { return cond.Expr{Op: o, Args: args} }

// at gives names the values of a table; what is not in it is unknown.
func at(known map[string]cond.Value) cond.Lookup {
	return func(n string) cond.Value { return known[n] }
}

var nobody = at(nil)

func TestNoConditionIsTrue(t *testing.T) {
	require.Equal(t, cond.True, cond.Eval(nil, nobody))
}

func TestLogicOfThreeValues(t *testing.T) {
	values := map[string]cond.Value{"yes": cond.Bool(true), "no": cond.Bool(false)}
	yes, no, dunno := name("yes"), name("no"), name("dunno")
	for _, c := range []struct {
		a, b    cond.Expr
		and, or cond.Truth
	}{
		{yes, yes, cond.True, cond.True},
		{yes, no, cond.False, cond.True},
		{no, yes, cond.False, cond.True},
		{no, no, cond.False, cond.False},
		{yes, dunno, cond.Unknown, cond.True},
		{dunno, yes, cond.Unknown, cond.True},
		{no, dunno, cond.False, cond.Unknown},
		{dunno, no, cond.False, cond.Unknown},
		{dunno, dunno, cond.Unknown, cond.Unknown},
	} {
		and, or := op(cond.OpAnd, c.a, c.b), op(cond.OpOr, c.a, c.b)
		require.Equal(t, c.and, cond.Eval(&and, at(values)), "%s && %s", c.a.Name, c.b.Name)
		require.Equal(t, c.or, cond.Eval(&or, at(values)), "%s || %s", c.a.Name, c.b.Name)
	}
	for e, want := range map[string]cond.Truth{"yes": cond.False, "no": cond.True, "dunno": cond.Unknown} {
		not := op(cond.OpNot, name(e))
		require.Equal(t, want, cond.Eval(&not, at(values)), e)
	}
}

func TestComparisons(t *testing.T) {
	one, two := cond.Number(1), cond.Number(2)
	a, b, nothing := cond.String("a"), cond.String("b"), cond.Nothing()
	for _, c := range []struct {
		op   cond.Op
		x, y cond.Value
		want cond.Truth
	}{
		{cond.OpEq, one, one, cond.True},
		{cond.OpEq, one, two, cond.False},
		{cond.OpNe, one, one, cond.False},
		{cond.OpNe, one, two, cond.True},
		{cond.OpLt, one, two, cond.True},
		{cond.OpLt, one, one, cond.False},
		{cond.OpLt, two, one, cond.False},
		{cond.OpLe, one, two, cond.True},
		{cond.OpLe, one, one, cond.True},
		{cond.OpLe, two, one, cond.False},
		{cond.OpGt, two, one, cond.True},
		{cond.OpGt, one, one, cond.False},
		{cond.OpGt, one, two, cond.False},
		{cond.OpGe, two, one, cond.True},
		{cond.OpGe, one, one, cond.True},
		{cond.OpGe, one, two, cond.False},
		{cond.OpEq, a, a, cond.True},
		{cond.OpEq, a, b, cond.False},
		{cond.OpNe, a, b, cond.True},
		{cond.OpEq, cond.Bool(true), cond.Bool(true), cond.True},
		{cond.OpNe, cond.Bool(true), cond.Bool(false), cond.True},
		// Values of different kinds are different.
		{cond.OpEq, a, one, cond.False},
		{cond.OpNe, a, one, cond.True},
		{cond.OpGe, a, one, cond.False},
		// A skipped step equals nothing, not even another one, and nothing is smaller or greater than it.
		{cond.OpEq, nothing, a, cond.False},
		{cond.OpEq, nothing, nothing, cond.False},
		{cond.OpNe, nothing, a, cond.True},
		{cond.OpNe, a, nothing, cond.True},
		{cond.OpLt, nothing, one, cond.False},
		{cond.OpGe, nothing, one, cond.False},
		{cond.OpLe, one, nothing, cond.False},
		// What is not known is compared with nothing.
		{cond.OpEq, cond.Value{}, a, cond.Unknown},
		{cond.OpNe, a, cond.Value{}, cond.Unknown},
		{cond.OpLt, cond.Value{}, one, cond.Unknown},
		{cond.OpEq, cond.Value{}, nothing, cond.Unknown},
		{cond.OpGe, nothing, cond.Value{}, cond.Unknown},
	} {
		e := op(c.op, name("x"), name("y"))
		require.Equal(t, c.want, cond.Eval(&e, at(map[string]cond.Value{"x": c.x, "y": c.y})), "%v %s %v", c.x, c.op, c.y)
	}
}

func TestIn(t *testing.T) {
	list := op(cond.OpIn, name("x"), lit(cond.String("a")), lit(cond.String("b")))
	for _, c := range []struct {
		x    cond.Value
		want cond.Truth
	}{
		{cond.String("a"), cond.True},
		{cond.String("b"), cond.True},
		{cond.String("c"), cond.False},
		{cond.Nothing(), cond.False},
		{cond.Value{}, cond.Unknown},
		{cond.Number(1), cond.False},
	} {
		require.Equal(t, c.want, cond.Eval(&list, at(map[string]cond.Value{"x": c.x})), c.x)
	}
	empty := op(cond.OpIn, name("x"))
	require.Equal(t, cond.False, cond.Eval(&empty, at(map[string]cond.Value{"x": cond.String("a")})))
}

func TestATruthIsAValueToo(t *testing.T) {
	known := at(map[string]cond.Value{"x": cond.Number(1), "yes": cond.Bool(true)})
	bigger := op(cond.OpGt, name("x"), lit(cond.Number(0)))
	same := op(cond.OpEq, bigger, name("yes"))
	require.Equal(t, cond.True, cond.Eval(&same, known))
	other := op(cond.OpEq, op(cond.OpNot, bigger), name("yes"))
	require.Equal(t, cond.False, cond.Eval(&other, known))
	unknown := op(cond.OpEq, op(cond.OpGt, name("y"), lit(cond.Number(0))), name("yes"))
	require.Equal(t, cond.Unknown, cond.Eval(&unknown, known))
}

func TestOnlyATruthIsTrueByItself(t *testing.T) {
	known := at(map[string]cond.Value{"yes": cond.Bool(true), "no": cond.Bool(false), "text": cond.String("true"), "number": cond.Number(1), "skipped": cond.Nothing()})
	for n, want := range map[string]cond.Truth{
		"yes": cond.True, "no": cond.False, "text": cond.False, "number": cond.False, "skipped": cond.False, "unstated": cond.Unknown,
	} {
		e := name(n)
		require.Equal(t, want, cond.Eval(&e, known), n)
	}
	truth := lit(cond.Bool(true))
	require.Equal(t, cond.True, cond.Eval(&truth, nobody))
}

func TestAnOperatorThatDoesNotExistDecidesNothing(t *testing.T) {
	e := op("perhaps", lit(cond.Bool(true)))
	require.Equal(t, cond.Unknown, cond.Eval(&e, nobody))
}

func TestSomethingDecidesWhatAValueOfItWouldSettle(t *testing.T) {
	hurt, alarm, gas := name("hurt"), name("alarm"), name("gas")
	many, red := op(cond.OpGt, hurt, lit(cond.Number(3))), op(cond.OpEq, alarm, lit(cond.String("red")))
	few, three := op(cond.OpLt, hurt, lit(cond.Number(3))), op(cond.OpEq, hurt, lit(cond.Number(3)))
	tooMany := op(cond.OpAnd, gas, many)
	notRed := op(cond.OpOr, gas, op(cond.OpNot, red))
	for _, row := range []struct {
		e     cond.Expr
		asked string
		known map[string]cond.Value
		want  bool
	}{
		{many, "hurt", nil, true},
		{few, "hurt", nil, true},
		{three, "hurt", nil, true},
		{many, "gas", nil, false},
		{red, "alarm", nil, true},
		{red, "hurt", nil, false},
		{tooMany, "gas", nil, true},
		{tooMany, "hurt", nil, true},
		{op(cond.OpAnd, gas, op(cond.OpAnd, alarm, many)), "level", nil, false},
		{op(cond.OpAnd, op(cond.OpOr, gas, alarm), many), "gas", nil, false},
		{op(cond.OpAnd, op(cond.OpOr, gas, alarm), many), "gas", map[string]cond.Value{"alarm": cond.Bool(true), "hurt": cond.Number(4)}, true},
		{op(cond.OpOr, op(cond.OpAnd, gas, alarm), many), "hurt", nil, true},
		{op(cond.OpAnd, op(cond.OpOr, gas, alarm), op(cond.OpOr, many, red)), "hurt", nil, false},
		{op(cond.OpAnd, op(cond.OpOr, gas, alarm), op(cond.OpOr, many, op(cond.OpNe, alarm, lit(cond.String("red"))))), "hurt", map[string]cond.Value{"gas": cond.Bool(true), "alarm": cond.String("red")}, true},
		{notRed, "alarm", nil, true},
		{notRed, "alarm", map[string]cond.Value{"gas": cond.Bool(false)}, true},
	} {
		require.Equal(t, row.want, cond.Decides(&row.e, row.asked, at(row.known)), "%s of %v", row.asked, row.e)
	}
}

func TestNamesAreListedOnceInOrder(t *testing.T) {
	e := op(cond.OpOr, op(cond.OpEq, name("b"), lit(cond.Number(1))), op(cond.OpAnd, name("a"), name("b")))
	require.Equal(t, []string{"b", "a"}, cond.Names(&e))
	require.Empty(t, cond.Names(nil))
}

var names = []string{"p", "q", "r", "s"}

// tree draws a condition, nested at most so deep.
func tree(depth int) *rapid.Generator[cond.Expr] {
	return rapid.Custom(func(t *rapid.T) cond.Expr {
		if depth == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
			return comparison().Draw(t, "comparison")
		}
		inner := tree(depth - 1)
		switch o := rapid.SampledFrom([]cond.Op{cond.OpAnd, cond.OpOr, cond.OpNot}).Draw(t, "op"); o {
		case cond.OpNot:
			return op(o, inner.Draw(t, "inner"))
		default:
			return op(o, inner.Draw(t, "left"), inner.Draw(t, "right"))
		}
	})
}

func comparison() *rapid.Generator[cond.Expr] {
	return rapid.Custom(func(t *rapid.T) cond.Expr {
		o := rapid.SampledFrom([]cond.Op{cond.OpVar, cond.OpEq, cond.OpNe, cond.OpLt, cond.OpLe, cond.OpGt, cond.OpGe, cond.OpIn}).Draw(t, "op")
		n := name(rapid.SampledFrom(names).Draw(t, "name"))
		if o == cond.OpVar {
			return n
		}
		other := value().Draw(t, "literal")
		return op(o, n, lit(other))
	})
}

func value() *rapid.Generator[cond.Value] {
	return rapid.SampledFrom([]cond.Value{
		cond.Bool(true), cond.Bool(false), cond.Number(0), cond.Number(1), cond.Number(2), cond.String("a"), cond.String("b"), cond.Nothing(),
	})
}

// What is decided stays decided, whatever is learnt afterwards: a verdict may be stored once reached.
func TestLearningMoreNeverOverturnsAVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := tree(3).Draw(t, "condition")
		early, late := map[string]cond.Value{}, map[string]cond.Value{}
		for _, n := range names {
			late[n] = value().Draw(t, n)
			if rapid.Bool().Draw(t, n+" known early") {
				early[n] = late[n]
			}
		}
		first := cond.Eval(&e, at(early))
		last := cond.Eval(&e, at(late))
		if first != cond.Unknown {
			require.Equal(t, first, last, fmt.Sprint(e))
		}
		require.NotEqual(t, cond.Unknown, last, "with everything known, everything is decided")
	})
}

// An incident keeps its conditions as JSON.
func TestConditionsSurviveJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := tree(3).Draw(t, "condition")
		text, err := json.Marshal(e)
		require.NoError(t, err)
		var back cond.Expr
		require.NoError(t, json.Unmarshal(text, &back))
		known := map[string]cond.Value{}
		for _, n := range names {
			known[n] = value().Draw(t, n)
		}
		require.Equal(t, cond.Eval(&e, at(known)), cond.Eval(&back, at(known)))
		require.Equal(t, cond.Names(&e), cond.Names(&back))
	})
}

package condition_test

import (
	"fmt"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident/cond"
	"muster/plans/condition"
)

var names = condition.Names{
	"level":           {Kind: condition.Text, Values: []string{"L1", "L2", "L3", "L4"}},
	"mode":            {Kind: condition.Text, Values: []string{"real", "drill"}},
	"steps.F02.value": {Kind: condition.Text, Values: []string{"true", "false"}},
	"steps.N1.value":  {Kind: condition.Number},
	"steps.T1.value":  {Kind: condition.Text},
	"steps.C1.value":  {Refuse: "the step C1 has no value to compare; follow it with after"},
	"facts.confirmed": {Kind: condition.Truth},
	"facts.trapped":   {Kind: condition.Number},
}

func reader(t testing.TB) *condition.Reader {
	t.Helper()
	r, err := condition.NewReader(names)
	require.NoError(t, err)
	return r
}

func TestTheSubset(t *testing.T) {
	known := map[string]cond.Value{
		"level": cond.String("L2"), "mode": cond.String("real"), "steps.F02.value": cond.String("true"),
		"steps.N1.value": cond.Number(2.5), "facts.confirmed": cond.Bool(true),
	}
	look := func(name string) cond.Value { return known[name] }
	for text, want := range map[string]cond.Truth{
		`steps.F02.value == "true"`:                      cond.True,
		`"true" == steps.F02.value`:                      cond.True,
		`steps.F02.value != "true"`:                      cond.False,
		`steps.F02.value in ["false"]`:                   cond.False,
		`level in ["L1", "L2"] && mode == "real"`:        cond.True,
		`steps.N1.value > 2 && steps.N1.value <= 2.5`:    cond.True,
		`3 > steps.N1.value`:                             cond.True,
		`steps.N1.value in [1, 2]`:                       cond.False,
		`steps.N1.value == 2.5`:                          cond.True,
		`steps.N1.value < -1`:                            cond.False,
		`facts.confirmed`:                                cond.True,
		`!facts.confirmed`:                               cond.False,
		`facts.confirmed == true`:                        cond.True,
		`facts.trapped > 0`:                              cond.Unknown,
		`facts.trapped > 0 || facts.confirmed`:           cond.True,
		`facts.trapped > 0 && facts.confirmed`:           cond.Unknown,
		`!(facts.trapped > 0) && level == "L4"`:          cond.False,
		`steps.T1.value == "anything" || mode == "real"`: cond.True,
		`(level == "L1") == facts.confirmed`:             cond.False,
	} {
		tree, faults := reader(t).Read(text)
		require.Empty(t, faults, text)
		require.Equal(t, want, cond.Eval(tree, look), text)
	}
}

func TestWhatIsOutsideTheSubset(t *testing.T) {
	for text, want := range map[string]string{
		`facts.trapped - 1 > 0`:                               "14 condition: take the arithmetic out",
		`-facts.trapped > 0`:                                  "0 condition: take the arithmetic out",
		`facts.confirmed ? facts.confirmed : facts.confirmed`: "16 condition: the choice with ? and :",
		`size("x") == 1`:                                      "0 condition: take the function size() out",
		`level.matches("L.")`:                                 "6 condition: take the function matches() out",
		`["L1"].exists(x, x == level)`:                        "7 condition: take the function exists() out",
		`has(facts.confirmed)`:                                "0 condition: take the function has() out",
		`level == {"a": "b"}`:                                 "9 condition: write a name, a text in quotes or a number on each side",
		`level == ["L1"]`:                                     "9 condition: write a name, a text in quotes or a number on each side",
		`level == null`:                                       "9 condition: write a text in quotes, a number, true or false here",
		`level == b"L1"`:                                      "9 condition: write a text in quotes, a number, true or false here",
		`facts.trapped == 1u`:                                 "17 condition: write a text in quotes, a number, true or false here",
		`level in []`:                                         "9 condition: after \"in\" stands a list that is written out",
		`level in [mode]`:                                     "10 condition: the list after \"in\" holds only texts in quotes or numbers",
		`level in ["L1", 2]`:                                  "16 condition: ",
		`level > "L2"`:                                        "6 condition: the two sides do not fit together (a text and a text)",
		`facts.trapped == "2"`:                                "14 condition: the two sides do not fit together (a number and a text)",
		`facts.confirmed == "true"`:                           "16 condition: the two sides do not fit together (true or false and a text)",
		`facts.trapped`:                                       "0 condition: facts.trapped is not true or false by itself",
		`level && facts.confirmed`:                            "0 condition: level is not true or false by itself",
		`true`:                                                "0 condition: compare a step's value",
		`"a" == "a" && facts.confirmed`:                       "4 condition: nothing here can change",
		`steps.X9.value == "true"`:                            "0 condition-name: there is no step X9",
		`facts.smoke`:                                         "0 condition-name: there is no fact smoke",
		`facts["smoke"]`:                                      "5 condition: the index in brackets",
		`steps.F02 == "true"`:                                 "0 condition-name: conditions know only steps.<id>.value",
		`steps.C1.value == "connected"`:                       "0 condition-name: the step C1 has no value to compare",
		`now > 1`:                                             "0 condition-name: conditions know only",
		`level == "L9"`:                                       `9 condition-value: level is never "L9"; compare it with L1, L2, L3, L4`,
		`steps.F02.value in ["true", "no"]`:                   `28 condition-value: steps.F02.value is never "no"; compare it with true, false`,
		`level ==`:                                            "8 condition: this condition cannot be read",
		`level = "L1"`:                                        "6 condition: this condition cannot be read",
		`level == "L1" and mode == "real"`:                    "14 condition: this condition cannot be read",
		`level == "L1`:                                        "9 condition: this condition cannot be read",
		``:                                                    "0 condition: this condition cannot be read",
		strings.Repeat("(", 200) + "facts.confirmed" + strings.Repeat(")", 200): "0 condition: this condition cannot be read",
		strings.Repeat("facts.confirmed && ", 30) + "facts.confirmed":           "0 condition: this condition has more than 500 characters",
	} {
		tree, faults := reader(t).Read(text)
		require.Nil(t, tree, text)
		require.NotEmpty(t, faults, text)
		got := fmt.Sprintf("%d %s: %s", faults[0].Char, faults[0].Rule, faults[0].Text)
		place, sentence, _ := strings.Cut(want, ": ")
		require.True(t, strings.HasPrefix(got, place+": "), "%s\ngot  %s", text, got)
		require.Contains(t, got, sentence, text)
	}
}

func TestFaultsOfAConditionAreAllReported(t *testing.T) {
	_, faults := reader(t).Read(`facts.smoke && steps.X9.value == "a" && size(level) > 0`)
	require.Len(t, faults, 3)
}

func TestComparedListsTheTextsOfAName(t *testing.T) {
	tree, _ := reader(t).Read(`steps.F02.value == "true" || !(level in ["L1", "L2"] && steps.F02.value != "false")`)
	require.Equal(t, []string{"true", "false"}, condition.Compared(tree, "steps.F02.value"))
	require.Equal(t, []string{"L1", "L2"}, condition.Compared(tree, "level"))
	require.Empty(t, condition.Compared(nil, "level"))
}

// With everything known, our evaluation and CEL's own agree on every condition of the subset.
func TestOurTreesSayWhatCELSays(t *testing.T) {
	env, err := cel.NewEnv(
		cel.Variable("level", cel.StringType), cel.Variable("steps.F02.value", cel.StringType),
		cel.Variable("facts.trapped", cel.DoubleType), cel.Variable("facts.confirmed", cel.BoolType),
		cel.CrossTypeNumericComparisons(true),
	)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		text := expression(3).Draw(t, "condition")
		tree, faults := reader2.Read(text)
		require.Empty(t, faults, text)
		level, answer := rapid.SampledFrom(names["level"].Values).Draw(t, "level"), rapid.SampledFrom([]string{"true", "false"}).Draw(t, "answer")
		trapped, confirmed := float64(rapid.IntRange(-1, 3).Draw(t, "trapped")), rapid.Bool().Draw(t, "confirmed")
		checked, issues := env.Compile(text)
		require.NoError(t, issues.Err(), text)
		program, err := env.Program(checked)
		require.NoError(t, err)
		out, _, err := program.Eval(map[string]any{"level": level, "steps.F02.value": answer, "facts.trapped": trapped, "facts.confirmed": confirmed})
		require.NoError(t, err)
		known := map[string]cond.Value{
			"level": cond.String(level), "steps.F02.value": cond.String(answer), "facts.trapped": cond.Number(trapped), "facts.confirmed": cond.Bool(confirmed),
		}
		ours := cond.Eval(tree, func(name string) cond.Value { return known[name] })
		require.Equal(t, out.Value().(bool), ours == cond.True, text)
		require.NotEqual(t, cond.Unknown, ours)
	})
}

var reader2 = func() *condition.Reader {
	r, err := condition.NewReader(names)
	if err != nil {
		panic(err)
	}
	return r
}()

// expression draws a condition of the subset, nested at most so deep.
func expression(depth int) *rapid.Generator[string] {
	leaf := rapid.SampledFrom([]string{
		`level == "L1"`, `level != "L2"`, `level in ["L1", "L3"]`, `steps.F02.value == "true"`, `"false" != steps.F02.value`,
		`facts.trapped > 0.0`, `facts.trapped <= 1.5`, `facts.trapped < 3.0`, `1.0 >= facts.trapped`, `facts.trapped == 2.0`, `facts.confirmed`,
	})
	if depth == 0 {
		return leaf
	}
	return rapid.Custom(func(t *rapid.T) string {
		inner := expression(depth - 1)
		switch rapid.IntRange(0, 3).Draw(t, "shape") {
		case 0:
			return "!(" + inner.Draw(t, "not") + ")"
		case 1:
			return "(" + inner.Draw(t, "left") + ") && (" + inner.Draw(t, "right") + ")"
		case 2:
			return "(" + inner.Draw(t, "left") + ") || (" + inner.Draw(t, "right") + ")"
		default:
			return leaf.Draw(t, "leaf")
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add(`steps.F02.value == "true" && !(facts.trapped > 0)`)
	f.Add(`level in ["L1"] || has(facts.x) ? [1] : {"a": b"c"}`)
	f.Fuzz(func(t *testing.T, text string) {
		tree, faults := reader2.Read(text)
		if len(faults) == 0 {
			require.NotNil(t, tree)
			cond.Eval(tree, func(string) cond.Value { return cond.Value{} })
		}
		for _, fault := range faults {
			require.GreaterOrEqual(t, fault.Char, 0)
			require.NotEmpty(t, fault.Text)
		}
	})
}

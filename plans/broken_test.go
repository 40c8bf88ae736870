package plans_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/plans"
	"muster/sites"
	"muster/sites/strict"
)

// The first lines of each broken plan say what must be reported: "# line:column rule: sentence".
var expected = regexp.MustCompile(`^# (\d+):(\d+) ([a-z-]+): (.*)$`)

func TestEachBrokenPlanIsReportedAtItsPlaceWithWhatToDo(t *testing.T) {
	for _, file := range glob(t, "testdata/broken/*.yaml") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data := read(t, file)
			_, err := plans.Load(data, file)
			require.Error(t, err)
			require.Equal(t, expectations(t, data), plans.Problems(err))
			require.True(t, strings.HasPrefix(filepath.Base(file), plans.Problems(err)[0].Rule), "the file is named after another rule")
			require.True(t, strings.HasPrefix(err.Error(), file+":"))
		})
	}
}

// What may be meant so is said and does not keep a plan from running; the library has none of it.
func TestEachQuestionablePlanLoadsWithItsWarning(t *testing.T) {
	for _, file := range glob(t, "testdata/warned/*.yaml") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data := read(t, file)
			plan, err := plans.Load(data, file)
			require.NoError(t, err)
			require.Equal(t, expectations(t, data), plan.Warnings)
			require.True(t, strings.HasPrefix(filepath.Base(file), plan.Warnings[0].Rule), "the file is named after another rule")
		})
	}
}

func TestEachPlanThatDoesNotFitTheSiteIsReported(t *testing.T) {
	site := sites.Riverside()
	for _, file := range glob(t, "testdata/site/*.yaml") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data := read(t, file)
			plan, err := plans.Load(data, file)
			require.NoError(t, err)
			problems, warnings := plans.CheckSite(plan, site)
			require.Equal(t, expectations(t, data), append(problems, warnings...))
		})
	}
}

func TestTheSoundPlanHasNoProblem(t *testing.T) {
	plan, err := plans.Load(read(t, "testdata/sound.yaml"), "sound.yaml")
	require.NoError(t, err)
	require.Empty(t, plan.Warnings)
	problems, warnings := plans.CheckSite(plan, sites.Riverside())
	require.Empty(t, problems)
	require.Empty(t, warnings)
}

// Whoever adds a rule adds a plan that breaks it: the rules are read from the source.
func TestEveryRuleHasABrokenPlan(t *testing.T) {
	broken := map[string]bool{"limit": true, "near-limit": true, "unknown-plan": true} // by TestTooLarge... and TestAPlanThatLinks...
	for _, file := range slices.Concat(glob(t, "testdata/broken/*.yaml"), glob(t, "testdata/warned/*.yaml"), glob(t, "testdata/site/*.yaml")) {
		for _, p := range expectations(t, read(t, file)) {
			broken[p.Rule] = true
		}
	}
	rules := rulesInSource(t, "check", "../sites/strict", "condition", ".")
	require.Greater(t, len(rules), 40)
	for _, rule := range rules {
		require.True(t, broken[rule], "no plan in testdata breaks the rule %s", rule)
	}
}

func TestProblemsInOneFileAreAllReported(t *testing.T) {
	data := read(t, "testdata/broken/field-many.yaml")
	_, err := plans.Load(data, "many.yaml")
	require.Len(t, plans.Problems(err), 3)
	require.Equal(t, 3, strings.Count(err.Error(), "many.yaml:"))
}

func expectations(t *testing.T, data []byte) []strict.Problem {
	t.Helper()
	var list []strict.Problem
	for _, line := range strings.Split(string(data), "\n") {
		m := expected.FindStringSubmatch(line)
		if m == nil {
			break
		}
		at := strict.Position{Line: number(t, m[1]), Column: number(t, m[2])}
		list = append(list, strict.Problem{Position: at, Rule: m[3], Text: m[4]})
	}
	require.NotEmpty(t, list, "the file does not say what must be reported")
	return list
}

func number(t *testing.T, digits string) int {
	t.Helper()
	n, err := strconv.Atoi(digits)
	require.NoError(t, err)
	return n
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return data
}

// reporters are the functions that report a problem, with the place of the rule among their arguments.
var reporters = map[string]int{"at": 1, "key": 1, "report": 1, "problem": 1, "warn": 1, "warnKey": 1, "fault": 1}

// rulesInSource lists the rules that the packages' code reports.
func rulesInSource(t *testing.T, dirs ...string) []string {
	t.Helper()
	var rules []string
	for _, dir := range dirs {
		for _, file := range glob(t, filepath.Join(dir, "*.go")) {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			require.NoError(t, err)
			ast.Inspect(tree, func(n ast.Node) bool {
				rules = append(rules, ruleOf(n)...)
				return true
			})
		}
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

// ruleOf gives the rule of a call that reports one, and of a constant whose name begins with "Rule" or "rule".
func ruleOf(n ast.Node) []string {
	switch node := n.(type) {
	case *ast.CallExpr:
		selected, ok := node.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		place, ok := reporters[selected.Sel.Name]
		if !ok || len(node.Args) <= place+1 {
			return nil
		}
		if lit, ok := node.Args[place].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			rule, err := strconv.Unquote(lit.Value)
			if err == nil {
				return []string{rule}
			}
		}
	case *ast.ValueSpec:
		if len(node.Names) == 1 && len(node.Values) == 1 && strings.HasPrefix(strings.ToLower(node.Names[0].Name), "rule") {
			if lit, ok := node.Values[0].(*ast.BasicLit); ok {
				return []string{strings.Trim(lit.Value, `"`)}
			}
		}
	}
	return nil
}

func ExampleLoad() {
	data, err := os.ReadFile("testdata/broken/unknown-seat.yaml")
	if err != nil {
		panic(err)
	}
	_, err = plans.Load(data, "plan.yaml")
	fmt.Println(err)
	// Output: plan.yaml:60:11: there is no seat DUTTY; name one of CTRL, DUTY (unknown-seat)
}

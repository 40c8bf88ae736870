// Package condition reads a plan's conditions: a subset of CEL that compares what steps and facts have said, checked for
// its types, and turned into the tree that incidents evaluate.
package condition

import (
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"

	"muster/incident/cond"
)

// Kind is what a name stands for.
type Kind int

// The kinds.
const (
	Text Kind = iota
	Number
	Truth
)

// Name is what conditions may know of one name.
type Name struct {
	Kind   Kind
	Values []string // all that a text can be; empty if it can be anything
	Refuse string   // why this name cannot be read, and what to do; empty if it can
}

// Names are the names of one plan's conditions: "steps.F02.value", "facts.confirmed", "level", "mode".
type Names map[string]Name

// Fault is one thing wrong with a condition; Char counts from 0.
type Fault struct {
	Char int
	Rule string
	Text string
}

// The rules that a condition can break.
const (
	RuleSubset = "condition"       // it is outside the subset, or its types do not fit
	RuleName   = "condition-name"  // it reads something that the plan does not have
	RuleValue  = "condition-value" // it compares with something that can never be said
)

// Longest is how many characters a condition may have.
const Longest = 500

// Reader reads the conditions of one plan.
type Reader struct {
	env   *cel.Env
	names Names
}

// NewReader declares the names to the type checker.
func NewReader(names Names) (*Reader, error) {
	options := []cel.EnvOption{
		cel.ClearMacros(),
		cel.ParserRecursionLimit(40),
		cel.ParserErrorRecoveryLimit(4),
		cel.HomogeneousAggregateLiterals(),
	}
	for name, n := range names {
		options = append(options, cel.Variable(name, celTypes[n.Kind]))
	}
	env, err := cel.NewCustomEnv(append(options, operators()...)...)
	if err != nil {
		return nil, fmt.Errorf("declare the names of conditions: %w", err)
	}
	return &Reader{env: env, names: names}, nil
}

var celTypes = map[Kind]*cel.Type{Text: cel.StringType, Number: cel.DoubleType, Truth: cel.BoolType}

// operators declares what the subset has, for the types that it has; nothing else type-checks.
func operators() []cel.EnvOption {
	s, d, i, b := cel.StringType, cel.DoubleType, cel.IntType, cel.BoolType
	numbers := [][]*cel.Type{{d, d}, {d, i}, {i, d}}
	alike := append([][]*cel.Type{{s, s}, {b, b}}, numbers...)
	lists := [][]*cel.Type{{s, cel.ListType(s)}, {d, cel.ListType(d)}, {d, cel.ListType(i)}}
	return []cel.EnvOption{
		operator("_==_", alike), operator("_!=_", alike),
		operator("_<_", numbers), operator("_<=_", numbers), operator("_>_", numbers), operator("_>=_", numbers),
		operator("@in", lists),
		operator("_&&_", [][]*cel.Type{{b, b}}), operator("_||_", [][]*cel.Type{{b, b}}), operator("!_", [][]*cel.Type{{b}}),
	}
}

func operator(name string, overloads [][]*cel.Type) cel.EnvOption {
	options := make([]cel.FunctionOpt, 0, len(overloads))
	for n, args := range overloads {
		options = append(options, cel.Overload(fmt.Sprintf("%s/%d", name, n), args, cel.BoolType))
	}
	return cel.Function(name, options...)
}

// Read parses and checks one condition. The tree is nil if there are faults.
func (r *Reader) Read(text string) (*cond.Expr, []Fault) {
	if len([]rune(text)) > Longest {
		return nil, []Fault{{Rule: RuleSubset, Text: fmt.Sprintf("this condition has more than %d characters; move a part of it into a step of its own", Longest)}}
	}
	parsed, issues := r.env.Parse(text)
	if issues.Err() != nil {
		return nil, syntax(issues)
	}
	w := &walker{reader: r, info: parsed.NativeRep().SourceInfo()}
	tree := w.truth(parsed.NativeRep().Expr())
	if len(w.faults) > 0 {
		return nil, w.faults
	}
	if _, issues := r.env.Check(parsed); issues.Err() != nil {
		return nil, mismatch(issues)
	}
	w.values(tree)
	if len(w.faults) > 0 {
		return nil, w.faults
	}
	return &tree, nil
}

// syntax keeps the first issue: the parser's others follow from it.
func syntax(issues *cel.Issues) []Fault {
	return []Fault{{
		Char: char(issues.Errors()[0]), Rule: RuleSubset,
		Text: `this condition cannot be read; write it like steps.F02.value == "true" && facts.trapped > 0`,
	}}
}

var appliedTo = regexp.MustCompile(`applied to '\((.*)\)'`)

// mismatch explains the type checker's findings.
func mismatch(issues *cel.Issues) []Fault {
	var faults []Fault
	for _, e := range issues.Errors() {
		sides := ""
		if m := appliedTo.FindStringSubmatch(e.Message); m != nil {
			sides = " (" + plainTypes.Replace(m[1]) + ")"
		}
		faults = append(faults, Fault{
			Char: char(e), Rule: RuleSubset,
			Text: "the two sides do not fit together" + sides + "; compare texts in quotes with == and in, numbers also with < and >, and join conditions with && and ||",
		})
	}
	return faults
}

var plainTypes = strings.NewReplacer(
	"list(string)", "texts", "list(int)", "numbers", "list(double)", "numbers", "list(bool)", "truths",
	"string", "a text", "double", "a number", "int", "a number", "bool", "true or false", ", ", " and ",
)

func char(e *cel.Error) int {
	if e.Location.Line() > 1 {
		return 0
	}
	return max(0, e.Location.Column())
}

// walker turns the parser's tree into the incident's and notes what does not belong there.
type walker struct {
	reader *Reader
	info   *ast.SourceInfo
	faults []Fault
	at     map[*cond.Value]int // where the literals stand
}

func (w *walker) fault(e ast.Expr, rule, format string, args ...any) {
	w.faults = append(w.faults, Fault{Char: w.start(e), Rule: rule, Text: fmt.Sprintf(format, args...)})
}

// start is where an expression begins; the parser gives a call's bracket and a selection's last dot.
func (w *walker) start(e ast.Expr) int {
	if e.Kind() == ast.SelectKind {
		return w.start(e.AsSelect().Operand())
	}
	where := w.info.GetStartLocation(e.ID())
	if where.Line() > 1 {
		return 0
	}
	at := where.Column()
	if e.Kind() == ast.CallKind && !strings.ContainsAny(e.AsCall().FunctionName(), "_@") {
		at -= len(e.AsCall().FunctionName())
	}
	return max(0, at)
}

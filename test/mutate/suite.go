package main

// Suites: the compiled tests of the packages, what each test comes by, and running them against a negated condition.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// suite is the test binary of one package.
type suite struct {
	pkg, dir, binary string
	args             []string
	tests            []*test
}

// test is one test of a suite.
type test struct {
	name    string
	took    time.Duration
	reaches map[int]bool // the conditions that it comes by
}

// compile builds the tests of all packages against the instrumented code.
func compile(ctx context.Context, o options, folder, overlay string) ([]*suite, error) {
	packages, err := list(ctx, o, append(slices.Clone(o.patterns), o.with...)...)
	if err != nil {
		return nil, err
	}
	var suites []*suite
	for k, p := range packages {
		if len(p.TestGoFiles)+len(p.XTestGoFiles) == 0 {
			continue
		}
		s := &suite{pkg: p.ImportPath, dir: p.Dir, binary: filepath.Join(folder, strconv.Itoa(k)+".test")}
		s.args = []string{"-test.short", "-test.failfast"}
		if slices.Contains(append(p.TestImports, p.XTestImports...), "pgregory.net/rapid") {
			// The same dice each time; that there is a counter-example is enough, it need not become small.
			s.args = append(s.args, "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=0s")
		}
		if _, err := output(ctx, o.dir, "go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", s.binary, p.ImportPath); err != nil {
			return nil, err
		}
		suites = append(suites, s)
	}
	return suites, nil
}

// rehearse runs every test by itself on the code as it is, and notes what it comes by and how long it takes.
func rehearse(ctx context.Context, o options, folder string, suites []*suite) error {
	for k, s := range suites {
		listed, err := output(ctx, s.dir, s.binary, "-test.list", "^(Test|Fuzz|Example)")
		if err != nil {
			return err
		}
		for name := range strings.FieldsSeq(string(listed)) {
			s.tests = append(s.tests, &test{name: name})
		}
		faults := make([]error, len(s.tests))
		atOnce(o.workers, len(s.tests), func(n int) {
			faults[n] = s.try(ctx, s.tests[n], filepath.Join(folder, fmt.Sprintf("reached-%d-%d", k, n)))
		})
		if err := errors.Join(faults...); err != nil {
			return err
		}
		slices.SortStableFunc(s.tests, func(a, b *test) int { return len(a.reaches) - len(b.reaches) })
	}
	return ctx.Err()
}

func (s *suite) try(ctx context.Context, t *test, notes string) error {
	began := time.Now()
	if out, err := s.run(ctx, []*test{t}, "MUTATE_REACHED="+notes).CombinedOutput(); err != nil {
		return fmt.Errorf("%s in %s fails as it is: %w\n%s", t.name, s.pkg, err, out)
	}
	t.took, t.reaches = time.Since(began), map[int]bool{}
	text, err := os.ReadFile(notes)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for word := range strings.FieldsSeq(string(text)) {
		id, err := strconv.Atoi(word)
		if err != nil {
			return err
		}
		t.reaches[id] = true
	}
	return nil
}

// tryAll finds out which mutants survive.
func tryAll(ctx context.Context, o options, suites []*suite, mutants []*mutant) error {
	var mu sync.Mutex
	done := 0
	atOnce(o.workers, len(mutants), func(n int) {
		m := mutants[n]
		m.survives = !killed(ctx, o, suites, m)
		mu.Lock()
		defer mu.Unlock()
		if done++; done%100 == 0 {
			say(o.progress, "%d of %d tried\n", done, len(mutants))
		}
	})
	return ctx.Err()
}

// killed says whether a test fails, or does not end, while the condition is negated.
func killed(ctx context.Context, o options, suites []*suite, m *mutant) bool {
	for _, s := range ownFirst(suites, m.pkg) {
		for _, tests := range s.reaching(m.id) {
			m.reached = m.reached || len(tests) > 0
			if len(tests) > 0 && s.fails(ctx, o, tests, m.id) {
				return true
			}
		}
	}
	return false
}

// ownFirst puts the tests of a package before all others: they are the likeliest to notice what is wrong in it.
func ownFirst(suites []*suite, pkg string) []*suite {
	return slices.SortedStableFunc(slices.Values(suites), func(a, b *suite) int { return strangeness(a, pkg) - strangeness(b, pkg) })
}

func strangeness(s *suite, pkg string) int {
	if s.pkg == pkg {
		return 0
	}
	return 1
}

// nearest is how many tests are tried before the rest of the quick ones, and batch how many of those at a time: the fewer, the
// sooner a test that never ends is told from slow ones.
const (
	nearest = 8
	batch   = 48
)

// reaching are the tests that come by a condition, in turns: those that come by little else, the other quick ones in batches, the slow ones.
func (s *suite) reaching(id int) [][]*test {
	var quick, slow []*test
	for _, t := range s.tests {
		switch {
		case !t.reaches[id]:
		case t.took < 300*time.Millisecond:
			quick = append(quick, t)
		default:
			slow = append(slow, t)
		}
	}
	near := min(nearest, len(quick))
	turns := [][]*test{quick[:near]}
	turns = slices.AppendSeq(turns, slices.Chunk(quick[near:], batch))
	return append(turns, slow)
}

func (s *suite) fails(ctx context.Context, o options, tests []*test, id int) bool {
	limit := o.slack
	for _, t := range tests {
		limit += 5 * t.took
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return s.run(limited, tests, "MUTATE_CHOSEN="+strconv.Itoa(id)).Run() != nil
}

func (s *suite) run(ctx context.Context, tests []*test, setting string) *exec.Cmd {
	names := make([]string, len(tests))
	for k, t := range tests {
		names[k] = t.name
	}
	command := exec.CommandContext(ctx, s.binary, append(slices.Clone(s.args), "-test.run", "^("+strings.Join(names, "|")+")$")...)
	command.Dir = s.dir
	command.Env = append(os.Environ(), setting)
	command.WaitDelay = time.Second
	return command
}

// atOnce calls do for 0 to n-1, up to so many at a time.
func atOnce(workers, n int, do func(int)) {
	var wait sync.WaitGroup
	turns := make(chan struct{}, max(workers, 1))
	for k := range n {
		turns <- struct{}{}
		wait.Go(func() {
			defer func() { <-turns }()
			do(k)
		})
	}
	wait.Wait()
}

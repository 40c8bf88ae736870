// Command mutate tells which conditions no test looks at. It negates each condition of the packages given, one at a time,
// and runs the tests that reach it; a negation that no test notices is a survivor.
//
// All negations are compiled in at once, and one of them is switched on by the environment: a test binary is built once a
// package and not once a condition. Nothing is kept from one call to the next.
//
// usage: mutate [-most PERCENT] [-workers N] [-with PACKAGES] [-files PATTERN] PACKAGES...
//
// It ends with 0 if fewer than PERCENT survive, 1 if not, and 2 if it could not find out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	release()
	os.Exit(code)
}

// options is what the command line asks for.
type options struct {
	dir      string // where the go command is run
	patterns []string
	with     []string // further packages whose tests count
	files    *regexp.Regexp
	workers  int
	slack    time.Duration // how long a test may take beyond five times its usual time
	progress io.Writer
}

// run answers with the exit code.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("mutate", flag.ContinueOnError)
	flags.SetOutput(errs)
	most := flags.Float64("most", 10, "fail if this `percentage` or more survives")
	with := flags.String("with", "", "further `packages` whose tests count, separated by commas")
	files := flags.String("files", "", "only conditions in files whose path matches this `pattern`")
	o := options{progress: errs}
	flags.StringVar(&o.dir, "C", ".", "the `folder` to work in")
	flags.IntVar(&o.workers, "workers", runtime.NumCPU(), "how `many` tests run beside one another")
	flags.DurationVar(&o.slack, "slack", 10*time.Second, "how long a test may take beyond five times its usual time")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	pattern, err := regexp.Compile(*files)
	if err != nil {
		say(errs, "mutate: the pattern of -files cannot be read: %v\n", err)
		return 2
	}
	o.files = pattern
	o.patterns, o.with = flags.Args(), strings.FieldsFunc(*with, func(r rune) bool { return r == ',' })
	began := time.Now()
	mutants, err := hunt(ctx, o)
	if err != nil {
		say(errs, "mutate: %v\n", err)
		return 2
	}
	share := report(out, mutants)
	say(out, "in %s\n", time.Since(began).Round(time.Second))
	if share >= *most {
		say(errs, "%g %% or more survive: write a test for those above\n", *most)
		return 1
	}
	return 0
}

// hunt gives every condition of the packages with what became of it.
func hunt(ctx context.Context, o options) (mutants []*mutant, err error) {
	scratch, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, fmt.Errorf("make a folder to work in: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	targets, err := load(ctx, o)
	if err != nil {
		return nil, err
	}
	overlay, mutants, err := instrument(scratch, targets)
	if err != nil {
		return nil, err
	}
	mutants = slices.DeleteFunc(mutants, func(m *mutant) bool { return o.files != nil && !o.files.MatchString(m.file) })
	if len(mutants) == 0 {
		return nil, fmt.Errorf("no conditions in %s", strings.Join(o.patterns, " "))
	}
	suites, err := compile(ctx, o, scratch, overlay)
	if err != nil {
		return nil, err
	}
	say(o.progress, "%d conditions, %d packages with tests\n", len(mutants), len(suites))
	if err := rehearse(ctx, o, scratch, suites); err != nil {
		return nil, err
	}
	return mutants, tryAll(ctx, o, suites, mutants)
}

// say writes to the terminal; there is nobody to tell if that fails.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

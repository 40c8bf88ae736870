package main

// The stage: the harness was made for tests, and here a bench stands in for one.

import (
	"context"
	"fmt"
	"os"
	"testing"
)

// stage is one run of the program under measurement. It offers what the harness asks of a test; what fails ends the bench.
type stage struct {
	testing.TB // the rest is not called
	dir        string
	cleanups   []func()
}

// run gives a measurement a stage of its own.
func run(dir string, measure func(*stage)) {
	s := &stage{dir: dir}
	defer s.clean()
	measure(s)
}

func (s *stage) clean() {
	for k := len(s.cleanups) - 1; k >= 0; k-- {
		s.cleanups[k]()
	}
	s.cleanups = nil
}

// Helper implements testing.TB.
func (s *stage) Helper() {}

// Name implements testing.TB.
func (s *stage) Name() string { return "bench" }

// Failed implements testing.TB.
func (s *stage) Failed() bool { return false }

// Cleanup implements testing.TB.
func (s *stage) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

// Context implements testing.TB.
func (s *stage) Context() context.Context { return context.Background() }

// Errorf implements testing.TB.
func (s *stage) Errorf(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// FailNow implements testing.TB.
func (s *stage) FailNow() {
	s.clean()
	os.Exit(1)
}

// Fatalf implements testing.TB.
func (s *stage) Fatalf(format string, args ...any) {
	s.Errorf(format, args...)
	s.FailNow()
}

// Skipf implements testing.TB: a bench without a program has nothing to measure.
func (s *stage) Skipf(format string, args ...any) { s.Fatalf(format, args...) }

// TempDir implements testing.TB. It lies where the bench's output does, so that durable writes cost what the disk asks.
func (s *stage) TempDir() string {
	dir, err := os.MkdirTemp(s.dir, "data-")
	if err != nil {
		s.Fatalf("no directory for the data: %v", err)
	}
	s.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

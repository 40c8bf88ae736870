// Command bench measures the figures of the design against the program that MUSTER_BIN names, from outside: a client over
// HTTP on one side, the simulated carrier in this process on the other.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// settings say how much is measured.
type settings struct {
	warm, samples, many int
	out, parts          string
	column              string
	targets             targets
}

// targets are what the design asks for, of one column of its table.
type targets struct {
	name                     string
	firstP50, firstP99       float64 // milliseconds
	replyP50, replyP99, rung float64
	pages, waves             time.Duration
	memory                   int64 // megabytes
}

// The columns. That on PostgreSQL has api, worker and engine in processes of their own, on two servers whose commits reach the disk.
const (
	embedded = "embedded"
	onServer = "postgres"
)

var columns = map[string]targets{
	embedded: {"embedded (SQLite)", 30, 120, 20, 120, 500, 20 * time.Second, time.Minute, 600},
	onServer: {"PostgreSQL, api, worker and engine apart", 25, 120, 15, 100, 300, 12 * time.Second, 40 * time.Second, 500},
}

// has says whether a part is to be measured.
func (s settings) has(part string) bool { return slices.Contains(strings.Split(s.parts, ","), part) }

func main() {
	var s settings
	flag.IntVar(&s.warm, "warm", 20, "fires that are not counted")
	flag.IntVar(&s.samples, "samples", 200, "fires, one after another")
	flag.IntVar(&s.many, "many", 1000, "incidents that are open at once")
	flag.StringVar(&s.out, "out", "", "where the figures are written; out/bench.json, or out/bench-postgres.json, if left out")
	flag.StringVar(&s.column, "column", embedded, "which column is measured: embedded or postgres")
	flag.StringVar(&s.parts, "parts", "idle,fire,burst,rungs", "which parts are measured")
	flag.Parse()
	var known bool
	if s.targets, known = columns[s.column]; !known {
		fmt.Fprintln(os.Stderr, "-column is embedded or postgres")
		os.Exit(2)
	}
	if s.out == "" {
		s.out = map[string]string{embedded: "out/bench.json", onServer: "out/bench-postgres.json"}[s.column]
	}
	if err := bench(s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bench(s settings) error {
	dir, err := filepath.Abs(filepath.Dir(s.out))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	r := &report{Column: s.targets.name, At: time.Now().UTC(), Machine: machine(), LoadBefore: load(), Spreads: map[string]spread{}, Bytes: map[string]int64{}}
	for _, part := range []struct {
		name    string
		measure func(*stage, settings, *report)
	}{{"idle", idle}, {"burst", burst}, {"rungs", rungs}, {"fire", described}} {
		if s.has(part.name) {
			fmt.Fprintf(os.Stderr, "measuring: %s\n", part.name)
			run(dir, func(t *stage) { part.measure(t, s, r) })
			if err := r.save(s.out); err != nil { // a later part may fail
				return err
			}
		}
	}
	r.note("lost / doubled pages over 200 kills", "0 / 0", "not measured here: MUSTER_CHAOS_KILLS=200 make chaos")
	r.LoadAfter = load()
	r.print(os.Stdout)
	if err := r.save(s.out); err != nil {
		return err
	}
	fmt.Println(s.out)
	return nil
}

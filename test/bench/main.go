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
}

// has says whether a part is to be measured.
func (s settings) has(part string) bool { return slices.Contains(strings.Split(s.parts, ","), part) }

func main() {
	var s settings
	flag.IntVar(&s.warm, "warm", 20, "fires that are not counted")
	flag.IntVar(&s.samples, "samples", 200, "fires, one after another")
	flag.IntVar(&s.many, "many", 1000, "incidents that are open at once")
	flag.StringVar(&s.out, "out", "out/bench.json", "where the figures are written")
	flag.StringVar(&s.parts, "parts", "idle,fire,burst,rungs", "which parts are measured")
	flag.Parse()
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
	r := &report{At: time.Now().UTC(), Machine: machine(), LoadBefore: load(), Spreads: map[string]spread{}, Bytes: map[string]int64{}}
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

package main

// Figures: distributions, rows of the table, and the file with all of it.

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"
)

// spread is a distribution of durations, in milliseconds.
type spread struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50_ms"`
	P90 float64 `json:"p90_ms"`
	P99 float64 `json:"p99_ms"`
	Max float64 `json:"max_ms"`
}

// spreadOf sorts its argument.
func spreadOf(d []time.Duration) spread {
	if len(d) == 0 {
		return spread{}
	}
	slices.Sort(d)
	at := func(share float64) float64 { return milliseconds(d[min(len(d)-1, int(share*float64(len(d))))]) }
	return spread{N: len(d), P50: at(0.5), P90: at(0.9), P99: at(0.99), Max: milliseconds(d[len(d)-1])}
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Round(10*time.Microsecond)) / float64(time.Millisecond)
}

// String is the median and the 99th percentile.
func (s spread) String() string { return fmt.Sprintf("%.1f / %.1f ms", s.P50, s.P99) }

// row is a figure of the design beside what was measured.
type row struct {
	Figure   string `json:"figure"`
	Target   string `json:"target"`
	Measured string `json:"measured"`
	Met      *bool  `json:"met"` // null where nothing was measured
}

// report is all that a run has found.
type report struct {
	Column     string            `json:"column"`
	At         time.Time         `json:"at"`
	Machine    string            `json:"machine"`
	LoadBefore string            `json:"load_before"`
	LoadAfter  string            `json:"load_after"`
	Rows       []row             `json:"rows"`
	Spreads    map[string]spread `json:"spreads"`
	Hops       []hop             `json:"hops"`
	Fire       *fireCount        `json:"fire,omitempty"`
	Bytes      map[string]int64  `json:"disk_bytes"`
}

// hop is one leg of the first page's way.
type hop struct {
	Name string `json:"name"`
	spread
}

func (r *report) add(figure, target, measured string, met bool) {
	r.Rows = append(r.Rows, row{figure, target, measured, &met})
	fmt.Fprintf(os.Stderr, "  %s: %s (%s)\n", figure, measured, target)
}

// note adds a row that another program measures, or that nothing measures here.
func (r *report) note(figure, target, measured string) {
	r.Rows = append(r.Rows, row{figure, target, measured, nil})
}

// print writes the table.
func (r *report) print(out io.Writer) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line := func(cells ...any) { _, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", cells...) }
	line("figure, "+r.Column, "target", "measured", "met")
	for _, row := range r.Rows {
		met := "-"
		if row.Met != nil {
			met = map[bool]string{true: "yes", false: "NO"}[*row.Met]
		}
		line(row.Figure, row.Target, row.Measured, met)
	}
	_ = table.Flush()
	_, _ = fmt.Fprintf(out, "\nhops of the first page, p50 / p99, of %d\n", r.Spreads["first_sms"].N)
	for _, h := range r.Hops {
		_, _ = fmt.Fprintf(table, "  %s\t%.1f\t/ %.1f ms\n", h.Name, h.P50, h.P99)
	}
	_ = table.Flush()
	if r.Fire != nil {
		_, _ = fmt.Fprintf(out, "\n%s\n", r.Fire)
	}
	_, _ = fmt.Fprintf(out, "\n%s; load before %s, after %s\n", r.Machine, r.LoadBefore, r.LoadAfter)
}

// save writes the report as JSON.
func (r *report) save(path string) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o600)
}

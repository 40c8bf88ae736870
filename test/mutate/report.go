package main

// The report: the survivors, and the scores.

import "io"

// report lists the survivors and the scores, and gives the percentage that survives.
func report(out io.Writer, mutants []*mutant) float64 {
	type score struct{ survive, all int }
	var order []string
	scores := map[string]*score{}
	total := score{}
	for _, m := range mutants {
		s := scores[m.pkg]
		if s == nil {
			s = &score{}
			scores[m.pkg], order = s, append(order, m.pkg)
		}
		s.all, total.all = s.all+1, total.all+1
		if m.survives {
			s.survive, total.survive = s.survive+1, total.survive+1
			say(out, "%s\n", m)
		}
	}
	for _, pkg := range order {
		s := scores[pkg]
		say(out, "%s: %d of %d negated conditions survive (%.1f %%)\n", pkg, s.survive, s.all, percent(s.survive, s.all))
	}
	say(out, "total: %d of %d negated conditions survive (%.1f %%)\n", total.survive, total.all, percent(total.survive, total.all))
	return percent(total.survive, total.all)
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(whole) }

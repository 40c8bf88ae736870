package chaos_test

// The tally: the carrier's ledger against what the incidents' own records say was owed.

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/carrier"
	"muster/carrier/sim"
)

// tally is what the kills did.
type tally struct {
	kills, held, asked     int
	owed, sent, superseded int
	doubled, lost, unowed  []string
	latest                 time.Duration
	fires                  int
}

// String is the tally as a person reads it.
func (t tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d kills, %d of them while the carrier had accepted and held its answer back (%d of those at a second sending), %d fires\n", t.kills, t.held, t.asked, t.fires)
	fmt.Fprintf(&b, "owed %d, sent %d, doubled %d, lost %d (superseded and never sent %d; latest %s after it was owed or the restart, bound %s)",
		t.owed, t.sent, len(t.doubled), len(t.lost), t.superseded, t.latest.Round(time.Millisecond), lossBound)
	for name, list := range map[string][]string{"doubled": t.doubled, "lost": t.lost, "unowed": t.unowed} {
		for _, line := range list {
			fmt.Fprintf(&b, "\n%s: %s", name, line)
		}
	}
	return b.String()
}

// tally compares. A message that a later one for the same page superseded before it was sent is not owed any more.
func (s *story) tally() tally {
	t := tally{kills: len(s.downs), held: s.held, asked: s.asked, fires: len(s.fires)}
	sent := sim.PerAttempt(s.carrier.Ledger())
	for tag, entries := range sent {
		if len(entries) > 1 {
			t.doubled = append(t.doubled, fmt.Sprintf("%s %d times over %s, recorded as %s", name(tag), len(entries),
				entries[len(entries)-1].Accepted.Sub(entries[0].Accepted).Round(time.Millisecond), s.record[tag.Incident][attemptKey{tag.Page, tag.Attempt}].state))
		}
	}
	for _, f := range s.fires {
		s.tallyFire(&t, f, sent)
	}
	slices.Sort(t.doubled)
	return t
}

func (s *story) tallyFire(t *tally, f *fire, sent map[carrier.Tag][]sim.Entry) {
	for key, a := range s.record[f.id] {
		tag := carrier.Tag{Incident: f.id, Page: key.page, Attempt: key.n}
		entries := sent[tag]
		switch {
		case len(entries) == 0 && a.state == "superseded":
			t.superseded++
			continue
		case len(entries) == 0:
			t.lost = append(t.lost, fmt.Sprintf("%s, recorded as %s at %s, never accepted%s%s", name(tag), a.state, a.at.Format(time.TimeOnly), s.taken(a.carrier), s.trail(tag)))
		default:
			t.sent++
			late := s.late(a.at, entries[0].Accepted)
			t.latest = max(t.latest, late)
			if late > lossBound {
				t.lost = append(t.lost, fmt.Sprintf("%s, recorded as %s at %s, accepted %s too late", name(tag), a.state, a.at.Format(time.TimeOnly), late-lossBound))
			}
		}
		t.owed++
	}
	if n := s.last[f.id].called(); n < s.first {
		t.lost = append(t.lost, fmt.Sprintf("%s wanted to call %d people, an undisturbed fire calls %d at once", f.id, n, s.first))
	}
	for tag := range sent {
		if _, known := s.record[tag.Incident][attemptKey{tag.Page, tag.Attempt}]; tag.Incident == f.id && !known {
			t.unowed = append(t.unowed, name(tag))
		}
	}
}

func name(tag carrier.Tag) string {
	return fmt.Sprintf("%s/%s/%d", tag.Incident, tag.Page, tag.Attempt)
}

// late is how long a message took from when it was owed, or from the end of the last time without a program in between.
func (s *story) late(owed, accepted time.Time) time.Duration {
	from := owed
	for _, d := range s.downs {
		if d.from.Before(accepted) && d.until.After(from) && d.until.Before(accepted) {
			from = d.until
		}
	}
	return max(0, accepted.Sub(from))
}

// taken says which message an incident has taken for one that was never accepted.
func (s *story) taken(id string) string {
	for _, e := range s.carrier.Ledger() {
		if id != "" && e.ID == id {
			return fmt.Sprintf("; taken for it was %s, %q", name(e.Tag), e.Body)
		}
	}
	return ""
}

// trail is all that an incident's record last said of a lost message's page.
func (s *story) trail(tag carrier.Tag) string {
	in := s.last[tag.Incident]
	for _, p := range slices.Concat(in.Pages, in.Messages) {
		if p.ID == tag.Page {
			return fmt.Sprintf("; in the end the incident was %s, and the page %+v", in.State, p)
		}
	}
	return fmt.Sprintf("; in the end the incident was %s, and the page on its record no more", in.State)
}

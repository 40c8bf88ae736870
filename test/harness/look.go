package harness

// What a program leaves behind, beside what its API shows: the simulator's ledger, and what was said to outside parties.

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
)

// Handset is a simulated phone; Responder is empty for a resident's.
type Handset struct{ Number, Responder, Name string }

// Handsets are the phones of the program's own simulator.
func (p *Program) Handsets() []Handset {
	p.t.Helper()
	var list struct{ Items []Handset }
	p.Do(http.MethodGet, "/api/v1/phones?limit=200", nil, &list)
	return list.Items
}

// Habit sets what a handset does with the texts that it gets: ignore, accept, decline, answer, bounce or opt-out; or with the
// calls: accept-call, decline-call, voicemail, busy, no-answer or pick-up. Further fields of the API's body come in pairs.
func (p *Program) Habit(number, habit string, fields ...any) {
	p.t.Helper()
	body := map[string]any{"habit": habit}
	for k := 0; k+1 < len(fields); k += 2 {
		body[fmt.Sprint(fields[k])] = fields[k+1]
	}
	p.Do(http.MethodPut, "/api/v1/phones/"+url.PathEscape(number)+"/habit", body, nil)
}

// Data is a path in the program's data directory.
func (p *Program) Data(parts ...string) string {
	return filepath.Join(append([]string{p.Dir, "data"}, parts...)...)
}

// Ledger is all that the program's own simulator has accepted so far, read from a copy of its file.
func (p *Program) Ledger() []sim.Entry {
	p.t.Helper()
	dir := p.t.TempDir()
	data, err := os.ReadFile(p.Data("simulator", "carrier-ledger.jsonl"))
	if !errors.Is(err, fs.ErrNotExist) {
		require.NoError(p.t, err)
		require.NoError(p.t, os.WriteFile(filepath.Join(dir, "carrier-ledger.jsonl"), data, 0o600))
	}
	copied, err := sim.Open(sim.Options{AccountSID: account, AuthToken: secret, PublicURL: p.URL, Dir: dir})
	require.NoError(p.t, err)
	defer func() { _ = copied.Close() }()
	return copied.Ledger()
}

// Told is what was, or in a drill would have been, said to residents or an outside party.
type Told struct {
	At                                  time.Time
	Incident, Job, Kind, Mode, To, Text string
	Reached                             int
}

// Outside lists what was said to residents and outside parties of an incident.
func (p *Program) Outside(incident string) []Told {
	p.t.Helper()
	data, err := os.ReadFile(p.Data("outside.jsonl"))
	require.NoError(p.t, err)
	var all []Told
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var told Told
		require.NoError(p.t, json.Unmarshal(lines.Bytes(), &told))
		if told.Incident == incident {
			all = append(all, told)
		}
	}
	return all
}

// RequireOnce fails if an attempt was accepted by the carrier twice, and gives how many attempts there were.
func RequireOnce(t testing.TB, ledger []sim.Entry) int {
	t.Helper()
	attempts := sim.PerAttempt(ledger)
	for tag, entries := range attempts {
		require.Len(t, entries, 1, "attempt %d of page %s was accepted more than once", tag.Attempt, tag.Page)
	}
	return len(attempts)
}

// RequireSent fails if a message of an incident was not accepted by the carrier, or is not known to have been.
func RequireSent(t testing.TB, in Incident, ledger []sim.Entry) {
	t.Helper()
	accepted := map[string]bool{}
	for _, e := range ledger {
		accepted[e.ID] = true
	}
	for _, p := range append(append([]Page{}, in.Pages...), in.Messages...) {
		for _, a := range p.Attempts {
			if a.State == "superseded" || a.State == "failed" {
				continue
			}
			require.NotNil(t, a.CarrierID, "attempt %d of page %s to %s is %s", a.N, p.ID, p.Responder, a.State)
			require.True(t, accepted[*a.CarrierID], "attempt %d of page %s to %s is not in the carrier's ledger", a.N, p.ID, p.Responder)
		}
	}
}

package app

// Residents and outside parties, where nobody is told: outside calls, which a person makes, are written down; so are the notices of
// incidents that began under the first rules, and all that a drill would have said to people who are no responders.

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"

	"muster/activities"
	"muster/incident/frozen"
)

// ledger is an append-only file of what was, or would have been, said to people who are no responders: one JSON object a line.
type ledger struct {
	mu   sync.Mutex
	file *os.File
	seen map[string]bool // jobs that are in it
}

// line is one of a ledger's.
type line struct {
	At       time.Time `json:"at"`
	Incident string    `json:"incident"`
	Job      string    `json:"job"`
	Kind     string    `json:"kind"`
	Mode     string    `json:"mode"`
	To       string    `json:"to"`
	Reached  int       `json:"reached"`
	Text     string    `json:"text"`
}

func openLedger(path string) (*ledger, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the file %s cannot be written: %w", path, err)
	}
	return &ledger{file: file, seen: map[string]bool{}}, nil
}

// add writes a line, once for each job of an incident in the life of this process.
func (l *ledger) add(n line) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen[n.Incident+n.Job] {
		return nil
	}
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	if _, err := l.file.Write(append(data, '\n')); err != nil {
		return err
	}
	l.seen[n.Incident+n.Job] = true
	return nil
}

func (l *ledger) close() { _ = l.file.Close() }

// outside is the port to residents and parties: recording for real incidents, refusing for drills.
type outside struct {
	mode    frozen.Mode
	ledger  *ledger
	catalog *catalog
}

// Notify implements activities.Outside.
func (o outside) Notify(_ context.Context, n activities.Notice) (activities.Reach, error) {
	site, ok := o.catalog.Site(n.Site)
	if !ok {
		return activities.Reach{}, fmt.Errorf("site %s is gone", n.Site)
	}
	residents := len(site.Audience(audienceOf(n.Audience)))
	reach := activities.Reach{Residents: residents, Contained: o.mode == frozen.Drill, Recorded: o.mode == frozen.Real}
	return reach, o.ledger.add(line{
		At: time.Now().UTC(), Incident: n.Incident, Job: n.Job, Kind: "notice", Mode: string(o.mode), To: string(n.Audience.Of), Reached: residents, Text: n.Text.EN,
	})
}

// Call implements activities.Outside.
func (o outside) Call(_ context.Context, c activities.OutsideCall) (activities.Reach, error) {
	return activities.Reach{Contained: o.mode == frozen.Drill}, o.ledger.add(line{
		At: time.Now().UTC(), Incident: c.Incident, Job: c.Job, Kind: "call", Mode: string(o.mode), To: c.Party, Text: c.Script.EN,
	})
}

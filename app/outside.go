package app

// Residents and outside parties. This version writes notices and calls down and sends none; a drill's port refuses them, and
// that is written down too.

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"muster/activities"
	"muster/incident/frozen"
	"muster/sites"
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
	residents := len(audience(site, n.Audience, n.Places))
	reach := activities.Reach{Residents: residents, Contained: o.mode == frozen.Drill, Recorded: o.mode == frozen.Real}
	return reach, o.ledger.add(line{
		At: time.Now().UTC(), Incident: n.Incident, Job: n.Job, Kind: "notice", Mode: string(o.mode), To: string(n.Audience), Reached: residents, Text: n.Text.EN,
	})
}

// Call implements activities.Outside.
func (o outside) Call(_ context.Context, c activities.OutsideCall) (activities.Reach, error) {
	return activities.Reach{Contained: o.mode == frozen.Drill}, o.ledger.add(line{
		At: time.Now().UTC(), Incident: c.Incident, Job: c.Job, Kind: "call", Mode: string(o.mode), To: c.Party, Text: c.Script.EN,
	})
}

// audience picks the residents whom a notice is for. Where the place is not known, everybody is.
func audience(site *sites.Site, a frozen.Audience, places []frozen.Spot) []sites.Resident {
	return slices.DeleteFunc(slices.Clone(site.Residents), func(r sites.Resident) bool {
		inside := slices.ContainsFunc(places, func(p frozen.Spot) bool { return p.Building == r.Building })
		floor := slices.ContainsFunc(places, func(p frozen.Spot) bool { return p.Building == r.Building && (p.Floor == "" || p.Floor == r.Floor) })
		switch a {
		case frozen.AudienceBuilding:
			return len(places) > 0 && !inside
		case frozen.AudienceFloor:
			return len(places) > 0 && !floor
		case frozen.AudienceOthers:
			return inside
		case frozen.AudienceAssist:
			return !r.Assist || (len(places) > 0 && !inside)
		case frozen.AudienceSite:
		}
		return false
	})
}

package app

// Keys in the audit log: they are made in their file, beside any Muster that runs, so that the file says who did it, and whoever has
// the file brings that into the log.

import (
	"context"
	"os"
	"os/user"
	"strconv"
	"time"

	"muster/app/vault"
	"muster/audit"
)

// keysLookedAt is between two looks whether there are keys that the log may not have.
const keysLookedAt = 5 * time.Second

// noteKeys has the audit log say of each key who made it, until the program ends. Every process does so at its start, for what was
// done while none ran; the log takes up each key once.
func (p *program) noteKeys(ctx context.Context) {
	noted := map[string]bool{}
	ticks := time.NewTicker(keysLookedAt)
	defer ticks.Stop()
	for {
		p.noteNewKeys(noted)
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

func (p *program) noteNewKeys(noted map[string]bool) {
	for n, k := range p.vault.Keys() {
		if noted[k.ID] || k.By == "" { // made before its file said by whom
			continue
		}
		noted[k.ID] = true
		action := "rotate-keys"
		if n == 0 {
			action = "make-keys"
		}
		p.trail.Note(keyEntry(action, k, k.Maker))
	}
}

// keyEntry is what the log says of something that was done about a key. Its id is the key's, which brings it in once.
func keyEntry(action string, k vault.Key, m vault.Maker) audit.Entry {
	return audit.Entry{
		ID: "key-" + k.ID, At: m.Made.UTC().Truncate(time.Millisecond), Who: m.By, From: m.Host, Action: action, Subject: k.ID, Outcome: audit.Done,
		After: audit.Detail(map[string]any{"encrypts_from": k.From}),
	}
}

// atTheMachine is whoever does something at this machine now, without asking Muster: by the name that the system has for them.
func atTheMachine(now time.Time) vault.Maker {
	m := vault.Maker{By: "uid " + strconv.Itoa(os.Getuid()), Made: now}
	if who, err := user.Current(); err == nil && who.Username != "" {
		m.By = who.Username
	}
	if behind := os.Getenv("SUDO_USER"); behind != "" {
		m.By = behind + " (as " + m.By + ")"
	}
	m.Host, _ = os.Hostname() // empty where the system has none
	return m
}

package app

// Roles: what of Muster a process runs. All of it, or a part beside others that share engine, database and carrier with it.

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"muster/api"
)

// Role is a part of Muster that a process runs.
type Role string

// The roles. Any number of processes may have the same one; only of RoleAll and RoleSim there is one.
const (
	RoleAll    Role = ""       // everything, and the engine where none is given
	RoleAPI    Role = "api"    // HTTP: it hands to the engine what people say
	RoleWorker Role = "worker" // incidents, pages, the shadow, and who watches
	RoleSim    Role = "sim"    // the simulated phone network, and its handsets
)

// shared says whether other processes work beside one of this role.
func (r Role) shared() bool { return r == RoleAPI || r == RoleWorker }

// declares says whether processes of this role take declarations.
func (r Role) declares() bool { return r == RoleAPI || r == RoleAll }

// named is the role as measures name it.
func (r Role) named() string { return or(string(r), "all") }

// step is one of the things that are opened at the start.
type step func(context.Context) error

// steps are what a role opens, in the order in which it is needed, and what it serves over HTTP.
func (p *program) steps(start Engine) (open []step, handler func() (http.Handler, error)) {
	engine := func(ctx context.Context) error { return p.openEngine(ctx, start) }
	files := []step{p.listen, p.openDir, p.openTelemetry, p.openVault, p.openSnapshot}
	desk := append(files[:5:5], engine, p.openStore, p.checkKeys, p.checkPayloadKeys, p.openPeople, p.openNetwork, p.openDesk, p.openInbox)
	switch p.config.Role {
	case RoleAPI:
		return append(desk, p.followSites, p.shareLine, p.watchClock, p.startNotes, p.startLooking, p.startMetrics), p.handler
	case RoleWorker:
		return append(desk, p.followSites, p.shareLine, p.watchClock, p.startWorkers, p.startInbox, p.startWatchdog, p.startMetrics), p.healthOnly
	case RoleSim:
		return append(files[:5:5], p.openStore, p.followSites, p.openSimulator, p.startMetrics), p.handsetsOnly
	default:
		return append(desk, p.followSites, p.watchClock, p.startWorkers, p.startInbox, p.startWatchdog, p.startMetrics), p.handler
	}
}

// healthOnly serves whether the process lives, and whether what it is there for would be done.
func (p *program) healthOnly() (http.Handler, error) {
	return api.NewHealth(api.Options{Health: p.health(), PublicURL: p.config.PublicURL, Stopping: p.stopping, Log: p.log})
}

// handsetsOnly serves the simulator's handsets.
func (p *program) handsetsOnly() (http.Handler, error) {
	return api.NewHandsets(api.Options{
		Health: p.health(), Handsets: handsets{p.network.simulator, p.catalog},
		Token: p.token, TokenHash: p.hash, PublicURL: p.config.PublicURL, Stopping: p.stopping, Log: p.log,
	})
}

// health tells whether a declaration would be taken; without an engine it is never the engine that refuses it.
func (p *program) health() health {
	if p.engine == nil {
		return health{alwaysHealthy{}, p.dir, p.degraded}
	}
	return health{p.engine, p.dir, p.degraded}
}

// alwaysHealthy is where there is no engine to ask.
type alwaysHealthy struct{}

// Healthy implements health's engine.
func (alwaysHealthy) Healthy(context.Context) error { return nil }

// leastKey is how long a key that processes share has to be, in characters.
const leastKey = 32

// sharedKeys is the file of keys that processes have in common: none, where it is the one of the data directory.
func (c Config) sharedKeys() string {
	if c.KeysFile == c.ownKeys() {
		return ""
	}
	return c.KeysFile
}

// CheckRole says what a role lacks of its settings, in a sentence.
func (c Config) CheckRole() error {
	if c.PhoneKey != "" && len(c.PhoneKey) < leastKey {
		return fmt.Errorf("MUSTER_PHONE_KEY needs %d characters or more, the same for every process: take the content of phone-key in the data directory of a Muster that ran before, or `openssl rand -hex 32`", leastKey)
	}
	wanted := []struct{ name, value string }{
		{"TWILIO_ACCOUNT_SID", c.TwilioAccount}, {"TWILIO_AUTH_TOKEN", c.TwilioToken}, {"MUSTER_SMS_FROM", c.SMSFrom},
	}
	if c.Role.shared() {
		wanted = append(wanted, []struct{ name, value string }{
			{"MUSTER_TEMPORAL_ADDRESS", c.TemporalAddress}, {"MUSTER_DATABASE_URL", c.Database}, {"MUSTER_PHONE_KEY", c.PhoneKey}, {"MUSTER_KEYS_FILE", c.sharedKeys()},
		}...)
	}
	if c.Role == RoleAPI {
		wanted = append(wanted, struct{ name, value string }{"MUSTER_ADMIN_TOKEN", c.AdminToken})
	}
	var missing []string
	for _, w := range wanted {
		if c.Role != RoleAll && w.value == "" {
			missing = append(missing, w.name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("`muster %s` works beside other processes and shares with them what `muster up` has to itself; not set: %s. See docs/operations.md#several-processes", c.Role, strings.Join(missing, ", "))
	}
	if c.TwilioAccount == simAccount && c.TwilioBaseURL == "" && c.Role != RoleSim {
		return errors.New(simAccount + " is the simulator's account: set MUSTER_TWILIO_BASE_URL to where `muster sim` listens")
	}
	return nil
}

package harness

// An estate: Muster in several processes that share an engine, a database and a carrier, behind one address.

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"muster/carrier/sim"
	"muster/test/postgres"
)

// Estate is Muster as a company runs it. The Program is its front: one address before all APIs, with the handsets of the
// simulator, which is a process of its own.
type Estate struct {
	*Program
	Server       *postgres.Server // Muster's own database
	EngineServer *postgres.Server // nil: the engine is on files
	Engine       *Engine
	APIs         []*Program
	Workers      []*Program
	Carrier      *sim.Simulator // nil: it is a process of its own

	common []string
	front  *front
}

// Size says of what an estate consists.
type Size struct {
	APIs, Workers int
	Files         bool   // the engine is on files, not on a PostgreSQL server of its own
	EnginePage    string // where the engine serves its page; empty: not at all
	Durable       bool   // the servers' commits reach the disk
	Direct        bool   // there is no front: the first API is spoken to itself
	// Carrier, if set, is a simulator in the test's process, in place of one in its own.
	Carrier *sim.Options
}

// phoneKey is the key that the processes of an estate share.
const phoneKey = "a-key-that-all-processes-of-the-tests-share"

// StartEstate runs an estate until the test ends; env are further variables of every process.
func StartEstate(t testing.TB, size Size, env ...string) *Estate {
	t.Helper()
	e := &Estate{front: &front{url: "http://" + FreeAddress(t)}}
	if !size.Direct {
		e.front.serve(t)
	}
	e.Server = startServer(t, size)
	e.startEngine(t, size)
	e.common = append([]string{
		"MUSTER_PUBLIC_URL=" + e.front.url, "MUSTER_TEMPORAL_ADDRESS=" + e.Engine.Address, "MUSTER_DATABASE_URL=" + e.Server.Database(t),
		"MUSTER_PHONE_KEY=" + phoneKey, "MUSTER_KEYS_FILE=" + filepath.Join(t.TempDir(), "keys.json"), "MUSTER_RECORDS_DIR=" + filepath.Join(t.TempDir(), "records"),
	}, env...)
	New(t, e.common...).Muster("keys", "new")
	e.Program = &Program{t: t, URL: e.front.url, Dir: t.TempDir(), process: &process{}}
	e.startCarrier(t, size)
	for k := range size.APIs {
		p := e.prepare(t, "api")
		if k == 0 && size.Direct {
			p.URL, p.listen = e.front.url, strings.TrimPrefix(e.front.url, "http://")
		}
		e.APIs = append(e.APIs, e.launch(p))
	}
	for range size.Workers {
		e.Workers = append(e.Workers, e.Add(t, "worker"))
	}
	for _, p := range slices.Concat(e.APIs, e.Workers) {
		p.AwaitReady(time.Minute)
	}
	return e
}

func startServer(t testing.TB, size Size) *postgres.Server {
	if size.Durable {
		return postgres.StartDurable(t)
	}
	return postgres.Start(t)
}

func (e *Estate) startEngine(t testing.TB, size Size) {
	e.Engine = &Engine{t: t, dir: t.TempDir(), Address: FreeAddress(t), page: size.EnginePage}
	if !size.Files {
		e.EngineServer = startServer(t, size)
		e.Engine.database = e.EngineServer.Pair(t)
	}
	e.Engine.run()
}

func (e *Estate) startCarrier(t testing.TB, size Size) {
	if size.Carrier != nil {
		var variables []string
		e.Carrier, variables = openCarrier(t, *size.Carrier, e.front.url)
		e.common = append(e.common, variables...)
		return
	}
	listen := FreeAddress(t)
	e.common = append(e.common, "TWILIO_ACCOUNT_SID=ACmustersimulator", "TWILIO_AUTH_TOKEN="+secret, "MUSTER_SMS_FROM="+number,
		"MUSTER_TWILIO_BASE_URL=http://"+listen, "MUSTER_SIM_LISTEN="+listen)
	sim := e.Add(t, "sim")
	e.Dir, e.front.phones = sim.Dir, strings.TrimPrefix(sim.URL, "http://")
}

// Add launches one more process of the estate: api, worker or sim. env are its own further variables. A new API is behind the
// front at once.
func (e *Estate) Add(t testing.TB, role string, env ...string) *Program {
	t.Helper()
	return e.launch(e.prepare(t, role, env...))
}

// AddBuilt launches one more process of the estate that another build of the program runs.
func (e *Estate) AddBuilt(t testing.TB, binary, role string, env ...string) *Program {
	t.Helper()
	p := e.prepare(t, role, env...)
	p.binary = binary
	return e.launch(p)
}

func (e *Estate) prepare(t testing.TB, role string, env ...string) *Program {
	p := New(t, slices.Concat(e.common, env)...)
	p.command = role
	return p
}

func (e *Estate) launch(p *Program) *Program {
	p.Launch()
	if p.command == "api" {
		e.front.add(p.listen)
	}
	return p
}

// PIDs are the running processes of the estate, but for the servers of its databases.
func (e *Estate) PIDs() []int {
	pids := []int{e.Engine.PID()}
	for _, p := range slices.Concat(e.APIs, e.Workers) {
		pids = append(pids, p.PID())
	}
	return pids
}

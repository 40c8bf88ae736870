package harness

// An estate: Muster in several processes that share an engine, a database and a carrier, behind one address.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"muster/test/postgres"
)

// Estate is Muster as a company runs it. The Program is its front: one address before all APIs, with the handsets of the
// simulator, which is a process of its own.
type Estate struct {
	*Program
	Server  *postgres.Server // Muster's own database; the engine has another server
	Engine  *Engine
	APIs    []*Program
	Workers []*Program

	common []string
	front  *front
}

// Size says of what an estate consists.
type Size struct {
	APIs, Workers int
	Files         bool   // the engine is on files, not on a PostgreSQL server of its own
	EnginePage    string // where the engine serves its page; empty: not at all
	Durable       bool   // the servers' commits reach the disk
	Carrier       []string
}

// phoneKey is the key that the processes of an estate share.
const phoneKey = "a-key-that-all-processes-of-the-tests-share"

// StartEstate runs an estate until the test ends; env are further variables of every process.
func StartEstate(t testing.TB, size Size, env ...string) *Estate {
	t.Helper()
	e := &Estate{front: openFront(t)}
	e.Server = startServer(t, size)
	e.Engine = e.startEngine(t, size)
	e.common = append([]string{
		"MUSTER_PUBLIC_URL=" + e.front.url, "MUSTER_TEMPORAL_ADDRESS=" + e.Engine.Address, "MUSTER_DATABASE_URL=" + e.Server.Database(t),
		"MUSTER_PHONE_KEY=" + phoneKey,
	}, env...)
	e.Program = &Program{t: t, URL: e.front.url, Dir: t.TempDir(), process: &process{}}
	if size.Carrier == nil {
		listen := FreeAddress(t)
		size.Carrier = []string{
			"TWILIO_ACCOUNT_SID=ACmustersimulator", "TWILIO_AUTH_TOKEN=" + secret, "MUSTER_SMS_FROM=" + number,
			"MUSTER_TWILIO_BASE_URL=http://" + listen, "MUSTER_SIM_LISTEN=" + listen,
		}
		e.common = append(e.common, size.Carrier...)
		sim := e.Add(t, "sim")
		e.Dir, e.front.phones = sim.Dir, strings.TrimPrefix(sim.URL, "http://")
	} else {
		e.common = append(e.common, size.Carrier...)
	}
	for range size.APIs {
		e.APIs = append(e.APIs, e.Add(t, "api"))
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

func (e *Estate) startEngine(t testing.TB, size Size) *Engine {
	engine := &Engine{t: t, dir: t.TempDir(), Address: FreeAddress(t), page: size.EnginePage}
	if !size.Files {
		engine.database = startServer(t, size).Pair(t)
	}
	return engine.run()
}

// Add launches one more process of the estate: api, worker or sim. env are its own further variables. A new API is behind the
// front at once.
func (e *Estate) Add(t testing.TB, role string, env ...string) *Program {
	t.Helper()
	p := New(t, slices.Concat(e.common, env)...)
	p.command = role
	p.Launch()
	if role == "api" {
		e.front.add(p.listen)
	}
	return p
}

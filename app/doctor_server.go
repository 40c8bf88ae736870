package app

// The doctor's look at the server that Muster's database is on.

import (
	"context"
	"strings"

	"muster/ops/doctor"
	"muster/store"
)

// engineDatabase is where an engine of this program, beside Muster, keeps its database.
const engineDatabase = "MUSTER_ENGINE_DATABASE_URL"

// apart says why two servers are better, and what to do.
const apart = "give Muster's database a server of its own, since calling goes on without that, but not without the engine"

// server compares our clock with the database server's, the only other one where the simulator stands in for a carrier, and
// looks whether the server is the engine's too.
func (e *examination) server(ctx context.Context) []doctor.Finding {
	const check = "database"
	if e.Database == "" {
		return nil
	}
	seen, err := store.LookAtServer(ctx, e.storeOptions())
	if err != nil {
		return []doctor.Finding{doctor.Warning(check, "its server cannot be looked at: %s", oneLine(err))}
	}
	e.clocks = append(e.clocks, doctor.Clock("the database server's", serverDated(seen.Now, seen.Asked, seen.At)))
	switch {
	case store.SameServer(e.Database, environment()[engineDatabase]):
		return []doctor.Finding{doctor.Warning(check, "its server is the engine's too, by %s: %s", engineDatabase, apart)}
	case len(seen.Engine) > 0:
		return []doctor.Finding{doctor.Warning(check, "its server holds an engine's databases too (%s): %s", strings.Join(seen.Engine, ", "), apart)}
	}
	return nil
}

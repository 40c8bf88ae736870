package app

// The doctor's look at the server that Muster's database is on.

import (
	"context"

	"muster/ops/doctor"
	"muster/store"
)

// server compares our clock with the database server's: the only other one where the simulator stands in for a carrier.
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
	return nil
}

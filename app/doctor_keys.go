package app

// The doctor's look at the file of keys, without which nothing that the engine keeps can be read.

import (
	"context"
	"os"
	"slices"
	"time"

	"muster/app/vault"
	"muster/ops/doctor"
	"muster/store"
)

func (e *examination) keys(ctx context.Context) []doctor.Finding {
	const check = "keys"
	keys, err := vault.Read(e.KeysFile)
	switch {
	case err == nil && e.otherKeys(ctx, keys):
		return []doctor.Finding{doctor.Failure(check, "%s", e.otherKeysSaid())}
	case err == nil:
		return []doctor.Finding{doctor.Well(check, "those of %s can be read, and %s encrypts what the engine keeps", e.KeysFile, vault.InForce(keys, time.Now()).ID)}
	case os.IsNotExist(err) && e.sharedKeys() == "":
		return []doctor.Finding{doctor.Well(check, "the first start makes %s; back it up then", e.KeysFile)}
	case os.IsNotExist(err):
		return []doctor.Finding{doctor.Failure(check, "there is no file of keys at %s: `muster keys new` makes one on one machine, and every other gets a copy", e.KeysFile)}
	}
	return []doctor.Finding{doctor.Failure(check, "what the engine keeps cannot be encrypted: %s", oneLine(err))}
}

// otherKeys says whether the database was used with keys that are not these; one that does not tell is left to its own check.
func (e *examination) otherKeys(ctx context.Context, keys []vault.Key) bool {
	if e.TemporalAddress == "" {
		return false
	}
	common, err := store.Agreed(ctx, e.storeOptions(), keysName)
	return err == nil && common != "" && !slices.Contains(vault.Prints(keys), common)
}

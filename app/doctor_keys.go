package app

// The doctor's look at the file of keys, without which nothing that the engine keeps can be read.

import (
	"context"
	"os"
	"time"

	"muster/app/vault"
	"muster/ops/doctor"
)

func (e *examination) keys(context.Context) []doctor.Finding {
	const check = "keys"
	keys, err := vault.Read(e.KeysFile)
	switch {
	case err == nil:
		return []doctor.Finding{doctor.Well(check, "those of %s can be read, and %s encrypts what the engine keeps", e.KeysFile, vault.InForce(keys, time.Now()).ID)}
	case os.IsNotExist(err) && e.sharedKeys() == "":
		return []doctor.Finding{doctor.Well(check, "the first start makes %s; back it up then", e.KeysFile)}
	case os.IsNotExist(err):
		return []doctor.Finding{doctor.Failure(check, "there is no file of keys at %s: `muster keys new` makes one on one machine, and every other gets a copy", e.KeysFile)}
	}
	return []doctor.Finding{doctor.Failure(check, "what the engine keeps cannot be encrypted: %s", oneLine(err))}
}

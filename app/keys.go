package app

// Keys: those by which what the engine keeps is encrypted, and who else may have it decrypted.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"time"

	"go.temporal.io/sdk/converter"

	"muster/app/vault"
	"muster/audit"
	"muster/store"
)

// openVault opens the keys by which what the engine keeps is encrypted. A process that runs beside others has to be given them.
func (p *program) openVault(context.Context) error {
	if p.config.Role == RoleSim { // which never speaks to the engine
		return nil
	}
	if _, err := os.Stat(p.config.KeysFile); p.config.Role.shared() && os.IsNotExist(err) { // a key of its own nobody else could read
		return given(fmt.Errorf("there is no file of keys at %s: `muster keys new` makes one on one machine, and every other gets a copy", p.config.KeysFile))
	}
	opened, err := vault.Open(p.config.KeysFile, time.Now, p.log)
	if err != nil {
		return given(fmt.Errorf("what the engine keeps cannot be encrypted: %w", err))
	}
	p.vault = opened
	return nil
}

// keysName is under which processes agree on the keys by which what the engine keeps is encrypted. What is kept is the print of one.
const keysName = "payload-keys"

// checkPayloadKeys sees that this process has the keys of those that use the engine beside it: else each would leave undone what the
// others have begun. With more keys than they have it may run. An engine inside of the program is its alone: there a file that was
// lost delays what was encrypted with it, and keeps nobody from declaring.
func (p *program) checkPayloadKeys(ctx context.Context) error {
	if p.config.TemporalAddress == "" {
		return nil
	}
	prints := p.vault.Prints()
	bounded, cancel := context.WithTimeout(ctx, followBound)
	defer cancel()
	common, err := p.store.Agree(bounded, keysName, prints[0])
	switch {
	case err != nil:
		p.log.Warn("it is not known whether other processes encrypt with the same keys", "error", err)
	case !slices.Contains(prints, common):
		return given(errors.New(p.config.otherKeysSaid()))
	}
	return nil
}

// otherKeysSaid is said of a file of keys that is not the one that the database was used with.
func (c Config) otherKeysSaid() string {
	return fmt.Sprintf("%s was used with other keys than those of %s: what other processes, or earlier ones, have begun could not be read; copy the file of keys that they have, or put it back from a backup. If it is lost for good, `muster keys settle` has this one count from now on", c.databaseNamed(), c.KeysFile)
}

// SettleKeys has the keys of this configuration be those that processes on its database are to have.
func SettleKeys(ctx context.Context, c Config) error {
	keys, err := vault.Read(c.KeysFile)
	if err != nil {
		return absent(c, err)
	}
	s, err := store.Open(ctx, c.storeOptions())
	if err == nil {
		err = errors.Join(settle(ctx, s, keys[0]), s.Close())
	}
	if err != nil {
		return fmt.Errorf("%s cannot be used: %w", c.databaseNamed(), err)
	}
	return nil
}

// settle notes first who does it: what is not in the audit log is not done.
func settle(ctx context.Context, s *store.Store, first vault.Key) error {
	noted := keyEntry("settle-keys", first, atTheMachine(time.Now()))
	noted.ID = audit.NewID()
	if err := s.AppendAudit(ctx, []audit.Entry{noted}); err != nil {
		return err
	}
	return s.Settle(ctx, keysName, first.Print())
}

// codec decrypts for the engine's own tools, and unpacks.
func (p *program) codec() http.Handler {
	return converter.NewPayloadCodecHTTPHandler(p.vault, &codec{})
}

// codecOrigins are the pages that may ask for it from a browser: the one that is configured, and the embedded engine's.
func (p *program) codecOrigins() []string {
	var origins []string
	if p.config.CodecOrigin != "" {
		origins = append(origins, p.config.CodecOrigin)
	}
	if p.engine.embedded != nil && p.engine.embedded.UIAddress() != "" {
		origins = append(origins, "http://"+p.engine.embedded.UIAddress())
	}
	return origins
}

// Keys are the keys of a configuration, the oldest first, without what must not be shown, and the id of the one that encrypts.
func Keys(c Config) (keys []vault.Key, inForce string, err error) {
	keys, err = vault.Read(c.KeysFile)
	if err != nil {
		return nil, "", absent(c, err)
	}
	inForce = vault.InForce(keys, time.Now()).ID
	for k := range keys {
		keys[k].Key = ""
	}
	return keys, inForce, nil
}

// NewKeys makes the file of keys that processes are to share.
func NewKeys(c Config) error {
	err := vault.New(c.KeysFile, atTheMachine(time.Now()))
	switch {
	case errors.Is(err, fs.ErrExist):
		return given(fmt.Errorf("there is a file of keys at %s already: use it, or give another place in MUSTER_KEYS_FILE", c.KeysFile))
	case err != nil:
		return given(fmt.Errorf("the file of keys %s cannot be made: %w", c.KeysFile, plain(err)))
	}
	return nil
}

// RotateKeys adds a key that encrypts after a while. Processes that run take it up by themselves.
func RotateKeys(c Config, after time.Duration) (vault.Key, error) {
	added, err := vault.Rotate(c.KeysFile, atTheMachine(time.Now()), after)
	added.Key = ""
	return added, absent(c, err)
}

func absent(c Config, err error) error {
	if os.IsNotExist(err) {
		return given(fmt.Errorf("there is no file of keys at %s: it is made at Muster's first start; or name it in MUSTER_KEYS_FILE", c.KeysFile))
	}
	return err
}

package app

// Opening: what the program does where its database, or another file of its own, is dead at the start.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"muster/app/snapshot"
	"muster/carrier"
	"muster/incident/frozen"
	"muster/sites"
	"muster/store"
	"muster/watchdog"
)

// How long the program waits for its database at the start, if it can do without.
const (
	openPatience = 3 * time.Second // to be opened
	loadPatience = 5 * time.Second // to tell the sites
)

// admin is the name of the credential with every right.
const admin = "admin"

// openSnapshot reads what was kept, and finds out who may speak: the token of the settings, or the one in the data directory;
// where that cannot be read, whoever knows it is known by the hash that was kept.
func (p *program) openSnapshot(context.Context) error {
	kept, err := snapshot.Keeper{Dir: p.dir.path}.Read()
	switch {
	case err == nil:
		p.kept = &kept
	case !errors.Is(err, snapshot.ErrNone):
		p.log.Error("there is no snapshot to be used", "error", err)
	}
	if p.kept != nil && p.kept.Refused != nil {
		p.log.Error("the newest snapshot is not used, but the one before it", "error", p.kept.Refused)
	}
	if p.token = p.config.AdminToken; p.token != "" || p.config.Role == RoleWorker {
		return nil
	}
	if p.token, err = p.dir.secret("admin-token", 24); err == nil {
		return nil
	}
	hash, known := p.keptCredential(admin)
	if !known {
		return err
	}
	p.log.Error("the token's file cannot be read: whoever knows the token is known by its hash in the snapshot", "error", err)
	p.hash = hash
	return nil
}

func (p *program) keptCredential(name string) (hash [sha256.Size]byte, known bool) {
	if p.kept == nil {
		return hash, false
	}
	for _, c := range p.kept.Credentials {
		if raw, err := hex.DecodeString(c.Hash); c.Name == name && err == nil && len(raw) == len(hash) {
			return [sha256.Size]byte(raw), true
		}
	}
	return hash, false
}

// credentials are the hashes to be kept: of the token that was made here. One that somebody thought of could be guessed from its hash.
func (p *program) credentials() []snapshot.Credential {
	switch {
	case p.config.AdminToken != "":
		return nil
	case p.token == "" && p.kept == nil:
		return nil
	case p.token == "":
		return p.kept.Credentials
	}
	return []snapshot.Credential{{Name: admin, Hash: digest([]byte(p.token))}}
}

// openStore opens the database and takes over its sites. Where it is dead, the program goes on with what was kept, and takes
// over the sites once the database is there.
func (p *program) openStore(ctx context.Context) error {
	p.store = openDatabase(ctx, p.config.storeOptions(), p.log)
	p.later(p.store.close)
	p.catalog = &catalog{changed: newChangedSites(), store: p.store, imported: make(chan struct{}, 1), sites: map[string]*sites.Site{}, simulated: p.config.Simulated(), allowed: p.config.AllowSimulator, keeping: keeping{
		files: snapshot.Keeper{Dir: p.dir.path}, log: p.log, plansDir: p.config.PlansDir, credentials: p.credentials(),
	}}
	var kept snapshot.Kept
	if p.kept != nil {
		kept = *p.kept
	}
	p.catalog.keeping.people.Store(kept.People)
	if err := p.catalog.loadPlans(kept); err != nil {
		return err
	}
	p.catalog.builtIn = p.catalog.plans
	if kept.Refused != nil {
		p.catalog.keeping.instead = kept.SavedAt
	}
	p.catalog.keeping.kept = kept
	dead, err := p.openSites(ctx)
	if err != nil || dead == nil {
		return err
	}
	if err := p.catalog.restore(); err != nil {
		return fmt.Errorf("%s cannot be opened: %w; and %w", p.config.databaseNamed(), dead, err)
	}
	p.later(p.catchUp(ctx))
	return nil
}

// openSites waits for the database and takes over its sites. dead says why it cannot be had although the program can go on without.
func (p *program) openSites(ctx context.Context) (dead, err error) {
	if dead = p.awaitStore(ctx); dead == nil {
		dead, err = p.catalog.adopt(ctx)
	}
	if dead != nil && (p.kept == nil || errors.Is(dead, store.ErrNewer)) {
		return nil, fmt.Errorf("%s cannot be opened: %w", p.config.databaseNamed(), dead)
	}
	return dead, err
}

// awaitStore waits until the database is open: for as long as it takes where nothing was kept to go on with.
func (p *program) awaitStore(ctx context.Context) error {
	var enough <-chan time.Time
	if p.kept != nil {
		enough = time.After(openPatience)
	}
	select {
	case err := <-p.store.first:
		return err
	case <-enough:
		return errAway
	case <-ctx.Done():
		return ctx.Err()
	}
}

// catchUp takes over the database's sites once it is there; stop ends it.
func (p *program) catchUp(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil && !p.caughtUp(ctx) {
			select {
			case <-time.After(openEvery):
			case <-ctx.Done():
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// caughtUp says whether the database has told its sites.
func (p *program) caughtUp(ctx context.Context) bool {
	away, err := p.catalog.adopt(ctx)
	if err != nil {
		p.log.Error("the sites of the database cannot be taken over: those of the snapshot stay in force", "error", err)
	}
	return away == nil
}

// away is what a declaration keeps of a database that is away, nil where it is there.
func (p *program) away() *frozen.Away {
	kept := p.catalog.keptAt()
	if kept == nil && p.store.trouble() == nil {
		return nil
	}
	return &frozen.Away{Kept: kept}
}

// degraded says what does not work although declarations are taken.
func (p *program) degraded() []string {
	var said []string
	kept, err := p.catalog.keptAt(), p.store.trouble()
	switch {
	case err != nil:
		sentence := fmt.Sprintf("The database is away: %s. Declarations are taken and people are called all the same; lists and the timelines of ended incidents wait for it, and no site can be brought in.", reason(err))
		if kept != nil {
			sentence += fmt.Sprintf(" Sites are those kept at %s.", kept.Format(time.RFC3339))
		}
		said = append(said, sentence)
	case kept != nil:
		said = append(said, fmt.Sprintf("The sites of the database have not been taken over: those kept at %s are in force. If this goes on, see the log.", kept.Format(time.RFC3339)))
	}
	if !p.crew.there() {
		said = append(said, crewAway)
	}
	for _, c := range p.line.Complaints() {
		said = append(said, refusal(c))
	}
	if p.strayKey {
		said = append(said, strayKeySaid)
	}
	complaints := append(p.clocks.complaints(), p.records.complaint(), p.vault.Complaint())
	if p.trail != nil {
		complaints = append(complaints, p.trail.Trouble())
	}
	for _, complaint := range complaints {
		if complaint != "" {
			said = append(said, complaint)
		}
	}
	return append(said, p.catalog.complaints()...)
}

// refusal says what the carrier refuses.
func refusal(c watchdog.Complaint) string {
	since := c.Since.Format(time.RFC3339)
	switch c.Class {
	case carrier.Account:
		return fmt.Sprintf("The carrier refuses this account or number since %s: messages are delayed or lost. Look at the account in the carrier's console; declarations are taken all the same.", since)
	case carrier.Route:
		return fmt.Sprintf("The carrier has no way from this number to some phones since %s: they get no texts. Look at its countries and templates in the carrier's console, or ask for another sender.", since)
	case carrier.QueueFull:
		return fmt.Sprintf("The carrier's queue for this number is full since %s: messages come late. Ask the carrier for a higher rate.", since)
	default:
		return fmt.Sprintf("The network filters some of this number's texts since %s: they do not arrive. Ask the carrier why.", since)
	}
}

// reason says why the database is away, without anything of its inside.
func reason(err error) string {
	var known *store.Error
	switch {
	case errors.As(err, &known):
		return known.Error()
	case errors.Is(err, errAway):
		return "it is still being opened"
	}
	return "it does not answer"
}

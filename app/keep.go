package app

// Keeping: the snapshot of what can be declared where and of who may speak. It is written at every change, and read where
// the database, or another place, is dead at the start.

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"muster/app/snapshot"
	"muster/plans"
	"muster/sites"
)

// keeping is the catalog's snapshot.
type keeping struct {
	files       snapshot.Keeper
	log         *slog.Logger
	plansDir    string
	planFiles   []snapshot.Document
	credentials []snapshot.Credential
	people      atomic.Pointer[snapshot.People]
	kept        snapshot.Kept // as it was at the start; without a File there was none

	writing sync.Mutex // one write after the other
	mu      sync.Mutex
	since   *time.Time // when what is in force was kept, where it comes from a snapshot; nil: it is the database's
	stale   time.Time  // when plans were kept that stand in for files; zero: none do
	instead time.Time  // when the snapshot was written that was read instead of a damaged one, until a good one is written; zero: none was
	failed  error      // why the snapshot could not be written
}

// keep writes the snapshot of what is in force now. One that cannot be written is complained of, and changes nothing else.
func (c *catalog) keep() {
	k := &c.keeping
	k.writing.Lock()
	defer k.writing.Unlock()
	s := snapshot.Snapshot{
		PlansDir: k.plansDir, Plans: k.planFiles, Credentials: k.credentials, OptOuts: c.choices.kept(), People: k.people.Load(), Published: c.keptPlans(),
	}
	for _, site := range c.Sites() {
		document, err := site.Marshal()
		if err != nil {
			k.log.Error("a site cannot be kept in the snapshot", "site", site.ID, "error", err)
			return
		}
		s.Sites = append(s.Sites, snapshot.Document{Name: site.ID, Text: string(document)})
	}
	err := k.files.Write(s, time.Now())
	if err != nil {
		k.log.Error("the snapshot cannot be written", "error", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.since, k.failed = nil, err; err == nil {
		k.instead = time.Time{}
	}
}

// unkept says whether the snapshot could not be written.
func (c *catalog) unkept() bool {
	c.keeping.mu.Lock()
	defer c.keeping.mu.Unlock()
	return c.keeping.failed != nil
}

// restore puts the sites of the snapshot in force. One that cannot be used is left out.
func (c *catalog) restore() error {
	kept := c.keeping.kept
	if kept.File == "" {
		return snapshot.ErrNone
	}
	c.choices.restore(kept.OptOuts)
	c.restorePlans(kept.Published)
	loaded := map[string]*sites.Site{}
	for _, document := range kept.Sites {
		site, err := sites.Load([]byte(document.Text), document.Name)
		if err == nil {
			err = c.mayRun(site)
		}
		if err != nil {
			c.keeping.log.Error("a site of the snapshot is left out", "site", document.Name, "error", err)
			continue
		}
		loaded[site.ID] = site
	}
	if len(loaded) == 0 {
		return fmt.Errorf("the snapshot %s has no site that can be used", kept.File)
	}
	c.mu.Lock()
	c.sites = loaded
	c.index()
	c.mu.Unlock()
	c.keeping.mu.Lock()
	defer c.keeping.mu.Unlock()
	c.keeping.since = &kept.SavedAt
	return nil
}

// keptAt is when what is in force was kept, nil where the database has told it.
func (c *catalog) keptAt() *time.Time {
	c.keeping.mu.Lock()
	defer c.keeping.mu.Unlock()
	return c.keeping.since
}

// complaints say what of the snapshot does not work.
func (c *catalog) complaints() []string {
	k := &c.keeping
	k.mu.Lock()
	defer k.mu.Unlock()
	var said []string
	if !k.stale.IsZero() {
		said = append(said, fmt.Sprintf("The folder of MUSTER_PLANS_DIR cannot be read: the plans that were kept at %s are in force. Mend it and start again.", k.stale.Format(time.RFC3339)))
	}
	if !k.instead.IsZero() {
		said = append(said, fmt.Sprintf("The newest snapshot is damaged: the one before it is used, of %s. A good one is written once the database answers.", k.instead.Format(time.RFC3339)))
	}
	if k.failed != nil {
		said = append(said, "The snapshot in the data directory cannot be written: after a start without the database, sites would be older ones. Make room there, or mend its permissions.")
	}
	return said
}

// loadPlans gives the program's plans with those of a folder. A folder that cannot be listed is stood in for by what the
// snapshot kept of it; one whose plans are wrong is refused.
func (c *catalog) loadPlans(kept snapshot.Kept) error {
	c.plans = plans.Library()
	dir := c.keeping.plansDir
	if dir == "" {
		return nil
	}
	if _, err := os.ReadDir(dir); err != nil && kept.PlansDir == dir && len(kept.Plans) > 0 {
		c.keeping.log.Error("the plans of MUSTER_PLANS_DIR cannot be read: those of the snapshot are in force", "error", err)
		c.keeping.stale, c.keeping.planFiles = kept.SavedAt, kept.Plans
		return c.standIn(kept.Plans)
	}
	further, err := plans.LoadDir(dir)
	if err != nil {
		return given(fmt.Errorf("the plans of MUSTER_PLANS_DIR, %s, cannot be used:\n%w", dir, err))
	}
	if c.plans, err = plans.Linked(plans.With(c.plans, further)); err != nil {
		return given(fmt.Errorf("the plans of MUSTER_PLANS_DIR, %s, cannot be used:\n%w", dir, err))
	}
	c.keeping.planFiles = documents(further)
	return nil
}

// standIn puts plans of the snapshot in force.
func (c *catalog) standIn(kept []snapshot.Document) error {
	var further []*plans.Plan
	for _, document := range kept {
		plan, err := plans.Load([]byte(document.Text), document.Name)
		if err != nil {
			return given(fmt.Errorf("the folder of MUSTER_PLANS_DIR cannot be read, and this version cannot use the plan that was kept of it:\n%w", err))
		}
		further = append(further, plan)
	}
	tied, err := plans.Linked(plans.With(c.plans, further))
	if err != nil {
		return given(fmt.Errorf("the folder of MUSTER_PLANS_DIR cannot be read, and this version cannot use the plans that were kept of it:\n%w", err))
	}
	c.plans = tied
	return nil
}

// documents are the files of plans as they were loaded; one that has changed since is left out.
func documents(loaded []*plans.Plan) []snapshot.Document {
	var files []snapshot.Document
	for _, plan := range loaded {
		data, err := os.ReadFile(plan.File)
		if err == nil && digest(data) == plan.Digest {
			files = append(files, snapshot.Document{Name: plan.File, Text: string(data)})
		}
	}
	return files
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

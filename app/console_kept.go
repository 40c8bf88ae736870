package app

// Plans, rosters, the audit log and the watchdog as the console wants them: what the API has, in the console's own types.

import (
	"context"
	"errors"
	"time"

	"muster/api"
	"muster/audit"
	"muster/console"
	"muster/sites"
)

// meanwhile turns the API's word that somebody else has changed something into the console's.
func meanwhile(err error) error {
	var other *api.VersionError
	if errors.As(err, &other) {
		return &console.ChangedError{Version: other.Version}
	}
	return err
}

// consoleBook is the API's book of plans as the console wants it.
type consoleBook struct{ api.PlanBook }

func versionOf(v api.PlanVersion) console.PlanVersion {
	return console.PlanVersion{Version: v.Version, BuiltIn: v.Source == api.PlanBuiltIn, Note: v.Note, At: v.At, InForce: v.InForce}
}

// UploadPlan implements console.PlanBook.
func (b consoleBook) UploadPlan(ctx context.Context, file []byte) (console.PlanDraft, error) {
	d, err := b.PlanBook.UploadPlan(ctx, file)
	return console.PlanDraft{Plan: d.Plan, Version: d.Version, Digest: d.Digest, Warnings: d.Warnings}, meanwhile(err)
}

// PublishPlan implements console.PlanBook.
func (b consoleBook) PublishPlan(ctx context.Context, id, digest, note string) (console.PlanVersion, error) {
	v, err := b.PlanBook.PublishPlan(ctx, id, digest, note)
	return versionOf(v), meanwhile(err)
}

// RollBackPlan implements console.PlanBook.
func (b consoleBook) RollBackPlan(ctx context.Context, id string, to, replaces int, note string) (console.PlanVersion, error) {
	v, err := b.PlanBook.RollBackPlan(ctx, id, to, replaces, note)
	return versionOf(v), meanwhile(err)
}

// PlanHistory implements console.PlanBook.
func (b consoleBook) PlanHistory(ctx context.Context, id string) ([]console.PlanVersion, error) {
	all, err := b.PlanBook.PlanHistory(ctx, id)
	versions := make([]console.PlanVersion, len(all))
	for k, v := range all {
		versions[k] = versionOf(v)
	}
	return versions, meanwhile(err)
}

// PlanSource implements console.PlanBook. Both count versions alike.
func (b consoleBook) PlanSource(ctx context.Context, id string, version int) ([]byte, error) {
	file, err := b.PlanBook.PlanSource(ctx, id, version)
	return file, meanwhile(err)
}

// consoleRosters are the API's rosters as the console wants them.
type consoleRosters struct{ api.Rosters }

// ChangeRoster implements console.Rosters.
func (r consoleRosters) ChangeRoster(ctx context.Context, site string, o console.RosterOrder) (before, after *sites.Site, err error) {
	done, err := r.Rosters.ChangeRoster(ctx, site, api.RosterOrder{Version: o.Version, Force: o.Force, DryRun: o.DryRun, Do: o.Do})
	return done.Before, done.After, meanwhile(err)
}

// consoleImporter is the API's catalog as the console brings sites into it.
type consoleImporter struct{ *catalog }

// Import implements console.Importer.
func (i consoleImporter) Import(ctx context.Context, site *sites.Site, force bool) error {
	return meanwhile(i.catalog.Import(ctx, site, force))
}

// consoleTrail is the audit log as the console reads it.
type consoleTrail struct{ auditLog }

// List implements console.AuditLog.
func (t consoleTrail) List(ctx context.Context, f console.AuditFilter) ([]audit.Entry, error) {
	return t.auditLog.List(ctx, api.AuditFilter(f))
}

// Verify implements console.AuditLog.
func (t consoleTrail) Verify(ctx context.Context) (seq int64, hash string, err error) {
	end, err := t.auditLog.Verify(ctx)
	return end.Seq, end.Hash, err
}

// consoleWatchdog is the API's watchdog as the console wants it.
type consoleWatchdog struct{ api.Watchdog }

// Troubles implements console.Watchdog.
func (w consoleWatchdog) Troubles() (open []console.Trouble, looked time.Time) {
	all, looked := w.Watchdog.Troubles()
	for _, t := range all {
		open = append(open, console.Trouble{Kind: t.Kind, Site: t.Site, Since: time.Time(t.Since), Text: t.Text, Told: t.Told})
	}
	return open, looked
}

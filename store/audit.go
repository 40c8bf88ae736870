package store

// The audit log: entries that are added only, each chained to the one before.

import (
	"context"
	"time"

	"gorm.io/gorm"

	"muster/audit"
)

const auditTable = "audit"

type auditRow struct {
	Seq      int64 `gorm:"primaryKey;autoIncrement:false"`
	ID       string
	At       int64
	Who      string
	Address  string
	Action   string
	Subject  string
	Outcome  string
	Before   string
	After    string
	Previous string
	Hash     string
}

// AuditEnd is where the log ends: the number of its last entry, and its hash.
type AuditEnd struct {
	Seq  int64
	Hash string
}

// AuditFilter says which entries a list shows; an empty field filters nothing.
type AuditFilter struct {
	Who, Action, Subject string
	Below                int64 // only entries before this number; 0: all
	Limit                int
}

// AppendAudit adds entries in their order. Those that are in the log already, by their ids, are left out.
func (s *Store) AppendAudit(ctx context.Context, entries []audit.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			var end AuditEnd // from here on nobody else adds anything
			if err := tx.Raw("UPDATE audit_end SET seq = seq RETURNING seq, hash").Scan(&end).Error; err != nil {
				return err
			}
			fresh, err := unknownEntries(tx, entries)
			if err != nil || len(fresh) == 0 {
				return err
			}
			rows := auditRows(audit.Chain(end.Seq, end.Hash, fresh))
			if err := tx.Table(auditTable).CreateInBatches(&rows, 100).Error; err != nil {
				return err
			}
			last := rows[len(rows)-1]
			return tx.Exec("UPDATE audit_end SET seq = ?, hash = ?", last.Seq, last.Hash).Error
		})
	}))
}

// unknownEntries are those that are not in the log yet, each once.
func unknownEntries(tx *gorm.DB, entries []audit.Entry) ([]audit.Entry, error) {
	ids := make([]string, len(entries))
	for k, e := range entries {
		ids[k] = e.ID
	}
	var known []string
	if err := tx.Table(auditTable).Where("id IN ?", ids).Pluck("id", &known).Error; err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, id := range known {
		seen[id] = true
	}
	var fresh []audit.Entry
	for _, e := range entries {
		if !seen[e.ID] {
			fresh = append(fresh, e)
		}
		seen[e.ID] = true
	}
	return fresh, nil
}

func auditRows(entries []audit.Entry) []auditRow {
	rows := make([]auditRow, len(entries))
	for k, e := range entries {
		rows[k] = auditRow{
			Seq: e.Seq, ID: e.ID, At: e.At.UnixMilli(), Who: e.Who, Address: e.From, Action: e.Action, Subject: e.Subject, Outcome: string(e.Outcome),
			Before: e.Before, After: e.After, Previous: e.Previous, Hash: e.Hash,
		}
	}
	return rows
}

func auditEntries(rows []auditRow) []audit.Entry {
	entries := make([]audit.Entry, len(rows))
	for k, r := range rows {
		entries[k] = audit.Entry{
			Seq: r.Seq, ID: r.ID, At: time.UnixMilli(r.At).UTC(), Who: r.Who, From: r.Address, Action: r.Action, Subject: r.Subject, Outcome: audit.Outcome(r.Outcome),
			Before: r.Before, After: r.After, Previous: r.Previous, Hash: r.Hash,
		}
	}
	return entries
}

// Audit lists entries, the newest first.
func (s *Store) Audit(ctx context.Context, f AuditFilter) ([]audit.Entry, error) {
	query := s.read.WithContext(ctx).Table(auditTable)
	for _, by := range [][2]string{{"who", f.Who}, {"action", f.Action}, {"subject", f.Subject}} {
		if by[1] != "" {
			query = query.Where(by[0]+" = ?", by[1])
		}
	}
	if f.Below > 0 {
		query = query.Where("seq < ?", f.Below)
	}
	var rows []auditRow
	err := query.Order("seq DESC").Limit(size(f.Limit, defaultList, mostList)).Find(&rows).Error
	return auditEntries(rows), s.fail(ctx, err)
}

// AuditAfter gives entries in their order, after one.
func (s *Store) AuditAfter(ctx context.Context, seq int64, limit int) ([]audit.Entry, error) {
	var rows []auditRow
	err := s.read.WithContext(ctx).Table(auditTable).Where("seq > ?", seq).Order("seq").Limit(limit).Find(&rows).Error
	return auditEntries(rows), s.fail(ctx, err)
}

// AuditEnd gives where the log ends.
func (s *Store) AuditEnd(ctx context.Context) (end AuditEnd, err error) {
	err = s.read.WithContext(ctx).Raw("SELECT seq, hash FROM audit_end").Scan(&end).Error
	return end, s.fail(ctx, err)
}

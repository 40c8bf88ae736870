package store

// What processes that share a database have in common: that something has changed, what they agree on, and whose turn it is.

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muster/store/migrations"
)

const sharedTable = "shared"

// The marks that count changes.
const (
	markSites   = "sites"
	markChoices = "choices"
	markPlans   = "plans"
)

// sharedRow is a row of shared.
type sharedRow struct {
	Name string `gorm:"primaryKey"`
	N    int64
	Said string
}

// mark counts a change, in the transaction that makes it.
func mark(tx *gorm.DB, name string) error {
	return tx.Table(sharedTable).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.Assignments(map[string]any{"n": gorm.Expr("shared.n + 1")}),
	}).Create(&sharedRow{Name: name, N: 1}).Error
}

// Marks counts the changes of sites, of published plans and of residents' choices: who finds another count than before reads them again.
func (s *Store) Marks(ctx context.Context) (map[string]int64, error) {
	var rows []sharedRow
	err := s.read.WithContext(ctx).Table(sharedTable).Where("name IN ?", []string{markSites, markChoices, markPlans}).Find(&rows).Error
	marks := map[string]int64{}
	for _, row := range rows {
		marks[row.Name] = row.N
	}
	return marks, s.fail(ctx, err)
}

// Agree keeps what is said first under a name, and gives that to everybody who says something under it.
func (s *Store) Agree(ctx context.Context, name, said string) (string, error) {
	var row sharedRow
	err := s.within(ctx, func(db *gorm.DB) error {
		if err := db.Table(sharedTable).Clauses(clause.OnConflict{DoNothing: true}).Create(&sharedRow{Name: name, Said: said}).Error; err != nil {
			return err
		}
		return db.Table(sharedTable).Where("name = ?", name).Take(&row).Error
	})
	return row.Said, s.fail(ctx, err)
}

// Settle keeps what is said under a name, whatever was agreed on before.
func (s *Store) Settle(ctx context.Context, name, said string) error {
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Table(sharedTable).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.AssignmentColumns([]string{"said"}),
		}).Create(&sharedRow{Name: name, Said: said}).Error
	}))
}

// Agreed is what processes have agreed on under a name, empty if nothing, of a database that is only looked at.
func Agreed(ctx context.Context, o Options, name string) (said string, err error) {
	db, dialect, err := openToLook(o.complete())
	if err != nil || db == nil {
		return "", Translate(err)
	}
	place := map[migrations.Dialect]string{migrations.SQLite: "?", migrations.Postgres: "$1"}[dialect]
	err = db.QueryRowContext(ctx, "SELECT said FROM shared WHERE name = "+place, name).Scan(&said)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return said, Translate(errors.Join(err, db.Close()))
}

// clocks are the databases' own, in microseconds: those of the processes may differ.
var clocks = map[migrations.Dialect]struct{ now, later string }{
	migrations.SQLite:   {"CAST(unixepoch('subsec') * 1000000 AS INTEGER)", "max"},
	migrations.Postgres: {"(extract(epoch FROM clock_timestamp()) * 1000000)::bigint", "greatest"},
}

// Turn takes the next turn under a name, which lasts for so long, and says how long it is until then. A turn that is further
// off than the patience is not taken: ok is false.
func (s *Store) Turn(ctx context.Context, name string, lasts, patience time.Duration) (wait time.Duration, ok bool, err error) {
	c := clocks[s.dialect]
	var micros []int64
	err = s.within(ctx, func(db *gorm.DB) error {
		return db.Raw("INSERT INTO shared (name, n) VALUES (?, "+c.now+" + ?) ON CONFLICT (name) DO UPDATE SET n = "+c.later+"(shared.n, "+c.now+") + ?"+
			" WHERE shared.n <= "+c.now+" + ? RETURNING n - ? - "+c.now, name, lasts.Microseconds(), lasts.Microseconds(), patience.Microseconds(), lasts.Microseconds()).
			Scan(&micros).Error
	})
	if err != nil || len(micros) == 0 {
		return 0, false, s.fail(ctx, err)
	}
	return max(0, time.Duration(micros[0])*time.Microsecond), true, nil
}

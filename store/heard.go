package store

// What the carrier has complained of to any of the processes that share the database.

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// heardPrefix begins the names under which complaints are kept in shared: n is when each came last, said since when.
const heardPrefix = "heard:"

// Heard is a class of the carrier's complaints: since when it comes again and again, and when it came last, in UTC with
// milliseconds.
type Heard struct {
	Class       string
	First, Last time.Time
}

// SaveHeard keeps what was heard, each in place of what was kept of its class.
func (s *Store) SaveHeard(ctx context.Context, heard []Heard) error {
	if len(heard) == 0 {
		return nil
	}
	rows := make([]sharedRow, len(heard))
	for k, h := range heard {
		rows[k] = sharedRow{Name: heardPrefix + h.Class, N: h.Last.UnixMilli(), Said: strconv.FormatInt(h.First.UnixMilli(), 10)}
	}
	// In order, so that processes that keep the same ones do not block each other.
	slices.SortFunc(rows, func(a, b sharedRow) int { return cmp.Compare(a.Name, b.Name) })
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Table(sharedTable).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.AssignmentColumns([]string{"n", "said"}),
		}).Create(&rows).Error
	}))
}

// Heard gives what is kept, by class.
func (s *Store) Heard(ctx context.Context) ([]Heard, error) {
	var rows []sharedRow
	if err := s.read.WithContext(ctx).Table(sharedTable).Where("name LIKE ?", heardPrefix+"%").Order("name").Find(&rows).Error; err != nil {
		return nil, s.fail(ctx, err)
	}
	var heard []Heard
	for _, row := range rows {
		first, err := strconv.ParseInt(row.Said, 10, 64)
		if err != nil { // which only a hand has written
			first = row.N
		}
		heard = append(heard, Heard{
			Class: strings.TrimPrefix(row.Name, heardPrefix), First: time.UnixMilli(first).UTC(), Last: time.UnixMilli(row.N).UTC(),
		})
	}
	return heard, nil
}

package store

// Choices: who wants no messages, and who wants them again. A number is known by its keyed hash only. That a number does not work
// is kept here too, under a keyed hash of that and the number.

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

const choiceTable = "choices"

// Choice is what the owner of a number has said last about getting messages, or what has shown last of the number. At is in UTC
// with milliseconds.
type Choice struct {
	Hash string
	Out  bool // no messages, or none arrive
	At   time.Time
}

// choiceRow is a row of choices.
type choiceRow struct {
	Hash     string `gorm:"primaryKey"`
	Out      bool
	ChosenAt int64
}

// SaveChoices keeps choices; one that is older than what is kept of its number changes nothing.
func (s *Store) SaveChoices(ctx context.Context, choices []Choice) error {
	if len(choices) == 0 {
		return nil
	}
	rows := lastChoices(choices)
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			kept := tx.Table(choiceTable).Clauses(clause.OnConflict{
				Columns: []clause.Column{{Name: "hash"}}, DoUpdates: clause.AssignmentColumns([]string{"out", "chosen_at"}),
				Where: clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "excluded.chosen_at > choices.chosen_at"}}},
			}).CreateInBatches(&rows, 200)
			if kept.Error != nil || kept.RowsAffected == 0 {
				return kept.Error
			}
			return mark(tx, markChoices)
		})
	}))
}

// lastChoices are the rows of choices, one for each number: a statement may touch a row once. They are in order, so that
// processes that keep the same ones do not block each other.
func lastChoices(choices []Choice) []choiceRow {
	last := map[string]choiceRow{}
	for _, c := range choices {
		if row, known := last[c.Hash]; !known || c.At.UnixMilli() > row.ChosenAt {
			last[c.Hash] = choiceRow{Hash: c.Hash, Out: c.Out, ChosenAt: c.At.UnixMilli()}
		}
	}
	return slices.SortedFunc(maps.Values(last), func(a, b choiceRow) int { return cmp.Compare(a.Hash, b.Hash) })
}

// Choices gives every number's last choice, by hash.
func (s *Store) Choices(ctx context.Context) ([]Choice, error) {
	var rows []choiceRow
	if err := s.read.WithContext(ctx).Table(choiceTable).Order("hash").Find(&rows).Error; err != nil {
		return nil, s.fail(ctx, err)
	}
	choices := make([]Choice, len(rows))
	for k, row := range rows {
		choices[k] = Choice{Hash: row.Hash, Out: row.Out, At: time.UnixMilli(row.ChosenAt).UTC()}
	}
	return choices, nil
}

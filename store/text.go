package store

// Texts from phones: which of them the engine has been handed. The rows are for a week; the carrier's list is read no further back.

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

const textTable = "texts"

// keepTexts is how long it is kept that a text was handed over.
const keepTexts = 7 * 24 * time.Hour

// Text says that the engine holds a text: the carrier's id, the hash of its sender's number, and the open incidents that had
// called it. HandedAt is in UTC with milliseconds.
type Text struct {
	ID        string
	Hash      string
	Incidents []string
	HandedAt  time.Time
}

// textRow is a row of texts; incidents is a JSON list.
type textRow struct {
	ID        string `gorm:"primaryKey"`
	Hash      string
	Incidents string
	HandedAt  int64
}

// RecordTexts notes that texts were handed over, and forgets those of long ago. One that is noted already stays as it is.
func (s *Store) RecordTexts(ctx context.Context, texts []Text) error {
	rows := make([]textRow, len(texts))
	for k, t := range texts {
		incidents, err := json.Marshal(append([]string{}, t.Incidents...))
		if err != nil {
			return s.fail(ctx, err)
		}
		rows[k] = textRow{ID: t.ID, Hash: t.Hash, Incidents: string(incidents), HandedAt: t.HandedAt.UnixMilli()}
	}
	slices.SortFunc(rows, func(a, b textRow) int { return cmp.Compare(a.ID, b.ID) }) // processes that note the same ones do not block each other
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			if err := tx.Table(textTable).Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error; err != nil {
				return err
			}
			return tx.Table(textTable).Where("handed_at < ?", s.now().Add(-keepTexts).UnixMilli()).Delete(&textRow{}).Error
		})
	}))
}

// Texts gives those of some texts that were handed over, in the order in which they were.
func (s *Store) Texts(ctx context.Context, ids []string) ([]Text, error) {
	var rows []textRow
	err := s.read.WithContext(ctx).Table(textTable).Where("id IN ?", ids).Order("handed_at, id").Find(&rows).Error
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	texts := make([]Text, len(rows))
	for k, row := range rows {
		texts[k] = Text{ID: row.ID, Hash: row.Hash, HandedAt: time.UnixMilli(row.HandedAt).UTC()}
		if err := json.Unmarshal([]byte(row.Incidents), &texts[k].Incidents); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	return texts, nil
}

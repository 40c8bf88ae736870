package store

// Sites: the documents as they were imported.

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// SiteRow is a site's document and when it was saved, in UTC with milliseconds.
type SiteRow struct {
	ID       string
	Document []byte
	SavedAt  time.Time
}

// SaveSite keeps a site's document, in place of the one before.
func (s *Store) SaveSite(ctx context.Context, id string, document []byte) error {
	row := siteRow{ID: id, Document: document, SavedAt: s.now().UnixMilli()}
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			err := tx.Table(siteTable).Clauses(clause.OnConflict{
				Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"document", "saved_at"}),
			}).Create(&row).Error
			if err != nil {
				return err
			}
			return mark(tx, markSites)
		})
	}))
}

// Sites gives every site, by id.
func (s *Store) Sites(ctx context.Context) ([]SiteRow, error) {
	var rows []siteRow
	if err := s.read.WithContext(ctx).Table(siteTable).Order("id").Find(&rows).Error; err != nil {
		return nil, s.fail(ctx, err)
	}
	sites := make([]SiteRow, len(rows))
	for k, row := range rows {
		sites[k] = SiteRow{ID: row.ID, Document: row.Document, SavedAt: time.UnixMilli(row.SavedAt).UTC()}
	}
	return sites, nil
}

package store

// Sites: the documents as they are in force, each with the version that it has come to.

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// SiteRow is a site's document and when it was saved, in UTC with milliseconds.
type SiteRow struct {
	ID       string
	Document []byte
	SavedAt  time.Time
	Version  int // 1 for the first document of the site, and one more with each
}

// ErrChanged means that somebody else has changed it meanwhile.
var ErrChanged = errors.New("somebody else has changed this meanwhile: look at it again, and repeat the change")

// SaveSite keeps a site's document, in place of the one before.
func (s *Store) SaveSite(ctx context.Context, id string, document []byte) error {
	row := siteRow{ID: id, Document: document, SavedAt: s.now().UnixMilli(), Version: 1}
	changes := clause.AssignmentColumns([]string{"document", "saved_at"})
	changes = append(changes, clause.Assignment{Column: clause.Column{Name: "version"}, Value: gorm.Expr("sites.version + 1")})
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			err := tx.Table(siteTable).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: changes}).Create(&row).Error
			if err != nil {
				return err
			}
			if err := tx.Table(siteTable).Where("id = ?", id).Select("version").Scan(&row.Version).Error; err != nil {
				return err
			}
			if err := filed(tx, id, row.Version); err != nil {
				return err
			}
			return mark(tx, markSites)
		})
	}))
}

// siteFile is under which name it is kept which version of a site came from a file.
func siteFile(id string) string { return "site-file " + id }

// filed keeps that, in the transaction that brings the file in.
func filed(tx *gorm.DB, id string, version int) error {
	return tx.Table(sharedTable).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.AssignmentColumns([]string{"n"}),
	}).Create(&sharedRow{Name: siteFile(id), N: int64(version)}).Error
}

// FiledVersion gives the version of a site that came from a file last, 0 where that is not known. A later one was made by people.
func (s *Store) FiledVersion(ctx context.Context, id string) (int, error) {
	var row sharedRow
	err := s.read.WithContext(ctx).Table(sharedTable).Where("name = ?", siteFile(id)).Limit(1).Find(&row).Error
	return int(row.N), s.fail(ctx, err)
}

// ReplaceSite keeps a document in place of just that version of it, and gives its version; ErrChanged if there is another.
func (s *Store) ReplaceSite(ctx context.Context, id string, document []byte, replaced int) (version int, err error) {
	return s.replaceSite(ctx, id, document, replaced, func(*gorm.DB) error { return nil })
}

// ReplaceSiteByFile is ReplaceSite for a document that came from a file.
func (s *Store) ReplaceSiteByFile(ctx context.Context, id string, document []byte, replaced int) (version int, err error) {
	return s.replaceSite(ctx, id, document, replaced, func(tx *gorm.DB) error { return filed(tx, id, replaced+1) })
}

func (s *Store) replaceSite(ctx context.Context, id string, document []byte, replaced int, also func(tx *gorm.DB) error) (version int, err error) {
	changes := map[string]any{"document": document, "saved_at": s.now().UnixMilli(), "version": replaced + 1}
	err = s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			done := tx.Table(siteTable).Where("id = ? AND version = ?", id, replaced).Updates(changes)
			switch {
			case done.Error != nil:
				return done.Error
			case done.RowsAffected == 0:
				return ErrChanged
			}
			if err := also(tx); err != nil {
				return err
			}
			return mark(tx, markSites)
		})
	})
	if errors.Is(err, ErrChanged) {
		return 0, ErrChanged
	}
	return replaced + 1, s.fail(ctx, err)
}

// Sites gives every site, by id.
func (s *Store) Sites(ctx context.Context) ([]SiteRow, error) {
	var rows []siteRow
	if err := s.read.WithContext(ctx).Table(siteTable).Order("id").Find(&rows).Error; err != nil {
		return nil, s.fail(ctx, err)
	}
	sites := make([]SiteRow, len(rows))
	for k, row := range rows {
		sites[k] = SiteRow{ID: row.ID, Document: row.Document, SavedAt: time.UnixMilli(row.SavedAt).UTC(), Version: row.Version}
	}
	return sites, nil
}

// SiteVersions gives the version of every site, by id: what a process looks at to learn what others have changed.
func (s *Store) SiteVersions(ctx context.Context) (map[string]int, error) {
	var rows []siteRow
	if err := s.read.WithContext(ctx).Table(siteTable).Select("id", "version").Find(&rows).Error; err != nil {
		return nil, s.fail(ctx, err)
	}
	versions := make(map[string]int, len(rows))
	for _, row := range rows {
		versions[row.ID] = row.Version
	}
	return versions, nil
}

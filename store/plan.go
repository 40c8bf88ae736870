package store

// Plans: every version that was published, for ever, and one draft of each plan.

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

const (
	planTable  = "plans"
	draftTable = "plan_drafts"
)

// PlanRow is a published version of a plan. At is in UTC with milliseconds.
type PlanRow struct {
	ID       string
	Version  int
	Document []byte
	Note     string
	At       time.Time
}

// PlanDraft is a plan that is not published yet.
type PlanDraft struct {
	ID       string
	Base     int // the version that it is to replace
	Document []byte
	At       time.Time
}

type planRow struct {
	ID          string `gorm:"primaryKey"`
	Version     int    `gorm:"primaryKey;autoIncrement:false"`
	Document    []byte
	Note        string
	PublishedAt int64
}

type draftRow struct {
	ID         string `gorm:"primaryKey"`
	Base       int
	Document   []byte
	UploadedAt int64
}

// PublishPlan keeps a version of a plan; ErrChanged if there is one of that number. Its draft is done with.
func (s *Store) PublishPlan(ctx context.Context, p PlanRow) error {
	row := planRow{ID: p.ID, Version: p.Version, Document: p.Document, Note: p.Note, PublishedAt: p.At.UnixMilli()}
	err := s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			made := tx.Table(planTable).Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
			if made.Error != nil {
				return made.Error
			}
			if made.RowsAffected == 0 {
				return ErrChanged
			}
			if err := tx.Table(draftTable).Where("id = ?", p.ID).Delete(&draftRow{}).Error; err != nil {
				return err
			}
			return mark(tx, markPlans)
		})
	})
	if errors.Is(err, ErrChanged) {
		return ErrChanged
	}
	return s.fail(ctx, err)
}

// Plans gives every published version, by plan and version.
func (s *Store) Plans(ctx context.Context) ([]PlanRow, error) {
	var rows []planRow
	if err := s.read.WithContext(ctx).Table(planTable).Order("id, version").Find(&rows).Error; err != nil {
		return nil, s.fail(ctx, err)
	}
	plans := make([]PlanRow, len(rows))
	for k, r := range rows {
		plans[k] = PlanRow{ID: r.ID, Version: r.Version, Document: r.Document, Note: r.Note, At: time.UnixMilli(r.PublishedAt).UTC()}
	}
	return plans, nil
}

// PlanVersions gives the newest published version of every plan that has one.
func (s *Store) PlanVersions(ctx context.Context) (map[string]int, error) {
	var rows []struct {
		ID     string
		Newest int
	}
	err := s.read.WithContext(ctx).Table(planTable).Select("id", "MAX(version) AS newest").Group("id").Find(&rows).Error
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	versions := map[string]int{}
	for _, r := range rows {
		versions[r.ID] = r.Newest
	}
	return versions, nil
}

// SaveDraft keeps a draft, in place of the plan's one before.
func (s *Store) SaveDraft(ctx context.Context, d PlanDraft) error {
	row := draftRow{ID: d.ID, Base: d.Base, Document: d.Document, UploadedAt: d.At.UnixMilli()}
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Table(draftTable).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"base", "document", "uploaded_at"}),
		}).Create(&row).Error
	}))
}

// Draft gives a plan's draft; ErrNotFound if it has none.
func (s *Store) Draft(ctx context.Context, id string) (PlanDraft, error) {
	var row draftRow
	if err := s.read.WithContext(ctx).Table(draftTable).Where("id = ?", id).Take(&row).Error; err != nil {
		return PlanDraft{}, s.fail(ctx, err)
	}
	return PlanDraft{ID: row.ID, Base: row.Base, Document: row.Document, At: time.UnixMilli(row.UploadedAt).UTC()}, nil
}

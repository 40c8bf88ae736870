package store

// Photos: pictures that people add to steps as evidence. A picture is read only where it is asked for by its id.

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muster/incident/photo"
	"muster/store/migrations"
)

const photoTable = "photos"

// Why a photo is not taken: there are as many as may be.
var (
	ErrStepFull     = errors.New("the step has as many photos as it may have")
	ErrIncidentFull = errors.New("the incident has as many photos as it may have")
)

// photoFacts are the columns of a photo beside its pictures.
var photoFacts = []string{"incident", "id", "step", "added_by", "added_at", "sha256", "size", "width", "height", "lat", "lon"}

type photoRow struct {
	Incident string `gorm:"primaryKey"`
	ID       string `gorm:"primaryKey"`
	Step     string
	AddedBy  string
	AddedAt  int64
	SHA256   string `gorm:"column:sha256"`
	Size     int
	Width    int
	Height   int
	Lat      *float64
	Lon      *float64
	Small    []byte
	Picture  []byte
}

func photoRowOf(p photo.Photo, picture, small []byte) photoRow {
	row := photoRow{
		Incident: p.Incident, ID: p.ID, Step: p.Step, AddedBy: p.By, AddedAt: p.At.UnixMilli(), SHA256: p.SHA256, Size: p.Size, Width: p.Width, Height: p.Height,
		Small: small, Picture: picture,
	}
	if p.Place != nil {
		row.Lat, row.Lon = &p.Place.Lat, &p.Place.Lon
	}
	return row
}

func (r photoRow) photo() photo.Photo {
	p := photo.Photo{
		ID: r.ID, Incident: r.Incident, Step: r.Step, By: r.AddedBy, At: time.UnixMilli(r.AddedAt).UTC(), SHA256: r.SHA256, Size: r.Size, Width: r.Width, Height: r.Height,
	}
	if r.Lat != nil && r.Lon != nil {
		p.Place = &photo.Place{Lat: *r.Lat, Lon: *r.Lon}
	}
	return p
}

// AddPhoto keeps a photo with its picture, and a small one of it. One that is there already stays as it is: added is false. Where
// its step, or its incident, has as many as may be it gives ErrStepFull or ErrIncidentFull.
func (s *Store) AddPhoto(ctx context.Context, p photo.Photo, picture, small []byte) (kept photo.Photo, added bool, err error) {
	row := photoRowOf(p, picture, small)
	err = s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			if err := s.oneByOne(tx, p.Incident); err != nil {
				return err
			}
			made := tx.Table(photoTable).Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
			if made.Error != nil {
				return made.Error
			}
			if added = made.RowsAffected > 0; added {
				return roomForPhoto(tx, p)
			}
			row = photoRow{}
			return tx.Table(photoTable).Select(photoFacts).Where("incident = ? AND id = ?", p.Incident, p.ID).Take(&row).Error
		})
	})
	if errors.Is(err, ErrStepFull) || errors.Is(err, ErrIncidentFull) {
		return photo.Photo{}, false, err
	}
	return row.photo(), added && err == nil, s.fail(ctx, err)
}

// oneByOne has others who add photos to an incident wait for the end of the transaction, so that they count this one. SQLite has but
// one writer.
func (s *Store) oneByOne(tx *gorm.DB, incident string) error {
	if s.dialect != migrations.Postgres {
		return nil
	}
	return tx.Exec("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", photoTable+" "+incident).Error
}

// roomForPhoto counts the photos with the one that has just been written, which an error takes back.
func roomForPhoto(tx *gorm.DB, p photo.Photo) error {
	var n struct{ Step, Incident int }
	err := tx.Table(photoTable).Select("COUNT(CASE WHEN step = ? THEN 1 END) AS step, COUNT(*) AS incident", p.Step).Where("incident = ?", p.Incident).Scan(&n).Error
	switch {
	case err != nil:
		return err
	case n.Step > photo.PerStep:
		return ErrStepFull
	case n.Incident > photo.PerIncident:
		return ErrIncidentFull
	}
	return nil
}

// Photos lists the photos of an incident, oldest first, without their pictures.
func (s *Store) Photos(ctx context.Context, incident string) ([]photo.Photo, error) {
	var rows []photoRow
	err := s.read.WithContext(ctx).Table(photoTable).Select(photoFacts).Where("incident = ?", incident).Order("added_at, id").Find(&rows).Error
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	photos := make([]photo.Photo, len(rows))
	for k, row := range rows {
		photos[k] = row.photo()
	}
	return photos, nil
}

// Photo gives a photo of an incident with its picture, or the small one; ErrNotFound if there is none.
func (s *Store) Photo(ctx context.Context, incident, id string, small bool) (photo.Photo, []byte, error) {
	column := "picture"
	if small {
		column = "small"
	}
	var row photoRow
	err := s.read.WithContext(ctx).Table(photoTable).Select(append([]string{column}, photoFacts...)).Where("incident = ? AND id = ?", incident, id).Take(&row).Error
	if err != nil {
		return photo.Photo{}, nil, s.fail(ctx, err)
	}
	if small {
		return row.photo(), row.Small, nil
	}
	return row.photo(), row.Picture, nil
}

// RemovePhoto takes a photo back; one that is not there is no failure.
func (s *Store) RemovePhoto(ctx context.Context, incident, id string) error {
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Table(photoTable).Where("incident = ? AND id = ?", incident, id).Delete(&photoRow{}).Error
	}))
}

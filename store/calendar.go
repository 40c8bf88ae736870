package store

// Feeds: the calendars that programs read without signing in, by a secret in their address of which only the hash is kept.

import (
	"context"
	"time"

	"gorm.io/gorm"
)

const feedTable = "feeds"

// CalendarFeed is a calendar that may be read by whoever knows its address.
type CalendarFeed struct {
	ID        string
	Site      string
	Responder string // whose duty it shows; empty: everybody's
	Hash      string // of the secret in its address
	MadeAt    time.Time
}

type calendarRow struct {
	ID        string `gorm:"primaryKey"`
	Site      string
	Responder string
	Hash      string
	MadeAt    int64
}

func (r calendarRow) feed() CalendarFeed {
	return CalendarFeed{ID: r.ID, Site: r.Site, Responder: r.Responder, Hash: r.Hash, MadeAt: time.UnixMilli(r.MadeAt).UTC()}
}

// AddCalendar keeps a new feed.
func (s *Store) AddCalendar(ctx context.Context, f CalendarFeed) error {
	row := calendarRow{ID: f.ID, Site: f.Site, Responder: f.Responder, Hash: f.Hash, MadeAt: f.MadeAt.UnixMilli()}
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error { return db.Table(feedTable).Create(&row).Error }))
}

// Calendars lists the feeds of a site, oldest first.
func (s *Store) Calendars(ctx context.Context, site string) ([]CalendarFeed, error) {
	var rows []calendarRow
	if err := s.read.WithContext(ctx).Table(feedTable).Where("site = ?", site).Order("made_at, id").Find(&rows).Error; err != nil {
		return nil, s.fail(ctx, err)
	}
	feeds := make([]CalendarFeed, len(rows))
	for k, row := range rows {
		feeds[k] = row.feed()
	}
	return feeds, nil
}

// CalendarByHash finds a feed by its secret's hash; ErrNotFound if there is none.
func (s *Store) CalendarByHash(ctx context.Context, hash string) (CalendarFeed, error) {
	var row calendarRow
	if err := s.read.WithContext(ctx).Table(feedTable).Where("hash = ?", hash).Take(&row).Error; err != nil {
		return CalendarFeed{}, s.fail(ctx, err)
	}
	return row.feed(), nil
}

// DeleteCalendar takes a feed of a site back; ErrNotFound if there is none.
func (s *Store) DeleteCalendar(ctx context.Context, site, id string) error {
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		done := db.Table(feedTable).Where("site = ? AND id = ?", site, id).Delete(&calendarRow{})
		if done.Error == nil && done.RowsAffected == 0 {
			return gorm.ErrRecordNotFound
		}
		return done.Error
	}))
}

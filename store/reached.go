package store

// Reached: when messages last reached the people of a site, and what became of everybody's last test page.

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muster/incident"
	"muster/incident/testpage"
)

const testTable = "test_pages"

// Contact is how somebody was reached. Times are in UTC with milliseconds.
type Contact struct {
	ReachedAt time.Time         // zero if they never were
	Test      *testpage.Outcome // the last one; nil if there was none
}

type testRow struct {
	Site        string `gorm:"primaryKey"`
	Responder   string `gorm:"primaryKey"`
	At          int64
	Rev         int
	State       string
	Why         string
	Wrong       bool
	DeliveredAt int64
	AnsweredAt  int64
	ReachedAt   int64
}

// KeepTest keeps what became of a test page, in place of the one before. The same again, or something older, changes nothing.
func (s *Store) KeepTest(ctx context.Context, o testpage.Outcome) error {
	row := testRow{
		Site: o.Site, Responder: o.Responder, At: o.At.UnixMilli(), Rev: o.Rev, State: string(o.State), Why: o.Why, Wrong: o.WrongNumber,
		DeliveredAt: millis(o.DeliveredAt), AnsweredAt: millis(o.AnsweredAt),
	}
	if !o.WrongNumber {
		row.ReachedAt = max(row.DeliveredAt, row.AnsweredAt)
	}
	set := clause.AssignmentColumns([]string{"at", "rev", "state", "why", "wrong", "delivered_at", "answered_at"})
	set = append(set, clause.Assignment{
		Column: clause.Column{Name: "reached_at"},
		Value:  gorm.Expr("CASE WHEN excluded.reached_at > test_pages.reached_at THEN excluded.reached_at ELSE test_pages.reached_at END"),
	})
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Table(testTable).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "site"}, {Name: "responder"}}, DoUpdates: set,
			Where: clause.Where{Exprs: []clause.Expression{gorm.Expr("(excluded.at, excluded.rev) > (test_pages.at, test_pages.rev)")}},
		}).Create(&row).Error
	}))
}

// Contacts gives how the people of a site were reached, by their ids; who never was, and was never tried to be, is not in it.
func (s *Store) Contacts(ctx context.Context, site string) (map[string]Contact, error) {
	var (
		reached []struct {
			Responder string
			At        int64
		}
		tests []testRow
	)
	err := s.snapshot(ctx, func(tx *gorm.DB) error {
		err := tx.Raw("SELECT p.responder AS responder, max(p.reached_at) AS at FROM incidents i JOIN pages p ON p.incident = i.id "+
			"WHERE i.site = ? AND p.reached_at > 0 AND p.reached_at <= ? GROUP BY p.responder", site, s.now().UnixMilli()).Scan(&reached).Error
		if err != nil {
			return err
		}
		return tx.Table(testTable).Where("site = ?", site).Find(&tests).Error
	})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	contacts := map[string]Contact{}
	for _, r := range reached {
		contacts[r.Responder] = Contact{ReachedAt: moment(r.At)}
	}
	for _, row := range tests {
		c := contacts[row.Responder]
		if at := moment(row.ReachedAt); at.After(c.ReachedAt) {
			c.ReachedAt = at
		}
		c.Test = &testpage.Outcome{
			Site: row.Site, Responder: row.Responder, At: moment(row.At), Rev: row.Rev, State: incident.AttemptState(row.State), Why: row.Why,
			DeliveredAt: moment(row.DeliveredAt), AnsweredAt: moment(row.AnsweredAt), WrongNumber: row.Wrong,
		}
		contacts[row.Responder] = c
	}
	return contacts, nil
}

// reachedAt is when a page's person was reached by it: when they answered, or when the last message left that was delivered; 0 if
// nothing reached them.
func reachedAt(p incident.PageView) int64 {
	var at time.Time
	if p.AnsweredAt != nil {
		at = time.Time(*p.AnsweredAt)
	}
	for _, a := range p.Attempts {
		if left := time.Time(a.At); a.State == incident.AttemptDelivered && left.After(at) {
			at = left
		}
	}
	return millis(at)
}

// millis is a moment as it is kept, 0 for none.
func millis(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

func moment(kept int64) time.Time {
	if kept == 0 {
		return time.Time{}
	}
	return time.UnixMilli(kept).UTC()
}

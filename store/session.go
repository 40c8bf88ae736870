package store

// Sessions of people who have signed in, and wrong passwords.

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muster/account"
)

const (
	sessionTable = "sessions"
	triesTable   = "tries"
)

type sessionRow struct {
	Hash      string `gorm:"primaryKey"`
	Account   string
	CreatedAt int64
	SeenAt    int64
}

type triesRow struct {
	Account     string `gorm:"primaryKey"`
	Wrong       int
	LockedUntil int64
}

// SaveSession keeps a session, or when it was seen last, and forgets those that have ended.
func (s *Store) SaveSession(ctx context.Context, kept account.Session) error {
	row := sessionRow{Hash: kept.Hash, Account: kept.Account, CreatedAt: kept.CreatedAt.UnixMilli(), SeenAt: kept.SeenAt.UnixMilli()}
	now := s.now()
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			if err := tx.Table(sessionTable).Clauses(clause.OnConflict{
				Columns: []clause.Column{{Name: "hash"}}, DoUpdates: clause.AssignmentColumns([]string{"seen_at"}),
			}).Create(&row).Error; err != nil {
				return err
			}
			idle, most := now.Add(-account.SessionIdle).UnixMilli(), now.Add(-account.SessionMost).UnixMilli()
			return tx.Table(sessionTable).Where("seen_at < ? OR created_at < ?", idle, most).Delete(&sessionRow{}).Error
		})
	}))
}

// TouchSession notes when a session was seen last. One that was ended meanwhile stays so: known is false.
func (s *Store) TouchSession(ctx context.Context, hash string, seen time.Time) (known bool, err error) {
	err = s.within(ctx, func(db *gorm.DB) error {
		done := db.Table(sessionTable).Where("hash = ?", hash).Update("seen_at", seen.UnixMilli())
		known = done.RowsAffected > 0
		return done.Error
	})
	return known, s.fail(ctx, err)
}

// Session gives the session of a secret's hash; false if there is none.
func (s *Store) Session(ctx context.Context, hash string) (account.Session, bool, error) {
	var rows []sessionRow
	if err := s.read.WithContext(ctx).Table(sessionTable).Where("hash = ?", hash).Limit(1).Find(&rows).Error; err != nil {
		return account.Session{}, false, s.fail(ctx, err)
	}
	if len(rows) == 0 {
		return account.Session{}, false, nil
	}
	r := rows[0]
	return account.Session{Hash: r.Hash, Account: r.Account, CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), SeenAt: time.UnixMilli(r.SeenAt).UTC()}, true, nil
}

// EndSession forgets a session.
func (s *Store) EndSession(ctx context.Context, hash string) error {
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Table(sessionTable).Where("hash = ?", hash).Delete(&sessionRow{}).Error
	}))
}

// EndSessions forgets all sessions of an account but one; except may be empty.
func (s *Store) EndSessions(ctx context.Context, id, except string) error {
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Table(sessionTable).Where("account = ? AND hash <> ?", id, except).Delete(&sessionRow{}).Error
	}))
}

// Tries gives an account's wrong passwords.
func (s *Store) Tries(ctx context.Context, id string) (account.Tries, error) {
	var rows []triesRow
	if err := s.read.WithContext(ctx).Table(triesTable).Where("account = ?", id).Limit(1).Find(&rows).Error; err != nil {
		return account.Tries{}, s.fail(ctx, err)
	}
	tries := account.Tries{Account: id}
	if len(rows) > 0 {
		tries = rows[0].tries()
	}
	return tries, nil
}

func (r triesRow) tries() account.Tries {
	tries := account.Tries{Account: r.Account, Wrong: r.Wrong}
	if r.LockedUntil > 0 {
		tries.LockedUntil = time.UnixMilli(r.LockedUntil).UTC()
	}
	return tries
}

// WrongPassword counts one more, and closes the account until a moment with the last of so many; the count begins anew then. It is one
// statement, so that none is lost that several processes count at once.
func (s *Store) WrongPassword(ctx context.Context, id string, most int, until time.Time) (account.Tries, error) {
	var rows []triesRow
	err := s.within(ctx, func(db *gorm.DB) error {
		return db.Raw("INSERT INTO tries (account, wrong, locked_until) VALUES (?, 1, 0) ON CONFLICT (account) DO UPDATE SET"+
			" wrong = CASE WHEN tries.wrong + 1 >= ? THEN 0 ELSE tries.wrong + 1 END,"+
			" locked_until = CASE WHEN tries.wrong + 1 >= ? THEN ? ELSE tries.locked_until END"+
			" RETURNING account, wrong, locked_until", id, most, most, until.UnixMilli()).Scan(&rows).Error
	})
	if err != nil || len(rows) == 0 {
		return account.Tries{Account: id}, s.fail(ctx, err)
	}
	return rows[0].tries(), nil
}

// SaveTries keeps them.
func (s *Store) SaveTries(ctx context.Context, t account.Tries) error {
	row := triesRow{Account: t.Account, Wrong: t.Wrong}
	if !t.LockedUntil.IsZero() {
		row.LockedUntil = t.LockedUntil.UnixMilli()
	}
	return s.fail(ctx, s.within(ctx, func(db *gorm.DB) error {
		return db.Table(triesTable).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "account"}}, DoUpdates: clause.AssignmentColumns([]string{"wrong", "locked_until"}),
		}).Create(&row).Error
	}))
}

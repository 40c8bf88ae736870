package store

// Recording: batches of changes are written in the order in which they come, those that wait together in one transaction.

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muster/incident"
	"muster/store/migrations"
)

// mostTogether is how many batches share a transaction, and with it one wait for the disk.
const mostTogether = 64

// job is a batch on its way; done gets its result.
type job struct {
	batch *batch
	done  chan error // takes one without waiting
}

// Record writes what has changed in an incident, all of it or nothing. Writing the same again, or something older,
// changes nothing. Where ctx ends first, the batch may still be written.
func (s *Store) Record(ctx context.Context, shadow incident.Shadow) error {
	b, err := newBatch(shadow)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return s.fail(ctx, err)
	}
	j := &job{batch: b, done: make(chan error, 1)}
	select {
	case s.jobs <- j:
	case <-s.quit:
		return s.fail(ctx, ErrClosed)
	case <-ctx.Done():
		return s.fail(ctx, ctx.Err())
	}
	select {
	case err := <-j.done:
		return s.fail(ctx, err)
	case <-ctx.Done():
		return s.fail(ctx, ctx.Err())
	}
}

// record writes batches until the store closes.
func (s *Store) record() {
	defer close(s.idle)
	for {
		select {
		case first := <-s.jobs:
			s.commit(s.gather(first))
		case <-s.quit:
			return
		}
	}
}

// gather adds those that are waiting at this moment.
func (s *Store) gather(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < mostTogether {
		select {
		case next := <-s.jobs:
			jobs = append(jobs, next)
		default:
			return jobs
		}
	}
	return jobs
}

// commit writes batches in one transaction. None of their callers' contexts can cut it short, since it is the others' too:
// SQLite undoes a whole transaction when one of its statements is interrupted.
func (s *Store) commit(jobs []*job) {
	own := make([]error, len(jobs))
	lost := s.within(context.Background(), func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			for k, j := range jobs {
				var lost error
				if own[k], lost = apart(tx, j.batch); lost != nil {
					return lost
				}
			}
			if last := lastOf(jobs, own); s.dialect == migrations.Postgres && last > 0 {
				return announce(tx, last)
			}
			return nil
		})
	})
	if lost == nil {
		s.watchers.wrote(lastOf(jobs, own))
	}
	for k, j := range jobs {
		if own[k] == nil {
			own[k] = lost
		}
		j.done <- own[k]
	}
}

// lastOf is the last number of the feed that batches have taken, but for those that failed.
func lastOf(jobs []*job, failed []error) (last int64) {
	for k, j := range jobs {
		if failed[k] == nil {
			last = max(last, j.batch.last)
		}
	}
	return last
}

// apart writes a batch so that its own failure undoes it alone. lost is set where the whole transaction has come undone.
func apart(tx *gorm.DB, b *batch) (own, lost error) {
	if err := tx.Exec("SAVEPOINT batch").Error; err != nil {
		return err, err
	}
	own = b.write(tx)
	if own != nil && tx.Exec("ROLLBACK TO batch").Error != nil {
		return own, own
	}
	return own, tx.Exec("RELEASE batch").Error
}

// write writes the rows. The entries' numbers in the feed come before the one of the change to the incident itself.
func (b *batch) write(tx *gorm.DB) error {
	last, err := b.number(tx)
	if err != nil {
		return err
	}
	fresh, err := b.writeHead(tx, last)
	if err != nil {
		return err
	}
	changed, err := b.writeParts(tx)
	if err != nil {
		return err
	}
	paged, err := b.writePages(tx, fresh)
	if err != nil {
		return err
	}
	if err := b.writeEntries(tx); err != nil {
		return err
	}
	if err := b.writeCrew(tx); err != nil {
		return err
	}
	if !fresh && (changed || paged) {
		err = tx.Model(&incidentRow{}).Where("id = ?", b.incident).Update("event", last).Error
	}
	return err
}

// number takes numbers of the feed for the entries and one more, the last, for the incident. From here to the end of the
// transaction nobody else gets any: so they become visible in their order.
func (b *batch) number(tx *gorm.DB) (last int64, err error) {
	err = tx.Raw("UPDATE feed SET last = last + ? RETURNING last", len(b.entries)+1).Scan(&last).Error
	for k := range b.entries {
		b.entries[k].Event = last - int64(len(b.entries)-k)
	}
	b.last = last
	return last, err
}

// writeHead writes the head if it is newer; a batch without one makes sure that there is a row for its parts to refer to.
func (b *batch) writeHead(tx *gorm.DB, event int64) (fresh bool, err error) {
	if b.head == nil {
		return false, tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&incidentRow{ID: b.incident}).Error
	}
	b.head.Event = event
	done := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"rev", "event", "site", "plan", "mode", "state", "opened_at", "ended_at", "doc"}),
		Where:     clause.Where{Exprs: []clause.Expression{gorm.Expr("incidents.rev < excluded.rev")}},
	}).Create(b.head)
	return done.RowsAffected > 0, done.Error
}

func (b *batch) writeParts(tx *gorm.DB) (changed bool, err error) {
	for _, table := range []string{seatTable, stepTable, factTable} {
		rows := b.parts[table]
		if len(rows) == 0 {
			continue
		}
		done := tx.Table(table).Clauses(newest(table, "rev", "doc")).Create(&rows)
		if done.Error != nil {
			return false, done.Error
		}
		changed = changed || done.RowsAffected > 0
	}
	return changed, nil
}

// writePages writes the pages, and closes all of the incident's once it has ended. fresh: the head has just been written.
func (b *batch) writePages(tx *gorm.DB, fresh bool) (changed bool, err error) {
	if len(b.pages) > 0 {
		ended, err := b.ended(tx, fresh)
		if err != nil {
			return false, err
		}
		for k := range b.pages {
			b.pages[k].Open = !ended
		}
		done := tx.Table(pageTable).Clauses(newest(pageTable, "rev", "kind", "hash", "token", "open", "doc", "responder", "reached_at")).Create(&b.pages)
		if done.Error != nil {
			return false, done.Error
		}
		changed = done.RowsAffected > 0
	}
	if !fresh || running(b.head.State) {
		return changed, nil
	}
	return changed, tx.Table(pageTable).Where("incident = ? AND open", b.incident).Update("open", false).Error
}

func (b *batch) ended(tx *gorm.DB, fresh bool) (bool, error) {
	if fresh {
		return !running(b.head.State), nil
	}
	var state string
	err := tx.Model(&incidentRow{}).Select("state").Where("id = ?", b.incident).Scan(&state).Error
	return state == string(incident.Closed) || state == string(incident.Cancelled), err
}

func (b *batch) writeEntries(tx *gorm.DB) error {
	if len(b.entries) == 0 {
		return nil
	}
	return tx.Table(entryTable).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "incident"}, {Name: "seq"}}, DoNothing: true,
	}).Create(&b.entries).Error
}

// newest lets a row replace an older one. A row that comes late brings nothing but its place in the list, which is the first that it had.
func newest(table string, columns ...string) clause.OnConflict {
	set := clause.Set{{
		Column: clause.Column{Name: "place"},
		Value:  gorm.Expr("CASE WHEN excluded.place < " + table + ".place THEN excluded.place ELSE " + table + ".place END"),
	}}
	for _, c := range columns {
		set = append(set, clause.Assignment{
			Column: clause.Column{Name: c},
			Value:  gorm.Expr("CASE WHEN excluded.rev > " + table + ".rev THEN excluded." + c + " ELSE " + table + "." + c + " END"),
		})
	}
	return clause.OnConflict{
		Columns:   []clause.Column{{Name: "incident"}, {Name: "id"}},
		DoUpdates: set,
		Where:     clause.Where{Exprs: []clause.Expression{gorm.Expr("excluded.rev > " + table + ".rev OR excluded.place < " + table + ".place")}},
	}
}

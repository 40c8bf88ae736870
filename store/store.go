// Package store is the application's database: the readable copies of incidents, written behind the running ones, and
// the sites. It is the only place that knows gorm and SQL.
package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
)

// Options say which database to open, and how.
type Options struct {
	Path    string           // of the SQLite file; made if it is not there, in a folder that is
	Busy    time.Duration    // how long to wait while another process writes; 0 means 5 s
	Readers int              // how many reads run side by side; 0 means 4
	Now     func() time.Time // nil means time.Now
}

// Store is an open database. Its methods are safe for concurrent use, honour ctx, and return *Error on failure.
type Store struct {
	*pools
	now      func() time.Time
	jobs     chan *job
	quit     chan struct{} // closed when the store is to close
	idle     chan struct{} // closed once nothing is being recorded any more
	closed   atomic.Bool
	closing  sync.Once
	watchers watchers
}

// pools are the two ways into one database: write takes its turn, read sees what has been committed.
type pools struct {
	write, read      *gorm.DB
	writing, reading *sql.DB
}

// Open opens the database, made and brought up to this program's schema if need be.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Busy <= 0 {
		o.Busy = defaultBusy
	}
	if o.Readers <= 0 {
		o.Readers = defaultReaders
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	p, err := openSQLite(ctx, o)
	if err != nil {
		return nil, Translate(err)
	}
	s := &Store{pools: p, now: o.Now, jobs: make(chan *job), quit: make(chan struct{}), idle: make(chan struct{})}
	go s.record()
	return s, nil
}

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.LastEvent(ctx)
	return err
}

// Close finishes what is being recorded and closes the database. Further calls give ErrClosed; a second Close does nothing.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		s.closed.Store(true)
		close(s.quit)
		<-s.idle
		err = s.shut()
	})
	if err != nil {
		return Translate(err)
	}
	return nil
}

// shut closes the readers first: the last connection to go writes the log back into the file.
func (p *pools) shut() error {
	var errs []error
	for _, pool := range []*sql.DB{p.reading, p.writing} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

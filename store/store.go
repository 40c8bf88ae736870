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

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"muster/store/migrations"
)

// Options say which database to open, and how.
type Options struct {
	URL     string           // of the PostgreSQL database, postgres://...; empty: SQLite
	Path    string           // of the SQLite file; made if it is not there, in a folder that is
	Busy    time.Duration    // how long to wait while another process writes; 0 means 5 s
	Readers int              // how many reads run side by side; 0 means 4, and 8 on a server
	Now     func() time.Time // nil means time.Now
	Deaf    bool             // what other processes record is asked for only, for measuring

	poll time.Duration // how often it is asked; 0 means pollEvery
}

// Store is an open database. Its methods are safe for concurrent use, honour ctx, and return *Error on failure.
type Store struct {
	*pools
	now       func() time.Time
	jobs      chan *job
	quit      chan struct{} // closed when the store is to close
	idle      chan struct{} // closed once nothing is being recorded any more
	polled    chan struct{} // closed once other processes are not asked after any more; nil: they never are
	heard     chan struct{} // closed once nobody listens to them any more; nil: nobody does
	deafen    context.CancelFunc
	listening atomic.Bool // what others record is told
	closed    atomic.Bool
	closing   sync.Once
	watchers  watchers
}

// pools are the two ways into one database: write takes its turn, read sees what has been committed.
type pools struct {
	write, read      *gorm.DB
	writing, reading *sql.DB
	dialect          migrations.Dialect
	snapshots        *sql.TxOptions  // of reads that see one state of the database
	patience         time.Duration   // after which a write has failed; 0: the database sees to that
	applied          []Migration     // what it lacked
	listens          *pgx.ConnConfig // of the connection on which a server tells; nil: it does not
}

// Open opens the database, made and brought up to this program's schema if need be.
func Open(ctx context.Context, o Options) (*Store, error) {
	o = o.complete()
	p, err := openPools(ctx, o)
	if err != nil {
		return nil, err
	}
	s := &Store{pools: p, now: o.Now, jobs: make(chan *job), quit: make(chan struct{}), idle: make(chan struct{})}
	go s.record()
	if p.dialect == migrations.Postgres { // which is made for several processes
		s.polled = make(chan struct{})
		go s.poll(o.poll)
		if !o.Deaf {
			s.heard = make(chan struct{})
			var listening context.Context
			listening, s.deafen = context.WithCancel(context.Background())
			go func() { defer close(s.heard); s.listen(listening, p.listens) }()
		}
	}
	return s, nil
}

func (o Options) complete() Options {
	if o.Busy <= 0 {
		o.Busy = defaultBusy
	}
	switch {
	case o.Readers > 0:
	case o.URL != "":
		o.Readers = postgresReaders
	default:
		o.Readers = defaultReaders
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.poll <= 0 {
		o.poll = pollEvery
	}
	return o
}

func openPools(ctx context.Context, o Options) (*pools, error) {
	open := openSQLite
	if o.URL != "" {
		open = openPostgres
	}
	p, err := open(ctx, o)
	if err != nil && ended(ctx) != nil {
		return nil, contextEnd(ended(ctx))
	}
	return p, Translate(err)
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
		if s.polled != nil {
			<-s.polled
		}
		if s.heard != nil {
			s.deafen()
			<-s.heard
		}
		err = s.shut()
	})
	if err != nil {
		return Translate(err)
	}
	return nil
}

// within runs a write for as long as one may take. Where it took longer than that, and its caller would still wait, the
// server is too slow.
func (s *Store) within(ctx context.Context, write func(db *gorm.DB) error) error {
	bounded, cancel := ctx, context.CancelFunc(func() {})
	if s.patience > 0 {
		bounded, cancel = context.WithTimeout(ctx, s.patience)
	}
	defer cancel()
	err := write(s.write.WithContext(bounded))
	if err != nil && ended(bounded) != nil && ended(ctx) == nil {
		return &Error{Kind: ErrSlow, Err: err}
	}
	return err
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

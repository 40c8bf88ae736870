package store

// PostgreSQL: all that is particular to it, but for what its errors mean.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	gormpostgres "gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"muster/store/migrations"
)

// A process takes at most so many connections: a server's usual 100 are enough for several processes. Incidents are
// recorded on one of the writers; the others are for sites, texts and choices, which come now and then.
const (
	postgresWriters = 4
	postgresReaders = 8
	postgresMost    = postgresWriters + postgresReaders
)

// How long is waited for a server. The server's own limits come first, since they leave the connection whole; ours is for
// one that says nothing any more.
const (
	connectBound   = 5 * time.Second
	statementBound = 10 * time.Second // for one statement
	idleBound      = 10 * time.Second // in a transaction: whoever holds the feed's row keeps all others from recording
	writeBound     = 20 * time.Second // for a whole write, seen from here
	keepConnection = 30 * time.Minute // then another is made, which finds the server where it is now
	keepIdle       = 5 * time.Minute
)

// CheckURL says in a sentence what is wrong with the address of a database. Nothing that is secret in it is repeated.
func CheckURL(address string) error {
	_, err := parseURL(address)
	return err
}

func parseURL(address string) (*pgx.ConnConfig, error) {
	if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		return nil, &Error{Kind: ErrURL}
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, &Error{Kind: ErrURL, Err: errors.New("the address cannot be read")} // the cause may repeat parts of a password
	}
	return config, nil
}

// ShowURL is the address of a database as it may be shown: who, where and which, and nothing that is secret.
func ShowURL(address string) string {
	config, err := parseURL(address)
	if err != nil {
		return "(an address that cannot be read)"
	}
	return fmt.Sprintf("postgres://%s@%s/%s", config.User, strings.Join(hosts(config), ","), config.Database)
}

// hosts are the servers of an address, with their ports.
func hosts(config *pgx.ConnConfig) []string {
	all := []string{config.Host + ":" + strconv.Itoa(int(config.Port))}
	for _, other := range config.Fallbacks { // the same without TLS is another one to the driver
		if host := other.Host + ":" + strconv.Itoa(int(other.Port)); host != all[len(all)-1] {
			all = append(all, host)
		}
	}
	return all
}

// openPostgres brings the schema of a database up and opens the two pools on it.
func openPostgres(ctx context.Context, o Options) (*pools, error) {
	config, err := parseURL(o.URL)
	if err != nil {
		return nil, err
	}
	p := &pools{
		dialect: migrations.Postgres, patience: writeBound,
		snapshots: &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}, // else each of its statements sees what has come since
	}
	if p.applied, err = migratePostgres(ctx, config); err != nil {
		return nil, err
	}
	limit(config, o)
	p.listens = config.Copy()
	if p.write, p.writing, err = openPostgresPool(config, postgresWriters); err == nil {
		p.read, p.reading, err = openPostgresPool(config, o.Readers)
	}
	if err != nil {
		return nil, errors.Join(err, p.shut())
	}
	return p, nil
}

// migratePostgres brings the schema up on connections of its own: a change to a large table takes as long as it takes.
func migratePostgres(ctx context.Context, config *pgx.ConnConfig) ([]Migration, error) {
	db := openMigrating(config)
	done, err := migrations.Up(ctx, db, migrations.Postgres)
	return done, errors.Join(err, db.Close())
}

func openMigrating(config *pgx.ConnConfig) *sql.DB {
	own := config.Copy()
	settle(own, map[string]string{"statement_timeout": "0", "timezone": "UTC"}) // the times at which migrations were applied have no zone
	db := stdlib.OpenDB(*own)
	db.SetMaxOpenConns(2) // one holds the lock
	return db
}

// limit bounds what the server does for us. JIT compilation costs short statements more than it saves.
func limit(config *pgx.ConnConfig, o Options) {
	milliseconds := func(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
	settle(config, map[string]string{
		"statement_timeout": milliseconds(statementBound), "lock_timeout": milliseconds(o.Busy),
		"idle_in_transaction_session_timeout": milliseconds(idleBound), "jit": "off",
	})
}

// settle adds what the address does not say itself.
func settle(config *pgx.ConnConfig, parameters map[string]string) {
	parameters["application_name"] = "muster"
	for name, value := range parameters {
		if _, said := config.RuntimeParams[name]; !said {
			config.RuntimeParams[name] = value
		}
	}
	if config.ConnectTimeout == 0 || config.ConnectTimeout > connectBound {
		config.ConnectTimeout = connectBound
	}
}

// openPostgresPool opens a pool that makes its connections when they are needed. Columns are named in what is read, so that
// a statement that was prepared before another process adds a column stays good.
func openPostgresPool(config *pgx.ConnConfig, size int) (*gorm.DB, *sql.DB, error) {
	pool := stdlib.OpenDB(*config.Copy())
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxLifetime(keepConnection)
	pool.SetConnMaxIdleTime(keepIdle)
	db, err := gorm.Open(gormpostgres.New(gormpostgres.Config{Conn: pool}), &gorm.Config{
		Logger: logger.Discard, SkipDefaultTransaction: true, CreateBatchSize: rowsAtOnce, QueryFields: true, DisableAutomaticPing: true,
	})
	return db, pool, err
}

// The engine's two databases on a PostgreSQL server.

package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql"
	v12 "go.temporal.io/server/schema/postgresql/v12"

	"muster/embedded/schema"
)

// DatabaseEnv is the variable that holds the address of the engine's database.
const DatabaseEnv = "MUSTER_ENGINE_DATABASE_URL"

const (
	// indexSuffix makes the index's name of the database's.
	indexSuffix = "_visibility"
	// lockNumber is the advisory lock that a running engine holds in its database.
	lockNumber = 0x6d757374657265
	// connectTimeout bounds a look at the server.
	connectTimeout = 10 * time.Second
	// mostConnections to one database: the engine's queues share them.
	mostConnections = 20
	// connectionAge is how long one is kept; then the server is looked for anew.
	connectionAge = time.Hour
)

// databases are two databases of one server.
type databases struct {
	address *url.URL
	config  *pgx.ConnConfig
	held    *pgx.Conn // holds the lock; nil: it is not held
}

// databasesAt reads an address. Its error repeats nothing that is secret.
func databasesAt(address string) (*databases, error) {
	refused := fmt.Errorf("%s is no address of a PostgreSQL database: write postgres://USER:PASSWORD@HOST:5432/DATABASE, special characters of the password in percent notation", DatabaseEnv)
	parsed, err := url.Parse(address)
	if err != nil || (parsed.Scheme != "postgres" && parsed.Scheme != "postgresql") {
		return nil, refused
	}
	known, err := pgx.ParseConfig(address)
	if err != nil || known.Database == "" {
		return nil, refused
	}
	known.ConnectTimeout = connectTimeout
	known.RuntimeParams["application_name"] = "muster-engine"
	return &databases{address: parsed, config: known}, nil
}

func (d *databases) main() *config.SQL  { return d.sql(d.config.Database) }
func (d *databases) index() *config.SQL { return d.sql(d.config.Database + indexSuffix) }

// sql is one of the databases as the server wants it described.
func (d *databases) sql(name string) *config.SQL {
	attributes := map[string]string{"application_name": "muster-engine"}
	for key, values := range d.address.Query() {
		attributes[key] = values[len(values)-1]
	}
	if attributes["sslmode"] == "" {
		attributes["sslmode"] = "prefer"
	}
	return &config.SQL{
		PluginName: postgresql.PluginNamePGX, DatabaseName: name, User: url.PathEscape(d.config.User), Password: d.config.Password,
		ConnectAddr:     net.JoinHostPort(d.config.Host, strconv.Itoa(int(d.config.Port))),
		ConnectProtocol: "tcp", ConnectAttributes: attributes,
		MaxConns: mostConnections, MaxIdleConns: mostConnections, MaxConnLifetime: connectionAge,
	}
}

// shown is a database as it may be shown: without the password.
func (d *databases) shown(name string) string {
	return fmt.Sprintf("postgres://%s@%s:%d/%s", d.config.User, d.config.Host, d.config.Port, name)
}

// lock makes the databases where they are missing, and takes them for this process for as long as it is connected.
func (d *databases) lock(ctx context.Context) error {
	for _, name := range []string{d.config.Database, d.config.Database + indexSuffix} {
		conn, err := d.open(ctx, name)
		if err != nil {
			return err
		}
		if name != d.config.Database {
			return conn.Close(ctx)
		}
		d.held = conn
	}
	return nil
}

// open connects to a database, made if it is missing; the first one is taken.
func (d *databases) open(ctx context.Context, name string) (*pgx.Conn, error) {
	conn, err := d.connect(ctx, name)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == noSuchDatabase {
		if err := d.create(ctx, name); err != nil {
			return nil, err
		}
		conn, err = d.connect(ctx, name)
	}
	if err != nil {
		return nil, d.explain(name, err)
	}
	if name != d.config.Database {
		return conn, nil
	}
	var taken bool
	if err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", int64(lockNumber)).Scan(&taken); err == nil && taken {
		return conn, nil
	}
	_ = conn.Close(ctx)
	if err != nil {
		return nil, d.explain(name, err)
	}
	return nil, fmt.Errorf("the database %s is in use by another engine: stop that one first, or give another database in %s", d.shown(name), DatabaseEnv)
}

func (d *databases) connect(ctx context.Context, name string) (*pgx.Conn, error) {
	to := d.config.Copy()
	to.Database = name
	return pgx.ConnectConfig(ctx, to)
}

// What a server may say.
const (
	noSuchDatabase = "3D000"
	alreadyThere   = "42P04"
	classRefused   = "28" // authorization
)

// create makes a database as the user of the address, if they may.
func (d *databases) create(ctx context.Context, name string) error {
	conn, err := d.connect(ctx, "postgres")
	if err == nil {
		_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()+" ENCODING 'UTF8' TEMPLATE template0")
		_ = conn.Close(ctx)
	}
	var refused *pgconn.PgError
	if err == nil || (errors.As(err, &refused) && refused.Code == alreadyThere) {
		return nil
	}
	return fmt.Errorf("the database %s is not there, and %s may not make it: have the server's owner run createdb --owner=%s --encoding=UTF8 --template=template0 %s",
		d.shown(name), d.config.User, d.config.User, name)
}

// explain says why a database cannot be used, without the server's own text.
func (d *databases) explain(name string, err error) error {
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &refused) && strings.HasPrefix(refused.Code, classRefused):
		return fmt.Errorf("the database server does not let the engine in at %s: mend %s, or make the user", d.shown(name), DatabaseEnv)
	case errors.As(err, &refused):
		return fmt.Errorf("the engine's database %s cannot be used (SQLSTATE %s): see the server's log", d.shown(name), refused.Code)
	}
	return fmt.Errorf("the engine's database server does not answer at %s: start it, or mend %s", d.shown(name), DatabaseEnv)
}

func (d *databases) release() {
	if d.held != nil {
		_ = d.held.Close(context.Background()) // which gives the lock back; the process's end does too
		d.held = nil
	}
}

// prepare brings both databases to this build's tables, or refuses them.
func (d *databases) prepare(ctx context.Context, logger *slog.Logger) error {
	parts := []schema.Tables{
		{Config: d.main(), Part: schema.Main, Want: v12.Version, Shown: d.shown(d.main().DatabaseName)},
		{Config: d.index(), Part: schema.Index, Want: v12.VisibilityVersion, Shown: d.shown(d.index().DatabaseName)},
	}
	for _, part := range parts {
		if err := part.Prepare(ctx, logger); err != nil {
			return err
		}
	}
	return nil
}

// settle has nothing to do: a commit has reached the server's disk.
func (d *databases) settle() error { return nil }

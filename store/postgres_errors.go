package store

// What the errors of PostgreSQL mean to whoever runs Muster.

import (
	"crypto/tls"
	"crypto/x509"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

// The kinds of failure that only a server has.
var (
	ErrURL         = errors.New("MUSTER_DATABASE_URL is no address of a PostgreSQL database: write postgres://USER:PASSWORD@HOST:5432/DATABASE, special characters of the password in percent notation, and let Muster read the files that it names")
	ErrAway        = errors.New("the database server does not answer: start it, or correct the address in MUSTER_DATABASE_URL")
	ErrParameter   = errors.New("the database server does not know, or not take, a setting that MUSTER_DATABASE_URL asks for: correct it, or leave it out")
	ErrDenied      = errors.New("the database server does not let Muster in: correct user and password in MUSTER_DATABASE_URL, or the server's pg_hba.conf")
	ErrNoDatabase  = errors.New("the database server has no database of that name: make it, or correct the name in MUSTER_DATABASE_URL")
	ErrCrowded     = fmt.Errorf("the database server takes no more connections: raise its max_connections, each process of Muster takes up to %d", postgresMost)
	ErrStandby     = errors.New("the database server takes no writes, as a standby does: name the primary in MUSTER_DATABASE_URL")
	ErrRights      = errors.New("the database's user may not do that: run `muster migrate up` as the owner of Muster's tables, and let this user read and write them")
	ErrTables      = errors.New("the tables in the database are not those of this version: run `muster migrate up`, or restore a copy")
	ErrSlow        = errors.New("the database server took too long: look at its load and its disk, and try again")
	ErrCertificate = errors.New("the database server's certificate is not accepted: it has expired, is for another name, or nobody here knows who issued it; renew it, or name the issuer's file by sslrootcert in MUSTER_DATABASE_URL")
)

// postgresKind classifies an error of PostgreSQL's or of the way to it; nil if it is not one.
func postgresKind(err error) (code string, kind error) {
	var said *pgconn.PgError
	var connecting *pgconn.ConnectError
	var network *net.OpError // net.Error would be the end of a context too
	switch {
	case errors.As(err, &said):
		return said.Code, stateKind(said.Code)
	case untrusted(err):
		return "", ErrCertificate
	case errors.As(err, &connecting), errors.As(err, &network), errors.Is(err, driver.ErrBadConn), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), pgconn.SafeToRetry(err):
		return "", ErrAway
	}
	return "", nil
}

// untrusted says whether the way to the server failed for its certificate.
func untrusted(err error) bool {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	return errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &invalid) || errors.As(err, &name)
}

// stateKind classifies a code by the table "PostgreSQL Error Codes" of its manual.
func stateKind(code string) error {
	if kind, known := stateKinds[code]; known {
		return kind
	}
	if len(code) == 5 {
		if kind, known := stateKinds[code[:2]]; known {
			return kind
		}
	}
	return ErrFailed
}

// stateKinds are codes, and classes of codes, that say more than that something failed.
var stateKinds = map[string]error{
	"08":    ErrAway, // connection exceptions
	"57P01": ErrAway, // the server is being shut down
	"57P02": ErrAway, // another session has crashed it
	"57P03": ErrAway, // it is starting up
	"57P05": ErrAway, // the session was idle for too long
	"25P03": ErrSlow, // a transaction was
	"57014": ErrSlow, // a statement took too long
	"55P03": ErrBusy, // a lock was not to be had
	"40":    ErrBusy, // deadlocks, and what could not be serialised
	"28":    ErrDenied,
	"3D000": ErrNoDatabase,
	"42704": ErrParameter, // no such setting
	"22023": ErrParameter, // no such value
	"42501": ErrRights,
	"42P01": ErrTables, // no such table
	"42703": ErrTables, // no such column
	"42P07": ErrForeign,
	"25006": ErrStandby,
	"23505": ErrDuplicate,
	"53100": ErrFull,
	"53300": ErrCrowded,
	"XX001": ErrCorrupt,
	"XX002": ErrCorrupt,
}

package store_test

// What is particular to PostgreSQL: servers that refuse, that are away or slow, and sessions that are set for them.

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"muster/store"
	"muster/store/storetest"
	"muster/test/postgres"
)

// requireHides checks that an error's text, and those of its causes, hold no password.
func requireHides(t *testing.T, err error, password string) {
	t.Helper()
	require.NotContains(t, fmt.Sprintf("%v %+v", err, err), password)
	var known *store.Error
	if errors.As(err, &known) && known.Err != nil {
		require.NotContains(t, known.Err.Error(), password)
	}
}

func TestRefusalsOfAServerAreSentencesWithoutThePassword(t *testing.T) {
	server := postgres.Shared(t)
	url, port := server.Database(t), fmt.Sprintf(":%d/", server.Port())
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())
	for address, kind := range map[string]error{
		strings.Replace(url, server.Secret(), "secret", 1):           store.ErrDenied,
		strings.Replace(url, "muster:", "stranger:", 1):              store.ErrDenied,
		strings.Replace(url, port+"d", port+"none-such-d", 1):        store.ErrNoDatabase,
		strings.Replace(url, port, ":1/", 1):                         store.ErrAway,
		strings.Replace(url, "127.0.0.1", "no-such-host.invalid", 1): store.ErrAway,
		"postgres://muster:secret@" + nobody.Addr().String() + "/d":  store.ErrAway,
		url + "&nonsense=1":                                            store.ErrParameter,
		url + "&statement_timeout=soon":                                store.ErrParameter,
		"mysql://muster:secret@127.0.0.1/d":                            store.ErrURL,
		"postgres://muster:%secret@127.0.0.1/d":                        store.ErrURL,
		"postgres://muster:secret@127.0.0.1:port/d":                    store.ErrURL,
		"postgres://muster:secret@127.0.0.1/d?sslmode=secret":          store.ErrURL,
		"postgres://muster:secret@127.0.0.1/d?sslrootcert=/none/there": store.ErrURL,
		"host=127.0.0.1 user=muster password=secret":                   store.ErrURL,
	} {
		_, err := store.Open(t.Context(), store.Options{URL: address})
		requireSays(t, err, kind)
		requireHides(t, err, "secret")
		requireHides(t, err, server.Secret())
		_, err = store.Schema(t.Context(), store.Options{URL: address})
		requireSays(t, err, kind)
		require.NotContains(t, store.ShowURL(address), "secret")
	}
}

func TestAddressIsShownWithoutWhatIsSecret(t *testing.T) {
	for address, shown := range map[string]string{
		"postgres://muster:secret@db.example.org/muster?sslmode=verify-full&sslpassword=secret": "postgres://muster@db.example.org:5432/muster",
		"postgresql://muster@/muster?host=/run/postgresql&password=secret":                      "postgres://muster@/run/postgresql:5432/muster",
		"postgres://muster:secret@db1.example.org,db2.example.org/muster?sslmode=prefer":        "postgres://muster@db1.example.org:5432,db2.example.org:5432/muster",
		"nonsense with secret": "(an address that cannot be read)",
	} {
		require.Equal(t, shown, store.ShowURL(address))
	}
}

// silent is a server that takes connections and says nothing.
func silent(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	return listener
}

func TestSilentServerIsGivenUpOn(t *testing.T) {
	url := "postgres://muster:secret@" + silent(t).Addr().String() + "/d?sslmode=disable"
	late, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := store.Open(late, store.Options{URL: url})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	begun := time.Now()
	_, err = store.Open(t.Context(), store.Options{URL: url + "&connect_timeout=1"})
	requireSays(t, err, store.ErrAway)
	require.Less(t, time.Since(begun), 10*time.Second)
}

// certified is a server whose certificate was good until a moment, and whoever trusts it has its file.
func certified(t *testing.T, until time.Time) (address, file string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: until.AddDate(-1, 0, 0), NotAfter: until, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	made, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	file = filepath.Join(t.TempDir(), "issuer.crt")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made}), 0o600))
	listener := silent(t)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if _, err := io.ReadFull(conn, make([]byte, 8)); err == nil { // asks whether the rest may be encrypted
				_, _ = conn.Write([]byte("S"))
				_ = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{made}, PrivateKey: private}}}).HandshakeContext(t.Context())
			}
			_ = conn.Close()
		}
	}()
	return listener.Addr().String(), file
}

func TestExpiredCertificateOfAServerIsSaid(t *testing.T) {
	for until, kind := range map[time.Time]error{time.Now().AddDate(0, 0, -1): store.ErrCertificate, time.Now().AddDate(0, 0, 1): store.ErrAway} {
		address, issuer := certified(t, until)
		url := "postgres://muster:secret@" + address + "/d?sslmode=verify-full&sslrootcert=" + issuer
		_, err := store.Open(t.Context(), store.Options{URL: url})
		requireSays(t, err, kind) // behind a good one nobody speaks
		requireHides(t, err, "secret")
	}
}

func TestErrorsOfAServerAreClassified(t *testing.T) {
	for code, kind := range map[string]error{
		"08006": store.ErrAway, "57P01": store.ErrAway, "57P03": store.ErrAway, "57014": store.ErrSlow, "55P03": store.ErrBusy, "40P01": store.ErrBusy,
		"40001": store.ErrBusy, "53100": store.ErrFull, "53300": store.ErrCrowded, "25006": store.ErrStandby, "42501": store.ErrRights, "42P01": store.ErrTables,
		"XX001": store.ErrCorrupt, "22021": store.ErrFailed, "": store.ErrFailed,
	} {
		err := store.Translate(fmt.Errorf("query: %w", &pgconn.PgError{Code: code, Message: "secret"}))
		requireSays(t, err, kind)
		require.NotContains(t, err.Error(), "secret")
		if code != "" {
			require.Contains(t, err.Error(), "(code "+code+")")
		}
	}
	requireSays(t, store.Translate(fmt.Errorf("tls: %w", x509.CertificateInvalidError{Reason: x509.Expired})), store.ErrCertificate)
	requireSays(t, store.Translate(&net.OpError{Op: "read", Err: errors.New("reset")}), store.ErrAway)
	require.ErrorIs(t, store.Translate(context.DeadlineExceeded), context.DeadlineExceeded)
}

func TestEverySessionIsBounded(t *testing.T) {
	server := postgres.Shared(t)
	url := server.Database(t)
	s := open(t, store.Options{URL: url, Busy: 1500 * time.Millisecond})
	for setting, want := range map[string]string{
		"statement_timeout": "10s", "lock_timeout": "1500ms", "idle_in_transaction_session_timeout": "10s", "jit": "off", "application_name": "muster",
	} {
		got, err := s.ReadText(t.Context(), "SHOW "+setting)
		require.NoError(t, err)
		require.Equal(t, want, got, setting)
	}
	other := open(t, store.Options{URL: url + "&statement_timeout=200"})
	got, err := other.ReadText(t.Context(), "SHOW statement_timeout")
	require.NoError(t, err)
	require.Equal(t, "200ms", got, "what the address says stands")
	_, err = other.ReadText(t.Context(), "SELECT pg_sleep(20)")
	requireSays(t, store.Translate(err), store.ErrSlow)
}

func TestAnotherSessionsLockIsWaitedForOnlySoLong(t *testing.T) {
	url := postgres.Shared(t).Database(t)
	s := open(t, store.Options{URL: url, Busy: 100 * time.Millisecond})
	recordAll(t, s, "inc-1")
	other := postgres.Other(t, url)
	other("BEGIN; UPDATE feed SET last = last; LOCK TABLE sites")
	requireSays(t, s.Record(t.Context(), storetest.Fire("inc-2", storetest.Opened)[0]), store.ErrBusy)
	requireSays(t, s.SaveSite(t.Context(), "riverside", []byte("x")), store.ErrBusy)
	_, found, err := s.Incident(t.Context(), "inc-1")
	require.NoError(t, err, "readers do not wait for writers")
	require.True(t, found)
	other("ROLLBACK")
	recordAll(t, s, "inc-2")
}

// A server that is stopped, or crashes, and comes back is found again by whoever holds the store open.
func TestServerThatRestartsIsFoundAgain(t *testing.T) {
	server := postgres.Start(t)
	s := open(t, store.Options{URL: server.Database(t)})
	recordAll(t, s, "inc-0")
	for k, end := range []func() error{server.Stop, server.Crash} {
		require.NoError(t, end())
		requireSays(t, s.Record(t.Context(), storetest.Fire("inc-x", storetest.Opened)[0]), store.ErrAway)
		_, _, err := s.Incident(t.Context(), "inc-0")
		requireSays(t, err, store.ErrAway)
		requireSays(t, s.Ping(t.Context()), store.ErrAway)
		require.NoError(t, server.Resume())
		require.Eventually(t, func() bool { return s.Ping(t.Context()) == nil }, 10*time.Second, 10*time.Millisecond)
		recordAll(t, s, fmt.Sprintf("inc-%d", k+1))
		line, err := s.Timeline(t.Context(), "inc-0", 0, 0)
		require.NoError(t, err)
		require.Len(t, line, 120)
	}
}

// Of what was being recorded while a server crashed, all that was confirmed is there, whole, and it can all be recorded again.
func TestCrashOfTheServerLosesNothingThatWasConfirmed(t *testing.T) {
	server := postgres.Start(t)
	s := open(t, store.Options{URL: server.Database(t)})
	const fires = 8
	kept, firsts := make(chan int, fires), make(chan struct{}, fires)
	for k := range fires {
		go func() {
			n := 0
			for _, shadow := range storetest.Fire(fmt.Sprintf("inc-%d", k), storetest.Opened) {
				if s.Record(t.Context(), shadow) != nil {
					break
				}
				if n++; n == 1 {
					firsts <- struct{}{}
				}
			}
			kept <- n
		}()
	}
	<-firsts
	require.NoError(t, server.Crash())
	confirmed := 0
	for range fires {
		confirmed += <-kept
	}
	require.NoError(t, server.Resume())
	require.Eventually(t, func() bool { return s.Ping(t.Context()) == nil }, 10*time.Second, 10*time.Millisecond)
	found := 0
	for k := range fires {
		found += keptBatches(t, s, fmt.Sprintf("inc-%d", k))
	}
	require.GreaterOrEqual(t, found, confirmed)
	for k := range fires {
		recordAll(t, s, fmt.Sprintf("inc-%d", k))
		require.Equal(t, storetest.Batches, keptBatches(t, s, fmt.Sprintf("inc-%d", k)))
	}
}

func TestOneBadBatchDoesNotSpoilThoseBesideItOnAServer(t *testing.T) {
	s := open(t, store.Options{URL: postgres.Shared(t).Database(t)})
	require.NoError(t, s.Exec(t.Context(), "ALTER TABLE facts ADD CHECK (incident NOT LIKE 'bad-%')"))
	requireBadApart(t, s)
}

func TestAnotherProcessWakesWhoeverWatches(t *testing.T) {
	url := postgres.Shared(t).Database(t)
	here, there := open(t, store.Options{URL: url}), open(t, store.Options{URL: url})
	wake, stop := here.Watch()
	defer stop()
	for k := range 3 {
		require.NoError(t, there.Record(t.Context(), storetest.Fire("inc-1", storetest.Opened)[k]))
		select {
		case <-wake:
		case <-time.After(10 * time.Second):
			require.Fail(t, "nobody was woken")
		}
		events, err := here.Events(t.Context(), 0, "", 1000)
		require.NoError(t, err)
		require.Len(t, events, 4+13*k)
	}
}

package app

// A way to the engine whose certificates have expired: each is named with its date, before anything else is opened.

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// certificate makes a certificate for this machine that is good until a moment, and gives its files.
func certificate(t *testing.T, until time.Time) (file, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: until.Add(-90 * 24 * time.Hour), NotAfter: until, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	made, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	file, key = filepath.Join(t.TempDir(), "tls.crt"), filepath.Join(t.TempDir(), "tls.key")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	return file, key
}

func dialing(t *testing.T, c Config) error {
	t.Helper()
	_, err := dial(t.Context(), c, nil, telemetry{}, slog.New(slog.DiscardHandler))
	var environment *EnvironmentError
	require.ErrorAs(t, err, &environment)
	return err
}

func TestExpiredCertificateOfOursIsNamedWithItsDate(t *testing.T) {
	file, key := certificate(t, time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC))
	err := dialing(t, Config{TemporalAddress: "127.0.0.1:1", TemporalCert: file, TemporalKey: key})
	require.EqualError(t, err, "the certificate of MUSTER_TEMPORAL_TLS_CERT expired on 2026-01-31 12:00 UTC: renew it")
	err = dialing(t, Config{TemporalAddress: "127.0.0.1:1", TemporalCert: file, TemporalKey: "/nowhere/key"})
	require.ErrorContains(t, err, "the certificate of MUSTER_TEMPORAL_TLS_CERT cannot be used")
}

func TestExpiredCertificateOfTheEngineIsNamedInsteadOfItsSilence(t *testing.T) {
	theirs, secret := certificate(t, time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC))
	pair, err := tls.LoadX509KeyPair(theirs, secret)
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.TLS, server.Config.ErrorLog = &tls.Config{Certificates: []tls.Certificate{pair}}, slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	server.StartTLS()
	t.Cleanup(server.Close)
	file, key := certificate(t, time.Now().Add(24*time.Hour))
	address := server.Listener.Addr().String()
	c := Config{TemporalAddress: address, TemporalNamespace: "muster", TemporalCert: file, TemporalKey: key}
	require.EqualError(t, dialing(t, c), "the certificate of the engine at "+address+" expired on 2026-02-28 12:00 UTC: renew it")
}

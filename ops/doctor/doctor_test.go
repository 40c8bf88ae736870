package doctor_test

// What the doctor finds, and what it says is to be done.

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/ops/doctor"
)

func TestExamineGivesAllFindingsInOrder(t *testing.T) {
	found := doctor.Examine(t.Context(), []doctor.Check{
		func(context.Context) []doctor.Finding { return []doctor.Finding{doctor.Well("one", "fine")} },
		func(context.Context) []doctor.Finding { return nil },
		func(ctx context.Context) []doctor.Finding {
			_, bounded := ctx.Deadline()
			require.True(t, bounded, "no check takes for ever")
			return []doctor.Finding{doctor.Warning("two", "%d left", 2), doctor.Failure("three", "mend it")}
		},
	})
	require.Equal(t, []doctor.Finding{{"one", doctor.OK, "fine"}, {"two", doctor.Warn, "2 left"}, {"three", doctor.Fail, "mend it"}}, found)
	require.True(t, doctor.Failed(found))
	require.False(t, doctor.Failed(found[:2]))
}

func TestClockThatIsOffByTenMinutesFails(t *testing.T) {
	at := time.Date(2026, 11, 27, 3, 0, 0, 700e6, time.UTC)
	for skew, want := range map[time.Duration]doctor.State{
		0: doctor.OK, 3 * time.Second: doctor.OK, -20 * time.Second: doctor.Warn, 20 * time.Second: doctor.Warn,
		10 * time.Minute: doctor.Fail, -10 * time.Minute: doctor.Fail,
	} {
		theirs := http.Header{"Date": {at.Add(-skew).Format(http.TimeFormat)}}
		dated, ok := doctor.DateOf(theirs, at.Add(-100*time.Millisecond), at)
		require.True(t, ok)
		require.Equal(t, want, doctor.Clock("the carrier's", dated).State, skew)
	}
	behind, _ := doctor.DateOf(http.Header{"Date": {at.Add(10 * time.Minute).Format(http.TimeFormat)}}, at, at)
	require.Equal(t, "this machine's clock is 10m0s behind the carrier's: set it by NTP (timedatectl set-ntp true); messages could be sent twice, and deadlines be late",
		doctor.Clock("the carrier's", behind).Text)
	skew, slack := behind.Ahead()
	require.InDelta(t, -600, skew.Seconds(), slack.Seconds())
	_, ok := doctor.DateOf(http.Header{}, at, at)
	require.False(t, ok)
}

// certified is a server on this machine with a certificate that ends at a moment, and the certificate's and its key's files.
func certified(t *testing.T, until time.Time) (server *httptest.Server, certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "muster.test"}, NotBefore: until.Add(-90 * 24 * time.Hour), NotAfter: until,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	made, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	certificate, key = filepath.Join(t.TempDir(), "tls.crt"), filepath.Join(t.TempDir(), "tls.key")
	require.NoError(t, os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	pair, err := tls.LoadX509KeyPair(certificate, key)
	require.NoError(t, err)
	server = httptest.NewUnstartedServer(http.NotFoundHandler())
	server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server, certificate, key
}

func TestCertificatesAreToldBeforeTheyExpireAndAfter(t *testing.T) {
	now := time.Now()
	for until, want := range map[time.Duration]doctor.State{-time.Hour: doctor.Fail, 5 * 24 * time.Hour: doctor.Warn, 60 * 24 * time.Hour: doctor.OK} {
		server, certificate, key := certified(t, now.Add(until))
		_, ours := doctor.Pair("the certificate of ours", certificate, key, now)
		require.Equal(t, want, ours.State, until)
		trusted := x509.NewCertPool()
		data, err := os.ReadFile(certificate)
		require.NoError(t, err)
		require.True(t, trusted.AppendCertsFromPEM(data))
		shown := doctor.Shown(t.Context(), "the certificate of theirs", server.Listener.Addr().String(), &tls.Config{RootCAs: trusted}, now)
		require.Len(t, shown, 1)
		require.Equal(t, want, shown[0].State, until)
		if want == doctor.Fail {
			require.Regexp(t, `^the certificate of theirs expired on .*: renew it$`, shown[0].Text)
		}
	}
}

func TestCertificateThatNobodyKnowsIsNotTrusted(t *testing.T) {
	server, certificate, _ := certified(t, time.Now().Add(time.Hour))
	shown := doctor.Shown(t.Context(), "the certificate", server.Listener.Addr().String(), &tls.Config{}, time.Now())
	require.Equal(t, doctor.Fail, shown[0].State)
	require.Contains(t, shown[0].Text, "the certificate is not trusted")
	require.Empty(t, doctor.Shown(t.Context(), "the certificate", "127.0.0.1:1", &tls.Config{}, time.Now()), "who does not answer shows none")
	_, ours := doctor.Pair("ours", certificate, "/nowhere", time.Now())
	require.Equal(t, doctor.Fail, ours.State)
	require.Contains(t, ours.Text, "ours cannot be used")
}

func TestDirectoryIsWrittenOrCouldBeMade(t *testing.T) {
	dir := t.TempDir()
	require.Equal(t, doctor.Well("data", "%s can be written", dir), doctor.Directory("data", dir, "MUSTER_DATA_DIR", 1))
	require.Contains(t, doctor.Directory("data", filepath.Join(dir, "a", "b"), "MUSTER_DATA_DIR", 1).Text, "is not there yet and can be made")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries, "nothing is left behind")
	require.Contains(t, doctor.Directory("data", dir, "MUSTER_DATA_DIR", 1<<62).Text, "is full")
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.Equal(t, doctor.Fail, doctor.Directory("data", file, "MUSTER_DATA_DIR", 1).State)
}

func TestWebhookIsTriedWithTheCarriersSignature(t *testing.T) {
	key, status := "secret", http.StatusNoContent
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	mux.HandleFunc("POST /webhooks/twilio/status", func(w http.ResponseWriter, r *http.Request) {
		if r.ParseForm() != nil || r.Header.Get(carrier.SignatureHeader) != carrier.Sign(key, server.URL+r.URL.Path, r.PostForm) {
			status = http.StatusForbidden
		}
		w.WriteHeader(status)
	})
	web := doctor.Web{Client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, Now: time.Now}
	require.Equal(t, doctor.OK, web.Webhook(t.Context(), server.URL, key).State)
	require.Contains(t, web.Webhook(t.Context(), server.URL, "another").Text, "refuses the carrier's signature")
	for code, said := range map[int]string{301: "sends on to another address", 502: "does not take what the carrier posts (HTTP 502)"} {
		status = code
		found := web.Webhook(t.Context(), server.URL, key)
		require.Equal(t, doctor.Fail, found.State)
		require.Contains(t, found.Text, said)
	}
	require.Contains(t, web.Webhook(t.Context(), "http://127.0.0.1:1", key).Text, "nothing answers at http://127.0.0.1:1: start Muster")
	_, insecure := doctor.Insecure("http://muster.example.org")
	require.True(t, insecure)
	_, insecure = doctor.Insecure("https://muster.example.org")
	require.False(t, insecure)
}

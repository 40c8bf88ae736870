package doctor

// Certificates: until when they are good, those of ours in files and those that servers show.

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"time"
)

// expirySoon is how long before its end a certificate is to be renewed.
const expirySoon = 21 * 24 * time.Hour

// Expiry says how long a certificate is good for; named is what it is in a sentence.
func Expiry(named string, certificate *x509.Certificate, now time.Time) Finding {
	const check = "certificate"
	until := certificate.NotAfter.UTC().Format("2006-01-02 15:04 MST")
	switch {
	case now.After(certificate.NotAfter):
		return Failure(check, "%s expired on %s: renew it", named, until)
	case now.Before(certificate.NotBefore):
		return Failure(check, "%s is good from %s only: look at this machine's clock, or wait", named, certificate.NotBefore.UTC().Format("2006-01-02 15:04 MST"))
	case now.Add(expirySoon).After(certificate.NotAfter):
		return Warning(check, "%s expires on %s: renew it before", named, until)
	}
	return Well(check, "%s is good until %s", named, until)
}

// Pair looks at a certificate of ours and its key, in files.
func Pair(named, certificate, key string, now time.Time) (tls.Certificate, Finding) {
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return pair, Failure("certificate", "%s cannot be used: %s; give files in PEM form that belong together and that this user may read", named, err)
	}
	return pair, Expiry(named, pair.Leaf, now)
}

// Shown looks at the certificate that a server shows at an address. Nothing is found where the server does not answer at all:
// that is for whoever needs the server to say.
func Shown(ctx context.Context, named, address string, config *tls.Config, now time.Time) []Finding {
	const check = "certificate"
	dialer := tls.Dialer{NetDialer: &net.Dialer{Timeout: 8 * time.Second}, Config: config}
	connection, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		var refused *tls.CertificateVerificationError
		switch {
		case !errors.As(err, &refused):
			return nil
		case len(refused.UnverifiedCertificates) > 0 && expired(refused.Err):
			return []Finding{Expiry(named, refused.UnverifiedCertificates[0], now)}
		}
		return []Finding{Failure(check, "%s is not trusted: %s; use one of a known issuer, or make its issuer known to this machine", named, refused.Err)}
	}
	defer func() { _ = connection.Close() }()
	if secured, ok := connection.(*tls.Conn); ok {
		return []Finding{Expiry(named, secured.ConnectionState().PeerCertificates[0], now)}
	}
	return nil
}

func expired(err error) bool {
	var invalid x509.CertificateInvalidError
	return errors.As(err, &invalid) && invalid.Reason == x509.Expired
}

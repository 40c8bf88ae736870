package app

// Certificates of the way to the engine: ours, and the one that its server shows.

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"time"

	"muster/ops/doctor"
)

// engineCertificate names ours in a sentence.
const engineCertificate = "the certificate of MUSTER_TEMPORAL_TLS_CERT"

// engineTLS is how the engine's server is spoken to, nil in the clear. An expired certificate of ours is refused here: the
// server would only hang up.
func (c Config) engineTLS() (*tls.Config, error) {
	if c.TemporalCert == "" {
		if c.TemporalAPIKey != "" {
			return &tls.Config{MinVersion: tls.VersionTLS12}, nil
		}
		return nil, nil
	}
	pair, found := doctor.Pair(engineCertificate, c.TemporalCert, c.TemporalKey, time.Now())
	if found.State == doctor.Fail {
		return nil, given(fmt.Errorf("%s", found.Text))
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// engineShows looks at the certificate that the engine's server shows, and says what is wrong with it; empty: nothing that can be seen.
func (c Config) engineShows(ctx context.Context, config *tls.Config) string {
	if config == nil {
		return ""
	}
	for _, f := range doctor.Shown(ctx, "the certificate of the engine at "+c.TemporalAddress, c.TemporalAddress, named(config, c.TemporalAddress), time.Now()) {
		if f.State == doctor.Fail {
			return f.Text
		}
	}
	return ""
}

// named is a configuration for the host of an address.
func named(config *tls.Config, address string) *tls.Config {
	clone := config.Clone()
	if host, _, err := net.SplitHostPort(address); err == nil && clone.ServerName == "" {
		clone.ServerName = host
	}
	return clone
}

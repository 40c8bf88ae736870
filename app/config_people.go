package app

// The settings about who may ask.

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
)

// checkPeople says what is wrong with the settings about proxies and the identity provider.
func (c Config) checkPeople() error {
	for _, proxy := range c.Proxies {
		_, address := netip.ParseAddr(proxy)
		if _, network := netip.ParsePrefix(proxy); address != nil && network != nil {
			return fmt.Errorf("MUSTER_TRUSTED_PROXIES are addresses or networks such as 10.0.0.0/8, with commas between, not %q", proxy)
		}
	}
	if c.OIDCIssuer == "" && c.OIDCClient == "" && c.OIDCSecret == "" {
		return nil
	}
	if u, err := url.Parse(c.OIDCIssuer); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return fmt.Errorf("MUSTER_OIDC_ISSUER is the identity provider's address such as https://login.example.org, not %q", c.OIDCIssuer)
	}
	if c.OIDCClient == "" {
		return errors.New("the identity provider is only half set up: give MUSTER_OIDC_CLIENT_ID too, as the provider knows Muster")
	}
	return nil
}

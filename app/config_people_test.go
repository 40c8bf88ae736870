package app

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSettingsAboutWhoAsksAreChecked(t *testing.T) {
	for setting, says := range map[string]string{
		"MUSTER_TRUSTED_PROXIES=the proxy":               "MUSTER_TRUSTED_PROXIES are addresses",
		"MUSTER_OIDC_CLIENT_ID=muster":                   "MUSTER_OIDC_ISSUER is the identity provider's address",
		"MUSTER_OIDC_ISSUER=https://login.example.org":   "MUSTER_OIDC_CLIENT_ID",
		"MUSTER_OIDC_ISSUER=login.example.org":           "MUSTER_OIDC_ISSUER is the identity provider's address",
		"MUSTER_TRUSTED_PROXIES=10.0.0.0/8, 192.0.2.1,x": "MUSTER_TRUSTED_PROXIES",
	} {
		_, err := Load([]string{setting})
		require.ErrorContains(t, err, says, setting)
	}
	c, err := Load([]string{"MUSTER_TRUSTED_PROXIES=10.0.0.0/8, 192.0.2.1", "MUSTER_OIDC_ISSUER=https://login.example.org", "MUSTER_OIDC_CLIENT_ID=muster", "MUSTER_OIDC_CLIENT_SECRET=never shown"})
	require.NoError(t, err)
	require.Equal(t, []string{"10.0.0.0/8", "192.0.2.1"}, c.Proxies)
	require.NotContains(t, c.Describe(), "never shown")
}

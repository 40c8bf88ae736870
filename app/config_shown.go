package app

// The settings as they are shown: one a line, and nothing that is secret.

import (
	"fmt"
	"net/url"
	"strings"

	"muster/store"
)

// Describe lists what is in force, one variable a line, secrets hidden.
func (c Config) Describe() string {
	var b strings.Builder
	line := func(name, value string) { fmt.Fprintf(&b, "%-28s %s\n", name, value) }
	line("MUSTER_LISTEN", c.Listen)
	line("MUSTER_PUBLIC_URL", c.PublicURL)
	line("MUSTER_DATA_DIR", c.DataDir)
	line("MUSTER_DATABASE_URL", c.databaseDescribed())
	line("MUSTER_TEMPORAL_ADDRESS", or(c.TemporalAddress, "(embedded engine)"))
	line("MUSTER_TEMPORAL_NAMESPACE", c.TemporalNamespace)
	line("MUSTER_TEMPORAL_TLS_CERT", or(c.TemporalCert, "(none)"))
	line("MUSTER_TEMPORAL_TLS_KEY", secret(c.TemporalKey))
	line("MUSTER_TEMPORAL_API_KEY", secret(c.TemporalAPIKey))
	line("MUSTER_ADMIN_TOKEN", or(secretOf(c.AdminToken), "(in "+c.tokenFile()+")"))
	line("MUSTER_PHONE_KEY", or(secretOf(c.PhoneKey), "(in the data directory)"))
	line("MUSTER_TRUSTED_PROXIES", or(strings.Join(c.Proxies, ", "), "(none)"))
	line("MUSTER_OIDC_ISSUER", or(c.OIDCIssuer, "(none: people sign in with passwords)"))
	line("MUSTER_OIDC_CLIENT_ID", or(c.OIDCClient, "(none)"))
	line("MUSTER_OIDC_CLIENT_SECRET", secret(c.OIDCSecret))
	line("MUSTER_OIDC_NAME", c.OIDCName)
	line("MUSTER_URL", or(withoutPassword(c.URL), "(where MUSTER_LISTEN says)"))
	line("MUSTER_TOKEN", or(secretOf(c.Token), "(as MUSTER_ADMIN_TOKEN)"))
	line("MUSTER_BY", or(c.By, "(your login)"))
	line("MUSTER_OPERATOR", c.operators())
	line("TWILIO_ACCOUNT_SID", or(c.TwilioAccount, "(simulator: no phone rings)"))
	line("TWILIO_AUTH_TOKEN", secret(c.TwilioToken))
	line("MUSTER_SMS_FROM", or(c.SMSFrom, "(none)"))
	line("MUSTER_VOICE_FROM", or(c.VoiceFrom, c.voiceDescribed()))
	line("MUSTER_TWILIO_BASE_URL", or(c.TwilioBaseURL, "(the vendor's)"))
	line("MUSTER_INBOUND", c.inbound())
	line("MUSTER_NOTICE_RATE", fmt.Sprintf("%g message parts per second", c.NoticeRate))
	line("MUSTER_RECORDS_DIR", c.RecordsDir)
	line("MUSTER_KEYS_FILE", c.KeysFile)
	line("MUSTER_PLANS_DIR", or(c.PlansDir, "(none)"))
	line("MUSTER_ALLOW_SIMULATOR", fmt.Sprint(c.AllowSimulator))
	line("MUSTER_SIM_LISTEN", c.SimListen)
	line("MUSTER_STORY_CLOCK", c.StoryClock.String())
	line("MUSTER_BUILD_ID", or(c.BuildID, "(the build's own)"))
	line("MUSTER_CODEC_ORIGIN", or(c.CodecOrigin, "(none)"))
	line("MUSTER_CHROMIUM", or(c.Chromium, "(as in PATH, if there is one)"))
	line("MUSTER_ENGINE_UI", or(c.EngineUI, "(not served)"))
	c.Operations.describe(line)
	return b.String()
}

// voiceDescribed says what an empty MUSTER_VOICE_FROM comes to.
func (c Config) voiceDescribed() string {
	switch {
	case c.Simulated():
		return "(the simulator's)"
	case c.voiceNumber() == "":
		return "(none: a short code calls nobody)"
	}
	return c.voiceNumber()
}

// databaseDescribed shows where the database is, and never its password.
func (c Config) databaseDescribed() string {
	if c.Database == "" {
		return "(SQLite in the data directory)"
	}
	return store.ShowURL(c.Database) + " (password hidden)"
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func secretOf(value string) string {
	if value == "" {
		return ""
	}
	return "(hidden)"
}

func secret(value string) string { return or(secretOf(value), "(none)") }

// withoutPassword is an address with any password in it hidden.
func withoutPassword(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return address
}

// Package app is the configuration and the wiring: the only place where adapters meet.
package app

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/caarlos0/env/v11"

	"muster/carrier"
	"muster/store"
)

// Config is what the environment says (CONTRACT.md section 1).
type Config struct {
	Listen    string `env:"MUSTER_LISTEN" envDefault:"127.0.0.1:8080"`
	PublicURL string `env:"MUSTER_PUBLIC_URL"`
	DataDir   string `env:"MUSTER_DATA_DIR" envDefault:"./muster-data"`
	Database  string `env:"MUSTER_DATABASE_URL"`

	TemporalAddress   string `env:"MUSTER_TEMPORAL_ADDRESS"`
	TemporalNamespace string `env:"MUSTER_TEMPORAL_NAMESPACE" envDefault:"muster"`
	TemporalCert      string `env:"MUSTER_TEMPORAL_TLS_CERT"`
	TemporalKey       string `env:"MUSTER_TEMPORAL_TLS_KEY"`
	TemporalAPIKey    string `env:"MUSTER_TEMPORAL_API_KEY"`

	AdminToken string `env:"MUSTER_ADMIN_TOKEN"`

	// URL, Token and By are the command line's: where it finds Muster, with which token, and in whose name it gives orders.
	URL   string `env:"MUSTER_URL"`
	Token string `env:"MUSTER_TOKEN"`
	By    string `env:"MUSTER_BY"`

	// Operator are the numbers that the watchdog tells of what is wrong with Muster itself.
	Operator []string `env:"MUSTER_OPERATOR" envSeparator:","`

	TwilioAccount string `env:"TWILIO_ACCOUNT_SID"`
	TwilioToken   string `env:"TWILIO_AUTH_TOKEN"`
	SMSFrom       string `env:"MUSTER_SMS_FROM"`
	VoiceFrom     string `env:"MUSTER_VOICE_FROM"`
	TwilioBaseURL string `env:"MUSTER_TWILIO_BASE_URL"`
	Inbound       string `env:"MUSTER_INBOUND" envDefault:"webhook"`

	// NoticeRate is how fast notices to residents leave, in message parts per second, all of them together.
	NoticeRate float64 `env:"MUSTER_NOTICE_RATE" envDefault:"1"`

	RecordsDir     string     `env:"MUSTER_RECORDS_DIR"`
	PlansDir       string     `env:"MUSTER_PLANS_DIR"`
	AllowSimulator bool       `env:"MUSTER_ALLOW_SIMULATOR"`
	SimListen      string     `env:"MUSTER_SIM_LISTEN" envDefault:"127.0.0.1:0"`
	StoryClock     storyClock `env:"MUSTER_STORY_CLOCK"`

	// HistoryLimit makes runs continue as new after fewer events than usual: for tests.
	HistoryLimit int `env:"MUSTER_HISTORY_LIMIT"`
	// Fault is what goes wrong in the workers, for tests on the simulator.
	Fault string `env:"MUSTER_TEST_FAULT"`
	// EngineUI is where the embedded engine serves its own web page; empty: not at all.
	EngineUI string `env:"MUSTER_ENGINE_UI"`
}

// Load reads the configuration from an environment ("NAME=value" pairs) and checks it. Its errors are sentences.
func Load(environ []string) (Config, error) {
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: env.ToMap(environ)}); err != nil {
		return c, unreadable(err)
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://" + c.Listen
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/") // what is reached begins with a slash
	if c.RecordsDir == "" {
		c.RecordsDir = filepath.Join(c.DataDir, "records")
	}
	for k, number := range c.Operator {
		c.Operator[k] = strings.TrimSpace(number)
	}
	return c, c.check()
}

// unreadable says which variables do not hold what they should.
func unreadable(err error) error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return errors.New("the environment cannot be read: see the variables with muster config")
	}
	var lines []error
	for _, e := range all.Errors {
		var at env.ParseError
		if !errors.As(e, &at) {
			continue
		}
		field, _ := reflect.TypeFor[Config]().FieldByName(at.Name)
		wanted := "a whole number"
		switch field.Type.Kind() {
		case reflect.Bool:
			wanted = "1, or leave it empty"
		case reflect.Float64:
			wanted = "a number"
		case reflect.Struct: // the only one that reads itself
			wanted = storyClockForm
		default:
		}
		lines = append(lines, fmt.Errorf("%s cannot be read: give %s", field.Tag.Get("env"), wanted))
	}
	return errors.Join(lines...)
}

func (c Config) check() error {
	return errors.Join(c.checkCarrier(), c.checkAddresses(), c.checkStores(), c.checkWatch())
}

func (c Config) checkCarrier() error {
	var missing []string
	for name, value := range c.carrierSettings() {
		if value == "" {
			missing = append(missing, name)
		}
	}
	switch {
	case len(missing) == 3 && c.TwilioBaseURL != "":
		return errors.New("MUSTER_TWILIO_BASE_URL is set without a carrier's account: set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and MUSTER_SMS_FROM too, or none of the four")
	case len(missing) > 0 && len(missing) < 3:
		return fmt.Errorf("the carrier is only half set up: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and MUSTER_SMS_FROM belong together, and this is not set: %s; set all three, or none for the simulator",
			strings.Join(sorted(missing), ", "))
	case c.StoryClock.On && !c.Simulated():
		return errors.New("MUSTER_STORY_CLOCK is for the simulator only: leave it out under a real carrier")
	case c.NoticeRate < 0.1 || c.NoticeRate > 1000:
		return fmt.Errorf("MUSTER_NOTICE_RATE is from 0.1 to 1000 message parts per second, not %g", c.NoticeRate)
	case c.Inbound != inboundWebhook && c.Inbound != inboundPoll:
		return fmt.Errorf("MUSTER_INBOUND is webhook or poll, not %q", c.Inbound)
	}
	return nil
}

func (c Config) carrierSettings() map[string]string {
	return map[string]string{"TWILIO_ACCOUNT_SID": c.TwilioAccount, "TWILIO_AUTH_TOKEN": c.TwilioToken, "MUSTER_SMS_FROM": c.SMSFrom}
}

func (c Config) checkAddresses() error {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return fmt.Errorf("MUSTER_LISTEN is a host and a port, such as 127.0.0.1:8080, not %q", c.Listen)
	}
	if _, _, err := net.SplitHostPort(c.SimListen); err != nil {
		return fmt.Errorf("MUSTER_SIM_LISTEN is a host and a port, such as 127.0.0.1:0, not %q", c.SimListen)
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("MUSTER_PUBLIC_URL is an address such as https://muster.example.org, not %q", c.PublicURL)
	}
	return nil
}

func (c Config) checkStores() error {
	switch {
	case c.Database != "" && store.CheckURL(c.Database) != nil:
		return store.CheckURL(c.Database)
	case c.AdminToken != "" && len(c.AdminToken) < 16:
		return errors.New("MUSTER_ADMIN_TOKEN needs 16 characters or more: give a longer one, or leave it empty to have one made")
	case (c.TemporalCert == "") != (c.TemporalKey == ""):
		return errors.New("MUSTER_TEMPORAL_TLS_CERT and MUSTER_TEMPORAL_TLS_KEY belong together: set both or none")
	}
	return nil
}

// noVoice in MUSTER_VOICE_FROM has nobody called by voice.
const noVoice = "off"

// voiceNumber is the number that calls come from, empty if nobody is called: a short code, which writes only, cannot.
func (c Config) voiceNumber() string {
	switch {
	case c.VoiceFrom == noVoice:
		return ""
	case c.VoiceFrom == "" && carrier.ValidNumber(c.SMSFrom):
		return c.SMSFrom
	}
	return c.VoiceFrom
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

// Simulated says whether no carrier is configured, so that no phone rings.
func (c Config) Simulated() bool { return c.TwilioAccount == "" }

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
	line("MUSTER_PLANS_DIR", or(c.PlansDir, "(none)"))
	line("MUSTER_ALLOW_SIMULATOR", fmt.Sprint(c.AllowSimulator))
	line("MUSTER_SIM_LISTEN", c.SimListen)
	line("MUSTER_STORY_CLOCK", c.StoryClock.String())
	line("MUSTER_ENGINE_UI", or(c.EngineUI, "(not served)"))
	return b.String()
}

// How answers come in.
const (
	inboundWebhook = "webhook" // the carrier posts them, and what it could not post is read from its list
	inboundPoll    = "poll"    // they are read from the carrier's list
)

func (c Config) polls() bool { return c.Inbound == inboundPoll }

func (c Config) inbound() string {
	if c.polls() {
		return c.Inbound + " (answers and receipts are read from the carrier's list)"
	}
	return c.Inbound
}

func (c Config) tokenFile() string { return filepath.Join(c.DataDir, "admin-token") }

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// withoutPassword is an address with any password in it hidden.
func withoutPassword(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return address
}

func secretOf(value string) string {
	if value == "" {
		return ""
	}
	return "(hidden)"
}

func secret(value string) string { return or(secretOf(value), "(none)") }

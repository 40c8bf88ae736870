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

	// PhoneKey is the key of the hashes by which phones are found, where several processes share it; empty: the data directory's.
	PhoneKey string `env:"MUSTER_PHONE_KEY"`
	// BuildID names what a worker runs; empty: the build's own.
	BuildID string `env:"MUSTER_BUILD_ID"`

	// Role is what this process runs; no variable says it, but the command.
	Role Role `env:"-"`

	// Proxies are addresses, or networks, whose X-Forwarded-For is believed.
	Proxies []string `env:"MUSTER_TRUSTED_PROXIES" envSeparator:","`

	OIDCIssuer string `env:"MUSTER_OIDC_ISSUER"`
	OIDCClient string `env:"MUSTER_OIDC_CLIENT_ID"`
	OIDCSecret string `env:"MUSTER_OIDC_CLIENT_SECRET"`
	OIDCName   string `env:"MUSTER_OIDC_NAME" envDefault:"single sign-on"`

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
	KeysFile       string     `env:"MUSTER_KEYS_FILE"`
	PlansDir       string     `env:"MUSTER_PLANS_DIR"`
	AllowSimulator bool       `env:"MUSTER_ALLOW_SIMULATOR"`
	SimListen      string     `env:"MUSTER_SIM_LISTEN" envDefault:"127.0.0.1:0"`
	StoryClock     storyClock `env:"MUSTER_STORY_CLOCK"`

	Operations
	// Version is the program's, as its build names it; no variable says it.
	Version string `env:"-"`

	// HistoryLimit makes runs continue as new after fewer events than usual: for tests.
	HistoryLimit int `env:"MUSTER_HISTORY_LIMIT"`
	// Fault is what goes wrong in the workers, for tests on the simulator.
	Fault string `env:"MUSTER_TEST_FAULT"`
	// Chromium is the browser that prints reviews; empty: one of the usual names in PATH, off: none.
	Chromium string `env:"MUSTER_CHROMIUM"`
	// CodecOrigin is the engine's own page that may have payloads decrypted from a browser, as in https://temporal.example.org.
	CodecOrigin string `env:"MUSTER_CODEC_ORIGIN"`
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
	if c.KeysFile == "" {
		c.KeysFile = c.ownKeys()
	}
	for k, proxy := range c.Proxies {
		c.Proxies[k] = strings.TrimSpace(proxy)
	}
	for k, number := range c.Operator {
		c.Operator[k] = strings.TrimSpace(number)
	}
	return c, c.check()
}

// ownKeys is where a Muster by itself keeps the keys of what the engine stores.
func (c Config) ownKeys() string { return filepath.Join(c.DataDir, "payload-keys.json") }

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
	return errors.Join(c.checkCarrier(), c.checkAddresses(), c.checkStores(), c.checkWatch(), c.checkPeople(), c.Operations.check())
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
	if u, err := url.Parse(c.CodecOrigin); c.CodecOrigin != "" && (err != nil || u.Scheme+"://"+u.Host != c.CodecOrigin) {
		return fmt.Errorf("MUSTER_CODEC_ORIGIN is the origin of the engine's own page, such as https://temporal.example.org, without a path, not %q", c.CodecOrigin)
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

// Simulated says whether no phone rings: no carrier is configured, or a simulator in a process of its own is.
func (c Config) Simulated() bool { return c.TwilioAccount == "" || c.TwilioAccount == simAccount }

// simulates says whether the simulator is in this process.
func (c Config) simulates() bool { return c.TwilioAccount == "" || c.Role == RoleSim }

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

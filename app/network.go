package app

// The phone network: a carrier as configured, or the simulator behind the same adapter.

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"muster/api"
	"muster/carrier"
	"muster/carrier/inbox"
	"muster/carrier/sim"
	"muster/carrier/twilio"
	"muster/incident/reply"
	"muster/incident/sms"
)

// The simulator's account and its own number, one of those that are never assigned.
const (
	simAccount = "ACmustersimulator"
	simNumber  = "+12025550199"
)

// network is the way to phones.
type network struct {
	adapter   *twilio.Carrier
	bulk      *twilio.Carrier // for notices: an adapter of their own, so that no page waits for one of their connections
	port      carrier.Port    // the adapter, or what remembers the messages of which no receipt can come
	reports   *inbox.Reports  // nil where receipts come
	webhooks  twilio.Webhooks
	simulator *sim.Simulator // nil under a real carrier
	simURL    string
}

// hooks are who is told of requests to the carrier, and of its answers.
type hooks struct {
	observe  carrier.Observer
	answered func(h http.Header, asked, at time.Time)
}

// openNetwork sets up the configured carrier, or the simulator, which calls back at dial.
func openNetwork(c Config, dir *dataDir, dial string, told hooks, log *slog.Logger) (*network, error) {
	options := twilio.Options{
		AccountSID: c.TwilioAccount, AuthToken: c.TwilioToken, From: c.SMSFrom, BaseURL: c.TwilioBaseURL,
		VoiceFrom: c.voiceNumber(), VoiceURL: c.PublicURL + twilio.VoicePath,
		StatusCallback: c.PublicURL + "/webhooks/twilio/status", Observe: told.observe, Answered: told.answered,
	}
	if c.polls() {
		options.StatusCallback, options.VoiceURL = "", "" // nobody could reach them
	}
	n := &network{}
	if c.simulates() {
		key, err := dir.secret("simulator-key", 16)
		if err != nil {
			return nil, err
		}
		options.AccountSID, options.AuthToken, options.From = simAccount, key, simNumber
		if c.VoiceFrom != noVoice {
			options.VoiceFrom = simNumber
		}
		if err := n.simulate(c, dir, key, dial, log); err != nil {
			return nil, err
		}
		options.BaseURL = n.simURL
	}
	adapter, err := twilio.New(options)
	if err != nil {
		n.close()
		return nil, given(err)
	}
	if n.bulk, err = twilio.New(options); err != nil {
		n.close()
		return nil, given(err)
	}
	n.adapter, n.port, n.webhooks = adapter, adapter, twilio.Webhooks{AuthToken: options.AuthToken, PublicURL: c.PublicURL}
	return n, nil
}

// openSimulator runs the simulator for other processes, with the key that they share.
func (p *program) openSimulator(context.Context) error {
	p.network = &network{}
	p.later(p.network.close)
	if p.config.TwilioAccount != simAccount || p.config.SMSFrom != simNumber {
		return given(fmt.Errorf("the simulator's account is %s and its number %s: set TWILIO_ACCOUNT_SID and MUSTER_SMS_FROM to these, and TWILIO_AUTH_TOKEN to letters and digits of your own, for every process", simAccount, simNumber))
	}
	return p.network.simulate(p.config, p.dir, p.config.TwilioToken, p.config.PublicURL, p.log)
}

func (n *network) simulate(c Config, dir *dataDir, key, dial string, log *slog.Logger) error {
	simulator, err := sim.Open(sim.Options{
		AccountSID: simAccount, AuthToken: key, From: simNumber, PublicURL: c.PublicURL, DialURL: dial,
		Dir: dir.file("simulator"), Quiet: c.polls(), CountParts: func(body string) int { return sms.Measure(body).Parts }, Token: offered, Logger: log,
	})
	if err != nil {
		return fmt.Errorf("the simulator cannot start: %w", err)
	}
	url, err := simulator.Listen(c.SimListen)
	if err != nil {
		_ = simulator.Close()
		return given(fmt.Errorf("the simulator cannot listen at %s: %w; give another address in MUSTER_SIM_LISTEN", c.SimListen, plain(err)))
	}
	n.simulator, n.simURL = simulator, url
	return nil
}

// offered is the token that a text offers to answer with.
func offered(body string) string {
	for k := range body {
		if k+3 <= len(body) && reply.IsToken(body[k:k+3]) && (k == 0 || !inside(body[k-1])) {
			return body[k : k+3]
		}
	}
	return ""
}

// inside says that what follows is no offer: it is part of a word, or in brackets, which only name what was answered before.
func inside(b byte) bool {
	return b == '[' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}

func (n *network) close() {
	if n.adapter != nil {
		n.adapter.Close()
	}
	if n.bulk != nil {
		n.bulk.Close()
	}
	if n.simulator != nil {
		_ = n.simulator.Close()
	}
}

// handsets are the simulator's phones with their owners.
type handsets struct {
	simulator *sim.Simulator
	catalog   *catalog
}

// Phones implements api.Handsets: everybody's, responders first.
func (h handsets) Phones() []api.Phone {
	var phones []api.Phone
	for _, site := range h.catalog.Sites() {
		for _, r := range site.Responders {
			phones = append(phones, api.Phone{Number: r.Phone, Responder: r.ID, Name: r.Name})
		}
	}
	for _, site := range h.catalog.Sites() {
		for _, r := range site.Residents {
			phones = append(phones, api.Phone{Number: r.Phone, Name: "Resident " + r.Building + "/" + r.Floor})
		}
	}
	return phones
}

// Messages implements api.Handsets.
func (h handsets) Messages(number string) []api.Message {
	messages := []api.Message{}
	for _, m := range h.simulator.Messages(number) {
		messages = append(messages, api.Message{ID: m.ID, Direction: string(m.Direction), Channel: string(m.Channel), Body: m.Body, At: m.At})
	}
	return messages
}

// Reply implements api.Handsets.
func (h handsets) Reply(ctx context.Context, number, text string) error {
	return h.simulator.Reply(ctx, number, text)
}

// SetHabit implements api.Handsets.
func (h handsets) SetHabit(number string, habit api.Habit) {
	if calls, ok := callHabitOf(habit); ok {
		h.simulator.SetCallHabit(number, calls)
		return
	}
	h.simulator.SetHabit(number, habitOf(habit))
}

func habitOf(h api.Habit) sim.Habit {
	switch h.Kind {
	case api.HabitAccept:
		return sim.Accepts(h.After)
	case api.HabitDecline:
		return sim.Declines(h.After)
	case api.HabitAnswer:
		return sim.Answers(h.After, h.Text)
	case api.HabitBounce:
		return sim.Bounces(h.Code)
	case api.HabitOptOut:
		return sim.OptsOut(h.After)
	default:
	}
	return sim.Ignores()
}

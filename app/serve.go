package app

// Serving: the web server from its first request to its last, and what is said of it at the start.

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// The web server's times. Streams have no end, so writing has none.
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 15 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 5 * time.Second
)

func (p *program) serve(ctx context.Context, serving func() (http.Handler, error)) error {
	handler, err := serving()
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(p.listener) }()
	if p.network != nil && p.network.simulator != nil {
		p.network.simulator.Resume()
	}
	p.announce()
	select {
	case err := <-failed:
		return fmt.Errorf("the web server stopped: %w", err)
	case <-ctx.Done():
	}
	close(p.stopping)
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		p.log.Warn("some requests were cut off", "error", err)
	}
	return nil
}

// announce says what runs where.
func (p *program) announce() {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(p.out, format+"\n", args...) }
	say("%s listens at http://%s", strings.TrimSpace("Muster "+string(p.config.Role)), p.listener.Addr())
	if p.config.AdminToken == "" && p.token != "" {
		say("The token lies in %s", p.config.tokenFile())
	}
	switch {
	case p.config.Role == RoleSim:
		say("The simulator listens at %s: NO PHONE RINGS. Have api and worker find it by MUSTER_TWILIO_BASE_URL", p.network.simURL)
	case p.network.simulator != nil:
		say("No carrier is configured: the simulator at %s stands in, and NO PHONE RINGS", p.network.simURL)
	case p.config.Simulated():
		say("The simulator at %s stands in for a carrier, and NO PHONE RINGS", p.config.TwilioBaseURL)
	}
	if p.config.polls() && p.config.Role != RoleSim {
		say("Answers are read from the carrier's list (MUSTER_INBOUND=poll): no webhook is needed")
	}
	if p.engine != nil && p.engine.embedded != nil && p.engine.embedded.UIAddress() != "" {
		say("The engine's own page is at http://%s", p.engine.embedded.UIAddress())
	}
	for _, sentence := range p.degraded() {
		say("%s", sentence)
	}
	if p.probed != "" {
		say("Measures are at http://%s/metrics", p.probed)
	}
	if p.config.Role == RoleAll || p.config.Role == RoleAPI {
		say("Documentation: http://%s/docs", p.listener.Addr())
		say("Console: http://%s/console/", p.listener.Addr())
	}
}

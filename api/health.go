package api

// Health: whether the process lives, and whether a declaration would be taken.

import (
	"context"
	"errors"
	"net/http"
	"time"

	"muster/incident"
)

// readyTimeout bounds how long the parts are asked whether they are there.
const readyTimeout = 2 * time.Second

func (s *server) healthRoutes() {
	register(s, plain(http.MethodGet, "/healthz", "health", tagHealth, "Whether the process lives"), s.alive)
	ready := plain(http.MethodGet, "/readyz", "readiness", tagHealth, "Whether a declaration would be taken", http.StatusServiceUnavailable)
	register(s, ready, s.ready)
}

type healthOutput struct {
	Body health
}

type health struct {
	Status   string   `json:"status" enum:"ok,ready"`
	Degraded []string `json:"degraded,omitempty" doc:"What does not work although declarations are taken; left out where all does."`
}

func (s *server) alive(context.Context, *struct{}) (*healthOutput, error) {
	return &healthOutput{Body: health{Status: "ok"}}, nil
}

func (s *server) ready(ctx context.Context, _ *struct{}) (*healthOutput, error) {
	bounded, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	err := s.Health.Ready(bounded)
	if err == nil {
		return &healthOutput{Body: health{Status: "ready", Degraded: s.Health.Degraded()}}, nil
	}
	s.Log.WarnContext(ctx, "not ready", "request", requestOf(ctx).id, "error", causes(err))
	var refused *incident.Error
	if errors.As(err, &refused) {
		return nil, problem(codeNotReady, refused.Message)
	}
	return nil, problem(codeNotReady, "A declaration would not be taken now: ask the operator to look at the log.")
}

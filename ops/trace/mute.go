package trace

// Muting: the engine's library puts the text of every error on its span, and a refusal may name people. Only that there was an
// error is told.

import (
	"context"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// muted is a tracer whose spans keep errors' texts to themselves.
type muted struct{ trace.Tracer }

// Start implements trace.Tracer.
func (m muted) Start(ctx context.Context, name string, options ...trace.SpanStartOption) (context.Context, trace.Span) {
	ctx, span := m.Tracer.Start(ctx, name, options...)
	quiet := &mutedSpan{Span: span}
	return trace.ContextWithSpan(ctx, quiet), quiet
}

// mutedSpan is a span of such a tracer.
type mutedSpan struct {
	trace.Span
	held bool // its end is not told
}

// SetStatus implements trace.Span.
func (s *mutedSpan) SetStatus(code codes.Code, _ string) { s.Span.SetStatus(code, "") }

// RecordError implements trace.Span.
func (s *mutedSpan) RecordError(error, ...trace.EventOption) {}

// End implements trace.Span.
func (s *mutedSpan) End(options ...trace.SpanEndOption) {
	if !s.held {
		s.Span.End(options...)
	}
}

package trace

// The spans of the program's own: an HTTP request, and a request to the carrier.

import (
	"context"
	"errors"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"muster/carrier"
)

// propagator reads and writes the standard's header. Baggage is left out: a caller could make it as long as they like.
var propagator = propagation.TraceContext{}

func serviceName(name string) attribute.KeyValue { return attribute.String("service.name", name) }

// Handler begins a span for each request, in its caller's trace if it names one. Its name is the method until Served says more.
func (t *Tracing) Handler(next http.Handler) http.Handler {
	if t == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := propagator.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := t.tracer.Start(ctx, r.Method, trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Served says of a request's span what was asked and how it ended: the route's pattern, never the address.
func (t *Tracing) Served(ctx context.Context, method, route string, status int) {
	if t == nil {
		return
	}
	span := trace.SpanFromContext(ctx)
	if route != "" {
		span.SetName(method + " " + route)
	}
	span.SetAttributes(attribute.String("http.request.method", method), attribute.String("http.route", route), attribute.Int("http.response.status_code", status))
	if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, http.StatusText(status))
	}
}

// Carrier makes a span of a request to the carrier: what is asked, and the class of its failure.
func (t *Tracing) Carrier(ctx context.Context, call string) (done func(err error)) {
	if t == nil {
		return func(error) {}
	}
	_, span := t.tracer.Start(ctx, "carrier "+call, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attribute.String("muster.carrier.call", call)))
	return func(err error) {
		defer span.End()
		var failure *carrier.Error
		switch {
		case errors.As(err, &failure):
			span.SetAttributes(attribute.String("muster.carrier.class", string(failure.Class)), attribute.Int("muster.carrier.code", failure.Code))
			span.SetStatus(codes.Error, string(failure.Class))
		case err != nil:
			span.SetStatus(codes.Error, string(carrier.Ambiguous))
		}
	}
}

// Package trace follows one declaration through the program: from its HTTP request through the workflow and its activities to
// the carrier. It is off unless the environment names a collector by OpenTelemetry's own variables. Spans hold ids and classes;
// no name, no number, no text and no address that could hold one.
package trace

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.temporal.io/sdk/contrib/opentelemetry"
	"go.temporal.io/sdk/interceptor"
)

// The variables that the standard names and that decide here; the exporters read the others by themselves.
const (
	endpointEnv       = "OTEL_EXPORTER_OTLP_ENDPOINT"
	tracesEndpointEnv = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
	protocolEnv       = "OTEL_EXPORTER_OTLP_PROTOCOL"
	tracesProtocolEnv = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"
	disabledEnv       = "OTEL_SDK_DISABLED"
	serviceEnv        = "OTEL_SERVICE_NAME"
)

// Tracing is what traces in one process. Nil traces nothing: all methods may be called on it.
type Tracing struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// Open sets tracing up as the environment says; nil where it names no collector. Its errors are sentences.
func Open(ctx context.Context, environ map[string]string) (*Tracing, error) {
	if Endpoint(environ) == "" {
		return nil, nil
	}
	exporter, err := export(ctx, or(environ[tracesProtocolEnv], or(environ[protocolEnv], "http/protobuf")))
	if err != nil {
		return nil, err
	}
	return New(sdk.NewBatchSpanProcessor(exporter), or(environ[serviceEnv], "muster"))
}

// Endpoint is where traces are sent to; empty: nowhere.
func Endpoint(environ map[string]string) string {
	if strings.EqualFold(environ[disabledEnv], "true") {
		return ""
	}
	return or(environ[tracesEndpointEnv], environ[endpointEnv])
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

func export(ctx context.Context, protocol string) (exporter sdk.SpanExporter, err error) {
	switch protocol {
	case "http/protobuf":
		exporter, err = otlptracehttp.New(ctx)
	case "grpc":
		exporter, err = otlptracegrpc.New(ctx)
	default:
		return nil, fmt.Errorf("%s is http/protobuf or grpc, not %q", protocolEnv, protocol)
	}
	if err != nil {
		return nil, fmt.Errorf("the collector of %s cannot be set up: check the variables that begin with OTEL_EXPORTER_OTLP: %w", endpointEnv, err)
	}
	return exporter, nil
}

// New traces into a processor of spans.
func New(into sdk.SpanProcessor, service string) (*Tracing, error) {
	named, err := resource.New(context.Background(), resource.WithFromEnv(), resource.WithTelemetrySDK(), resource.WithAttributes(serviceName(service)))
	if err != nil && !errors.Is(err, resource.ErrPartialResource) {
		return nil, fmt.Errorf("the variable OTEL_RESOURCE_ATTRIBUTES cannot be read: %w", err)
	}
	provider := sdk.NewTracerProvider(sdk.WithSpanProcessor(into), sdk.WithResource(named))
	return &Tracing{provider: provider, tracer: provider.Tracer("muster")}, nil
}

// Close hands over the spans that are left, until ctx ends.
func (t *Tracing) Close(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// Interceptor carries a trace through the engine: into workflows by their start's header, and from there into activities. It
// adds no command to a history, so that a history with it replays without it, and the other way round. Queries are left out:
// the watchdog asks all incidents again and again. It is nil where nothing is traced.
func (t *Tracing) Interceptor() interceptor.Interceptor {
	if t == nil {
		return nil
	}
	tracing, err := opentelemetry.NewTracingInterceptor(opentelemetry.TracerOptions{
		Tracer: muted{t.tracer}, DisableQueryTracing: true, DisableBaggage: true, AllowInvalidParentSpans: true, TextMapPropagator: propagator,
	})
	if err != nil {
		return nil // never: it refuses nothing that is given here
	}
	return onceTold{tracing}
}

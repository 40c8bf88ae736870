package metrics

// The engine's client and workers: what their library measures, in the same register.

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
	exporter "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.temporal.io/sdk/contrib/opentelemetry"
)

// engine is the way from the library's measures to ours.
type engine struct{ provider *metric.MeterProvider }

// latencyBuckets are seconds: steps take milliseconds, and minutes where nobody takes them.
var latencyBuckets = []float64{.005, .02, .05, .1, .5, 1, 5, 15, 60, 300}

func newEngine(registry prometheus.Registerer) (*engine, error) {
	reader, err := exporter.New(exporter.WithRegisterer(registry), exporter.WithoutScopeInfo(), exporter.WithoutTargetInfo(), exporter.WithoutUnits())
	if err != nil {
		return nil, err
	}
	view := metric.NewView(metric.Instrument{Name: "temporal_*", Kind: metric.InstrumentKindHistogram}, metric.Stream{
		Aggregation: metric.AggregationExplicitBucketHistogram{Boundaries: latencyBuckets},
	})
	return &engine{metric.NewMeterProvider(metric.WithReader(reader), metric.WithView(view))}, nil
}

func (e *engine) close() { _ = e.provider.Shutdown(context.Background()) }

// Engine is what the engine's client measures with.
func (m *Metrics) Engine() opentelemetry.MetricsHandler {
	return opentelemetry.NewMetricsHandler(opentelemetry.MetricsHandlerOptions{
		Meter: m.engine.provider.Meter("temporal"), OnError: func(error) {}, UseMonotonicCounters: true,
	})
}

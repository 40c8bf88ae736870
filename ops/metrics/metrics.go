// Package metrics measures what Muster does, for Prometheus. First of all it answers whether somebody is not being reached
// right now. Labels come from short fixed lists: no name, no number and no id ever becomes one.
package metrics

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"muster/carrier"
)

// Buckets of seconds: an answer within a second is what carriers wait for, a page within a minute what people do.
var (
	httpBuckets    = []float64{.005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10}
	carrierBuckets = []float64{.02, .05, .1, .2, .5, 1, 2, 3, 5, 10}
)

// Metrics are all measures of one process. Its methods are safe for concurrent use, and do nothing on nil.
type Metrics struct {
	registry    *prometheus.Registry
	engine      *engine
	requests    *prometheus.HistogramVec
	carried     *prometheus.CounterVec
	carrierTook *prometheus.HistogramVec
}

// New makes the measures of a process of a version; role is what of Muster it runs.
func New(version, role string) (*Metrics, error) {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "muster_http_request_seconds", Help: "How long HTTP requests took, without streams.", Buckets: httpBuckets,
		}, []string{"method", "route", "status"}),
		carried: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "muster_carrier_requests_total", Help: "Requests to the carrier by what they ask and how they ended: ok, or the class of the failure.",
		}, []string{"call", "class"}),
		carrierTook: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "muster_carrier_request_seconds", Help: "How long requests to the carrier took.", Buckets: carrierBuckets,
		}, []string{"call"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "muster_build_info", Help: "1, with the version and what of Muster the process runs as labels.", ConstLabels: prometheus.Labels{"version": version, "role": role},
	})
	build.Set(1)
	for _, c := range []prometheus.Collector{
		m.requests, m.carried, m.carrierTook, build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	} {
		if err := m.registry.Register(c); err != nil {
			return nil, err
		}
	}
	for _, call := range carrier.Calls { // an increase is only seen from the second value on: the first refusal is to be one
		m.carried.WithLabelValues(call, classOK)
		for _, failure := range carrier.Classes {
			m.carried.WithLabelValues(call, string(failure))
		}
	}
	var err error
	m.engine, err = newEngine(m.registry)
	return m, err
}

// Handler serves the measures.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

// Close ends what measures.
func (m *Metrics) Close() {
	if m != nil {
		m.engine.close()
	}
}

// unrouted is the label of requests to addresses that do not exist.
const unrouted = "none"

var methods = map[string]bool{http.MethodGet: true, http.MethodPost: true, http.MethodPut: true, http.MethodPatch: true, http.MethodDelete: true, http.MethodHead: true, http.MethodOptions: true}

// Request counts an HTTP request: the pattern of its route, never its address, which may hold a number.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	if m == nil {
		return
	}
	if route == "" {
		route = unrouted
	}
	if !methods[method] {
		method = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

// classOK is how a request ends that the carrier took.
const classOK = "ok"

// Carrier counts a request to the carrier; done ends it.
func (m *Metrics) Carrier(_ context.Context, call string) (done func(err error)) {
	if m == nil {
		return func(error) {}
	}
	began := time.Now()
	return func(err error) {
		m.carried.WithLabelValues(call, class(err)).Inc()
		m.carrierTook.WithLabelValues(call).Observe(time.Since(began).Seconds())
	}
}

// class is how a request ended, as a label.
func class(err error) string {
	var failure *carrier.Error
	switch {
	case err == nil:
		return classOK
	case errors.As(err, &failure) && failure.Class != "":
		return string(failure.Class)
	}
	return string(carrier.Ambiguous)
}

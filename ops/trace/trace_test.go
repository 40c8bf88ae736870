package trace_test

// Spans: what they join, and what they never hold.

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/carrier"
	"muster/ops/trace"
)

func recording(t *testing.T) (*trace.Tracing, *tracetest.InMemoryExporter) {
	t.Helper()
	spans := tracetest.NewInMemoryExporter()
	tracing, err := trace.New(sdk.NewSimpleSpanProcessor(spans), "muster")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tracing.Close(context.Background())) })
	return tracing, spans
}

func TestRequestAndWhatItAsksOfTheCarrierAreOneTrace(t *testing.T) {
	tracing, spans := recording(t)
	served := tracing.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		tracing.Carrier(r.Context(), carrier.CallSend)(nil)
		tracing.Carrier(r.Context(), carrier.CallSend)(&carrier.Error{Class: carrier.Ambiguous, Status: 502})
		tracing.Served(r.Context(), r.Method, "/api/v1/phones/:number/messages", 503)
	}))
	request := httptest.NewRequest(http.MethodGet, "/api/v1/phones/+12025550101/messages?q=secret", nil)
	request.Header.Set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	served.ServeHTTP(httptest.NewRecorder(), request)

	all := spans.GetSpans()
	require.Len(t, all, 3)
	for _, s := range all {
		require.Equal(t, "4bf92f3577b34da6a3ce929d0e0e4736", s.SpanContext.TraceID().String(), "the caller's trace goes on")
		for _, a := range s.Attributes {
			require.NotContains(t, a.Value.String(), "555", "no number")
			require.NotContains(t, a.Value.String(), "secret")
		}
	}
	require.Equal(t, "carrier send-message", all[0].Name)
	require.Equal(t, codes.Unset, all[0].Status.Code)
	require.Equal(t, codes.Error, all[1].Status.Code)
	require.Equal(t, "ambiguous", all[1].Status.Description)
	require.Equal(t, "GET /api/v1/phones/:number/messages", all[2].Name)
	require.Equal(t, codes.Error, all[2].Status.Code)
	require.Equal(t, all[2].SpanContext.SpanID(), all[0].Parent.SpanID())
}

func TestNothingIsTracedUnlessACollectorIsNamed(t *testing.T) {
	for _, environ := range []map[string]string{
		{}, {"OTEL_SERVICE_NAME": "muster"}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"},
	} {
		off, err := trace.Open(t.Context(), environ)
		require.NoError(t, err)
		require.Nil(t, off)
		require.Nil(t, off.Interceptor())
		require.NoError(t, off.Close(t.Context()))
		off.Carrier(t.Context(), carrier.CallSend)(errors.New("no"))
		off.Served(t.Context(), "GET", "/", 200)
		require.NotNil(t, off.Handler(http.NotFoundHandler()))
	}
}

func TestProtocolIsOneOfTwo(t *testing.T) {
	named := map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}
	for _, protocol := range []string{"", "grpc", "http/protobuf"} {
		named["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol
		on, err := trace.Open(t.Context(), named)
		require.NoError(t, err)
		require.NotNil(t, on.Interceptor())
		require.NoError(t, on.Close(t.Context()))
	}
	named["OTEL_EXPORTER_OTLP_PROTOCOL"] = "pigeon"
	_, err := trace.Open(t.Context(), named)
	require.EqualError(t, err, `OTEL_EXPORTER_OTLP_PROTOCOL is http/protobuf or grpc, not "pigeon"`)
}

func TestSpanOfWhatTheEngineHadDoneInVainSaysSoWithoutItsWords(t *testing.T) {
	tracing, spans := recording(t)
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{tracing.Interceptor()}})
	env.RegisterActivityWithOptions(func(context.Context) error { return errors.New("Luo Yong holds no seat") }, activity.RegisterOptions{Name: "Refuse"})
	_, err := env.ExecuteActivity("Refuse")
	require.Error(t, err)
	all := spans.GetSpans()
	require.Len(t, all, 1)
	require.Equal(t, "RunActivity:Refuse", all[0].Name)
	require.Equal(t, codes.Error, all[0].Status.Code)
	require.Empty(t, all[0].Status.Description)
	require.Empty(t, all[0].Events)
}

func TestWorkflowThatEndsAndItsUpdateAreEachTracedOnce(t *testing.T) {
	tracing, spans := recording(t)
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{tracing.Interceptor()}})
	env.RegisterDelayedCallback(func() {
		env.UpdateWorkflowNoRejection("Answer", "SM1", t)
	}, time.Second)
	env.ExecuteWorkflow(func(ctx workflow.Context) error {
		if err := workflow.SetUpdateHandler(ctx, "Answer", func(workflow.Context) error { return nil }); err != nil {
			return err
		}
		return workflow.Sleep(ctx, time.Minute)
	})
	require.NoError(t, env.GetWorkflowError())
	var names []string
	for _, s := range spans.GetSpans() {
		name, _, _ := strings.Cut(s.Name, ":")
		names = append(names, name)
	}
	require.ElementsMatch(t, []string{"ValidateUpdate", "HandleUpdate", "RunWorkflow"}, names)
}

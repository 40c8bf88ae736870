package trace

// Replaying: a worker that takes a workflow over runs again what has been run, and puts off what it has no room to keep. The
// engine's library makes no spans of what is replayed, but for updates and for the workflow itself: those would be told of again
// with each takeover.

import (
	"go.temporal.io/sdk/contrib/opentelemetry"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/workflow"
)

// onceTold is the library's interceptor, but that updates are told of as they come, and workflows as they end.
type onceTold struct{ interceptor.Interceptor }

// InterceptWorkflow implements interceptor.WorkerInterceptor.
func (o onceTold) InterceptWorkflow(ctx workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return updatesOnce{o.Interceptor.InterceptWorkflow(ctx, endsOnce{next}), next}
}

// updatesOnce goes around the tracing of an update that is replayed.
type updatesOnce struct {
	interceptor.WorkflowInboundInterceptor
	untraced interceptor.WorkflowInboundInterceptor
}

// ExecuteUpdate implements interceptor.WorkflowInboundInterceptor.
func (u updatesOnce) ExecuteUpdate(ctx workflow.Context, in *interceptor.UpdateInput) (any, error) {
	if workflow.IsReplaying(ctx) {
		return u.untraced.ExecuteUpdate(ctx, in)
	}
	return u.WorkflowInboundInterceptor.ExecuteUpdate(ctx, in)
}

// endsOnce holds a workflow's span until the workflow has ended, and for good if that is replayed. One that is only put off
// never gets behind the call.
type endsOnce struct {
	interceptor.WorkflowInboundInterceptor
}

// ExecuteWorkflow implements interceptor.WorkflowInboundInterceptor.
func (e endsOnce) ExecuteWorkflow(ctx workflow.Context, in *interceptor.ExecuteWorkflowInput) (any, error) {
	span, _ := opentelemetry.SpanFromWorkflowContext(ctx)
	quiet, held := span.(*mutedSpan)
	if !held {
		return e.WorkflowInboundInterceptor.ExecuteWorkflow(ctx, in)
	}
	quiet.held = true
	value, err := e.WorkflowInboundInterceptor.ExecuteWorkflow(ctx, in)
	quiet.held = workflow.IsReplaying(ctx)
	return value, err
}

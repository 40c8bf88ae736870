package worker

// Faults: what tests make a worker do that it must never do by itself, to see that somebody notices.

import (
	"fmt"

	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/workflows"
)

// Fault is what goes wrong in a worker; empty: nothing.
type Fault string

// PanicOnReplay has incidents panic when they take up their history again, as a version that cannot replay them would.
const PanicOnReplay Fault = "panic-on-replay"

// faulty adds a fault to a worker. It stands outside of the workflow, whose code knows nothing of it.
func faulty(o worker.Options, f Fault) worker.Options {
	if f == PanicOnReplay {
		o.Interceptors = append(o.Interceptors, &saboteur{})
	}
	return o
}

// saboteur puts itself before every workflow.
type saboteur struct {
	interceptor.WorkerInterceptorBase
}

// InterceptWorkflow implements interceptor.WorkerInterceptor.
func (*saboteur) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &sabotaged{interceptor.WorkflowInboundInterceptorBase{Next: next}}
}

// sabotaged is a workflow that panics when it is replayed.
type sabotaged struct {
	interceptor.WorkflowInboundInterceptorBase
}

// ExecuteWorkflow implements interceptor.WorkflowInboundInterceptor.
func (s *sabotaged) ExecuteWorkflow(ctx workflow.Context, in *interceptor.ExecuteWorkflowInput) (any, error) {
	if workflow.IsReplaying(ctx) && workflow.GetInfo(ctx).WorkflowType.Name == workflows.IncidentType {
		panic(fmt.Sprintf("a test asked for it: %s", PanicOnReplay)) //nolint:forbidigo // to panic is what it is for
	}
	return s.Next.ExecuteWorkflow(ctx, in)
}

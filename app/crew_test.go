package app

// An API that has no workers beside it.

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// polled is an engine that says when somebody last asked for work.
type polled struct {
	client.Client
	ago []time.Duration
	err error
}

func (p *polled) DescribeTaskQueue(context.Context, string, enums.TaskQueueType) (*workflowservice.DescribeTaskQueueResponse, error) {
	said := &workflowservice.DescribeTaskQueueResponse{}
	for _, ago := range p.ago {
		said.Pollers = append(said.Pollers, &taskqueue.PollerInfo{LastAccessTime: timestamppb.New(time.Now().Add(-ago))})
	}
	return said, p.err
}

func TestAnAPISaysThatNobodyIsCalledWhileNoWorkerIsThere(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	require.True(t, p.crew.there(), "a process that does all has no crew beside it")
	engine := &polled{}
	p.crew = &crew{engine: engine}
	require.True(t, p.crew.there(), "nothing is known yet")
	p.crew.look(t.Context())
	require.False(t, p.crew.there())
	require.Contains(t, p.degraded(), crewAway)
	engine.err = errors.New("the engine is away")
	engine.ago = []time.Duration{time.Second}
	p.crew.look(t.Context())
	require.False(t, p.crew.there(), "who cannot be asked changes nothing")
	engine.err = nil
	p.crew.look(t.Context())
	require.True(t, p.crew.there())
	require.Empty(t, p.degraded())
	engine.ago = []time.Duration{3 * time.Minute, 2 * time.Minute}
	p.crew.look(t.Context())
	require.False(t, p.crew.there(), "they ask once a minute at least")
}

package worker

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
)

// deployment is one whose versions were seen in this order, with a current one, empty for none.
func deployment(current string, builds ...string) client.WorkerDeploymentInfo {
	var d client.WorkerDeploymentInfo
	for k, b := range builds {
		v := worker.WorkerDeploymentVersion{DeploymentName: Deployment, BuildID: b}
		d.VersionSummaries = append(d.VersionSummaries, client.WorkerDeploymentVersionSummary{Version: v, CreateTime: time.Unix(int64(k), 0)})
		if b == current {
			d.RoutingConfig.CurrentVersion = &v
		}
	}
	return d
}

func TestTheNewerVersionTakesTheWork(t *testing.T) {
	own := &Lead{BuildID: "b"}
	for name, c := range map[string]struct {
		found client.WorkerDeploymentInfo
		takes bool
		err   error
	}{
		"nobody has it":          {deployment("", "b"), true, nil},
		"an older one has it":    {deployment("a", "a", "b"), true, nil},
		"ours has it":            {deployment("b", "a", "b"), false, nil},
		"ours has not been seen": {deployment("a", "a"), false, errNotSeen},
	} {
		takes, err := own.takes(t.Context(), c.found)
		require.Equal(t, c.err, err, name)
		require.Equal(t, c.takes, takes, name)
	}
}

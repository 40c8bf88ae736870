package worker

// Versions: workers of two versions may run beside each other, and the engine gives each incident's steps to the current one.
// A version becomes current by itself, so that an upgrade at night waits for nobody.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/workflows"
)

// Deployment is the name under which the engine knows all versions of the workers.
const Deployment = "muster"

// deployment says which version a worker is. Every workflow goes on with whichever version is current: its code asks the
// incident's own rules where versions differ.
func (p Parts) deployment() worker.DeploymentOptions {
	if p.BuildID == "" {
		return worker.DeploymentOptions{}
	}
	return worker.DeploymentOptions{
		UseVersioning: true, Version: worker.WorkerDeploymentVersion{DeploymentName: Deployment, BuildID: p.BuildID},
		DefaultVersioningBehavior: workflow.VersioningBehaviorAutoUpgrade,
	}
}

// How the current version is looked after.
const (
	leadEvery = time.Second      // until ours is current
	leadLater = 15 * time.Second // afterwards, and where a newer one is
	leadBound = 10 * time.Second // for one look
	// gone is for how long nobody of a version has asked for work until there is nobody: a worker asks at least once a minute.
	gone = 80 * time.Second
)

// Lead makes a version current.
type Lead struct {
	Engine  client.Client
	BuildID string
	Log     *slog.Logger

	said string // what was logged last
}

// errNotSeen means that the engine has not seen this version's workers yet.
var errNotSeen = errors.New("the engine has not seen this version's workers yet")

// Run makes the version current once the engine has seen its workers, unless a newer one is; where nobody is left of the
// current one, ours takes its place whatever its age. It looks again until ctx ends.
func (l *Lead) Run(ctx context.Context) {
	for {
		var wait time.Duration
		switch current, err := l.look(ctx); {
		case ctx.Err() != nil:
			return
		case err != nil:
			wait = leadEvery
			l.say("no version of the workers could be made the current one", "error", err)
		default:
			wait = leadLater
			l.say("the current version of the workers", "version", current, "this", l.BuildID)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
}

// say logs what is not what was said last.
func (l *Lead) say(what string, args ...any) {
	if said := what + fmt.Sprint(args...); said != l.said {
		l.said = said
		l.Log.Info(what, args...) //nolint:sloglint // its callers give constants
	}
}

// look finds out which version is current, and makes ours so if it is to be.
func (l *Lead) look(ctx context.Context) (current string, err error) {
	ctx, cancel := context.WithTimeout(ctx, leadBound)
	defer cancel()
	handle := l.Engine.WorkerDeploymentClient().GetHandle(Deployment)
	found, err := handle.Describe(ctx, client.WorkerDeploymentDescribeOptions{})
	var unknown *serviceerror.NotFound
	if errors.As(err, &unknown) {
		return "", errNotSeen
	}
	if err != nil {
		return "", err
	}
	take, err := l.takes(ctx, found.Info)
	if err != nil || !take {
		return buildOf(found.Info.RoutingConfig.CurrentVersion), err
	}
	_, err = handle.SetCurrentVersion(ctx, client.WorkerDeploymentSetCurrentVersionOptions{BuildID: l.BuildID, ConflictToken: found.ConflictToken})
	return l.BuildID, err
}

// takes says whether ours is to become current.
func (l *Lead) takes(ctx context.Context, d client.WorkerDeploymentInfo) (bool, error) {
	since := map[string]time.Time{}
	for _, v := range d.VersionSummaries {
		since[v.Version.BuildID] = v.CreateTime
	}
	own, seen := since[l.BuildID]
	current := buildOf(d.RoutingConfig.CurrentVersion)
	switch {
	case !seen:
		return false, errNotSeen
	case current == l.BuildID:
		return false, nil
	case current == "" || own.After(since[current]):
		return true, nil
	}
	there, err := l.there(ctx, current)
	if err == nil && !there {
		l.Log.Warn("nobody is left of the newer version of the workers: this one takes its place", "newer", current, "this", l.BuildID)
	}
	return !there, err
}

// there says whether workers of a version ask for work.
func (l *Lead) there(ctx context.Context, build string) (bool, error) {
	return asking(ctx, l.Engine, func(p *taskqueue.PollerInfo) bool { return p.GetDeploymentOptions().GetBuildId() == build })
}

// Asking says whether workers of any version ask for the steps of real incidents.
func Asking(ctx context.Context, engine client.Client) (bool, error) {
	return asking(ctx, engine, func(*taskqueue.PollerInfo) bool { return true })
}

func asking(ctx context.Context, engine client.Client, counts func(*taskqueue.PollerInfo) bool) (bool, error) {
	queue, err := engine.DescribeTaskQueue(ctx, workflows.QueueReal, enums.TASK_QUEUE_TYPE_WORKFLOW)
	if err != nil {
		return true, err
	}
	for _, p := range queue.GetPollers() {
		if counts(p) && time.Since(p.GetLastAccessTime().AsTime()) < gone {
			return true, nil
		}
	}
	return false, nil
}

func buildOf(v *worker.WorkerDeploymentVersion) string {
	if v == nil {
		return ""
	}
	return v.BuildID
}

// Unversioned gives all work to workers without a version, where versions had it before.
func Unversioned(ctx context.Context, engine client.Client) error {
	ctx, cancel := context.WithTimeout(ctx, leadBound)
	defer cancel()
	handle := engine.WorkerDeploymentClient().GetHandle(Deployment)
	found, err := handle.Describe(ctx, client.WorkerDeploymentDescribeOptions{})
	var unknown *serviceerror.NotFound
	if errors.As(err, &unknown) || (err == nil && found.Info.RoutingConfig.CurrentVersion == nil) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = handle.SetCurrentVersion(ctx, client.WorkerDeploymentSetCurrentVersionOptions{
		ConflictToken: found.ConflictToken, IgnoreMissingTaskQueues: true, AllowNoPollers: true,
	})
	return err
}

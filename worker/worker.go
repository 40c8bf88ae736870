// Package worker registers workflows and activities on their task queues and tunes the workers that run them. Drills are
// contained here: their queue's workers are given a carrier and ports that reach nobody outside of the staff.
package worker

import (
	"sync"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"muster/activities"
	"muster/workflows"
)

// Parts is what the workers run: one set for real incidents, one for drills, and what is common.
type Parts struct {
	Real     *activities.Pager
	Drill    *activities.Pager
	Notices  *activities.Jobs // of real incidents
	Contain  *activities.Jobs // of drills
	Recorder *activities.Recorder
	Sweeper  *activities.Sweeper
	Strays   *activities.Strays
	Fault    Fault // of the incidents' workers, for tests; empty: none
	// BuildID names the version that these workers are, where several may run beside each other; empty: they have none.
	BuildID  string
	Apart    bool // incidents are declared through other processes than this one
	Texts    *activities.Texts
	Calendar *activities.Calendar
	Rosters  *activities.Rosters
	Errands  *activities.Errands
	Sealer   *activities.Sealer
	Tests    *activities.Tests

	Sending   *activities.Notices          // of real incidents
	Contained *activities.ContainedNotices // of drills
	Batches   *activities.Batches
}

// The workers' sizes. Shadow writes rest in their slot, one for each incident that changes; the others are short.
const (
	pageSlots   = 1000
	drillSlots  = 200
	shadowSlots = 4000
	noticeSlots = 20
	textSlots   = 200
	taskSlots   = 200
	pollers     = 4
)

// Workers are the running workers of one process.
type Workers []worker.Worker

// New makes the workers for every queue.
func New(engine client.Client, p Parts) Workers {
	worker.SetStickyWorkflowCacheSize(stickyIncidents)
	return Workers{
		realWorker(engine, p), drillWorker(engine, p), shadowWorker(engine, p), noticeWorker(engine, p), textWorker(engine, p),
		housekeepingWorker(engine, p), batchWorker(engine, p),
	}
}

// stickyIncidents is how many running incidents a process keeps in memory, ready for their next event.
const stickyIncidents = 3000

func (p Parts) options(slots, asking int) worker.Options {
	return worker.Options{
		WorkerStopTimeout:                  stopBound,
		MaxConcurrentActivityExecutionSize: slots, MaxConcurrentWorkflowTaskExecutionSize: taskSlots,
		WorkflowTaskPollerBehavior: p.taskPollers(asking), MaxConcurrentActivityTaskPollers: asking,
		DeploymentOptions: p.deployment(),
	}
}

// taskPollers ask for workflows' tasks. Where incidents are declared through another process some ask only for workflows that this
// one does not know yet: pollers that ask for whatever there is take up no new incident for as long as the known ones want more than
// the machine can do. A process that takes declarations itself begins them at once, and its rungs are less late with the latter.
func (p Parts) taskPollers(most int) worker.PollerBehavior {
	if !p.Apart {
		return worker.NewPollerBehaviorSimpleMaximum(worker.PollerBehaviorSimpleMaximumOptions{MaximumNumberOfPollers: most})
	}
	return worker.NewPollerBehaviorAutoscaling(worker.PollerBehaviorAutoscalingOptions{
		InitialNumberOfPollers: (most + 1) / 2, MinimumNumberOfPollers: 1, MaximumNumberOfPollers: most,
	})
}

func realWorker(engine client.Client, p Parts) worker.Worker {
	w := worker.New(engine, workflows.QueueReal, faulty(p.options(pageSlots, pollers), p.Fault))
	w.RegisterWorkflowWithOptions(workflows.Incident, workflow.RegisterOptions{Name: workflows.IncidentType})
	registerPager(w, p.Real)
	return w
}

func drillWorker(engine client.Client, p Parts) worker.Worker {
	w := worker.New(engine, workflows.QueueDrill, faulty(p.options(drillSlots, pollers), p.Fault))
	w.RegisterWorkflowWithOptions(workflows.Incident, workflow.RegisterOptions{Name: workflows.IncidentType})
	registerPager(w, p.Drill)
	registerJobs(w, p.Contain)
	registerNotices(w, p.Contained)
	return w
}

func shadowWorker(engine client.Client, p Parts) worker.Worker {
	w := worker.New(engine, workflows.QueueShadow, p.options(shadowSlots, pollers))
	w.RegisterWorkflowWithOptions(workflows.Stray, workflow.RegisterOptions{Name: workflows.StrayType})
	w.RegisterActivityWithOptions(p.Recorder.RecordShadow, activity.RegisterOptions{Name: activities.RecordShadow})
	w.RegisterActivityWithOptions(p.Tests.KeepTest, activity.RegisterOptions{Name: activities.KeepTest})
	w.RegisterActivityWithOptions(p.Sweeper.StopDrills, activity.RegisterOptions{Name: activities.StopDrills})
	w.RegisterActivityWithOptions(p.Strays.DeliverStray, activity.RegisterOptions{Name: activities.DeliverStray})
	w.RegisterActivityWithOptions(p.Strays.AnswerStray, activity.RegisterOptions{Name: activities.AnswerStray})
	return w
}

func noticeWorker(engine client.Client, p Parts) worker.Worker {
	w := worker.New(engine, workflows.QueueNotices, p.options(noticeSlots, pollers))
	registerJobs(w, p.Notices)
	w.RegisterWorkflowWithOptions(workflows.Notice, workflow.RegisterOptions{Name: workflows.NoticeType})
	registerNotices(w, p.Sending)
	return w
}

func textWorker(engine client.Client, p Parts) worker.Worker {
	w := worker.New(engine, workflows.QueueTexts, p.options(textSlots, pollers))
	w.RegisterWorkflowWithOptions(workflows.Text, workflow.RegisterOptions{Name: workflows.TextType})
	w.RegisterWorkflowWithOptions(workflows.Proposal, workflow.RegisterOptions{Name: workflows.ProposalType})
	w.RegisterActivityWithOptions(p.Texts.DeclareReported, activity.RegisterOptions{Name: activities.DeclareReported})
	w.RegisterActivityWithOptions(p.Texts.TakeText, activity.RegisterOptions{Name: activities.TakeText})
	w.RegisterActivityWithOptions(p.Texts.ReplyToText, activity.RegisterOptions{Name: activities.ReplyToText})
	return w
}

func registerPager(w worker.Worker, p *activities.Pager) {
	w.RegisterActivityWithOptions(p.SendWave, activity.RegisterOptions{Name: activities.SendWave})
	w.RegisterActivityWithOptions(p.SettleWave, activity.RegisterOptions{Name: activities.SettleWave})
}

func registerJobs(w worker.Worker, j *activities.Jobs) {
	w.RegisterActivityWithOptions(j.SendNotice, activity.RegisterOptions{Name: activities.SendNotice})
	w.RegisterActivityWithOptions(j.HandCall, activity.RegisterOptions{Name: activities.HandCall})
}

// StartSpaced starts workers that have a version, with a pause between them: each registers its queue with the engine, which
// takes in ten registrations of a version at once and has the others wait for longer and longer.
func (ws Workers) StartSpaced(pause time.Duration) error {
	for k := range ws {
		if k > 0 {
			<-time.After(pause)
		}
		if err := ws[k : k+1].Start(); err != nil {
			ws[:k].Stop()
			return err
		}
	}
	return nil
}

// Start starts every worker; if one cannot start, those before it are stopped.
func (ws Workers) Start() error {
	for k, w := range ws {
		if err := w.Start(); err != nil {
			ws[:k].Stop()
			return err
		}
	}
	return nil
}

// stopBound is how long a worker that stops waits for what it had begun: a wave takes six seconds at most. What is cut off then
// counts as unknown, and the carrier is asked about it.
const stopBound = 8 * time.Second

// Stop stops every worker at once: nothing is begun any more, and what they had begun is done, or its time is up.
func (ws Workers) Stop() {
	var group sync.WaitGroup
	for _, w := range ws {
		group.Go(w.Stop)
	}
	group.Wait()
}

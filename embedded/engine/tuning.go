// What is set apart from the server's defaults, and why. All of it was measured on two cores.

package engine

import (
	"time"

	"go.temporal.io/server/common/dynamicconfig"
)

// historyShards divides the histories. It is written into the file at its
// creation and can never be changed in it.
const historyShards = 4

// timerSlack is how far ahead of the clock the server reads its timers. A timer
// set for less than this is late by up to this; at the server's own second, one
// of 200 ms rang after 1,000.
const timerSlack = 50 * time.Millisecond

// pragmas are set on every connection. A commit has reached the disk when it
// returns (a write-ahead log, synced at each commit).
func pragmas() map[string]string {
	return map[string]string{
		"mode":         "rwc",
		"journal_mode": "wal",
		"synchronous":  "2",
		"busy_timeout": "10000",
		"cache_size":   "-16000",
		"temp_store":   "2",
	}
}

// dynamicSettings are the server's run-time settings.
func dynamicSettings() dynamicconfig.StaticClient {
	settings := dynamicconfig.StaticClient{
		// Nothing is asked of the outside.
		dynamicconfig.EnableServerVersionCheck.Key(): false,
		// The first task of an incident goes to the worker that started it, in the same answer.
		dynamicconfig.EnableEagerWorkflowStart.Key():      true,
		dynamicconfig.EnableActivityEagerExecution.Key():  true,
		dynamicconfig.TimerProcessorMaxTimeShift.Key():    timerSlack,
		dynamicconfig.TransferProcessorMaxPollRPS.Key():   200,
		dynamicconfig.TimerProcessorMaxPollRPS.Key():      200,
		dynamicconfig.VisibilityProcessorMaxPollRPS.Key(): 50,
		// With four partitions and few pollers, tasks wait for seconds in one that nobody polls.
		dynamicconfig.MatchingNumTaskqueueReadPartitions.Key():  1,
		dynamicconfig.MatchingNumTaskqueueWritePartitions.Key(): 1,
		// A workflow whose step has failed twice in a row is found by one search: the watchdog's.
		dynamicconfig.NumConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute.Key(): 2,
		// An hour's worth of incidents in memory, not a hundred thousand.
		dynamicconfig.HistoryCacheHostLevelMaxSize.Key(): 4000,
	}
	for _, group := range []map[dynamicconfig.Key]any{limits(), crews()} {
		for key, value := range group {
			settings[key] = value
		}
	}
	return settings
}

// limits are raised out of the way: they protect a shared server from its
// tenants, and a caller who meets one waits for a second.
func limits() map[dynamicconfig.Key]any {
	const perSecond, atOnce = 20_000, 10_000
	return map[dynamicconfig.Key]any{
		dynamicconfig.FrontendRPS.Key():                                         perSecond,
		dynamicconfig.FrontendMaxNamespaceRPSPerInstance.Key():                  perSecond,
		dynamicconfig.FrontendMaxNamespaceVisibilityRPSPerInstance.Key():        perSecond,
		dynamicconfig.FrontendMaxConcurrentLongRunningRequestsPerInstance.Key(): atOnce,
		dynamicconfig.HistoryRPS.Key():                                          perSecond,
		dynamicconfig.MatchingRPS.Key():                                         perSecond,
	}
}

// crews are the goroutines that work off the server's queues. They wait for the
// one connection to the file, so that the server's hundreds only cost memory
// and processor time (a fifth of it).
func crews() map[dynamicconfig.Key]any {
	return map[dynamicconfig.Key]any{
		dynamicconfig.TimerProcessorSchedulerWorkerCount.Key():                  64,
		dynamicconfig.TransferProcessorSchedulerWorkerCount.Key():               64,
		dynamicconfig.VisibilityProcessorSchedulerWorkerCount.Key():             8,
		dynamicconfig.MemoryTimerProcessorSchedulerWorkerCount.Key():            16,
		dynamicconfig.ArchivalProcessorSchedulerWorkerCount.Key():               1,
		dynamicconfig.ReplicationProcessorSchedulerWorkerCount.Key():            1,
		dynamicconfig.ReplicationLowPriorityProcessorSchedulerWorkerCount.Key(): 1,
	}
}

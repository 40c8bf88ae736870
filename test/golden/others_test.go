package golden_test

// The histories of what runs beside incidents: texts, proposals, strays, notices, warnings of rosters, and what begins drills.

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/workflowservice/v1"

	"muster/sites"
	"muster/test/harness"
)

// finished waits until a workflow of a type has completed and gives its id.
func (w *world) finished(workflow string) string { return w.await(workflow, "Completed") }

// begun waits until a workflow of a type runs and gives its id.
func (w *world) begun(workflow string) string { return w.await(workflow, "Running") }

func (w *world) await(workflow, status string) string {
	w.t.Helper()
	id := ""
	harness.Await(w.t, 3*time.Minute, "a "+workflow+" is "+status, func() bool {
		found, err := w.engine.ListWorkflow(context.Background(), &workflowservice.ListWorkflowExecutionsRequest{
			Query: fmt.Sprintf("WorkflowType = '%s' AND ExecutionStatus = '%s'", workflow, status),
		})
		if err != nil || len(found.Executions) == 0 {
			return false
		}
		id = found.Executions[0].Execution.WorkflowId
		return true
	})
	return id
}

// awaitText waits until somebody has a text with one of some phrases.
func (w *world) awaitText(number string, phrases ...string) {
	w.t.Helper()
	harness.Await(w.t, time.Minute, "a text with "+phrases[0], func() bool {
		return slices.ContainsFunc(w.Messages(number), func(m harness.Message) bool {
			return m.Direction == "out" && slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(m.Body, p) })
		})
	})
}

// TestRecordReport: a guard declares by text where no webhook comes, so that both of his texts are read from the carrier's list.
func TestRecordReport(t *testing.T) {
	w := begin(t, "MUSTER_INBOUND=poll", "MUSTER_PUBLIC_URL=http://127.0.0.1:9")
	guard := harness.NewTown(t, w.Program, "").Phone("luo-yong")
	write := func(text string) {
		_, _ = w.Call(http.MethodPost, "/api/v1/phones/"+guard+"/replies", map[string]string{"text": text})
	}
	write("FIRE B3 12")
	w.awaitText(guard, "1 = declare FIRE", "1=宣布火灾")
	write("1")
	w.awaitText(guard, "DECLARED: FIRE", "已宣布：火灾")
	w.keep("text", w.finished("Text"))
	w.keep("proposal", w.finished("Proposal"))
}

// TestRecordStray: somebody answers whom nobody has asked.
func TestRecordStray(t *testing.T) {
	w := begin(t)
	w.Reply(harness.NewTown(t, w.Program, "").Phone("luo-yong"), "1")
	w.keep("stray", w.finished("Stray"))
}

// TestRecordNotice: residents hear of a fire.
func TestRecordNotice(t *testing.T) {
	w := begin(t)
	_, town := w.declare("confirmed", true)
	town.Oblige()
	w.keep("notice", w.finished("Notice"))
}

// TestRecordDrillStart: a drill is announced and begins by itself.
func TestRecordDrillStart(t *testing.T) {
	w := begin(t)
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	at := time.Now().Add(15 * time.Second).In(zone)
	w.Do(http.MethodPost, "/api/v1/drills", map[string]any{
		"plan": "fire", "site": "riverside", "location": "Building 3, floor 12", "summary": "smoke", "repeat": map[string]any{"unit": "once"},
		"first": at.Format(time.DateOnly), "from": at.Format(time.TimeOnly), "notice": "announced", "ahead": "10s", "by": "li-hua",
	}, nil)
	w.keep("drillstart", w.finished("DrillStart"))
}

// TestRecordRosterWarning: a duty manager is told that others are away for a day next week, once the fire at the site is over.
func TestRecordRosterWarning(t *testing.T) {
	w := begin(t)
	site := harness.Daytime(sites.Riverside())
	away := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	for _, r := range site.Responders {
		if r.ID != "li-hua" {
			site.Leave = append(site.Leave, sites.Leave{Responder: r.ID, From: away + " 09:00", To: away + " 17:00"})
		}
	}
	w.Place(site)
	fire := w.Declare(harness.Fire())
	warning := w.begun("RosterWarning")
	harness.Await(t, time.Minute, "the warning waits for the fire's end", func() bool {
		return slices.ContainsFunc(w.events(warning, ""), func(e *history.HistoryEvent) bool { return e.EventType == enums.EVENT_TYPE_TIMER_STARTED })
	})
	w.Do(http.MethodPost, "/api/v1/incidents/"+fire.ID+"/cancel", map[string]any{"by": "he-ping", "outcome": "handled", "reason": "recorded"}, nil)
	w.keep("rosterwarning", w.finished("RosterWarning"))
}

// TestRecordTestPage: somebody is sent a test page, and answers it. Its workflow stays for a while, in case that more comes.
func TestRecordTestPage(t *testing.T) {
	w := begin(t)
	phone := harness.NewTown(t, w.Program, "").Phone("luo-yong")
	w.Do(http.MethodPost, "/api/v1/sites/riverside/responders/luo-yong/test", nil, nil)
	w.awaitText(phone, "TEST", "测试")
	id := w.begun("TestPage")
	w.Reply(phone, "OK")
	w.awaitText(phone, "only a test", "仅为测试")
	harness.Await(t, time.Minute, "what became of it is kept", func() bool {
		events := w.events(id, "")
		kept := 0
		for _, e := range events {
			if e.GetActivityTaskScheduledEventAttributes().GetActivityType().GetName() == "KeepTest" {
				kept++
			}
		}
		return kept > 1 && events[len(events)-1].EventType == enums.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
	})
	w.keep("testpage", id)
}

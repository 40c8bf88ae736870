package watchdog_test

// What stands beside incidents and can be stuck too: reports by text that nobody has confirmed, and notices to residents.

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
	"muster/watchdog"
)

func TestAReportAndANoticeThatAreStuckAreToldLikeAnIncident(t *testing.T) {
	for what, said := range map[watchdog.What][2]string{
		watchdog.Report: {`SMS report, Hill House: STUCK since 11:01\. Declare by hand\.`, `山居短信报警：11:01起停滞，请人工申报`},
		watchdog.Notice: {`Notice, Hill House: STUCK since 11:01\. Tell people by hand\.`, `山居住户通知：11:01起停滞，请人工通知`},
	} {
		t.Run(string(what), func(t *testing.T) {
			h := newHouse(t)
			l := h.runs("one", "hill")
			l.Running = watchdog.Running{ID: "one", Site: "hill", What: what}
			l.err = errors.New("it knows no pulse")
			dog := h.watch()
			h.pass(time.Minute, dog)
			require.Empty(t, h.network.Ledger(), "it is well")
			require.Zero(t, h.felt)
			l.task = watchdog.Task{Pending: true, Attempt: 2, Scheduled: h.now}
			h.pass(15*time.Second, dog)
			for _, number := range []string{operator, hill} {
				require.Equal(t, [2]int{1, 0}, h.alarms(number))
				require.Regexp(t, "^Muster ALARM: "+said[0]+"\n"+said[1]+` \[[0-9a-f]{6}\]$`, h.heard(number)[0])
			}
			open, _ := dog.Open()
			require.Equal(t, watchdog.Stuck, open[0].Kind)
			require.Equal(t, []string{"one"}, open[0].Refs)
			delete(h.engine, "one")
			h.pass(30*time.Second, dog)
			require.Equal(t, [2]int{1, 1}, h.alarms(hill))
			open, _ = dog.Open()
			require.Empty(t, open)
		})
	}
}

func TestStuckIncidentsReportsAndNoticesAreSaidApart(t *testing.T) {
	h := newHouse(t)
	for id, what := range map[string]watchdog.What{"a": watchdog.Incident, "b": watchdog.Report, "c": watchdog.Notice} {
		l := h.runs(id, "hill")
		l.What, l.task = what, watchdog.Task{Pending: true, Attempt: 2, Scheduled: three}
	}
	dog := h.watch()
	h.pass(time.Minute, dog)
	require.Equal(t, [2]int{3, 0}, h.alarms(hill))
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{3, 0}, h.alarms(hill), "the file tells them apart")
	h.memory = nil
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{3, 0}, h.alarms(hill), "and so does the carrier's list")
}

func TestTheEngineNamesTheReportsAndNoticesThatRun(t *testing.T) {
	c, address := startEngine(t)
	asked := watchdog.Temporal{Client: c, Names: names}
	muster := harness.Start(t, "MUSTER_TEMPORAL_ADDRESS="+address, "MUSTER_NOTICE_RATE=1", "MUSTER_ALLOW_SIMULATOR=1")
	muster.Reply(harness.NewTown(t, muster, "").Phone("luo-yong"), "火警 3栋12层 走廊有烟")
	site := harness.Daytime(sites.Generate(60, 200))
	muster.Place(site)
	outage := muster.Declare(harness.Declaration{"plan": "water-outage", "site": site.ID, "mode": "real", "location": "Building 3", "summary": "no water"})
	muster.Do(http.MethodPost, "/api/v1/incidents/"+outage.ID+"/notices", map[string]any{
		"text": map[string]any{"en": "Water is off. Please fill a bucket."}, "audience": "site", "by": "zhang-wei",
	}, nil)
	found := map[watchdog.What]watchdog.Running{}
	harness.Await(t, 30*time.Second, "all three are found", func() bool {
		running, err := asked.Running(t.Context())
		require.NoError(t, err)
		for _, r := range running {
			found[r.What] = r
		}
		return len(found) == 3
	})
	require.Equal(t, "riverside", found[watchdog.Report].Site)
	require.Equal(t, site.ID, found[watchdog.Notice].Site)
	require.Equal(t, outage.ID, found[watchdog.Incident].ID)
	harness.Await(t, 10*time.Second, "the notice is under way", func() bool {
		task, err := asked.Task(t.Context(), found[watchdog.Notice].ID)
		require.NoError(t, err)
		return task.Events > 3
	})
}

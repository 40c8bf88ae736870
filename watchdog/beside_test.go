package watchdog_test

// What stands beside incidents and can be stuck too: reports by text that nobody has confirmed, notices to residents, texts that
// no incident has yet, and what begins the calendar's drills.

import (
	"errors"
	"net/http"
	"strings"
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

func TestATextThatIsStuckConcernsTheSitesWithIncidents(t *testing.T) {
	h := newHouse(t)
	h.runs("fire", "hill")
	h.runs("text-SM1", "").Running = watchdog.Running{ID: "text-SM1", What: watchdog.Text}
	h.engine["text-SM1"].task = watchdog.Task{Pending: true, Attempt: 2, Scheduled: three}
	h.pass(15*time.Second, h.watch())
	for _, number := range []string{operator, hill} {
		require.Regexp(t, `^Muster ALARM: SMS from staff: STUCK since 11:00, reached nobody\. Ask people by hand\.`+
			"\n"+`员工短信：11:00起停滞，无人收到，请人工询问 \[[0-9a-f]{6}\]$`, h.heard(number)[0])
	}
	require.Empty(t, h.heard(lake), "nothing runs there")
}

func TestATextThatIsStuckWhileNothingRunsConcernsTheOperatorOrElseEveryCompany(t *testing.T) {
	for operators, heard := range map[string][]string{operator: {operator}, "": {hill, lake}} {
		h := newHouse(t)
		h.runs("stray-SM1", "").Running = watchdog.Running{ID: "stray-SM1", What: watchdog.Text}
		h.engine["stray-SM1"].task = watchdog.Task{Pending: true, Attempt: 2, Scheduled: three}
		h.pass(15*time.Second, h.watch(func(o *watchdog.Options) { o.Operator = strings.Fields(operators) }))
		require.Len(t, h.network.Ledger(), len(heard))
		for _, number := range heard {
			require.Equal(t, [2]int{1, 0}, h.alarms(number))
		}
	}
}

func TestADrillThatCannotBeginIsTheOperatorsAlone(t *testing.T) {
	h := newHouse(t)
	l := h.runs("one", "hill")
	l.Drill, l.What = true, watchdog.Starter
	l.task = watchdog.Task{Pending: true, Attempt: 2, Scheduled: three}
	h.pass(15*time.Second, h.watch())
	require.Regexp(t, `^Muster ALARM: DRILL Calendar, Hill House: STUCK since 11:00\. Begin the drill by hand\.`+
		"\n"+`演练：山居演练日历：11:00起停滞，请人工开始演练 \[[0-9a-f]{6}\]$`, h.heard(operator)[0])
	require.Empty(t, h.heard(hill))
}

func TestWhatIsStuckIsSaidApartByWhatItIs(t *testing.T) {
	h := newHouse(t)
	for id, what := range map[string]watchdog.What{"a": watchdog.Incident, "b": watchdog.Report, "c": watchdog.Notice, "d": watchdog.Text} {
		l := h.runs(id, "hill")
		l.What, l.task = what, watchdog.Task{Pending: true, Attempt: 2, Scheduled: three}
	}
	dog := h.watch()
	h.pass(time.Minute, dog)
	require.Equal(t, [2]int{4, 0}, h.alarms(hill))
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{4, 0}, h.alarms(hill), "the file tells them apart")
	h.memory = nil
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{4, 0}, h.alarms(hill), "and so does the carrier's list")
}

func TestTheEngineNamesWhatRunsBesideIncidents(t *testing.T) {
	address := harness.StartEngine(t).Address
	muster := harness.Start(t, "MUSTER_TEMPORAL_ADDRESS="+address, "MUSTER_NOTICE_RATE=1", "MUSTER_ALLOW_SIMULATOR=1")
	asked := watchdog.Temporal{Client: connected(t, address, muster), Names: names}
	town := harness.NewTown(t, muster, "")
	muster.Reply(town.Phone("luo-yong"), "火警 3栋12层 走廊有烟")
	muster.Reply(town.Phone("li-hua"), "1") // to no incident
	at := time.Now().Add(10 * time.Minute).In(time.FixedZone("CST", 8*3600))
	muster.Do(http.MethodPost, "/api/v1/drills", map[string]any{
		"plan": "fire", "site": "riverside", "location": "Building 3", "summary": "smoke", "repeat": map[string]any{"unit": "once"}, "by": "li-hua",
		"first": at.Format(time.DateOnly), "from": at.Format(time.TimeOnly), "notice": "announced", "ahead": "9m50s",
	}, nil)
	site := harness.Daytime(sites.Generate(60, 200))
	muster.Place(site)
	outage := muster.Declare(harness.Declaration{"plan": "water-outage", "site": site.ID, "mode": "real", "location": "Building 3", "summary": "no water"})
	muster.Do(http.MethodPost, "/api/v1/incidents/"+outage.ID+"/notices", map[string]any{
		"text": map[string]any{"en": "Water is off. Please fill a bucket."}, "audience": "site", "by": "zhang-wei",
	}, nil)
	found := map[watchdog.What]watchdog.Running{}
	harness.Await(t, 30*time.Second, "all are found", func() bool {
		running, err := asked.Running(t.Context())
		require.NoError(t, err)
		for _, r := range running {
			found[r.What] = r
		}
		return len(found) == 5
	})
	require.Equal(t, "riverside", found[watchdog.Report].Site)
	require.Equal(t, site.ID, found[watchdog.Notice].Site)
	require.Equal(t, outage.ID, found[watchdog.Incident].ID)
	require.Equal(t, watchdog.Running{ID: found[watchdog.Starter].ID, Site: "riverside", Drill: true, What: watchdog.Starter}, found[watchdog.Starter])
	require.Regexp(t, "^stray-", found[watchdog.Text].ID)
	harness.Await(t, 10*time.Second, "the notice is under way", func() bool {
		task, err := asked.Task(t.Context(), found[watchdog.Notice].ID)
		require.NoError(t, err)
		return task.Events > 3
	})
}

package scenario_test

// Drills by calendar: they begin by themselves, once, and not where people have said otherwise or a real incident is open.

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

const calendar = "/api/v1/drills"

// schedule is a schedule as the API shows it.
type schedule struct {
	ID       string
	Paused   bool
	PausedBy *string `json:"paused_by"`
	Skips    []string
	Next     []struct {
		Date string
		At   time.Time
	}
	Last *struct {
		State         string
		Incident, Why *string
	}
	Overdue []struct{ Why string }
}

// drillIn is the body of a drill that begins so long from now, once, at the demonstration site.
func drillIn(t *testing.T, in time.Duration, changes ...any) map[string]any {
	t.Helper()
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	at := time.Now().Add(in).In(shanghai)
	body := map[string]any{
		"plan": "fire", "site": "riverside", "location": "Building 3, floor 12", "summary": "smoke", "repeat": map[string]any{"unit": "once"},
		"first": at.Format(time.DateOnly), "from": at.Format(time.TimeOnly), "notice": "surprise", "by": "li-hua",
	}
	for k := 0; k+1 < len(changes); k += 2 {
		body[changes[k].(string)] = changes[k+1]
	}
	return body
}

// plan puts a drill into the calendar and gives its schedule's id.
func plan(muster *harness.Program, body map[string]any, headers ...string) string {
	var made schedule
	muster.Do(http.MethodPost, calendar, body, &made, headers...)
	return made.ID
}

// scheduled is a schedule as the list shows it, the zero one if it is not there.
func scheduled(muster *harness.Program, id string) schedule {
	var list struct{ Items []schedule }
	muster.Do(http.MethodGet, calendar, nil, &list)
	for _, s := range list.Items {
		if s.ID == id {
			return s
		}
	}
	return schedule{}
}

// awaitLast waits until it is known what has become of a schedule's drill.
func awaitLast(t *testing.T, muster *harness.Program, id, state string, within time.Duration) schedule {
	t.Helper()
	var s schedule
	harness.Await(t, within, "the drill of "+id+" is "+state, func() bool {
		s = scheduled(muster, id)
		return s.Last != nil && s.Last.State == state
	})
	return s
}

// incidents lists all that were declared.
func incidents(muster *harness.Program) []harness.Incident {
	var list struct{ Items []harness.Incident }
	muster.Do(http.MethodGet, declarations, nil, &list)
	return list.Items
}

// saying counts the texts to each number that hold a phrase.
func saying(muster *harness.Program, phrases ...string) map[string]int {
	told := map[string]int{}
	for _, e := range muster.Ledger() {
		for _, phrase := range phrases {
			if strings.Contains(e.Body, phrase) {
				told[e.To]++
			}
		}
	}
	return told
}

func requireOnceEach(t *testing.T, told map[string]int) {
	t.Helper()
	require.NotEmpty(t, told)
	for to, times := range told {
		require.Equal(t, 1, times, to)
	}
}

func TestAnAnnouncedDrillBeginsOnceAlthoughThePowerWasCut(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	body := drillIn(t, 25*time.Second, "notice", "announced", "ahead", "20s")
	id := plan(muster, body, "Idempotency-Key", "autumn drill")
	require.Equal(t, id, plan(muster, body, "Idempotency-Key", "autumn drill"), "asked twice, it is one")
	town := harness.NewTown(t, muster, "")
	town.AwaitMessage("sun-hao", "预告", 20*time.Second)
	town.AwaitMessage("cao-mei", "Announced: Fire at Building 3", 10*time.Second)
	require.Empty(t, incidents(muster), "it has not begun yet")
	muster.Kill()
	muster.Start()
	begun := awaitLast(t, muster, id, "begun", 60*time.Second)
	require.Empty(t, begun.Next)
	require.Empty(t, begun.Overdue)
	harness.Await(t, 10*time.Second, "the drill is listed", func() bool { return len(incidents(muster)) == 1 })
	drill := incidents(muster)[0]
	require.Equal(t, *begun.Last.Incident, drill.ID)
	require.Equal(t, "drill", drill.Mode)
	town.AwaitMessage("sun-hao", "【演练】火灾", 20*time.Second)
	requireOnceEach(t, saying(muster, "Announced", "预告"))
	require.Empty(t, saying(muster, "Called off", "取消"))
	muster.Kill()
	muster.Start()
	require.Len(t, incidents(muster), 1, "and begins once")
	requireContained(t, muster)
}

func TestDrillsThatAreSkippedPausedOrDeletedDoNotBegin(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	town := harness.NewTown(t, muster, "")
	announced := func(place string) string {
		return plan(muster, drillIn(t, 20*time.Second, "notice", "announced", "ahead", "1h", "location", place))
	}
	skipped, paused, deleted := announced("Building 1"), announced("Building 2"), announced("Building 3")
	surprise := plan(muster, drillIn(t, 20*time.Second, "location", "Building 4"))
	goes := plan(muster, drillIn(t, 21*time.Second, "location", "Building 5"))
	for _, place := range []string{"1", "2", "3"} {
		town.AwaitMessage("cao-mei", "Announced: Fire at Building "+place, 20*time.Second)
	}
	by := map[string]any{"by": "li-hua"}
	muster.Do(http.MethodPost, calendar+"/"+skipped+"/skip", by, nil)
	muster.Do(http.MethodPost, calendar+"/"+paused+"/pause", by, nil)
	muster.Do(http.MethodPost, calendar+"/"+deleted+"/delete", by, nil)
	muster.Do(http.MethodPost, calendar+"/"+surprise+"/skip", by, nil)
	for _, place := range []string{"1", "2", "3"} { // at once, not only at the time
		town.AwaitMessage("cao-mei", "Called off: Fire at Building "+place, 15*time.Second)
	}
	require.Equal(t, "It was skipped.", *awaitLast(t, muster, skipped, "off", 10*time.Second).Last.Why)
	require.Equal(t, "Drills were paused by li-hua.", *awaitLast(t, muster, paused, "off", 10*time.Second).Last.Why)
	require.Equal(t, "li-hua", *scheduled(muster, paused).PausedBy)
	awaitLast(t, muster, goes, "begun", 60*time.Second)
	require.Nil(t, scheduled(muster, surprise).Last)
	harness.Await(t, 10*time.Second, "the deleted one is gone", func() bool { return scheduled(muster, deleted).ID == "" })
	harness.Await(t, 10*time.Second, "one drill is listed", func() bool { return len(incidents(muster)) == 1 })
	muster.Do(http.MethodPost, calendar+"/"+paused+"/resume", by, nil)
	require.False(t, scheduled(muster, paused).Paused)
	requireOnceEach(t, saying(muster, "Called off: Fire at Building 1", "在Building 1的火灾演练不再进行"))
	refused := muster.Refused(http.StatusConflict, http.MethodPost, calendar+"/"+paused+"/resume", by)
	require.Equal(t, "nothing_open", refused.Code)
	require.Equal(t, "schedule_unknown", muster.Refused(http.StatusNotFound, http.MethodPost, calendar+"/"+deleted+"/pause", by).Code)
}

func TestADrillOfTheCalendarGivesWayToARealFire(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Staff()
	fire := muster.Declare(harness.Fire())
	id := plan(muster, drillIn(t, 8*time.Second, "location", "Building 5"))
	refused := awaitLast(t, muster, id, "refused", 40*time.Second)
	require.Contains(t, *refused.Last.Why, fire.ID)
	require.Empty(t, refused.Overdue, "it is known why")
	harness.NewTown(t, muster, fire.ID).AwaitMessage("li-hua", "Called off: Fire at Building 5", 20*time.Second)
	for _, in := range incidents(muster) {
		require.Equal(t, "real", in.Mode)
	}
}

func TestImpossibleDrillsAreRefusedInSentences(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	for field, body := range map[string]map[string]any{
		"body.plan":       drillIn(t, time.Hour, "plan", "flood"),
		"body.site":       drillIn(t, time.Hour, "site", "nowhere"),
		"body.repeat.day": drillIn(t, time.Hour, "repeat", map[string]any{"unit": "year", "month": 2, "day": 30}),
		"body.jitter":     drillIn(t, time.Hour, "from", "09:00", "to", "09:30", "jitter", "45m"),
		"body.until":      drillIn(t, time.Hour, "repeat", map[string]any{"unit": "month", "day": 1}, "first", "2020-01-01", "until", "2021-01-01"),
		"body.first":      drillIn(t, -time.Hour),
	} {
		refused := muster.Refused(http.StatusUnprocessableEntity, http.MethodPost, calendar, body)
		require.Equal(t, field, refused.Errors[0].Location, refused.Detail)
		require.True(t, strings.HasSuffix(refused.Detail, "."), refused.Detail)
	}
	var list struct{ Items []schedule }
	muster.Do(http.MethodGet, calendar, nil, &list)
	require.Empty(t, list.Items)
}

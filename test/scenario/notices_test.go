package scenario_test

// Notices to residents on the whole program: everybody is told once although the power fails, and no page waits for it.

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
)

// noticesEnv says how many residents are told: make notices.
const noticesEnv = "MUSTER_NOTICES"

// noticeView is a notice as the API shows it.
type noticeView struct {
	ID, State      string
	AudienceCount  *int `json:"audience_count"`
	Sent, Failed   int
	OptedOut       int        `json:"opted_out"`
	Parts          *int       `json:"parts"`
	ExpectedLastAt *time.Time `json:"expected_last_at"`
	LastAt         *time.Time `json:"last_at"`
}

// estate is a program with a site of many residents.
type estate struct {
	*harness.Program
	t        *testing.T
	site     *sites.Site
	incident string
}

const noticeText = "Water is off from 14:00 to 16:00. Please fill a bucket."

func newEstate(t *testing.T, residents int, rate string) *estate {
	t.Helper()
	e := &estate{t: t, site: harness.Daytime(sites.Generate(60, residents))}
	e.Program = harness.Start(t, "MUSTER_ALLOW_SIMULATOR=1", "MUSTER_NOTICE_RATE="+rate)
	e.Place(e.site)
	e.incident = e.Declare(harness.Declaration{
		"plan": "water-outage", "site": e.site.ID, "mode": "real", "location": "Building 3", "summary": "no water",
	}).ID
	return e
}

func (e *estate) path(more string) string {
	return "/api/v1/incidents/" + e.incident + "/notices" + more
}

func noticeBody() map[string]any {
	return map[string]any{"text": map[string]any{"en": noticeText}, "audience": "site", "by": "zhang-wei"}
}

// byHand is the notice that was written by hand.
func (e *estate) byHand() noticeView {
	e.t.Helper()
	var list struct {
		Items []struct {
			noticeView
			Notice *string
		}
	}
	e.Do(http.MethodGet, e.path(""), nil, &list)
	for _, n := range list.Items {
		if n.Notice == nil {
			return n.noticeView
		}
	}
	return noticeView{}
}

// tally counts how often each resident was told.
func (e *estate) tally() (once, doubled, lost int) {
	e.t.Helper()
	told := map[string]int{}
	for _, m := range e.Ledger() {
		if m.Body == noticeText {
			told[m.To]++
		}
	}
	for _, r := range e.site.Residents {
		switch told[r.Phone] {
		case 0:
			lost++
		case 1:
			once++
		default:
			doubled++
		}
	}
	return once, doubled, lost
}

// fires declares fires, one after another, and gives how long each took until its first page reached the carrier.
func (e *estate) fires(count int) []time.Duration {
	e.t.Helper()
	begun := map[string]time.Time{}
	for range count {
		at := time.Now()
		fire := e.Declare(harness.Fire("site", e.site.ID))
		begun[fire.ID] = at
		harness.Await(e.t, 20*time.Second, "people are called", func() bool {
			status, data := e.Call(http.MethodGet, "/api/v1/incidents/"+fire.ID, nil) // a busy machine may say 503
			return status == http.StatusOK && len(harness.Decode(data).Pages) > 0
		})
		e.Do(http.MethodPost, "/api/v1/incidents/"+fire.ID+"/cancel", map[string]string{"by": "zhang-wei", "reason": "measured", "outcome": "false-alarm"}, nil)
	}
	first := map[string]time.Duration{}
	for _, m := range e.Ledger() {
		at, ok := begun[m.Tag.Incident]
		if took := m.FirstByte.Sub(at); ok && (first[m.Tag.Incident] == 0 || took < first[m.Tag.Incident]) {
			first[m.Tag.Incident] = took
		}
	}
	require.Len(e.t, first, count, "every fire's people were called")
	var all []time.Duration
	for _, took := range first {
		all = append(all, took)
	}
	slices.Sort(all)
	return all
}

func spread(all []time.Duration) string {
	at := func(share float64) time.Duration {
		return all[min(len(all)-1, int(share*float64(len(all))))].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("p50 %s, p99 %s of %d fires", at(0.5), at(0.99), len(all))
}

func TestNoticeTellsEverybodyOnceThroughAPowerCut(t *testing.T) {
	residents, rate, fires := 200, "40", 3
	if text := os.Getenv(noticesEnv); text != "" {
		var err error
		residents, err = strconv.Atoi(text)
		require.NoError(t, err, noticesEnv)
		rate, fires = "50", 40
	}
	e := newEstate(t, residents, rate)
	e.fires(min(fires, 10)) // warm
	without := e.fires(fires)

	var draft struct {
		AudienceCount  int       `json:"audience_count"`
		Parts          int       `json:"parts"`
		ExpectedLastAt time.Time `json:"expected_last_at"`
	}
	e.Do(http.MethodPost, e.path("/preview"), noticeBody(), &draft)
	require.Equal(t, residents, draft.AudienceCount)
	require.Equal(t, residents, draft.Parts, "one part each")
	require.Greater(t, time.Until(draft.ExpectedLastAt), time.Second)
	_, _, untold := e.tally()
	require.Equal(t, residents, untold, "looking sends nothing")
	wrong := noticeBody()
	wrong["zones"] = []string{"moon"}
	require.Equal(t, "zone_unknown", e.Refused(http.StatusUnprocessableEntity, http.MethodPost, e.path(""), wrong).Code)

	begun := time.Now()
	e.Do(http.MethodPost, e.path(""), noticeBody(), nil, "Idempotency-Key", "water")
	sent := func(share int) func() bool { return func() bool { return e.byHand().Sent >= residents*share/100 } }
	harness.Await(t, 2*time.Minute, "a part of it has left", sent(20))
	require.Equal(t, "sending", e.byHand().State)
	e.Kill()
	e.Start()
	e.Do(http.MethodPost, e.path(""), noticeBody(), nil, "Idempotency-Key", "water") // whoever saw no answer asks again
	harness.Await(t, time.Minute, "it goes on", sent(30))
	during := e.fires(fires)
	leaving := e.byHand().State == "sending"
	harness.Await(t, 10*time.Minute, "it has been sent", func() bool { return e.byHand().State == "sent" })

	n := e.byHand()
	once, doubled, lost := e.tally()
	t.Logf("notice: %d residents in %s with one kill: told once %d, doubled %d, lost %d", residents, time.Since(begun).Round(time.Second), once, doubled, lost)
	t.Logf("first SMS without a notice: %s", spread(without))
	t.Logf("first SMS while it leaves:  %s (still leaving at the end: %t)", spread(during), leaving)
	require.Equal(t, []int{residents, 0, 0}, []int{once, doubled, lost})
	require.Equal(t, []int{residents, 0}, []int{n.Sent, n.Failed})
	require.NotNil(t, n.LastAt)
}

func TestResidentWhoWantsNoMessagesGetsNone(t *testing.T) {
	t.Parallel()
	e := newEstate(t, 12, "100")
	stops := e.site.Residents[3].Phone
	e.Reply(stops, "STOP")
	e.Kill()
	e.Start()
	e.Place(e.site)
	e.Do(http.MethodPost, e.path(""), noticeBody(), nil)
	harness.Await(t, 30*time.Second, "it has been sent", func() bool { return e.byHand().State == "sent" })
	n := e.byHand()
	require.Equal(t, []int{11, 11, 0, 1}, []int{*n.AudienceCount, n.Sent, n.Failed, n.OptedOut})
	require.Empty(t, slices.DeleteFunc(e.Messages(stops), func(m harness.Message) bool { return !strings.Contains(m.Body, "Water") }))

	e.Reply(stops, "START")
	var draft struct {
		AudienceCount int `json:"audience_count"`
	}
	e.Do(http.MethodPost, e.path("/preview"), noticeBody(), &draft)
	require.Equal(t, 12, draft.AudienceCount)
}

func TestTwoPeopleStandBehindANotice(t *testing.T) {
	t.Parallel()
	e := newEstate(t, 8, "100")
	e.site.Notices = sites.Notices{Approval: "two"}
	e.Place(e.site)
	e.incident = e.Declare(harness.Declaration{
		"plan": "water-outage", "site": e.site.ID, "mode": "real", "location": "Building 3", "summary": "no water",
	}).ID
	e.Do(http.MethodPost, e.path(""), noticeBody(), nil)
	n := e.byHand()
	require.Equal(t, "proposed", n.State)
	harness.Await(t, 10*time.Second, "it is known what it takes", func() bool { return e.byHand().ExpectedLastAt != nil })
	require.Equal(t, 409, e.Refused(409, http.MethodPost, e.path("/"+n.ID+"/approve"), map[string]string{"by": "zhang-wei"}).Status, "the same person again")
	_, _, untold := e.tally()
	require.Equal(t, 8, untold, "it is never sent by itself")
	e.Do(http.MethodPost, e.path("/"+n.ID+"/approve"), map[string]string{"by": "the manager"}, nil)
	harness.Await(t, 30*time.Second, "it has been sent", func() bool { return e.byHand().State == "sent" })
	once, doubled, lost := e.tally()
	require.Equal(t, []int{8, 0, 0}, []int{once, doubled, lost})
}

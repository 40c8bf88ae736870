package scenario_test

// Notices to residents on the whole program: who is told, who wants none, and who stands behind them.

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
)

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

// allByHand are the notices that were written by hand.
func (e *estate) allByHand() []noticeView {
	e.t.Helper()
	var list struct {
		Items []struct {
			noticeView
			Notice *string
		}
	}
	e.Do(http.MethodGet, e.path(""), nil, &list)
	var all []noticeView
	for _, n := range list.Items {
		if n.Notice == nil {
			all = append(all, n.noticeView)
		}
	}
	return all
}

// byHand is the first of them; what is empty is none.
func (e *estate) byHand() noticeView {
	e.t.Helper()
	return append(e.allByHand(), noticeView{})[0]
}

// byID is one of them.
func (e *estate) byID(id string) noticeView {
	e.t.Helper()
	for _, n := range e.allByHand() {
		if n.ID == id {
			return n
		}
	}
	require.Fail(e.t, "no such notice", id)
	return noticeView{}
}

// tally counts how often each resident was told the first notice.
func (e *estate) tally() (once, doubled, lost int) {
	e.t.Helper()
	return e.tallyOf(noticeText)
}

// tallyOf counts how often each resident was told something.
func (e *estate) tallyOf(text string) (once, doubled, lost int) {
	e.t.Helper()
	told := map[string]int{}
	for _, m := range e.Ledger() {
		if m.Body == text {
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

package scenario_test

// A notice and the pages of fires beside it: everybody is told once although the power fails, and no page waits for it.

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// noticesEnv says how many residents are told: make notices.
const noticesEnv = "MUSTER_NOTICES"

// fires declares fires, one after another, while something holds, and gives how long each took until its first page reached the
// carrier. What held no more once the page had left is not counted.
func (e *estate) fires(count int, holds func() bool) []time.Duration {
	e.t.Helper()
	begun := map[string]time.Time{}
	for range count {
		at := time.Now()
		fire := e.Declare(harness.Fire("site", e.site.ID))
		harness.Await(e.t, 20*time.Second, "people are called", func() bool {
			status, data := e.Call(http.MethodGet, "/api/v1/incidents/"+fire.ID, nil) // a busy machine may say 503
			return status == http.StatusOK && len(harness.Decode(data).Pages) > 0
		})
		held := holds()
		e.Do(http.MethodPost, "/api/v1/incidents/"+fire.ID+"/cancel", map[string]string{"by": "zhang-wei", "reason": "measured", "outcome": "false-alarm"}, nil)
		if !held {
			break
		}
		begun[fire.ID] = at
	}
	first := map[string]time.Duration{}
	for _, m := range e.Ledger() {
		at, ok := begun[m.Tag.Incident]
		if took := m.FirstByte.Sub(at); ok && (first[m.Tag.Incident] == 0 || took < first[m.Tag.Incident]) {
			first[m.Tag.Incident] = took
		}
	}
	require.Len(e.t, first, len(begun), "every fire's people were called")
	return slices.Collect(maps.Values(first))
}

func always() bool { return true }

// median is the middle one.
func median(all []time.Duration) time.Duration { return share(all, 0.5) }

func share(all []time.Duration, of float64) time.Duration {
	all = slices.Sorted(slices.Values(all))
	return all[min(len(all)-1, int(of*float64(len(all))))].Round(100 * time.Microsecond)
}

func spread(all []time.Duration) string {
	return fmt.Sprintf("p50 %s, p99 %s of %d fires", median(all), share(all, 0.99), len(all))
}

// measuring is a notice that many residents are told, and how its pages are timed. Rounds with and without a notice take turns,
// so that what else the machine does befalls both.
type measuring struct {
	residents, fires int           // fires of each round, without a notice and with one
	rate             string        // parts a second
	slack            time.Duration // of the bound: few fires on a busy machine say little
}

// waterIsBack is what the second notice says.
const waterIsBack = "Water is back. Thank you for your patience."

func measured(t *testing.T) measuring {
	t.Helper()
	text := os.Getenv(noticesEnv)
	if text == "" {
		return measuring{residents: 200, fires: 2, rate: "40", slack: time.Second}
	}
	residents, err := strconv.Atoi(text)
	require.NoError(t, err, noticesEnv)
	return measuring{residents: residents, fires: 20, rate: "50", slack: 50 * time.Millisecond}
}

// leaves sends a notice, and gives how to ask for it.
func (e *estate) leaves(text string) (look func() noticeView, again func()) {
	e.t.Helper()
	before := e.allByHand()
	body := noticeBody()
	body["text"] = map[string]any{"en": text}
	again = func() { e.Do(http.MethodPost, e.path(""), body, nil, "Idempotency-Key", text[:12]) }
	again()
	added := slices.DeleteFunc(e.allByHand(), func(n noticeView) bool {
		return slices.ContainsFunc(before, func(o noticeView) bool { return o.ID == n.ID })
	})
	require.Len(e.t, added, 1)
	return func() noticeView { return e.byID(added[0].ID) }, again
}

// round sends a notice, with a kill in its middle if that is wanted, and times fires while it leaves.
func (e *estate) round(m measuring, text string, kill bool) []time.Duration {
	e.t.Helper()
	begun := time.Now()
	look, again := e.leaves(text)
	sent := func(percent int) func() bool { return func() bool { return look().Sent >= m.residents*percent/100 } }
	if kill {
		harness.Await(e.t, 2*time.Minute, "a part of it has left", sent(20))
		require.Equal(e.t, "sending", look().State)
		e.Kill()
		e.Start()
		again() // whoever saw no answer asks again
	}
	harness.Await(e.t, time.Minute, "it goes on", sent(25))
	left := look().Sent
	during := e.fires(m.fires, func() bool { return look().State == "sending" })
	require.GreaterOrEqual(e.t, len(during), m.fires/2, "the notice was leaving while pages were timed")
	if m.residents >= 1000 { // a short notice may give way to these few fires from the first to the last
		require.Greater(e.t, look().Sent, left, "and did not only wait")
	}
	harness.Await(e.t, 10*time.Minute, "it has been sent", func() bool { return look().State == "sent" })
	once, doubled, lost := e.tallyOf(text)
	e.t.Logf("notice: %d residents in %s, killed in its middle: %t: told once %d, doubled %d, lost %d",
		m.residents, time.Since(begun).Round(time.Second), kill, once, doubled, lost)
	n := look()
	require.Equal(e.t, []int{m.residents, 0, 0}, []int{once, doubled, lost})
	require.Equal(e.t, []int{m.residents, 0}, []int{n.Sent, n.Failed})
	require.NotNil(e.t, n.LastAt)
	return during
}

func TestNoticeTellsEverybodyOnceThroughAPowerCut(t *testing.T) {
	m := measured(t)
	e := newEstate(t, m.residents, m.rate)
	e.requirePreview(m)
	e.fires(min(m.fires, 10), always) // warm
	var without, during []time.Duration
	for n, text := range []string{noticeText, waterIsBack} {
		without = append(without, e.fires(m.fires, always)...)
		during = append(during, e.round(m, text, n == 0)...)
	}
	slower := median(during) - median(without)
	t.Logf("first SMS without a notice: %s", spread(without))
	t.Logf("first SMS while it leaves:  %s", spread(during))
	t.Logf("difference of the medians:  %s", slower)
	require.LessOrEqual(t, median(during), 2*median(without)+m.slack, "a notice delays no page")
}

// requirePreview looks at what a notice would take, which sends nothing.
func (e *estate) requirePreview(m measuring) {
	e.t.Helper()
	var draft struct {
		AudienceCount  int       `json:"audience_count"`
		Parts          int       `json:"parts"`
		ExpectedLastAt time.Time `json:"expected_last_at"`
	}
	e.Do(http.MethodPost, e.path("/preview"), noticeBody(), &draft)
	require.Equal(e.t, m.residents, draft.AudienceCount)
	require.Equal(e.t, m.residents, draft.Parts, "one part each")
	require.Greater(e.t, time.Until(draft.ExpectedLastAt), time.Second)
	_, _, untold := e.tally()
	require.Equal(e.t, m.residents, untold, "looking sends nothing")
	wrong := noticeBody()
	wrong["zones"] = []string{"moon"}
	require.Equal(e.t, "zone_unknown", e.Refused(http.StatusUnprocessableEntity, http.MethodPost, e.path(""), wrong).Code)
}

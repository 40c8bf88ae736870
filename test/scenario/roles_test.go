package scenario_test

// Muster in several processes: APIs, workers, engine and carrier apart, of which some are killed or take another's place.

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
)

// insist declares until it is answered, under a key, as a client does whose connection was cut.
func insist(t *testing.T, muster *harness.Program, key string, d harness.Declaration) string {
	t.Helper()
	var in harness.Incident
	harness.Await(t, 60*time.Second, "the incident is declared", func() bool {
		status, data := muster.Call(http.MethodPost, declarations, d, "Idempotency-Key", key)
		in = harness.Decode(data)
		return status == http.StatusCreated
	})
	return in.ID
}

// closeAll ends incidents for good and waits until it is known of each message whether the carrier took it.
func closeAll(t *testing.T, muster *harness.Program, ids []string) []harness.Incident {
	t.Helper()
	w := &lockedTown{t: t, Program: muster}
	var ended []harness.Incident
	for _, id := range ids {
		w.cancel(&lockedFire{id: id})
	}
	for _, id := range ids {
		ended = append(ended, w.settle(&lockedFire{id: id}))
		require.Equal(t, "closed", ended[len(ended)-1].State, id)
	}
	return ended
}

// outpost is a small site with a crew of its own: six people, who are on duty by day and by night. n is from 1 on.
func outpost(n int) *sites.Site {
	site := sites.Riverside()
	site.ID, site.Residents, site.Overrides, site.Leave, site.Company = fmt.Sprintf("outpost-%d", n), nil, nil, nil, []string{"chen-jing"}
	site.Responders = site.Responders[:6] // crew A
	for k := range site.Responders {
		site.Responders[k].Phone = fmt.Sprintf("+1202555%d", 2000+10*n+k)
	}
	site.Shifts = slices.DeleteFunc(site.Shifts, func(s sites.Shift) bool { return !strings.HasPrefix(s.ID, "crew-a") })
	for k := range site.Shifts {
		site.Shifts[k].Every, site.Shifts[k].Days = 1, []int{0}
	}
	for k := range site.Groups {
		site.Groups[k].Lead = site.Responders[k].ID
	}
	return site
}

// Each of twenty fires is at a place of its own, so that nobody is taken from one for another: one burns, the others are false
// alarms. All run to their own ends.
func TestTwentyIncidentsFinishThoughOneOfEachProcessIsKilled(t *testing.T) {
	estate := harness.StartEstate(t, harness.Size{APIs: 2, Workers: 2}, storyClock, "MUSTER_ALLOW_SIMULATOR=1")
	const fires = 20
	for n := 1; n < fires; n++ {
		estate.Place(outpost(n))
	}
	awaitSites(t, estate.APIs, "outpost-", fires-1)
	ids, towns := make([]string, fires), make([]*harness.Town, fires)
	var declaring sync.WaitGroup
	for k := range 4 { // each declares five, one after the other
		declaring.Go(func() {
			for n := k; n < fires; n += 4 {
				ids[n], towns[n] = burns(t, estate, n)
				towns[n].Oblige()
			}
		})
	}
	harness.Await(t, 60*time.Second, "some messages are out", func() bool {
		data, _ := os.ReadFile(estate.Data("simulator", "carrier-ledger.jsonl"))
		return bytes.Count(data, []byte("\n")) > 150
	})
	estate.APIs[0].Kill()
	estate.Workers[0].Kill()
	estate.Engine.Kill()
	require.NoError(t, estate.Server.Kill())
	estate.Engine.Start()
	declaring.Wait() // also while the database is away
	require.NoError(t, estate.Server.Resume())
	for _, id := range ids {
		harness.Await(t, 60*time.Second, "the incident can be read again", func() bool {
			status, _ := estate.Call(http.MethodGet, declarations+"/"+id, nil)
			return status == http.StatusOK
		})
	}

	outcomes := map[string]int{}
	var ended []harness.Incident
	for n, id := range ids {
		outcomes[*towns[n].AwaitState("closed", 150*time.Second).Outcome]++
		awaitNotices(t, estate.Program, id)
		ended = append(ended, awaitSettled(t, estate.Program, id))
		requireFinished(t, ended[n])
	}
	require.Equal(t, map[string]int{"handled": 1, "false-alarm": fires - 1}, outcomes)
	ledger := estate.Ledger()
	t.Logf("%d messages of %d incidents, each once", harness.RequireOnce(t, ledger), len(ended))
	for _, in := range ended {
		harness.RequireSent(t, in, ledger)
		requireRecorded(t, estate.APIs[1], in.ID, "incident.ended")
		requireGapless(t, estate.Timeline(in.ID))
	}
	require.Len(t, harness.DecodeList(body(estate.APIs[1], declarations+"?state=closed&limit=100")), len(ids), "a key opens one incident, whichever API takes it")
}

// burns declares the nth fire, with the people around it: the first one is a fire, the others are none.
func burns(t *testing.T, estate *harness.Estate, n int) (string, *harness.Town) {
	t.Helper()
	key := fmt.Sprintf("fire-%d", n)
	if n == 0 {
		id := insist(t, estate.Program, key, harness.Fire("confirmed", true, "story", story(morning, 20)))
		return id, harness.NewTownOf(t, estate.Program, id, sites.Riverside(), 100*time.Millisecond)
	}
	site := outpost(n)
	id := insist(t, estate.Program, key, harness.Fire("site", site.ID, "story", story(night, 1)))
	town := harness.NewTownOf(t, estate.Program, id, site, time.Second)
	town.Choose("F02", "false")
	return id, town
}

// leads is what a worker logs whose version is the current one.
var leads = regexp.MustCompile(`"the current version of the workers","version":"([^"]+)","this":"([^"]+)"`)

// awaitLead waits until a worker's version is the current one, and gives it.
func awaitLead(t *testing.T, worker *harness.Program) string {
	t.Helper()
	version := ""
	harness.Await(t, 60*time.Second, "the worker's version is current", func() bool {
		for _, said := range leads.FindAllStringSubmatch(worker.Log(), -1) {
			if said[1] == said[2] {
				version = said[1]
			}
		}
		return version != ""
	})
	return version
}

// TestFireGoesOnThoughItsWorkersAreUpgradedTwiceInTheMiddle: three programs that are built apart; the later ones have code that
// the first has not, by which the timeline shows who was at work. No name of a version is given: each finds its own.
func TestFireGoesOnThoughItsWorkersAreUpgradedTwiceInTheMiddle(t *testing.T) {
	t.Parallel()
	next, last := harness.Build(t, "next", harness.Later), harness.Build(t, "last", harness.Later)
	estate := harness.StartEstate(t, harness.Size{APIs: 1, Files: true}, storyClock)
	first := estate.Add(t, "worker")
	versions := []string{awaitLead(t, first)}
	fire := estate.Declare(harness.Fire("confirmed", true, "story", story(morning, 10)))
	town := harness.NewTown(t, estate.Program, fire.ID)
	var resting atomic.Bool
	town.Deaf(func(harness.Page) bool { return resting.Load() })
	town.Oblige()
	awaitDone(t, estate.Program, fire.ID, 3)
	resting.Store(true)                          // or all could be done before the next version is there
	second := estate.AddBuilt(t, next, "worker") // beside the first
	versions = append(versions, awaitLead(t, second))
	first.Stop()
	resting.Store(false)
	awaitDone(t, estate.Program, fire.ID, 8)
	second.Kill() // and nobody is there for a moment
	third := estate.AddBuilt(t, last, "worker")
	versions = append(versions, awaitLead(t, third))
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(versions))), 3, "%s", versions)
	ended := town.AwaitState("closed", 120*time.Second)
	require.Equal(t, "handled", *ended.Outcome)
	requireFinished(t, ended)
	awaitNotices(t, estate.Program, fire.ID)
	settled, ledger := awaitSettled(t, estate.Program, fire.ID), estate.Ledger()
	require.Greater(t, harness.RequireOnce(t, ledger), 60)
	harness.RequireSent(t, settled, ledger)
	requireGapless(t, estate.Timeline(fire.ID))
	requireHandedOver(t, estate.Timeline(fire.ID))
	for _, worker := range []*harness.Program{first, second, third} {
		require.NotContains(t, strings.ToLower(worker.Log()), "nondeterminis")
	}
}

// requireHandedOver fails unless the first steps were noted by the code that an incident began with, and all after them by later code.
func requireHandedOver(t *testing.T, entries []harness.Entry) {
	t.Helper()
	var by []string
	for _, e := range entries {
		if e.Kind == "step.done" {
			by = append(by, regexp.MustCompile(`: (done|completed) by `).FindStringSubmatch(e.Text.EN)[1])
		}
	}
	taken := slices.Index(by, "completed")
	require.GreaterOrEqual(t, taken, 3, "%s", by)
	require.GreaterOrEqual(t, len(by)-taken, 5, "%s", by)
	require.NotContains(t, by[taken:], "done", "the code that came before does nothing any more")
}

func TestWhatOneReplicaIsToldAllKnow(t *testing.T) {
	t.Parallel()
	estate := harness.StartEstate(t, harness.Size{APIs: 2, Workers: 1, Files: true}, storyClock)
	one, other := estate.APIs[0], estate.APIs[1]
	stream := listen(t, other, "", "")
	one.Place(hill())
	awaitSites(t, estate.APIs, "hill", 1)
	fire := other.Declare(harness.Fire("site", "hill", "story", story(morning, 1)))
	require.Equal(t, "simulator", fire.Carrier)
	again := one.Declare(harness.Fire("site", "hill", "location", "Building 5", "story", story(morning, 1)))
	require.NotEmpty(t, stream.until("page.sent"))
	require.Equal(t, "open", one.Incident(fire.ID).State)
	closeAll(t, estate.Program, []string{fire.ID, again.ID})

	stranger := estate.Add(t, "api", "MUSTER_PHONE_KEY="+strings.Repeat("another-key-", 4))
	harness.Await(t, 20*time.Second, "a process with another key is refused", func() bool {
		return strings.Contains(stranger.Log(), "set MUSTER_PHONE_KEY to what the other processes have")
	})
	keys := "MUSTER_KEYS_FILE=" + filepath.Join(t.TempDir(), "keys.json")
	harness.New(t, keys).Muster("keys", "new")
	stranger = estate.Add(t, "worker", keys)
	harness.Await(t, 20*time.Second, "a process with other keys is refused", func() bool {
		return strings.Contains(stranger.Log(), "copy the file of keys that they have")
	})
	code, said := harness.New(t).Fail("worker")
	require.Equal(t, 2, code)
	require.Contains(t, said, "MUSTER_TEMPORAL_ADDRESS, MUSTER_DATABASE_URL, MUSTER_PHONE_KEY")
}

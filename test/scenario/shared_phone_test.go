package scenario_test

// Two people who share a phone: one message asks both, and a code says who answers.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
)

// together has the second of two responders of a site use the phone of the first.
func together(site *sites.Site, first, second string) *sites.Site {
	phone := ""
	for _, r := range site.Responders {
		if r.ID == first {
			phone = r.Phone
		}
	}
	for k := range site.Responders {
		if r := &site.Responders[k]; r.ID == second {
			r.Phone = phone
		}
	}
	return site
}

func TestTwoWhoShareAPhoneAreAskedByOneMessage(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t)
	muster.Place(together(harness.Daytime(sites.Riverside()), "zhou-min", "wu-gang"))
	fire := muster.Declare(harness.Fire())
	town := harness.NewTown(t, muster, fire.ID)
	phone := town.Phone("zhou-min")
	require.Equal(t, phone, town.Phone("wu-gang"))

	first := town.AwaitMessage("zhou-min", "Zhou Min：请任", 15*time.Second)
	require.Contains(t, first.Body, "Wu Gang：请任", "one message, listing the names")
	codes, carried := map[string]string{}, map[string]string{}
	harness.Await(t, 15*time.Second, "both pages have been sent", func() bool {
		for _, p := range muster.Incident(fire.ID).Pages {
			if p.Token != nil && len(p.Attempts) > 0 && p.Attempts[0].CarrierID != nil {
				codes[p.Responder], carried[p.Responder] = *p.Token, *p.Attempts[0].CarrierID
			}
		}
		return carried["zhou-min"] != "" && carried["wu-gang"] != ""
	})
	require.Equal(t, carried["zhou-min"], carried["wu-gang"])
	require.Contains(t, first.Body, codes["zhou-min"])
	require.Contains(t, first.Body, codes["wu-gang"])

	muster.Reply(phone, "1")
	asked := town.AwaitMessage("zhou-min", "谁在回复", 15*time.Second)
	require.Contains(t, asked.Body, codes["zhou-min"]+" 1 = Zhou Min")
	require.Contains(t, asked.Body, codes["wu-gang"]+" 1 = Wu Gang")
	muster.Reply(phone, codes["wu-gang"]+" 1")
	town.AwaitMessage("zhou-min", "Wu Gang：已接受", 15*time.Second)
	awaitLine(t, muster, fire.ID, "page.accepted", "Wu Gang accepted", 15*time.Second)
	muster.Reply(phone, codes["zhou-min"]+" 5")
	awaitLine(t, muster, fire.ID, "page.declined", "Zhou Min cannot", 15*time.Second)

	ledger := muster.Ledger()
	harness.RequireOnce(t, ledger)
	asking := 0
	for _, e := range ledger {
		if e.To == phone && strings.Contains(e.Body, "Zhou Min：请任") && !e.Reply && !strings.HasPrefix(e.Body, "第") {
			asking++
		}
	}
	require.Equal(t, 1, asking)
}

package app

// Numbers of the staff that do not work: what is kept of them, and when it is forgotten again.

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/dispatch"
	"muster/roster"
	"muster/sites"
)

// refusing is a carrier that refuses every text in the same way.
type refusing struct {
	carrier.Port
	class carrier.Class
}

func (r refusing) Send(context.Context, carrier.Message) (carrier.Record, error) {
	return carrier.Record{}, &carrier.Error{Class: r.class}
}

// watched begins to note the numbers of a program.
func watched(t *testing.T, p *program) (n *numbers, lacking func() map[string]string) {
	t.Helper()
	key := dispatch.PhoneKey("a key for tests")
	n = newNumbers(residents{p.catalog, key}, p.log)
	t.Cleanup(background(t.Context(), n.run))
	return n, func() map[string]string {
		found, err := rosters{p.catalog, key}.Coverage("riverside", time.Now(), 14)
		require.NoError(t, err)
		said := map[string]string{}
		for _, u := range found.Unreachable {
			said[u.Responder] = u.Why
		}
		return said
	}
}

func TestNumbersThatDoNotWorkAreKeptUntilTheyDo(t *testing.T) {
	c := Config{DataDir: t.TempDir()}
	p := started(t, c)
	n, lacking := watched(t, p)
	require.Empty(t, lacking())
	staff := sites.Riverside().Responders
	n.receipt(carrier.Receipt{To: staff[0].Phone, Status: carrier.Undelivered, Code: 30005})
	n.receipt(carrier.Receipt{To: staff[1].Phone, Status: carrier.Failed, Code: 30006})
	_, err := n.texts(refusing{class: carrier.Recipient}).Send(t.Context(), carrier.Message{To: staff[2].Phone})
	require.Error(t, err)
	n.Wrong(staff[3].Phone, true, time.Now())

	// These say nothing of a number itself.
	n.receipt(carrier.Receipt{To: staff[4].Phone, Status: carrier.Undelivered, Code: 30003})
	n.receipt(carrier.Receipt{To: staff[4].Phone, Status: carrier.Sent})
	n.receipt(carrier.Receipt{To: "+12025550198", Status: carrier.Undelivered, Code: 30005})
	_, err = n.texts(refusing{class: carrier.Account}).Send(t.Context(), carrier.Message{To: staff[4].Phone})
	require.Error(t, err)

	require.Len(t, lacking(), 4)
	require.Contains(t, lacking()[staff[2].ID], "brings no texts")
	require.Contains(t, lacking()[staff[3].ID], "wrong number")
	require.Eventually(t, func() bool {
		kept, err := p.store.Choices(t.Context())
		return err == nil && len(kept) == 4
	}, 5*time.Second, 10*time.Millisecond, "the database has them")
	p.stop()

	p = started(t, c)
	n, lacking = watched(t, p)
	require.Len(t, lacking(), 4, "a restart forgets nothing")
	n.receipt(carrier.Receipt{To: staff[0].Phone, Status: carrier.Delivered})
	n.receipt(carrier.Receipt{To: staff[3].Phone, Status: carrier.Delivered})
	require.NotContains(t, lacking(), staff[0].ID, "a text has arrived")
	require.Contains(t, lacking(), staff[3].ID, "whoever has that number gets texts all the same")
	n.Wrong(staff[3].Phone, false, time.Now().Add(time.Second))
	require.NotContains(t, lacking(), staff[3].ID)

	moved := sites.Riverside()
	moved.Responders[slices.IndexFunc(moved.Responders, func(r roster.Responder) bool { return r.ID == staff[1].ID })].Phone = "+12025550198"
	require.NoError(t, p.catalog.Import(t.Context(), moved, false))
	require.NotContains(t, lacking(), staff[1].ID, "the number is another one")
	require.Contains(t, lacking(), staff[2].ID)
}

func TestCoverageGoesByThePlansInForce(t *testing.T) {
	p := started(t, Config{DataDir: t.TempDir()})
	short := func() (ids []string) {
		found, err := rosters{p.catalog, dispatch.PhoneKey("a key for tests")}.Coverage("riverside", time.Now(), 2)
		require.NoError(t, err)
		for _, g := range found.Gaps {
			if g.Seat == "ENG-L" && g.Need == 9 {
				ids = append(ids, g.Plans...)
			}
		}
		return ids
	}
	file := strings.Replace(string(edited(t, "Fire of lifts")), "priority: 5\n    needs: {day: 1, night: 1}", "priority: 5\n    needs: {day: 9, night: 9}", 1)
	draft, err := p.catalog.UploadPlan(t.Context(), []byte(file))
	require.NoError(t, err)
	require.Empty(t, short(), "a draft is not in force")
	_, err = p.catalog.PublishPlan(t.Context(), "fire", draft.Digest, "")
	require.NoError(t, err)
	require.Contains(t, short(), "fire")
	require.NotContains(t, short(), "water-outage")
}

package dispatch

// The calendar's times are its site's.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/drill"
	"muster/plans"
	"muster/sites"
)

// bare is a catalog of some sites.
type bare []*sites.Site

func (b bare) Plan(string) (*plans.Plan, bool)        { return nil, false }
func (b bare) PlanAt(string, int) (*plans.Plan, bool) { return nil, false }

func (b bare) Site(id string) (*sites.Site, bool) {
	for _, s := range b {
		if s.ID == id {
			return s, true
		}
	}
	return nil, false
}

func (b bare) Plans() []*plans.Plan   { return nil }
func (b bare) Sites() []*sites.Site   { return b }
func (b bare) ByPhone(string) []Owner { return nil }

func TestScheduleOfASiteThatIsGoneKeepsItsZone(t *testing.T) {
	site := sites.Riverside()
	b := drill.Book{Schedule: drill.Schedule{Site: site.ID}, Zone: "Europe/Berlin"}
	require.Equal(t, site.Location(), (&Desk{catalog: bare{site}}).zone(b))
	require.Equal(t, "Europe/Berlin", (&Desk{catalog: bare{}}).zone(b).String())
	require.Equal(t, time.UTC, (&Desk{catalog: bare{}}).zone(drill.Book{}), "one that was written before zones were kept")
}

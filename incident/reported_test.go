package incident_test

// Stories of what the record of an incident begins with that was declared by text.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// reported is an incident that ann reported by text and somebody confirmed ten seconds later.
func reported(t *testing.T, rules int, id, name string) *town {
	t.Helper()
	in := under(declared(plan([]frozen.Seat{asks("SEC", 1)}), house(post("SEC", "ben"))), rules)
	in.Report = &frozen.Report{By: "ann", Name: "Ann", At: noon.Add(-20 * time.Second), Said: "fire b1 2", Confirmed: id, ConfirmedBy: name, ConfirmedAt: noon.Add(-10 * time.Second)}
	w := begin(t, in)
	w.to(0)
	return w
}

func TestRecordBeginsWithWhoReportedAndWhoConfirmed(t *testing.T) {
	w := reported(t, frozen.Rules, "ben", "Ben")
	require.Contains(t, w.first(incident.KindReported).Text.EN, "fire b1 2")
	require.Equal(t, "ann", w.first(incident.KindReported).By)
	other := w.first(incident.KindConfirmed)
	require.Equal(t, "ben", other.By)
	require.Equal(t, "Not confirmed by its sender; declared by Ben at 11:59:50", other.Text.EN)
	self := reported(t, frozen.Rules, "ann", "Ann").first(incident.KindConfirmed)
	require.Equal(t, "ann", self.By)
	require.Equal(t, "Confirmed by Ann at 11:59:50", self.Text.EN)
	require.Empty(t, reported(t, frozen.ReportsAreSaid-1, "ben", "Ben").entries(incident.KindReported, incident.KindConfirmed))
}

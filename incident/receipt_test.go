package incident_test

// Stories of what the carrier says late, and says again.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
)

func TestEachDuplicateIsWrittenDownOnceHoweverManyReceiptsItHas(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	for _, r := range []incident.Receipt{
		{CarrierID: "SM99", State: incident.AttemptSent},
		{CarrierID: "SM99", State: incident.AttemptDelivered},
		{CarrierID: "SM1", State: incident.AttemptDelivered},
		{CarrierID: "SM99", State: incident.AttemptDelivered},
	} {
		r.Page, r.Attempt = "p1", 1
		w.inc.Delivered(w.now, []incident.Receipt{r})
		w.settle()
		w.roundTrip()
	}
	require.Len(t, w.entries(incident.KindDuplicate), 1)
	w.inc.Delivered(w.now, []incident.Receipt{{Page: "p1", Attempt: 1, CarrierID: "SM98", State: incident.AttemptSent}})
	w.settle()
	require.Len(t, w.entries(incident.KindDuplicate), 2, "a third message is another duplicate")
}

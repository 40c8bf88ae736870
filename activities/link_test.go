package activities_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/activities"
	"muster/carrier"
	"muster/incident"
)

func links(id, responder string) string { return "https://muster.example/r/" + id + "." + responder }

func TestTextEndsWithTheLinkOfWhomItIsFor(t *testing.T) {
	n, w := &network{}, wave(three...)
	w.Sends[0].Link = "liu-yang"
	requireFates(t, w, carry(t, &activities.Pager{Carrier: n, Link: links}, w, 0).Results, incident.FateSent)
	linked := 0
	for _, m := range n.taken {
		if m.Body == w.Sends[0].Body+"\nhttps://muster.example/r/inc-1.liu-yang" {
			linked++
			require.Equal(t, three[0], m.To)
		} else {
			require.Equal(t, w.Sends[1].Body, m.Body)
		}
	}
	require.Equal(t, 1, linked)
}

func TestTextThatWasTakenIsFoundWhateverLinkItEndsWith(t *testing.T) {
	q := question(english)
	q.Link = "liu-yang"
	n := &network{listed: []carrier.Record{{ID: "SM-other", Body: english + " more"}, {ID: "SM-found", Body: english + "\nhttps://earlier.example/r/inc-1.liu-yang"}}}
	require.Equal(t, "SM-found", settled(t, &activities.Pager{Carrier: n, Link: links}, q).CarrierID)
	q.Link = ""
	require.Equal(t, "SM-p1-2", settled(t, &activities.Pager{Carrier: n, Link: links}, q).CarrierID, "without a link it is another text")
	require.Equal(t, english, n.taken[0].Body)
}

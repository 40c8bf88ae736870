package storetest

// What is sent to one phone by several incidents.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
)

// findsOthersMessages: two incidents that ask the carrier about one phone see from the shadow which message is whose.
func findsOthersMessages(t *testing.T, h Harness) {
	s := open(t, h)
	sent := func(id, pageID, hash string, rev int, carrierIDs ...string) {
		view := incident.PageView{ID: pageID, Kind: incident.TaskPage, Attempts: []incident.AttemptView{{N: 9, State: incident.AttemptSending}}}
		for n, carrierID := range carrierIDs {
			view.Attempts = append(view.Attempts, incident.AttemptView{N: n + 1, CarrierID: &carrierID, State: incident.AttemptSent})
		}
		record(t, s, incident.Shadow{Incident: id, Rev: rev, Pages: []incident.ShadowPage{{Hash: hash, View: view}}})
	}
	requireElsewhere := func(id, hash string, want ...string) {
		t.Helper()
		got, err := s.RecordedElsewhere(ctx(t), id, hash, []string{"SM1", "SM2", "SM3", "SM4"})
		require.NoError(t, err)
		require.ElementsMatch(t, full(want), got)
	}
	declare(t, s, "one", Opened, nil)
	declare(t, s, "other", Opened, nil)
	sent("one", "p1", "chen", 2, "SM1", "SM2")
	sent("other", "p1", "chen", 2, "SM3", "SM9")
	sent("other", "p2", "wang", 2, "SM4")
	requireElsewhere("one", "chen", "SM3")
	requireElsewhere("other", "chen", "SM1", "SM2")
	requireElsewhere("third", "chen", "SM1", "SM2", "SM3")
	requireElsewhere("one", "wang", "SM4")
	requireElsewhere("one", "nobody")
}

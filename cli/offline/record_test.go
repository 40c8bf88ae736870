package offline_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/cli/command"
	"muster/cli/offline"
	"muster/incident"
	"muster/incident/record"
)

func sealed(t *testing.T) []byte {
	t.Helper()
	handled := "handled"
	data, err := record.Seal(record.Record{
		Entries: []incident.Entry{{Seq: 1, Kind: incident.KindOpened, Text: incident.Text{EN: "Fire"}}, {Seq: 2, Kind: incident.KindEnded}},
		Last:    incident.Shadow{Incident: "inc-1", Rev: 9, Head: &incident.View{Plan: "fire", PlanVersion: 1, Site: "riverside", Mode: "real", Outcome: &handled, EndedAt: &incident.Time{}}},
	})
	require.NoError(t, err)
	return data
}

func TestRecordIsVerifiedFromItsFileAlone(t *testing.T) {
	data := sealed(t)
	whole := write(t, "inc-1.record.jsonl", data)
	said := requireDone(t, offline.Record(), "verify", whole)
	require.Contains(t, said, "is as it was sealed: inc-1, fire (version 1) at riverside, real")
	require.Contains(t, said, "as handled; 2 entries of its timeline, 7 lines, sha256 "+record.Hash(data))
	requireDone(t, offline.Record(), "verify", "--hash", record.Hash(data), whole)
	_, err := run(offline.Record(), "verify", "--hash", "00", whole)
	require.ErrorContains(t, err, "another one than was noted")

	changed := write(t, "changed.jsonl", bytes.Replace(data, []byte("Fire"), []byte("Fine"), 1))
	_, err = run(offline.Record(), "verify", changed)
	require.ErrorContains(t, err, "is not as it was sealed: line 4 (from byte ")
	_, err = run(offline.Record(), "verify", whole, changed)
	require.ErrorContains(t, err, "1 of 2 records are not as they were sealed")
	_, err = run(offline.Record(), "verify", whole+".not")
	require.ErrorContains(t, err, "cannot be read: no such file")
	_, err = run(offline.Record(), "verify")
	require.ErrorAs(t, err, new(*command.UsageError))
}

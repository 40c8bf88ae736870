package dispatch_test

// Records, put together from histories: those that golden runs of the program have left.

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/dispatch"
	"muster/incident"
	"muster/incident/record"
	"muster/roster"
	"muster/workflows"
)

func recordOf(t *testing.T, p *past, earlier func(context.Context, string, int) ([]incident.Entry, error)) record.Record {
	t.Helper()
	desk := dispatch.New(p, &catalog{}, &shadow{}, dispatch.Options{Converter: packed, Earlier: earlier}, nil)
	r, err := desk.Record(t.Context(), "inc-golden")
	require.NoError(t, err)
	return r
}

func TestRecordHoldsAllThatAnIncidentEverRecordedAndSaid(t *testing.T) {
	for _, name := range []string{"fire-rules5-*", "drill-rules5-*", "continued-rules5-*", "danger-rules5-*", "continued-rules2-*"} {
		t.Run(name, func(t *testing.T) {
			past := readPast(t, name)
			done, _ := rebuild(t, past)
			r := recordOf(t, past, nil)
			require.Len(t, r.Entries, done.Entries)
			for k, e := range r.Entries {
				require.Equal(t, k+1, e.Seq)
			}
			require.Equal(t, r.Plan.ID, r.Declared.Declaration.Plan)
			require.Contains(t, []incident.Lifecycle{incident.Closed, incident.Cancelled}, r.Last.Head.State)
			require.NotEmpty(t, r.Answers)
			for _, a := range r.Answers {
				require.NotEmpty(t, a.Responder, a.Body)
				require.NotEmpty(t, a.Body)
			}
			require.NotEmpty(t, r.Ledger)
			for _, m := range r.Ledger {
				if m.State == incident.AttemptDelivered {
					require.NotEmpty(t, m.Body, "%s %d", m.Page, m.N)
				}
			}
			sealed, err := record.Seal(r)
			require.NoError(t, err)
			for _, person := range past.people(t) {
				require.NotContains(t, string(sealed), person.Phone)
			}
			opened, err := record.Open(sealed)
			require.NoError(t, err)
			again, err := record.Seal(opened)
			require.NoError(t, err)
			require.Equal(t, record.Hash(sealed), record.Hash(again), "it is read as it was written")
			twice, err := record.Seal(recordOf(t, past, nil))
			require.NoError(t, err)
			require.Equal(t, record.Hash(sealed), record.Hash(twice), "and is the same each time")
		})
	}
}

func TestRecordTakesFromTheDatabaseWhatTheEngineHasForgotten(t *testing.T) {
	past := readPast(t, "continued-[0-9]*")
	whole := recordOf(t, past, nil)
	for _, run := range past.order[:len(past.order)-1] {
		delete(past.runs, run)
	}
	past.confirm(t, 100)
	require.Equal(t, 101, recordOf(t, past, nil).Entries[0].Seq, "nobody has them")
	r := recordOf(t, past, func(_ context.Context, _ string, before int) ([]incident.Entry, error) {
		return whole.Entries[:before-1], nil
	})
	require.Greater(t, len(r.Entries), 100)
	require.Equal(t, whole.Entries[:len(r.Entries)], r.Entries)
}

// people are those whom the incident could reach.
func (p *past) people(t *testing.T) []roster.Responder {
	t.Helper()
	var start workflows.Start
	require.NoError(t, packed.FromPayloads(p.runs[p.order[0]][0].GetWorkflowExecutionStartedEventAttributes().GetInput(), &start))
	require.NotEmpty(t, start.In.Site.Roster.Responders)
	return start.In.Site.Roster.Responders
}

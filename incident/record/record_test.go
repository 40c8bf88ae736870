package record_test

// Sealed records: whatever is changed in one is found, and the place named.

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/record"
)

func small(t require.TestingT) []byte {
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	r := record.Record{
		Declared: record.Declared{Declaration: frozen.Declaration{Plan: "fire", Site: "riverside", Mode: frozen.Real, Location: "3栋12层"}, At: at},
		Plan:     frozen.Plan{ID: "fire", Version: 2, Title: frozen.Text{EN: "Fire", ZH: "火灾"}},
		Answers:  []record.Answer{{At: at, ID: "SM1", From: "+1******61", Responder: "he-ping", Body: "K7M 1", Reply: "Accepted"}},
		Ledger:   []record.Message{{Page: "p1", Responder: "he-ping", Name: "He Ping", Phone: "+1******61", AttemptView: incident.AttemptView{N: 1}, Body: "FIRE & smoke"}},
		Last: incident.Shadow{
			Incident: "inc-1", Rev: 40, Head: &incident.View{ID: "inc-1", Plan: "fire", PlanVersion: 2, Site: "riverside", Mode: frozen.Real, State: incident.Closed},
			Seats: []incident.SeatView{{ID: "SEC"}}, Pages: []incident.ShadowPage{{Hash: "ab", View: incident.PageView{ID: "p1", Kind: incident.CallPage}}},
		},
	}
	for k := range 4 {
		r.Entries = append(r.Entries, incident.Entry{Seq: k + 1, At: at.Add(time.Duration(k) * time.Second), Kind: incident.KindNote, Text: frozen.Text{EN: fmt.Sprint("note ", k)}})
	}
	sealed, err := record.Seal(r)
	require.NoError(t, err)
	return sealed
}

func TestSealedRecordIsReadAsItWasWritten(t *testing.T) {
	sealed := small(t)
	require.Equal(t, sealed, small(t), "the same record gives the same bytes")
	head, err := record.Verify(sealed)
	require.NoError(t, err)
	require.Equal(t, "inc-1", head.Incident)
	require.Equal(t, 4, head.Entries)
	require.Equal(t, 1, head.First)
	r, err := record.Open(sealed)
	require.NoError(t, err)
	require.Equal(t, "FIRE & smoke", r.Ledger[0].Body)
	require.Equal(t, "K7M 1", r.Answers[0].Body)
	again, err := record.Seal(r)
	require.NoError(t, err)
	require.Equal(t, string(sealed), string(again), "nothing is lost on the way")
	view := r.View()
	require.Len(t, view.Pages, 1)
	require.Empty(t, view.Messages)
}

// where is the line, from 1, that a byte stands in.
func where(sealed []byte, at int) int { return bytes.Count(sealed[:at], []byte("\n")) + 1 }

func damaged(t *testing.T, changed []byte) *record.DamageError {
	_, err := record.Verify(changed)
	var d *record.DamageError
	if !errors.As(err, &d) || !strings.Contains(err.Error(), fmt.Sprintf("line %d (", d.Line)) {
		require.Fail(t, "the damage is not found", "%v: %s", err, changed)
	}
	return d
}

func TestEveryByteThatIsChangedIsFoundInItsLine(t *testing.T) {
	sealed := small(t)
	for k := range sealed {
		for n, with := range []byte{sealed[k] ^ 1, ' ', '\n'} {
			if with == sealed[k] || n > 0 && k%7 > 0 { // the flipped bit everywhere, the others here and there
				continue
			}
			changed := bytes.Clone(sealed)
			changed[k] = with
			d := damaged(t, changed)
			if off := d.Line - where(sealed, k); off < -1 || off > 1 || off != 0 && n == 0 && sealed[k] != '\n' {
				require.Fail(t, "the wrong line is named", "byte %d to %q: %s", k, with, d)
			}
		}
	}
}

func TestEveryByteThatIsRemovedOrAddedIsFound(t *testing.T) {
	sealed := small(t)
	for k := 0; k < len(sealed); k += 3 {
		removed := append(bytes.Clone(sealed[:k]), sealed[k+1:]...)
		require.InDelta(t, where(sealed, k), damaged(t, removed).Line, 1, "byte %d", k)
		for _, with := range []string{" ", "x", "\n", "0"}[k%4 : k%4+1] {
			added := append(append(bytes.Clone(sealed[:k]), with...), sealed[k:]...)
			if !bytes.Equal(added, sealed) {
				require.InDelta(t, where(sealed, k), damaged(t, added).Line, 1, "byte %d, %q", k, with)
			}
		}
	}
	for _, with := range []string{" ", "\n", "{}", "{}\n", string(sealed)} {
		require.Greater(t, damaged(t, append(bytes.Clone(sealed), with...)).Line, record.Lines(sealed), "after the end: %q", with)
	}
}

func TestWholeLinesThatAreRemovedRepeatedOrExchangedAreFound(t *testing.T) {
	sealed := small(t)
	lines := strings.SplitAfter(strings.TrimSuffix(string(sealed), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	join := func(parts ...[]string) []byte {
		whole := ""
		for _, p := range parts {
			whole += strings.Join(p, "")
		}
		return []byte(whole)
	}
	for k := range lines {
		removed := damaged(t, join(lines[:k], lines[k+1:]))
		require.InDelta(t, k+1, removed.Line, 1, "%s", removed)
		if k > 0 && k < len(lines)-1 {
			require.Contains(t, removed.What, "missing")
		}
		repeated := damaged(t, join(lines[:k+1], lines[k:]))
		require.Equal(t, k+2, repeated.Line, "%s", repeated)
		if k > 0 {
			exchanged := damaged(t, join(lines[:k-1], lines[k:k+1], lines[k-1:k], lines[k+1:]))
			require.InDelta(t, k+1, exchanged.Line, 1, "%s", exchanged)
		}
		if k > 0 {
			damaged(t, join(lines[:k]))
		}
	}
}

func TestRecordOfNothingOrOfSomethingElseIsRefused(t *testing.T) {
	for _, text := range []string{"", "\n", "{}\n", "not a record at all", `{"n":1,"prev":"","kind":"head","body":{}}` + "\n"} {
		damaged(t, []byte(text))
	}
	newer := strings.Replace(string(small(t)), record.Format, "muster/record/v9", 1)
	_, err := record.Verify([]byte(newer))
	require.Error(t, err)
	_, err = record.Seal(record.Record{})
	require.Error(t, err)
}

func TestShadowsOfARecordHoldAllOfItInBatches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sealed, err := record.Open(small(t))
		require.NoError(t, err)
		pages, entries := rapid.IntRange(0, 1700).Draw(t, "pages"), rapid.IntRange(0, 1700).Draw(t, "entries")
		sealed.Last.Pages, sealed.Entries = nil, nil
		for k := range pages {
			sealed.Last.Pages = append(sealed.Last.Pages, incident.ShadowPage{View: incident.PageView{ID: fmt.Sprint(k)}})
		}
		for k := range entries {
			sealed.Entries = append(sealed.Entries, incident.Entry{Seq: k + 1})
		}
		rev, heads, nextPage, nextEntry := 0, 0, 0, 0
		for _, s := range sealed.Shadows() {
			require.GreaterOrEqual(t, s.Rev, rev)
			require.LessOrEqual(t, max(len(s.Pages), len(s.Entries)), 500)
			rev = s.Rev
			if s.Head != nil {
				heads++
				require.Equal(t, 40, s.Rev)
			}
			for _, p := range s.Pages {
				require.Equal(t, fmt.Sprint(nextPage), p.View.ID)
				nextPage++
			}
			for _, e := range s.Entries {
				nextEntry++
				require.Equal(t, nextEntry, e.Seq)
			}
		}
		require.Equal(t, []int{1, pages, entries, 40}, []int{heads, nextPage, nextEntry, rev})
	})
}

func TestDamageIsASentence(t *testing.T) {
	sealed := small(t)
	changed := bytes.Replace(sealed, []byte("note 2"), []byte("note 9"), 1)
	_, err := record.Verify(changed)
	require.ErrorAs(t, err, new(*record.DamageError))
	require.Contains(t, err.Error(), "line 6 (from byte ")
	require.Contains(t, err.Error(), "it was changed")
}

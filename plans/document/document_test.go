package document_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident/frozen"
	"muster/plans/document"
)

func TestDurationsAreWrittenShort(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 90 * time.Second: "1m30s", 2 * time.Minute: "2m", 24 * time.Hour: "24h", 90 * time.Minute: "1h30m", time.Hour + time.Second: "1h0m1s",
	} {
		require.Equal(t, want, document.Duration(d).String())
	}
}

func TestDurationsReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := document.Duration(time.Duration(rapid.IntRange(0, 366*24*3600).Draw(t, "seconds")) * time.Second)
		text, err := d.MarshalText()
		require.NoError(t, err)
		var back document.Duration
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, d, back)
	})
}

func TestWrongDurationsSayWhatToWrite(t *testing.T) {
	for text, want := range map[string]string{
		"2 minutes": "write it like 90s, 2m or 24h", "-5m": "up to a year", "9000h": "up to a year", "1.5s": "write whole seconds", "5": "write it like 90s",
	} {
		var d document.Duration
		require.ErrorContains(t, d.UnmarshalText([]byte(text)), want, text)
	}
}

func TestEvidenceHasAShortForm(t *testing.T) {
	for word, want := range map[string]frozen.EvidenceKind{
		"ack": frozen.EvidenceAck, "number": frozen.EvidenceNumber, "count": frozen.EvidenceCount, "text": frozen.EvidenceText, "photo": frozen.EvidencePhoto,
	} {
		var e document.Evidence
		require.NoError(t, e.FromShort(word))
		require.Equal(t, []frozen.EvidenceKind{want}, e.Kinds())
	}
	var e document.Evidence
	require.ErrorContains(t, e.FromShort("video"), "is no evidence")
}

func TestAStepsKindOfEvidence(t *testing.T) {
	require.Equal(t, frozen.EvidenceAck, document.Step{}.Kind())
	require.Equal(t, frozen.EvidenceConnected, document.Step{Call: &document.Call{}}.Kind())
	require.Equal(t, frozen.EvidenceNumber, document.Step{Evidence: document.Evidence{Number: &document.Number{}}}.Kind())
	require.Equal(t, frozen.EvidenceChoice, document.Step{Evidence: document.Evidence{Choice: []document.Choice{}}}.Kind())
}

func TestANoticeIsShownInItsShortFormWhereThatSaysTheSame(t *testing.T) {
	short, err := json.Marshal(document.StepNotice{ID: "N1"})
	require.NoError(t, err)
	require.JSONEq(t, `"N1"`, string(short))
	long, err := json.Marshal(document.StepNotice{ID: "N1", At: frozen.AtOpen})
	require.NoError(t, err)
	require.JSONEq(t, `{"id": "N1", "at": "open"}`, string(long))
	var n document.StepNotice
	require.Error(t, n.FromShort(""))
}

func TestChoicesAreWords(t *testing.T) {
	for word, ok := range map[string]bool{"true": true, "pump-room": true, "l1_x": true, "2": false, "": false, "Yes": false, "a b": false, "有": false} {
		var c document.Choice
		require.Equal(t, ok, c.FromShort(word) == nil, word)
	}
}

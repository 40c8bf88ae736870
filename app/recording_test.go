package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/app/trail"
	"muster/audit"
	"muster/incident"
	"muster/store"
)

// fullLog is an audit log that takes nothing for a while.
type fullLog struct {
	auditAppender
	full bool
}

func (f *fullLog) Append(ctx context.Context, entries []audit.Entry) error {
	if f.full {
		return errors.New("full")
	}
	return f.auditAppender.Append(ctx, entries)
}

func TestDeedsAreInTheLogOnceTheShadowIsWritten(t *testing.T) {
	d := openDatabase(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "muster.db")}, slog.New(slog.DiscardHandler))
	t.Cleanup(d.close)
	<-d.ready
	kept, err := trail.Open(t.TempDir(), directory{d}, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, kept.Close()) })
	log := &fullLog{kept, true}
	r := recording{d, log}
	at := time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)
	shadow := incident.Shadow{Incident: "inc-1", Rev: 1, Deeds: []incident.Deed{
		{Kind: incident.DeedDeclared, At: at, By: "ann", Phone: "+12025550101", After: map[string]string{"plan": "fire"}},
		{ID: "SM1", Kind: incident.DeedByText, At: at, By: "ann", Phone: "+12025550101", Answer: "accept", Before: map[string]string{"page p1": "paging"}, After: map[string]string{"page p1": "accepted"}},
		{ID: "CA1-1", Kind: incident.DeedByKey, At: at, By: "ben", Phone: "+12025550102", Answer: "cannot", After: map[string]string{"page p2": "declined"}},
	}}
	require.Error(t, r.Record(t.Context(), shadow), "it is written again until the log has them")
	log.full = false
	require.NoError(t, r.Record(t.Context(), shadow))
	require.NoError(t, r.Record(t.Context(), shadow))
	entries, err := kept.List(t.Context(), store.AuditFilter{Subject: "inc-1"})
	require.NoError(t, err)
	require.Len(t, entries, 3, "each once")
	key, text, declared := entries[0], entries[1], entries[2]
	require.Equal(t, [4]string{"ben", "voice ******02", "answer-by-key", "done"}, [4]string{key.Who, key.From, key.Action, string(key.Outcome)})
	require.Equal(t, [5]string{"ann", "sms ******01", "answer-by-text", `{"page p1":"paging"}`, `{"answered":"accept","is":{"page p1":"accepted"}}`}, [5]string{text.Who, text.From, text.Action, text.Before, text.After})
	require.Equal(t, [4]string{"ann", "declare-by-text", "", `{"plan":"fire"}`}, [4]string{declared.Who, declared.Action, declared.Before, declared.After})
	require.Equal(t, at, text.At)
	_, err = kept.Verify(t.Context())
	require.NoError(t, err)
}

// Nothing that a phone may send keeps the log from taking it: else the shadow would be written for ever.
func TestTheLogTakesWhateverTextsHold(t *testing.T) {
	entries := auditEntries(incident.Shadow{Incident: "inc-1", Deeds: []incident.Deed{{ID: "SM1", By: "ann", Answer: "done", Before: map[string]string{"value of S1": ""}, After: map[string]string{"value of S1": "a\x00b\xff"}}}})
	require.NotContains(t, entries[0].After, "\x00")
	require.NotContains(t, entries[0].After, "\xff")
}

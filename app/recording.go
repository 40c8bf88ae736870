package app

// Recording: shadows go into the database, and what people brought about by texts and keys goes into the audit log with them.

import (
	"context"
	"strings"

	"muster/audit"
	"muster/incident"
)

// auditAppender adds entries to the audit log, each once.
type auditAppender interface {
	Append(ctx context.Context, entries []audit.Entry) error
}

// recording is the database as shadows are written to it.
type recording struct {
	*database
	log auditAppender
}

func (p *program) recording() recording { return recording{p.store, p.trail} }

// Record implements activities.ShadowStore. A shadow is not written before the log has its deeds too: whoever writes it tries again.
func (r recording) Record(ctx context.Context, s incident.Shadow) error {
	if err := r.database.Record(ctx, s); err != nil {
		return err
	}
	return r.log.Append(ctx, auditEntries(s))
}

// auditEntries are a shadow's deeds as they stand in the log. Their ids are always the same.
func auditEntries(s incident.Shadow) []audit.Entry {
	var entries []audit.Entry
	for _, d := range s.Deeds {
		way := "sms"
		if d.Kind == incident.DeedByKey {
			way = "voice"
		}
		after := any(d.After)
		if d.Answer != "" {
			after = map[string]any{"answered": d.Answer, "is": d.After}
		}
		e := audit.Entry{
			ID: audit.IDOf("deed", s.Incident, d.ID, d.By), At: d.At.UTC(), Who: d.By, From: strings.TrimSpace(way + " " + audit.Mask(d.Phone)),
			Action: string(d.Kind), Subject: s.Incident, Outcome: audit.Done, After: audit.Detail(after),
		}
		if len(d.Before) > 0 {
			e.Before = audit.Detail(d.Before)
		}
		entries = append(entries, e)
	}
	return entries
}

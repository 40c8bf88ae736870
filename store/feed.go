package store

// The feed: timelines, and the events of all incidents in the order in which they were committed.

import (
	"context"

	"muster/incident"
)

// The bounds of timelines and events.
const (
	defaultEntries = 500
	mostEntries    = 1001 // a full answer of the API, and one that tells whether more follow
)

// KindIncident is the kind of an event that tells of the incident itself and not of its timeline.
const KindIncident = "incident"

// Event says that something has been written: an entry of a timeline, by its Seq and kind; or, under KindIncident and
// without a Seq, that the view of an incident has changed since.
type Event struct {
	ID       int64
	Incident string
	Seq      int
	Kind     string
}

// Timeline gives entries of an incident whose Seq comes after one, in order, at most limit (1 to 1001; 0 means 500).
func (s *Store) Timeline(ctx context.Context, id string, after, limit int) ([]incident.Entry, error) {
	var docs []string
	err := s.read.WithContext(ctx).Table(entryTable).Where("incident = ? AND seq > ?", id, after).
		Order("seq").Limit(size(limit, defaultEntries, mostEntries)).Pluck("doc", &docs).Error
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	entries := make([]incident.Entry, len(docs))
	for k, doc := range docs {
		if err := decode(id, doc, &entries[k]); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	return entries, nil
}

// Events gives what was written after an event (0: from the beginning), in the order in which it was committed, at most
// limit (1 to 1001; 0 means 500), of one incident or, if its id is empty, of all. IDs rise, with gaps, and nothing ever
// appears below one that has been seen. Of several changes to the same incident only the last is told.
func (s *Store) Events(ctx context.Context, after int64, incidentID string, limit int) ([]Event, error) {
	db := s.read.WithContext(ctx)
	entries := db.Table(entryTable).Select("event AS id, incident, seq, kind").Where("event > ?", after)
	changes := db.Model(&incidentRow{}).Select("event AS id, id AS incident, 0 AS seq, ? AS kind", KindIncident).Where("event > ? AND rev > 0", after)
	if incidentID != "" {
		entries, changes = entries.Where("incident = ?", incidentID), changes.Where("id = ?", incidentID)
	}
	events, most := []Event{}, size(limit, defaultEntries, mostEntries)
	// Each half is bounded by itself: not every database sees that the whole needs no more of it.
	err := db.Raw("SELECT * FROM (?) AS told UNION ALL SELECT * FROM (?) AS changed ORDER BY 1 LIMIT ?",
		entries.Order("event").Limit(most), changes.Order("event").Limit(most), most).Scan(&events).Error
	return events, s.fail(ctx, err)
}

// LastEvent is the number that the feed has come to; 0 before anything was written. A reader of Events that holds a higher
// one has followed another database, and begins again.
func (s *Store) LastEvent(ctx context.Context) (int64, error) {
	var last int64
	err := s.read.WithContext(ctx).Table("feed").Select("last").Scan(&last).Error
	return last, s.fail(ctx, err)
}

package api

// Timelines: what the shadow keeps, continued by what only the running incident has yet.

import (
	"context"
	"net/http"
	"strconv"

	"muster/account"
	"muster/incident"
)

func (s *server) timelineRoutes() {
	op := call(http.MethodGet, "/incidents/{id}/timeline", "show-timeline", tagIncidents, "Read an incident's timeline",
		http.StatusNotFound, http.StatusServiceUnavailable)
	op.Description = "Entries in order and without gaps. Ask again with after set to the last seq to read what has been added."
	register(s, op, s.showTimeline)
}

type timelineInput struct {
	ID string `path:"id" doc:"The id of an incident."`
	Paging
	After int `query:"after" minimum:"0" doc:"Only entries whose seq is higher."`
}

// timelineEntry is a line of a timeline.
type timelineEntry struct {
	Seq       int           `json:"seq" doc:"Rises by one from 1."`
	At        incident.Time `json:"at"`
	Kind      incident.Kind `json:"kind" doc:"What it records, such as page.sent."`
	By        *string       `json:"by"`
	Text      incident.Text `json:"text"`
	Seat      *string       `json:"seat"`
	Step      *string       `json:"step"`
	Page      *string       `json:"page"`
	Responder *string       `json:"responder"`
	Fact      *string       `json:"fact"`
	Value     *string       `json:"value"`
	Rung      *int          `json:"rung"`
	EntryDetail
}

func entryOf(e incident.Entry) timelineEntry {
	line := timelineEntry{
		Seq: e.Seq, At: incident.Time(e.At), Kind: e.Kind, By: optional(e.By), Text: e.Text, Seat: optional(e.Seat), Step: optional(e.Step),
		Page: optional(e.Page), Responder: optional(e.Responder), Fact: optional(e.Fact), Value: optional(e.Value),
	}
	if e.Rung != 0 {
		line.Rung = &e.Rung
	}
	line.EntryDetail = detailOf(e)
	return line
}

func (s *server) showTimeline(ctx context.Context, in *timelineInput) (*listOutput[timelineEntry], error) {
	after, err := in.from()
	if err != nil {
		return nil, err
	}
	entries, err := s.entries(ctx, in.ID, after, in.most()+1) // one more tells whether the list goes on
	if err != nil {
		return nil, err
	}
	next := ""
	if len(entries) > in.most() {
		entries = entries[:in.most()]
		next = sealCursor(strconv.Itoa(entries[in.most()-1].Seq))
	}
	lines := make([]timelineEntry, len(entries))
	for k, e := range s.told(ctx, s.siteFor(ctx, account.People, in.ID), entries) {
		lines[k] = entryOf(e)
	}
	return listed(lines, next), nil
}

// from is the seq after which to go on: the cursor's, else the one that is asked for.
func (in *timelineInput) from() (int, error) {
	key, err := openCursor(in.Cursor)
	if err != nil || key == "" {
		return in.After, err
	}
	seq, bad := strconv.Atoi(key)
	if bad != nil || seq < 0 {
		return 0, wrongCursor()
	}
	return seq, nil
}

// entries reads at most limit entries. The incident is asked before the shadow: what it has let go of by then, the shadow has.
func (s *server) entries(ctx context.Context, id string, after, limit int) ([]incident.Entry, error) {
	if !incidentIDs.MatchString(id) {
		return nil, noIncident()
	}
	_, pending, engineErr := s.status(ctx, id)
	shadow, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	stored, err := s.Shadow.Timeline(shadow, id, after, limit)
	if err != nil && !covers(pending, after) {
		return nil, s.away(ctx, err)
	}
	if err == nil && len(stored) == 0 && engineErr != nil {
		return nil, s.unseen(shadow, id, engineErr)
	}
	if len(stored) > 0 {
		after = stored[len(stored)-1].Seq
	}
	all := append(stored, follow(after, pending)...)
	return all[:min(limit, len(all))], nil
}

// covers says whether entries alone tell all that comes after one.
func covers(entries []incident.Entry, after int) bool {
	return len(entries) > 0 && entries[0].Seq <= after+1
}

// follow are the entries that come right after one, up to the first that is lacking.
func follow(after int, entries []incident.Entry) []incident.Entry {
	var next []incident.Entry
	for _, e := range entries {
		if e.Seq == after+1 {
			next, after = append(next, e), e.Seq
		}
	}
	return next
}

// unseen says why there are no entries where the engine did not answer: nil for an incident that has no more of them.
func (s *server) unseen(ctx context.Context, id string, engineErr error) error {
	_, found, err := s.Shadow.Incident(ctx, id)
	switch {
	case found:
		return nil
	case err != nil:
		return s.away(ctx, err)
	}
	return engineErr
}

package store

// Rows: one type per table, and how a batch of changes becomes rows.

import (
	"encoding/json"
	"fmt"
	"time"

	"muster/incident"
)

type incidentRow struct {
	ID       string `gorm:"primaryKey"`
	Rev      int
	Event    int64
	Site     string
	Plan     string
	Mode     string
	State    string
	OpenedAt int64
	EndedAt  *int64
	Doc      string
}

// TableName implements gorm's Tabler.
func (incidentRow) TableName() string { return "incidents" }

// partRow is a seat, a step or a fact.
type partRow struct {
	Incident string `gorm:"primaryKey"`
	ID       string `gorm:"primaryKey"`
	Rev      int
	Place    int64
	Doc      string
}

type pageRow struct {
	Incident string `gorm:"primaryKey"`
	ID       string `gorm:"primaryKey"`
	Rev      int
	Place    int64
	Kind     string
	Hash     string
	Token    string
	Open     bool
	Doc      string

	Responder string
	ReachedAt int64 // 0 if nothing has reached them
}

type entryRow struct {
	Event    int64 `gorm:"primaryKey;autoIncrement:false"`
	Incident string
	Seq      int
	Kind     string
	At       int64
	Doc      string
}

type siteRow struct {
	ID       string `gorm:"primaryKey"`
	Document []byte
	SavedAt  int64
	Version  int
}

// The tables.
const (
	seatTable  = "seats"
	stepTable  = "steps"
	factTable  = "facts"
	pageTable  = "pages"
	entryTable = "entries"
	siteTable  = "sites"
)

// batch is a Shadow as rows.
type batch struct {
	incident string
	rev      int
	head     *incidentRow
	parts    map[string][]partRow // by table
	pages    []pageRow
	entries  []entryRow
	crew     *crewRow
	holds    []holdRow
	last     int64 // its last number in the feed, once it is written
}

// newBatch makes the rows, outside of any transaction, so that writers wait for one another no longer than they must.
func newBatch(s incident.Shadow) (*batch, error) {
	e := encoder{incident: s.Incident, rev: s.Rev}
	b := &batch{incident: s.Incident, rev: s.Rev, parts: map[string][]partRow{
		seatTable: parts(&e, s.Seats, func(v incident.SeatView) string { return v.ID }),
		stepTable: parts(&e, s.Steps, func(v incident.StepView) string { return v.ID }),
		factTable: parts(&e, s.Facts, func(v incident.FactView) string { return v.Name }),
	}}
	if s.Head != nil {
		b.head = e.head(*s.Head)
	}
	if s.Crew != nil {
		b.crew, b.holds = e.crew(*s.Crew)
	}
	named := map[string]bool{}
	for k, p := range s.Pages {
		if !named[p.View.ID] {
			b.pages = append(b.pages, e.page(k, p))
			named[p.View.ID] = true
		}
	}
	for _, entry := range s.Entries {
		b.entries = append(b.entries, e.entry(entry))
	}
	return b, e.err
}

// encoder makes the rows of one batch; err is the first failure.
type encoder struct {
	incident string
	rev      int
	err      error
}

// place puts rows into the order in which they first came: by the first batch that held them, and their index in it.
func (e *encoder) place(index int) int64 { return int64(e.rev)<<20 | int64(index) }

func (e *encoder) doc(v any) string {
	text, err := json.Marshal(v)
	if err != nil && e.err == nil {
		e.err = fmt.Errorf("encode a part of incident %s: %w", e.incident, err)
	}
	return string(text)
}

func parts[T any](e *encoder, views []T, id func(T) string) []partRow {
	rows, named := make([]partRow, 0, len(views)), map[string]bool{}
	for k, v := range views {
		if !named[id(v)] { // a statement may touch a row once: of two alike the first counts
			rows = append(rows, partRow{Incident: e.incident, ID: id(v), Rev: e.rev, Place: e.place(k), Doc: e.doc(v)})
			named[id(v)] = true
		}
	}
	return rows
}

func (e *encoder) head(v incident.View) *incidentRow {
	v.Seats, v.Pages, v.Messages, v.Steps, v.Facts = nil, nil, nil, nil, nil
	row := &incidentRow{
		ID: e.incident, Rev: e.rev, Site: v.Site, Plan: v.Plan, Mode: string(v.Mode), State: string(v.State),
		OpenedAt: time.Time(v.OpenedAt).UnixMilli(), Doc: e.doc(v),
	}
	if v.EndedAt != nil {
		at := time.Time(*v.EndedAt).UnixMilli()
		row.EndedAt = &at
	}
	return row
}

func (e *encoder) page(index int, p incident.ShadowPage) pageRow {
	row := pageRow{
		Incident: e.incident, ID: p.View.ID, Rev: e.rev, Place: e.place(index), Kind: string(p.View.Kind), Hash: p.Hash, Doc: e.doc(p.View),
		Responder: p.View.Responder, ReachedAt: reachedAt(p.View),
	}
	if p.View.Token != nil {
		row.Token = *p.View.Token
	}
	return row
}

func (e *encoder) entry(entry incident.Entry) entryRow {
	return entryRow{Incident: e.incident, Seq: entry.Seq, Kind: string(entry.Kind), At: entry.At.UnixMilli(), Doc: e.doc(entry)}
}

package store

// Lists of incidents: filtered, newest first, and continued by a cursor.

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"muster/incident"
)

// The bounds of a list of incidents.
const (
	defaultList = 50
	mostList    = 1000
)

// Filter says which incidents a list shows; an empty field filters nothing.
type Filter struct {
	State  string // open, standing-down, closed or cancelled
	Mode   string // real or drill
	Site   string
	Sites  []string // only at these; empty: at all
	Limit  int      // 1 to 1000; 0 means 50, more means 1000
	Cursor string   // where to go on, as the list before gave it
}

// Incidents lists whole incidents, newest first, and gives the cursor to go on from, empty at the end. A cursor stays good:
// incidents that open meanwhile come before the first list, and none is shown twice.
func (s *Store) Incidents(ctx context.Context, f Filter) (items []incident.View, next string, err error) {
	size := size(f.Limit, defaultList, mostList)
	from, err := parsePosition(f.Cursor)
	if err != nil {
		return nil, "", s.fail(ctx, err)
	}
	err = s.snapshot(ctx, func(tx *gorm.DB) (err error) {
		items, next, err = listed(tx, from.below(f.narrow(tx.Where("rev > 0"))), size)
		return err
	})
	return items, next, err
}

// listed gives size incidents of a query, which is asked for one more to know whether the list goes on.
func listed(tx, query *gorm.DB, size int) (items []incident.View, next string, err error) {
	var rows []incidentRow
	if err := query.Order(newestFirst).Limit(size + 1).Find(&rows).Error; err != nil {
		return nil, "", err
	}
	if len(rows) > size {
		rows = rows[:size]
		next = position{rows[size-1].OpenedAt, rows[size-1].ID}.String()
	}
	items, err = assemble(tx, rows)
	return items, next, err
}

func (f Filter) narrow(query *gorm.DB) *gorm.DB {
	for _, by := range [][2]string{{"state", f.State}, {"mode", f.Mode}, {"site", f.Site}} {
		if by[1] != "" {
			query = query.Where(by[0]+" = ?", by[1])
		}
	}
	if len(f.Sites) > 0 {
		query = query.Where("site IN ?", f.Sites)
	}
	return query
}

// size bounds how much is asked for.
func size(asked, usual, most int) int {
	if asked <= 0 {
		return usual
	}
	return min(asked, most)
}

// position is where a list of incidents stands: its last one. The zero position is its beginning.
type position struct {
	openedAt int64
	id       string
}

const cursorPrefix = "1 " // the version of what a cursor holds

// String makes a cursor of it, opaque to whoever gets it.
func (p position) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(cursorPrefix + strconv.FormatInt(p.openedAt, 10) + " " + p.id))
}

func parsePosition(cursor string) (position, error) {
	if cursor == "" {
		return position{}, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	rest, versioned := strings.CutPrefix(string(text), cursorPrefix)
	moment, id, cut := strings.Cut(rest, " ")
	if err != nil || !versioned || !cut || id == "" {
		return position{}, ErrCursor
	}
	at, err := strconv.ParseInt(moment, 10, 64)
	if err != nil {
		return position{}, ErrCursor
	}
	return position{at, id}, nil
}

// below narrows a query to what comes after the position.
func (p position) below(query *gorm.DB) *gorm.DB {
	if p.id == "" {
		return query
	}
	return query.Where("(opened_at, id) < (?, ?)", p.openedAt, p.id)
}

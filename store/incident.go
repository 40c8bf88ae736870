package store

// Incidents: views put together from their rows.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"muster/incident"
)

// newestFirst is the order of every list of incidents.
const newestFirst = "opened_at DESC, id DESC"

// mostRecent is how many incidents Recent gives at most.
const mostRecent = 100

// runningStates are those of an incident that has not ended.
var runningStates = []string{string(incident.Open), string(incident.StandingDown)}

// running says whether a state is one of them.
func running(state string) bool {
	return state == string(incident.Open) || state == string(incident.StandingDown)
}

// Incident gives an incident's view; false if there is none.
func (s *Store) Incident(ctx context.Context, id string) (incident.View, bool, error) {
	var view incident.View
	err := s.snapshot(ctx, func(tx *gorm.DB) error {
		row := incidentRow{}
		if err := tx.Where("id = ? AND rev > 0", id).Take(&row).Error; err != nil {
			return err
		}
		views, err := assemble(tx, []incidentRow{row})
		if err == nil {
			view = views[0]
		}
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return incident.View{}, false, nil
	}
	return view, err == nil, err
}

// OpenByHash gives the incidents that have not ended and in which somebody with this keyed hash of their number was called, newest first.
func (s *Store) OpenByHash(ctx context.Context, hash string) ([]string, error) {
	ids := []string{}
	if hash == "" { // of people whose number is not known
		return ids, nil
	}
	called := s.read.Table(pageTable).Select("incident").Where("open AND hash = ?", hash)
	err := s.read.WithContext(ctx).Model(&incidentRow{}).Where("id IN (?) AND state IN ?", called, runningStates).
		Order(newestFirst).Pluck("id", &ids).Error
	return ids, s.fail(ctx, err)
}

// OpenByCode gives those of them in which a page to that number bears a code, newest first.
func (s *Store) OpenByCode(ctx context.Context, hash, code string) ([]string, error) {
	ids := []string{}
	if hash == "" || code == "" {
		return ids, nil
	}
	named := s.read.Table(pageTable).Select("incident").Where("open AND token <> '' AND hash = ? AND token = ?", hash, code)
	err := s.read.WithContext(ctx).Model(&incidentRow{}).Where("id IN (?) AND state IN ?", named, runningStates).
		Order(newestFirst).Pluck("id", &ids).Error
	return ids, s.fail(ctx, err)
}

// mostInUse is in how many incidents it is looked which codes are in use: a thousand of one site would hold up the next.
const mostInUse = 16

// CodesInUse counts the open pages in the latest incidents of a site that have not ended, by the digit of their codes.
func (s *Store) CodesInUse(ctx context.Context, site string) (map[string]int, error) {
	var rows []struct {
		Digit string
		N     int
	}
	running := s.read.Model(&incidentRow{}).Select("id").Where("site = ? AND state IN ?", site, runningStates).Order(newestFirst).Limit(mostInUse)
	err := s.read.WithContext(ctx).Table(pageTable).Select("substr(token, 2, 1) AS digit, count(*) AS n").
		Where("open AND token <> '' AND incident IN (?)", running).Group("digit").Scan(&rows).Error
	used := map[string]int{}
	for _, row := range rows {
		used[row.Digit] = row.N
	}
	return used, s.fail(ctx, err)
}

// RecordedElsewhere gives those of some carrier's ids that stand in the pages of other open incidents to the number with this
// keyed hash.
func (s *Store) RecordedElsewhere(ctx context.Context, id, hash string, carrierIDs []string) ([]string, error) {
	var rows []partRow
	err := s.read.WithContext(ctx).Table(pageTable).Select("incident", "doc").Where("open AND hash = ? AND incident <> ?", hash, id).Find(&rows).Error
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	recorded := []string{}
	for _, row := range rows {
		var page incident.PageView
		if err := decode(row.Incident, row.Doc, &page); err != nil {
			return nil, s.fail(ctx, err)
		}
		for _, a := range page.Attempts {
			if a.CarrierID != nil && slices.Contains(carrierIDs, *a.CarrierID) {
				recorded = append(recorded, *a.CarrierID)
			}
		}
	}
	return recorded, nil
}

// Recent gives the incidents of a site and plan that have not ended and were opened at since or later, newest first, at most
// 100 of them, without their seats, pages, steps and facts.
func (s *Store) Recent(ctx context.Context, site, plan string, since time.Time) ([]incident.View, error) {
	var rows []incidentRow
	err := s.read.WithContext(ctx).
		Where("site = ? AND plan = ? AND opened_at >= ? AND state IN ?", site, plan, since.UnixMilli(), runningStates).
		Order(newestFirst).Limit(mostRecent).Find(&rows).Error
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	views, err := heads(rows)
	return views, s.fail(ctx, err)
}

// snapshot runs reads that see one state of the database.
func (s *Store) snapshot(ctx context.Context, read func(tx *gorm.DB) error) error {
	return s.fail(ctx, s.read.WithContext(ctx).Transaction(read, s.snapshots))
}

// assemble gives the whole views of incidents.
func assemble(tx *gorm.DB, rows []incidentRow) ([]incident.View, error) {
	views, err := heads(rows)
	if err != nil || len(views) == 0 {
		return views, err
	}
	return views, fill(tx, views)
}

func heads(rows []incidentRow) ([]incident.View, error) {
	views := make([]incident.View, len(rows))
	for k, row := range rows {
		if err := decode(row.ID, row.Doc, &views[k]); err != nil {
			return nil, err
		}
		views[k].ID = row.ID
		whole(&views[k])
	}
	return views, nil
}

// fill adds their lists to views.
func fill(tx *gorm.DB, views []incident.View) error {
	f := filler{tx: tx, byID: make(map[string]*incident.View, len(views))}
	for k := range views {
		f.ids = append(f.ids, views[k].ID)
		f.byID[views[k].ID] = &views[k]
	}
	fillFrom(&f, seatTable, func(v *incident.View, seat incident.SeatView) { v.Seats = append(v.Seats, wholeSeat(seat)) })
	fillFrom(&f, stepTable, func(v *incident.View, step incident.StepView) { v.Steps = append(v.Steps, wholeStep(step)) })
	fillFrom(&f, factTable, func(v *incident.View, fact incident.FactView) { v.Facts = append(v.Facts, fact) })
	fillFrom(&f, pageTable, func(v *incident.View, page incident.PageView) {
		if page.Kind == incident.CallPage {
			v.Pages = append(v.Pages, wholePage(page))
		} else {
			v.Messages = append(v.Messages, wholePage(page))
		}
	})
	return f.err
}

// filler reads the lists of several incidents, a table at a time; err is the first failure.
type filler struct {
	tx   *gorm.DB
	ids  []string
	byID map[string]*incident.View
	err  error
}

func fillFrom[T any](f *filler, table string, add func(v *incident.View, part T)) {
	if f.err != nil {
		return
	}
	var rows []partRow
	f.err = f.tx.Table(table).Select("incident", "doc").Where("incident IN ?", f.ids).Order("incident, place").Find(&rows).Error
	if f.err != nil { // cut short, it may leave rows that are half read
		return
	}
	for _, row := range rows {
		var part T
		if f.err = decode(row.Incident, row.Doc, &part); f.err != nil {
			return
		}
		add(f.byID[row.Incident], part)
	}
}

func decode(id, doc string, into any) error {
	if err := json.Unmarshal([]byte(doc), into); err != nil {
		return fmt.Errorf("a row of incident %s cannot be read: %w", id, err)
	}
	return nil
}

// whole gives a view lists where it has none. Rows of an older version may lack some too.
func whole(v *incident.View) {
	v.Seats, v.Pages, v.Messages = []incident.SeatView{}, []incident.PageView{}, []incident.PageView{}
	v.Steps, v.Facts = []incident.StepView{}, []incident.FactView{}
	v.Places, v.Links, v.PossibleDuplicates = list(v.Places), list(v.Links), list(v.PossibleDuplicates)
}

func wholeSeat(v incident.SeatView) incident.SeatView {
	v.Holders = list(v.Holders)
	return v
}

func wholeStep(v incident.StepView) incident.StepView {
	v.Assignees, v.Evidence.Choices = list(v.Assignees), list(v.Evidence.Choices)
	return v
}

func wholePage(v incident.PageView) incident.PageView {
	v.Seats, v.Attempts = list(v.Seats), list(v.Attempts)
	return v
}

func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

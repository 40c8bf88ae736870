package store

// Crews: whom each incident holds, and who is held elsewhere.

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muster/incident"
	"muster/incident/frozen"
)

// The most that is read of other incidents: the latest.
const (
	mostBusy   = 200
	mostClaims = 50
)

const (
	crewTable = "crews"
	holdTable = "holds"
)

type crewRow struct {
	Incident string `gorm:"primaryKey"`
	Rev      int
	Site     string
	Mode     string
	Doc      string
}

type holdRow struct {
	Incident  string `gorm:"primaryKey"`
	Responder string `gorm:"primaryKey"`
	Hash      string
	Site      string
	Mode      string
	Since     int64
}

// weight is what is kept of a crew beside its people.
type weight struct {
	Title incident.Text `json:"title"`
	Level frozen.Level  `json:"level"`
	Life  bool          `json:"life,omitempty"`
}

// crew makes the rows of an incident's crew.
func (e *encoder) crew(c incident.Crew) (*crewRow, []holdRow) {
	row := &crewRow{Incident: e.incident, Rev: e.rev, Site: c.Site, Mode: string(c.Mode), Doc: e.doc(weight{c.Title, c.Level, c.Life})}
	var holds []holdRow
	for _, h := range c.Holds {
		holds = append(holds, holdRow{e.incident, h.Responder, h.Hash, c.Site, string(c.Mode), h.Since.UnixNano()})
	}
	return row, holds
}

// writeCrew replaces the incident's crew if this one is newer.
func (b *batch) writeCrew(tx *gorm.DB) error {
	if b.crew == nil {
		return nil
	}
	done := tx.Table(crewTable).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "incident"}},
		DoUpdates: clause.AssignmentColumns([]string{"rev", "site", "mode", "doc"}),
		Where:     clause.Where{Exprs: []clause.Expression{gorm.Expr("crews.rev < excluded.rev")}},
	}).Create(b.crew)
	if done.Error != nil || done.RowsAffected == 0 {
		return done.Error
	}
	if err := tx.Table(holdTable).Where("incident = ?", b.incident).Delete(&holdRow{}).Error; err != nil || len(b.holds) == 0 {
		return err
	}
	return tx.Table(holdTable).Create(&b.holds).Error
}

// Busy gives the responders of a site who are held in open incidents of a mode, at most 200, those who came last first.
func (s *Store) Busy(ctx context.Context, site, mode string) ([]string, error) {
	ids, err := busy(s.read.WithContext(ctx), site, mode, "")
	return ids, s.fail(ctx, err)
}

func busy(tx *gorm.DB, site, mode, but string) ([]string, error) {
	var rows []holdRow
	err := tx.Table(holdTable).Where("site = ? AND mode = ? AND incident <> ?", site, mode, but).
		Order("since DESC").Limit(mostBusy).Find(&rows).Error
	var ids []string
	known := map[string]bool{}
	for _, r := range rows {
		if !known[r.Responder] {
			known[r.Responder], ids = true, append(ids, r.Responder)
		}
	}
	return ids, err
}

// Elsewhere gives who of an incident's site is held in other open incidents of its mode, and which of the people whom it holds
// itself others hold too: at its own site by their ids, at others by their numbers' hashes. Both are bounded, the latest first.
func (s *Store) Elsewhere(ctx context.Context, id string) (incident.Elsewhere, error) {
	var known incident.Elsewhere
	err := s.snapshot(ctx, func(tx *gorm.DB) error {
		var own []crewRow
		if err := tx.Table(crewTable).Where("incident = ?", id).Limit(1).Find(&own).Error; err != nil || len(own) == 0 {
			return err
		}
		var err error
		if known.Busy, err = busy(tx, own[0].Site, own[0].Mode, id); err == nil {
			known.Claims, err = claims(tx, own[0])
		}
		return err
	})
	return known, err
}

// claimRow is a hold of another incident on somebody whom one holds.
type claimRow struct {
	Incident  string
	Responder string
	Theirs    string
	Since     int64
	Doc       string
}

const claimsQuery = `
SELECT o.incident, m.responder AS responder, o.responder AS theirs, o.since, c.doc
FROM holds m JOIN holds o ON o.hash = m.hash AND o.incident <> m.incident JOIN crews c ON c.incident = o.incident
WHERE m.incident = ? AND m.hash <> '' AND o.mode = m.mode AND (o.site <> m.site OR o.responder = m.responder)
ORDER BY o.since DESC, o.incident LIMIT ?`

func claims(tx *gorm.DB, own crewRow) ([]incident.Claim, error) {
	var rows []claimRow
	if err := tx.Raw(claimsQuery, own.Incident, mostClaims).Scan(&rows).Error; err != nil {
		return nil, err
	}
	var list []incident.Claim
	for _, r := range rows {
		var w weight
		if err := decode(r.Incident, r.Doc, &w); err != nil {
			return nil, err
		}
		list = append(list, incident.Claim{
			Incident: r.Incident, Responder: r.Responder, Theirs: r.Theirs, Title: w.Title, Level: w.Level, Life: w.Life, Since: time.Unix(0, r.Since).UTC(),
		})
	}
	return list, nil
}

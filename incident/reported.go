package incident

// Reports: what the record of an incident that was declared by text begins with.

import (
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// The kinds of entries about a report.
const (
	KindReported  Kind = "incident.reported"
	KindConfirmed Kind = "incident.confirmed"
)

// logReport says who reported the incident by text, and who confirmed that it be declared.
func (i *Incident) logReport() {
	r := i.In.Report
	if r == nil || !i.rules(frozen.ReportsAreSaid) {
		return
	}
	clock := func(at time.Time) string { return i.roster().Zone.Local(i.In.At(at)).Format("15:04:05") }
	i.log(KindReported, r.By, words.Reporting(r.Name, clock(r.At), r.Said), about{Responder: r.By})
	i.log(KindConfirmed, r.Confirmed, words.ReportConfirmed(r.ConfirmedBy, clock(r.ConfirmedAt), r.Confirmed == r.By), about{Responder: r.Confirmed})
}

package metrics

// Whether somebody is not being reached: how the incidents stand, as the watchdog saw them, at the moment of asking.

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"muster/watchdog"
)

// Parts are what of this process is asked at each scrape.
type Parts struct {
	Standing func() watchdog.Standing // nil where nobody watches: then what it sees is not served
	Database func() bool              // whether it answers
	Ready    func() bool              // whether a declaration would be taken; nil where none is ever taken: then it is not served
	Degraded func() int               // how much does not work all the same
	Now      func() time.Time
	// Clocks tells by how much our clock is ahead of each that it was compared with.
	Clocks func() map[string]time.Duration
}

// describe is short for a gauge's description.
func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("muster_"+name, help, labels, nil)
}

var (
	openIncidents   = describe("incidents_open", "Incidents that run.", "mode")
	feltIncidents   = describe("incidents_felt", "Incidents of which the figures below are known: with very many, or a slow engine, they take some rounds.", "mode")
	lastRung        = describe("incidents_at_last_rung", "Incidents with a ladder that has nobody further to call.", "mode")
	oldestPage      = describe("page_oldest_unanswered_seconds", "How long ago the person was first called who has left a page unanswered for longest; 0: everybody has answered.", "mode")
	overdue         = describe("incident_overdue_seconds", "How late the most overdue thing is that an incident should have done by itself; 0: none is.", "mode")
	shadowLag       = describe("shadow_lag_seconds", "The age of the oldest entry that the database has not confirmed; 0: it has all.", "mode")
	troubles        = describe("watchdog_trouble", "Troubles that last, as the watchdog has found them.", "kind", "mode")
	scheduleLate    = describe("schedule_late_seconds", "How late the drill is that should have begun by the calendar and did not; 0: none is.")
	lastLook        = describe("watchdog_last_look_timestamp_seconds", "When the watchdog looked last; 0: never.")
	databaseAnswers = describe("database_up", "1 while Muster's own database answers.")
	ready           = describe("ready", "1 while a declaration would be taken; only of processes that take any.")
	clockOffset     = describe("clock_offset_seconds", "How far this machine's clock is ahead of another's, as that one's latest answer showed: to a second or two.", "of")
	degraded        = describe("degraded", "How many things do not work although declarations are taken: /readyz names them.")
)

// standing collects the figures of how all stands.
type standing struct{ Parts }

// Watch has the figures of how all stands served too.
func (m *Metrics) Watch(p Parts) error {
	if m == nil {
		return nil
	}
	return m.registry.Register(standing{p})
}

// Describe implements prometheus.Collector.
func (standing) Describe(all chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{openIncidents, feltIncidents, lastRung, oldestPage, overdue, shadowLag, troubles, scheduleLate, lastLook, databaseAnswers, ready, degraded, clockOffset} {
		all <- d
	}
}

// Collect implements prometheus.Collector.
func (s standing) Collect(all chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		all <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	gauge(databaseAnswers, truth(s.Database()))
	if s.Ready != nil {
		gauge(ready, truth(s.Ready()))
	}
	gauge(degraded, float64(s.Degraded()))
	for of, ahead := range s.Clocks() {
		gauge(clockOffset, ahead.Seconds(), of)
	}
	if s.Standing == nil {
		return
	}
	now, st := s.Now(), s.Standing()
	for mode, g := range map[string]watchdog.Group{"real": st.Real, "drill": st.Drill} {
		gauge(openIncidents, float64(g.Open), mode)
		gauge(feltIncidents, float64(g.Felt), mode)
		gauge(lastRung, float64(g.LastRung), mode)
		gauge(oldestPage, age(now, g.AskedSince), mode)
		gauge(overdue, age(now, g.DueAt), mode)
		gauge(shadowLag, age(now, g.UnshadowedSince), mode)
	}
	for _, t := range tally(st.Troubles) {
		gauge(troubles, t.count, string(t.kind), t.mode)
	}
	gauge(scheduleLate, late(now, st.Troubles))
	gauge(lastLook, unix(st.Looked))
}

// counted is how many troubles of a kind there are.
type counted struct {
	kind  watchdog.Kind
	mode  string
	count float64
}

// tally counts the troubles by kind, zeros too: an alert on what is missing is none.
func tally(open []watchdog.Open) []counted {
	var all []counted
	for _, kind := range watchdog.Kinds {
		real, drill := counted{kind, "real", 0}, counted{kind, "drill", 0}
		for _, o := range open {
			n := float64(max(1, len(o.Refs)))
			switch {
			case o.Kind == kind && o.Drill:
				drill.count += n
			case o.Kind == kind:
				real.count += n
			}
		}
		all = append(all, real, drill)
	}
	return all
}

// late is how late the drill is that has been missing for longest.
func late(now time.Time, open []watchdog.Open) float64 {
	most := 0.0
	for _, o := range open {
		if o.Kind == watchdog.NotBegun {
			most = max(most, age(now, &o.Since))
		}
	}
	return most
}

// age is how long ago a moment was; 0 where it is yet to come, or there is none.
func age(now time.Time, at *time.Time) float64 {
	if at == nil {
		return 0
	}
	return max(0, now.Sub(*at).Seconds())
}

func unix(at time.Time) float64 {
	if at.IsZero() {
		return 0
	}
	return float64(at.UnixMilli()) / 1000
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

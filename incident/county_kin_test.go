package incident_test

// Between the county's incidents: the shadow by which each learns whom the others hold, verdicts, errands and links.

import (
	"errors"
	"slices"
	"time"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/plans"
)

// flush writes what the shadow lacks, one write at a time, and then reads who is held elsewhere, as the program's activity does.
func (w *ward) flush() {
	changes := w.inc.Unshadowed()
	if w.flushing || changes.Empty() {
		return
	}
	w.flushing = true
	var crew *incident.Crew
	if changes.Head || len(changes.Seats) > 0 {
		c := w.inc.Crew(hashed)
		crew = &c
	}
	w.later(w.writeTakes(), func() {
		if crew != nil {
			w.crews[w.inc.In.ID] = *crew
		}
		w.later(w.between(100*time.Millisecond, 500*time.Millisecond), func() {
			w.flushing = false
			w.inc.Confirmed(changes)
			if w.blind = w.chance(0.02); !w.blind {
				w.inc.Learn(w.now, w.elsewhere())
			}
			w.turn()
		})
	})
}

func hashed(responder string) string { return "h-" + responder }

// writeTakes is how long a write takes; while the database is away, until some time after it is back.
func (w *ward) writeTakes() time.Duration {
	if !w.now.Before(w.away[0]) && w.now.Before(w.away[1]) {
		return w.away[1].Sub(w.now) + w.upTo(10*time.Second)
	}
	return w.between(10*time.Millisecond, 400*time.Millisecond)
}

// elsewhere is what the shadow's query gives an incident.
func (w *ward) elsewhere() incident.Elsewhere {
	mine := w.crews[w.inc.In.ID]
	known := incident.Elsewhere{Busy: w.busyBut(w.inc.In.ID)}
	for _, other := range w.wards {
		theirs := w.crews[other.inc.In.ID]
		for _, h := range theirs.Holds {
			if other != w && slices.ContainsFunc(mine.Holds, func(o incident.Hold) bool { return o.Responder == h.Responder }) {
				known.Claims = append(known.Claims, incident.Claim{
					Incident: other.inc.In.ID, Responder: h.Responder, Theirs: h.Responder, Title: theirs.Title, Level: theirs.Level, Life: theirs.Life, Since: h.Since,
				})
			}
		}
	}
	slices.SortStableFunc(known.Claims, func(a, b incident.Claim) int { return b.Since.Compare(a.Since) })
	return known
}

// busyBut are the people who are held in other incidents than one, as the shadow knows.
func (c *county) busyBut(id string) []string {
	var ids []string
	for _, w := range c.wards {
		for _, h := range c.crews[w.inc.In.ID].Holds {
			if w.inc.In.ID != id && !slices.Contains(ids, h.Responder) {
				ids = append(ids, h.Responder)
			}
		}
	}
	return ids
}

// tellOther brings a verdict to the incident that it is for.
func (w *ward) tellOther(v incident.Verdict) {
	other := w.ward(v.To)
	w.tell("%s tells %s about %s: let go %v", w.name(), other.name(), v.Claim.Responder, v.Claim.LetGo)
	other.telling++
	w.later(w.between(20*time.Millisecond, 800*time.Millisecond), func() {
		other.telling--
		if !other.inc.Ended() {
			other.inc.Claimed(other.now, v.Claim)
			other.turn()
		}
	})
}

// errand does an errand at another incident. It, or its answer, may get lost; it may be done twice.
func (w *ward) errand(e incident.Errand) {
	w.working++
	w.later(w.between(50*time.Millisecond, 2*time.Second), func() {
		if w.chance(0.1) {
			w.errandOver(e, nil)
			return
		}
		result := w.runErrand(e)
		if w.chance(0.1) {
			result = w.runErrand(e)
		}
		w.later(w.between(10*time.Millisecond, 3*time.Second), func() {
			if w.chance(0.1) {
				w.errandOver(e, nil)
				return
			}
			w.errandOver(e, &result)
		})
	})
}

// errandOver is what the incident hears of its errand; nil: nobody knows whether it was done.
func (w *ward) errandOver(e incident.Errand, r *incident.ErrandResult) {
	w.working--
	switch {
	case r == nil:
		w.inc.ErrandFailed(w.now, e)
	default:
		if r.Refused != nil {
			w.tell("%s: errand %s is refused: %s", w.name(), e.ID, r.Refused.Message)
		}
		w.inc.ErrandDone(w.now, e, *r)
	}
	w.turn()
}

func (w *ward) runErrand(e incident.Errand) incident.ErrandResult {
	var err error
	var taken incident.Taken
	if e.Kind == incident.ErrandOpen {
		err = w.openLinked(*e.Opening)
	} else if other := w.ward(e.To); other == nil {
		err = incident.Fail(incident.CodeNoIncident, "there is no incident %s", e.To)
	} else {
		taken, err = other.visited(e)
	}
	var refused *incident.Error
	if errors.As(err, &refused) {
		return incident.ErrandResult{Refused: refused}
	}
	return incident.ErrandResult{Taken: &taken}
}

// visited has another incident's errand done here, once.
func (w *ward) visited(e incident.Errand) (incident.Taken, error) {
	if _, done := w.inc.Applied(e.ID); !done {
		var err error
		switch e.Kind {
		case incident.ErrandHandOver:
			w.tell("%s is handed over to %s (%d holders)", e.Carried.From, w.name(), len(e.Carried.Holders))
			err = w.inc.Absorb(w.now, *e.Carried)
		case incident.ErrandMerge:
			err = w.merge(e.Into, e.By)
		case incident.ErrandTell:
			err = w.inc.EndLink(w.now, *e.Ending)
		case incident.ErrandOpen:
		}
		if err != nil {
			return incident.Taken{}, err
		}
		w.inc.Remember(e.ID, "")
		w.turn()
	}
	if e.Carried == nil {
		return incident.Taken{}, nil
	}
	return w.inc.TakenOf(*e.Carried), nil
}

// merge gives the order that an incident becomes a part of another one, of which the Desk asks first.
func (w *ward) merge(into, by string) error {
	other := w.ward(into)
	if other == nil {
		return incident.Fail(incident.CodeNoIncident, "there is no incident %s", into)
	}
	err := w.inc.Merge(w.now, incident.Merge{Into: into, By: by, Other: other.known(), Confirmation: incident.Confirmation{Confirm: true}})
	w.tell("%s is to become a part of %s: %v", w.name(), other.name(), err)
	return err
}

func (w *ward) known() incident.Other {
	in := w.inc.In
	return incident.Other{
		ID: in.ID, Plan: in.Plan.ID, Title: in.Plan.Title, Site: in.Site.ID, Mode: in.Declaration.Mode, State: w.inc.State.Lifecycle,
		Location: in.Declaration.Location, OpenedAt: w.inc.State.OpenedAt, ReportedBy: in.Declaration.ReportedBy,
	}
}

// mostWards bounds a county, whose plans could go on opening one another.
const mostWards = 4

// openLinked opens an incident for another one; asked again it finds that one.
func (c *county) openLinked(o incident.Opening) error {
	plan, ok := plans.Find(library(), o.Plan)
	switch {
	case c.ward(o.ID) != nil:
		return nil
	case !ok || len(c.wards) >= mostWards:
		return incident.Fail(incident.CodePlanRefused, "the plan %s is broken", o.Plan)
	}
	in := c.input(o.ID, plan, o.Location, o.Places)
	in.Parent, in.Declaration.Summary, in.Declaration.ReportedBy = &o.Parent, o.Summary, o.By
	c.declare(in)
	return nil
}

// declare opens an incident, and has those know of it that may be the same.
func (c *county) declare(in frozen.Input) *ward {
	w := c.open(in)
	for _, other := range c.wards {
		if other == w || other.inc.Ended() || other.inc.In.Plan.ID != in.Plan.ID || c.now.Sub(other.inc.State.OpenedAt) > 15*time.Minute {
			continue
		}
		for _, pair := range [][2]*ward{{w, other}, {other, w}} {
			c.later(c.upTo(2*time.Second), func() {
				pair[0].inc.MayBeSame(c.now, pair[1].known())
				pair[0].turn()
			})
		}
	}
	return w
}

// noticeOut reports that the last message of a notice has left.
func (w *ward) noticeOut(id string) {
	at := w.now
	w.inc.NoticeReported(w.now, incident.NoticeReport{Notice: id, Progress: notice.Progress{Sent: 5, LastAt: &at, Done: true}})
	w.turn()
}

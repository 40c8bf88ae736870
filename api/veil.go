package api

// The veil: what somebody does not see who only looks on. Such an account is often a screen in a lobby: how an incident stands is
// for everybody there, who people are and what they wrote is not.

import (
	"context"
	"slices"

	"muster/account"
	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
)

// hidden stands where somebody has written something, or where a sentence may name somebody.
const hidden = "***"

// hiddenLine is such a sentence of a timeline.
var hiddenLine = incident.Text{EN: "Not shown to you: it may name somebody, or hold what somebody wrote.", ZH: "不向您显示：可能含姓名或他人所写内容。"}

// impersonal are the kinds of entries whose sentences name nobody and quote nobody. What is not here is veiled, also what is new.
var impersonal = map[incident.Kind]bool{
	incident.KindSimulated: true, incident.KindAway: true, incident.KindEnded: true, incident.KindLikely: true, incident.KindLinked: true, incident.KindLinkEnded: true,
	incident.KindSeatFilled: true, incident.KindSeatOpened: true, incident.KindSeatNeeds: true, incident.KindShift: true, incident.KindRung: true,
	incident.KindStepOpened: true, incident.KindStepLate: true, incident.KindStepWithdrawn: true, incident.KindCallHanded: true, incident.KindContained: true,
	incident.KindNoticeSent: true, incident.KindNoticeRecorded: true, incident.KindNoticeStarted: true,
}

// seesPeople says whether somebody may see at a site who people are.
func seesPeople(ctx context.Context, site string) bool { return whoOf(ctx).May(account.People, site) }

// nobodys is a name that tells people apart on a screen, and no more.
func nobodys(name string) string {
	for _, first := range name {
		return string(first) + hidden
	}
	return ""
}

// veil hides a text where there is one.
func veil(text *string) *string {
	if text == nil || *text == "" {
		return text
	}
	said := hidden
	return &said
}

// by is who did something: the plan, and people by their ids, as they are; anybody else without a name.
func (s *server) by(site, who string) string {
	if known := s.site(site); who == incident.ByPlan || who == incident.ByAssumption || (known != nil && known.HasResponder(who)) {
		return who
	}
	return nobodys(who)
}

func (s *server) maybeBy(site string, who *string) *string {
	if who == nil {
		return nil
	}
	said := s.by(site, *who)
	return &said
}

// seen is an incident as whoever asks may see it, with all its lists.
func (s *server) seen(ctx context.Context, v incident.View) incident.View {
	if v = whole(v); seesPeople(ctx, v.Site) {
		return v
	}
	v.Summary, v.ReportedBy = *veil(&v.Summary), s.maybeBy(v.Site, v.ReportedBy)
	v.Seats, v.Pages, v.Messages = slices.Clone(v.Seats), unnamed(v.Pages), unnamed(v.Messages)
	for k := range v.Seats {
		v.Seats[k].Holders = slices.Clone(v.Seats[k].Holders)
		for n := range v.Seats[k].Holders {
			v.Seats[k].Holders[n].Name = nobodys(v.Seats[k].Holders[n].Name)
		}
	}
	v.Steps, v.Facts, v.Notices = slices.Clone(v.Steps), slices.Clone(v.Facts), slices.Clone(v.Notices)
	for k := range v.Steps {
		s.veilStep(v.Site, &v.Steps[k])
	}
	for k := range v.Facts {
		f := &v.Facts[k]
		if f.By = s.maybeBy(v.Site, f.By); f.Type == frozen.FactText {
			f.Value = veil(f.Value)
		}
	}
	for k := range v.Notices {
		s.veilNotice(v.Site, &v.Notices[k])
	}
	return v
}

func unnamed(pages []incident.PageView) []incident.PageView {
	pages = slices.Clone(pages)
	for k := range pages {
		pages[k].Name = nobodys(pages[k].Name)
	}
	return pages
}

func (s *server) veilStep(site string, v *incident.StepView) {
	v.By, v.Note, v.Reason = s.maybeBy(site, v.By), veil(v.Note), veil(v.Reason)
	if v.Evidence.Kind == frozen.EvidenceText || v.Evidence.Kind == frozen.EvidencePhoto {
		v.Value = veil(v.Value)
	}
}

// veilNotice leaves a notice's text: hundreds of residents have it.
func (s *server) veilNotice(site string, v *incident.NoticeView) {
	v.By, v.Reason, v.Approvals = s.by(site, v.By), veil(v.Reason), slices.Clone(v.Approvals)
	for k := range v.Approvals {
		v.Approvals[k].By = s.by(site, v.Approvals[k].By)
	}
}

// told are entries of an incident at a site as whoever asks may see them.
func (s *server) told(ctx context.Context, site string, entries []incident.Entry) []incident.Entry {
	if seesPeople(ctx, site) {
		return entries
	}
	entries = slices.Clone(entries)
	for k := range entries {
		e := &entries[k]
		if e.By = s.by(site, e.By); impersonal[e.Kind] && !named(*e) {
			continue
		}
		e.Text, e.Value = hiddenLine, *veil(&e.Value)
		if e.Reason != (incident.Text{}) {
			e.Reason = hiddenLine
		}
	}
	return entries
}

// named says whether an entry of an impersonal kind names somebody all the same: a ladder can be about a person.
func named(e incident.Entry) bool {
	return e.Kind == incident.KindRung && (e.Responder != "" || (e.Seat == "" && e.Step == ""))
}

// seenDrill is a schedule as whoever asks may see it.
func (s *server) seenDrill(ctx context.Context, v drill.ScheduleView) drill.ScheduleView {
	if v.ID == "" || seesPeople(ctx, v.Site) {
		return v
	}
	v.Summary, v.By, v.PausedBy, v.Overdue = *veil(&v.Summary), s.by(v.Site, v.By), s.maybeBy(v.Site, v.PausedBy), slices.Clone(v.Overdue)
	if v.Last != nil {
		last := *v.Last
		last.Why = veil(last.Why)
		v.Last = &last
	}
	for k := range v.Overdue {
		v.Overdue[k].Why = *veil(&v.Overdue[k].Why)
	}
	return v
}

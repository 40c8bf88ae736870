package incident

// Incidents that may be the same: each is told of the other, their declarers hear of it, and a commander is asked.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// meetAlike notes the incidents that may be the same as this one from its beginning, and has each of them told of it. A kill
// between the declaration and the telling loses nothing: what is to be told begins with the incident.
func (i *Incident) meetAlike() {
	if !i.rules(frozen.AlikeAreMet) {
		return
	}
	d := i.In.Declaration
	for _, a := range i.In.Alike {
		theirs := Other{
			ID: a.ID, Plan: i.In.Plan.ID, Title: i.In.Plan.Title, Site: i.In.Site.ID, Mode: d.Mode, State: Open,
			Location: a.Location, OpenedAt: a.OpenedAt, ReportedBy: a.ReportedBy,
		}
		ours := theirs
		ours.ID, ours.Location, ours.OpenedAt, ours.ReportedBy = i.In.ID, d.Location, i.State.OpenedAt, d.ReportedBy
		i.MayBeSame(i.now, theirs)
		i.errand(Errand{Kind: ErrandSame, To: a.ID, Same: &ours})
	}
}

// MayBeSame notes another incident that may be the same. Its declarer hears of that once, and the commander is asked.
func (i *Incident) MayBeSame(now time.Time, o Other) {
	i.now = now
	if slices.Contains(i.State.Likely, o.ID) || i.Ended() {
		return
	}
	i.State.Likely, i.State.HeadRev = append(i.State.Likely, o.ID), i.touch()
	i.log(KindLikely, "", words.MayBeSame(o.Title, o.Location, i.clock(o.OpenedAt, "en"), o.ID), about{Value: o.ID})
	if !i.rules(frozen.DuplicatesAreTold) {
		return
	}
	if id := i.whoIs(i.In.Declaration.ReportedBy); id != "" && !i.State.Kin.Told {
		i.State.Kin.Told = true
		i.tell(id, func(lang string) string {
			return words.ToldSame(lang, i.hazard(lang), words.Scene{Hazard: o.Title.In(lang), At: o.Location}, i.clock(o.OpenedAt, lang))
		})
	}
	asked := func(d Decision) bool { return d.About.Kind == AboutSame }
	if i.State.Lifecycle == Open && !slices.ContainsFunc(i.State.Kin.Decisions, asked) { // one such question at a time
		i.wants(Subject{AboutSame, o.ID}, &o)
	}
}

// forgetSame asks nobody any more whether another incident is the same: one that stands down is not merged.
func (i *Incident) forgetSame() {
	for _, d := range slices.Clone(i.State.Kin.Decisions) {
		if d.About.Kind == AboutSame {
			i.settleDecision(d.About)
		}
	}
}

package incident

// Notices to residents: who has to stand behind one, when it may leave, and what has become of it.

import (
	"slices"
	"strconv"
	"time"

	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/incident/words"
)

// The jobs of notices that are sent. Weigh: how many residents is it for? Begin: hand it over. Stop: send no more of it.
const (
	JobWeigh JobKind = "weigh"
	JobBegin JobKind = "begin"
	JobStop  JobKind = "stop"
)

// notified is the part of the state that is about notices.
type notified struct {
	Notices    []*notice.Notice `json:"notices,omitempty"`     // to residents
	NextNotice int              `json:"next_notice,omitempty"` // how many there have been
	Rests      bool             `json:"rests,omitempty"`       // only its notices are waited for, after the end

	Through map[string]string `json:"through,omitempty"` // by step: the account through which it was completed
}

// keepNotices is how many notices the state keeps; older ones that are over are on the timeline.
const keepNotices = 60

// noticeLadder is whom an approval is asked of: it climbs, and never lets a notice out by itself. [design]
var noticeLadder = []frozen.Late{
	{At: 0, Page: []frozen.Selector{frozen.Commander}},
	{At: time.Minute, Page: []frozen.Selector{frozen.Commander, frozen.Company}, Repeat: 2 * time.Minute},
}

// planNotice proposes the notice that a step sends. Whoever completed the step, or what comes before it, stands behind it.
func (i *Incident) planNotice(n *frozen.Notice, p *frozen.Step) {
	i.propose(i.fromStep(n, p))
}

// fromStep is the notice that a step sends.
func (i *Incident) fromStep(n *frozen.Notice, p *frozen.Step) notice.Notice {
	by, account := i.mover(p)
	return notice.Notice{
		Plan: n.ID, Step: p.ID, Kind: i.kindOf(n, p.Phase == frozen.Recovery), Audience: notice.Audience{Of: n.Audience, Zones: n.Zones, Assist: n.Assist, Places: i.reached(p)}, Text: i.noticeText(n, p),
		By: i.idOf(by), Account: account,
	}
}

// mover is who has brought it about that a step sends its notice, and through which account: whoever completed it, or else the
// latest of the steps before it.
func (i *Incident) mover(p *frozen.Step) (by, account string) {
	if p.Notice.At == frozen.AtDone {
		return i.step(p.ID).By, i.State.Through[p.ID]
	}
	by, at := ByPlan, time.Time{}
	for _, id := range p.After {
		for _, s := range i.instances(id) {
			if s.State == StepDone && s.DoneAt != nil && acted(s.By) && !s.DoneAt.Before(at) {
				by, account, at = s.By, i.State.Through[s.ID], *s.DoneAt
			}
		}
	}
	return by, account
}

// acted says whether somebody has done a thing, and not the plan.
func acted(by string) bool { return by != "" && by != ByPlan && by != ByAssumption }

// propose puts a notice on its way: to those who have to approve it, or at once to its residents.
func (i *Incident) propose(proposed notice.Notice) *notice.Notice {
	n := &proposed
	i.State.NextNotice++
	n.ID, n.At, n.State, n.Needs = "n"+strconv.Itoa(i.State.NextNotice), i.now, notice.Proposed, i.In.Site.Notices.Needs(i.In.Declaration.Mode)
	i.State.Notices = append(i.State.Notices, n)
	i.pruneNotices()
	i.changed(n)
	if n.Needs > 0 && acted(n.By) {
		i.consent(n, n.By, n.Account)
	}
	switch {
	case n.Lacks() > 0:
		i.noticeJob(JobWeigh, n)
	case n.State == notice.Proposed:
		i.letOut(n)
	}
	return n
}

func (i *Incident) changed(*notice.Notice) { i.State.HeadRev = i.touch() }

// pruneNotices lets the oldest notices go of which nothing more will become.
func (i *Incident) pruneNotices() {
	over := len(i.State.Notices) - keepNotices
	i.State.Notices = slices.DeleteFunc(slices.Clone(i.State.Notices), func(n *notice.Notice) bool {
		if over <= 0 || !n.Over() {
			return false
		}
		over--
		return true
	})
}

func (i *Incident) findNotice(id string) *notice.Notice {
	for _, n := range i.State.Notices {
		if n.ID == id {
			return n
		}
	}
	return nil
}

func aboutNotice(n *notice.Notice) Subject { return Subject{AboutNotice, n.ID} }

func (i *Incident) noticeJob(kind JobKind, n *notice.Notice) {
	i.State.Jobs = append(i.State.Jobs, Job{
		ID: string(kind) + "-" + n.ID, Kind: kind, Step: n.Step, Notice: n.ID, Audience: n.Audience.Of, Zones: n.Audience.Zones, Assist: n.Audience.Assist,
		Places: n.Audience.Places, Text: n.Text, Rate: i.In.Site.Notices.Rate,
	})
}

// consent has somebody stand behind a notice; when enough people do, it leaves.
func (i *Incident) consent(n *notice.Notice, by, account string) {
	n.Consent(by, account, i.now)
	i.changed(n)
	i.log(KindNoticeApproved, by, words.NoticeApproved(n.Name(), i.name(by), n.Lacks()), i.noticeEntry(n))
	if n.Lacks() == 0 {
		i.decideNotice(n)
		i.letOut(n)
		return
	}
	if c := i.climb(aboutNotice(n)); c != nil && !i.beingAsked(c.About) {
		i.hurry(c)
	}
}

// decideNotice ends the asking about a notice.
func (i *Incident) decideNotice(n *notice.Notice) {
	i.halt(aboutNotice(n))
	i.dropAll(aboutNotice(n))
}

func (i *Incident) letOut(n *notice.Notice) {
	n.State = notice.Approved
	i.changed(n)
	i.noticeJob(JobBegin, n)
	i.stopOthers(n)
}

func (i *Incident) stopping(n *notice.Notice) bool {
	return slices.ContainsFunc(i.State.Jobs, func(j Job) bool { return j.Kind == JobStop && j.Notice == n.ID })
}

// dropNotice ends a notice that was never approved.
func (i *Incident) dropNotice(n *notice.Notice) {
	n.State = notice.Rejected
	i.changed(n)
	i.decideNotice(n)
	i.log(KindNoticeRejected, ByPlan, words.NoticeDropped(n.Name()), i.noticeEntry(n))
}

// standDownNotices ends what waits for approval at the stand-down, but for an all clear; after a false alarm nothing of what is
// leaving goes on.
func (i *Incident) standDownNotices(outcome frozen.Outcome) {
	for _, n := range i.State.Notices {
		switch {
		case n.Kind == notice.AllClear:
		case n.State == notice.Proposed:
			i.dropNotice(n)
		case n.State == notice.Sending && outcome == frozen.FalseAlarm && !i.stopping(n):
			i.noticeJob(JobStop, n)
		}
	}
}

// endNotices ends what waits for approval when the incident does.
func (i *Incident) endNotices() {
	for _, n := range i.State.Notices {
		if n.State == notice.Proposed {
			i.dropNotice(n)
		}
	}
}

// undecided says whether a notice waits for approval: the incident is not closed over it.
func (i *Incident) undecided() bool {
	return slices.ContainsFunc(i.State.Notices, func(n *notice.Notice) bool { return n.State == notice.Proposed })
}

func (i *Incident) noticeEntry(n *notice.Notice) about {
	ref := about{Step: n.Step, detail: detail{Notice: n.Name()}}
	if n.Reach != nil {
		ref.Value = strconv.Itoa(n.Reach.Residents)
	}
	return ref
}

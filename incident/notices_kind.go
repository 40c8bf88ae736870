package incident

// What a notice is to its readers: the first one, an update or an all clear; and which of the others it puts an end to.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/notice"
)

// kindOf is what a notice of the plan is to its readers: what the plan says, or else what its step and the notices before it make
// of it.
func (i *Incident) kindOf(n *frozen.Notice, recovery bool) notice.Kind {
	supersedes := i.rules(frozen.NoticesSupersede)
	switch {
	case supersedes && n.Kind != "":
		return n.Kind
	case recovery:
		return notice.AllClear
	case supersedes && n.Corrects != "":
		return notice.Update
	case slices.ContainsFunc(i.State.Notices, func(o *notice.Notice) bool {
		if supersedes {
			return o.State != notice.Rejected && o.State != notice.Lost
		}
		return o.Plan == n.ID
	}):
		return notice.Update
	}
	return notice.First
}

// kindByHand is what a notice of the plan is that somebody sends without its step and without saying what it is.
func (i *Incident) kindByHand(n *frozen.Notice) notice.Kind {
	if !i.rules(frozen.NoticesSupersede) {
		return notice.Update
	}
	return i.kindOf(n, slices.ContainsFunc(i.In.Plan.Steps, func(p frozen.Step) bool {
		return p.Phase == frozen.Recovery && p.Notice != nil && p.Notice.ID == n.ID
	}))
}

// planned is a notice of the plan, nil if it has none of that id.
func (i *Incident) planned(id string) *frozen.Notice {
	for k := range i.In.Plan.Notices {
		if n := &i.In.Plan.Notices[k]; n.ID == id {
			return n
		}
	}
	return nil
}

// ends says whether a notice that goes out puts an end to another one: an all clear to whatever is none, a correction to what it
// corrects if all who are still to read that read the correction.
func (i *Incident) ends(n, other *notice.Notice) bool {
	if n == other || other.Kind == notice.AllClear {
		return false
	}
	return n.Kind == notice.AllClear || i.corrects(n, other)
}

func (i *Incident) corrects(n, other *notice.Notice) bool {
	p := i.planned(n.Plan)
	if p == nil || p.Corrects == "" || p.Corrects != other.Plan || n.At.Before(other.At) || !i.rules(frozen.NoticesSupersede) {
		return false
	}
	return i.placed(n.Audience).Covers(i.placed(other.Audience))
}

// placed is an audience with the places that it means.
func (i *Incident) placed(a notice.Audience) notice.Audience {
	if len(a.Places) == 0 {
		a.Places = i.In.Declaration.Places
	}
	return a
}

// stopOthers ends what is still leaving and waiting to which a notice puts an end: who has not been told yet hears the newer one.
func (i *Incident) stopOthers(newer *notice.Notice) {
	for _, n := range i.State.Notices {
		switch {
		case !i.ends(newer, n):
		case n.State == notice.Proposed:
			i.dropNotice(n)
		case n.State == notice.Sending && !i.stopping(n):
			i.noticeJob(JobStop, n)
		}
	}
}

// overtaken says whether a notice that puts an end to another one was let out while that was being handed over.
func (i *Incident) overtaken(n *notice.Notice) bool {
	return slices.ContainsFunc(i.State.Notices, func(newer *notice.Notice) bool {
		return i.ends(newer, n) && !newer.At.Before(n.At) && (newer.State == notice.Approved || newer.State == notice.Sending)
	})
}

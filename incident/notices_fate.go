package incident

// What becomes of notices that were handed over: how many they are for, how far they have come, and their end.

import (
	"strconv"
	"time"

	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/incident/words"
)

// NoticeReport tells an incident how far one of its notices has come.
type NoticeReport struct {
	Notice   string          `json:"notice"`
	Progress notice.Progress `json:"progress"`
}

// noticeDone takes in what became of a notice's job.
func (i *Incident) noticeDone(j Job, r JobResult) {
	n := i.findNotice(j.Notice)
	if n == nil || j.Kind == JobStop {
		return
	}
	n.Reach = &notice.Reach{Residents: r.Told, OptedOut: r.OptedOut, Parts: r.Parts, Rate: r.Rate}
	by := i.now.Add(i.real(n.Reach.Takes() + i.ahead(n)))
	n.LastBy = &by
	i.changed(n)
	switch {
	case j.Kind == JobWeigh:
		i.weighed(n)
	case r.Contained:
		n.State, n.LastBy = notice.Contained, nil
		i.log(KindContained, "", words.NoticeContained(n.Name(), r.Told), i.noticeEntry(n))
	default:
		i.begun(n)
	}
}

// ahead is how long the notices of this incident take that are leaving already.
func (i *Incident) ahead(but *notice.Notice) time.Duration {
	var wait time.Duration
	for _, n := range i.State.Notices {
		if n != but && n.State == notice.Sending && n.Reach.Residents > 0 {
			left := float64(max(0, n.Reach.Residents-n.Progress.Handled())) / float64(n.Reach.Residents)
			wait += time.Duration(left * float64(n.Reach.Takes()))
		}
	}
	return wait
}

// weighed asks for approval of a notice of which it is known now how many residents it is for.
func (i *Incident) weighed(n *notice.Notice) {
	if n.State != notice.Proposed {
		return
	}
	i.log(KindNoticeProposed, n.By, words.NoticeProposed(n.Name(), n.Reach.Residents, n.Reach.Parts, n.Lacks(), i.clockText(n.LastBy)), i.noticeEntry(n))
	i.begin(aboutNotice(n))
}

func (i *Incident) begun(n *notice.Notice) {
	at := i.now
	n.State, n.StartedAt = notice.Sending, &at
	i.log(KindNoticeStarted, n.By, words.NoticeStarted(n.Name(), n.Reach.Residents, n.Reach.Parts, n.Reach.OptedOut, i.clockText(n.LastBy)), i.noticeEntry(n))
	if n.Reach.Residents == 0 || n.Progress.Done {
		i.noticeOut(n)
	}
	if n.Kind == notice.AllClear || n.State != notice.Sending {
		return
	}
	if i.State.Ending == frozen.FalseAlarm || i.overtaken(n) { // it was being handed over when that became known
		i.noticeJob(JobStop, n)
	}
}

// noticeLost notes a job of a notice that could not be done. Whoever has to approve one is asked all the same.
func (i *Incident) noticeLost(j Job) {
	n := i.findNotice(j.Notice)
	switch {
	case n == nil || j.Kind == JobStop:
	case j.Kind == JobWeigh && n.State == notice.Proposed:
		i.log(KindNoticeProposed, n.By, words.NoticeProposedUnweighed(n.Name(), n.Lacks()), i.noticeEntry(n))
		i.begin(aboutNotice(n))
	case j.Kind == JobBegin:
		n.State = notice.Lost
		i.changed(n)
		i.log(KindJobLost, "", words.NoticeUnsent(n.Name()), i.noticeEntry(n))
	}
}

// NoticeReported takes in how far a notice has come. Reports may come twice, and in any order.
func (i *Incident) NoticeReported(now time.Time, r NoticeReport) {
	i.now = now
	n := i.findNotice(r.Notice)
	if n == nil || n.Over() || !r.Progress.Newer(n.Progress) {
		return
	}
	n.Progress = r.Progress
	i.changed(n)
	if n.Progress.Done && n.State == notice.Sending {
		i.noticeOut(n)
	}
}

// noticeOut records the end of a notice.
func (i *Incident) noticeOut(n *notice.Notice) {
	n.State, n.Progress.Done = notice.Sent, true
	i.changed(n)
	p := n.Progress
	tally := words.NoticeTally{Name: n.Name(), Sent: p.Sent, Residents: n.Reach.Residents, Failed: p.Failed(), OptedOut: p.OptedOut}
	if p.LastAt != nil {
		tally.Last = i.clock(i.In.At(*p.LastAt), "en")
	}
	for _, f := range p.Failures {
		tally.Reasons = append(tally.Reasons, f.Why+" "+strconv.Itoa(f.Count))
	}
	ref := i.noticeEntry(n)
	ref.Value = strconv.Itoa(p.Sent)
	i.log(KindNoticeSent, "", words.NoticeOut(tally), ref)
}

// lastReport is for how long after a notice must be over its last report may still come. [design]
const lastReport = 5 * time.Minute

// waitsFor is until when an incident that has ended waits for the end of a notice that is leaving: for as long as it can take.
func (i *Incident) waitsFor(n *notice.Notice) time.Time {
	until := i.restsAt()
	if n.LastBy != nil && i.rules(frozen.NoticesEndRecorded) {
		return later(until, n.LastBy.Add(i.real(notice.OverdueBy+lastReport)))
	}
	return until
}

// Resting says whether the incident has ended a while ago and waits for nothing but its notices. Texts are for it no more: they go
// where they go once there is no incident.
func (i *Incident) Resting(now time.Time) bool {
	return i.State.EndedAt != nil && i.rules(frozen.NoticesEndRecorded) && !now.Before(i.restsAt())
}

func (i *Incident) restsAt() time.Time { return i.State.EndedAt.Add(i.real(lastQuestions)) }

// outlasted is until when an incident that has ended waits for one of its notices; what then still leaves goes on without it. ok is
// false while it has not ended, and where nothing is leaving.
func (i *Incident) outlasted() (until time.Time, ok bool) {
	if i.State.EndedAt == nil {
		return time.Time{}, false
	}
	for _, n := range i.State.Notices {
		if n.State != notice.Sending || n.GoesOn {
			continue
		}
		if at := i.waitsFor(n); !ok || at.Before(until) {
			until, ok = at, true
		}
	}
	return until, ok
}

// dueOfNotices is when an incident that has ended rests, and when it waits for its notices no longer.
func (i *Incident) dueOfNotices() []time.Time {
	until, ok := i.outlasted()
	if !ok {
		return nil
	}
	if i.State.Rests || !i.rules(frozen.NoticesEndRecorded) {
		return []time.Time{until}
	}
	return []time.Time{i.restsAt(), until}
}

// outlast notes that the incident rests, and the notices that go on after the incident's record is closed.
func (i *Incident) outlast() {
	i.State.Rests = i.Resting(i.now)
	until, ok := i.outlasted()
	if !ok || until.After(i.now) {
		return
	}
	for _, n := range i.State.Notices {
		if n.State == notice.Sending && !n.GoesOn && !i.waitsFor(n).After(i.now) {
			n.GoesOn = true
			i.changed(n)
			i.log(KindNoticeStarted, "", words.NoticeGoesOn(n.Name(), n.Progress.Sent, n.Reach.Residents, i.clockText(n.LastBy)), i.noticeEntry(n))
		}
	}
}

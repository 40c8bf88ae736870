package incident

// The timeline: the append-only record of an incident.

import (
	"slices"
	"time"
)

// Kind names what a timeline entry records: lower case, with dots.
type Kind string

// The kinds (CONTRACT.md section 2).
const (
	KindOpened         Kind = "incident.opened"
	KindSimulated      Kind = "carrier.simulated"
	KindStandDown      Kind = "incident.standing.down"
	KindEnded          Kind = "incident.ended"
	KindCancelled      Kind = "incident.cancelled"
	KindNote           Kind = "note.added"
	KindRung           Kind = "rung.reached"
	KindPageSent       Kind = "page.sent"
	KindPageAccepted   Kind = "page.accepted"
	KindPageOnScene    Kind = "page.on.scene"
	KindPageDeclined   Kind = "page.declined"
	KindPageSeen       Kind = "page.seen"
	KindPageStoodDown  Kind = "page.stood.down"
	KindUnreachable    Kind = "page.unreachable"
	KindUnknown        Kind = "page.unknown"
	KindThrottled      Kind = "page.throttled"
	KindDuplicate      Kind = "page.duplicated"
	KindTaskSent       Kind = "task.sent"
	KindNoteSent       Kind = "message.sent"
	KindReply          Kind = "reply.received"
	KindSeatFilled     Kind = "seat.filled"
	KindSeatReopened   Kind = "seat.reopened"
	KindSeatOpened     Kind = "seat.opened"
	KindSeatNeeds      Kind = "seat.needs.changed"
	KindSeatAssigned   Kind = "seat.assigned"
	KindInHand         Kind = "ladder.in.hand"
	KindPromiseMissed  Kind = "promise.missed"
	KindStepOpened     Kind = "step.opened"
	KindStepStarted    Kind = "step.started"
	KindStepDone       Kind = "step.done"
	KindStepSkipped    Kind = "step.skipped"
	KindStepLate       Kind = "step.late"
	KindStepExtended   Kind = "step.extended"
	KindStepWithdrawn  Kind = "step.withdrawn"
	KindUndone         Kind = "answer.undone"
	KindStepAdded      Kind = "step.added"
	KindStepReassigned Kind = "step.reassigned"
	KindPhoto          Kind = "photo.added"
	KindFact           Kind = "fact.stated"
	KindAsked          Kind = "question.sent"
	KindMissed         Kind = "question.missed"
	KindPlace          Kind = "place.added"
	KindSeatReleased   Kind = "seat.released"
	KindLevel          Kind = "level.changed"
	KindCommand        Kind = "command.changed"
	KindCommandSought  Kind = "command.sought"
	KindBrief          Kind = "command.briefed"
	KindOverruled      Kind = "command.overruled"
	KindReliefAsked    Kind = "relief.asked"
	KindRelieved       Kind = "seat.relieved"
	KindTaken          Kind = "person.taken"
	KindLetGo          Kind = "person.let.go"
	KindRoster         Kind = "roster.refreshed"
	KindShift          Kind = "shift.changed"
	KindCheckAsked     Kind = "check.in.asked"
	KindCheckMissed    Kind = "check.in.missed"
	KindCheckAnswered  Kind = "check.in.answered"
	KindDanger         Kind = "danger.reported"
	KindHelp           Kind = "help.asked"
	KindJobLost        Kind = "job.lost"
	KindLikely         Kind = "incident.possible.duplicate"
	KindPaused         Kind = "drill.paused"
	KindResumed        Kind = "drill.resumed"
	KindContained      Kind = "drill.contained"
	KindNoticeSent     Kind = "notice.sent"
	KindNoticeRecorded Kind = "notice.recorded"
	KindNoticeProposed Kind = "notice.proposed"
	KindNoticeApproved Kind = "notice.approved"
	KindNoticeRejected Kind = "notice.rejected"
	KindNoticeStarted  Kind = "notice.started"
	KindCallHanded     Kind = "call.handed"
	KindMerging        Kind = "incident.merging"
	KindMerged         Kind = "incident.merged"
	KindNotMerged      Kind = "incident.not.merged"
	KindCarried        Kind = "seat.carried"
	KindDecided        Kind = "decision.made"
	KindLinked         Kind = "incident.linked"
	KindNotLinked      Kind = "incident.not.linked"
	KindLinkEnded      Kind = "incident.link.ended"
)

// Entry is one line of the timeline. Seq rises by one from 1.
type Entry struct {
	Seq  int       `json:"seq"`
	At   time.Time `json:"at"`
	Kind Kind      `json:"kind"`
	By   string    `json:"by"`
	Text Text      `json:"text"`
	about
}

// about is what an entry refers to.
type about struct {
	Seat      string `json:"seat,omitempty"`
	Step      string `json:"step,omitempty"`
	Page      string `json:"page,omitempty"`
	Responder string `json:"responder,omitempty"`
	Fact      string `json:"fact,omitempty"`
	Value     string `json:"value,omitempty"`
	Rung      int    `json:"rung,omitempty"`
	detail
}

func (i *Incident) log(kind Kind, by string, text Text, ref about) {
	i.State.Entries = append(i.State.Entries, Entry{Seq: i.State.NextSeq, At: i.now, Kind: kind, By: by, Text: text, about: ref})
	i.State.NextSeq++
	i.State.Rev++
}

// Changes is what the shadow has not confirmed yet: entries, and the parts of the incident that have changed.
type Changes struct {
	Rev     int
	Head    bool
	Entries []Entry
	Seats   []*Seat
	Steps   []*Step
	Facts   []*Fact
	Pages   []*Page
	Deeds   []Deed
}

// mostEntries bounds what is written to the shadow at once, of entries as of deeds; the rest follows.
const mostEntries = 500

// Unshadowed collects what the shadow has not confirmed.
func (i *Incident) Unshadowed() Changes {
	rev := i.State.Shadowed
	entries := i.State.Entries[:min(len(i.State.Entries), mostEntries)]
	deeds := i.State.Deeds[:min(len(i.State.Deeds), mostEntries)]
	c := Changes{Rev: i.State.Rev, Head: i.State.HeadRev > rev, Entries: slices.Clone(entries), Deeds: slices.Clone(deeds)}
	for _, s := range i.State.Seats {
		if s.Rev > rev {
			c.Seats = append(c.Seats, s)
		}
	}
	for _, s := range i.State.Steps {
		if s.Rev > rev {
			c.Steps = append(c.Steps, s)
		}
	}
	for k := range i.In.Plan.Facts {
		f := i.fact(i.In.Plan.Facts[k].ID)
		if f == nil && rev == 0 {
			f = &Fact{ID: i.In.Plan.Facts[k].ID, Rev: 1} // not stated yet
		}
		if f != nil && f.Rev > rev {
			c.Facts = append(c.Facts, f)
		}
	}
	for _, p := range i.State.Pages {
		if p.Rev > rev {
			c.Pages = append(c.Pages, p)
		}
	}
	return c
}

// Confirmed notes that the shadow holds what a call of Unshadowed gave: those entries and deeds leave the state.
func (i *Incident) Confirmed(c Changes) {
	i.State.Shadowed = c.Rev
	i.State.Entries = slices.DeleteFunc(i.State.Entries, func(e Entry) bool { return e.Seq <= c.Last() })
	i.State.Deeds = slices.Delete(i.State.Deeds, 0, len(c.Deeds)) // others have only come behind them
}

// Empty says whether the shadow has everything. Deeds go along with what they changed: they are no reason of their own to write.
func (c Changes) Empty() bool {
	return !c.Head && len(c.Entries)+len(c.Seats)+len(c.Steps)+len(c.Facts)+len(c.Pages) == 0
}

// Last is the highest Seq among the entries, 0 if there are none.
func (c Changes) Last() int {
	if len(c.Entries) == 0 {
		return 0
	}
	return c.Entries[len(c.Entries)-1].Seq
}

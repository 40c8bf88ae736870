package incident

// Fates: what a wave or a question has learnt about an attempt, and what follows from it.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// Failure says why a message did not get through, in the carrier's classes.
type Failure string

// The failures that change what is done next.
const (
	FailRecipient   Failure = "recipient"
	FailOptedOut    Failure = "opted-out"
	FailUnreachable Failure = "unreachable"
	FailFiltered    Failure = "filtered"
	FailQueueFull   Failure = "queue-full" // the carrier had taken it, and then had more of ours than it sends
	FailAccount     Failure = "account"    // the carrier had taken it, and then would not serve our account or number
	FailUnsaid      Failure = "unsaid"     // why is not known
	FailWrongNumber Failure = "wrong-number"
	FailRefused     Failure = "refused"   // a drill's carrier does not know the number
	FailBusy        Failure = "busy"      // of a call: engaged
	FailNoAnswer    Failure = "no-answer" // of a call: nobody took it
	FailNoVoice     Failure = "no-voice"  // of a call: the carrier calls nobody, or not this number
	FailNoKey       Failure = "no-key"    // of a call: it was taken, and no key said yes or no
)

// settle notes the fate of an attempt; an unknown one is asked about after a while, unless a receipt has told already.
func (i *Incident) settle(r Result, wait time.Duration) {
	p, a := i.attemptOf(r.Page, r.Attempt)
	if a == nil || a.CarrierID != "" {
		return
	}
	if i.another(p, a, r) {
		r.Fate = FateUnknown
	}
	all := i.aboard(p, a)
	for _, b := range all {
		i.settleOne(b.page, b.attempt, r, wait)
	}
	i.alight(all, r.Fate)
}

func (i *Incident) settleOne(p *Page, a *Attempt, r Result, wait time.Duration) {
	p.Rev = i.touch()
	switch r.Fate {
	case FateSent:
		i.sent(p, a, r.CarrierID)
	case FateFailed:
		a.AskAt, a.Body = nil, ""
		if i.rules(frozen.FailuresKeepIDs) {
			a.CarrierID = r.CarrierID
		}
		i.failed(p, a, AttemptFailed, r.Failure)
	case FateNotStarted:
		i.notStarted(p, a, r)
	case FateAbsent:
		i.absent(p, a)
	case FateUnknown:
		if a.State == AttemptSending {
			a.State = AttemptUnknown
			if a.N < p.Made {
				a.State = AttemptSuperseded
			}
			i.log(KindUnknown, "", words.SendUnknown(i.name(p.Responder)), about{Page: p.ID, Responder: p.Responder, detail: detail{Attempt: a.N}})
		}
		at := i.now.Add(i.real(wait))
		a.AskAt = &at
	}
}

// another says whether what was found is another message with the same words, or another call.
func (i *Incident) another(p *Page, a *Attempt, r Result) bool {
	found := r.Fate == FateSent || (r.Fate == FateFailed && r.CarrierID != "" && i.rules(frozen.FailuresKeepIDs))
	return found && slices.Contains(i.known(p.Responder, a), r.CarrierID)
}

func (i *Incident) notStarted(p *Page, a *Attempt, r Result) {
	if a.N < p.Made {
		a.State, a.Body = AttemptSuperseded, ""
		return
	}
	a.State = AttemptWaiting
	if r.After > 0 {
		at := i.now.Add(i.real(max(r.After, backOff(a.Deferred))))
		a.NotBefore = &at
		if a.Deferred == 0 {
			i.log(KindThrottled, "", words.SendLater(i.name(p.Responder), r.Why), about{Page: p.ID, Responder: p.Responder, detail: detail{Attempt: a.N}})
		}
		a.Deferred++
	}
}

// backOff is how long a message waits that has been refused n times before: up to a third of the bound of RESPONSE.md 3.5.
func backOff(n int) time.Duration { return min(time.Second<<min(n, 3), LongestBackOff) }

func (i *Incident) sent(p *Page, a *Attempt, id string) {
	a.State, a.CarrierID, a.AskAt, a.Body = AttemptSent, id, nil, ""
	p.Rev = i.touch()
	ref := about{Page: p.ID, Responder: p.Responder, Step: p.Step, detail: detail{Attempt: a.N}}
	switch p.Kind {
	case CallPage:
		ref.Seats = p.seats()
		i.log(KindPageSent, "", i.sentBy(p, a), ref)
	case TaskPage:
		i.log(KindTaskSent, "", words.TaskSent(i.name(p.Responder), i.planStep(p.Step).Title), ref)
	case QuestionPage:
		ref.Fact = p.Fact
		i.log(KindAsked, "", words.QuestionSent(i.name(p.Responder), i.asks(p)), ref)
	case NotePage:
		i.log(KindNoteSent, "", words.NoteSent(i.name(p.Responder)), ref)
	}
}

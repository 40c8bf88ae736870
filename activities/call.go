package activities

// Calling: a page that goes out as a call. It is placed once, by the rules of a message; what the carrier's list says of it is
// told apart by recipient and time, since a call has no text there.

import (
	"cmp"
	"context"
	"slices"
	"time"

	"muster/carrier"
	"muster/incident"
	"muster/incident/words"
)

// ringFor is how long a phone rings before the network gives up: most mailboxes take a call later. [design]
const ringFor = 25 * time.Second

// call places one call. Where the carrier of today has no voice, or lets this account call nobody, the page goes out by the next
// channel: it does not wait for the operator, as a message would.
func (p *Pager) call(ctx context.Context, id string, s incident.Send) incident.Result {
	r := incident.Result{Page: s.Page, Attempt: s.Attempt}
	if p.Voice == nil {
		r.Fate, r.Failure = incident.FateFailed, incident.FailNoVoice
		return r
	}
	record, err := p.Voice.Call(ctx, carrier.Call{
		To: s.To, Ring: ringFor, Tag: carrier.Tag{Incident: id, Page: s.Page, Attempt: s.Attempt},
		Speech: carrier.Speech{Language: s.Language, Text: s.Body, Bye: words.CallBye(s.Language), Ask: 1},
	})
	if err != nil {
		r = fate(r, err)
		if r.Why == string(carrier.Account) {
			r.Fate, r.After, r.Failure = incident.FateFailed, 0, incident.FailNoVoice
		}
		return r
	}
	r.Fate, r.CarrierID = incident.FateSent, record.ID
	return r
}

// findCall looks for the call among those that the carrier has accepted for the phone: the one nearest to when the attempt was
// begun that is no other attempt's. ok is false if the carrier did not say.
func (p *Pager) findCall(ctx context.Context, id string, q incident.Ask) (found *carrier.CallRecord, ok bool) {
	if p.Voice == nil {
		return nil, true
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	records, err := p.Voice.FindCalls(ctx, carrier.Query{To: q.To, Since: q.Since, Limit: mostFound})
	if err != nil {
		return nil, false
	}
	begun, until := q.Since.Add(incident.AskBefore), q.Until.Truncate(time.Second) // the list tells times to the second
	records = slices.DeleteFunc(records, func(r carrier.CallRecord) bool {
		late := !q.Until.IsZero() && !r.Created.Before(until)
		return late || r.Created.Before(q.From.Truncate(time.Second)) || slices.Contains(q.Known, r.ID)
	})
	slices.Reverse(records) // of two that are equally near, the older one
	slices.SortStableFunc(records, func(a, b carrier.CallRecord) int {
		return cmp.Compare(a.Created.Sub(begun).Abs(), b.Created.Sub(begun).Abs())
	})
	ids := make([]string, len(records))
	for k, r := range records {
		ids[k] = r.ID
	}
	if k := p.adopt(ctx, id, q, ids); k >= 0 {
		return &records[k], true
	}
	return nil, true
}

// adoptedCall takes a call that the carrier had accepted as the attempt.
func adoptedCall(r incident.Result, found carrier.CallRecord) incident.Result {
	r.Fate, r.CarrierID = incident.FateSent, found.ID
	if failure := CallFailure(found.Status, 0); failure != "" {
		r.Fate, r.Failure = incident.FateFailed, failure
	}
	return r
}

// CallFailure names why nobody took a call in the incident's words; empty while it is not over, and for one that was taken.
func CallFailure(status carrier.CallStatus, code int) incident.Failure {
	class, failed := carrier.ClassifyCall(status, code)
	switch {
	case !failed:
		return ""
	case status == carrier.CallBusy:
		return incident.FailBusy
	case status == carrier.CallNoAnswer:
		return incident.FailNoAnswer
	}
	return Failure(class)
}

// ContainedCalls is a drill's voice: it refuses every number that known does not name as a responder's. Where there is no voice,
// a drill has none.
func ContainedCalls(voice carrier.Caller, known func(phone string) bool) carrier.Caller {
	if voice == nil {
		return nil
	}
	return containedCalls{Caller: voice, known: known}
}

type containedCalls struct {
	carrier.Caller
	known func(phone string) bool
}

// Call implements carrier.Caller.
func (c containedCalls) Call(ctx context.Context, call carrier.Call) (carrier.CallRecord, error) {
	if !c.known(call.To) {
		return carrier.CallRecord{}, &carrier.Error{Class: carrier.Recipient, Err: ErrContained}
	}
	return c.Caller.Call(ctx, call)
}

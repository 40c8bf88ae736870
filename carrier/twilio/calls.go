package twilio

// Calls: how they are placed, and the vendor's list of them.

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"muster/carrier"
)

const (
	maxTwiML = 4000 // characters, of what a call is placed with
	minRing  = 5 * time.Second
	maxRing  = 600 * time.Second
)

var _ carrier.Caller = (*Carrier)(nil)

var errNoVoice = errors.New("this carrier calls nobody: it has no number to call from")

// callEvents are the moments of a call that the vendor is to report.
var callEvents = []string{"initiated", "answered", "completed"}

// Speaks says whether calls can be placed: there is a number to call from, and an address for the keys.
func (c *Carrier) Speaks() bool { return c.options.VoiceFrom != "" && c.options.VoiceURL != "" }

// Call implements carrier.Caller: one request, never repeated.
func (c *Carrier) Call(ctx context.Context, call carrier.Call) (carrier.CallRecord, error) {
	spoken, err := c.spoken(call)
	if err != nil {
		return carrier.CallRecord{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	exchange := c.begin(ctx)
	answer, err := exchange.service().CreateCall(c.callParams(call, spoken))
	if err != nil {
		return carrier.CallRecord{}, exchange.failure(err)
	}
	record := callOf(*answer)
	if record.ID == "" {
		return carrier.CallRecord{}, exchange.failure(errUnreadable)
	}
	return record, nil
}

// spoken is what a call says, as the vendor reads it. It refuses what must not reach the network, or what that would refuse.
func (c *Carrier) spoken(call carrier.Call) (string, error) {
	switch {
	case !c.Speaks():
		return "", &carrier.Error{Class: carrier.Account, Err: errNoVoice}
	case !carrier.ValidNumber(call.To):
		return "", &carrier.Error{Class: carrier.Recipient, Err: errors.New("not an E.164 number")}
	case c.vendor && carrier.Demonstration(call.To):
		return "", &carrier.Error{Class: carrier.Recipient, Err: errors.New("a demonstration number is never called by the vendor")}
	case call.Speech.Text == "" || !utf8.ValidString(call.Speech.Text):
		return "", &carrier.Error{Class: carrier.Bug, Err: errors.New("what is said must be UTF-8, and not nothing")}
	}
	spoken, err := speech(c.options.VoiceURL, call.Tag, call.Speech)
	if err == nil && utf8.RuneCountInString(spoken) > maxTwiML {
		err = errors.New("what is said is too long")
	}
	if err != nil {
		return "", &carrier.Error{Class: carrier.Bug, Err: errors.New("what is said cannot be put into 4000 characters of TwiML")}
	}
	return spoken, nil
}

func (c *Carrier) callParams(call carrier.Call, spoken string) *openapi.CreateCallParams {
	params := &openapi.CreateCallParams{}
	params.SetTo(call.To).SetFrom(c.options.VoiceFrom).SetTwiml(spoken)
	params.SetStatusCallback(c.callback(call.Tag)).SetStatusCallbackEvent(callEvents)
	if call.Ring > 0 {
		params.SetTimeout(int(min(max(call.Ring, minRing), maxRing) / time.Second))
	}
	return params
}

// FindCalls implements carrier.Caller. The list tells times to the second, so what was created in the second of q.Since counts.
func (c *Carrier) FindCalls(ctx context.Context, q carrier.Query) ([]carrier.CallRecord, error) {
	if !c.Speaks() {
		return nil, &carrier.Error{Class: carrier.Account, Err: errNoVoice}
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	params := &openapi.ListCallParams{}
	params.SetTo(q.To).SetFrom(c.options.VoiceFrom).SetPageSize(min(atMost(q.Limit, maxLimit), pageSize))
	found, whole, err := gather(q.Since, atMost(q.Limit, maxLimit), callCreated, func(token, number string) ([]openapi.ApiV2010Call, *string, error) {
		return c.callPage(ctx, params, token, number)
	})
	if err != nil {
		return nil, err
	}
	records := make([]carrier.CallRecord, 0, len(found))
	for _, call := range found {
		records = append(records, callOf(call))
	}
	slices.SortStableFunc(records, func(a, b carrier.CallRecord) int { return b.Created.Compare(a.Created) })
	if !whole {
		return records, &carrier.Error{Class: carrier.Ambiguous, Written: true, Err: carrier.ErrCut}
	}
	return records, nil
}

// callPage reads one page of the list of calls; an empty one is a page all the same.
func (c *Carrier) callPage(ctx context.Context, params *openapi.ListCallParams, token, number string) ([]openapi.ApiV2010Call, *string, error) {
	exchange := c.begin(ctx)
	page, err := exchange.service().PageCall(params, token, number)
	if err == nil && page.Calls == nil {
		err = errUnreadable
	}
	if err != nil {
		return nil, nil, exchange.failure(err)
	}
	return page.Calls, page.NextPageUri, nil
}

func callOf(call openapi.ApiV2010Call) carrier.CallRecord {
	return carrier.CallRecord{ID: text(call.Sid), To: text(call.To), Status: callStatusOf(text(call.Status)), Created: callCreated(call)}
}

func callCreated(call openapi.ApiV2010Call) time.Time { return moment(text(call.DateCreated)) }

// callStatusOf reads the vendor's status of a call. One that we do not know still proves that the call was taken.
func callStatusOf(status string) carrier.CallStatus {
	if s := carrier.CallStatus(status); s.After("") {
		return s
	}
	return carrier.CallQueued
}

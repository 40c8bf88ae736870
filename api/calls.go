package api

// Calls: keys that people press in the calls that incidents place, and how those calls go.

import (
	"context"
	"strconv"

	"muster/carrier"
	"muster/incident"
	"muster/incident/words"
)

// receiveKey takes in a key, and answers with what the call says next. A call that is none of ours is hung up on.
func (s *server) receiveKey(ctx context.Context, in *webhookInput) (*markupOutput, error) {
	if s.Webhooks.Verify(in.request) != nil {
		return nil, badSignature()
	}
	press, err := s.Webhooks.Press(in.request)
	if err != nil {
		return nil, incomplete()
	}
	if !incidentIDs.MatchString(press.Tag.Incident) {
		return s.rendered("")
	}
	engine, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTimeout) // whoever hangs up has pressed
	defer cancel()
	said, err := s.Desk.Press(engine, press.Tag.Incident, pressOf(press))
	if err != nil {
		s.Log.WarnContext(ctx, "a key was not taken", "request", requestOf(ctx).id, "incident", press.Tag.Incident, "call", press.CallID, "error", causes(err))
		return s.say(press.Tag, notTaken(press))
	}
	return s.say(press.Tag, carrier.Speech{Language: said.Language, Text: said.Text, Bye: said.Bye, Ask: said.Ask})
}

func (s *server) say(tag carrier.Tag, speech carrier.Speech) (*markupOutput, error) {
	body, err := s.Webhooks.Speech(tag, speech)
	if err != nil {
		return nil, err
	}
	return &markupOutput{ContentType: markup, Body: body}, nil
}

// pressOf puts a carrier's key into an incident's words. The same key in the same round of a call is the same key.
func pressOf(p carrier.Press) incident.Press {
	return incident.Press{
		ID: p.CallID + "-" + strconv.Itoa(p.Round) + "-" + p.Key, Page: p.Tag.Page, Attempt: p.Tag.Attempt, CarrierID: p.CallID, Key: p.Key, Round: p.Round,
	}
}

// notTaken asks for a key again that the engine could not take, in both languages: whose call it is only the incident knows.
func notTaken(p carrier.Press) carrier.Speech {
	said := words.CallNotTaken()
	return carrier.Speech{Language: "zh", Text: said.ZH + " " + said.EN, Ask: max(1, p.Round)}
}

// callReceiptOf puts what a carrier says of a call into an incident's words. Whatever it says, it proves that the call was taken.
func callReceiptOf(r carrier.Receipt, failure incident.Failure) incident.Receipt {
	receipt := incident.Receipt{Page: r.Tag.Page, Attempt: r.Tag.Attempt, CarrierID: r.ID, State: incident.AttemptSent, Failure: failure}
	switch {
	case r.Call == carrier.CallFailed:
		receipt.State = incident.AttemptFailed
	case failure != "":
		receipt.State = incident.AttemptUndelivered
	case r.Call == carrier.CallCompleted:
		receipt.State = incident.AttemptDelivered
	}
	return receipt
}

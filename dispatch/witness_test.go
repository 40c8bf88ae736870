package dispatch_test

// What a record says of who said what: on a phone that two people share, and while the record is being sealed.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/update/v1"
	"google.golang.org/protobuf/types/known/timestamppb"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/record"
	"muster/roster"
	"muster/workflows"
)

// chronicle is a history that is written by hand, an event a second.
type chronicle struct {
	t      *testing.T
	events []*history.HistoryEvent
}

func (c *chronicle) add(event *history.HistoryEvent) int64 {
	id := int64(len(c.events) + 1)
	event.EventId, event.EventTime = id, timestamppb.New(time.Date(2026, 11, 23, 2, 0, int(id), 0, time.UTC))
	c.events = append(c.events, event)
	return id
}

func (c *chronicle) payloads(of any) *common.Payloads {
	c.t.Helper()
	written, err := packed.ToPayloads(of)
	require.NoError(c.t, err)
	return written
}

func (c *chronicle) begins(start workflows.Start) {
	c.add(&history.HistoryEvent{Attributes: &history.HistoryEvent_WorkflowExecutionStartedEventAttributes{
		WorkflowExecutionStartedEventAttributes: &history.WorkflowExecutionStartedEventAttributes{Input: c.payloads(start)},
	}})
}

func (c *chronicle) schedules(activity string, input any) {
	c.add(&history.HistoryEvent{Attributes: &history.HistoryEvent_ActivityTaskScheduledEventAttributes{
		ActivityTaskScheduledEventAttributes: &history.ActivityTaskScheduledEventAttributes{ActivityType: &common.ActivityType{Name: activity}, Input: c.payloads(input)},
	}})
}

func (c *chronicle) hears(text workflows.Inbound, reply string) {
	accepted := c.add(&history.HistoryEvent{Attributes: &history.HistoryEvent_WorkflowExecutionUpdateAcceptedEventAttributes{
		WorkflowExecutionUpdateAcceptedEventAttributes: &history.WorkflowExecutionUpdateAcceptedEventAttributes{
			AcceptedRequest: &update.Request{Input: &update.Input{Name: workflows.Answer, Args: c.payloads(text)}},
		},
	}})
	c.add(&history.HistoryEvent{Attributes: &history.HistoryEvent_WorkflowExecutionUpdateCompletedEventAttributes{
		WorkflowExecutionUpdateCompletedEventAttributes: &history.WorkflowExecutionUpdateCompletedEventAttributes{
			AcceptedEventId: accepted, Outcome: &update.Outcome{Value: &update.Outcome_Success{Success: c.payloads(reply)}},
		},
	}})
}

func (c *chronicle) isSignalled(text workflows.Inbound) {
	c.add(&history.HistoryEvent{Attributes: &history.HistoryEvent_WorkflowExecutionSignaledEventAttributes{
		WorkflowExecutionSignaledEventAttributes: &history.WorkflowExecutionSignaledEventAttributes{SignalName: workflows.AnswerArrived, Input: c.payloads(text)},
	}})
}

// record is what is made of it.
func (c *chronicle) record() record.Record {
	return recordOf(c.t, &past{runs: map[string][]*history.HistoryEvent{"only": c.events}, order: []string{"only"}}, nil)
}

// sharedPage is a page to somebody, sent as a part of one message.
func sharedPage(id, responder, code, carrierID string) incident.ShadowPage {
	return incident.ShadowPage{View: incident.PageView{
		ID: id, Kind: incident.CallPage, Responder: responder, Phone: incident.Mask("+12025550161"), Token: &code,
		Attempts: []incident.AttemptView{{N: 1, Channel: frozen.SMS, CarrierID: &carrierID, State: incident.AttemptDelivered}},
	}}
}

func TestRecordSaysWhoOfThoseWhoShareAPhoneAnsweredAndWhatBothWereSent(t *testing.T) {
	const phone, joint = "+12025550161", "Zhou Min: K7M 1. Wu Gang: K7P 1."
	c := &chronicle{t: t}
	c.begins(workflows.Start{In: frozen.Input{ID: "inc-golden", Quarter: 2, Site: frozen.Site{Roster: roster.Roster{
		Responders: []roster.Responder{{ID: "zhou-min", Phone: phone}, {ID: "wu-gang", Phone: phone}, {ID: "li-hua", Phone: "+12025550162"}},
	}}}})
	c.schedules(workflows.WaveSent, workflows.Wave{Sends: []incident.Send{{Page: "p1", Attempt: 1, To: phone, Body: joint}}})
	c.hears(workflows.Inbound{ID: "SM-1", From: phone, Body: "1"}, "Who answers?")
	c.hears(workflows.Inbound{ID: "SM-2", From: phone, Body: "k7p 1"}, "Accepted")
	c.hears(workflows.Inbound{ID: "SM-3", From: "+12025550162", Body: "1"}, "Accepted")
	c.schedules(workflows.ShadowRecorded, incident.Shadow{
		Incident: "inc-golden", Rev: 1, Head: &incident.View{State: incident.Closed}, Entries: []incident.Entry{{Seq: 1, Kind: incident.KindOpened}},
		Pages: []incident.ShadowPage{sharedPage("p1", "zhou-min", "K7M", "SM-out"), sharedPage("p2", "wu-gang", "K7P", "SM-out")},
	})
	r := c.record()
	require.Len(t, r.Answers, 3)
	require.Empty(t, r.Answers[0].Responder, "nobody's in particular")
	require.Equal(t, "wu-gang", r.Answers[1].Responder)
	require.Equal(t, "li-hua", r.Answers[2].Responder)
	require.Equal(t, "Who answers?", r.Answers[0].Reply)
	require.Len(t, r.Ledger, 2)
	for _, m := range r.Ledger {
		require.Equal(t, joint, m.Body, m.Responder)
	}
	require.Equal(t, 2, r.Declared.Quarter)
}

func TestNumbersInWhatWasSaidAreMasked(t *testing.T) {
	carrierID := "SM-out"
	c := &chronicle{t: t}
	c.begins(workflows.Start{In: frozen.Input{ID: "inc-golden"}})
	c.schedules(workflows.WaveSent, workflows.Wave{Sends: []incident.Send{{Page: "p1", Attempt: 1, Body: "Call Sun Hao +12025550115."}}})
	c.hears(workflows.Inbound{ID: "SM-1", From: "+12025550161", Body: "my other phone is 202 555 0199"}, "Sun Hao +12025550115 has been told.")
	c.schedules(workflows.ShadowRecorded, incident.Shadow{
		Incident: "inc-golden", Rev: 1, Head: &incident.View{State: incident.Closed}, Pages: []incident.ShadowPage{sharedPage("p1", "zhou-min", "K7M", carrierID)},
	})
	r := c.record()
	require.Equal(t, "Call Sun Hao +1******15.", r.Ledger[0].Body)
	require.Equal(t, "my other phone is 20******99", r.Answers[0].Body)
	require.Equal(t, "Sun Hao +1******15 has been told.", r.Answers[0].Reply)
}

func TestWhatComesWhileTheRecordIsSealedIsNoPartOfIt(t *testing.T) {
	c := &chronicle{t: t}
	c.begins(workflows.Start{In: frozen.Input{ID: "inc-golden"}})
	c.schedules(workflows.ShadowRecorded, incident.Shadow{Incident: "inc-golden", Rev: 1, Head: &incident.View{State: incident.Closed}})
	c.isSignalled(workflows.Inbound{ID: "SM-1", From: "+12025550161", Body: "1"})
	c.schedules(workflows.RecordSealed, struct{}{})
	first, err := record.Seal(c.record())
	require.NoError(t, err)
	c.isSignalled(workflows.Inbound{ID: "SM-2", From: "+12025550161", Body: "7"})
	c.hears(workflows.Inbound{ID: "SM-3", From: "+12025550161", Body: "7"}, "")
	again, err := record.Seal(c.record())
	require.NoError(t, err)
	require.Equal(t, string(first), string(again), "each try gives the same")
	require.Len(t, c.record().Answers, 1)
}

func TestMessageThatWasPutOffSaysWhatItSaidAsItLeft(t *testing.T) {
	carrierID := "SM-out"
	c := &chronicle{t: t}
	c.begins(workflows.Start{In: frozen.Input{ID: "inc-golden"}})
	c.schedules(workflows.WaveSent, workflows.Wave{Sends: []incident.Send{{Page: "p1", Attempt: 1, Body: "first"}}})
	c.schedules(workflows.WaveSent, workflows.Wave{Sends: []incident.Send{{Page: "p1", Attempt: 1, Body: "second"}}})
	c.schedules(workflows.ShadowRecorded, incident.Shadow{
		Incident: "inc-golden", Rev: 1, Head: &incident.View{State: incident.Closed}, Pages: []incident.ShadowPage{sharedPage("p1", "zhou-min", "K7M", carrierID)},
	})
	require.Equal(t, "second", c.record().Ledger[0].Body)
}

package main

// Histories, as the engine's own page serves them.

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/stretchr/testify/require"
)

// event is what is read of an event of a history.
type event struct {
	ID        int64     `json:"eventId,string"`
	Time      time.Time `json:"eventTime"`
	Type      string    `json:"eventType"`
	Scheduled struct {
		Type struct{ Name string } `json:"activityType"`
	} `json:"activityTaskScheduledEventAttributes"`
	Started struct {
		Of int64 `json:"scheduledEventId,string"`
	} `json:"activityTaskStartedEventAttributes"`
	Completed struct {
		Of int64 `json:"scheduledEventId,string"`
	} `json:"activityTaskCompletedEventAttributes"`
}

// engine is the address of the engine's page.
type engine string

// freeEngine picks an address for the page.
func freeEngine(t *stage) (engine, string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	return engine("http://" + address), address
}

// history reads every event of an incident.
func (e engine) history(t *stage, id string) []event {
	var all []event
	for token := ""; ; {
		query := url.Values{"maximumPageSize": {"200"}, "nextPageToken": {token}}
		response, err := http.Get(fmt.Sprintf("%s/api/v1/namespaces/muster/workflows/%s/history?%s", e, id, query.Encode()))
		require.NoError(t, err)
		var page struct {
			History       struct{ Events []event }
			NextPageToken string
		}
		err = json.NewDecoder(response.Body).Decode(&page)
		_ = response.Body.Close()
		require.NoError(t, err)
		all = append(all, page.History.Events...)
		if token = page.NextPageToken; token == "" {
			return all
		}
	}
}

// ended reads the history of an incident whose workflow ends.
func (e engine) ended(t *stage, id string) []event {
	var events []event
	until(t, "the end of the workflow", func() bool {
		events = e.history(t, id)
		return events[len(events)-1].Type == "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED"
	})
	return events
}

// legs are the moments of the first page in an incident's history.
type legs struct{ opened, begun, decided, taken, done time.Time }

func legsOf(events []event) legs {
	var l legs
	var wave int64
	for _, e := range events {
		switch {
		case e.ID == 1:
			l.opened = e.Time
		case e.Type == "EVENT_TYPE_WORKFLOW_TASK_STARTED" && l.begun.IsZero():
			l.begun = e.Time
		case e.Scheduled.Type.Name == "SendWave" && wave == 0:
			wave, l.decided = e.ID, e.Time
		case wave != 0 && e.Started.Of == wave:
			l.taken = e.Time
		case wave != 0 && e.Completed.Of == wave:
			l.done = e.Time
		}
	}
	return l
}

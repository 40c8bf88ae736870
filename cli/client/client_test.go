package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
	"muster/incident/frozen"
)

// serve answers by a handler, and gives a client for it.
func serve(t *testing.T, handler http.HandlerFunc) *client.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	api, err := client.New(server.URL, "a-token-of-16-chars")
	require.NoError(t, err)
	return api
}

func TestAnAddressMustBeOne(t *testing.T) {
	for _, wrong := range []string{"", "localhost:8080", "ftp://host", "http://", "http://h?x=1", "::"} {
		_, err := client.New(wrong, "")
		require.ErrorContains(t, err, "is no address", wrong)
	}
	api, err := client.New("https://muster.example/sub/", "")
	require.NoError(t, err)
	require.Equal(t, "https://muster.example/sub", api.Address())
}

func TestListsAreReadToTheirEnd(t *testing.T) {
	api := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("Authorization") + " " + r.URL.Query().Get("state") + r.URL.Query().Get("cursor") {
		case "Bearer a-token-of-16-chars open":
			fmt.Fprint(w, `{"items":[{"id":"inc-1","opened_at":"2026-11-22T19:00:00.000Z"}],"next_cursor":"2"}`)
		case "Bearer a-token-of-16-chars open2":
			fmt.Fprint(w, `{"items":[{"id":"inc-2","opened_at":"2026-11-22T20:00:00.000Z"}],"next_cursor":null}`)
		}
	})
	found, err := api.Incidents(t.Context(), client.Filter{State: "open"})
	require.NoError(t, err)
	require.Len(t, found, 2)
	require.Equal(t, "inc-2", found[0].ID, "the newest first")
}

func TestAnIncidentIsPrintedAsItWasRead(t *testing.T) {
	api := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"id":"inc-1","of_a_later_version":[1,2]}`)
	})
	found, err := api.Incident(t.Context(), "inc-1")
	require.NoError(t, err)
	printed, err := json.Marshal(found)
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"inc-1","of_a_later_version":[1,2]}`, string(printed))
}

func TestPartsOfAnAddressAreEscaped(t *testing.T) {
	paths := make(chan string, 1)
	api := serve(t, func(w http.ResponseWriter, r *http.Request) {
		paths <- r.URL.EscapedPath()
		fmt.Fprint(w, `{"id":"inc-1"}`)
	})
	_, err := api.Order(t.Context(), "inc-1", []string{"steps", "F02/..?x", "done"}, nil)
	require.NoError(t, err)
	require.Equal(t, "/api/v1/incidents/inc-1/steps/F02%2F..%3Fx/done", <-paths)
}

func TestARefusalIsReadWithItsFaults(t *testing.T) {
	api := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprint(w, `{"title":"A field does not fit","detail":"The summary is too long.","code":"field_invalid","errors":[{"location":"body.summary","message":"Shorten it."},{"location":"","message":"And more."}]}`)
	})
	_, err := api.Incident(t.Context(), "inc-1")
	require.EqualError(t, err, "The summary is too long.\n  summary: Shorten it.\n  And more.")
	require.Equal(t, http.StatusUnprocessableEntity, client.Status(err))
	require.False(t, client.Passing(err))
}

func TestAnAnswerThatIsNotMustersIsARefusalToo(t *testing.T) {
	for body, c := range map[string]struct {
		status  int
		says    string
		passing bool
	}{
		"<html>502</html>":     {502, "Muster answered 502 Bad Gateway without saying why", true},
		"<html>welcome</html>": {200, "see whether MUSTER_URL names Muster", false},
		`{"title":"Too many"}`: {429, "Too many", true},
	} {
		api := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			fmt.Fprint(w, body)
		})
		_, err := api.Incident(t.Context(), "inc-1")
		require.ErrorContains(t, err, c.says)
		require.Equal(t, c.passing, client.Passing(err), body)
	}
}

func TestNobodyThereIsSaidWithWhatToDo(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	api, err := client.New("http://"+listener.Addr().String(), "")
	require.NoError(t, err)
	_, err = api.Incidents(t.Context(), client.Filter{})
	require.EqualError(t, err, "Muster is not running at "+api.Address()+": start it with `make up` or `bin/muster up`, or set MUSTER_URL.")
	require.True(t, client.Passing(err))
}

func TestAnInterruptedCallSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	api := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := api.Incident(ctx, "inc-1")
	require.ErrorIs(t, err, context.Canceled)
}

// cutting answers only after its connection was cut a number of times.
func cutting(t *testing.T, cuts int, seen func(r *http.Request)) *client.Client {
	calls := 0
	var mu sync.Mutex
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen(r)
		if calls++; calls <= cuts {
			panic(http.ErrAbortHandler)
		}
		fmt.Fprint(w, `{"id":"inc-1"}`)
	})
}

func TestADeclarationIsRepeatedUnderItsKeyUntilItHasArrived(t *testing.T) {
	keys := make(chan string, 100)
	api := cutting(t, 2, func(r *http.Request) { keys <- r.Header.Get("Idempotency-Key") })
	opened, err := api.Declare(t.Context(), client.Declaration{Declaration: frozen.Declaration{Plan: "fire"}}, "k1")
	require.NoError(t, err)
	require.Equal(t, "inc-1", opened.ID)
	require.Len(t, keys, 3)
	require.Equal(t, []string{"k1", "k1", "k1"}, []string{<-keys, <-keys, <-keys})
}

func TestAnOrderIsRepeatedUnderOneKeyAndGivenUpInTheEnd(t *testing.T) {
	keys := make(chan string, 100)
	api := cutting(t, 100, func(r *http.Request) { keys <- r.Header.Get("Idempotency-Key") })
	_, err := api.Order(t.Context(), "inc-1", []string{"notes"}, map[string]any{"text": "x"})
	require.ErrorContains(t, err, "did not answer. It may have done what was asked")
	first := <-keys
	require.NotEmpty(t, first)
	require.Len(t, keys, 2)
	require.Equal(t, []string{first, first}, []string{<-keys, <-keys})
}

func TestARefusedDeclarationIsNotRepeated(t *testing.T) {
	calls := 0
	api := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		calls++
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprint(w, `{"detail":"The engine cannot be reached."}`)
	})
	_, err := api.Declare(t.Context(), client.Declaration{}, "k1")
	require.EqualError(t, err, "The engine cannot be reached.")
	require.Equal(t, 1, calls)
}

func TestAStoryIsPartOfTheDeclaration(t *testing.T) {
	data, err := json.Marshal(client.Declaration{Declaration: frozen.Declaration{Plan: "fire"}, Story: &frozen.Story{Speed: 60}})
	require.NoError(t, err)
	require.True(t, strings.Contains(string(data), `"plan":"fire"`) && strings.Contains(string(data), `"speed":60`), string(data))
	data, err = json.Marshal(client.Declaration{})
	require.NoError(t, err)
	require.NotContains(t, string(data), "story")
}

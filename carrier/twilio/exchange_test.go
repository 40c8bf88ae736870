package twilio_test

// Answers as they come in the wild, and what the adapter makes of them.

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
)

func TestAnswersAreReadUpToTheirBound(t *testing.T) {
	port := against(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_, _ = fmt.Fprintf(w, `{"sid":"SM1","body":"%s"}`, strings.Repeat("x", 2<<20))
	})
	_, err := port.Send(within(t), page())
	require.Equal(t, carrier.Ambiguous, classOf(t, err))
}

func TestAnAnswerWithoutEndIsLeft(t *testing.T) {
	gone := make(chan struct{})
	port := against(t, func(w http.ResponseWriter, _ *http.Request) {
		defer close(gone)
		w.WriteHeader(http.StatusCreated)
		for more := []byte(strings.Repeat(" ", 4096)); ; {
			if _, err := w.Write(more); err != nil {
				return
			}
		}
	})
	_, err := port.Send(within(t), page())
	require.Equal(t, carrier.Ambiguous, classOf(t, err))
	require.NotErrorIs(t, err, context.DeadlineExceeded, "it was read for as long as time allowed")
	<-gone // the connection was closed
}

func TestASuccessWithoutAnIdIsAmbiguous(t *testing.T) {
	for _, answer := range []string{"", "{}", "null", "[]", "<html>login here</html>", `{"sid":""}`, `{"sid":7}`, `{"status":"queued"}`} {
		for _, status := range []int{http.StatusOK, http.StatusCreated} {
			port := against(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = w.Write([]byte(answer))
			})
			_, err := port.Send(within(t), page())
			var failure *carrier.Error
			require.ErrorAs(t, err, &failure)
			require.Equal(t, carrier.Ambiguous, failure.Class, answer)
			require.Equal(t, status, failure.Status)
			require.True(t, failure.Written)
		}
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		var requests atomic.Int64
		port := against(t, func(w http.ResponseWriter, _ *http.Request) {
			requests.Add(1)
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(created))
		})
		_, err := port.Send(within(t), page())
		require.Equal(t, carrier.Ambiguous, classOf(t, err))
		require.EqualValues(t, 1, requests.Load())
	}
}

func TestErrorsWithoutJSONAreSortedByStatus(t *testing.T) {
	for status, want := range map[int]carrier.Class{400: carrier.Bug, 401: carrier.Account, 404: carrier.Account, 429: carrier.Throttled, 500: carrier.Ambiguous, 502: carrier.Ambiguous, 504: carrier.Ambiguous} {
		for _, body := range []string{"", "{}", "<html></html>", `{"code":"x"}`, strings.Repeat("x", 2<<20)} {
			port := against(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = w.Write([]byte(body))
			})
			_, err := port.Send(within(t), page())
			var failure *carrier.Error
			require.ErrorAs(t, err, &failure)
			require.Equal(t, want, failure.Class, "HTTP %d", status)
			require.Equal(t, status, failure.Status)
		}
	}
}

func TestEachAnswersHeaderIsTold(t *testing.T) {
	status := http.StatusUnauthorized
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	t.Cleanup(server.Close)
	o, dates := options(server.URL), []string{}
	o.Answered = func(h http.Header, asked, at time.Time) {
		require.False(t, at.Before(asked))
		dates = append(dates, h.Get("Date"))
	}
	port := adapter(t, o)
	for range 2 {
		_, err := port.Send(within(t), page())
		require.Error(t, err)
		status = http.StatusOK
	}
	require.Len(t, dates, 2, "of those that are no success too")
	require.NotContains(t, dates, "")
}

func TestRetryAfterIsSecondsOrADate(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "0": 0, "-3": 0, "soon": 0, "99999999": 24 * time.Hour, "Mon, 02 Jan 2006 15:04:05 GMT": 0,
	} {
		port := against(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		_, err := port.Send(within(t), page())
		var failure *carrier.Error
		require.ErrorAs(t, err, &failure)
		require.Equal(t, want, failure.RetryAfter, header)
	}
	port := against(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", time.Now().Add(time.Minute).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusTooManyRequests)
	})
	_, err := port.Send(within(t), page())
	var failure *carrier.Error
	require.ErrorAs(t, err, &failure)
	require.InDelta(t, time.Minute, failure.RetryAfter, float64(5*time.Second))
}

func TestAnUntrustedCertificateIsTheOperatorsMatter(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	_, err := adapter(t, options(server.URL)).Send(within(t), page())
	var failure *carrier.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, carrier.Account, failure.Class)
	require.False(t, failure.Written)
	require.ErrorContains(t, failure.Err, "certificate")
}

func TestACallEndsByItselfWhenTheCarrierIsSilent(t *testing.T) {
	gone := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		<-r.Context().Done()
		close(gone)
	}))
	t.Cleanup(server.Close)
	o := options(server.URL)
	o.Timeout = 50 * time.Millisecond
	_, err := adapter(t, o).Send(context.Background(), page())
	require.Equal(t, carrier.Ambiguous, classOf(t, err))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	<-gone
}

package twilio_test

// Reading the vendor's list.

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func listed(id string, created time.Time, more map[string]any) map[string]any {
	m := map[string]any{"sid": id, "to": phone, "body": "hi", "status": "sent", "date_created": created.Format(time.RFC1123Z)}
	for name, value := range more {
		m[name] = value
	}
	return m
}

func answerList(w http.ResponseWriter, next string, messages ...map[string]any) {
	if messages == nil {
		messages = []map[string]any{}
	}
	page := map[string]any{"messages": messages, "next_page_uri": nil}
	if next != "" {
		page["next_page_uri"] = next
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(page)
}

func TestFindAsksByRecipientWithoutADate(t *testing.T) {
	var query string
	port := against(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.RawQuery
		answerList(w, "")
	})
	found, err := port.Find(within(t), carrier.Query{To: phone, Since: noon})
	require.NoError(t, err)
	require.Empty(t, found)
	require.Equal(t, "From=%2B12025550100&PageSize=50&To=%2B12025550123", query)
	_, err = port.Find(within(t), carrier.Query{To: phone, Limit: 5000})
	require.NoError(t, err)
	require.Contains(t, query, "PageSize=50", "a page of many long texts would be more than is read of an answer")
}

func TestFindTurnsPagesUntilTheyAreTooOld(t *testing.T) {
	var tokens []string
	port := against(t, func(w http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.URL.Query().Get("PageToken")+"/"+r.URL.Query().Get("Page"))
		n := len(tokens)
		next := fmt.Sprintf("http://elsewhere.example/2010-04-01/Accounts/x/Messages.json?PageToken=t%d&Page=%d", n, n)
		answerList(w, next, listed(strconv.Itoa(n), noon.Add(-time.Duration(n)*time.Minute), nil))
	})
	found, err := port.Find(within(t), carrier.Query{To: phone, Since: noon.Add(-2 * time.Minute)})
	require.NoError(t, err)
	require.Len(t, found, 2)
	require.Equal(t, []string{"/", "t1/1", "t2/2"}, tokens, "pages are asked of our carrier, wherever the answer points")
}

func TestFindTurnsNoPageMoreThanItNeeds(t *testing.T) {
	var requests atomic.Int64
	port := against(t, func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		answerList(w, "/x?PageToken=t&Page=1", listed("SM2", noon, nil), listed("SM1", noon, nil))
	})
	found, err := port.Find(within(t), carrier.Query{To: phone, Since: noon, Limit: 2})
	require.ErrorIs(t, err, carrier.ErrCut, "what is on the next page may be new enough as well")
	require.Equal(t, carrier.Ambiguous, classOf(t, err))
	require.Len(t, found, 2)
	require.EqualValues(t, 1, requests.Load())
}

// A phone that was sent a lot long ago has a long list, of which only the beginning matters.
func TestAListIsWholeOnceItHasPassedTheMoment(t *testing.T) {
	port := against(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("PageToken") != "" {
			answerList(w, "/x?PageToken=t&Page=2", listed("SM0", noon.Add(-2*time.Hour), nil))
			return
		}
		answerList(w, "/x?PageToken=t&Page=1", listed("SM3", noon, nil), listed("SM2", noon, nil), listed("SM1", noon.Add(-time.Hour), nil))
	})
	found, err := port.Find(within(t), carrier.Query{To: phone, Since: noon, Limit: 2})
	require.NoError(t, err)
	require.Len(t, found, 2)
	_, err = port.Find(within(t), carrier.Query{To: phone, Since: noon, Limit: 1})
	require.ErrorIs(t, err, carrier.ErrCut)
}

func TestAListWithoutEndIsAnErrorNotAnAnswer(t *testing.T) {
	var requests atomic.Int64
	port := against(t, func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		answerList(w, "/x?PageToken=same&Page=1", listed("SM1", noon, nil))
	})
	_, err := port.Find(within(t), carrier.Query{To: phone, Since: noon})
	require.Equal(t, carrier.Ambiguous, classOf(t, err))
	require.EqualValues(t, 20, requests.Load())
}

func TestFindPutsTheNewestFirstWhateverTheListDoes(t *testing.T) {
	port := against(t, func(w http.ResponseWriter, _ *http.Request) {
		answerList(w, "", listed("old", noon, nil), listed("new", noon.Add(time.Minute), nil), listed("new too", noon.Add(time.Minute), nil))
	})
	found, err := port.Find(within(t), carrier.Query{To: phone, Since: noon})
	require.NoError(t, err)
	require.Equal(t, []string{"new", "new too", "old"}, []string{found[0].ID, found[1].ID, found[2].ID})
}

func TestARecordReadsWhatTheListSays(t *testing.T) {
	port := against(t, func(w http.ResponseWriter, _ *http.Request) {
		answerList(w, "",
			listed("SM1", noon, map[string]any{"status": "undelivered", "error_code": 30003, "body": "Sent from your Twilio trial account - FIRE"}),
			listed("SM2", noon, map[string]any{"date_created": "yesterday"}))
	})
	found, err := port.Find(within(t), carrier.Query{To: phone, Since: noon})
	require.NoError(t, err)
	require.Equal(t, carrier.Record{ID: "SM1", To: phone, Body: "FIRE", Status: carrier.Undelivered, Code: 30003, Created: noon}, found[0])
	require.Equal(t, "SM2", found[1].ID, "what does not say when it was created may be the one that is asked for")
}

func TestEachStatusOfTheVendorIsRead(t *testing.T) {
	for said, want := range map[string]carrier.Status{
		"accepted": carrier.Queued, "scheduled": carrier.Queued, "queued": carrier.Queued, "sending": carrier.Sending, "sent": carrier.Sent,
		"partially_delivered": carrier.Sent, "delivered": carrier.Delivered, "read": carrier.Delivered,
		"undelivered": carrier.Undelivered, "failed": carrier.Failed, "canceled": carrier.Failed, "brand-new": carrier.Queued,
	} {
		port := against(t, func(w http.ResponseWriter, _ *http.Request) {
			answerList(w, "", listed("SM1", noon, map[string]any{"status": said}))
		})
		found, err := port.Find(within(t), carrier.Query{To: phone, Since: noon})
		require.NoError(t, err)
		require.Equal(t, want, found[0].Status, said)
	}
}

func TestAListThatCannotBeReadIsNoAnswer(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   carrier.Class
	}{
		{200, "<html>", carrier.Ambiguous},
		{200, `{"messages":[{`, carrier.Ambiguous},
		{200, "", carrier.Ambiguous},
		{200, "{}", carrier.Ambiguous},
		{200, "null", carrier.Ambiguous},
		{200, `{"messages":null}`, carrier.Ambiguous},
		{200, `{"messages":[{"sid":"SM1"}],"next_page_uri":"http://%zz"}`, carrier.Ambiguous},
		{500, "", carrier.Ambiguous},
		{401, `{"code":20003}`, carrier.Account},
	} {
		port := against(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		})
		_, err := port.Find(within(t), carrier.Query{To: phone})
		require.Equal(t, c.want, classOf(t, err), c.body)
	}
}

func TestReceivedListsWhatPhonesSentOldestFirst(t *testing.T) {
	var query string
	port := against(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.RawQuery
		answerList(w, "",
			map[string]any{"sid": "SM4", "direction": "inbound", "from": phone, "to": own, "body": "2", "date_created": noon.Add(2 * time.Second).Format(time.RFC1123Z)},
			map[string]any{"sid": "SM3", "direction": "inbound", "from": phone, "to": own, "body": "stop", "date_created": noon.Add(2 * time.Second).Format(time.RFC1123Z)},
			map[string]any{"sid": "SM2", "direction": "outbound-api", "from": own, "to": own, "body": "x", "date_created": noon.Add(time.Second).Format(time.RFC1123Z)},
			map[string]any{"sid": "SM1", "direction": "inbound", "from": phone, "to": own, "body": "K7M 1", "date_created": noon.Format(time.RFC1123Z)})
	})
	received, err := port.Received(within(t), noon, 10)
	require.NoError(t, err)
	require.Equal(t, "PageSize=10&To=%2B12025550100", query)
	require.Equal(t, []carrier.Inbound{
		{ID: "SM1", From: phone, To: own, Body: "K7M 1", At: noon},
		{ID: "SM3", From: phone, To: own, Body: "stop", OptOut: "STOP", At: noon.Add(2 * time.Second)},
		{ID: "SM4", From: phone, To: own, Body: "2", At: noon.Add(2 * time.Second)},
	}, received)
}

func TestReceivedSaysThatThereIsMore(t *testing.T) {
	port := against(t, func(w http.ResponseWriter, _ *http.Request) {
		answerList(w, "/x?PageToken=t&Page=1", listed("SM2", noon, map[string]any{"direction": "inbound"}), listed("SM1", noon, map[string]any{"direction": "inbound"}))
	})
	received, err := port.Received(within(t), noon, 2)
	require.ErrorIs(t, err, carrier.ErrCut)
	require.Len(t, received, 2)
}

func TestFindAsksForEverybodysWithoutARecipient(t *testing.T) {
	var query string
	port := against(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.RawQuery
		answerList(w, "")
	})
	_, err := port.Find(within(t), carrier.Query{Since: noon})
	require.NoError(t, err)
	require.Equal(t, "From=%2B12025550100&PageSize=50", query)
}

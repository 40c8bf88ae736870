package sim_test

// The carrier's routes.

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/carrier/sim"
)

func TestAMessageIsAcceptedAsTheVendorDoes(t *testing.T) {
	n := open(t, newMuster(t), func(o *sim.Options) {
		o.Clock = func() time.Time { return time.Date(2026, 11, 23, 3, 0, 7, 0, time.UTC) }
		o.CountParts = func(body string) int { return len(body) }
	})
	a := n.send(t, form(phone, "four", 2))
	require.Equal(t, http.StatusCreated, a.status)
	id, _ := a.body["sid"].(string)
	require.Regexp(t, "^SM[0-9a-f]{32}$", id)
	require.Equal(t, "queued", a.body["status"])
	require.Equal(t, "four", a.body["body"])
	require.Equal(t, phone, a.body["to"])
	require.Equal(t, own, a.body["from"])
	require.Equal(t, "4", a.body["num_segments"])
	require.Equal(t, "Mon, 23 Nov 2026 03:00:07 +0000", a.body["date_created"])
	require.Equal(t, "outbound-api", a.body["direction"])
	require.Nil(t, a.body["error_code"])
	require.Nil(t, a.body["date_sent"])

	got, err := n.call(t, http.MethodGet, strings.TrimSuffix(messages, ".json")+"/"+id+".json", nil)
	require.NoError(t, err)
	require.Equal(t, id, got.body["sid"])
	require.Equal(t, []string{phone}, n.Phones())
}

func TestTheLedgerKnowsTheAttemptOfEachMessage(t *testing.T) {
	n := open(t, newMuster(t))
	before := time.Now()
	id := n.sent(t, phone, page, 4)
	entries := n.Ledger()
	require.Len(t, entries, 1)
	e := entries[0]
	require.Equal(t, id, e.ID)
	require.Equal(t, carrier.Tag{Incident: "inc-1", Page: "p-1", Attempt: 4}, e.Tag)
	require.False(t, e.FirstByte.Before(before.Add(-time.Millisecond)), "the first byte came before the request")
	require.False(t, e.Accepted.Before(e.FirstByte))
	n.sent(t, phone, page, 4)
	n.sent(t, phone, page, 5)
	attempts := sim.PerAttempt(n.Ledger())
	require.Len(t, attempts[e.Tag], 2, "a double")
	require.Len(t, attempts, 2)
}

func TestOnlyTheOwnerIsLetIn(t *testing.T) {
	n := open(t, newMuster(t))
	for _, c := range []struct {
		user, password, path string
		status, code         int
	}{
		{account, "wrong", messages, 401, 20003},
		{"AC1", token, messages, 401, 20003},
		{"", "", messages, 401, 20003},
		{account, token, strings.Replace(messages, account, "AC1", 1), 404, 20404},
		{account, token, "/2010-04-01/elsewhere", 404, 20404},
	} {
		req, err := http.NewRequestWithContext(within(t), http.MethodGet, n.url+c.path, nil)
		require.NoError(t, err)
		if c.user != "" {
			req.SetBasicAuth(c.user, c.password)
		}
		res, err := n.http.Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, c.status, res.StatusCode, "%+v", c)
	}
}

func TestWhatTheVendorRefusesIsRefused(t *testing.T) {
	n := open(t, newMuster(t))
	for name, c := range map[string]struct {
		change func(url.Values)
		code   int
	}{
		"no recipient":        {func(f url.Values) { f.Del("To") }, 21211},
		"not a number":        {func(f url.Values) { f.Set("To", "12") }, 21211},
		"no sender":           {func(f url.Values) { f.Del("From") }, 21603},
		"another's sender":    {func(f url.Values) { f.Set("From", "+12025550199") }, 21606},
		"empty":               {func(f url.Values) { f.Set("Body", "") }, 21602},
		"too long":            {func(f url.Values) { f.Set("Body", strings.Repeat("火", 1601)) }, 21617},
		"too long a validity": {func(f url.Values) { f.Set("ValidityPeriod", "36001") }, 20001},
		"no validity":         {func(f url.Values) { f.Set("ValidityPeriod", "soon") }, 20001},
	} {
		f := form(phone, page, 1)
		c.change(f)
		a := n.send(t, f)
		require.Equal(t, http.StatusBadRequest, a.status, name)
		require.EqualValues(t, c.code, a.body["code"], name)
		require.EqualValues(t, 400, a.body["status"], name)
	}
	require.Empty(t, n.Ledger())
	f := form(phone, strings.Repeat("火", 1600), 1)
	f.Set("ValidityPeriod", "300")
	require.Equal(t, http.StatusCreated, n.send(t, f).status)
	require.Equal(t, 5*time.Minute, n.Ledger()[0].ValidFor)
}

func TestTheListPagesFromTheNewest(t *testing.T) {
	n := open(t, newMuster(t))
	var sent []string
	for i := range 7 {
		sent = append([]string{n.sent(t, phone, page+strconv.Itoa(i), i)}, sent...)
		n.sent(t, "+12025550124", page, i)
	}
	require.Equal(t, sent, n.list(t, url.Values{"To": {phone}, "From": {own}}))
	require.Len(t, n.list(t, url.Values{"From": {own}}), 14)
	require.Len(t, n.list(t, nil), 14)
	require.Empty(t, n.list(t, url.Values{"To": {phone}, "From": {phone}}))

	var paged []string
	path := messages + "?" + url.Values{"To": {phone}, "PageSize": {"3"}}.Encode()
	for pages := 1; path != ""; pages++ {
		a, err := n.call(t, http.MethodGet, path, nil)
		require.NoError(t, err)
		listed, _ := a.body["messages"].([]any)
		for _, m := range listed {
			one, _ := m.(map[string]any)
			id, _ := one["sid"].(string)
			paged = append(paged, id)
		}
		path, _ = a.body["next_page_uri"].(string)
		require.LessOrEqual(t, pages, 3)
		if pages == 1 {
			n.sent(t, phone, "a newer one does not shift the pages", 9)
		}
	}
	require.Equal(t, sent, paged)
}

func TestTheListRefusesWhatItDoesNotKnow(t *testing.T) {
	n := open(t, newMuster(t))
	for _, query := range []string{"DateSent%3E=2026-11-23", "PageSize=0", "PageSize=1001", "PageSize=x"} {
		a, err := n.call(t, http.MethodGet, messages+"?"+query, nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusBadRequest, a.status, query)
	}
}

func TestHalfSettingsAreRefused(t *testing.T) {
	for _, o := range []sim.Options{
		{AuthToken: token, PublicURL: public},
		{AccountSID: account, AuthToken: "a b", PublicURL: public},
		{AccountSID: account, AuthToken: token},
		{AccountSID: account, AuthToken: token, PublicURL: public, DialURL: "nowhere"},
	} {
		_, err := sim.Open(o)
		require.Error(t, err, "%+v", o)
	}
}

package carrier_test

// Statuses, tags, signatures, numbers and reserved words.

import (
	"errors"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/carrier"
)

func TestOnlyAHigherStatusIsNews(t *testing.T) {
	rising := []carrier.Status{"", carrier.Queued, carrier.Sending, carrier.Sent, carrier.Delivered}
	for i, later := range rising {
		for k, earlier := range rising {
			require.Equal(t, i > k, later.After(earlier), "%q after %q", later, earlier)
		}
	}
	for _, final := range []carrier.Status{carrier.Delivered, carrier.Undelivered, carrier.Failed} {
		require.True(t, final.Final())
		require.True(t, final.After(carrier.Sent))
		require.False(t, carrier.Delivered.After(final), "nothing follows a final status")
	}
	for _, status := range rising[:4] {
		require.False(t, status.Final(), "%q", status)
	}
}

func TestAnErrorTellsItsClassAndItsCause(t *testing.T) {
	cause := errors.New("cause")
	err := error(&carrier.Error{Class: carrier.OptedOut, Code: 21610, Status: 400, Written: true, Err: cause})
	require.Equal(t, "carrier: opted-out (code 21610, HTTP 400, written true)", err.Error())
	require.ErrorIs(t, err, cause)
}

func TestATagComesBackAsItWent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 20, -1)
		tag := carrier.Tag{Incident: text.Draw(t, "incident"), Page: text.Draw(t, "page"), Attempt: rapid.IntRange(0, 999).Draw(t, "attempt")}
		query, err := url.ParseQuery(tag.Query())
		require.NoError(t, err)
		got, err := carrier.ParseTag(query)
		require.NoError(t, err)
		require.Equal(t, tag, got)
	})
}

func TestATagIsWrittenAsTheContractSays(t *testing.T) {
	require.Equal(t, "i=inc-7&p=p-2&a=3", carrier.Tag{Incident: "inc-7", Page: "p-2", Attempt: 3}.Query())
	require.Empty(t, carrier.Tag{}.Query())
}

func TestAHalfTagIsAnError(t *testing.T) {
	for query, want := range map[string]error{
		"":              nil,
		"x=1":           nil,
		"i=a&p=b":       carrier.ErrTag,
		"i=a&p=b&a=x":   carrier.ErrTag,
		"i=a&p=b&a=-1":  carrier.ErrTag,
		"p=b&a=1":       carrier.ErrTag,
		"i=a&a=1":       carrier.ErrTag,
		"i=a&p=&a=1":    carrier.ErrTag,
		"i=a&p=b&a=1&x": nil,
	} {
		values, err := url.ParseQuery(query)
		require.NoError(t, err)
		_, err = carrier.ParseTag(values)
		require.Equal(t, want, err, query)
	}
}

func TestSignaturesAreTheVendors(t *testing.T) {
	const address = "https://mycompany.com/myapp.php?foo=1&bar=2"
	for caller, want := range map[string]string{
		"+14158675309": "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
		"+12349013030": "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
		"+14158675310": "GvWf1cFY/Q7PnoempGyD5oXAezc=",
	} {
		form := url.Values{"CallSid": {"CA1234567890ABCDE"}, "Digits": {"1234"}, "To": {"+18005551212"}, "Caller": {caller}, "From": {caller}}
		require.Equal(t, want, carrier.Sign("12345", address, form))
	}
}

func TestARepeatedKeySignsEachOfItsValuesOnceInOrder(t *testing.T) {
	const key, address = "12345", "https://example.org/x"
	once := carrier.Sign(key, address+"AaAb", nil)
	for _, values := range [][]string{{"a", "b"}, {"b", "a"}, {"b", "a", "b"}} {
		require.Equal(t, once, carrier.Sign(key, address, url.Values{"A": values}), "%v", values)
	}
}

func TestSigningLeavesTheFormAlone(t *testing.T) {
	form := url.Values{"A": {"b", "a"}}
	carrier.Sign("12345", "https://example.org/x", form)
	require.Equal(t, url.Values{"A": {"b", "a"}}, form)
}

func TestOnlyE164NumbersAreValid(t *testing.T) {
	for number, want := range map[string]bool{
		"+12025550123": true, "+8613800138000": true, "+12345678": true, "+123456789012345": true,
		"": false, "+": false, "12025550123": false, "+02025550123": false, "+1234567": false, "+1234567890123456": false,
		"+1202555012a": false, "+1 2025550123": false, "+１２０２５５５０１２３": false,
	} {
		require.Equal(t, want, carrier.ValidNumber(number), "%q", number)
	}
}

func TestDemonstrationNumbersAreTheHundredOfFiction(t *testing.T) {
	for number, want := range map[string]bool{
		"+12025550100": true, "+12025550123": true, "+12025550199": true,
		"+12025550099": false, "+12025550200": false, "+120255501999": false, "+1202555019": false, "+12025551123": false, "+1202555012x": false, "": false,
	} {
		require.Equal(t, want, carrier.Demonstration(number), "%q", number)
	}
}

func TestReservedWordsCountOnlyAlone(t *testing.T) {
	for text, want := range map[string]string{
		"STOP": "STOP", " stop\n": "STOP", "StopAll": "STOP", "unsubscribe": "STOP", "CANCEL": "STOP", "end": "STOP", "QUIT": "STOP", "revoke": "STOP", "OPTOUT": "STOP",
		"START": "START", "unstop": "START", "yes": "START", "HELP": "HELP", "info": "HELP",
		"": "", "1": "", "stop it": "", "K7M STOP": "", "STOP.": "", "停止": "",
	} {
		require.Equal(t, want, carrier.Keyword(text), "%q", text)
	}
}

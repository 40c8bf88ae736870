package console_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/console"
)

func TestPhonesShowWhatCameAndAnswer(t *testing.T) {
	h := open(t)
	h.get("/console/phones").is(http.StatusOK).has("Liu Yang", "Reply K7M 1", `href="/r/inc-1.liu-yang.abc"`, `class="box"`, "&lt;b&gt;", "Keys, while the call is on", "Handsets that have got nothing: 1")
	h.post("/console/phones/replies", url.Values{"number": {"+12025550103"}, "text": {"1"}}).goesTo("/console/phones")
	require.Equal(t, []string{"+12025550103 1"}, h.handsets.wrote)
	h.post("/console/phones/keys", url.Values{"number": {"+12025550103"}, "digits": {"4"}}).goesTo("/console/phones")
	for path, form := range map[string]url.Values{
		"replies": {"number": {"+19995550103"}, "text": {"1"}}, "keys": {"number": {"+12025550103"}, "digits": {"x"}},
	} {
		h.post("/console/phones/"+path, form).is(http.StatusUnprocessableEntity)
	}
	h.handsets.err = console.ErrNoCall
	h.post("/console/phones/keys", url.Values{"number": {"+12025550103"}, "digits": {"4"}}).is(http.StatusConflict).has("is in no call")
	h.who = string(account.Viewer)
	h.get("/console/phones").is(http.StatusForbidden)
	outside := open(t, func(o *console.Options) { o.Handsets = nil })
	outside.get("/console/phones").is(http.StatusNotFound)
	outside.get("/console/").lacks("/console/phones")
}

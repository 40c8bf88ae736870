package console_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/console"
	"muster/incident/frozen"
)

func TestPagesAreBoundToWhatMusterServes(t *testing.T) {
	h := open(t)
	page := h.get("/console/").is(http.StatusOK)
	require.Contains(t, page.Header().Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'; style-src 'self'")
	require.NotContains(t, page.Body.String(), " style=")
	require.NotContains(t, page.Body.String(), "onclick")
	require.Equal(t, "no-store", page.Header().Get("Cache-Control"))

	packed := h.get("/console/", "Accept-Encoding", "gzip")
	require.Equal(t, "gzip", packed.Header().Get("Content-Encoding"))
	plain, err := gzip.NewReader(packed.Body)
	require.NoError(t, err)
	body, err := io.ReadAll(plain)
	require.NoError(t, err)
	require.Contains(t, string(body), "</html>")
}

func TestAssetsBearStrongTagsAndTheFirstScreenIsSmall(t *testing.T) {
	h := open(t)
	total := h.get("/console/", "Accept-Encoding", "gzip").Body.Len()
	for _, name := range []string{"console.css", "console.js", "htmx.min.js", "icon.svg"} {
		first := h.get("/console/assets/"+name, "Accept-Encoding", "gzip").is(http.StatusOK)
		total += first.Body.Len()
		tag := first.Header().Get("ETag")
		require.True(t, strings.HasPrefix(tag, `"`), "a weak tag, or none: %s", tag)
		require.NotEqual(t, tag, h.get("/console/assets/"+name).Header().Get("ETag"), "what is packed is something else")
		h.get("/console/assets/"+name, "Accept-Encoding", "gzip", "If-None-Match", tag).is(http.StatusNotModified)
	}
	require.Less(t, total, 100_000)
	t.Logf("the first screen is %d bytes", total)
	h.get("/console/assets/nothing.js").is(http.StatusNotFound)
}

func TestStreamTellsThatSomethingHasChanged(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	server := httptest.NewServer(h.handler)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/console/stream", nil)
	require.NoError(t, err)
	r.AddCookie(&http.Cookie{Name: cookie, Value: string(account.Viewer)})
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	require.Equal(t, "text/event-stream", answer.Header.Get("Content-Type"))
	h.feed.write(console.Event{ID: 7, Incident: known})
	var heard strings.Builder
	piece := make([]byte, 256)
	for !strings.Contains(heard.String(), "event: changed") {
		n, err := answer.Body.Read(piece)
		require.NoError(t, err)
		heard.Write(piece[:n])
	}
	cancel()
	h.feed.fail(errAway)
	h.get("/console/stream").is(http.StatusServiceUnavailable)
}

func TestMenuLeadsToPagesThatAreThere(t *testing.T) {
	h := open(t, func(o *console.Options) { o.PlanBook, o.Rosters = &book{}, &rotas{} })
	body := h.get("/console/").is(http.StatusOK).Body.String()
	_, menu, _ := strings.Cut(body, "<summary>More</summary>")
	menu, _, _ = strings.Cut(menu, "</details>")
	leads := strings.Split(menu, `href="`)[1:]
	require.GreaterOrEqual(t, len(leads), 3)
	for _, lead := range leads {
		address, _, _ := strings.Cut(lead, `"`)
		status := h.get(address).Code
		require.True(t, status == http.StatusOK || status == http.StatusSeeOther, "%s: %d", address, status)
	}
}

func TestNoPageIsLargerThanABadNetworkBears(t *testing.T) {
	h := open(t, func(o *console.Options) {
		o.PlanBook, o.Rosters, o.Drills, o.AuditLog, o.Links = &book{}, &rotas{}, &calendar{}, &trail{}, linkKey
	})
	h.holds(toldOf(frozen.Real))
	h.who = string(account.Administrator)
	assets := 0
	for _, name := range []string{"console.css", "console.js", "htmx.min.js", "icon.svg"} {
		assets += h.get("/console/assets/"+name, "Accept-Encoding", "gzip").is(http.StatusOK).Body.Len()
	}
	at := "/console/incidents/" + known
	for _, path := range []string{
		"/console/", "/console/sign-in", "/console/password", "/console/declare?plan=fire", at, at + "/notices", at + "/stand-down", at + "/review", "/console/phones", "/console/plans",
		"/console/plans/fire", "/console/plans/fire/diff", "/console/roster/riverside", "/console/people/riverside", "/console/drills", "/console/audit", "/console/accounts", "/console/tokens",
		"/console/system", answersOf("sun-hao"),
	} {
		page := h.get(path, "Accept-Encoding", "gzip").is(http.StatusOK).Body.Len()
		require.Less(t, assets+page, 100_000, path)
	}
}

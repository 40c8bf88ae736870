package console_test

// The harness: the console over small stand-ins for the parts behind it, which the tests fill in and look into.

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/console"
	"muster/incident"
	"muster/plans"
	"muster/sites"
)

const (
	known  = "inc-0123abc"
	cookie = "muster-session"
	public = "http://muster.example"
)

var (
	riverside = sites.Riverside()
	library   = plans.Library()
	now       = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC) // 11:00 at the site

	errAway = errors.New("the database is away")
)

// house is the console with what stands behind it.
type house struct {
	t        *testing.T
	handler  http.Handler
	desk     *desk
	shadow   *shadow
	feed     *feed
	audit    *auditLog
	health   *health
	handsets *handsets
	album    *album
	lang     string
	chosen   string // the language that was chosen before; empty: none was
	who      string // the session's secret: a role's name, or nothing
}

func open(t *testing.T, change ...func(*console.Options)) *house {
	t.Helper()
	h := &house{
		t: t, desk: &desk{views: map[string]incident.View{}, keys: map[string]string{}}, shadow: &shadow{views: map[string]incident.View{}}, feed: &feed{wake: make(chan struct{}, 1)},
		audit: &auditLog{}, health: &health{}, handsets: &handsets{}, album: &album{}, lang: "en", who: string(account.DutyManager),
	}
	o := console.Options{
		Desk: h.desk, Notices: h.desk, Shadow: h.shadow, Feed: h.feed, Catalog: shelf{}, Accounts: people{}, Audit: h.audit, Health: h.health, Handsets: h.handsets, Photos: h.album,
		Cookie: cookie, PublicURL: public, Now: func() time.Time { return now },
	}
	for _, c := range change {
		c(&o)
	}
	handler, err := console.New(o)
	require.NoError(t, err)
	h.handler = handler
	return h
}

// reply is what the console answered.
type reply struct {
	t *testing.T
	*httptest.ResponseRecorder
}

func (h *house) send(method, path string, form url.Values, headers ...string) reply {
	h.t.Helper()
	if form != nil {
		headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
	}
	return h.sendBody(method, path, strings.NewReader(form.Encode()), headers...)
}

func (h *house) sendBody(method, path string, body io.Reader, headers ...string) reply {
	h.t.Helper()
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("Accept-Language", h.lang)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if h.who != "" {
		r.AddCookie(&http.Cookie{Name: cookie, Value: h.who})
	}
	if h.chosen != "" {
		r.AddCookie(&http.Cookie{Name: "muster-lang", Value: h.chosen})
	}
	for k := 0; k < len(headers); k += 2 {
		r.Header.Set(headers[k], headers[k+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return reply{h.t, w}
}

// sendFile posts a form with a file, as a browser does without a script.
func (h *house) sendFile(path, field, file string, others map[string]string, headers ...string) reply {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range others {
		require.NoError(h.t, form.WriteField(name, value))
	}
	part, err := form.CreateFormFile(field, "file")
	require.NoError(h.t, err)
	_, err = part.Write([]byte(file))
	require.NoError(h.t, err)
	require.NoError(h.t, form.Close())
	return h.sendBody(http.MethodPost, path, &body, append([]string{"Content-Type", form.FormDataContentType()}, headers...)...)
}

func (h *house) get(path string, headers ...string) reply {
	h.t.Helper()
	return h.send(http.MethodGet, path, nil, headers...)
}

func (h *house) post(path string, form url.Values, headers ...string) reply {
	h.t.Helper()
	return h.send(http.MethodPost, path, form, headers...)
}

func (r reply) is(status int) reply {
	r.t.Helper()
	require.Equal(r.t, status, r.Code, r.Body.String())
	return r
}

func (r reply) has(texts ...string) reply {
	r.t.Helper()
	for _, text := range texts {
		require.Contains(r.t, r.Body.String(), text)
	}
	return r
}

func (r reply) lacks(texts ...string) reply {
	r.t.Helper()
	for _, text := range texts {
		require.NotContains(r.t, r.Body.String(), text)
	}
	return r
}

func (r reply) goesTo(address string) {
	r.t.Helper()
	r.is(http.StatusSeeOther)
	require.Equal(r.t, address, r.Header().Get("Location"))
}

var keyFields = regexp.MustCompile(`name="key" value="([^"]+)"`)

// key is the name under which the page's first form does what it does.
func (r reply) key() string {
	r.t.Helper()
	found := keyFields.FindStringSubmatch(r.Body.String())
	require.NotNil(r.t, found, "the page has no key")
	return found[1]
}

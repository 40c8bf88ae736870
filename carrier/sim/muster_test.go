package sim_test

// What the tests stand on: a Muster that notes what is posted to it, and a caller of the carrier's routes.

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"muster/carrier"
	"muster/carrier/sim"
)

const (
	account = "AC0123456789abcdef0123456789abcdef"
	token   = "simulatortoken"
	own     = "+12025550100"
	phone   = "+12025550123"
	public  = "https://muster.example"
	page    = "FIRE Building 3. Reply K7M 1 accept, K7M 5 cannot"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// muster is the other side of the webhooks.
type muster struct {
	*httptest.Server
	mu      sync.Mutex
	posts   []posted
	changed chan struct{}
	status  int    // of the answer; 0: 200
	reply   string // TwiML text to each SMS; empty: none
}

type posted struct {
	path string // with its query
	form url.Values
}

func newMuster(t *testing.T) *muster {
	t.Helper()
	m := &muster{changed: make(chan struct{})}
	m.Server = httptest.NewServer(http.HandlerFunc(m.take))
	t.Cleanup(m.Close)
	return m
}

func (m *muster) take(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	genuine := r.ParseForm() == nil && r.Header.Get(carrier.SignatureHeader) == carrier.Sign(token, public+r.URL.RequestURI(), r.PostForm)
	if !genuine {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	m.posts = append(m.posts, posted{path: r.URL.RequestURI(), form: r.PostForm})
	close(m.changed)
	m.changed = make(chan struct{})
	if m.status != 0 {
		w.WriteHeader(m.status)
		return
	}
	if m.reply != "" && strings.HasSuffix(r.URL.Path, "/sms") {
		_, _ = fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><Response><Message>%s</Message></Response>`, m.reply)
		return
	}
	_, _ = io.WriteString(w, "<Response/>")
}

func (m *muster) set(status int, reply string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.status, m.reply = status, reply
}

// await returns the posts to a path once there are n of them.
func (m *muster) await(t *testing.T, prefix string, n int) []posted {
	t.Helper()
	ctx := within(t)
	for {
		m.mu.Lock()
		changed := m.changed
		var found []posted
		for _, p := range m.posts {
			if strings.HasPrefix(p.path, prefix) {
				found = append(found, p)
			}
		}
		m.mu.Unlock()
		if len(found) >= n {
			return found
		}
		select {
		case <-changed:
		case <-ctx.Done():
			require.FailNow(t, "too few posts", "%s: %d of %d", prefix, len(found), n)
		}
	}
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// network is a simulator that a test can call.
type network struct {
	*sim.Simulator
	url  string
	http *http.Client
}

func open(t *testing.T, m *muster, change ...func(*sim.Options)) *network {
	t.Helper()
	o := sim.Options{
		AccountSID: account, AuthToken: token, From: own, PublicURL: public,
		SentAfter: time.Millisecond, DeliveredAfter: 3 * time.Millisecond,
		DialURL: "http://127.0.0.1:9", // where nobody listens
		Workers: 1,                    // so that receipts come in their order
	}
	if m != nil {
		o.DialURL = m.URL
	}
	for _, c := range change {
		c(&o)
	}
	s, err := sim.Open(o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	address, err := s.Listen("127.0.0.1:0")
	require.NoError(t, err)
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	return &network{Simulator: s, url: address, http: client}
}

func form(to, body string, attempt int) url.Values {
	tag := carrier.Tag{Incident: "inc-1", Page: "p-1", Attempt: attempt}
	return url.Values{"To": {to}, "From": {own}, "Body": {body}, "StatusCallback": {public + "/webhooks/twilio/status?" + tag.Query() + "#rc=5"}}
}

type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (n *network) call(t *testing.T, method, path string, form url.Values) (answer, error) {
	t.Helper()
	return n.callWithin(within(t), method, path, form)
}

// callWithin may be called from any goroutine.
func (n *network) callWithin(ctx context.Context, method, path string, form url.Values) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, n.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	req.SetBasicAuth(account, token)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := n.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	a := answer{status: res.StatusCode, header: res.Header, text: string(raw)}
	if strings.Contains(res.Header.Get("Content-Type"), "json") && err == nil {
		err = json.Unmarshal(raw, &a.body)
	}
	return a, err
}

const messages = "/2010-04-01/Accounts/" + account + "/Messages.json"

func (n *network) send(t *testing.T, f url.Values) answer {
	t.Helper()
	a, err := n.call(t, http.MethodPost, messages, f)
	require.NoError(t, err)
	return a
}

// sent sends, and wants it accepted.
func (n *network) sent(t *testing.T, to, body string, attempt int) string {
	t.Helper()
	a := n.send(t, form(to, body, attempt))
	require.Equal(t, http.StatusCreated, a.status, a.text)
	id, _ := a.body["sid"].(string)
	return id
}

func (n *network) list(t *testing.T, query url.Values) []string {
	t.Helper()
	a, err := n.call(t, http.MethodGet, messages+"?"+query.Encode(), nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, a.status, a.text)
	var ids []string
	listed, _ := a.body["messages"].([]any)
	for _, m := range listed {
		one, _ := m.(map[string]any)
		ids = append(ids, fmt.Sprint(one["sid"]))
	}
	return ids
}

// awaitStatus returns once a message has reached a status.
func (n *network) awaitStatus(t *testing.T, id string, status carrier.Status) sim.Entry {
	t.Helper()
	var found sim.Entry
	require.NoError(t, n.Await(within(t), func() bool {
		for _, e := range n.Ledger() {
			if e.ID == id && e.Status == status {
				found = e
				return true
			}
		}
		return false
	}))
	return found
}

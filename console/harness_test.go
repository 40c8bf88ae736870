package console_test

// The harness: the console over small stand-ins for the parts behind it, which the tests fill in and look into.

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
	"muster/console"
	"muster/incident"
	"muster/incident/frozen"
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
	lang     string
	who      string // the session's secret: a role's name, or nothing
}

func open(t *testing.T, change ...func(*console.Options)) *house {
	t.Helper()
	h := &house{
		t: t, desk: &desk{views: map[string]incident.View{}, keys: map[string]string{}}, shadow: &shadow{views: map[string]incident.View{}}, feed: &feed{wake: make(chan struct{}, 1)},
		audit: &auditLog{}, health: &health{}, handsets: &handsets{}, lang: "en", who: string(account.DutyManager),
	}
	o := console.Options{
		Desk: h.desk, Shadow: h.shadow, Feed: h.feed, Catalog: shelf{}, Accounts: people{}, Audit: h.audit, Health: h.health, Handsets: h.handsets,
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
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", h.lang)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if h.who != "" {
		r.AddCookie(&http.Cookie{Name: cookie, Value: h.who})
	}
	for k := 0; k < len(headers); k += 2 {
		r.Header.Set(headers[k], headers[k+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return reply{h.t, w}
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

// shelf is what can be declared where.
type shelf struct{}

func (shelf) Sites() []*sites.Site { return []*sites.Site{riverside} }
func (shelf) Plans() []*plans.Plan { return library }

// people are one account of each role, whose session's secret is the role's name, and one whose password was made for them.
type people struct{}

func (people) Session(_ context.Context, secret string) (account.Identity, bool) {
	role, site, _ := strings.Cut(secret, "@")
	who := account.Identity{Kind: account.BySession, Account: "acc-" + role, Login: role, Name: "Ann Li", Bindings: []account.Binding{{Role: account.Role(role), Site: site}}}
	if role == "new" {
		who.MustChange, who.Bindings = true, []account.Binding{{Role: account.Administrator}}
		return who, true
	}
	for _, r := range account.Roles() {
		if string(r) == role {
			return who, true
		}
	}
	return account.Identity{}, false
}

func (p people) SignIn(ctx context.Context, login, password, _ string) (account.Opened, error) {
	who, there := p.Session(ctx, login)
	if !there || password != "right" {
		return account.Opened{}, account.Refuse(account.CodeSignIn, "", "Login or password is wrong.")
	}
	return account.Opened{Secret: login, Identity: who}, nil
}

func (people) SignOut(context.Context, string) error { return nil }

func (people) ChangePassword(_ context.Context, _ account.Identity, _, old, _, _ string) error {
	if old != "right" {
		return account.Refuse(account.CodePassword, "old_password", "The old password is wrong.")
	}
	return nil
}

// auditLog holds what was noted.
type auditLog struct{ entries []audit.Entry }

func (l *auditLog) Note(e audit.Entry) { l.entries = append(l.entries, e) }

func (l *auditLog) last() audit.Entry {
	if len(l.entries) == 0 {
		return audit.Entry{}
	}
	return l.entries[len(l.entries)-1]
}

type health struct {
	err      error
	degraded []string
}

func (h *health) Ready(context.Context) error { return h.err }
func (h *health) Degraded() []string          { return h.degraded }

// shadow keeps incidents in memory.
type shadow struct {
	views   map[string]incident.View
	entries []incident.Entry
	err     error
}

func (s *shadow) Incident(_ context.Context, id string) (incident.View, bool, error) {
	v, there := s.views[id]
	return v, there && s.err == nil, s.err
}

func (s *shadow) Incidents(_ context.Context, f console.Filter) ([]incident.View, error) {
	var views []incident.View
	for _, v := range s.views {
		if string(v.State) == f.State {
			views = append(views, v)
		}
	}
	return views, s.err
}

func (s *shadow) Timeline(_ context.Context, _ string, after, limit int) ([]incident.Entry, error) {
	var some []incident.Entry
	for _, e := range s.entries {
		if e.Seq > after && len(some) < limit {
			some = append(some, e)
		}
	}
	return some, s.err
}

// feed tells of one event.
type feed struct {
	mu     sync.Mutex
	events []console.Event
	wake   chan struct{}
	err    error
}

func (f *feed) Events(_ context.Context, after int64, id string, _ int) ([]console.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var some []console.Event
	for _, e := range f.events {
		if e.ID > after && (id == "" || e.Incident == id) {
			some = append(some, e)
		}
	}
	return some, nil
}

func (f *feed) LastEvent(context.Context) (int64, error)  { return 0, f.err }
func (f *feed) Watch() (wake <-chan struct{}, stop func()) { return f.wake, func() {} }

func (f *feed) write(e console.Event) {
	f.mu.Lock()
	f.events = append(f.events, e)
	f.mu.Unlock()
	f.wake <- struct{}{}
}

// told is an order that the desk was given.
type told struct {
	what, id, request string
	order             any
}

// desk holds what it was told, and tells nobody. What it is told under a key that it knows changes nothing.
type desk struct {
	views    map[string]incident.View
	keys     map[string]string
	declared []console.Declaration
	orders   []told
	err      error // of every order, and of declaring
	away     error // of looking
}

func (d *desk) Declare(_ context.Context, declared console.Declaration) (incident.View, error) {
	if d.err != nil {
		return incident.View{}, d.err
	}
	if id, twice := d.keys[declared.Key]; twice {
		return d.views[id], nil
	}
	d.declared = append(d.declared, declared)
	view := incident.View{ID: known, Plan: declared.Plan, Site: declared.Site, Mode: declared.Mode, State: incident.Open}
	d.views[view.ID], d.keys[declared.Key] = view, view.ID
	return view, nil
}

func (d *desk) Status(_ context.Context, id string) (incident.View, []incident.Entry, error) {
	view, there := d.views[id]
	switch {
	case d.away != nil:
		return incident.View{}, nil, d.away
	case !there:
		return incident.View{}, nil, incident.Fail(incident.CodeNoIncident, "There is no such incident.")
	}
	return view, nil, nil
}

func (d *desk) take(what, id, request string, order any) error {
	d.orders = append(d.orders, told{what, id, request, order})
	return d.err
}

func (d *desk) Report(_ context.Context, id, request string, o incident.ReportAnswer) error {
	return d.take("report", id, request, o)
}

func (d *desk) StartStep(_ context.Context, id, request string, o incident.StartStep) error {
	return d.take("start", id, request, o)
}

func (d *desk) FinishStep(_ context.Context, id, request string, o incident.FinishStep) error {
	return d.take("finish", id, request, o)
}

func (d *desk) SkipStep(_ context.Context, id, request string, o incident.SkipStep) error {
	return d.take("skip", id, request, o)
}

func (d *desk) StateFact(_ context.Context, id, request string, o incident.StateFact) error {
	return d.take("fact", id, request, o)
}

func (d *desk) SetLevel(_ context.Context, id, request string, o incident.SetLevel) error {
	return d.take("level", id, request, o)
}

func (d *desk) AddNote(_ context.Context, id, request string, o incident.AddNote) error {
	return d.take("note", id, request, o)
}

func (d *desk) Escalate(_ context.Context, id, request string, o incident.Escalate) error {
	return d.take("escalate", id, request, o)
}

func (d *desk) StandDown(_ context.Context, id, request string, o incident.StandDown) error {
	return d.take("stand-down", id, request, o)
}

func (d *desk) Merge(_ context.Context, id, request string, o incident.Merge) error {
	return d.take("merge", id, request, o)
}

// handsets are two phones, of which one has got a text and a call.
type handsets struct {
	wrote, pressed []string
	err            error
}

func (*handsets) Phones() []console.Phone {
	return []console.Phone{{Number: "+12025550103", Responder: "liu-yang", Name: "Liu Yang"}, {Number: "+12025550104", Name: "Sun Hao"}}
}

func (*handsets) Messages(number string) []console.Message {
	if number != "+12025550103" {
		return nil
	}
	return []console.Message{
		{ID: "1", Body: "FIRE L3 <b>Building 3</b>. Reply K7M 1", At: now.Add(-time.Minute)},
		{ID: "2", Voice: true, Body: "Press 4 to accept", At: now},
	}
}

func (h *handsets) Reply(_ context.Context, number, text string) error {
	h.wrote = append(h.wrote, number+" "+text)
	return h.err
}

func (h *handsets) Press(_ context.Context, number, digits string) error {
	h.pressed = append(h.pressed, number+" "+digits)
	return h.err
}

func p[T any](v T) *T { return &v }

// fire is an incident that goes on, with something of everything that a page shows.
func fire(mode frozen.Mode) incident.View {
	plan, _ := plans.Find(library, "fire")
	at := func(d time.Duration) incident.Time { return incident.Time(now.Add(d)) }
	return incident.View{
		ID: known, Plan: "fire", PlanVersion: plan.Frozen.Version, Title: plan.Frozen.Title, Site: "riverside", Mode: mode, State: incident.Open, Phase: frozen.Response, Level: frozen.L3,
		Location: "Building 3, floor 12", Summary: "smoke <script>", OpenedAt: at(-2 * time.Minute), Now: at(0), Carrier: incident.CarrierSimulator, Commander: p("chen-jing"), CommandEpoch: 2,
		Places: []frozen.Spot{{Building: "B3", Floor: "12"}},
		Seats: []incident.SeatView{
			{ID: "SEC", Title: incident.Text{EN: "Security", ZH: "安全警戒组"}, Open: true, Needs: 2, Filled: 1, Holders: []incident.HolderView{
				{Responder: "liu-yang", Name: "Liu Yang", State: incident.HolderAccepted, PromisedAt: p(at(time.Minute))},
			}, Ladder: &incident.LadderView{Rung: 2, Rungs: 6, NextAt: at(20 * time.Second)}},
			{ID: "MED", Title: incident.Text{EN: "First aid", ZH: "医疗救护组"}},
		},
		Pages: []incident.PageView{
			{ID: "p1", Kind: incident.CallPage, Seats: []string{"SEC"}, Responder: "liu-yang", Name: "Liu Yang", State: incident.PageAccepted, Made: 1},
			{ID: "p2", Kind: incident.CallPage, Seats: []string{"SEC"}, Responder: "sun-hao", Name: "Sun Hao", Phone: "+1******04", State: incident.PagePaging, Made: 2, Attempts: []incident.AttemptView{
				{N: 1, Channel: frozen.SMS, State: incident.AttemptDelivered, At: at(-time.Minute)}, {N: 2, Channel: frozen.Voice, State: incident.AttemptSent, At: at(-time.Second)},
			}},
		},
		Steps: []incident.StepView{
			{ID: "F02", Title: incident.Text{EN: "Confirm the fire", ZH: "火情确认"}, Phase: frozen.Alarm, Seat: "SEC", State: incident.StepOpen, Late: true, TargetAt: p(at(-10 * time.Second)),
				Evidence: incident.EvidenceView{Kind: frozen.EvidenceChoice, Choices: []string{"true", "false"}}, Assignees: []string{"liu-yang"}},
			{ID: "F04", Title: incident.Text{EN: "Call the fire brigade", ZH: "拨打119"}, Seat: "CTRL", State: incident.StepStarted, TargetAt: p(at(30 * time.Second)),
				Evidence: incident.EvidenceView{Kind: frozen.EvidenceConnected}, Party: &incident.Text{EN: "Fire brigade", ZH: "消防队"}},
			{ID: "F20", Title: incident.Text{EN: "Allow re-entry", ZH: "准许返回"}, Seat: "DUTY", State: incident.StepWaiting, HardGate: true},
			{ID: "F01", Title: incident.Text{EN: "Acknowledge", ZH: "确认"}, Seat: "CTRL", State: incident.StepDone, DoneAt: p(at(-time.Minute)), By: p("liu-yang"), Value: p("7"), Note: p("ref 12")},
		},
		Facts: []incident.FactView{
			{Name: "confirmed", Type: frozen.FactBool, Title: incident.Text{EN: "Fire confirmed", ZH: "火情确认"}, Value: p("true"), By: p("liu-yang"), At: p(at(0))},
			{Name: "trapped", Type: frozen.FactNumber, Title: incident.Text{EN: "People trapped", ZH: "被困人数"}},
		},
	}
}

// holds puts an incident where the console finds it.
func (h *house) holds(v incident.View) {
	h.desk.views[v.ID], h.shadow.views[v.ID] = v, v
}

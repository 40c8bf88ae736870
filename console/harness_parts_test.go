package console_test

// The stand-ins for the parts behind the console.

import (
	"context"
	"strings"
	"sync"
	"time"

	"muster/account"
	"muster/audit"
	"muster/console"
	"muster/incident"
	"muster/plans"
	"muster/sites"
)

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

// auditLog holds what was noted, and what has begun and not ended.
type auditLog struct {
	entries []audit.Entry
	begun   []audit.Entry // all that ever was
	open    map[string]bool
}

func (l *auditLog) Begin(e audit.Entry) {
	if l.open == nil {
		l.open = map[string]bool{}
	}
	l.begun, l.open[e.ID] = append(l.begun, e), true
}

func (l *auditLog) Drop(id string) { delete(l.open, id) }

func (l *auditLog) Note(e audit.Entry) {
	l.entries = append(l.entries, e)
	delete(l.open, e.ID)
}

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

	contacts map[string]console.Contact
}

func (s *shadow) Contacts(context.Context, string) (map[string]console.Contact, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s.contacts, nil
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

func (f *feed) LastEvent(context.Context) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return 0, f.err
}

func (f *feed) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

func (f *feed) Watch() (wake <-chan struct{}, stop func()) { return f.wake, func() {} }

func (f *feed) write(e console.Event) {
	f.mu.Lock()
	f.events = append(f.events, e)
	f.mu.Unlock()
	f.wake <- struct{}{}
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
		{ID: "1", Body: "FIRE L3 <b>Building 3</b>. Reply K7M 1\nhttp://muster.example/r/inc-1.liu-yang.abc", At: now.Add(-time.Minute)},
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

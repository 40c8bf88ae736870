package incident_test

// A town without engine or network: what the incident wants done is done at once, and time leaps to what comes next.

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// message is one that the network took for a phone.
type message struct {
	at   time.Duration // since the opening
	to   string        // responder, the first of those whom it asks
	page string
	kind incident.PageKind
	n    int
	body string

	phone string
}

// event is something that will happen in the town.
type event struct {
	at time.Time
	do func()
}

// habit is what a person does about a message.
type habit func(m message)

// town is one incident's surroundings.
type town struct {
	t      *testing.T
	inc    *incident.Incident
	opened time.Time
	now    time.Time
	agenda []event
	habits map[string]habit                       // by responder
	fate   func(incident.Send) incident.Result    // nil: the network takes everything
	learn  func(incident.Ask) incident.Result     // nil: the network knows what it has taken
	job    func(incident.Job) *incident.JobResult // nil: five residents are told; a nil result: it is lost
	ledger map[string]string                      // carrier ids by page and attempt
	sent   []message
	asked  []incident.Ask
	jobs   []incident.Job
	sweeps []time.Duration
	errand func(incident.Errand) *incident.ErrandResult // nil, or a nil result: nobody answers at the other incident
	trip   bool                                         // the state goes through JSON after every moment
	record []incident.Entry
	did    []incident.Deed // that the log was told of
	shadow *shadow
	texts  int
}

// begin opens an incident in a town of its own.
func begin(t *testing.T, in frozen.Input) *town {
	t.Helper()
	w := &town{t: t, opened: in.DeclaredAt, now: in.DeclaredAt, habits: map[string]habit{}, ledger: map[string]string{}, shadow: newShadow()}
	w.inc = incident.Begin(in, in.DeclaredAt)
	return w
}

// to lets the town live until so long after the opening.
func (w *town) to(after time.Duration) {
	w.t.Helper()
	until := w.opened.Add(after)
	for w.settle(); ; w.settle() {
		next, ok := w.next()
		if !ok || next.After(until) {
			break
		}
		w.now = next
		w.happen()
	}
	w.now = until
	w.settle()
	w.roundTrip()
	w.listsThere()
}

// next is when something will happen or be due.
func (w *town) next() (time.Time, bool) {
	at, ok := w.inc.NextDue()
	for _, e := range w.agenda {
		if !ok || e.at.Before(at) {
			at, ok = e.at, true
		}
	}
	return at, ok
}

func (w *town) happen() {
	for k := 0; k < len(w.agenda); {
		if e := w.agenda[k]; !e.at.After(w.now) {
			w.agenda = slices.Delete(w.agenda, k, k+1)
			e.do()
			continue
		}
		k++
	}
}

// later has something done after a while.
func (w *town) later(after time.Duration, do func()) {
	w.agenda = append(w.agenda, event{w.now.Add(after), do})
}

// settle does all that is to be done now, and looks whether the incident is in order.
func (w *town) settle() {
	w.t.Helper()
	for n := 0; ; n++ {
		require.Less(w.t, n, 50, "there is no end of what is to be done at one moment")
		work := w.inc.Take(w.now, false, false)
		if work.Empty() {
			break
		}
		w.perform(work)
	}
	if w.trip {
		w.roundTrip()
	}
	w.write()
	w.inOrder()
}

func (w *town) perform(work incident.Work) {
	for _, wave := range work.Waves {
		require.LessOrEqual(w.t, len(wave), incident.WaveSize)
		var results []incident.Result
		for _, s := range wave {
			results = append(results, w.carry(s))
		}
		w.inc.Sent(w.now, wave, results)
	}
	if len(work.Asks) > 0 {
		require.LessOrEqual(w.t, len(work.Asks), incident.WaveSize)
		var results []incident.Result
		for _, q := range work.Asks {
			w.asked = append(w.asked, q)
			results = append(results, w.find(q))
		}
		w.inc.Asked(w.now, work.Asks, results)
	}
	for _, j := range work.Jobs {
		w.perform1(j)
	}
	if work.Sweep {
		w.sweeps = append(w.sweeps, w.passed())
	}
	for _, e := range work.Errands {
		w.run(e)
	}
}

func (w *town) perform1(j incident.Job) {
	w.jobs = append(w.jobs, j)
	r := &incident.JobResult{Job: j.ID, Told: 5, Parts: 5, Rate: 1, Contained: w.inc.Drill()}
	if w.job != nil {
		r = w.job(j)
	}
	if r == nil {
		w.inc.JobLost(w.now, j)
		return
	}
	w.inc.JobDone(w.now, j, *r)
}

func (w *town) passed() time.Duration { return w.now.Sub(w.opened) }

func key(page string, n int) string { return fmt.Sprintf("%s/%d", page, n) }

// carry brings a message to its phone, unless the network fails.
func (w *town) carry(s incident.Send) incident.Result {
	r := incident.Result{Page: s.Page, Attempt: s.Attempt, Fate: incident.FateSent}
	if w.fate != nil {
		r = w.fate(s)
		r.Page, r.Attempt = s.Page, s.Attempt
	}
	if r.Fate == incident.FateSent {
		r.CarrierID = w.takeIn(s)
	}
	return r
}

// takeIn has the network accept a message.
func (w *town) takeIn(s incident.Send) string {
	id := fmt.Sprintf("SM%d", len(w.sent)+1)
	require.NotContains(w.t, w.ledger, key(s.Page, s.Attempt), "the same attempt is sent twice")
	w.ledger[key(s.Page, s.Attempt)] = id
	m := message{at: w.passed(), to: w.page(s.Page).Responder, page: s.Page, kind: w.page(s.Page).Kind, n: s.Attempt, body: s.Body, phone: s.To}
	w.differs(m)
	w.sent = append(w.sent, m)
	if h := w.habits[m.to]; h != nil {
		h(m)
	}
	return id
}

// differs: no phone is sent the same words twice, so that each message is found at the carrier by its own. One whose page was
// let go does not matter: what became of it is known.
func (w *town) differs(m message) {
	w.t.Helper()
	for _, o := range w.sent {
		if o.phone == m.phone && w.inc.In.Rules >= frozen.MessagesDiffer && w.hasPage(o.page) {
			require.NotEqual(w.t, o.body, m.body, "%s is sent %s/%d and %s/%d in the same words", m.to, o.page, o.n, m.page, m.n)
		}
	}
}

func (w *town) hasPage(id string) bool {
	return slices.ContainsFunc(w.inc.State.Pages, func(p *incident.Page) bool { return p.ID == id })
}

// find answers what became of a message; one that is not known is sent if it may be.
func (w *town) find(q incident.Ask) incident.Result {
	r := incident.Result{Page: q.Page, Attempt: q.Attempt, Fate: incident.FateAbsent}
	if w.learn != nil {
		r = w.learn(q)
		r.Page, r.Attempt = q.Page, q.Attempt
		return r
	}
	if id, ok := w.ledger[key(q.Page, q.Attempt)]; ok {
		r.Fate, r.CarrierID = incident.FateSent, id
	} else if q.MaySend {
		r.Fate, r.CarrierID = incident.FateSent, w.takeIn(q.Send)
	}
	return r
}

// roundTrip is what continue-as-new does to the state.
func (w *town) roundTrip() {
	data, err := json.Marshal(w.inc.State)
	require.NoError(w.t, err)
	state := &incident.State{}
	require.NoError(w.t, json.Unmarshal(data, state))
	w.inc = incident.Resume(w.inc.In, state)
}

// write lets the shadow catch up.
func (w *town) write() {
	c := w.inc.Unshadowed()
	w.record = append(w.record, c.Entries...)
	w.did = append(w.did, c.Deeds...)
	w.shadow.take(w.inc, c)
	w.inc.Confirmed(c)
}

func (w *town) page(id string) *incident.Page {
	k := slices.IndexFunc(w.inc.State.Pages, func(p *incident.Page) bool { return p.ID == id })
	require.GreaterOrEqual(w.t, k, 0, "page %s", id)
	return w.inc.State.Pages[k]
}

func (w *town) phone(id string) string {
	w.t.Helper()
	r, ok := w.inc.In.Site.Roster.Find(id)
	require.True(w.t, ok, "responder %s", id)
	return r.Phone
}

// says has a person text something, and gives the reply.
func (w *town) says(id, text string) string {
	w.t.Helper()
	w.texts++
	said := w.inc.Answer(w.now, incident.Inbound{ID: fmt.Sprintf("in%d", w.texts), From: w.phone(id), Body: text})
	w.settle()
	return said
}

// order gives an order and lets the town settle.
func (w *town) order(err error) {
	w.t.Helper()
	require.NoError(w.t, err)
	w.settle()
}

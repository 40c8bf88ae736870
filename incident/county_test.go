package incident_test

// A county: several incidents of one site that share its people, told as one random story over virtual time. It stands where
// workflow, Desk, carrier and shadow stand in the program, and has each of them late, lost or out of order.

import (
	"cmp"
	"container/heap"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"muster/incident"
	"muster/incident/frozen"
)

// county is the site with all that goes on there.
type county struct {
	t        *testing.T
	seed     uint64
	dice     *rand.Rand
	began    time.Time
	now      time.Time
	agenda   agenda
	planned  int
	happened int
	wards    []*ward
	citizens []*citizen
	byPhone  map[string]*handset
	crews    map[string]incident.Crew // as the shadow has them
	down     [2]time.Time             // the carrier answers nothing between these
	away     [2]time.Time             // the database is away between these
	texts    int
	tale     []line
}

// ward is one incident with what is under way for it.
type ward struct {
	*county
	inc       *incident.Incident
	sending   int           // waves
	settling  []*settlement // questions to the carrier
	working   int           // jobs and errands
	telling   int           // verdicts that are on their way to it
	flushing  bool
	blind     bool      // it could not read the others' crews the last time
	alarm     time.Time // when it will be woken; zero: it will not
	hurried   int       // turns in a row that left something due: questions to the carrier go ten at a time
	out       map[string]bool
	ledger    map[string]string // carrier ids by page and attempt
	addressee map[string]string // numbers by page
}

// tooMuch bounds what happens in one story: usual are some thousands.
const tooMuch = 100_000

// happening is something that will happen in the county.
type happening struct {
	at time.Time
	n  int
	do func()
}

type agenda []happening

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return cmp.Or(a[i].at.Compare(a[j].at), cmp.Compare(a[i].n, a[j].n)) < 0
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(happening)) }
func (a *agenda) Pop() any {
	old := *a
	last := old[len(old)-1]
	old[len(old)-1] = happening{}
	*a = old[:len(old)-1]
	return last
}

// later has something done after a while.
func (c *county) later(after time.Duration, do func()) {
	c.planned++
	heap.Push(&c.agenda, happening{c.now.Add(after), c.planned, do})
}

// run lets the county live until a moment, or until nothing happens any more.
func (c *county) run(until time.Time) {
	for c.agenda.Len() > 0 && !c.agenda[0].at.After(until) {
		h := heap.Pop(&c.agenda).(happening)
		c.now = h.at
		if c.happened++; c.happened > tooMuch {
			c.fail("%d things have happened, and it goes on", tooMuch)
		}
		c.happen(h.do)
	}
}

// happen does something, and looks at the whole county then.
func (c *county) happen(do func()) {
	defer func() {
		if broken := recover(); broken != nil {
			c.fail("%v\n%s", broken, debug.Stack())
		}
	}()
	do()
	c.sharesNobody()
}

// open begins an incident.
func (c *county) open(in frozen.Input) *ward {
	w := &ward{
		county: c, inc: incident.Begin(in, c.now), out: map[string]bool{}, ledger: map[string]string{}, addressee: map[string]string{},
	}
	c.wards = append(c.wards, w)
	c.tell("%s opens: %s at %s", w.name(), in.Plan.ID, in.Declaration.Location)
	c.later(firstRound, w.rounds)
	w.turn()
	return w
}

// ward is the incident with an id, nil if there is none.
func (c *county) ward(id string) *ward {
	for _, w := range c.wards {
		if w.inc.In.ID == id {
			return w
		}
	}
	return nil
}

func (w *ward) name() string {
	return strings.TrimPrefix(w.inc.In.ID, "inc-")[:min(2, len(w.inc.In.ID)-4)]
}

func (w *ward) isOpen() bool { return w.inc.State.Lifecycle == incident.Open }

// turn is one round of the workflow's loop: what is due is done, and the next moment waited for.
func (w *ward) turn() {
	w.perform(w.inc.Take(w.now, false, w.sending > 0))
	w.flush()
	w.arm()
	w.lawful()
}

func (w *ward) perform(work incident.Work) {
	for _, wave := range work.Waves {
		w.send(wave)
	}
	if len(work.Asks) > 0 {
		w.ask(work.Asks)
	}
	w.giveUpStale()
	for _, j := range work.Jobs {
		w.job(j)
	}
	for _, v := range work.Tell {
		w.tellOther(v)
	}
	for _, e := range work.Errands {
		w.errand(e)
	}
}

// arm sets the alarm for what is due next; one that rings earlier is left. Now and then whoever wakes it is late.
func (w *ward) arm() {
	at, ok := w.inc.NextDue()
	if !ok {
		return
	}
	if w.hurried++; at.After(w.now) {
		w.hurried = 0
	} else if w.hurried > 30 {
		w.fail("something is due at %s, and is never done", at.Format(time.TimeOnly))
	}
	if !w.alarm.IsZero() && !at.Before(w.alarm) {
		return
	}
	w.alarm = at
	late := time.Duration(0)
	if w.dice.IntN(50) == 0 {
		late = w.upTo(40 * time.Second)
	}
	w.later(max(10*time.Millisecond, at.Sub(w.now))+late, func() {
		if w.alarm.Equal(at) {
			w.alarm = time.Time{}
			w.turn()
		}
	})
}

// job does a notice or an outside call, or loses it.
func (w *ward) job(j incident.Job) {
	w.working++
	w.later(w.between(100*time.Millisecond, 3*time.Second), func() {
		w.working--
		if w.chance(0.05) {
			w.inc.JobLost(w.now, j)
		} else {
			w.inc.JobDone(w.now, j, incident.JobResult{Job: j.ID, Told: 5, Parts: 10, Rate: 1})
		}
		w.turn()
		if j.Kind == incident.JobBegin {
			w.later(10*time.Second, func() { w.noticeOut(j.Notice) })
		}
	})
}

// renew is what continue-as-new does: the state goes through JSON. While something is under way it waits.
func (w *ward) renew() {
	if w.sending+w.working+len(w.settling) > 0 {
		w.later(time.Second, w.renew)
		return
	}
	data, err := json.Marshal(w.inc.State)
	state := &incident.State{}
	if err == nil {
		err = json.Unmarshal(data, state)
	}
	if err != nil {
		w.fail("the state does not go through JSON: %v", err)
	}
	w.inc = incident.Resume(w.inc.In, state)
	w.turn()
}

func (c *county) chance(p float64) bool { return c.dice.Float64() < p }

func (c *county) upTo(d time.Duration) time.Duration {
	return time.Duration(c.dice.Int64N(int64(d) + 1))
}

func (c *county) between(a, b time.Duration) time.Duration { return a + c.upTo(b-a) }

// oneOf is one of several, by chance.
func oneOf[T any](c *county, list ...T) T { return list[c.dice.IntN(len(list))] }

// line is one line of the story; it is written out only if somebody has to read it.
type line struct {
	at   time.Time
	text string
	args []any
}

const taleKept = 60

func (c *county) tell(text string, args ...any) {
	c.tale = append(c.tale, line{c.now, text, args})
	if len(c.tale) > 2*taleKept {
		c.tale = slices.Delete(c.tale, 0, len(c.tale)-taleKept)
	}
}

// fail ends the story, and tells its end.
func (c *county) fail(text string, args ...any) {
	c.t.Helper()
	var b strings.Builder
	for _, l := range c.tale[max(0, len(c.tale)-taleKept):] {
		fmt.Fprintf(&b, "\n  %s  "+l.text, append([]any{l.at.Sub(c.began).Round(time.Millisecond)}, l.args...)...)
	}
	c.t.Fatalf("seed %d, %s after the first declaration: %s\nThe story's end (MUSTER_FIRST_SEED=%d MUSTER_SEEDS=1 tells it again):%s",
		c.seed, c.now.Sub(c.began), fmt.Sprintf(text, args...), c.seed, b.String())
}

package incident_test

// The people of the county: each has a habit, and what they text goes by the Desk's way to the incidents that it is about.

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/incident"
	"muster/incident/reply"
)

// The habits of people.
const (
	silent = iota
	declines
	breaks   // promises, and does not come
	optsOut  // at the first message
	muddles  // says anything
	wavers   // takes it, leaves it, takes it back
	obliges  // and all that follow
	habits   = obliges + 5
	restless = 0.03 // the chance that an obliging person does something else than they are asked
)

// citizen is a responder with a phone.
type citizen struct {
	*county
	*handset
	id     string
	habit  int
	after  time.Duration // how long they take to answer
	steady bool          // and nothing ever comes between
}

// handset is a phone; those of a household share one.
type handset struct {
	phone    string
	owners   []*citizen
	bounces  bool // no message arrives
	optedOut bool // as the carrier knows it
}

// unfailing says whether nothing ever comes between on a phone.
func (h *handset) unfailing() bool { return h.owners[0].steady }

// has says whether a phone is somebody's.
func (h *handset) has(id string) bool {
	return slices.ContainsFunc(h.owners, func(z *citizen) bool { return z.id == id })
}

// letter is a message that has arrived.
type letter struct {
	from    *ward
	page    string
	attempt int
}

// what is the page of a letter; nil if the incident has forgotten it.
func (l letter) what() *incident.Page {
	k := slices.IndexFunc(l.from.inc.State.Pages, func(p *incident.Page) bool { return p.ID == l.page })
	if k < 0 {
		return nil
	}
	return l.from.inc.State.Pages[k]
}

// hears is what a person does about a message.
func (z *citizen) hears(l letter) {
	z.later(z.after/2+z.upTo(z.after), func() {
		if p := l.what(); p != nil && (p.Kind == incident.NotePage || open(p)) {
			z.answer(l.from, p)
		}
	})
}

func (z *citizen) answer(w *ward, p *incident.Page) {
	switch z.habit {
	case declines:
		z.about(w, p, "5")
	case breaks:
		z.about(w, p, oneOf(z.county, "2 5", "1", "2 10"))
	case optsOut:
		if !z.optedOut {
			z.optedOut = true
			z.says(w, "STOP")
		}
	case muddles:
		z.says(w, oneOf(z.county, "ok", "收到", "28", "0", "1", "4", "3", "5", "5?", "what?", "8", "9", "6", "2 3", "打错了", p.Token+" 1", p.Token+" 9"))
	case wavers:
		z.about(w, p, oneOf(z.county, "1", "3", "1", "5"))
		z.soon(w, "5", "9", "8", "3", "1", "9")
	default:
		z.oblige(w, p)
	}
}

// about answers a page under its code.
func (z *citizen) about(w *ward, p *incident.Page, text string) {
	if p.Token != "" {
		text = p.Token + " " + text
	}
	z.says(w, text)
}

// soon has somebody text something after a while, mostly.
func (z *citizen) soon(w *ward, texts ...string) {
	if z.chance(0.7) {
		z.later(z.between(5*time.Second, 4*time.Minute), func() { z.says(w, oneOf(z.county, texts...)) })
	}
}

// oblige does what a page asks; now and then something comes between.
func (z *citizen) oblige(w *ward, p *incident.Page) {
	if !z.steady && z.chance(restless) {
		z.about(w, p, oneOf(z.county, "5", "6", "ok", "0"))
		return
	}
	switch p.Kind {
	case incident.CallPage:
		z.about(w, p, oneOf(z.county, "1", "1", "1", "2 4", "3"))
		if slices.ContainsFunc(p.About, func(a incident.Subject) bool { return a.Kind == incident.AboutSeat }) {
			z.comes(w, p)
		}
		if slices.ContainsFunc(p.About, func(a incident.Subject) bool { return a.Kind == incident.AboutLate }) {
			z.later(z.after, func() { z.catchUp(w) })
		}
	case incident.TaskPage, incident.QuestionPage:
		z.about(w, p, "4"+z.evidence(w, p))
	case incident.NotePage:
		if body := p.Text.Body; strings.Contains(body, "3 ") && strings.Contains(body, "7") || strings.Contains(body, "回3") {
			if z.steady || z.chance(0.8) {
				z.says(w, "3")
			}
		}
	}
	if !z.steady && z.chance(0.02) {
		z.soon(w, "9", "9", "7", "6")
	}
}

// comes has somebody be on scene a while after they have accepted, mostly, and ask for relief after hours, some of them.
func (z *citizen) comes(w *ward, p *incident.Page) {
	if z.steady || z.chance(0.85) {
		z.later(z.between(30*time.Second, 6*time.Minute), func() { z.about(w, p, "3") })
	}
	if !z.steady && z.chance(0.1) {
		z.later(z.between(10*time.Minute, 3*time.Hour), func() { z.says(w, "8") })
	}
}

// catchUp completes what somebody has to do already: nobody sends it to them again.
func (z *citizen) catchUp(w *ward) {
	for _, it := range w.inc.Items(z.id) {
		if p := (letter{from: w, page: it.Ref}).what(); it.Kind == reply.Task && it.Open && p != nil {
			z.about(w, p, "4"+z.evidence(w, p))
		}
	}
}

// evidence is what somebody finds: mostly what comes first, else anything.
func (z *citizen) evidence(w *ward, p *incident.Page) string {
	items := w.inc.Items(z.id)
	k := slices.IndexFunc(items, func(it reply.Item) bool { return it.Token == p.Token })
	if k < 0 {
		return ""
	}
	switch e := items[k].Evidence; e.Kind {
	case reply.EvidenceChoice:
		if z.chance(0.5) {
			return " 1"
		}
		return fmt.Sprint(" ", 1+z.dice.IntN(len(e.Choices)))
	case reply.EvidenceNumber:
		least := 0.0
		if e.Min != nil {
			least = *e.Min
		}
		return fmt.Sprint(" ", least+float64(z.dice.IntN(4)))
	case reply.EvidenceCount:
		return oneOf(z.county, " 15/15", " 12/15")
	case reply.EvidenceText:
		return " all well there"
	case reply.EvidenceNone:
	}
	return ""
}

// says has a person text something, which they mean for one incident. Some texts come twice, and some while nobody waits for
// their reply.
func (z *citizen) says(meant *ward, body string) {
	z.texts++
	in := incident.Inbound{ID: fmt.Sprint("in", z.texts), From: z.phone, Body: body}
	for _, w := range z.addressees(meant, body) {
		before := len(w.inc.State.Applied)
		late := z.chance(0.1)
		if late {
			w.inc.AnswerLate(w.now, in)
		} else {
			z.tell("%s texts %s: %q -> %q", z.id, w.name(), body, w.inc.Answer(w.now, in))
		}
		if late || z.chance(0.05) {
			w.inc.Answer(w.now, in)
		}
		if len(w.inc.State.Applied) > before+1 {
			z.fail("a text was applied twice")
		}
		w.turn()
		z.again(w, in)
	}
}

// again has an obliging person say what they were asked whether they mean it.
func (z *citizen) again(w *ward, in incident.Inbound) {
	said, _ := w.inc.Applied(in.ID)
	if z.habit >= obliges && (strings.Contains(said, "Send the same again") || strings.Contains(said, "再发一次")) {
		z.later(10*time.Second, func() { z.says(w, in.Body) })
	}
}

// addressees are the incidents that a text is about, as the Desk finds them: by its code, or by what their people have open. Two
// incidents may have given a phone the same code: whoever obliges then tells the desk which of them is meant.
func (z *citizen) addressees(meant *ward, body string) []*ward {
	var all []*ward
	var items []reply.Item
	for _, w := range z.wards {
		if !w.inc.Ended() && slices.ContainsFunc(w.inc.Called(), z.handset.has) {
			all, items = append(all, w), append(items, w.inc.ItemsOfPhone(z.phone)...)
		}
	}
	r := reply.Parse(body)
	if len(all) < 2 || slices.Contains([]reply.Verb{reply.Danger, reply.RealEmergency, reply.OptOut, reply.OptIn}, r.Verb) {
		return all
	}
	u := reply.Resolve(r, items)
	targets := u.Targets
	if len(targets) == 0 {
		targets = u.Question.Items
	}
	named := func(w *ward) bool {
		return slices.ContainsFunc(targets, func(it reply.Item) bool { return it.Incident == w.inc.In.ID })
	}
	all = slices.DeleteFunc(all, func(w *ward) bool { return !named(w) })
	switch {
	case len(u.Targets) > 0 || len(all) < 2:
		return all
	case z.habit >= obliges && slices.Contains(all, meant):
		return []*ward{meant}
	}
	return nil // it could be about either, and is asked about
}

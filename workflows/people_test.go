package workflows_test

// The people of the town: what they do with the messages that reach them.

import (
	"slices"
	"strings"
	"time"
)

// answered is told of the reply to a text of its own.
type answered interface{ replied(text, reply string) }

// obliging accepts every page and completes every task, each once and after a while. Asked whether they mean it, they do.
type obliging struct {
	town     *town
	phone    string
	after    time.Duration
	answered map[string]bool // pages
}

func oblige(w *town, phone string, after time.Duration) obliging {
	return obliging{w, phone, after, map[string]bool{}}
}

func (o obliging) hears(m accepted) {
	code := token(m.Body)
	if o.answered[m.Tag.Page] || slices.ContainsFunc(o.town.notYet, func(fact string) bool { return strings.Contains(m.Body, fact) }) {
		return
	}
	o.answered[m.Tag.Page] = true
	o.town.later(o.after, m.ID, func() {
		switch {
		case taskToken.MatchString(m.Body):
			o.town.text(o.phone, o.town.done(o.phone, code))
		case code != "":
			o.town.text(o.phone, code+" 1")
		case strings.Contains(m.Body, "Reply 3") || strings.Contains(m.Body, "回3"):
			o.town.text(o.phone, "3")
		}
	})
}

func (o obliging) replied(text, reply string) {
	if strings.Contains(reply, "Send the same again") || strings.Contains(reply, "再发一次") {
		o.town.later(10*time.Second, o.phone+text, func() { o.town.text(o.phone, text) })
	}
}

// token is the code that a message offers, empty if none.
func token(body string) string {
	if t := taskToken.FindStringSubmatch(body); t != nil {
		return t[1]
	}
	if t := pageToken.FindStringSubmatch(body); t != nil {
		return t[1]
	}
	return ""
}

// replying answers every page in the same words, behind its token: "5" declines; "2 5" promises, and is never kept.
type replying struct {
	town  *town
	phone string
	after time.Duration
	words string
}

func (r replying) hears(m accepted) {
	if t := pageToken.FindStringSubmatch(m.Body); t != nil {
		r.town.later(r.after, m.ID, func() { r.town.text(r.phone, t[1]+" "+r.words) })
	}
}

// leaving opts out at the first message.
type leaving struct {
	town  *town
	phone string
}

func (l leaving) hears(m accepted) {
	l.town.later(10*time.Second, m.ID, func() {
		l.town.network.stop(l.phone)
		l.town.text(l.phone, "STOP")
	})
}

// muddled acknowledges, then asks again, then accepts and forgets what it was about.
type muddled struct {
	town  *town
	phone string
	after time.Duration
}

func (u muddled) hears(m accepted) {
	said := []string{"ok", "收到", "28", "0", "1", "4", "3", "5?", "what?"}[int(u.town.dice("muddle", m.Tag)*9)]
	u.town.later(u.after, m.ID, func() { u.town.text(u.phone, said) })
}

// deaf is somebody who does not hear the messages that hold a phrase.
type deaf struct {
	person
	to []string
}

func (d deaf) hears(m accepted) {
	if !slices.ContainsFunc(d.to, func(phrase string) bool { return strings.Contains(m.Body, phrase) }) {
		d.person.hears(m)
	}
}

// everybodyObliges settles the town with people who answer and do what they are asked, one after the other.
func (w *town) everybodyObliges(after time.Duration) {
	for k, r := range w.start.In.Site.Roster.Responders {
		w.network.people[r.Phone] = oblige(w, r.Phone, after+time.Duration(k)*100*time.Millisecond)
	}
}

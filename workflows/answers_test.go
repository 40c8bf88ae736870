package workflows_test

// The people of the town: what they do with the messages that reach them.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
	"muster/workflows"
)

var (
	pageToken = regexp.MustCompile(`(?:Reply |回)([A-Z][0-9][A-Z]) 1`)
	taskToken = regexp.MustCompile(`(?:Task |任务)([A-Z][0-9][A-Z])`)
)

// items are the things that a person could be answering to.
func (w *town) items(phone string) []reply.Item {
	value, err := w.env.QueryWorkflow(workflows.OpenItems, workflows.Asker{Phone: phone})
	require.NoError(w.t, err)
	var items []reply.Item
	require.NoError(w.t, value.Get(&items))
	return items
}

// done is the text by which somebody completes a task, with evidence that fits.
func (w *town) done(phone, token string) string {
	items := w.items(phone)
	k := slices.IndexFunc(items, func(it reply.Item) bool { return it.Token == token })
	if k < 0 {
		return token + " 4"
	}
	return token + " 4" + w.value(items[k].Evidence)
}

func (w *town) value(e reply.Evidence) string {
	switch e.Kind {
	case reply.EvidenceChoice:
		return fmt.Sprint(" ", 1+int(w.dice()*float64(len(e.Choices))))
	case reply.EvidenceNumber:
		low := 0.0
		if e.Min != nil {
			low = *e.Min
		}
		return fmt.Sprint(" ", low+1)
	case reply.EvidenceCount:
		return " 12/15"
	case reply.EvidenceText:
		return " all well on the third floor"
	case reply.EvidenceNone:
	}
	return ""
}

// obliging accepts every page and completes every task, each after a while.
type obliging struct {
	town  *town
	phone string
	after time.Duration
}

func (o obliging) hears(m accepted) {
	o.town.later(o.after, func() {
		if t := taskToken.FindStringSubmatch(m.Body); t != nil {
			o.town.text(o.phone, o.town.done(o.phone, t[1]))
		} else if t := pageToken.FindStringSubmatch(m.Body); t != nil {
			o.town.text(o.phone, t[1]+" 1")
		} else if strings.Contains(m.Body, "Reply 3") || strings.Contains(m.Body, "回3") {
			o.town.text(o.phone, "3")
		}
	})
}

// silent never answers.
type silent struct{}

func (silent) hears(accepted) {}

// refusing declines every page.
type refusing struct {
	town  *town
	phone string
	after time.Duration
}

func (r refusing) hears(m accepted) {
	if t := pageToken.FindStringSubmatch(m.Body); t != nil {
		r.town.later(r.after, func() { r.town.text(r.phone, t[1]+" 5") })
	}
}

// breaking promises to come and never does.
type breaking struct {
	town  *town
	phone string
	after time.Duration
}

func (b breaking) hears(m accepted) {
	if t := pageToken.FindStringSubmatch(m.Body); t != nil {
		b.town.later(b.after, func() { b.town.text(b.phone, t[1]+" 2 5") })
	}
}

// leaving opts out at the first message.
type leaving struct {
	town  *town
	phone string
}

func (l leaving) hears(accepted) {
	l.town.later(10*time.Second, func() {
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
	said := []string{"ok", "收到", "28", "0", "1", "4", "3", "5?", "what?"}[int(u.town.dice()*9)]
	u.town.later(u.after, func() { u.town.text(u.phone, said) })
}

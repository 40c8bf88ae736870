package workflows_test

// What a person of the town could be answering to, and evidence that fits it.

import (
	"fmt"
	"regexp"
	"slices"

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
	w.rounds[items[k].Title]++
	return token + " 4" + w.value(token, w.rounds[items[k].Title], items[k].Evidence)
}

// value is what somebody finds: on a calm day what was declared and nothing worse; otherwise mostly so at first, then anything.
func (w *town) value(token string, round int, e reply.Evidence) string {
	switch e.Kind {
	case reply.EvidenceChoice:
		switch {
		case round == 1 && (w.calm || w.dice("as declared", token) < 0.9):
			return " 1"
		case w.calm: // what is looked at again and again is over
			return fmt.Sprint(" ", len(e.Choices))
		}
		return fmt.Sprint(" ", 1+int(w.dice("choice", token)*float64(len(e.Choices))))
	case reply.EvidenceNumber:
		return fmt.Sprint(" ", least(e)+pick(w.calm, 0.0, 1.0))
	case reply.EvidenceCount:
		return pick(w.calm, " 15/15", " 12/15")
	case reply.EvidenceText:
		return " all well on the third floor"
	case reply.EvidenceNone:
	}
	return ""
}

func least(e reply.Evidence) float64 {
	if e.Min == nil {
		return 0
	}
	return *e.Min
}
